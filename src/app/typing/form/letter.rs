//! The form of a letter of verification.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Answer, Candidate, Letter, Refusal, Relation};
use chrono::NaiveDate;

pub(super) fn open(person: &Candidate, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| person.letters.get(at));
    let about = row.map_or(Relation::Person, |row| row.about);
    let result = row.and_then(|row| row.result);
    let entries = Entries::default()
        .one_of(Slot::About, &Relation::ALL, Relation::text_key, about)
        .line(Slot::Place, row.map_or("", |row| &row.place))
        .yes(Slot::Abroad, row.is_some_and(|row| row.abroad))
        .day(Slot::Sent, row.map_or(Some(today), |row| row.sent))
        .day(Slot::ReceivedThere, row.and_then(|row| row.received))
        .day(Slot::Answered, row.and_then(|row| row.answered))
        .maybe_one_of(Slot::Result, &Answer::ALL, Answer::text_key, result)
        .maybe(Slot::Number, row.and_then(|row| row.number.as_ref()))
        .day(Slot::AnswerBy, row.and_then(|row| row.by))
        .days(Slot::Reminded, row.map_or(&[], |row| &row.reminders));
    Form::new(FormFor::Letter(person.id.clone(), at), entries)
}

/// `before` is the letter that is put right.
pub(super) fn read(
    form: &Form,
    before: Option<&Letter>,
    today: NaiveDate,
) -> Result<Letter, Refusal> {
    Ok(Letter {
        about: form.one_of(&Slot::About, &Relation::ALL, Relation::text_key)?,
        place: form.name(&Slot::Place)?,
        abroad: form.yes(&Slot::Abroad)?,
        sent: form.day(&Slot::Sent, today)?,
        received: form.day(&Slot::ReceivedThere, today)?,
        answered: form.day(&Slot::Answered, today)?,
        result: form.maybe_one_of(&Slot::Result, &Answer::ALL, Answer::text_key),
        number: form.text(&Slot::Number)?,
        by: form.day(&Slot::AnswerBy, today)?,
        reminders: form.days(&Slot::Reminded, today)?,
        taken_over: before.and_then(|row| row.taken_over),
    })
}
