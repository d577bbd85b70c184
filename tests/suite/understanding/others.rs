//! Lists that other programs made: of the kinds that offices keep, and the examples once more, each against its right reading.

use super::files::{differing, fixture, options};
use super::{book_with, json, read_in};
use ketnap::exchange::incoming::{Options, read};
use serde_json::{Value as Json, json as value};
use std::fs;
use std::path::PathBuf;

fn folder(name: &str) -> PathBuf {
    let others = "tests/fixtures/import-others";
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(others)
        .join(name)
}

/// A file of a folder as it is read, with the options of a right reading.
fn reading(place: &str, name: &str, right: &Json) -> Json {
    let bytes = fs::read(folder(place).join(name)).unwrap();
    let options: Options = options(&right["options"]);
    let book = match options.unit {
        Some(_) => book_with(&[("cb", "Chi bộ Mẫu")]),
        None => book_with(&[]),
    };
    let grid = read(&bytes, None).unwrap_or_else(|why| panic!("{name}: {why:?}"));
    let read = read_in(&book, &grid, &options).unwrap_or_else(|why| panic!("{name}: {why:?}"));
    json(&read, name)
}

#[test]
fn lists_of_the_kinds_that_offices_keep() {
    let all: Json =
        serde_json::from_slice(&fs::read(folder("lists/expected.json")).unwrap()).unwrap();
    let all = all.as_object().unwrap();
    let files = fs::read_dir(folder("lists")).unwrap().count();
    assert_eq!(files, all.len() + 1, "a list without a right reading");
    let mut wrong = Vec::new();
    for (name, right) in all {
        let found = differing(&reading("lists", name, right), right);
        wrong.extend(found.into_iter().map(|one| format!("{name}: {one}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of an example: how it begins, the row of its heading, and how many columns its table has.
const EXAMPLES: [(&str, u32, u32); 8] = [
    ("01-doi-tuong-dang.xlsx", 1, 24),
    ("02-quan-chung-uu-tu.xlsx", 8, 12),
    ("04-abc-vntime.xls", 3, 6),
    ("05-dang-vien-du-bi.ods", 3, 7),
    ("07-unicode-text.txt", 1, 5),
    ("08-windows-1258.csv", 1, 5),
    ("09-tcvn3.csv", 1, 5),
    ("11-giao-chi-tieu.xlsx", 4, 8),
];

/// What a file of a program cannot carry of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    /// Which rows are hidden.
    HiddenRows,
    /// Names of sheets, and all but the first that is seen; that cells are drawn as one.
    Sheets,
}
use Lost::{HiddenRows, Sheets};

/// The files of each example, and what they lose.
const PROGRAMS: [(&str, &[Lost]); 9] = [
    ("openpyxl.xlsx", &[]),
    ("odfpy.ods", &[]),
    ("xlwt.xls", &[HiddenRows]),
    ("python.csv", &[HiddenRows, Sheets]),
    ("libreoffice.xlsx", &[]),
    ("libreoffice.ods", &[]),
    ("libreoffice.xls", &[HiddenRows]),
    ("libreoffice.csv", &[HiddenRows, Sheets]),
    ("turned.xlsx", &[]),
];

/// What else is lost in one file: why, of which row, and what its reading has instead: a field, the mark,
/// a problem more (`+F2`) or less (`-F3`).
const OTHERWISE: [(&str, &str, u64, &str, &str); 14] = [
    ("01-libreoffice.csv", SHOWN, 2, "born", "2003-12-07"),
    ("01-libreoffice.csv", SHOWN, 2, "+F2", "ambiguous-day"),
    ("01-libreoffice.csv", SHOWN, 3, "-F3", "ambiguous-day"),
    ("01-libreoffice.csv", SHOWN, 4, "born", "2002-04-03"),
    ("01-python.csv", PRINTED, 2, "+F2", "ambiguous-day"),
    ("01-python.csv", PRINTED, 3, "-F3", "ambiguous-day"),
    ("01-libreoffice.xls", FORMULA, 2, "helper.from", ""),
    ("01-libreoffice.xls", FORMULA, 2, "+O2", "unreadable"),
    ("01-libreoffice.xls", FORMULA, 3, "helper.from", ""),
    ("01-libreoffice.xls", FORMULA, 3, "+O3", "unreadable"),
    ("01-libreoffice.xls", FORMULA, 3, "mark", "asked"),
    ("01-libreoffice.xls", FORMULA, 4, "helper.from", ""),
    ("01-libreoffice.xls", FORMULA, 4, "+O4", "unreadable"),
    ("01-libreoffice.xls", FORMULA, 4, "mark", "asked"),
];
const SHOWN: &str = "a real day is printed as its cell shows it, with the month first";
const PRINTED: &str = "a real day is printed like those that were typed";
const FORMULA: &str = "for a text that a formula came to 0 is kept";

fn rows(of: &mut Json) -> impl Iterator<Item = &mut Json> {
    of["rows"].as_array_mut().unwrap().iter_mut()
}

fn problems(row: &mut Json) -> &mut Vec<Json> {
    row["problems"].as_array_mut().unwrap()
}

/// The right reading of an example as the file of a program still gives it.
fn adapted(right: &Json, file: &str, lost: &[Lost]) -> Json {
    let mut right = right.clone();
    let text = lost.contains(&Sheets);
    let old_letters = right["letters"] == "tcvn3";
    if !old_letters {
        right["letters"] = value!(if text { "utf-8" } else { "unicode" });
    }
    let mut of_sheet = |one: &mut Json| match (text, one["sheet"].is_null()) {
        (true, _) => one["sheet"] = Json::Null,
        (false, true) => one["sheet"] = value!("Sheet1"),
        (false, false) => {}
    };
    right["tables"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .for_each(&mut of_sheet);
    rows(&mut right).for_each(of_sheet);
    if text {
        right["sheets_off"] = value!([]);
    }
    if lost.contains(&HiddenRows) {
        let hidden = |problem: &Json| problem["code"] == "hidden-row";
        rows(&mut right).for_each(|row| problems(row).retain(|problem| !hidden(problem)));
    }
    for (_, why, number, key, instead) in OTHERWISE.iter().filter(|one| one.0 == file) {
        let row = rows(&mut right).find(|row| row["row"] == *number).unwrap();
        match (key.split_at(1), *key) {
            (("+", cell), _) => {
                problems(row).push(value!({"cell": cell, "code": instead, "message": why}));
            }
            (("-", cell), _) => {
                problems(row).retain(|one| one["cell"] != *cell || one["code"] != *instead);
            }
            (_, "mark") => row["mark"] = value!(instead),
            (_, field) if instead.is_empty() => {
                row["fields"].as_object_mut().unwrap().remove(field);
            }
            (_, field) => row["fields"][field] = value!(instead),
        }
    }
    for mark in ["new", "asked"] {
        let count = rows(&mut right).filter(|row| row["mark"] == mark).count();
        right["counts"][mark] = value!(count);
    }
    right
}

/// The letters of a column, which are few, from its number, from 1, and back.
fn letter(column: u32) -> char {
    char::from_u32(u32::from('A') + column - 1).unwrap()
}

/// The reading of a table of which the columns stand from behind.
fn turned(right: &Json, heading: u32, wide: u32) -> Json {
    let mut right = right.clone();
    for table in right["tables"].as_array_mut().unwrap() {
        table["columns"].as_array_mut().unwrap().reverse();
        table["left_out"].as_array_mut().unwrap().reverse();
    }
    for row in rows(&mut right) {
        for problem in problems(row) {
            let cell = problem["cell"].as_str().unwrap();
            let (column, number) = cell.split_at(1);
            let column = u32::from(column.as_bytes()[0] - b'A') + 1;
            if number.parse::<u32>().unwrap() >= heading {
                problem["cell"] = value!(format!("{}{number}", letter(wide + 1 - column)));
            }
        }
    }
    right
}

/// Rows that are no record are named by the first cell that they fill: turned it is another.
fn without_cells_of_others(mut reading: Json) -> Json {
    for row in rows(&mut reading).filter(|row| row["mark"] == "skipped") {
        for problem in problems(row) {
            problem["cell"] = value!("");
        }
    }
    reading
}

#[test]
fn the_examples_by_other_programs() {
    let expected: Json = serde_json::from_slice(&fixture("expected.json")).unwrap();
    let files = fs::read_dir(folder("examples")).unwrap().count();
    assert_eq!(files, EXAMPLES.len() * PROGRAMS.len());
    let mut wrong = Vec::new();
    for (example, heading, wide) in EXAMPLES {
        for (program, lost) in PROGRAMS {
            let name = format!("{}-{program}", &example[..2]);
            let mut right = adapted(&expected[example], &name, lost);
            let mut read = reading("examples", &name, &right);
            if program.starts_with("turned") {
                right = without_cells_of_others(turned(&right, heading, wide));
                read = without_cells_of_others(read);
            }
            let found = differing(&read, &right);
            wrong.extend(found.into_iter().map(|one| format!("{name}: {one}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
