//! Books of earlier releases and of later ones: the first open as they were written, the second are only looked at.

mod fields;
mod told;

use crate::help::place::Place;
use crate::world::temp;
use ketnap::model::Book;
use ketnap::store::{Access, Store};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden")
}

/// The folders of the golden books, one for each format or more.
fn books() -> Vec<PathBuf> {
    let folders = fs::read_dir(golden()).unwrap();
    let mut found: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// A golden book in a place of its own.
fn copied(from: &Path) -> Place {
    let place = Place::empty();
    fs::create_dir_all(place.data().join("units")).unwrap();
    for (name, bytes) in records(from) {
        fs::write(place.data().join(name), bytes).unwrap();
    }
    place
}

/// `book.ron` and the files of the units.
fn records(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let units = fs::read_dir(dir.join("units")).unwrap();
    let mut names: Vec<String> = units
        .map(|unit| format!("units/{}", unit.unwrap().file_name().display()))
        .collect();
    names.push("book.ron".into());
    let read = |name: String| {
        let bytes = fs::read(dir.join(&name)).unwrap();
        (name, bytes)
    };
    names.into_iter().map(read).collect()
}

fn load(place: &Place) -> Book {
    let book = Store::new(place.data(), Access::ReadOnly).load().unwrap();
    assert_eq!(book.unreadable(), []);
    book
}

#[test]
fn a_golden_book_opens_and_counts_as_it_did() {
    for dir in books() {
        let place = copied(&dir);
        load(&place);
        let report = place.json(&["report", "quota", "--year", "2022"]);
        let rows = report["rows"].as_array().unwrap().iter();
        let keys = ["unit", "admitted", "listed", "unlisted", "stages"];
        let rows = rows.map(|row| {
            let cells = keys.map(|key| (key.to_owned(), row[key].clone()));
            Value::Object(cells.into_iter().collect())
        });
        let counted: Vec<Value> = rows.collect();
        let expected = fs::read_to_string(dir.join("counted.json")).unwrap();
        let expected: Vec<Value> = serde_json::from_str(&expected).unwrap();
        assert_eq!(counted, expected, "{}", dir.display());
    }
}

#[test]
fn the_newest_golden_book_saved_as_it_is_is_the_same_in_every_byte() {
    let dir = books().pop().unwrap();
    let book = load(&copied(&dir));
    let place = temp();
    let store = Store::new(place.path().join("data"), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    for (name, bytes) in records(&dir) {
        let now = fs::read(store.dir().join(&name)).unwrap();
        assert_eq!(now, bytes, "{name}");
    }
}

/// The format that a file says it is in.
fn format(bytes: &[u8]) -> u32 {
    let text = std::str::from_utf8(bytes).unwrap();
    let (_, rest) = text.split_once("format: ").unwrap();
    rest.split(',').next().unwrap().parse().unwrap()
}

#[test]
fn the_first_save_raises_the_head_and_what_it_touches_after_a_snapshot_and_is_taken_back() {
    let dir = golden().join("1");
    let place = copied(&dir);
    let then = records(&dir);
    assert!(then.values().all(|bytes| format(bytes) == 1));
    let before = load(&place);
    // Looking writes nothing.
    place.json(&["report", "quota", "--year", "2022"]);
    assert_eq!(records(&place.data()), then);

    let output = place.run(&["set", "uv-mau-2", "home=Quê Mẫu"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let now = records(&place.data());
    let touched = ["book.ron", "units/thon-mau-1.ron"];
    for (name, bytes) in &now {
        let raised = touched.contains(&name.as_str());
        assert_eq!(format(bytes), if raised { 2 } else { 1 }, "{name}");
        assert_eq!(then[name] == *bytes, !raised, "{name}");
    }
    assert!(String::from_utf8_lossy(&now["book.ron"]).contains("least_reader: 2"));
    let mut days = fs::read_dir(place.data().join(".backup")).unwrap();
    let snapshot = days.next().unwrap().unwrap().path();
    assert_eq!(records(&snapshot), then);

    let output = place.run(&["undo", "1", "--yes"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(load(&place), before);
    assert_eq!(format(&records(&place.data())["book.ron"]), 2);
    let log = String::from_utf8(place.run(&["check"]).stdout).unwrap();
    assert!(!log.contains("error"), "{log}");
}

/// The sample as a newer program would write its head.
pub(crate) fn newer(least_reader: u32) -> Place {
    let place = Place::sample();
    let path = place.data().join("book.ron");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace("format: 2", "format: 3")
        .replace(
            "least_reader: 2",
            &format!("least_reader: {least_reader}, seal: \"x\""),
        )
        .replace(
            "counting: Ceremony",
            "counting: Ceremony, colour: Some([1, 2])",
        );
    fs::write(path, text).unwrap();
    place
}

const EDITS: [&[&str]; 5] = [
    &["note", "mau-25", "…"],
    &["set", "mau-25", "phone=0900000001"],
    &[
        "add",
        "--unit",
        "duong-quang-mau-4",
        "--name",
        "Nguyễn Thị Mẫu",
    ],
    &["erase", "mau-25", "--reason", "…", "--yes"],
    &["undo"],
];

#[test]
fn a_newer_book_is_read_and_no_byte_of_it_is_written() {
    let place = newer(2);
    let before = place.files();
    let report = place.json(&["report", "quota", "--year", "2022"]);
    assert_eq!(report["rows"][0]["admitted"], 69);
    for edit in &EDITS[..4] {
        let output = place.run(edit);
        assert_eq!(output.status.code(), Some(3), "{edit:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("book.ron do bản ketnap mới hơn ghi"),
            "{said}"
        );
        assert!(said.contains("chỉ xem được"), "{said}");
    }
    assert_eq!(place.run(EDITS[4]).status.code(), Some(3));
    assert_eq!(place.files(), before);
}

#[test]
fn a_book_that_asks_for_a_newer_reader_is_refused_and_left_as_it_is() {
    let place = newer(3);
    let before = place.files();
    for args in [&["report", "quota"][..], EDITS[0]] {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("bản này không đọc được"), "{said}");
    }
    assert_eq!(place.files(), before);
}

#[test]
fn a_unit_of_a_newer_format_is_never_written_over() {
    for shape in ["format: 3,", "format: 3, shape: [1],"] {
        let place = Place::sample();
        let path = place.data().join("units/duong-quang-mau-4.ron");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("format: 2,", shape, 1)).unwrap();
        let before = fs::read(&path).unwrap();
        for edit in &EDITS[..4] {
            assert_eq!(place.run(edit).status.code(), Some(3), "{edit:?}");
        }
        assert_eq!(fs::read(&path).unwrap(), before);
        // The rest of the book goes on.
        assert!(place.run(&["note", "mau-50", "…"]).status.success());
    }
}
