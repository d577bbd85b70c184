//! Whose record something is about.

use super::{Book, CandidateId, UnitId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whose record something is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// A candidate.
    Person(CandidateId),
    /// An organisation.
    Unit(UnitId),
}

impl Subject {
    /// Whether the book has it.
    pub fn is_in(&self, book: &Book) -> bool {
        match self {
            Self::Person(id) => book.home(id).is_some(),
            Self::Unit(id) => book.unit(id).is_some(),
        }
    }

    /// What it is called on a day; its id where the book does not have it.
    pub fn name_in<'a>(&'a self, book: &'a Book, day: NaiveDate) -> &'a str {
        let known = match self {
            Self::Person(id) => book.candidate(id).map(|(_, person)| person.name.as_str()),
            Self::Unit(id) => book.unit(id).map(|unit| unit.name_on(day)),
        };
        known.unwrap_or_else(|| self.id())
    }

    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Person(id) => id.as_str(),
            Self::Unit(id) => id.as_str(),
        }
    }
}
