//! A change in words.

use crate::model::{Arg, Book, CandidateId, Change, Deed, Message, UnitId};
use chrono::NaiveDate;

/// A change in words: whose record, which field.
pub fn told_change(
    (book, today): (&Book, NaiveDate),
    change: &Change,
    inverse: &Change,
) -> Message {
    let unit_name = |id: &UnitId| {
        let unit = book.unit(id);
        unit.map_or(id.to_string(), |u| u.name_on(today).to_owned())
    };
    let person_name = |id: &CandidateId| {
        let person = book.candidate(id);
        person.map_or(id.to_string(), |(_, person)| person.name.clone())
    };
    if let (Change::Many(all), Change::Many(back)) = (change, inverse)
        && let ([one], [back]) = (&all[..], &back[..])
    {
        return told_change((book, today), one, back);
    }
    if let Change::Many(all) = change {
        return Message::info("said.what-many").with("count", all.len());
    }
    let (name, field) = match (change, inverse) {
        (Change::SetCandidate(id, field), _) => (person_name(id), field.text_key()),
        (Change::SetUnit(id, field), _) => (unit_name(id), field.text_key()),
        (Change::AddCandidate(_, person), _) => (person.name.clone(), Deed::Added.text_key()),
        (Change::AddUnit(unit), _) => (unit.name_on(today).to_owned(), Deed::Added.text_key()),
        (_, Change::AddCandidate(_, person)) => (person.name.clone(), Deed::Removed.text_key()),
        (_, Change::AddUnit(unit)) => (unit.name_on(today).to_owned(), Deed::Removed.text_key()),
        (
            Change::RemoveUnit(_)
            | Change::RemoveCandidate(_)
            | Change::SetBook(_)
            | Change::Many(_),
            _,
        ) => (String::new(), "field.book"),
    };
    Message::info("said.what")
        .with("name", name)
        .with("field", Arg::Key(field))
}
