//! Time limits of a person's file: which clocks run, since when, until when, by which rule.

use crate::rules::procedure::clock::Length;
use crate::rules::procedure::events::File;
use crate::rules::procedure::{Limit, LimitKind, Procedure};
use chrono::NaiveDate;

/// A limit that runs for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running<'a> {
    /// The limit, of the set in force on the day its clock started.
    pub limit: &'a Limit,
    /// That set.
    pub set: &'a Procedure,
    /// The day the clock started.
    pub start: NaiveDate,
    /// How long, without an extension.
    pub length: Length,
    /// The last day in time, with an extension that was given; for a wait, the first day on which
    /// it is over.
    pub due: NaiveDate,
    /// The day it was extended.
    pub extended: Option<NaiveDate>,
    /// The letter whose clock this is, by its place in the file.
    pub letter: Option<usize>,
}

impl Running<'_> {
    /// Days from a day to the due day; negative when past.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due - today).num_days()
    }

    /// Whether something should have been done by now.
    pub fn overdue(&self, today: NaiveDate) -> bool {
        self.limit.kind != LimitKind::Wait && self.due < today
    }
}

impl<'a> File<'a> {
    /// A limit of the set in force on the day its clock started, whatever became of it.
    pub(in crate::rules) fn clock(
        &self,
        limit: &'a Limit,
        letter: Option<usize>,
    ) -> Option<Running<'a>> {
        let rules = self.rules;
        let of = letter.map(|at| &self.person.letters[at]);
        let begun = self.day_for(limit.clock.from, of)?;
        let (known, set) = (limit, rules.on(begun));
        let limit = set.limit(limit.id.as_str()).unwrap_or(limit);
        let start = if limit.clock.from == known.clock.from {
            begun
        } else {
            self.day_for(limit.clock.from, of)?
        };
        let abroad = of.is_some_and(|letter| letter.abroad);
        let length = limit.abroad.filter(|_| abroad).unwrap_or(limit.length);
        let due = rules.calendar.due(start, length);
        let mut given = self.person.extensions.iter();
        let given = given.find(|e| e.limit == limit.id && start <= e.on);
        let extended = limit.extension.as_ref().zip(given).map(|(more, given)| {
            let due = rules.calendar.due(due, more.length);
            (given.on, due)
        });
        Some(Running {
            limit,
            set,
            start,
            length,
            due: extended.map_or(due, |(_, due)| due),
            extended: extended.map(|(on, _)| on),
            letter,
        })
    }

    /// The day on which the clock of a limit stopped.
    pub(in crate::rules) fn stopped(&self, limit: &Running<'_>) -> Option<NaiveDate> {
        let of = limit.letter.map(|at| &self.person.letters[at]);
        self.day_for(limit.limit.clock.to, of)
    }
}

/// The limit that presses most: what must be done first, else what loses its worth first.
pub fn pressing<'a>(running: &[Running<'a>]) -> Option<Running<'a>> {
    let of = |kind| running.iter().find(|r| r.limit.kind == kind).copied();
    of(LimitKind::Deadline).or_else(|| of(LimitKind::Life))
}
