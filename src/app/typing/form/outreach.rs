//! The form of which mass organisation introduced a person.

use super::{Choice, Entries, Form, FormFor, Slot, UNSAID};
use crate::model::{Candidate, Outreach, Refusal};
use crate::rules::Rules;
use chrono::NaiveDate;

pub(super) fn open(rules: &Rules, person: &Candidate, today: NaiveDate) -> Form {
    let row = person.introduced.as_ref();
    let unsaid = std::iter::once(Choice::key(UNSAID));
    let known = rules.organisations.iter();
    let known = known.map(|known| Choice::code(&known.id, known.name.clone()));
    let choices = unsaid.chain(known).collect();
    let entries = Entries::default()
        .codes(Slot::Organisation, choices, row.map(|row| &row.by))
        .day(Slot::Introduced, Some(row.map_or(today, |row| row.on)));
    Form::new(FormFor::Outreach(person.id.clone()), entries)
}

/// None where no organisation is chosen.
pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Option<Outreach>, Refusal> {
    let Some(by) = form.code(&Slot::Organisation).cloned() else {
        return Ok(None);
    };
    let on = form.owed_day(&Slot::Introduced, today)?;
    Ok(Some(Outreach { by, on }))
}
