//! The form of what is done against a cause.

use super::cause::choices;
use super::{Entries, Form, FormFor, Slot};
use crate::model::{Arg, Cause, Code, Message, Refusal, Remedy, Subject};
use crate::rules::Rules;
use chrono::NaiveDate;

/// Of a remedy on record, or of a new one against a cause that holds.
pub(super) fn open(
    rules: &Rules,
    (whose, at): (Subject, Option<usize>),
    (causes, remedies): (&[Cause], &[Remedy]),
) -> Form {
    let row = at.and_then(|at| remedies.get(at));
    let open = causes.iter().filter(|cause| cause.until.is_none());
    let own = row.map(|row| &row.cause);
    let first: Vec<&Code> = own.into_iter().chain(open.map(|it| &it.code)).collect();
    let entries = Entries::default()
        .codes(Slot::Cause, choices(rules, &first), own)
        .line(Slot::RemedyText, row.map_or("", |row| &row.text))
        .maybe(Slot::Who, row.and_then(|row| row.who.as_ref()))
        .day(Slot::DoneBy, row.and_then(|row| row.by))
        .day(Slot::Done, row.and_then(|row| row.done));
    Form::new(FormFor::Remedy(whose, at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Remedy, Refusal> {
    let who = form.text(&Slot::Who)?.map(|_| form.name(&Slot::Who));
    Ok(Remedy {
        cause: form.owed_code(&Slot::Cause)?,
        text: form.text(&Slot::RemedyText)?.ok_or(Refusal::Empty)?,
        who: who.transpose()?,
        by: form.day(&Slot::DoneBy, today)?,
        done: form.day(&Slot::Done, today)?,
    })
}

/// What helps against the chosen cause, by the data file.
pub(super) fn hint(rules: &Rules, form: &Form) -> Option<Message> {
    let row = rules.cause(form.code(&Slot::Cause)?)?;
    let all: Vec<Arg> = row.remedies.iter().cloned().map(Arg::from).collect();
    (!all.is_empty()).then(|| Message::info("form.remedies").with("what", all))
}
