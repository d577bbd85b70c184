//! The example files, each against its right reading.

use super::{book_with, json, read_in};
use crate::world::unit_id;
use ketnap::exchange::incoming::{As, AsDay, NoList, Options, read};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

pub(super) fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    fs::read(folder.join(name)).unwrap()
}

/// What stands on the command line besides the file.
pub(super) fn options(given: &Json) -> Options {
    let words = given.as_array().into_iter().flatten();
    let mut words = words.map(|word| word.as_str().unwrap());
    let mut options = Options::default();
    while let Some(word) = words.next() {
        match word {
            "--new-units" => options.new_units = true,
            "--unit" => {
                assert_eq!(words.next(), Some("UNIT"));
                options.unit = Some(unit_id("cb"));
            }
            "--as-day" => {
                options.as_day = Some(match words.next() {
                    Some("decision") => AsDay::Decision,
                    Some("ceremony") => AsDay::Ceremony,
                    other => panic!("{other:?}"),
                });
            }
            "--as" => {
                options.read_as = Some(match words.next() {
                    Some("people") => As::People,
                    Some("quota") => As::Quota,
                    other => panic!("{other:?}"),
                });
            }
            other => panic!("{other}"),
        }
    }
    options
}

/// A row without the words of its problems, and these in one order.
fn plain(row: &Json) -> Json {
    let mut row = row.clone();
    let problems = row["problems"].as_array().unwrap().iter();
    let problems: BTreeSet<(String, String)> = problems
        .map(|problem| {
            let text = |key: &str| problem[key].as_str().unwrap().to_owned();
            (text("cell"), text("code"))
        })
        .collect();
    row["problems"] = serde_json::to_value(problems).unwrap();
    row
}

/// Where a reading is not the right one.
pub(super) fn differing(read: &Json, right: &Json) -> Vec<String> {
    let mut found = Vec::new();
    let mut hold = |place: String, read: &Json, right: &Json| {
        if read != right {
            found.push(format!("{place}\n  read  {read}\n  right {right}"));
        }
    };
    for key in ["letters", "tables", "sheets_off", "counts"] {
        hold(key.to_owned(), &read[key], &right[key]);
    }
    let rows = |of: &Json| of["rows"].as_array().unwrap().iter().map(plain).collect();
    let (read, right): (Vec<Json>, Vec<Json>) = (rows(read), rows(right));
    for at in 0..read.len().max(right.len()) {
        let none = Json::Null;
        let (read, right) = (
            read.get(at).unwrap_or(&none),
            right.get(at).unwrap_or(&none),
        );
        hold(format!("row {at}"), read, right);
    }
    found
}

/// Reads an example with the options of its right reading.
fn differences(name: &str) -> Vec<String> {
    let expected: Json = serde_json::from_slice(&fixture("expected.json")).unwrap();
    let right = &expected[name];
    let grid = read(&fixture(name), None).unwrap();
    let book = match options(&right["options"]).unit {
        Some(_) => book_with(&[("cb", "Chi bộ Mẫu")]),
        None => book_with(&[]),
    };
    match read_in(&book, &grid, &options(&right["options"])) {
        Ok(reading) => differing(&json(&reading, name), right),
        Err(fault) => vec![format!("{fault:?}")],
    }
}

fn is_right(name: &str) {
    let found = differences(name);
    assert!(found.is_empty(), "{name}\n{}", found.join("\n"));
}

#[test]
fn a_register_of_sympathisers_with_hidden_sheets() {
    is_right("01-doi-tuong-dang.xlsx");
}

#[test]
fn a_list_of_a_ward_with_two_header_rows_and_sections() {
    is_right("02-quan-chung-uu-tu.xlsx");
}

#[test]
fn an_old_workbook_in_tcvn3() {
    is_right("04-abc-vntime.xls");
}

#[test]
fn probationers_without_a_cell() {
    is_right("05-dang-vien-du-bi.ods");
}

#[test]
fn text_of_all_letters() {
    is_right("07-unicode-text.txt");
    is_right("08-windows-1258.csv");
    is_right("09-tcvn3.csv");
}

#[test]
fn a_table_of_quotas() {
    is_right("11-giao-chi-tieu.xlsx");
}

#[test]
fn a_statistical_form_is_refused_with_what_it_is() {
    let grid = read(&fixture("12-bieu-2-btctw.xlsx"), None).unwrap();
    let refused = read_in(&book_with(&[]), &grid, &Options::default());
    let Err(NoList::NoTable { looked_for, form }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(form.as_deref(), Some("Biểu số 2-BTCTW"));
    assert!(looked_for.len() >= 3, "{looked_for:?}");
}
