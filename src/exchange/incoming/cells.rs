//! Cells of a grid as text, with their names.

use super::grid::{Row, Value};
use crate::model::fold;
use std::borrow::Cow;

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
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if is_line(text) {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let formula = line
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = formula {
        return inner.trim().to_owned().into();
    }
    match line.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_alphanumeric() || c == '+') => {
            rest.to_owned().into()
        }
        _ => line.into(),
    }
}

/// Whether a text stands on one line already, as most do.
fn is_line(text: &str) -> bool {
    let (mut last, mut alike) = (b' ', true);
    for byte in text.bytes() {
        // Blanks beyond ASCII begin with these bytes, and few letters do.
        let may_be_blank = matches!(byte, 0xc2 | 0xe2 | 0xe3) || (last, byte) == (0xe1, 0x9a);
        alike &= byte >= b' ' && (last, byte) != (b' ', b' ') && !may_be_blank;
        last = byte;
    }
    alike && last != b' ' && !text.starts_with(['=', '\''])
}

/// Where folded words end that a text begins with, whatever its capitals and accents.
pub(super) fn begun(text: &str, words: &str) -> Option<usize> {
    let mut rest = words;
    let mut letters = text.char_indices();
    while !rest.is_empty() {
        let (_, letter) = letters.next()?;
        let folded = fold(letter.encode_utf8(&mut [0; 4]));
        rest = rest.strip_prefix(&*folded)?;
    }
    Some(letters.offset())
}

/// Where folded words stand in a text, whatever its capitals and accents: each beginning and end.
pub(super) fn places(text: &str, words: &str) -> impl DoubleEndedIterator<Item = (usize, usize)> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.filter_map(move |at| Some((at, at + begun(&text[at..], words)?)))
}

/// A number as it would be typed.
pub(super) fn number(number: f64) -> String {
    format!("{number}")
}

/// What a cell shows, on one line; empty where nothing is shown.
pub(super) fn shown(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) | Value::Fault(text) => line(text),
        Value::Number(of) => number(*of).into(),
        Value::Day(day) => day.to_string().into(),
        Value::Truth(is) => is.to_string().into(),
    }
}

/// Whether a cell shows anything.
fn shows(value: &Value) -> bool {
    match value {
        Value::Text(text) | Value::Fault(text) => {
            text.starts_with(char::is_alphanumeric) || !line(text).is_empty()
        }
        Value::Number(_) | Value::Day(_) | Value::Truth(_) => true,
    }
}

/// Only signs: a dash, dots.
pub(super) fn is_blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// A cross, a tick: that something is so.
pub(super) fn is_mark(value: &Value) -> bool {
    match value {
        Value::Truth(is) => *is,
        Value::Number(_) => shown(value) == "1",
        Value::Text(text) => {
            let text = fold(&line(text));
            matches!(&*text, "x" | "v" | "✓" | "✔" | "√" | "+" | "1")
        }
        Value::Day(_) | Value::Fault(_) => false,
    }
}

impl Row {
    /// The value of a cell, if there is one that shows anything.
    pub(super) fn value(&self, column: usize) -> Option<&Value> {
        let value = self.cells.get(column)?.as_ref()?;
        shows(value).then_some(value)
    }

    /// What a cell shows.
    pub(super) fn shown(&self, column: usize) -> Cow<'_, str> {
        self.value(column).map(shown).unwrap_or_default()
    }

    /// Whether a cell shows more than signs, or the sign for "as above".
    pub(super) fn tells(&self, column: usize) -> bool {
        self.value(column).is_some_and(|value| match value {
            Value::Text(text) | Value::Fault(text) => !is_blank(text) || line(text) == "\"",
            Value::Number(_) | Value::Day(_) | Value::Truth(_) => true,
        })
    }

    /// The columns that show anything.
    pub(super) fn filled(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|column| self.value(*column).is_some())
    }
}
