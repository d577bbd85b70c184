//! Where a person stood on a day, and the admissions that a way holds.

use super::people::STAGES;
use chrono::{Datelike, NaiveDate};
use ketnap::model::{Candidate, Counting, Place, UnitId};

/// The stage in which a probation runs, and the one before it, in which a decision waits for its ceremony.
pub(super) const PROBATION: usize = 9;
pub(super) const DECIDED: usize = 8;
/// The last stage.
pub(super) const FULL: usize = 11;

/// The place of a stage in the procedure.
pub(super) fn place_of(stage: &str) -> Option<usize> {
    STAGES.iter().position(|known| *known == stage)
}

/// How a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    /// In a stage, worked on.
    Active,
    /// In a stage, at rest.
    Resting,
    /// Ended.
    Closed,
}

/// A file on a day: how it stands, in which stage, since when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) file: File,
    pub(super) stage: usize,
    pub(super) since: NaiveDate,
}

impl Standing {
    /// On the way to full membership.
    pub(super) fn is_open(&self) -> bool {
        self.file != File::Closed && self.stage != FULL
    }
}

/// How a file stands on a day; none where nothing had begun.
pub(super) fn standing(person: &Candidate, day: NaiveDate) -> Option<Standing> {
    let mut now: Option<Standing> = None;
    for step in person.steps.iter().filter(|step| step.on <= day) {
        now = Some(match (&step.to, now) {
            (Place::Stage(id), now) => {
                let stage = place_of(id.as_str())?;
                let resumed = now.filter(|now| now.file == File::Resting && now.stage == stage);
                Standing {
                    file: File::Active,
                    stage,
                    since: resumed.map_or(step.on, |now| now.since),
                }
            }
            (Place::Paused, Some(now)) => Standing {
                file: File::Resting,
                ..now
            },
            (Place::Exit(_), Some(now)) => Standing {
                file: File::Closed,
                ..now
            },
            (_, None) => return None,
        });
    }
    now
}

/// The organisation that followed the person on a day.
pub(super) fn cell_on<'a>(home: &'a UnitId, person: &'a Candidate, day: NaiveDate) -> &'a UnitId {
    let later = person.handovers.iter().find(|row| day < row.on);
    later.map_or(home, |row| &row.from)
}

/// One admission: its day, and the cell that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Admission {
    pub(super) on: NaiveDate,
    pub(super) cell: UnitId,
    pub(super) elsewhere: bool,
}

/// All admissions of a person, in order.
pub(super) fn admissions(home: &UnitId, person: &Candidate, counting: Counting) -> Vec<Admission> {
    walk(home, person, counting).0
}

/// Whether a person is on the way to an admission on the last day of the record.
pub(super) fn to_be_admitted(home: &UnitId, person: &Candidate, counting: Counting) -> bool {
    let open = standing(person, NaiveDate::MAX).is_some_and(|now| now.is_open());
    open && !walk(home, person, counting).1
}

/// The admissions, and whether the way being walked holds one, wherever that was.
fn walk(home: &UnitId, person: &Candidate, counting: Counting) -> (Vec<Admission>, bool) {
    let counts = match counting {
        Counting::Ceremony => PROBATION,
        Counting::Decision => DECIDED,
    };
    let mut all: Vec<Admission> = Vec::new();
    // Whether the last of them is of the way being walked, and its ceremony was held.
    let (mut joined, mut held) = (false, false);
    for step in &person.steps {
        match &step.to {
            Place::Stage(id) => {
                let at = place_of(id.as_str()).unwrap();
                if at >= counts && !joined {
                    all.push(Admission {
                        on: step.on,
                        cell: cell_on(home, person, step.on).clone(),
                        elsewhere: step.elsewhere,
                    });
                    joined = true;
                }
                // A ceremony that another body held admits nobody here, whichever day counts.
                if let (PROBATION.., true, Some(made)) = (at, step.elsewhere, all.last_mut()) {
                    made.elsewhere |= joined && !held;
                }
                if at < counts && joined {
                    // A step back corrects an admission of its year; a file that is taken up again later
                    // hides none. The papers leave it open how long a slip is one: the program says so.
                    let made = all.last().map(|made| made.on.year());
                    if !held || made == Some(step.on.year()) {
                        all.pop();
                    }
                    joined = false;
                }
                held = at >= PROBATION || (held && at >= counts);
            }
            Place::Exit(_) => {
                if joined && !held {
                    all.pop();
                }
                (joined, held) = (false, false);
            }
            Place::Paused => {}
        }
    }
    (all, joined)
}
