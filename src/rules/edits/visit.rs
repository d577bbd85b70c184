//! Visits to cells: where one is needed most, and what is still to be done of what was planned and agreed.

use crate::model::{Arg, Book, Change, Label, Message, Refusal, Unit, UnitField, UnitId, Visit};
use crate::rules::Counted;
use crate::rules::count::figures::Figures;
use crate::rules::count::tree::Spot;
use crate::rules::edits::dossier::{drop_row, put};
use crate::rules::edits::moves::unit;
use crate::rules::edits::survey::{newest_survey, on_the_way};
use chrono::NaiveDate;
use serde::Serialize;
use std::ops::Range;

/// Why a cell should be visited, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// It is known to have admitted nobody for the years of the setting.
    Silent,
    /// No file is on the way there, and no survey of the year found anybody willing.
    NoSource,
    /// Its quota of the year is not reached, and no file is on the way.
    AtRisk,
}

impl Need {
    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Silent => "need.silent",
            Self::NoSource => "need.no-source",
            Self::AtRisk => "need.at-risk",
        }
    }
}

/// When a cell was last visited; never comes first, a day that is not known before any that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LastVisit {
    /// No visit is on record.
    Never,
    /// On a day that is not on record.
    Undated,
    /// On a day.
    On(NaiveDate),
}

/// A cell in the plan of visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its place in the tree.
    pub node: usize,
    /// Why it should be visited.
    pub needs: Vec<Need>,
    /// When it was last.
    pub last: LastVisit,
    /// The first day ahead on which a visit is planned.
    pub planned: Option<NaiveDate>,
}

/// The cells among these nodes in the order in which they should be visited: by the weightiest
/// need, then those never visited, then by the longest time since, then by the tree.
pub fn visits_to_make(counted: Counted<'_>, nodes: Range<usize>) -> Vec<Proposal> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let mut plan: Vec<Proposal> = nodes
        .filter_map(|node| {
            let Spot::Unit(at) = figures.tree.nodes[node].spot else {
                return None;
            };
            let unit = &book.units()[at];
            rules.is_cell(unit, figures.today).then(|| Proposal {
                node,
                needs: needs(counted, node, at),
                last: last_visit(unit),
                planned: planned(unit, figures.today),
            })
        })
        .collect();
    // None would come before the weightiest.
    let weight = |plan: &Proposal| plan.needs.first().map_or(usize::MAX, |need| *need as usize);
    plan.sort_by_key(|plan| (weight(plan), plan.last));
    plan
}

fn needs(counted: Counted<'_>, node: usize, at: usize) -> Vec<Need> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let unit = &book.units()[at];
    let mut files = figures.lines(at).filter_map(|line| figures.standing(line));
    let followed = files.any(|now| on_the_way(rules, now));
    let survey = newest_survey(unit, figures.year);
    let willing = survey.is_some_and(|row| row.groups.iter().any(|group| group.willing > 0));
    let mut tracks = book.settings().tracks.iter();
    let short = tracks.any(|track| {
        let missing = figures.progress(book, node, &track.id).missing();
        missing.is_some_and(|missing| missing > 0)
    });
    let all = [
        (
            Need::Silent,
            figures.silent_for(counted.known(), at, rules.silent_years),
        ),
        (Need::NoSource, !followed && !willing),
        (Need::AtRisk, !followed && short),
    ];
    let held = all.into_iter().filter(|(_, holds)| *holds);
    held.map(|(need, _)| need).collect()
}

fn last_visit(unit: &Unit) -> LastVisit {
    let held = unit.visits.iter().filter(|visit| visit.held);
    let last = held.map(|visit| visit.on.map_or(LastVisit::Undated, LastVisit::On));
    last.max().unwrap_or(LastVisit::Never)
}

fn planned(unit: &Unit, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = unit.visits.iter().filter(|visit| !visit.held);
    let days = ahead.filter_map(|visit| visit.on);
    days.filter(|day| *day >= today).min()
}

/// Something agreed on a visit that is not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp<'a> {
    /// The organisation's place in the tree.
    pub node: usize,
    /// The visit.
    pub visit: &'a Visit,
}

/// What was agreed at these nodes and is not done, by its last day; what has none comes last.
pub fn follow_ups<'a>(book: &'a Book, figures: &Figures, nodes: Range<usize>) -> Vec<FollowUp<'a>> {
    let mut open: Vec<FollowUp<'a>> = nodes
        .flat_map(|node| {
            let visits = match figures.tree.nodes[node].spot {
                Spot::Unit(at) => &book.units()[at].visits[..],
                Spot::Unreadable(_) => &[],
            };
            let open = visits.iter().filter(|visit| visit.is_open());
            open.map(move |visit| FollowUp { node, visit })
        })
        .collect();
    open.sort_by_key(|row| (row.visit.by.is_none(), row.visit.by));
    open
}

/// A visit that asks for something to be done by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitTask {
    /// The organisation's place in [`Book::units`].
    pub unit: usize,
    /// The visit's place there.
    pub at: usize,
    /// Whether the visit itself is still to be made; else what was agreed on it is to be done.
    pub planned: bool,
}

/// What an organisation's visits ask for, each with its day.
pub(in crate::rules) fn visit_tasks(
    unit: usize,
    visits: &[Visit],
) -> impl Iterator<Item = (VisitTask, NaiveDate)> {
    let asked = move |(at, visit): (usize, &Visit)| {
        let planned = !visit.held;
        let agreed = visit.by.filter(|_| visit.is_open());
        let due = if planned { visit.on } else { agreed };
        let task = VisitTask { unit, at, planned };
        due.map(|due| (task, due))
    };
    visits.iter().enumerate().filter_map(asked)
}

impl VisitTask {
    fn visit<'a>(&self, book: &'a Book) -> Option<&'a Visit> {
        book.units()[self.unit].visits.get(self.at)
    }

    pub(in crate::rules) fn action(&self, book: &Book) -> Message {
        let agreed = self.visit(book).and_then(|visit| visit.agreed.as_deref());
        if self.planned {
            Message::info("agenda.visit")
        } else {
            Message::info("agenda.follow-up").with("agreed", agreed.unwrap_or_default())
        }
    }

    pub(in crate::rules) fn who(&self, book: &Book) -> Label {
        let who = self.visit(book).map(|visit| visit.who.clone());
        let who = who.unwrap_or_default();
        Label {
            vi: who.clone(),
            en: who,
        }
    }

    pub(in crate::rules) fn basis(&self, book: &Book) -> Option<Arg> {
        let source = self.visit(book)?.source.as_deref()?;
        Some(source.into())
    }
}

/// Puts in, over the row at a place, or (with none) takes away a visit to an organisation.
pub fn set_visit(
    book: &Book,
    id: &UnitId,
    at: Option<usize>,
    row: Option<Visit>,
    today: NaiveDate,
) -> Result<Change, Refusal> {
    let visits = &unit(book, id)?.visits;
    let rows = match (row, at) {
        (Some(row), at) => {
            let been = row.on.filter(|_| row.held);
            if let Some(ahead) = been.max(row.done).filter(|day| *day > today) {
                return Err(Refusal::Future(ahead));
            }
            put(visits, at, row)
        }
        (None, Some(at)) => drop_row(visits, at),
        (None, None) => visits.clone(),
    };
    Ok(Change::SetUnit(id.clone(), UnitField::Visits(rows)))
}
