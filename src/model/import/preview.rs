//! A list as it would be taken over: what was understood of it, and what becomes of it.

use super::options::{As, Options};
use super::reading::Reading;
use crate::model::{CandidateId, Change, Label, UnitId};
use serde::{Deserialize, Serialize};

/// Where a list comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A file, by its path as it was typed.
    File(String),
    /// Rows that were pasted.
    Pasted(String),
}

/// The reading of a list that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadList {
    /// Its number, which what comes of it bears.
    pub asked: u64,
    /// Where the list comes from.
    pub source: Source,
    /// What was answered so far.
    pub options: Options,
}

/// What a row came to in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The place of the row in the reading.
    pub row: usize,
    /// The person; none where it is a quota.
    pub person: Option<CandidateId>,
    /// The organisation of a quota.
    pub unit: Option<UnitId>,
}

/// What becomes of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The whole of it as one change; none where nothing is new.
    pub change: Option<Change>,
    /// Its number.
    pub import: u32,
    /// The rows that it takes, in their order.
    pub taken: Vec<Taken>,
}

impl Plan {
    /// Whether a row is taken, by its place in the reading.
    pub fn takes(&self, row: usize) -> bool {
        let taken = &self.taken;
        taken.binary_search_by_key(&row, |taken| taken.row).is_ok()
    }
}

/// What a column may be said to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fills {
    /// In which tables; none means in all.
    pub of: Option<As>,
    /// The fields.
    pub fields: Vec<String>,
    /// What that is called.
    pub name: Label,
}

/// A list as it would be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What it is called that a column fills what its heading and its values tell.
    pub as_read: Label,
    /// What was understood of it.
    pub reading: Reading,
    /// What becomes of it.
    pub plan: Plan,
    /// What its columns may be said to fill.
    pub fills: Vec<Fills>,
}
