//! What held people and organisations back in a year, counted by code.

use super::{Ground, Seen};
use crate::model::{Book, Cause, Code, Unit};
use crate::rules::Rules;
use crate::rules::data::CauseKind;
use crate::rules::figures::Figures;
use crate::rules::standing::{Standing, State};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// One cause, wherever it held in the year up to the day of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseCount {
    /// Its code.
    pub code: Code,
    /// Objective or subjective; none where the data file does not know the code.
    pub kind: Option<CauseKind>,
    /// Times it still holds on the day of the figures.
    pub open: u32,
    /// Times on a candidate. With the end of a file its causes end.
    pub candidates: u32,
    /// Times on a cell.
    pub cells: u32,
    /// Times on a committee.
    pub committees: u32,
    /// The organisations it weighs on, themselves or through their people, by their places in the
    /// book, in the order of the tree.
    pub units: Vec<usize>,
    /// Times that it says where it is known from.
    pub sourced: u32,
    /// Where it is known from, each once.
    pub sources: Vec<String>,
}

impl CauseCount {
    /// Times it held in the year.
    pub fn times(&self) -> u32 {
        self.candidates + self.cells + self.committees
    }
}

/// The causes on a node and all below it (0: in the whole book), the most frequent first.
pub fn causes(book: &Book, rules: &Rules, figures: &Figures, node: usize) -> Vec<CauseCount> {
    let ground = Ground::new(book, rules, figures, node);
    let mut counter = Counter::new(&ground);
    for (at, unit) in ground.units() {
        counter.unit(at, unit);
        for seen in ground.people(at, unit) {
            counter.person(&seen);
        }
    }
    counter.done()
}

pub(super) struct Counter<'a> {
    ground: &'a Ground<'a>,
    first: NaiveDate,
    counts: Vec<CauseCount>,
}

impl<'a> Counter<'a> {
    pub(super) fn new(ground: &'a Ground<'a>) -> Self {
        let first = NaiveDate::from_ymd_opt(ground.year(), 1, 1);
        Self {
            ground,
            first: first.unwrap_or(NaiveDate::MIN),
            counts: Vec::new(),
        }
    }

    pub(super) fn unit(&mut self, at: usize, unit: &Unit) {
        let kind = self.ground.rules.kind(&unit.kind);
        let cell = kind.is_some_and(|kind| kind.holds_candidates);
        for cause in &unit.causes {
            if let Some(count) = self.count(at, cause, cause.until) {
                if cell {
                    count.cells += 1;
                } else {
                    count.committees += 1;
                }
            }
        }
    }

    pub(super) fn person(&mut self, seen: &Seen<'a>) {
        if seen.person.causes.is_empty() {
            return;
        }
        let then = self.ground.then(seen);
        let closed = then.as_deref().and_then(|then| self.closed(then));
        for cause in &seen.person.causes {
            // Written down after the end, it held on that one day.
            let closed = closed.map(|closed| closed.max(cause.from));
            let ends = cause.until.into_iter().chain(closed).min();
            if let Some(count) = self.count(seen.line.unit as usize, cause, ends) {
                count.candidates += 1;
            }
        }
    }

    /// The day on which a file came to its end.
    fn closed(&self, then: &Standing) -> Option<NaiveDate> {
        match then.state {
            State::Ended(_, on) => Some(on),
            _ => self.ground.rules.procedure.stages[then.stage]
                .last
                .then_some(then.since),
        }
    }

    /// The count of a cause, if it held in the year.
    fn count(
        &mut self,
        at: usize,
        cause: &Cause,
        ends: Option<NaiveDate>,
    ) -> Option<&mut CauseCount> {
        let day = self.ground.day;
        if day < cause.from || ends.is_some_and(|ends| ends < self.first) {
            return None;
        }
        let place = self.counts.iter().position(|row| row.code == cause.code);
        let place = place.unwrap_or_else(|| {
            self.counts.push(CauseCount {
                code: cause.code.clone(),
                kind: self.ground.rules.cause(&cause.code).map(|row| row.kind),
                open: 0,
                candidates: 0,
                cells: 0,
                committees: 0,
                units: Vec::new(),
                sourced: 0,
                sources: Vec::new(),
            });
            self.counts.len() - 1
        });
        let count = &mut self.counts[place];
        count.open += u32::from(ends.is_none_or(|ends| day < ends));
        if count.units.last() != Some(&at) {
            count.units.push(at);
        }
        if let Some(source) = &cause.source {
            count.sourced += 1;
            if !count.sources.contains(source) {
                count.sources.push(source.clone());
            }
        }
        Some(count)
    }

    pub(super) fn done(mut self) -> Vec<CauseCount> {
        let known = &self.ground.rules.causes;
        let place = |code: &Code| known.iter().position(|row| row.id == *code);
        self.counts.sort_by_cached_key(|count| {
            let at = place(&count.code).unwrap_or(usize::MAX);
            (
                Reverse(count.open),
                Reverse(count.times()),
                at,
                count.code.clone(),
            )
        });
        self.counts
    }
}
