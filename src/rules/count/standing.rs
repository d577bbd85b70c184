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
    /// The day the stage was entered; where a list named the person without any step, the day of
    /// the import.
    pub since: NaiveDate,
    /// Whether it is known since when.
    pub since_known: bool,
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
    /// A step led back or came after an end, so the person may have been further on an earlier day.
    pub back: bool,
}

impl Standing {
    /// The day the stage was entered, where it is known.
    pub fn known_since(&self) -> Option<NaiveDate> {
        self.since_known.then_some(self.since)
    }

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
/// After an end a step to an earlier stage begins anew; one to the same stage or a later one goes on,
/// and whoever is a member stays one since the first day.
#[derive(Debug)]
pub(in crate::rules) struct Way {
    path: Vec<Walked>,
    state: State,
    back: bool,
    /// The step with which it began anew, if it did.
    begun: usize,
}

impl Way {
    /// Walks the steps up to a day. A stage that is not of this procedure is passed over once
    /// there is a step to one that is; `None` where there is none after it.
    pub(in crate::rules) fn walked(
        person: &Candidate,
        procedure: &Procedure,
        day: NaiveDate,
    ) -> Option<Self> {
        let mut way = Self {
            path: Vec::with_capacity(procedure.stages.len()),
            state: State::Active,
            back: false,
            begun: 0,
        };
        let mut resting = None;
        let mut ended = false;
        let mut before = NaiveDate::MIN;
        let mut lost = false;
        for (at, step) in person.steps.iter().enumerate() {
            if step.on > day {
                break;
            }
            way.back |= step.on < before;
            before = step.on;
            match &step.to {
                Place::Paused => {
                    way.state = State::Paused(step.on);
                    resting = resting.or(Some(step.on));
                }
                Place::Exit(exit) => {
                    way.state = State::Ended(exit.clone(), step.on);
                    resting = resting.or(Some(step.on));
                    ended = true;
                }
                Place::Stage(id) => {
                    // Most steps go to the next stage; to compare with one is less than with all.
                    let next = way.path.last().map_or(0, |last| last.stage + 1);
                    let ahead = procedure.stages.get(next).is_some_and(|s| s.id == *id);
                    let known = if ahead {
                        Some(next)
                    } else {
                        procedure.index(id)
                    };
                    lost = known.is_none();
                    let Some(stage) = known else { continue };
                    if let Some((last, since)) = way.path.last_mut().zip(resting.take()) {
                        last.rested += (step.on - since).num_days();
                    }
                    let rested = std::mem::replace(&mut way.state, State::Active) != State::Active;
                    let here = way.path.last().is_some_and(|last| last.stage == stage);
                    let reached = if std::mem::take(&mut ended) {
                        way.after_end(procedure, stage, at)
                    } else if rested && here {
                        continue;
                    } else {
                        way.path
                            .iter()
                            .find(|w| w.stage == stage)
                            .map(|w| w.reached)
                    };
                    while let Some(last) = way.path.pop_if(|last| last.stage >= stage) {
                        way.back |= last.stage != stage;
                    }
                    way.path.push(Walked {
                        stage,
                        reached: reached.unwrap_or(step.on),
                        entry: at,
                        rested: 0,
                    });
                }
            }
        }
        (!lost).then_some(way)
    }

    /// Takes up a file that was closed at a stage: the day on which that was first reached, for a
    /// member who is one again. At an earlier stage the way begins anew.
    fn after_end(&mut self, procedure: &Procedure, stage: usize, at: usize) -> Option<NaiveDate> {
        self.back = true;
        let here = self.path.last().map(|last| last.stage);
        let joined = self.entered(procedure, Counting::Ceremony).map(|w| w.stage);
        let stays = joined.is_some_and(|joined| joined < stage || here == Some(stage));
        if !stays && here.is_some_and(|here| stage < here) {
            self.begun = at;
        }
        let first = self.path.iter().find(|w| stays && w.stage == stage);
        first.map(|w| w.reached)
    }

    /// Where the event that admissions are counted by came about on the way that is being walked.
    fn entered(&self, procedure: &Procedure, event: Counting) -> Option<&Walked> {
        let event = Some(Event::counted(event));
        let mut path = self.path.iter().filter(|w| w.entry >= self.begun);
        path.find(|w| procedure.stages[w.stage].enters == event)
    }

    /// The day on which a stage, or one beyond it, was first reached.
    pub(in crate::rules) fn reached(&self, stage: usize) -> Option<NaiveDate> {
        let beyond = self.path.iter().find(|w| w.stage >= stage);
        beyond.map(|w| w.reached)
    }

    /// The first day of the way that is being walked, where one came to its end before.
    pub(in crate::rules) fn begun(&self, person: &Candidate) -> Option<NaiveDate> {
        (self.begun > 0).then(|| person.steps[self.begun].on)
    }

    /// The stages that were left for a later one, each with its days: from the last time it was
    /// entered to the day the next was first reached, without the days the file rested. Of a way that
    /// was taken over from a list only those of which it tells both ends.
    pub(in crate::rules) fn stays<'a>(
        &'a self,
        person: &'a Candidate,
        procedure: &'a Procedure,
    ) -> impl Iterator<Item = (usize, u32)> + 'a {
        let told = |pair: &&[Walked]| {
            let (left, next) = (&pair[0], &pair[1]);
            let steps = [left, next].map(|walked| &person.steps[walked.entry]);
            let skipped = || {
                let mut between = procedure.stages[left.stage + 1..next.stage].iter();
                between.any(|stage| stage.chains.is_empty())
            };
            let listed = steps.iter().any(|step| step.taken_over.is_some());
            !listed || !(steps[0].is_since_unknown(&procedure.first().id) || skipped())
        };
        self.path.windows(2).filter(told).map(|pair| {
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
        let entered = |event| self.entered(procedure, event);
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
            since_known: !person.steps[last.entry].is_since_unknown(&procedure.first().id),
            rested: u32::try_from(last.rested).unwrap_or(0),
            entry: last.entry,
            state: self.state.clone(),
            admitted,
            elsewhere: counts.into_iter().chain(ceremony).any(held_elsewhere),
            back: self.back,
        })
    }
}
