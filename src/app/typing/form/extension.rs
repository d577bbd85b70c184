//! The form of an extension of a limit.

use super::{Choice, Entries, Form, FormFor, Slot};
use crate::model::{Candidate, Extended, Refusal};
use crate::rules::Rules;
use chrono::NaiveDate;

pub(super) fn open(rules: &Rules, person: &Candidate, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| person.extensions.get(at));
    let on = row.map_or(today, |row| row.on);
    let limits = rules.on(on).limits.iter();
    let limits = limits.filter(|limit| limit.extension.is_some());
    let choices = limits.map(|limit| Choice::code(&limit.id, limit.name.clone()));
    let entries = Entries::default()
        .codes(Slot::Limit, choices.collect(), row.map(|row| &row.limit))
        .day(Slot::Given, Some(on))
        .maybe(Slot::Reason, row.and_then(|row| row.reason.as_ref()));
    Form::new(FormFor::Extension(person.id.clone(), at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Extended, Refusal> {
    Ok(Extended {
        limit: form.owed_code(&Slot::Limit)?,
        on: form.owed_day(&Slot::Given, today)?,
        reason: form.text(&Slot::Reason)?,
    })
}
