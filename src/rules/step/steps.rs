//! Steps of a file, worded as changes: forward through the gates, back, a pause, a way out, another cell.

use crate::model::{
    CandidateField, Change, Code, Handover, NOTE_LIMIT, Place, Refusal, Step, UnitId, tidy,
};
use crate::rules::count::standing::State;
use crate::rules::edits::moves::unit;
use crate::rules::{Case, Known, Missing, Rules};
use chrono::NaiveDate;

/// A step that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct StepTo<'a> {
    /// To which stage; none: to the next one of the route.
    pub to: Option<&'a Code>,
    /// The day it is made.
    pub on: NaiveDate,
    /// Why it goes back, or on without what is owed.
    pub why: Option<&'a str>,
}

impl StepTo<'_> {
    /// To the next stage on a day.
    pub fn next(on: NaiveDate) -> Self {
        Self {
            to: None,
            on,
            why: None,
        }
    }
}

fn reason(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let tidied = text.map(|t| tidy(t, NOTE_LIMIT)).transpose()?;
    Ok(tidied.filter(|t| !t.is_empty()))
}

/// Refuses what is owed, unless a reason is given to go on without it. True if it is forced.
fn forced(owed: Vec<Missing>, go_on: bool) -> Result<bool, Refusal> {
    match (owed.is_empty(), go_on) {
        (true, _) => Ok(false),
        (false, true) => Ok(true),
        (false, false) => {
            let owed = owed.into_iter().map(|missing| missing.what).collect();
            Err(Refusal::Missing(owed))
        }
    }
}

