//! Answers that are given with a file: beforehand, or one after the other on the board.

use crate::model::{Code, UnitId};

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
