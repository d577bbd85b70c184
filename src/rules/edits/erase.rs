//! Removing a person for good without altering what a year counts.

use crate::model::{CandidateId, Change, Refusal, UnitField, UnitId, Unlisted};
use crate::rules::count::tree::{Spot, Tree};
use crate::rules::count::year::as_of;
use crate::rules::{Counted, Known, Line};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The removal of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The person goes; years that counted the person keep their numbers.
    pub change: Change,
    /// Admissions that count on without a record: of which organisation, in which year.
    pub counted: Vec<(UnitId, i32)>,
}

/// Removes a person. An admission on record becomes one without a record, of the organisation and
/// the year it counted for.
pub fn erasure(counted: Counted<'_>, id: &CandidateId) -> Result<Erasure, Refusal> {
    let Counted { book, figures, .. } = counted;
    let no_such = || Refusal::NoCandidate(id.clone());
    let home = book.home(id).ok_or_else(no_such)?;
    let line = Line::find(book, home, id).ok_or_else(no_such)?;
    let made = figures.made(line.unit as usize).iter();
    let here = made.filter(|made| made.line == line);
    let here = here.map(|made| (home.clone(), made.on));
    let elsewhere = figures.made_apart();
    let elsewhere = elsewhere.filter(|(_, made)| made.line == line);
    let elsewhere = elsewhere.filter_map(|(cell, made)| {
        let counts = counts_for(counted.known(), (cell, made.on));
        counts.map(|unit| (unit, made.on))
    });
    let admissions: Vec<(UnitId, NaiveDate)> = here.chain(elsewhere).collect();
    let mut rows: BTreeMap<UnitId, Vec<Unlisted>> = BTreeMap::new();
    for (unit, on) in &admissions {
        let before = || book.unit(unit).map(|unit| unit.unlisted.clone());
        let rows = rows.entry(unit.clone());
        count(rows.or_insert_with(|| before().unwrap_or_default()), *on);
    }
    let mut all = vec![Change::RemoveCandidate(id.clone())];
    let rows = rows.into_iter();
    all.extend(rows.map(|(unit, rows)| Change::SetUnit(unit, UnitField::Unlisted(rows))));
    let counted = admissions.into_iter().map(|(unit, on)| (unit, on.year()));
    Ok(Erasure {
        change: Change::Many(all),
        counted: counted.collect(),
    })
}

/// What the figures count an admission for that a cell made before it handed the file over: a
/// cell that is no more by then has the top stand for it.
fn counts_for(known: Known<'_>, (cell, on): (&UnitId, NaiveDate)) -> Option<UnitId> {
    let Known { book, today, .. } = known;
    let tree = Tree::on(known, as_of(on.year(), today));
    let known = book.position(cell).and_then(|at| tree.node_of(at));
    if known.is_some() {
        return Some(cell.clone());
    }
    match tree.nodes.first()?.spot {
        Spot::Unit(at) => Some(book.units()[at].id.clone()),
        Spot::Unreadable(_) => None,
    }
}

/// One more in the row of the year. No day of the person's goes into a new row.
fn count(rows: &mut Vec<Unlisted>, on: NaiveDate) {
    match rows.iter_mut().find(|row| row.year == on.year()) {
        Some(row) => {
            row.count = row.count.saturating_add(1);
            row.as_of = row.as_of.map(|day| day.max(on));
        }
        None => rows.push(Unlisted {
            year: on.year(),
            count: 1,
            source: None,
            as_of: None,
        }),
    }
}
