//! Taking back and doing again across sessions, in words, one's own edits only, and for thirty days.

use crate::desk::{Desk, sample};
use crate::help::place::Place;
use crate::world::{code, day, person_id, stamp, temp};
use chrono::Days;
use ketnap::model::{CandidateField, Change, Note};
use ketnap::store::{Access, Stamp, Store};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The sample book in a directory.
fn office() -> (TempDir, PathBuf) {
    let place = temp();
    let data = place.path().join("data");
    let book = sample();
    let store = Store::new(data.clone(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    (place, data)
}

fn store(data: &Path) -> Store {
    Store::new(data.to_owned(), Access::ReadWrite)
}

/// Sets a person's source, as somebody.
fn edit(data: &Path, id: &str, source: &str, who: &str) {
    let store = store(data);
    let mut book = store.load().unwrap();
    let field = CandidateField::Source(Some(code(source)));
    let edit = book
        .edit(Change::SetCandidate(person_id(id), field))
        .unwrap();
    let stamp = Stamp {
        who: who.to_owned(),
        ..stamp()
    };
    store.save(&book, &edit, None, &stamp).unwrap();
}

/// As if an edit had been made by another account of this machine.
pub(crate) fn another_account_made(data: &Path, n: u64) {
    let path = data.join(".local/origins.ron");
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("Made((n: {n}, ")));
    let line = line.unwrap_or_else(|| panic!("no {n} in {text}"));
    let (head, rest) = line.split_once("account: ").unwrap();
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let theirs = format!("{head}account: 64321{rest}");
    std::fs::write(&path, text.replace(line, &theirs)).unwrap();
}

fn source(data: &Path, id: &str) -> Option<String> {
    let book = store(data).load().unwrap();
    let person = book.candidate(&person_id(id)).unwrap().1;
    person.source.as_ref().map(ToString::to_string)
}

#[test]
fn another_session_takes_back_and_does_again_what_this_one_did() {
    let (_place, data) = office();
    let before = source(&data, "mau-19");
    let other = source(&data, "mau-02");
    let me = stamp().who;
    edit(&data, "mau-19", "worker", &me);
    edit(&data, "mau-02", "worker", &me);
    edit(&data, "mau-03", "student", "nguoi-khac");
    another_account_made(&data, 3);
    let theirs = source(&data, "mau-03");

    let mut desk = Desk::on(store(&data));
    desk.press("u");
    assert!(
        desk.said().contains("Hoàng Thị Mẫu 02 (Nhóm nguồn)"),
        "{}",
        desk.said()
    );
    assert_eq!(source(&data, "mau-02"), other);
    desk.press("u");
    assert!(desk.said().contains("Hà Thị Mẫu 19"), "{}", desk.said());
    assert_eq!(source(&data, "mau-19"), before);
    desk.press("u");
    let named = desk.said();
    assert!(named.contains("số 3 của nguoi-khac"), "{named}");
    desk.press("Esc");
    assert_eq!(
        source(&data, "mau-03"),
        theirs,
        "what somebody else did stays"
    );

    // The one taken back last comes again first, and then the other.
    let mut desk = Desk::on(store(&data));
    for (id, name) in [("mau-19", "Hà Thị Mẫu 19"), ("mau-02", "Hoàng Thị Mẫu 02")] {
        desk.press("Ctrl+R");
        assert!(desk.said().contains(name), "{}", desk.said());
        assert_eq!(source(&data, id).as_deref(), Some("worker"));
    }
    // What was done anew is no redo, so that nothing is left to do again.
    let mut desk = Desk::on(store(&data));
    desk.press("Ctrl+R");
    assert!(desk.saves.is_empty());
}

#[test]
fn what_another_board_of_mine_took_back_is_in_nobodys_way() {
    let (_place, data) = office();
    let before = source(&data, "mau-19");
    edit(&data, "mau-19", "worker", &stamp().who);
    let mut one = Desk::on(store(&data));
    one.press("Tab /").write("mẫu 19").press("Enter e Ctrl+U");
    one.write("Hà Mẫu 19").press("Enter");
    let mut other = Desk::on(store(&data));
    other.press("u");
    assert!(other.said().contains("Hà Thị Mẫu 19"), "{}", other.said());
    // Its own edit was taken back already: it finds that out, says so, and goes on to the next.
    one.look().press("u");
    let said = one.said();
    assert!(said.contains("số 2 đã được hoàn tác rồi"), "{said}");
    assert_ne!(source(&data, "mau-19"), before);
    one.press("u");
    assert_eq!(source(&data, "mau-19"), before, "{}", one.said());
    one.press("u");
    assert!(one.said().contains("Không có gì"), "{}", one.said());
}

#[test]
fn the_command_line_says_whose_edit_it_took_back_and_of_which_field() {
    let place = Place::sample();
    let by = |who: &str, args: &[&str]| {
        let mut command = place.command();
        let output = command.env("USER", who).args(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    by("mau-a", &["set", "mau-19", "phone=0900000000"]);
    let told = by("mau-b", &["undo"]);
    let meant = "số 1 của mau-a: Hà Thị Mẫu 19 (Điện thoại)";
    assert!(told.contains(meant), "{told}");
    by("mau-a", &["set", "mau-19", "phone=0900000000"]);
    let told = by("mau-a", &["undo"]);
    assert!(!told.contains("của mau-a"), "{told}");
}

#[test]
fn the_command_line_says_in_words_what_it_took_back() {
    let place = Place::sample();
    assert!(place.run(&["note", "mau-19", "một"]).status.success());
    let out = place.run(&["undo"]);
    let told = String::from_utf8(out.stderr).unwrap();
    assert!(told.contains("số 1: Hà Thị Mẫu 19 (Ghi chú)"), "{told}");
}

#[test]
fn after_thirty_days_nothing_is_taken_back_and_no_value_is_kept() {
    let (_place, data) = office();
    let store = store(&data);
    let mut book = store.load().unwrap();
    let mut save = |text: &str, days: u64| {
        let note = Note {
            on: day(2022, 11, 27),
            text: text.to_owned(),
        };
        let field = CandidateField::Notes(vec![note]);
        let change = Change::SetCandidate(person_id("mau-19"), field);
        let edit = book.edit(change).unwrap();
        let stamp = Stamp {
            at: stamp().at + Days::new(days),
            ..stamp()
        };
        store.save(&book, &edit, None, &stamp).unwrap()
    };
    save("DẤU VẾT MỘT", 0);
    let kept = save("DẤU VẾT HAI", 20);
    let undo = data.join(".local/undo.ron");
    let values = || std::fs::read_to_string(&undo).unwrap();
    store.forget_old_edits(stamp().at + Days::new(30)).unwrap();
    assert_eq!(values().lines().count(), 2, "thirty days are not over");
    store.forget_old_edits(stamp().at + Days::new(31)).unwrap();
    assert_eq!(values().lines().count(), 1);
    assert_eq!(store.last_undoable().unwrap().unwrap().n, kept);
    store.forget_old_edits(stamp().at + Days::new(60)).unwrap();
    assert!(store.last_undoable().unwrap().is_none());
    assert!(!values().contains("DẤU VẾT"));
}
