//! A board over another journal than the one this machine has written: said at its start, and nothing is damaged by it.

use crate::help::terminal::Terminal;
use crate::unread::gone::cell;
use crate::unread::stale::{commit, git, in_git, noted, told};
use crate::unread::{newest, replica};
use std::fs;

#[test]
fn an_older_copy_in_the_place_of_the_book_is_said_when_the_board_starts() {
    let place = noted(&["một"]);
    let file = newest(&replica(&place.data()));
    let old = fs::read(&file).unwrap();
    place.ok(&["note", "mau-19", "hai"]);
    fs::write(&file, old).unwrap();
    let mut terminal = Terminal::start(&place, (200, 36), &[]);
    terminal.wait_for("đã ghi tới số 2").send("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn git_beneath_an_open_board_changes_the_records_and_damages_nothing() {
    let place = in_git();
    assert!(git(&place, &["checkout", "-q", "-b", "thu"]));
    place.ok(&["set", "mau-19", "name=Hà Thị Mẫu Nhánh"]);
    commit(&place);
    let mut terminal = Terminal::start(&place, (120, 36), &[]);
    terminal.wait_for("69/110");
    terminal
        .send("\t/mau nhanh\r")
        .wait_for("▸Hà Thị Mẫu Nhánh");
    assert!(git(&place, &["checkout", "-q", "chinh"]));
    terminal.wait_for("▸Hà Thị Mẫu 19");
    terminal.send("q");
    assert_eq!(terminal.end(), 0);
    place.ok(&["set", "mau-19", "name=Hà Thị Mẫu 19 B"]);
    let said = told(&place);
    assert!(
        said.iter().all(|said| said.to_lowercase().contains("git")),
        "{said:?}"
    );
    place.ok(&["log"]);
}

#[test]
fn a_file_that_vanishes_under_an_open_board_is_told_as_gone_and_a_copy_as_unknown() {
    let (place, file, people) = cell();
    let mut terminal = Terminal::start(&place, (200, 36), &[]);
    terminal.wait_for("69/110").send("3");
    terminal.wait_for("Chưa biết bản sao nào ngoài đĩa này");
    fs::remove_file(&file).unwrap();
    terminal.wait_for(&format!("({people} hồ sơ) không còn trên đĩa"));
    terminal.wait_for(".backup/").send("q");
    assert_eq!(terminal.end(), 0);
}
