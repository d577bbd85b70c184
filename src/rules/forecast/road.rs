//! The way to the admission that the cells of one committee and chain share, with all that is looked up once for it.

use crate::model::{Chain, Counting};
use crate::rules::Rules;
use crate::rules::forecast::backplan::{Leg, legs};
use crate::rules::forecast::pace::Pace;
use crate::rules::forecast::path::Path;
use crate::rules::procedure::LimitKind;
use chrono::NaiveDate;

/// The way of a chain below a committee.
pub(super) struct Road<'a> {
    pub(super) path: Path<'a>,
    /// One per stage of the path.
    pub(super) legs: Vec<Leg>,
    /// The limits that may bind before the admission, each by its place in the set and the places
    /// on the path at whose ends its clock starts and stops.
    pub(super) limits: Vec<(usize, Option<usize>, Option<usize>)>,
    /// The conditions, each by its place in the set and the place on the path of its stage.
    pub(super) checks: Vec<(usize, usize)>,
}

impl<'a> Road<'a> {
    /// The way of a unit's files; a stage off the route where one of them stands may be kept in it.
    pub(super) fn new(
        rules: &'a Rules,
        pace: &Pace,
        unit: usize,
        (chain, counting, off): (Chain, Counting, Option<usize>),
        (deadline, today): (NaiveDate, NaiveDate),
    ) -> Self {
        let path = Path::new(rules, (chain, counting), today, off);
        let limits = path.set.limits.iter().enumerate();
        let limits = limits.filter_map(|(place, limit)| {
            let from = path.ends_with(limit.clock.from);
            let to = path.ends_with(limit.clock.to);
            let letter = limit.clock.from == crate::rules::procedure::Event::LetterReceived;
            let binds = match limit.kind {
                LimitKind::Wait => from.is_some_and(|from| from + 1 < path.stages.len()),
                LimitKind::Deadline | LimitKind::Life => letter || to.is_some(),
            };
            binds.then_some((place, from, to))
        });
        let checks = path.set.criteria.iter().enumerate();
        let checks = checks.filter_map(|(place, row)| {
            let stage = rules.procedure.index(&row.stage)?;
            Some((place, path.place(stage)?))
        });
        Self {
            limits: limits.collect(),
            checks: checks.collect(),
            legs: legs(&path, pace, unit, deadline),
            path,
        }
    }

    /// The stage that makes anew what a limit of the set is about, and the days that the quickest
    /// files take there.
    pub(super) fn anew(&self, pace: &Pace, limit: usize) -> Option<(usize, u32)> {
        let set = self.path.set;
        let event = set.limits[limit].clock.from;
        let made = set.papers.iter().find(|paper| paper.event == Some(event))?;
        let stage = self.path.rules.procedure.index(&made.stage)?;
        Some((stage, pace.quickest(stage).unwrap_or(0)))
    }
}
