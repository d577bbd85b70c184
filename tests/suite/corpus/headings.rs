//! Any text as a user's rows of headings and any cells as a list: the rows are taken or told, what is read is planned, and the plan can be done.

use chrono::NaiveDate;
use ketnap::config::{Config, demo};
use ketnap::exchange::incoming::grid::{Alphabet, Grid, Merged, Row, Sheet, Value};
use ketnap::exchange::incoming::{Options, Preview, ReadingReport, RowAt, preview};
use ketnap::model::{Book, PartialDay};
use ketnap::rules::{Known, is_field, written_out};
use ketnap::store::read_files;
use std::fs;
use std::sync::LazyLock;
use tempfile::TempDir;

/// Where the user's rows lie, of one process.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a folder"));

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let (header, units) = read_files(demo::BOOK, demo::UNITS).expect("the sample");
    Book::new(header, units, Vec::new())
});

/// What lies between the user's rows and the list.
const BETWEEN: &str = "====\n";

/// The most rows and cells that are made of a text.
const MOST: usize = 60;

/// `#12` a number, `@45` a day after the first of 1970, `!` a fault, nothing an empty cell, else text.
fn cell(text: &str) -> Option<Value> {
    let text = text.trim();
    let rest = text.get(1..).unwrap_or_default();
    match text.chars().next()? {
        '#' => Some(rest.parse().map_or(Value::Truth(true), Value::Number)),
        '@' => {
            let day = NaiveDate::from_epoch_days(rest.parse().ok()?)?;
            Some(Value::Day(PartialDay::from(day)))
        }
        '!' => Some(Value::Fault("#REF!".to_owned())),
        _ => Some(Value::Text(text.to_owned())),
    }
}

/// A sheet of lines, cells between strokes; `~` before a line hides it, `&` joins it with the one below.
fn sheet(text: &str) -> Sheet {
    let lines = text.lines().take(MOST).zip(1..);
    let lines: Vec<(&str, u32)> = lines.filter(|(line, _)| !line.trim().is_empty()).collect();
    let joined = lines.iter().filter(|(line, _)| line.starts_with('&'));
    let merged = joined.map(|(line, number)| Merged {
        rows: (*number, *number + line.len() as u32 % 3),
        columns: (line.len() as u32 % 5, line.len() as u32 % 7 + 4),
    });
    let merged = merged.collect();
    let rows = lines.iter().filter_map(|(line, number)| {
        let bare = line.trim_start_matches(['~', '&']);
        let mut cells: Vec<Option<Value>> = bare.split('|').take(MOST).map(cell).collect();
        while cells.last().is_some_and(Option::is_none) {
            cells.pop();
        }
        (!cells.is_empty()).then(|| Row {
            number: *number,
            hidden: line.starts_with('~'),
            cells,
        })
    });
    Sheet {
        name: Some("Sheet1".to_owned()),
        hidden: false,
        rows: rows.collect(),
        merged,
    }
}

pub(crate) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (rows, list) = text.split_once(BETWEEN).unwrap_or(("", &text));
    fs::write(FOLDER.path().join("headings.ron"), rows).expect("a place for the rows");
    let config = Config::load(Some(FOLDER.path()), None);
    let all = written_out(&config.headings, &config.rules.procedure);
    for row in &all {
        assert!(row.fills.iter().all(|field| is_field(field)), "{row:?}");
    }
    let today = NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
    let known = Known::new(&BOOK, &config.rules, today);
    let grid = Grid {
        sha256: "0".repeat(64),
        alphabet: Alphabet::Unicode,
        tells_hidden: true,
        sheets: vec![sheet(list)],
    };
    let options = Options {
        new_units: list.len().is_multiple_of(2),
        accept: if list.len().is_multiple_of(3) {
            let row = |row| RowAt { sheet: None, row };
            (1..60).map(row).collect()
        } else {
            Vec::new()
        },
        ..Options::default()
    };
    let data = (&config.headings[..], &config.texts);
    let Ok(Preview { reading, plan, .. }) = preview(&grid, known, data, &options) else {
        return;
    };
    let numbers = &grid.sheets[0].rows;
    for row in &reading.rows {
        assert!(numbers.iter().any(|one| one.number == row.row), "{row:?}");
    }
    serde_json::to_value(ReadingReport::new(&reading, "f", &config.texts)).expect("a report");
    if let Some(change) = plan.change {
        let mut book = BOOK.clone();
        let edit = book.edit(change).expect("what was planned can be done");
        book.apply(edit.inverse).expect("and taken back");
        assert!(book == *BOOK, "taken back, it is another book");
    }
}
