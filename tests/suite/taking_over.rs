//! Lists taken over into a book by the command: what is written, what stays out, what is taken back.

mod again;
mod answers;
mod board;
mod examples;
mod hands;
mod last;
mod looking;
mod mappings;
mod records;
mod round;
mod sheets_out;
mod unmasked;

use crate::help::place::Place;
use ketnap::model::{Book, Candidate};
use ketnap::store::{Access, Store};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The day on which the lists are taken over.
const TODAY: &str = "2026-11-27";

fn fixture(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    dir.join(name)
}

/// A new book with a ward at its top, and cells by their names.
fn ward(cells: &[&str]) -> Place {
    let place = Place::empty();
    run(
        &place,
        &["init", "--name", "Đảng bộ xã Mẫu", "--kind", "ward"],
    );
    if !cells.is_empty() {
        // Cells come with a list of quotas that owes nobody anything.
        let rows: Vec<String> = cells.iter().map(|cell| format!("{cell};1;3")).collect();
        let list = format!("Chi bộ;Chỉ tiêu;Số đảng viên\n{}\n", rows.join("\n"));
        let file = list_in(&place, "chi-bo.csv", &list);
        let args = [
            "--as",
            "quota",
            "--track",
            "CT",
            "--year",
            "2026",
            "--new-units",
            "--yes",
        ];
        import(&place, &file, &args);
    }
    place
}

/// A list as a text file beside the book.
fn list_in(place: &Place, name: &str, text: &str) -> PathBuf {
    let path = place.home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn run(place: &Place, args: &[&str]) -> String {
    place.ok(&[args, &["--today", TODAY]].concat())
}

/// What an import shows, as programs get it.
fn import(place: &Place, file: &Path, args: &[&str]) -> Value {
    let list = ["import", file.to_str().unwrap(), "--format", "json"];
    serde_json::from_str(&run(place, &[&list, args].concat())).unwrap()
}

/// The marks of the rows that are records.
fn marks(read: &Value) -> Vec<&str> {
    let rows = read["rows"].as_array().unwrap().iter();
    let marks = rows.map(|row| row["mark"].as_str().unwrap());
    marks.filter(|mark| *mark != "skipped").collect()
}

/// The book as it is read from disk.
fn book(place: &Place) -> Book {
    Store::new(place.data(), Access::ReadOnly).load().unwrap()
}

/// The person of a name.
fn person(place: &Place, name: &str) -> Candidate {
    let book = book(place);
    let mut people = book.units().iter().flat_map(|unit| &unit.candidates);
    let found = people.find(|person| person.name == name);
    found
        .unwrap_or_else(|| panic!("nobody is called {name}"))
        .clone()
}
