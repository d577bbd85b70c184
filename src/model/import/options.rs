//! Answers that are given with a file: beforehand, or one after the other on the board.

use super::mapping::Mapping;
use crate::model::{CandidateId, Code, UnitId};
use serde::{Deserialize, Serialize};

/// What a file is to be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum As {
    /// A list of people.
    People,
    /// A table of quotas.
    Quota,
}

/// What "the day of joining the Party" is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AsDay {
    /// The day of the decision.
    Decision,
    /// The day of the ceremony.
    Ceremony,
}

/// Which comes first in a date of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayOrder {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

/// What becomes of a name in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Capitals {
    /// It stands as it is.
    #[default]
    Keep,
    /// It is written in usual letters.
    Lower,
}

/// What stands where the file and the book differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Take {
    /// What the file says.
    File,
    /// What the book says.
    Book,
}

/// A row of a file: its number as a spreadsheet shows it, on one sheet or on any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowAt {
    /// The sheet; none means any.
    pub sheet: Option<String>,
    /// The number.
    pub row: u32,
}

/// What the words of a file for an organisation mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// One of the book.
    Known(UnitId),
    /// One that is made under that name.
    New,
}

/// Where a difference between the file and the book is settled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Differing {
    /// In one row; none means in all.
    pub row: Option<RowAt>,
    /// In one field; none means in all.
    pub field: Option<String>,
}

/// Answers to what is asked of a file. Nothing is answered by default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    #[serde(skip)]
    pub remembered: Vec<Mapping>,
    /// The plan that quotas are by.
    pub track: Option<Code>,
    /// The year that quotas are of.
    pub year: Option<i32>,
    /// Whether organisations that the book lacks are made.
    pub new_units: bool,
    /// What words for organisations mean.
    pub bodies: Vec<(String, Body)>,
    /// What "the day of joining the Party" is.
    pub as_day: Option<AsDay>,
    /// The order in dates, of every column.
    pub dates: Option<DayOrder>,
    /// Names in capitals.
    pub capitals: Capitals,
    /// What stands where the file and the book differ; of several answers the narrowest holds, of
    /// those as narrow the last.
    pub takes: Vec<(Differing, Take)>,
    /// Rows that are taken with what was asked of them on record.
    pub accept: Vec<RowAt>,
    /// Rows that are somebody of the book.
    pub same: Vec<(RowAt, CandidateId)>,
    /// Rows that are not taken.
    pub leave: Vec<RowAt>,
}
