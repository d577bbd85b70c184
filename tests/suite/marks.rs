//! Marked people: one step for all through the same gates, one change, one undo, one journal line each.

use crate::agenda::{book, person};
use crate::desk::Desk;
use crate::gates::{mau, on};
use crate::world::{code, person_id, stamp, temp};
use ketnap::app::SaveMark;
use ketnap::model::{Book, CandidateId, Change, Edit, Place};
use ketnap::rules::assign_helper;
use ketnap::store::{Access, Store};
use ketnap::text::Lang;
use std::fs;

const SINCE: (i32, u32, u32) = (2022, 9, 1);

/// Three sources in one cell; the second one has no helper yet.
fn three() -> Book {
    let people = [1, 2, 3].map(|number| person(number, &[("source", SINCE)]));
    let mut book = book(people.into(), Vec::new());
    for id in ["mau-01", "mau-03"] {
        let helped = assign_helper(&book, &person_id(id), "Đảng viên Mẫu", on(SINCE));
        book.apply(helped.unwrap()).unwrap();
    }
    book
}

/// The board on these, all three marked.
fn marked() -> Desk {
    let mut desk = Desk::with(three(), Lang::Vi);
    desk.press("Tab v");
    assert_eq!(desk.app.screens.board.pipeline.marked.len(), 3);
    desk
}

fn stage(book: &Book, id: &CandidateId) -> Place {
    let (_, person) = book.candidate(id).unwrap();
    person.steps.last().unwrap().to.clone()
}

fn stages(book: &Book) -> [Place; 3] {
    ["mau-01", "mau-02", "mau-03"].map(|id| stage(book, &person_id(id)))
}

fn at(stages: [&str; 3]) -> [Place; 3] {
    stages.map(|stage| Place::Stage(code(stage)))
}

#[test]
fn who_is_held_stays_marked_and_the_others_go_as_one_change() {
    let mut desk = marked();
    desk.press(">");
    assert_eq!(stages(&desk.app.book), at(["course", "source", "course"]));
    assert_eq!((desk.saves.len(), desk.app.saved), (1, SaveMark::Saved));
    let Change::Many(parts) = &desk.saves[0].change else {
        panic!()
    };
    assert_eq!(parts.len(), 2);
    let (_, moved) = desk.app.book.candidate(&mau()).unwrap();
    assert!(!moved.steps.last().unwrap().forced);
    assert_eq!(
        desk.said(),
        "Đã chuyển 2, còn 1 chưa được. Quần chúng Mẫu 2: Chưa chuyển được, còn thiếu: có đảng viên \
         giúp đỡ. Muốn vẫn chuyển thì ghi lý do."
    );
    let held: Vec<_> = desk
        .app
        .screens
        .board
        .pipeline
        .marked
        .iter()
        .cloned()
        .collect();
    assert_eq!(held, [person_id("mau-02")]);

    desk.press("u");
    assert_eq!(desk.app.book, three());
    assert_eq!(desk.saves.len(), 2);
    desk.press("Ctrl+R");
    assert_eq!(stages(&desk.app.book), at(["course", "source", "course"]));
}

#[test]
fn where_all_are_held_nothing_changes() {
    let mut desk = marked();
    desk.press("> >");
    // The second time the one that was held is tried alone.
    assert_eq!(desk.saves.len(), 1);
    assert!(
        desk.said().starts_with("Đã chuyển 0, còn 1"),
        "{}",
        desk.said()
    );
    assert_eq!(desk.app.screens.board.pipeline.marked.len(), 1);
}

#[test]
fn a_named_stage_is_behind_the_same_gates() {
    let mut desk = marked();
    desk.press("m").write("boi duong").press("Enter");
    assert_eq!(stages(&desk.app.book), at(["course", "source", "course"]));
    let mut desk = marked();
    desk.press("m").write("lap ho so").press("Enter");
    assert_eq!(desk.app.book, three());
    assert!(desk.said().contains("CN-NTVĐ"), "{}", desk.said());
    assert!(desk.saves.is_empty());
}

/// The lines of the journal: the edit, the record, the edit taken back.
fn journal(store: &Store) -> Vec<(u64, String, Option<u64>)> {
    let mut folders = vec![store.dir().join("journal")];
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                text += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let field = |line: &str, name: &str| {
        let (_, value) = line.split_once(&format!("{name}: "))?;
        let value = value.split([',', ')']).next()?;
        Some(value.trim_matches('"').to_owned())
    };
    let number = |line: &str, name| field(line, name).map(|value| value.parse().unwrap());
    let entries = text.lines().filter(|line| line.contains("record: "));
    let lines = entries.map(|line| {
        assert_eq!(line.matches("\"steps\"").count(), 1, "{line}");
        let record = field(line, "record").unwrap();
        (number(line, "n").unwrap(), record, number(line, "undoes"))
    });
    lines.collect()
}

#[test]
fn each_record_has_its_line_in_the_journal_and_one_undo_takes_all_back() {
    let place = temp();
    let store = Store::new(place.path().join("data"), Access::ReadWrite);
    let before = three();
    store.create(before.header(), before.units()).unwrap();
    let mut desk = marked();
    desk.press(">");
    let edit: Edit = desk.saves[0].clone();
    store.save(&desk.app.book, &edit, None, &stamp()).unwrap();
    assert_eq!(store.load().unwrap(), desk.app.book);
    let line = |n, record: &str, undoes| (n, record.to_owned(), undoes);
    let moved = [line(1, "mau-01", None), line(1, "mau-03", None)];
    assert_eq!(journal(&store), moved);

    let last = store.last_undoable().unwrap().unwrap();
    let mut book = store.load().unwrap();
    let back = book.edit_back(last.inverse).unwrap();
    store.save(&book, &back, Some(last.n), &stamp()).unwrap();
    assert_eq!(store.load().unwrap(), before);
    let taken_back = [line(2, "mau-03", Some(1)), line(2, "mau-01", Some(1))];
    assert_eq!(journal(&store), [moved, taken_back].concat());
    assert!(store.last_undoable().unwrap().is_none());
}
