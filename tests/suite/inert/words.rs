//! The words of the program are the user's to change, and may be as hostile as a book.

use super::board::{Drawn, look, try_all, wander};
use super::book::poisoned;
use super::commands::printed;
use super::payload::{ALL, PUT, written};
use crate::desk::{Desk, world};
use crate::help::place::Place;
use ketnap::config::Config;
use ketnap::text::Lang;
use std::fs;

macro_rules! own {
    ($($name:literal),*) => {
        [$(($name, include_str!(concat!("../../../config/", $name)))),*]
    };
}

/// The program's own files, of which the user's are copies with a payload in each word.
const FILES: [(&str, &str); 9] = own![
    "procedures/2021-24-qd-tw.ron",
    "causes.ron",
    "sources.ron",
    "kinds.ron",
    "groups.ron",
    "aims.ron",
    "organisations.ron",
    "holidays.ron",
    "theme.ron"
];

/// A sample book beside a folder of settings in which everything that is words carries payloads.
fn place() -> Place {
    let place = Place::sample();
    let config = place.home.path().join("config");
    fs::create_dir_all(config.join("text")).unwrap();
    fs::create_dir_all(config.join("procedures")).unwrap();
    let mut turn = 0;
    for (name, text) in FILES {
        let marked = ["vi: \"", "en: \"", "basis: \""]
            .iter()
            .fold(text.to_owned(), |text, head| {
                text.replace(head, &format!("{head}{PUT}"))
            });
        // Also in the name of a file that is told.
        let name = name.replace("2021", "\u{202e}\u{1b}[31m2021");
        fs::write(config.join(name), poisoned(&marked, &mut turn, false)).unwrap();
    }
    let words = Config::load(None, Some(Lang::Vi)).texts;
    let row = |(at, key): (usize, &str)| {
        let text = words.get(key).replace('"', "");
        let more = written(ALL[at % ALL.len()], false);
        format!("(key: \"{key}\", text: \"{text}{more}\"),")
    };
    let rows: String = words.keys().enumerate().map(row).collect();
    let rows = format!("(format: 1, rows: [{rows}])");
    fs::write(config.join("text/vi.ron"), rows).unwrap();
    place
}

#[test]
fn no_word_of_the_users_own_acts_on_a_screen() {
    let place = place();
    let dir = place.home.path().join("config");
    let config = Config::load(Some(&dir), Some(Lang::Vi));
    assert_eq!(config.problems, []);
    let mut desk = Desk::new();
    desk.world = world(&config);
    desk.config = config;
    let mut drawn = Drawn::new();
    for keys in ["g", "Tab", "2", "3", "4", "5"] {
        desk.press(keys);
        assert!(look(&mut desk, &mut drawn, 0).contains('\u{fffd}'));
        try_all(&mut desk, &mut drawn);
    }
    for seed in 0..2 {
        wander(&mut desk, &mut drawn, seed, 200);
    }
}

#[test]
fn no_word_of_the_users_own_acts_in_what_a_command_prints() {
    let place = place();
    for args in [
        &["check"][..],
        &["report", "quota"],
        &["report", "analysis"],
        &["report", "agenda"],
        &["report", "survey"],
        &["report", "causes"],
        &["rules"],
        &["info"],
        &["show", "mau-19"],
        &["show", "nobody"],
    ] {
        for format in ["table", "json", "csv", "md"] {
            let args = [args, &["--format", format]].concat();
            printed(&args, &place.run(&args));
        }
    }
    for help in [
        &["--help"][..],
        &["report", "--help"],
        &["report", "nothing"],
    ] {
        printed(help, &place.run(help));
    }
}

/// Files that are refused, and what is said of them.
#[test]
fn nothing_of_a_refused_file_of_settings_acts() {
    let place = Place::sample();
    let config = place.home.path().join("config");
    fs::create_dir_all(config.join("procedures")).unwrap();
    for payload in ALL {
        let text = written(payload, true);
        let files = [
            (
                "settings.ron",
                format!("(format: 1, who: \"x\", wh{text}: 1)"),
            ),
            (
                "causes.ron",
                format!("(format: 1, rows: [(id: \"x\", n{text}: 1)])"),
            ),
            (
                "sources.ron",
                format!("(format: 1, rows: [(id: \"x{text}\", name: (vi: \"x\"))])"),
            ),
            (
                "keys.ron",
                format!("(format: 1, rows: [(on: Tree, command: Up, keys: [\"{text}\"])])"),
            ),
            (
                "procedures/mau.ron",
                format!("(format: 1, procedure: (id: \"{text}\"))"),
            ),
        ];
        for (name, text) in files {
            fs::write(config.join(name), text).unwrap();
        }
        printed(&["check"], &place.run(&["check", "--format", "json"]));
        let dir = Config::load(Some(&config), Some(Lang::Vi));
        assert!(!dir.problems.is_empty());
        let said = dir
            .problems
            .iter()
            .map(|problem| dir.texts.say(&problem.message));
        for said in said {
            assert_eq!(super::payload::found(&said), None);
        }
    }
}
