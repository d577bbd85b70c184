//! The form of a year in which an organisation owes nobody.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Exemption, Refusal, Unit};
use chrono::NaiveDate;

pub(super) fn open(unit: &Unit, at: Option<usize>, (year, day): (i32, NaiveDate)) -> Form {
    let row = at.and_then(|at| unit.exemptions.get(at));
    let year = row.map_or(year, |row| row.year);
    let entries = Entries::default()
        .line(Slot::Year, year.to_string())
        .day(Slot::From, Some(row.map_or(day, |row| row.from)))
        .maybe(Slot::Basis, row.and_then(|row| row.basis.as_ref()))
        .maybe(Slot::Note, row.and_then(|row| row.note.as_ref()));
    Form::new(FormFor::Exemption(unit.id.clone(), at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Exemption, Refusal> {
    Ok(Exemption {
        year: form.year(&Slot::Year)?,
        from: form.owed_day(&Slot::From, today)?,
        basis: form.text(&Slot::Basis)?,
        note: form.text(&Slot::Note)?,
    })
}
