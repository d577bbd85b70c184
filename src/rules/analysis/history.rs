//! The years before: what a node admitted, and what it was to admit.

use super::Ground;
use crate::model::{Book, Unit, UnitId};
use crate::rules::count::tree::Spot;
use crate::rules::count::year::as_of;
use chrono::{Datelike, NaiveDate};

/// Years that are shown, the year of the figures too.
pub const HISTORY_YEARS: i32 = 5;

/// One year of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The year.
    pub year: i32,
    /// Admissions on record.
    pub listed: u32,
    /// Admissions without a record here.
    pub unlisted: u32,
    /// Whether that is all there were, and not only what happens to be on record: where the book
    /// records every admission, where a row of the node or of each of its cells completes the
    /// year, or where people are counted in a year with a quota, here or above.
    pub known: bool,
    /// People to admit by each track of the book; none where no quota is on record.
    pub targets: Vec<Option<u32>>,
}

impl Past {
    /// People admitted; none where that is not known: nothing on record is not nobody.
    pub fn admitted(&self) -> Option<u32> {
        self.known
            .then(|| self.listed.saturating_add(self.unlisted))
    }
}

pub(super) fn years(ground: &Ground<'_>) -> Vec<Past> {
    let last = ground.year();
    (last.saturating_sub(HISTORY_YEARS - 1)..=last)
        .map(|year| past(ground, year))
        .collect()
}

/// What the node itself was to admit, by track.
pub(super) fn targets(ground: &Ground<'_>, year: i32) -> Vec<Option<u32>> {
    let unit = own(ground);
    let day = as_of(year, ground.figures.today);
    let tracks = ground.book.settings().tracks.iter();
    tracks
        .map(|track| {
            let quota = unit?.quota_on(year, &track.id, None, day)?;
            Some(quota.target)
        })
        .collect()
}

fn own<'a>(ground: &Ground<'a>) -> Option<&'a Unit> {
    match ground.figures.tree.nodes.get(ground.nodes.start)?.spot {
        Spot::Unit(at) => Some(&ground.book.units()[at]),
        Spot::Unreadable(_) => None,
    }
}

fn past(ground: &Ground<'_>, year: i32) -> Past {
    let (book, figures) = (ground.book, ground.figures);
    let inside = members(ground, as_of(year, figures.today));
    let units = || {
        let all = book.units().iter().enumerate();
        all.filter(|(at, _)| inside[*at])
    };
    let made = figures.made_in(book, ground.nodes.start);
    let listed = made.filter(|made| made.on.year() == year).count() as u32;
    let rows = ground.unlisted(year, as_of(year, figures.today));
    let unlisted = rows.fold(0u32, |sum, row| sum.saturating_add(row.count));
    let says = |unit: &Unit| unit.unlisted_in(year).is_some();
    let day = as_of(year, figures.today);
    let follows = |unit: &Unit| ground.rules.is_cell(unit, day);
    let mut cells = units().map(|(_, unit)| unit).filter(|unit| follows(unit));
    let counted = || listed > 0 || unlisted > 0;
    let recorded = book
        .settings()
        .recorded_from
        .is_some_and(|from| from <= year);
    let known = recorded
        || own(ground).is_some_and(says)
        || counted() && has_quota(ground, year)
        || cells.next().is_some_and(says) && cells.all(says);
    Past {
        year,
        listed,
        unlisted,
        known,
        targets: targets(ground, year),
    }
}

/// Whether the node or one above it was given a quota for a year.
fn has_quota(ground: &Ground<'_>, year: i32) -> bool {
    let nodes = &ground.figures.tree.nodes;
    let mut chain = std::iter::successors(Some(ground.nodes.start), |at| nodes[*at].parent);
    chain.any(|at| match nodes[at].spot {
        Spot::Unit(at) => ground.book.units()[at]
            .quotas
            .iter()
            .any(|q| q.year == year),
        Spot::Unreadable(_) => false,
    })
}

/// Organisations that ended before the day's year are in its tree no more.
fn lives(unit: &Unit, day: NaiveDate) -> bool {
    unit.ended.is_none_or(|ended| ended.year() >= day.year())
}

/// Which organisations stood in the node's place in the tree of a day, or below it.
fn members(ground: &Ground<'_>, day: NaiveDate) -> Vec<bool> {
    let (book, units) = (ground.book, ground.book.units());
    let fixed = |unit: &Unit| unit.parents.len() <= 1 && unit.ended.is_none();
    let mut inside = vec![false; units.len()];
    if day == ground.day || units.iter().all(fixed) {
        for (at, _) in ground.units() {
            inside[at] = true;
        }
        return inside;
    }
    let top = match ground.figures.tree.nodes[ground.nodes.start].spot {
        Spot::Unit(at) => &units[at].id,
        Spot::Unreadable(at) => &book.unreadable()[at].id,
    };
    for (at, unit) in units.iter().enumerate() {
        inside[at] =
            lives(unit, day) && (ground.nodes.start == 0 || stands_below(book, unit, top, day));
    }
    inside
}

fn stands_below(book: &Book, unit: &Unit, top: &UnitId, day: NaiveDate) -> bool {
    let mut at = Some(unit);
    let mut id = &unit.id;
    for _ in 0..=book.units().len() {
        if id == top {
            return true;
        }
        let Some(unit) = at else { return false };
        let then = unit.ended.map_or(day, |ended| ended.min(day));
        let Some(above) = unit.parent_on(then) else {
            return false;
        };
        id = above;
        at = book.unit(above);
    }
    false
}
