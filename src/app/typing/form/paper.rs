//! The form of a paper.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Candidate, Code, Paper, PaperState, Refusal};
use chrono::NaiveDate;

pub(super) fn open(person: &Candidate, form: Code, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| person.papers.get(at));
    let state = row.map_or(PaperState::Valid, |row| row.state);
    let entries = Entries::default()
        .one_of(Slot::State, &PaperState::ALL, PaperState::text_key, state)
        .partial(Slot::On, row.map_or(Some(today.into()), |row| row.on))
        .maybe(Slot::Number, row.and_then(|row| row.number.as_ref()))
        .day(Slot::Received, row.and_then(|row| row.received))
        .maybe(Slot::Reason, row.and_then(|row| row.reason.as_ref()))
        .partial(Slot::CourseFrom, row.and_then(|row| row.from))
        .partial(Slot::CourseUntil, row.and_then(|row| row.until))
        .maybe(Slot::Grade, row.and_then(|row| row.grade.as_ref()))
        .maybe(Slot::Issuer, row.and_then(|row| row.issuer.as_ref()));
    Form::new(FormFor::Paper(person.id.clone(), form, at), entries)
}

/// `before` is the paper that is put right.
pub(super) fn read(
    form: &Form,
    word: &Code,
    before: Option<&Paper>,
    today: NaiveDate,
) -> Result<Paper, Refusal> {
    Ok(Paper {
        form: word.clone(),
        state: form.one_of(&Slot::State, &PaperState::ALL, PaperState::text_key)?,
        number: form.text(&Slot::Number)?,
        on: form.partial(&Slot::On, today)?,
        received: form.day(&Slot::Received, today)?,
        reason: form.text(&Slot::Reason)?,
        from: form.partial(&Slot::CourseFrom, today)?,
        until: form.partial(&Slot::CourseUntil, today)?,
        grade: form.text(&Slot::Grade)?,
        issuer: form.text(&Slot::Issuer)?,
        taken_over: before.and_then(|row| row.taken_over),
    })
}
