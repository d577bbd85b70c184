//! The form of who leads an organisation.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Leader, Refusal, Unit};
use chrono::NaiveDate;

pub(super) fn open(unit: &Unit, at: Option<usize>) -> Form {
    let row = at.and_then(|at| unit.leaders.get(at));
    let entries = Entries::default()
        .line(Slot::Name, row.map_or("", |row| &row.name))
        .line(Slot::Post, row.map_or("", |row| &row.post))
        .day(Slot::From, row.and_then(|row| row.from))
        .day(Slot::Until, row.and_then(|row| row.until))
        .maybe(Slot::Phone, row.and_then(|row| row.phone.as_ref()));
    Form::new(FormFor::Leader(unit.id.clone(), at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Leader, Refusal> {
    Ok(Leader {
        name: form.name(&Slot::Name)?,
        post: form.name(&Slot::Post)?,
        from: form.day(&Slot::From, today)?,
        until: form.day(&Slot::Until, today)?,
        phone: form.text(&Slot::Phone)?,
    })
}
