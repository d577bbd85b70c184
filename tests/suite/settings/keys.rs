//! The user's keys: none does two things in one place, and there is always a way out.

use super::{ROW, read};
use ketnap::app::command::{Chord, Command, Context};
use ketnap::config::Config;

fn chord(text: &str) -> Chord {
    Chord::try_from(text.to_owned()).unwrap()
}

fn keys(rows: &str) -> (Config, Vec<String>) {
    read(&[("keys.ron", &format!("(format: 1, rows: [\n{rows}])"))])
}

/// All rows that the program's own file has, on one key.
fn all_on(key: &str, but: Option<Command>) -> String {
    let own = Config::load(None, None).keys;
    let rows = own.rows().iter().filter(|row| Some(row.command) != but);
    let rows = rows.map(|row| {
        format!(
            "(on: {:?}, command: {:?}, keys: [{key}]),",
            row.on, row.command
        )
    });
    rows.collect::<Vec<_>>().join("\n")
}

fn same_as_built_in(config: &Config) {
    let own = Config::load(None, None).keys;
    assert_eq!(format!("{:?}", config.keys), format!("{own:?}"));
}

#[test]
fn keys_that_leave_no_way_out_are_told_and_left_out() {
    let all = [
        "(on: Everywhere, command: Quit, keys: []),\n",
        // `x` stops a file where the people are.
        "(on: Everywhere, command: Quit, keys: [\"x\"]),\n",
    ];
    for rows in all {
        let (config, said) = keys(rows);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("keys.ron:2:1: "), "{said:?}");
        assert!(
            said[0].contains("không còn phím nào") && said[0].ends_with(ROW),
            "{said:?}"
        );
        same_as_built_in(&config);
    }
    // Both keys taken away from one screen by others.
    let (config, said) = keys("(on: Tree, command: Add, keys: [\"q\", \"Ctrl+C\"]),\n");
    assert_eq!(said.len(), 1, "{said:?}");
    same_as_built_in(&config);
    for on in [
        "Typing", "Form", "Pick", "Sheet", "Settle", "Help", "Outlook",
    ] {
        let (config, said) = keys(&format!("(on: {on}, command: Cancel, keys: []),\n"));
        assert!(said[0].contains("phải còn ít nhất một phím"), "{said:?}");
        same_as_built_in(&config);
    }
}

#[test]
fn all_commands_on_one_key_are_told_and_none_is() {
    for (key, but) in [
        ("\"Ctrl+X\"", None),
        ("\"Ctrl+X\"", Some(Command::Quit)),
        ("\"q\"", None),
    ] {
        let rows = all_on(key, but);
        let (config, said) = keys(&rows);
        assert!(said.len() > 100, "{}", said.len());
        assert!(
            said.iter()
                .all(|said| said.starts_with("keys.ron:") && said.ends_with(ROW))
        );
        // What is alone in its place may keep the key.
        for place in [
            Context::Tree,
            Context::Pipeline,
            Context::Quotas,
            Context::Typing,
        ] {
            let own = Config::load(None, None).keys;
            for row in own.rows().iter().filter(|row| row.on == place) {
                for key in &row.keys {
                    assert_eq!(
                        config.keys.command(place, *key),
                        Some(row.command),
                        "{place:?}"
                    );
                }
            }
        }
        assert_eq!(
            config.keys.command(Context::Tree, chord("Ctrl+C")),
            Some(Command::Quit)
        );
    }
    let (config, said) = keys(&all_on("", None));
    assert!(
        said.iter().any(|said| said.contains("không còn phím nào")),
        "{said:?}"
    );
    assert_eq!(
        config.keys.command(Context::Tree, chord("q")),
        Some(Command::Quit)
    );
}