impl Case<'_> {
    fn not_ahead(&self, on: NaiveDate) -> Result<(), Refusal> {
        if on > self.known.today {
            Err(Refusal::Future(on))
        } else {
            Ok(())
        }
    }

    fn with_step(&self, step: Step) -> Change {
        let mut steps = self.person.steps.clone();
        steps.push(step);
        self.with_steps(steps)
    }

    fn with_steps(&self, steps: Vec<Step>) -> Change {
        Change::SetCandidate(self.person.id.clone(), CandidateField::Steps(steps))
    }

    /// What is missing to reach a stage on a day, or the next one of the route, after all steps on
    /// record. Nothing is owed backwards, and nothing where nobody knows the stage.
    pub fn owed_to(&self, to: Option<&Code>, on: NaiveDate) -> Vec<Missing> {
        let Some(here) = self.whole().now().map(|now| now.stage) else {
            return Vec::new();
        };
        let target = match to {
            Some(id) => self.known.rules.procedure.index(id),
            None => self.after(here, on),
        };
        match target {
            Some(target) if target > here => self.missing(here..target, on),
            _ => Vec::new(),
        }
    }

    /// To a stage, or to the next one of the route where none is named. Back only with a reason;
    /// forward through the gates between, or with a reason past what is missing.
    pub fn advance(&self, step: StepTo<'_>) -> Result<Change, Refusal> {
        let StepTo { to, on, why } = step;
        let rules = self.known.rules;
        self.not_ahead(on)?;
        let stages = &rules.procedure.stages;
        let now = self.whole().now();
        if now.is_some_and(|now| now.state != State::Active) {
            return Err(Refusal::NotActive);
        }
        let to = match (to, now) {
            (Some(stage), _) => {
                Rules::require(stage, stages.iter().map(|s| &s.id))?;
                stage
            }
            (None, Some(now)) => {
                let next = self.after(now.stage, on).ok_or(Refusal::LastStage)?;
                &stages[next].id
            }
            // Nobody knows what comes next.
            (None, None) => return Err(self.must_be_mended()),
        };
        let reason = reason(why)?;
        if let (Some(now), Some(target)) = (now, rules.procedure.index(to)) {
            if target == now.stage {
                return Err(Refusal::SameStage);
            }
            if target < now.stage && reason.is_none() {
                return Err(Refusal::NeedsReason);
            }
            if target > now.stage {
                let ids = stages.iter().map(|stage| &stage.id);
                Rules::require(to, ids.filter(|id| self.on_route(id, on)))?;
            }
        }
        let forced = forced(self.owed_to(Some(to), on), reason.is_some())?;
        Ok(self.with_step(Step {
            reason,
            forced,
            ..Step::plain(on, Place::Stage(to.clone()))
        }))
    }

    /// Lets the file rest, with a reason.
    pub fn pause(&self, on: NaiveDate, why: &str) -> Result<Change, Refusal> {
        self.leave(Place::Paused, on, why, false)
    }

    /// Closes the file by a way out of the procedure, with a reason. What the way out owes (the
    /// votes of a strike-off) is refused once and may then be forced.
    pub fn stop(
        &self,
        exit: &Code,
        on: NaiveDate,
        why: &str,
        force: bool,
    ) -> Result<Change, Refusal> {
        let procedure = &self.known.rules.procedure;
        Rules::require(exit, procedure.exits.iter().map(|e| &e.id))?;
        let from = procedure.exit(exit).map_or(&[][..], |row| &row.from);
        let here = self.whole().now();
        let here = here.map(|now| &procedure.stages[now.stage].id);
        if !from.is_empty() && here.is_none_or(|here| !from.contains(here)) {
            return Err(Refusal::NoSuchExitHere);
        }
        let forced = forced(self.missing_for_exit(exit, on), force)?;
        self.leave(Place::Exit(exit.clone()), on, why, forced)
    }

    fn leave(&self, to: Place, on: NaiveDate, why: &str, forced: bool) -> Result<Change, Refusal> {
        let state = self.whole().now().map(|now| &now.state);
        let resting = matches!(state, Some(State::Paused(_)));
        match state {
            Some(State::Ended(..)) => return Err(Refusal::NotActive),
            Some(State::Paused(_)) if to == Place::Paused => return Err(Refusal::NotActive),
            Some(State::Paused(_) | State::Active) | None => {}
        }
        let reason = reason(Some(why))?;
        if reason.is_none() && !resting {
            return Err(Refusal::NeedsReason);
        }
        Ok(self.with_step(Step {
            reason,
            forced,
            ..Step::plain(on, to)
        }))
    }

    /// Takes a paused or closed file up again at the stage it had.
    pub fn resume(&self, on: NaiveDate) -> Result<Change, Refusal> {
        let now = self.whole().now().ok_or(Refusal::NotStopped)?;
        if now.state == State::Active {
            return Err(Refusal::NotStopped);
        }
        let stage = self.known.rules.procedure.stages[now.stage].id.clone();
        Ok(self.with_step(Step::plain(on, Place::Stage(stage))))
    }

    /// Corrects the day on which the present stage was entered.
    pub fn redate(&self, on: NaiveDate) -> Result<Change, Refusal> {
        self.not_ahead(on)?;
        let now = self.whole().now().ok_or(Refusal::SameStage)?;
        let mut steps = self.person.steps.clone();
        steps[now.entry].on = on;
        Ok(self.with_steps(steps))
    }

    /// Hands the file over to another cell of the book, with its papers and its way: nothing is
    /// done anew. An admission stays with the cell that made it.
    pub fn hand_over(&self, to: &UnitId, on: NaiveDate) -> Result<Change, Refusal> {
        self.not_ahead(on)?;
        let Known { book, rules, .. } = self.known;
        let target = unit(book, to)?;
        if target.id == self.unit.id {
            return Err(Refusal::SameCell);
        }
        let kind = rules.kind_of(target, on);
        if kind.is_some_and(|kind| !kind.holds_candidates) {
            return Err(Refusal::NotACell);
        }
        let mut person = self.person.clone();
        person.handovers.push(Handover {
            on,
            from: self.unit.id.clone(),
        });
        Ok(Change::Many(vec![
            Change::RemoveCandidate(self.person.id.clone()),
            Change::AddCandidate(target.id.clone(), Box::new(person)),
        ]))
    }
}
