//! What was answered for a row of a list.

use super::options::{Body, Differing, Options, RowAt, Take};
use super::reading::Row;
use crate::model::{CandidateId, search_key};

impl RowAt {
    /// The place of a row.
    pub fn of(row: &Row) -> Self {
        Self {
            sheet: row.sheet.clone(),
            row: row.row,
        }
    }

    /// Whether it is this row.
    pub fn is(&self, row: &Row) -> bool {
        self.row == row.row && (self.sheet.is_none() || self.sheet == row.sheet)
    }
}

impl Options {
    /// Whether a row is taken with what was asked of it on record.
    pub fn accepts(&self, row: &Row) -> bool {
        self.accept.iter().any(|at| at.is(row))
    }

    /// Whether a row is not taken.
    pub fn leaves(&self, row: &Row) -> bool {
        self.leave.iter().any(|at| at.is(row))
    }

    /// Who of the book a row is said to be.
    pub fn same_as(&self, row: &Row) -> Option<&CandidateId> {
        let mut said = self.same.iter().rev();
        let said = said.find(|(at, _)| at.is(row));
        said.map(|(_, id)| id)
    }

    /// What words for an organisation are said to mean.
    pub fn body(&self, words: &str) -> Option<&Body> {
        let words = search_key(words);
        let mut said = self.bodies.iter().rev();
        let said = said.find(|(own, _)| search_key(own) == words);
        said.map(|(_, body)| body)
    }

    /// What stands where the file and the book differ in a field of a row; none where that is not said.
    pub fn take(&self, row: &Row, field: &str) -> Option<Take> {
        let holds = |at: &Differing| {
            at.row.as_ref().is_none_or(|at| at.is(row))
                && at.field.as_ref().is_none_or(|own| own == field)
        };
        let narrow = |at: &Differing| (at.row.is_some(), at.field.is_some());
        let said = self.takes.iter().filter(|(at, _)| holds(at));
        let said = said.max_by_key(|(at, _)| narrow(at));
        said.map(|(_, take)| *take)
    }
}
