//! Cells of a grid as text, with their names.

use super::grid::{Row, Value};

/// The name of a cell as a spreadsheet shows it: columns from 0, rows from 1.
pub(super) fn name(column: usize, row: u32) -> String {
    format!("{}{row}", letters(column))
}

/// The letters of a column, from 0.
pub(super) fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// A text on one line, single blanks, without what spreadsheets write to keep a number as text:
/// `="001"`, `'001`.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let formula = line
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = formula {
        return inner.trim().to_owned();
    }
    match line.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_alphanumeric() || c == '+') => {
            rest.to_owned()
        }
        _ => line,
    }
}

/// A number as it would be typed.
pub(super) fn number(number: f64) -> String {
    format!("{number}")
}

/// What a cell shows, on one line; empty where nothing is shown.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Fault(text) => line(text),
        Value::Number(of) => number(*of),
        Value::Day(day) => day.to_string(),
        Value::Truth(is) => is.to_string(),
    }
}

impl Row {
    /// The value of a cell, if there is one that shows anything.
    pub(super) fn value(&self, column: usize) -> Option<&Value> {
        let value = self.cells.get(column)?.as_ref()?;
        (!shown(value).is_empty()).then_some(value)
    }

    /// What a cell shows.
    pub(super) fn shown(&self, column: usize) -> String {
        self.value(column).map(shown).unwrap_or_default()
    }

    /// The columns that show anything.
    pub(super) fn filled(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|column| self.value(*column).is_some())
    }
}
