//! Where a candidate stands, derived from the steps on record; never stored.

use crate::model::{Candidate, Code, Counting, Place};
use crate::rules::procedure::{Event, Procedure};
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
    /// Days the file rested since, without the rest that still goes on.
    pub rested: u32,
    /// Which step entered it.
    pub entry: usize,
    /// Whether the file moves.
    pub state: State,
    /// The day of admission as the book counts it, if admitted by then.
    pub admitted: Option<NaiveDate>,
    /// That was in a body that is not of this book: a member, but no admission of it.
    pub elsewhere: bool,
    /// A step led back, so the person may have been further on an earlier day.
    pub back: bool,
}

impl Standing {
    /// The day of an admission that this book counts.
    pub fn admitted_here(&self) -> Option<NaiveDate> {
        self.admitted.filter(|_| !self.elsewhere)
    }

    /// Whether the file is open: neither closed nor through.
    pub fn is_open(&self, procedure: &Procedure) -> bool {
        !matches!(self.state, State::Ended(..)) && !procedure.stages[self.stage].last
    }
}

/// A stage on the walked path: the day it was first reached, the last step that entered it, and
/// the days the file rested since.
#[derive(Debug)]
struct Walked {
    stage: usize,
    reached: NaiveDate,
    entry: usize,
    rested: i64,
}

/// The way of a person as it stands on a day. A step back takes back what lay beyond it, an
/// admission too; back to a stage that was walked before, the day it was first reached still counts.
#[derive(Debug)]
pub(in crate::rules) struct Way {
    path: Vec<Walked>,
    state: State,
    back: bool,
}

impl Way {
    /// Walks the steps up to a day. A stage that is not of this procedure is passed over once
    /// there is a step to one that is; `None` where there is none after it.
    pub(in crate::rules) fn walked(
        person: &Candidate,
        procedure: &Procedure,
        day: NaiveDate,
    ) -> Option<Self> {
        let mut path: Vec<Walked> = Vec::with_capacity(procedure.stages.len());
        let mut state = State::Active;
        let mut resting = None;
        let mut back = false;
        let mut before = NaiveDate::MIN;
        let mut lost = false;
        for (at, step) in person.steps.iter().enumerate() {
            if step.on > day {
                break;
            }
            back |= step.on < before;
            before = step.on;
            match &step.to {
                Place::Paused => {
                    state = State::Paused(step.on);
                    resting = resting.or(Some(step.on));
                }
                Place::Exit(exit) => {
                    state = State::Ended(exit.clone(), step.on);
                    resting = resting.or(Some(step.on));
                }
                Place::Stage(id) => {
                    // Most steps go to the next stage; to compare with one is less than with all.
                    let next = path.last().map_or(0, |last| last.stage + 1);
                    let ahead = procedure.stages.get(next).is_some_and(|s| s.id == *id);
                    let known = if ahead {
                        Some(next)
                    } else {
                        procedure.index(id)
                    };
                    lost = known.is_none();
                    let Some(stage) = known else { continue };
                    if let Some((last, since)) = path.last_mut().zip(resting.take()) {
                        last.rested += (step.on - since).num_days();
                    }
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
                        } else {
                            back = true;
                        }
                    }
                    path.push(Walked {
                        stage,
                        reached,
                        entry: at,
                        rested: 0,
                    });
                }
            }
        }
        (!lost).then_some(Self { path, state, back })
    }

    /// The day on which a stage, or one beyond it, was first reached.
    pub(in crate::rules) fn reached(&self, stage: usize) -> Option<NaiveDate> {
        let beyond = self.path.iter().find(|w| w.stage >= stage);
        beyond.map(|w| w.reached)
    }

    /// The stages that were left for a later one, each with its days: from the last time it was
    /// entered to the day the next was first reached, without the days the file rested.
    pub(in crate::rules) fn stays<'a>(
        &'a self,
        person: &'a Candidate,
    ) -> impl Iterator<Item = (usize, u32)> + 'a {
        self.path.windows(2).map(|pair| {
            let entered = person.steps[pair[0].entry].on;
            let days = (pair[1].reached - entered).num_days() - pair[0].rested;
            (pair[0].stage, u32::try_from(days).unwrap_or(0))
        })
    }
}

/// Where a person stands on a day. `None` where no step is on record by then or the last stage is
/// not of this procedure.
pub fn standing(
    person: &Candidate,
    procedure: &Procedure,
    counting: Counting,
    day: NaiveDate,
) -> Option<Standing> {
    Way::walked(person, procedure, day)?.standing(person, procedure, counting)
}

impl Way {
    /// Where the person stands who walked it.
    pub(in crate::rules) fn standing(
        &self,
        person: &Candidate,
        procedure: &Procedure,
        counting: Counting,
    ) -> Option<Standing> {
        let last = self.path.last()?;
        let entered = |event: Counting| {
            let event = Some(Event::counted(event));
            let mut path = self.path.iter();
            path.find(|w| procedure.stages[w.stage].enters == event)
        };
        let (decision, ceremony) = (entered(Counting::Decision), entered(Counting::Ceremony));
        // A decision that no ceremony followed is annulled (06-HD/TW 3.9c): nobody was admitted.
        let dropped = ceremony.is_none() && matches!(self.state, State::Ended(..));
        let counts = match counting {
            Counting::Ceremony => ceremony,
            Counting::Decision => decision.filter(|_| !dropped).or(ceremony),
        };
        let held_elsewhere = |w: &Walked| person.steps[w.entry].elsewhere;
        let admitted = counts.map(|w| w.reached);
        Some(Standing {
            stage: last.stage,
            since: person.steps[last.entry].on,
            rested: u32::try_from(last.rested).unwrap_or(0),
            entry: last.entry,
            state: self.state.clone(),
            admitted,
            elsewhere: counts.into_iter().chain(ceremony).any(held_elsewhere),
            back: self.back,
        })
    }
}
