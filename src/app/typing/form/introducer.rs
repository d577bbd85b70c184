//! The form of somebody who introduces.

use super::{Entries, Form, FormFor, Slot};
use crate::model::{Candidate, Guide, GuideKind, Refusal};
use chrono::NaiveDate;

const KINDS: [GuideKind; 3] = [
    GuideKind::Member,
    GuideKind::YouthUnion,
    GuideKind::TradeUnion,
];

fn key(kind: GuideKind) -> &'static str {
    match kind {
        GuideKind::Member => "value.member",
        GuideKind::YouthUnion => "value.youth-union",
        GuideKind::TradeUnion => "value.trade-union",
    }
}

pub(super) fn open(person: &Candidate, at: Option<usize>, today: NaiveDate) -> Form {
    let row = at.and_then(|at| person.introducers.get(at));
    let kind = row.map_or(GuideKind::Member, |row| row.kind);
    let entries = Entries::default()
        .line(Slot::Name, row.map_or("", |row| &row.name))
        .one_of(Slot::Kind, &KINDS, key, kind)
        .day(Slot::Together, row.and_then(|row| row.together))
        .day(Slot::From, row.map_or(Some(today), |row| row.from))
        .day(Slot::Until, row.and_then(|row| row.until));
    Form::new(FormFor::Introducer(person.id.clone(), at), entries)
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Guide, Refusal> {
    Ok(Guide {
        name: form.name(&Slot::Name)?,
        kind: form.one_of(&Slot::Kind, &KINDS, key)?,
        from: form.day(&Slot::From, today)?,
        until: form.day(&Slot::Until, today)?,
        together: form.day(&Slot::Together, today)?,
    })
}
