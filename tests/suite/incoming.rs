//! Lists that come in: what files of every kind are read to, in which letters, and which are refused.

mod alphabets;
mod cells;
mod examples;
mod made;
mod refused;
mod separators;

use ketnap::exchange::incoming::grid::{Grid, Row, Sheet, Value};
use std::fs;
use std::path::PathBuf;

/// A file of the examples.
fn example(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    fs::read(folder.join(name)).unwrap()
}

/// A sheet by its place.
fn sheet(grid: &Grid, at: usize) -> &Sheet {
    &grid.sheets[at]
}

/// The sheets by name, and whether they are hidden.
fn names(grid: &Grid) -> Vec<(&str, bool)> {
    let sheets = grid.sheets.iter();
    sheets
        .map(|sheet| (sheet.name.as_deref().unwrap_or("-"), sheet.hidden))
        .collect()
}

/// A row by the number that a spreadsheet shows.
fn row(sheet: &Sheet, number: u32) -> &Row {
    let found = sheet.rows.iter().find(|row| row.number == number);
    found.unwrap_or_else(|| panic!("no row {number}"))
}

/// A cell as a spreadsheet names it, `F12`.
fn cell<'a>(sheet: &'a Sheet, name: &str) -> Option<&'a Value> {
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap();
    let column = name[..digits]
        .bytes()
        .fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    let number: u32 = name[digits..].parse().unwrap();
    let row = sheet.rows.iter().find(|row| row.number == number)?;
    row.cells.get(column - 1)?.as_ref()
}

/// A cell shown in one way whatever its kind, empty where nothing stands.
fn shown(sheet: &Sheet, name: &str) -> String {
    match cell(sheet, name) {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => format!("n {number}"),
        Some(Value::Day(day)) => format!("d {}", day.first()),
        Some(Value::Truth(truth)) => format!("t {truth}"),
        Some(Value::Fault(name)) => format!("f {name}"),
    }
}
