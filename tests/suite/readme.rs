//! The README and the map of the house say what is so: keys, board, commands, and every file that they name.

use crate::desk::{Desk, sample};
use crate::help::place::Place;
use ketnap::app::command::Context;
use ketnap::config::Config;
use ketnap::text::Lang;
use std::fmt::Write as _;
use std::path::Path;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

fn part(readme: &str, name: &str) -> String {
    let (open, close) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let from = readme
        .find(&open)
        .unwrap_or_else(|| panic!("no part {name}"))
        + open.len();
    let until = from + readme[from..].find(&close).unwrap();
    readme[from..until].to_owned()
}

/// The keys table as the keymap has it.
fn keys() -> String {
    let config = Config::load(None, Some(Lang::En));
    let mut out = String::from("| where | keys | what |\n|---|---|---|\n");
    // Where something is typed or asked, the last line of the screen says the keys.
    let asked = |on: &Context| {
        on.takes_text() || matches!(on, Context::Settle | Context::Help | Context::Welcome)
    };
    for on in Context::ALL.into_iter().filter(|on| !asked(on)) {
        let rows = config.keys.rows().iter();
        for row in rows.filter(|row| row.on == on && !row.keys.is_empty()) {
            let keys: Vec<String> = row.keys.iter().map(|k| format!("`{k}`")).collect();
            let place = config.texts.get(on.text_key());
            let what = config.texts.get(row.command.text_key());
            writeln!(out, "| {place} | {} | {what} |", keys.join(" ")).unwrap();
        }
    }
    out
}

/// Compares a part with what it should be. `KETNAP_README=write cargo test` writes it instead.
fn hold(name: &str, expected: &str) {
    let (whole, now) = (readme(), part(&readme(), name));
    if now != expected && std::env::var_os("KETNAP_README").is_some_and(|v| v == "write") {
        let mended = whole.replacen(&now, expected, 1);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        return std::fs::write(path, mended).unwrap();
    }
    assert_eq!(now, expected, "\n{expected}");
}

#[test]
fn the_keys_are_the_keymaps() {
    hold("keys", &keys());
}

#[test]
fn the_picture_is_the_board() {
    let mut desk = Desk::with(sample(), Lang::Vi);
    desk.press("/").write("dương quang").press("Enter → Tab");
    let screen = format!("```text\n{}\n```\n", desk.screen(112, 20));
    hold("board", &screen);
}

/// The front page of the documents, without the marks that make it one.
fn map() -> String {
    let lib = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"));
    let lib = lib.unwrap();
    let lines = lib.lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    lines.join("\n") + "\n"
}

/// The map is where it is written; here it is read by who has not built anything yet.
#[test]
fn where_to_add_what_is_as_the_map_says() {
    let map = map();
    let (_, adding) = map.split_once("# Where to add what\n\n").unwrap();
    hold("adding", adding);
}

/// Every word in code that names a file or a folder of this repository.
fn named(text: &str) -> Vec<&str> {
    let code = text.split('`').skip(1).step_by(2);
    let words =
        code.flat_map(|code| code.split(|c: char| c.is_whitespace() || "<>()=".contains(c)));
    words
        .filter(|word| {
            [
                "src/", "tests/", "config/", "benches/", "fuzz/", ".ci/", ".cargo/",
            ]
            .iter()
            .any(|top| word.starts_with(top))
        })
        .collect()
}

#[test]
fn every_file_and_folder_that_is_named_is_there() {
    let (readme, map) = (readme(), map());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let changes = std::fs::read_to_string(root.join("CHANGELOG.md")).unwrap();
    // What fuzzing makes for itself is not kept.
    let made = ["fuzz/corpus/unit"];
    for (text, least) in [(&readme, 20), (&map, 20), (&changes, 0)] {
        let named = named(text);
        assert!(named.len() >= least, "{named:?}");
        let missing = |word: &&&str| !root.join(word).exists() && !made.contains(*word);
        let missing: Vec<_> = named.iter().filter(missing).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn the_two_commands_stand_in_it() {
    let readme = readme();
    for command in ["cargo run --release -- demo", "cargo test"] {
        assert!(
            readme.lines().any(|line| line.trim() == command),
            "{command}"
        );
    }
}

#[test]
fn every_report_is_named_in_both_languages() {
    let place = Place::empty();
    let readme = readme();
    let (english, vietnamese) = readme.split_once("## Cho người dùng").unwrap();
    for report in place.reports() {
        let line = format!("\nketnap report {report} ");
        assert!(english.contains(&line), "no line for `report {report}`");
        let named = [format!("`{report}`"), format!("`ketnap report {report}`")];
        let named = named.iter().any(|name| vietnamese.contains(name.as_str()));
        assert!(named, "`{report}` is not named in Vietnamese");
    }
}
