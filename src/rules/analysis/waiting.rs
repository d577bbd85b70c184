//! Files that wait above their cell: since when, and until when the answer is due.

use super::{Ground, Seen};
use crate::model::Code;
use crate::rules::count::line::Line;
use crate::rules::count::standing::State;
use crate::rules::procedure::VoteRule;
use crate::rules::procedure::ballot::{Outcome, outcome};
use crate::rules::procedure::limit::{Running, pressing};
use crate::rules::{Case, Counted};
use chrono::NaiveDate;

/// A file on which a level above the cell is to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Whose.
    pub line: Line,
    /// The stage's place in the procedure.
    pub stage: usize,
    /// The day the stage was entered or, where the cell votes in it too, the day it voted.
    pub since: NaiveDate,
    /// Calendar days from then to today.
    pub days: i64,
}

impl Waiting {
    /// The limit by which the level above is to act, if one runs.
    pub fn limit<'a>(&self, counted: Counted<'a>) -> Option<Running<'a>> {
        pressing(Case::counted(counted, self.line).limits())
    }
}

/// The files of a node and all below it (0: of the whole book) that wait above their cell today,
/// the longest wait first.
pub fn waiting_above(counted: Counted<'_>, node: usize) -> Vec<Waiting> {
    let ground = Ground::new(counted, node);
    let mut waits = Collector::new(&ground);
    for (at, unit) in ground.units() {
        for seen in ground.people(at, unit) {
            waits.person(&seen);
        }
    }
    waits.done()
}

/// A stage in which somebody above the cell votes, with the rule under which the cell votes there first.
struct Above<'a> {
    stage: usize,
    cell: Option<&'a VoteRule>,
}

pub(super) struct Collector<'a> {
    ground: &'a Ground<'a>,
    stages: Vec<Above<'a>>,
    found: Vec<Waiting>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(ground: &'a Ground<'a>) -> Self {
        let rules = ground.rules;
        let votes = &rules.on(ground.figures.today).votes;
        let above = |(stage, id): (usize, &Code)| {
            let here = || votes.iter().filter(move |vote| vote.stage == *id);
            here().any(|vote| !vote.cell).then(|| Above {
                stage,
                cell: here().find(|vote| vote.cell),
            })
        };
        let stages = rules.procedure.stages.iter().map(|stage| &stage.id);
        Self {
            ground,
            stages: stages.enumerate().filter_map(above).collect(),
            found: Vec::new(),
        }
    }

    pub(super) fn person(&mut self, seen: &Seen<'_>) {
        let today = self.ground.figures.today;
        let Some(now) = seen.now.filter(|now| now.state == State::Active) else {
            return;
        };
        let Some(above) = self.stages.iter().find(|row| row.stage == now.stage) else {
            return;
        };
        let since = match above.cell {
            None => now.since,
            Some(rule) => match outcome(self.ground.rules, seen.person, rule, today) {
                Outcome::Carried(vote) | Outcome::GoneUp(vote) => now.since.max(vote.on),
                Outcome::Open | Outcome::Failed(_) => return,
            },
        };
        self.found.push(Waiting {
            line: seen.line,
            stage: now.stage,
            since,
            days: (today - since).num_days(),
        });
    }

    pub(super) fn done(mut self) -> Vec<Waiting> {
        self.found.sort_by_key(|wait| wait.since);
        self.found
    }
}
