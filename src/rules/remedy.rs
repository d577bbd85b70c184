//! Edits of causes and of what is done against them, on a person or an organisation.

use super::Rules;
use super::dossier::{drop_row, put};
use super::moves::{person, unit};
use crate::model::{
    Book, CandidateField, CandidateId, Cause, Change, Refusal, Remedy, UnitField, UnitId,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whom a cause weighs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bearer {
    /// A candidate.
    Person(CandidateId),
    /// An organisation.
    Unit(UnitId),
}

impl Bearer {
    /// The causes on record.
    pub fn causes<'a>(&self, book: &'a Book) -> Result<&'a [Cause], Refusal> {
        Ok(match self {
            Self::Person(id) => &person(book, id)?.causes,
            Self::Unit(id) => &unit(book, id)?.causes,
        })
    }

    /// What is done against them.
    pub fn remedies<'a>(&self, book: &'a Book) -> Result<&'a [Remedy], Refusal> {
        Ok(match self {
            Self::Person(id) => &person(book, id)?.remedies,
            Self::Unit(id) => &unit(book, id)?.remedies,
        })
    }

    fn with_causes(&self, rows: Vec<Cause>) -> Change {
        match self {
            Self::Person(id) => Change::SetCandidate(id.clone(), CandidateField::Causes(rows)),
            Self::Unit(id) => Change::SetUnit(id.clone(), UnitField::Causes(rows)),
        }
    }

    fn with_remedies(&self, rows: Vec<Remedy>) -> Change {
        match self {
            Self::Person(id) => Change::SetCandidate(id.clone(), CandidateField::Remedies(rows)),
            Self::Unit(id) => Change::SetUnit(id.clone(), UnitField::Remedies(rows)),
        }
    }
}

/// Refuses a day that has not come.
fn past(day: Option<NaiveDate>, today: NaiveDate) -> Result<(), Refusal> {
    let ahead = day.filter(|day| *day > today);
    ahead.map_or(Ok(()), |day| Err(Refusal::Future(day)))
}

/// Puts a cause in: over the one at a place, or at the end.
pub fn put_cause(
    book: &Book,
    rules: &Rules,
    bearer: &Bearer,
    at: Option<usize>,
    row: Cause,
    today: NaiveDate,
) -> Result<Change, Refusal> {
    let causes = bearer.causes(book)?;
    Rules::require(&row.code, rules.causes.iter().map(|cause| &cause.id))?;
    past(Some(row.from), today)?;
    past(row.until, today)?;
    Ok(bearer.with_causes(put(causes, at, row)))
}

/// Takes a cause out, as if it had never held.
pub fn remove_cause(book: &Book, bearer: &Bearer, at: usize) -> Result<Change, Refusal> {
    Ok(bearer.with_causes(drop_row(bearer.causes(book)?, at)))
}

/// Puts a remedy in: over the one at a place, or at the end. The day by which it is to be done
/// may be past: then it is late.
pub fn put_remedy(
    book: &Book,
    rules: &Rules,
    bearer: &Bearer,
    at: Option<usize>,
    row: Remedy,
    today: NaiveDate,
) -> Result<Change, Refusal> {
    let remedies = bearer.remedies(book)?;
    Rules::require(&row.cause, rules.causes.iter().map(|cause| &cause.id))?;
    past(row.done, today)?;
    Ok(bearer.with_remedies(put(remedies, at, row)))
}

/// Takes a remedy out.
pub fn remove_remedy(book: &Book, bearer: &Bearer, at: usize) -> Result<Change, Refusal> {
    Ok(bearer.with_remedies(drop_row(bearer.remedies(book)?, at)))
}
