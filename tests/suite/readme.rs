//! The README says what is so: its keys are the keymap's, its commands exist, its board is the board.

use crate::desk::{Desk, sample};
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
    for on in [
        Context::Everywhere,
        Context::Tree,
        Context::Pipeline,
        Context::Quotas,
        Context::Sheet,
    ] {
        for row in config.keys.rows().iter().filter(|row| row.on == on) {
            let keys: Vec<String> = row.keys.iter().map(|k| format!("`{k}`")).collect();
            let place = config.texts.get(on.text_key());
            let what = config.texts.get(row.command.text_key());
            writeln!(out, "| {place} | {} | {what} |", keys.join(" ")).unwrap();
        }
    }
    out
}

#[test]
fn the_keys_are_the_keymaps() {
    assert_eq!(part(&readme(), "keys"), keys(), "\n{}", keys());
}

#[test]
fn the_picture_is_the_board() {
    let mut desk = Desk::with(sample(), Lang::Vi);
    desk.press("/").write("dương quang").press("Enter → Tab");
    let screen = format!("```text\n{}\n```\n", desk.screen(112, 20));
    assert_eq!(part(&readme(), "board"), screen, "\n{screen}");
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
