//! Handing a quota down: a number spread over the organisations below, and the change that gives it to them.

use crate::model::{Book, Change, Code, Quota, Refusal, Unit, UnitField, UnitId};
use crate::rules::analysis::admitted_before;
use crate::rules::count::aim::members;
use crate::rules::count::figures::Figures;
use crate::rules::count::tree::Spot;
use crate::rules::edits::moves::unit;
use crate::rules::edits::quotas::next_revision;
use crate::rules::{Counted, Rules};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Spreads a number in the proportion of the weights: whole parts that add up to it. What is left
/// over of the whole parts goes to the largest rests, of equal ones to the earlier. Where no weight
/// is above 0 the parts are equal.
pub fn spread(target: u32, weights: &[u32]) -> Vec<u32> {
    let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if total == 0 {
        let count = u32::try_from(weights.len()).unwrap_or(u32::MAX).max(1);
        let part = |at: usize| target / count + u32::from((at as u32) < target % count);
        return (0..weights.len()).map(part).collect();
    }
    let share = |at: usize| u64::from(target) * u64::from(weights[at]);
    let mut parts: Vec<u32> = (0..weights.len())
        .map(|at| (share(at) / total) as u32)
        .collect();
    let left = target - parts.iter().sum::<u32>();
    let mut by_rest: Vec<usize> = (0..weights.len()).collect();
    by_rest.sort_by_key(|at| Reverse(share(*at) % total));
    for at in by_rest.into_iter().take(left as usize) {
        parts[at] += 1;
    }
    parts
}

/// What a quota is spread by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// Admissions of the year before.
    LastYear,
    /// Members.
    Members,
    /// The same for each.
    Equal,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::LastYear, Self::Members, Self::Equal];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::LastYear => "spread.last-year",
            Self::Members => "spread.members",
            Self::Equal => "spread.equal",
        }
    }
}

/// What a quota of a node is spread by unless somebody says otherwise: last year's admissions or
/// the members, where they are known of every organisation below.
pub fn usually_by(counted: Counted<'_>, node: usize) -> By {
    let Counted { book, figures, .. } = counted;
    let before = admitted_before(counted);
    let all = |known: &dyn Fn(usize) -> bool| figures.tree.children(node).all(known);
    if all(&|child| before[child].is_some()) {
        By::LastYear
    } else if all(&|child| membership(book, figures, child) > 0) {
        By::Members
    } else {
        By::Equal
    }
}

/// A proposal for handing a quota down. Nothing is changed by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What there is to hand down.
    pub target: u32,
    /// The organisations directly below with their parts; an exempt one gets 0.
    pub rows: Vec<(UnitId, u32)>,
}

/// Proposes how the quota of a node for the year of the figures goes to those directly below.
pub fn hand_down(counted: Counted<'_>, node: usize, track: &Code, by: By) -> Result<Plan, Refusal> {
    let Counted { book, figures, .. } = counted;
    let at = match figures.tree.nodes[node].spot {
        Spot::Unit(at) => at,
        Spot::Unreadable(at) => {
            return Err(Refusal::UnitUnreadable(book.unreadable()[at].id.clone()));
        }
    };
    let progress = figures.progress(book, node, track);
    let target = progress.target.ok_or(Refusal::NoTarget)?;
    let below: Vec<(usize, &Unit)> = figures
        .tree
        .children(node)
        .filter_map(|child| match figures.tree.nodes[child].spot {
            Spot::Unit(at) => Some((child, &book.units()[at])),
            Spot::Unreadable(_) => None,
        })
        .collect();
    if below.is_empty() {
        return Err(Refusal::NoChildren(book.units()[at].id.clone()));
    }
    let last_year = (by == By::LastYear).then(|| admitted_before(counted));
    let weight = |child: usize| match (by, &last_year) {
        (By::LastYear, Some(before)) => before[child].unwrap_or(0),
        (By::Members, _) => membership(book, figures, child),
        _ => 1,
    };
    let owes = |child: usize| figures.exemption(book, child).is_none();
    let owing = below.iter().filter(|(child, _)| owes(*child));
    let weights: Vec<u32> = owing.map(|(child, _)| weight(*child)).collect();
    let mut parts = spread(target, &weights).into_iter();
    let mut part = |child: usize| {
        if owes(child) {
            parts.next().unwrap_or(0)
        } else {
            0
        }
    };
    let rows = below.iter();
    Ok(Plan {
        target,
        rows: rows
            .map(|(child, unit)| (unit.id.clone(), part(*child)))
            .collect(),
    })
}

/// The members of a node, or where they were not counted, of those below it.
fn membership(book: &Book, figures: &Figures, node: usize) -> u32 {
    members(book, figures, node).unwrap_or_else(|| {
        let below = figures.tree.children(node);
        let below = below.map(|child| membership(book, figures, child));
        below.fold(0, u32::saturating_add)
    })
}

/// What is said of all numbers that are handed down together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// Who hands them down.
    pub by: Option<String>,
    /// The document.
    pub basis: Option<String>,
    /// From when a number takes the place of one that is there, which is then kept; without a
    /// day the one that is there is corrected.
    pub from: Option<NaiveDate>,
}

/// Gives numbers to organisations, all or none. One without a number is left as it is if it had
/// none, else it gets 0. `day` is that of the figures.
pub fn handed(
    book: &Book,
    (year, track): (i32, &Code),
    rows: &[(UnitId, Option<u32>)],
    terms: &Terms,
    day: NaiveDate,
) -> Result<Change, Refusal> {
    Rules::require(track, book.settings().tracks.iter().map(|t| &t.id))?;
    let mut changes = Vec::new();
    for (id, part) in rows {
        let unit = unit(book, id)?;
        let now = unit.quota_on(year, track, None, day);
        let place = now.and_then(|now| unit.quotas.iter().position(|row| row == now));
        let target = match (part, place) {
            (None, None) => continue,
            (part, _) => part.unwrap_or(0),
        };
        if now.is_some_and(|now| now.target == target) {
            continue;
        }
        let mut quotas = unit.quotas.clone();
        let mut said = Quota::new(year, track.clone(), target);
        said.by.clone_from(&terms.by);
        said.basis.clone_from(&terms.basis);
        match (place, terms.from) {
            (Some(at), None) => {
                let row = &mut quotas[at];
                row.target = target;
                row.by = said.by.or(row.by.take());
                row.basis = said.basis.or(row.basis.take());
            }
            (place, from) => {
                said.from = from.filter(|_| place.is_some());
                said.revision = next_revision(&quotas, &said);
                quotas.push(said);
            }
        }
        changes.push(Change::SetUnit(id.clone(), UnitField::Quotas(quotas)));
    }
    Ok(Change::Many(changes))
}
