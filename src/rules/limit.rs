//! Time limits of a person's file: which clocks run, since when, until when, by which rule.

use super::Rules;
use super::procedure::{Event, Limit, LimitKind, Procedure};
use super::standing::{Standing, State, Way};
use crate::model::{Candidate, PaperState};
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
    /// The last day in time; for a wait, the first day on which it is over.
    pub due: NaiveDate,
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

/// The dated events of one person's file, looked up by what the rows of the procedure name.
struct File<'a> {
    rules: &'a Rules,
    person: &'a Candidate,
    way: Way,
}

impl File<'_> {
    /// The day of an event: a vote that carried, else the day on the paper, else the day on which
    /// the stage that begins with it, or one beyond, was first reached.
    fn day(&self, event: Event) -> Option<NaiveDate> {
        let Self { rules, person, way } = self;
        match event {
            Event::DecisionReceived => return self.day(Event::DecisionIssued),
            Event::ProbationEnd => {
                let start = self.day(Event::Ceremony)?;
                let wait = rules.on(start).limits.iter();
                let length = wait.clone().find(|l| l.clock.to == event)?.length;
                return Some(rules.calendar.due(start, length));
            }
            _ => {}
        }
        let procedure = &rules.procedure;
        let carried = person.votes.iter().rev().find(|vote| {
            let set = rules.on(vote.on);
            let rule = set.votes.iter().find(|r| r.event == Some(event));
            rule.is_some_and(|r| r.stage == vote.stage && vote.agree >= r.share.needed(vote.n))
        });
        let on_paper = || {
            let papers = person.papers.iter().filter(|paper| {
                paper.state == PaperState::Valid
                    && procedure.paper(&paper.form).and_then(|row| row.event) == Some(event)
            });
            papers.filter_map(|paper| paper.on).max()
        };
        let reached = || {
            let stages = &procedure.stages;
            let stage = stages.iter().position(|s| s.enters == Some(event))?;
            way.reached(stage)
        };
        carried.map(|v| v.on).or_else(on_paper).or_else(reached)
    }

    fn running<'a>(&self, rules: &'a Rules, limit: &'a Limit) -> Option<Running<'a>> {
        let set = rules.on(self.day(limit.clock.from)?);
        let limit = set.limit(limit.id.as_str()).unwrap_or(limit);
        let start = self.day(limit.clock.from)?;
        if self.day(limit.clock.to).is_some() && limit.kind != LimitKind::Wait {
            return None;
        }
        Some(Running {
            limit,
            set,
            start,
            due: rules.calendar.due(start, limit.length),
        })
    }
}

/// The limits that run for a person who is on the way, by their due days. A wait runs until it is
/// over; a limit whose clock starts in the future does not run yet.
pub fn running<'a>(
    rules: &'a Rules,
    person: &Candidate,
    now: &Standing,
    today: NaiveDate,
) -> Vec<Running<'a>> {
    if now.state != State::Active {
        return Vec::new();
    }
    let Some(way) = Way::walked(person, &rules.procedure, today) else {
        return Vec::new();
    };
    let file = File { rules, person, way };
    let limits = rules.on(today).limits.iter();
    let mut running: Vec<Running<'_>> = limits
        .filter_map(|limit| file.running(rules, limit))
        .filter(|r| r.start <= today && (r.limit.kind != LimitKind::Wait || today < r.due))
        .collect();
    running.sort_by_key(|r| r.due);
    running
}

/// The limit that presses most: what must be done first, else what loses its worth first.
pub fn pressing<'a>(running: &[Running<'a>]) -> Option<Running<'a>> {
    let of = |kind| running.iter().find(|r| r.limit.kind == kind).copied();
    of(LimitKind::Deadline).or_else(|| of(LimitKind::Life))
}
