//! The form of a membership that ended before.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Candidate, Former, Refusal};
use chrono::NaiveDate;

pub(super) fn open(person: &Candidate) -> Form {
    let former = person.former.as_ref();
    let entries = Entries::default()
        .partial(Slot::Left, former.map(|former| former.left))
        .day(Slot::Consent, former.and_then(|former| former.consent));
    Form::new(FormFor::Former(person.id.clone()), entries)
}

/// None where no day is typed.
pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Option<Former>, Refusal> {
    let consent = form.day(&Slot::Consent, today)?;
    let left = form.partial(&Slot::Left, today)?;
    Ok(left.map(|left| Former { left, consent }))
}
