//! The form of the least for a class of organisations.

use super::quota::tracks;
use super::{Choice, Entries, Form, FormFor, Slot};
use crate::model::{Arg, Code, Floor, Refusal, UnitClass};
use crate::rules::{Known, Rules};
use std::collections::BTreeSet;

/// The classes that a floor can be for: every kind, and every sector that an organisation has.
fn classes(known: Known<'_>) -> Vec<UnitClass> {
    let Known { book, rules, .. } = known;
    let kinds = rules
        .kinds
        .iter()
        .map(|kind| UnitClass::Kind(kind.id.clone()));
    let sectors: BTreeSet<_> = book
        .units()
        .iter()
        .filter_map(|unit| unit.sector.as_ref())
        .collect();
    let sectors = sectors
        .into_iter()
        .map(|sector| UnitClass::Sector(sector.clone()));
    kinds.chain(sectors).collect()
}

/// What a class is called in drafts.
fn word(class: &UnitClass) -> String {
    match class {
        UnitClass::Kind(kind) => format!("kind {kind}"),
        UnitClass::Sector(sector) => format!("sector {sector}"),
    }
}

fn choice(rules: &Rules, class: &UnitClass) -> Choice {
    let shown: Arg = match class {
        UnitClass::Kind(kind) => match rules.kind(kind) {
            Some(kind) => kind.name.clone().into(),
            None => kind.as_str().into(),
        },
        UnitClass::Sector(sector) => sector.as_str().into(),
    };
    Choice {
        word: word(class),
        code: None,
        shown,
    }
}

pub(super) fn open(
    known: Known<'_>,
    at: Option<usize>,
    (year, track): (i32, Option<&Code>),
) -> Form {
    let Known { book, rules, .. } = known;
    let row = at.and_then(|at| book.settings().floors.get(at));
    let mut classes = classes(known);
    if let Some(row) = row.filter(|row| !classes.contains(&row.class)) {
        classes.push(row.class.clone());
    }
    let choices = classes.iter().map(|class| choice(rules, class)).collect();
    let class = row.map(|row| word(&row.class));
    let year = row.map_or(year, |row| row.year);
    let track = row.map(|row| &row.track).or(track);
    let entries = Entries::default()
        .line(Slot::Year, year.to_string())
        .codes(Slot::Track, tracks(book), track)
        .choice(Slot::Class, choices, class.as_deref())
        .count(Slot::Least, row.map(|row| row.least))
        .maybe(Slot::Basis, row.and_then(|row| row.basis.as_ref()));
    Form::new(FormFor::Floor(at), entries)
}

pub(super) fn read(known: Known<'_>, form: &Form, at: Option<usize>) -> Result<Floor, Refusal> {
    let Known { book, .. } = known;
    form.text(&Slot::Least)?.ok_or(Refusal::Empty)?;
    let before = at.and_then(|at| book.settings().floors.get(at));
    let before = before.map(|row| row.class.clone());
    let mut classes = classes(known).into_iter().chain(before);
    let chosen = form.word(&Slot::Class);
    let class = classes.find(|class| word(class) == chosen);
    Ok(Floor {
        track: form.owed_code(&Slot::Track)?,
        year: form.year(&Slot::Year)?,
        class: class.ok_or(Refusal::Empty)?,
        least: form.number(&Slot::Least)?,
        basis: form.text(&Slot::Basis)?,
    })
}
