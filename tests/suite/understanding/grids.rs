//! Files written as text for tests: cells between strokes, one row a line.

use ketnap::exchange::incoming::grid::{Alphabet, Grid, Merged, Row, Sheet, Value};
use ketnap::model::PartialDay;

/// What stands in a cell: `#12` a number, `@2024-05-06` a real date, `!REF` a fault, else text.
fn cell(text: &str) -> Option<Value> {
    let text = text.trim();
    let rest = text.get(1..).unwrap_or_default();
    match text.chars().next()? {
        '#' => Some(Value::Number(rest.parse().unwrap())),
        '@' => Some(Value::Day(PartialDay::from(
            rest.parse::<chrono::NaiveDate>().unwrap(),
        ))),
        '!' => Some(Value::Fault(format!("#{rest}!"))),
        _ => Some(Value::Text(text.to_owned())),
    }
}

/// A visible sheet; an empty line is an empty row, `~` before a row hides it.
pub(super) fn sheet(name: &str, text: &str) -> Sheet {
    let lines = text.trim_matches('\n').lines().map(str::trim).zip(1..);
    let rows = lines.filter(|(line, _)| !line.is_empty());
    let rows = rows.map(|(line, number)| Row {
        number,
        hidden: line.starts_with('~'),
        cells: line.trim_start_matches('~').split('|').map(cell).collect(),
    });
    Sheet {
        name: Some(name.to_owned()),
        hidden: false,
        rows: rows.collect(),
        merged: Vec::new(),
    }
}

/// Cells drawn as one: rows from 1, columns from 0.
pub(super) fn merged(rows: (u32, u32), columns: (u32, u32)) -> Merged {
    Merged { rows, columns }
}

/// A file of sheets.
pub(super) fn grid(sheets: Vec<Sheet>) -> Grid {
    Grid {
        sha256: "0".repeat(64),
        alphabet: Alphabet::Unicode,
        tells_hidden: true,
        sheets,
    }
}

/// A file of one sheet without merged cells.
pub(super) fn one(text: &str) -> Grid {
    grid(vec![sheet("Sheet1", text)])
}
