//! Answers that are given beforehand with a file, and why a file cannot be understood at all.

use crate::model::{Code, Message, UnitId};
use crate::rules::Mapping;
use thiserror::Error;

/// What a file is to be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// A list of people.
    People,
    /// A table of quotas.
    Quota,
}

/// What "the day of joining the Party" is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsDay {
    /// The day of the decision.
    Decision,
    /// The day of the ceremony.
    Ceremony,
}

/// Which comes first in a date of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

/// What becomes of a name in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Capitals {
    /// It stands as it is.
    #[default]
    Keep,
    /// It is written in usual letters.
    Lower,
}

/// What stands where the file and the book differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// What the file says.
    File,
    /// What the book says.
    Book,
}

/// Answers given beforehand. Nothing is answered by default.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The organisation of rows that name none.
    pub unit: Option<UnitId>,
    /// Only this sheet, also if it is hidden.
    pub sheet: Option<String>,
    /// What the file is.
    pub read_as: Option<As>,
    /// What columns fill, each by its heading or its letter; no field: nothing.
    pub map: Vec<(String, Vec<String>)>,
    /// What was said of columns of earlier lists; what is said now goes before it.
    pub remembered: Vec<Mapping>,
    /// The plan that quotas are by.
    pub track: Option<Code>,
    /// The year that quotas are of.
    pub year: Option<i32>,
    /// Whether organisations that the book lacks are made.
    pub new_units: bool,
    /// What "the day of joining the Party" is.
    pub as_day: Option<AsDay>,
    /// The order in dates, of every column.
    pub dates: Option<DayOrder>,
    /// Names in capitals.
    pub capitals: Capitals,
    /// What stands where the file and the book differ.
    pub take: Option<Take>,
    /// Rows that are taken with what was asked of them on record, by their numbers.
    pub accept: Vec<u32>,
}

/// Why a file cannot be understood at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoList {
    /// No sheet holds a list.
    #[error("no list of people or quotas")]
    NoTable {
        /// Headings that were looked for.
        looked_for: Vec<String>,
        /// It is a statistical form, by what it says of itself.
        form: Option<String>,
    },
    /// A sheet of that name is not there.
    #[error("no sheet of that name")]
    NoSheet {
        /// The name that was asked for.
        given: String,
        /// The names that are there.
        known: Vec<String>,
    },
    /// An organisation of that id is not in the book.
    #[error("no such unit")]
    NoUnit(UnitId),
    /// What a column is to fill is not known.
    #[error("no such field")]
    NoField {
        /// What was asked for.
        given: String,
        /// Some that are known.
        known: Vec<String>,
    },
    /// No column of that heading or letter is in any table.
    #[error("no such column")]
    NoColumn(String),
}

impl NoList {
    /// The sentence for it.
    pub fn message(&self) -> Message {
        match self {
            Self::NoTable {
                looked_for,
                form: Some(form),
            } => Message::error("reading.statistical-form")
                .with("form", form.as_str())
                .with("known", looked_for.join(", ")),
            Self::NoTable {
                looked_for,
                form: None,
            } => Message::error("reading.no-table").with("known", looked_for.join(", ")),
            Self::NoSheet { given, known } => Message::error("reading.no-sheet")
                .with("given", given.as_str())
                .with("known", known.join(", ")),
            Self::NoUnit(id) => Message::error("reading.no-such-unit").with("id", id.as_str()),
            Self::NoField { given, known } => Message::error("reading.no-field")
                .with("given", given.as_str())
                .with("known", known.join(", ")),
            Self::NoColumn(given) => {
                Message::error("reading.no-column").with("given", given.as_str())
            }
        }
    }
}
