//! What would be if somebody dropped out, took longer, or came in: a forecast beside the real one.

use super::Forecast;
use super::class::{Class, Outlook, Why};
use super::desk::Desk;
use super::outlook::Ask;
use crate::model::{CandidateId, UnitId};
use crate::rules::count::line::Line;
use crate::rules::count::standing::{Standing, State};
use crate::rules::procedure::route::passage;
use crate::rules::{Counted, Known};

/// What is supposed; nothing of it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIf {
    /// Files that are closed.
    pub drop: Vec<CandidateId>,
    /// Files that stay in their present stage so many days longer.
    pub delay: Vec<(CandidateId, u32)>,
    /// New files: the cell, the stage they begin in today (its place in [`crate::rules::Rules::procedure`]), and
    /// how many.
    pub add: Vec<(UnitId, usize, u32)>,
}

impl Forecast {
    /// The forecast as it would be. Who is admitted already stays so, and a file at rest rests;
    /// new people stand in the numbers alone.
    #[must_use]
    pub fn what_if(&self, counted: Counted<'_>, supposed: &WhatIf) -> Self {
        let Counted { book, figures, .. } = counted;
        let mut other = self.clone();
        let mut desk = Desk::new(counted, self.pace.clone(), self.deadline);
        let open = |line: &Line| self.of(*line).is_some_and(|seen| seen.is_open());
        let line = |id: &CandidateId| {
            let (unit, person) = book.candidate(id)?;
            Line::find(book, &unit.id, &person.id).filter(open)
        };
        for (id, days) in &supposed.delay {
            let Some(line) = line(id) else { continue };
            let now = figures.standing(line).filter(|now| desk.waits(now));
            if let Some(seen) = now.and_then(|now| desk.slower(line, now, *days)) {
                other.put(line, seen);
            }
        }
        for line in supposed.drop.iter().filter_map(line) {
            let stage = other.own[line.unit as usize].outlooks[line.slot as usize].stage;
            other.put(line, Outlook::plain(Class::Closed, Why::Apart, stage));
        }
        for (id, stage, people) in &supposed.add {
            let seen = book.position(id).and_then(|at| desk.fresh(at, *stage));
            if let Some((at, seen)) = book.position(id).zip(seen) {
                other.own[at].classes.add(seen.class, *people);
            }
        }
        other.roll_up(book, figures);
        other
    }
}

impl Desk<'_> {
    /// Whether a file is still short of the admission.
    fn waits(&self, now: &Standing) -> bool {
        now.admitted.is_none() && now.stage < self.admitted
    }

    /// What becomes of a file that stays so many days longer where it is.
    fn slower(&mut self, line: Line, now: &Standing, days: u32) -> Option<Outlook> {
        let unit = line.unit as usize;
        let chain = self.chain(unit)?;
        let road = self.road(unit, chain, None);
        self.ask(line, road, now, days)
    }

    /// What becomes of a new file that begins in a stage today.
    fn fresh(&mut self, unit: usize, stage: usize) -> Option<Outlook> {
        let (book, term) = (self.book, self.term);
        let now = Standing {
            stage,
            since: term.today,
            since_known: true,
            rested: 0,
            entry: 0,
            state: State::Active,
            admitted: None,
            elsewhere: false,
            back: false,
        };
        if !self.waits(&now) {
            return None;
        }
        let of = &book.units()[unit];
        let chain = passage(Known::new(book, self.rules, term.today), of, term.today).chain;
        let road = self.road(unit, chain, None);
        let road = self.road_by(unit, road, stage);
        let ask = Ask {
            road: &self.roads[road],
            pace: &self.pace,
            term,
            unit: (unit, of),
            now: &now,
            delay: 0,
        };
        ask.outlook(None)
    }
}
