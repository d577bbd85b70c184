//! Edits of causes and of what is done against them, on a person or an organisation.

use crate::model::{Book, CandidateField, Cause, Change, Refusal, Remedy, Subject, UnitField};
use crate::rules::edits::dossier::{drop_row, put};
use crate::rules::edits::moves::{person, unit};
use crate::rules::{Known, Rules};
use chrono::NaiveDate;

/// The causes on record.
pub fn causes_of<'a>(book: &'a Book, whose: &Subject) -> Result<&'a [Cause], Refusal> {
    Ok(match whose {
        Subject::Person(id) => &person(book, id)?.causes,
        Subject::Unit(id) => &unit(book, id)?.causes,
    })
}

/// What is done against the causes on record.
pub fn remedies_of<'a>(book: &'a Book, whose: &Subject) -> Result<&'a [Remedy], Refusal> {
    Ok(match whose {
        Subject::Person(id) => &person(book, id)?.remedies,
        Subject::Unit(id) => &unit(book, id)?.remedies,
    })
}

fn with_causes(whose: &Subject, rows: Vec<Cause>) -> Change {
    match whose {
        Subject::Person(id) => Change::SetCandidate(id.clone(), CandidateField::Causes(rows)),
        Subject::Unit(id) => Change::SetUnit(id.clone(), UnitField::Causes(rows)),
    }
}

fn with_remedies(whose: &Subject, rows: Vec<Remedy>) -> Change {
    match whose {
        Subject::Person(id) => Change::SetCandidate(id.clone(), CandidateField::Remedies(rows)),
        Subject::Unit(id) => Change::SetUnit(id.clone(), UnitField::Remedies(rows)),
    }
}

/// Refuses a day that has not come.
fn past(day: Option<NaiveDate>, today: NaiveDate) -> Result<(), Refusal> {
    let ahead = day.filter(|day| *day > today);
    ahead.map_or(Ok(()), |day| Err(Refusal::Future(day)))
}

/// Puts a cause in: over the one at a place, or at the end.
pub fn put_cause(
    known: Known<'_>,
    whose: &Subject,
    at: Option<usize>,
    row: Cause,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let causes = causes_of(book, whose)?;
    Rules::require(&row.code, rules.causes.iter().map(|cause| &cause.id))?;
    past(Some(row.from), today)?;
    past(row.until, today)?;
    Ok(with_causes(whose, put(causes, at, row)))
}

/// Takes a cause out, as if it had never held.
pub fn remove_cause(book: &Book, whose: &Subject, at: usize) -> Result<Change, Refusal> {
    Ok(with_causes(whose, drop_row(causes_of(book, whose)?, at)))
}

/// Puts a remedy in: over the one at a place, or at the end. The day by which it is to be done
/// may be past: then it is late.
pub fn put_remedy(
    known: Known<'_>,
    whose: &Subject,
    at: Option<usize>,
    row: Remedy,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let remedies = remedies_of(book, whose)?;
    Rules::require(&row.cause, rules.causes.iter().map(|cause| &cause.id))?;
    past(row.done, today)?;
    Ok(with_remedies(whose, put(remedies, at, row)))
}

/// Takes a remedy out.
pub fn remove_remedy(book: &Book, whose: &Subject, at: usize) -> Result<Change, Refusal> {
    Ok(with_remedies(
        whose,
        drop_row(remedies_of(book, whose)?, at),
    ))
}
