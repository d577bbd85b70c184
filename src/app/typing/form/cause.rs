//! The form of a cause on record.

use super::{Choice, Entries, Form, FormFor, Slot};
use crate::model::{Cause, Code, Refusal, Subject};
use crate::rules::Rules;
use chrono::NaiveDate;

/// The causes of the data file, those in question first.
pub(super) fn choices(rules: &Rules, first: &[&Code]) -> Vec<Choice> {
    let place = |id: &Code| first.iter().position(|code| *code == id);
    let mut rows: Vec<_> = rules.causes.iter().collect();
    rows.sort_by_key(|row| place(&row.id).unwrap_or(first.len()));
    rows.into_iter()
        .map(|row| Choice::code(&row.id, row.name.clone()))
        .collect()
}

pub(super) fn open(rules: &Rules, (whose, at): (Subject, usize), row: &Cause) -> Form {
    let entries = Entries::default()
        .codes(Slot::Cause, choices(rules, &[&row.code]), Some(&row.code))
        .day(Slot::From, Some(row.from))
        .day(Slot::Until, row.until)
        .maybe(Slot::CauseNote, row.note.as_ref())
        .maybe(Slot::CauseSource, row.source.as_ref());
    Form::new(FormFor::Cause(whose, at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Cause, Refusal> {
    Ok(Cause {
        code: form.owed_code(&Slot::Cause)?,
        from: form.owed_day(&Slot::From, today)?,
        until: form.day(&Slot::Until, today)?,
        note: form.text(&Slot::CauseNote)?,
        source: form.text(&Slot::CauseSource)?,
    })
}
