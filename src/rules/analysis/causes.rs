//! What held people and organisations back in a year, counted by code.

use super::{Ground, Seen};
use crate::model::{Cause, Code, Remedy, Unit};
use crate::rules::Counted;
use crate::rules::count::line::Line;
use crate::rules::count::standing::{Standing, State};
use crate::rules::procedure::data::CauseKind;
use chrono::NaiveDate;
use std::cmp::Reverse;

/// A remedy that is not done on the day of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// The organisation it is for, itself or through its people, by its place in the book.
    pub unit: usize,
    /// The person it is for; none where it is for the organisation.
    pub line: Option<Line>,
    /// What is to be done, by whom, by when.
    pub remedy: Remedy,
}

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
    /// What is being done against it, the first due first. A cause that holds no more stays here
    /// until that is done.
    pub under_way: Vec<UnderWay>,
}

impl CauseCount {
    /// Times it held in the year.
    pub fn times(&self) -> u32 {
        self.candidates + self.cells + self.committees
    }
}

/// The causes on a node and all below it (0: in the whole book), the most frequent first.
pub fn causes(counted: Counted<'_>, node: usize) -> Vec<CauseCount> {
    let ground = Ground::new(counted, node);
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
        let Ground { rules, figures, .. } = self.ground;
        let cell = rules.is_cell(unit, figures.today);
        for cause in &unit.causes {
            if let Some(count) = self.count(at, cause, cause.until) {
                if cell {
                    count.cells += 1;
                } else {
                    count.committees += 1;
                }
            }
        }
        self.remedies(at, None, &unit.remedies);
    }

    pub(super) fn person(&mut self, seen: &Seen<'a>) {
        let person = seen.person;
        if person.causes.is_empty() && person.remedies.is_empty() {
            return;
        }
        let unit = seen.line.unit as usize;
        self.remedies(unit, Some(seen.line), &person.remedies);
        let then = self.ground.then(seen);
        let closed = then.as_deref().and_then(|then| self.closed(then));
        for cause in &person.causes {
            // Written down after the end, it held on that one day.
            let closed = closed.map(|closed| closed.max(cause.from));
            let ends = cause.until.into_iter().chain(closed).min();
            if let Some(count) = self.count(unit, cause, ends) {
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
        let count = self.row(&cause.code);
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

    fn remedies(&mut self, unit: usize, line: Option<Line>, remedies: &[Remedy]) {
        let day = self.ground.day;
        let open = |remedy: &&Remedy| remedy.done.is_none_or(|done| day < done);
        for remedy in remedies.iter().filter(open) {
            self.row(&remedy.cause).under_way.push(UnderWay {
                unit,
                line,
                remedy: remedy.clone(),
            });
        }
    }

    fn row(&mut self, code: &Code) -> &mut CauseCount {
        let place = self.counts.iter().position(|row| row.code == *code);
        let place = place.unwrap_or_else(|| {
            self.counts.push(CauseCount {
                code: code.clone(),
                kind: self.ground.rules.cause(code).map(|row| row.kind),
                open: 0,
                candidates: 0,
                cells: 0,
                committees: 0,
                units: Vec::new(),
                sourced: 0,
                sources: Vec::new(),
                under_way: Vec::new(),
            });
            self.counts.len() - 1
        });
        &mut self.counts[place]
    }

    pub(super) fn done(mut self) -> Vec<CauseCount> {
        for count in &mut self.counts {
            // Without a day comes last.
            let due = |row: &UnderWay| (row.remedy.by.is_none(), row.remedy.by);
            count.under_way.sort_by_key(due);
        }
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
