//! Ctrl+C twice in a row ends the board, whatever the user's keys are.

use crate::help::place::Place;
use crate::help::terminal::Terminal;
use std::fs;

/// Keys among which Ctrl+C is none.
fn place() -> Place {
    let place = Place::sample();
    let settings = place.home.path().join(".config/ketnap");
    fs::create_dir_all(&settings).unwrap();
    let keys = "(format: 1, rows: [(on: Everywhere, command: Quit, keys: [\"F12\"]), \
                (on: Typing, command: Cancel, keys: [\"Esc\"])])";
    fs::write(settings.join("keys.ron"), keys).unwrap();
    place
}

fn drafts(place: &Place) -> usize {
    let names = fs::read_dir(place.data().join(".local")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("draft-")).count()
}

#[test]
fn ctrl_c_twice_in_a_row_ends_the_board_whatever_the_keys_are() {
    let place = place();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\x03").send("2");
    terminal.wait_for("d giao").send("q\x031");
    let gone = |text: &str| !text.contains("d giao");
    terminal.wait_until("the board", gone).send("\x03\x03");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn what_is_being_typed_is_kept_where_the_board_is_ended_so() {
    let place = place();
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110").send("\te");
    terminal
        .wait_for("Họ và tên:")
        .send("Trần Thị")
        .wait_for("Trần Thị");
    terminal.send("\x03\x03");
    assert_eq!(terminal.end(), 0);
    assert_eq!(drafts(&place), 1);
}
