//! A record in words: each kind of row is said once, as keys of the text files and their values, for every reader of it.

mod ahead;
mod dossier;
mod listed;
mod names;
mod person;
mod settings;
mod unit;
mod visits;

pub use listed::listed;

use crate::model::{Arg, Between, Message, PartialDay};
use crate::rules::Known;
use chrono::NaiveDate;

/// How much is told of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// What is of use now, as on a sheet: how a letter or a remedy stands, the groups a person
    /// belongs to; the days of a cause stand beside its label.
    Now,
    /// All that is held, as whoever asks for it has a right to.
    All,
}

/// What words are found with. What the rules or the book do not know goes by its word or its id.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Where names are found: those of organisations in the book, all others in the rules.
    pub known: Known<'a>,
    /// The day whose names organisations go by.
    pub names_of: NaiveDate,
    /// How much is told.
    pub telling: Telling,
}

/// A row of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is, and by which day, number or form it is told from its neighbours.
    pub label: Arg,
    /// What it says; nothing where nothing is on record.
    pub value: Arg,
}

/// The rows of one field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The field's name in the files.
    pub field: &'static str,
    /// What it says, an entry a row.
    pub rows: Vec<Row>,
}

impl Row {
    /// A row by its label and its value.
    pub fn new(label: impl Into<Arg>, value: impl Into<Arg>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

impl Part {
    fn of<T>(field: &'static str, entries: &[T], say: impl Fn(&T) -> Row) -> Self {
        Self {
            field,
            rows: entries.iter().map(say).collect(),
        }
    }

    fn one(field: &'static str, row: Option<Row>) -> Self {
        Self {
            field,
            rows: row.into_iter().collect(),
        }
    }
}

/// What an entry of a list is, and what tells it from its neighbours.
fn head(key: &'static str, detail: impl Into<Arg>) -> Arg {
    Arg::Several(Between::Spaces, vec![Arg::Key(key), detail.into()])
}

/// Parts of a value.
fn parts(all: impl IntoIterator<Item = Option<Arg>>) -> Arg {
    Arg::Several(Between::Dots, all.into_iter().flatten().collect())
}

fn text(text: Option<&String>) -> Option<Arg> {
    text.map(|text| Arg::from(text.as_str()))
}

/// A sentence about a day that may not be known.
fn dated(key: &'static str, day: Option<impl Into<Arg>>) -> Option<Arg> {
    day.map(|day| Message::info(key).with("date", day).into())
}

fn span<D: Into<PartialDay>>(from: Option<D>, until: Option<D>) -> Arg {
    let show = |day: D| day.into().show();
    let from = from.map(show).unwrap_or_default();
    Arg::from(match until {
        Some(until) => format!("{from} – {}", show(until)),
        None => from,
    })
}

/// Something said with a text that may not be on record.
fn noted(key: &'static str, text: Option<&String>) -> Option<Arg> {
    text.map(|text| Message::info(key).with("text", text.as_str()).into())
}

/// That it came from a list, and from which.
fn taken_over(import: Option<u32>) -> Option<Arg> {
    import.map(|n| Message::info("sheet.taken-over").with("n", n).into())
}

fn nothing() -> Arg {
    Arg::from("")
}