#[test]
fn a_key_that_two_claim_in_one_place_is_told_with_the_other() {
    // One of the program's own stays; its command must be given another first.
    let (config, said) = keys("(on: Pipeline, command: Edit, keys: [\"F5\", \"x\"]),\n");
    assert!(said[0].starts_with("keys.ron:2:44: phím x ở"), "{said:?}");
    assert!(
        said[0].contains("đã dùng cho") && said[0].ends_with(ROW),
        "{said:?}"
    );
    same_as_built_in(&config);
    let swap = "(on: Pipeline, command: Edit, keys: [\"x\"]),\n(on: Pipeline, command: Stop, keys: [\"e\"]),\n";
    let (config, said) = keys(swap);
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(
        config.keys.command(Context::Pipeline, chord("x")),
        Some(Command::Edit)
    );
    // Two of the user's: neither holds, and both places are told.
    let both = "(on: Tree, command: Edit, keys: [\"F5\"]),\n(on: Tree, command: Add, keys: [\"F5\"]),\n\
                (on: Tree, command: Open, keys: [\"F6\"]),\n";
    let (config, said) = keys(both);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("keys.ron:2:34: ") && said[0].contains("keys.ron:3:1"),
        "{said:?}"
    );
    assert!(
        said[1].starts_with("keys.ron:3:33: ") && said[1].contains("keys.ron:2:1"),
        "{said:?}"
    );
    let asked = |key: &str| config.keys.command(Context::Tree, chord(key));
    assert_eq!(
        (asked("F5"), asked("e"), asked("a")),
        (None, Some(Command::Edit), Some(Command::Add))
    );
    assert_eq!(
        asked("F6"),
        Some(Command::Open),
        "the rest of the file holds"
    );
    // What leaned on one that is left out goes too.
    let chain = "(on: Tree, command: Edit, keys: [\"a\"]),\n(on: Tree, command: Add, keys: [\"F5\"]),\n\
                 (on: Tree, command: Open, keys: [\"F5\"]),\n";
    let (config, said) = keys(chain);
    assert_eq!(said.len(), 3, "{said:?}");
    same_as_built_in(&config);
}

#[test]
fn a_letter_is_no_key_where_letters_are_typed() {
    let (config, said) = keys("(on: Typing, command: ClearLine, keys: [\"đ\"]),\n");
    assert!(said[0].contains("đ là chữ cần gõ"), "{said:?}");
    same_as_built_in(&config);
    let (_, said) = keys("(on: Typing, command: ClearLine, keys: [\"Alt+u\"]),\n");
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn what_is_no_key_no_command_or_no_place_is_told_and_the_rest_holds() {
    for (row, told) in [
        (
            "(on: Tree, command: Edit, keys: [\"Ctrl+Foo\"])",
            "có phím viết sai",
        ),
        (
            "(on: Tree, command: Edt, keys: [\"F5\"])",
            "không có từ `Edt`; có: `Up`",
        ),
        (
            "(on: Treee, command: Edit, keys: [\"F5\"])",
            "không có từ `Treee`; có: `Everywhere`",
        ),
        (
            "(on: Tree, command: Edit, key: [\"F5\"])",
            "không có trường `key`; có: `on`",
        ),
        ("(on: Tree, command: Edit)", "thiếu trường keys"),
        (
            "(on: Tree, command: Edit, keys: \"F5\")",
            "ở đây cần một danh sách trong [ ]",
        ),
    ] {
        let (config, said) = keys(&format!(
            "{row},\n(on: Tree, command: Add, keys: [\"F6\"]),\n"
        ));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with("keys.ron:2:") && said[0].contains(told),
            "{said:?}"
        );
        assert_eq!(
            config.keys.command(Context::Tree, chord("F6")),
            Some(Command::Add)
        );
        assert_eq!(
            config.keys.command(Context::Tree, chord("e")),
            Some(Command::Edit)
        );
    }
}

#[test]
fn the_programs_own_keys_and_words_hold_what_is_asked_of_the_users() {
    let own = Config::load(None, None);
    assert_eq!((own.problems.len(), own.strays.len()), (0, 0));
    let rows = own.keys.rows().iter().map(|row| {
        let keys: Vec<String> = row
            .keys
            .iter()
            .map(|key| format!("{:?}", key.to_string()))
            .collect();
        format!(
            "(on: {:?}, command: {:?}, keys: [{}]),\n",
            row.on,
            row.command,
            keys.join(", ")
        )
    });
    assert_eq!(keys(&rows.collect::<String>()).1, Vec::<String>::new());
    let read_as_own = [
        ("keys.ron", include_str!("../../../config/keys.ron")),
        ("theme.ron", include_str!("../../../config/theme.ron")),
        ("settings.ron", include_str!("../../../config/settings.ron")),
        ("text/vi.ron", include_str!("../../../config/text/vi.ron")),
        ("text/en.ron", include_str!("../../../config/text/en.ron")),
    ];
    assert_eq!(read(&read_as_own).1, Vec::<String>::new());
}
