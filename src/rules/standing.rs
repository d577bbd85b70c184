//! Where a candidate stands, derived from the steps on record; never stored.

use super::procedure::{Event, Procedure};
use crate::model::{Candidate, Code, Counting, Place};
use chrono::NaiveDate;

/// Whether the file moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// On the way.
    Active,
    /// Resting since a day.
    Paused(NaiveDate),
    /// Closed by an exit on a day.
    Ended(Code, NaiveDate),
}

/// Where a candidate stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The stage's place in the procedure.
    pub stage: usize,
    /// The day the stage was entered.
    pub since: NaiveDate,
    /// Which step entered it.
    pub entry: usize,
    /// Whether the file moves.
    pub state: State,
    /// The day of admission as the book counts it, if admitted by then.
    pub admitted: Option<NaiveDate>,
}

/// A stage on the walked path: the day it was first reached, and the last step that entered it.
struct Walked {
    stage: usize,
    reached: NaiveDate,
    entry: usize,
}

/// The way of a person as it stands on a day. A step back takes back what lay beyond it, an
/// admission too; back to a stage that was walked before, the day it was first reached still counts.
pub(super) struct Way {
    path: Vec<Walked>,
    state: State,
}

impl Way {
    /// Walks the steps up to a day. `None` where a stage is not of this procedure.
    pub(super) fn walked(
        person: &Candidate,
        procedure: &Procedure,
        day: NaiveDate,
    ) -> Option<Self> {
        let mut path: Vec<Walked> = Vec::with_capacity(procedure.stages.len());
        let mut state = State::Active;
        for (at, step) in person.steps.iter().enumerate() {
            if step.on > day {
                break;
            }
            match &step.to {
                Place::Paused => state = State::Paused(step.on),
                Place::Exit(exit) => state = State::Ended(exit.clone(), step.on),
                Place::Stage(id) => {
                    let stage = procedure.index(id)?;
                    let resumed =
                        state != State::Active && path.last().is_some_and(|l| l.stage == stage);
                    state = State::Active;
                    if resumed {
                        continue;
                    }
                    let mut reached = step.on;
                    while let Some(last) = path.pop_if(|last| last.stage >= stage) {
                        if last.stage == stage {
                            reached = last.reached;
                        }
                    }
                    path.push(Walked {
                        stage,
                        reached,
                        entry: at,
                    });
                }
            }
        }
        Some(Self { path, state })
    }

    /// The day on which a stage, or one beyond it, was first reached.
    pub(super) fn reached(&self, stage: usize) -> Option<NaiveDate> {
        let beyond = self.path.iter().find(|w| w.stage >= stage);
        beyond.map(|w| w.reached)
    }
}

/// Where a person stands on a day. `None` where no step is on record by then or a stage is not of
/// this procedure.
pub fn standing(
    person: &Candidate,
    procedure: &Procedure,
    counting: Counting,
    day: NaiveDate,
) -> Option<Standing> {
    let Way { path, state } = Way::walked(person, procedure, day)?;
    let &Walked { stage, entry, .. } = path.last()?;
    let day_of = |event: Counting| {
        let event = Some(Event::counted(event));
        path.iter()
            .find(|w| procedure.stages[w.stage].enters == event)
            .map(|w| w.reached)
    };
    let ceremony = day_of(Counting::Ceremony);
    let admitted = match counting {
        Counting::Ceremony => ceremony,
        Counting::Decision => day_of(Counting::Decision).or(ceremony),
    };
    Some(Standing {
        stage,
        since: person.steps[entry].on,
        entry,
        state,
        admitted,
    })
}
