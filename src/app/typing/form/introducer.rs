//! The forms of somebody who introduces and of a member who helps.

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
        .day(Slot::Together, row.and_then(|row| row.together));
    let entries = standing(entries, row, today);
    Form::new(FormFor::Introducer(person.id.clone(), at), entries)
}

/// The form of a member who helps or helped.
pub(super) fn open_helper(person: &Candidate, at: usize, today: NaiveDate) -> Option<Form> {
    let row = person.helpers.get(at)?;
    let entries = Entries::default().line(Slot::Name, &row.name);
    let entries = standing(entries, Some(row), today);
    Some(Form::new(FormFor::Helper(person.id.clone(), at), entries))
}

/// Since when and until when, and what is known of the member.
fn standing(entries: Entries, row: Option<&Guide>, today: NaiveDate) -> Entries {
    entries
        .partial(Slot::From, row.map_or(Some(today.into()), |row| row.from))
        .day(Slot::Until, row.and_then(|row| row.until))
        .maybe(Slot::Post, row.and_then(|row| row.post.as_ref()))
        .partial(Slot::Born, row.and_then(|row| row.born))
        .partial(Slot::Joined, row.and_then(|row| row.joined))
        .partial(Slot::Full, row.and_then(|row| row.full))
}

pub(super) fn read(form: &Form, today: NaiveDate) -> Result<Guide, Refusal> {
    Ok(Guide {
        together: form.day(&Slot::Together, today)?,
        ..typed(form, form.one_of(&Slot::Kind, &KINDS, key)?, today)?
    })
}

/// A helper; `before` is the one that is put right.
pub(super) fn read_helper(form: &Form, before: &Guide, today: NaiveDate) -> Result<Guide, Refusal> {
    Ok(Guide {
        together: before.together,
        ..typed(form, before.kind, today)?
    })
}

fn typed(form: &Form, kind: GuideKind, today: NaiveDate) -> Result<Guide, Refusal> {
    Ok(Guide {
        name: form.name(&Slot::Name)?,
        kind,
        from: form.partial(&Slot::From, today)?,
        until: form.day(&Slot::Until, today)?,
        together: None,
        post: form.text(&Slot::Post)?,
        born: form.partial(&Slot::Born, today)?,
        joined: form.partial(&Slot::Joined, today)?,
        full: form.partial(&Slot::Full, today)?,
    })
}
