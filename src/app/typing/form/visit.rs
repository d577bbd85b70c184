//! The form of a visit.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Refusal, Unit, Visit};
use chrono::NaiveDate;

pub(super) fn open(unit: &Unit, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| unit.visits.get(at));
    let entries = Entries::default()
        .yes(Slot::Held, row.is_none_or(|row| row.held))
        .day(Slot::VisitOn, row.map_or(Some(today), |row| row.on))
        .line(Slot::VisitWho, row.map_or("", |row| &row.who))
        .maybe(Slot::Findings, row.and_then(|row| row.findings.as_ref()))
        .maybe(Slot::Agreed, row.and_then(|row| row.agreed.as_ref()))
        .day(Slot::VisitBy, row.and_then(|row| row.by))
        .day(Slot::Done, row.and_then(|row| row.done))
        .maybe(Slot::KnownFrom, row.and_then(|row| row.source.as_ref()));
    Form::new(FormFor::Visit(unit.id.clone(), at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Visit, Refusal> {
    Ok(Visit {
        held: form.yes(&Slot::Held)?,
        on: form.day(&Slot::VisitOn, today)?,
        who: form.name(&Slot::VisitWho)?,
        findings: form.text(&Slot::Findings)?,
        agreed: form.text(&Slot::Agreed)?,
        by: form.day(&Slot::VisitBy, today)?,
        done: form.day(&Slot::Done, today)?,
        source: form.text(&Slot::KnownFrom)?,
    })
}
