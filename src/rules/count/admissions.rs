//! The admissions that a person's steps hold: of a way that led back, or began anew, there may be several.

use crate::model::{Candidate, Counting, Place};
use crate::rules::procedure::{Event, Procedure};
use chrono::{Datelike, NaiveDate};

/// An admission as it is met on the way.
struct Made {
    on: NaiveDate,
    elsewhere: bool,
}

/// The days of a person's admissions up to a day, as the book counts them. A decision counts only if
/// the ceremony follows or is still to come; a step back from it, or an end before it, annuls it. A
/// step back from a ceremony is a slip of its year that is corrected; in a later year what was told
/// of the year before stands. Whoever ends as a member and goes on where the file was closed, or
/// further on, is not admitted again.
pub(in crate::rules) fn admissions(
    person: &Candidate,
    procedure: &Procedure,
    counting: Counting,
    day: NaiveDate,
) -> Vec<NaiveDate> {
    let of = |event| {
        procedure
            .stages
            .iter()
            .position(|s| s.enters == Some(event))
    };
    let (Some(counts), Some(joins)) = (of(Event::counted(counting)), of(Event::Ceremony)) else {
        return Vec::new();
    };
    let mut all: Vec<Made> = Vec::new();
    // Whether the last of them is of the way being walked, and its ceremony was held.
    let (mut counted, mut held) = (false, false);
    // Where the file stands, and where that of a member was closed.
    let (mut here, mut closed) = (0, None);
    for step in person.steps.iter().take_while(|step| step.on <= day) {
        let stage = match &step.to {
            Place::Stage(id) => procedure.index(id),
            Place::Paused => None,
            Place::Exit(_) => {
                if counted && !held {
                    all.pop();
                }
                closed = closed.or(held.then_some(here));
                (counted, held) = (false, false);
                None
            }
        };
        let Some(at) = stage else { continue };
        if closed.take().is_some_and(|closed| closed <= at) {
            (counted, held) = (true, true);
        }
        here = at;
        if at >= counts && !counted {
            all.push(Made {
                on: step.on,
                elsewhere: step.elsewhere,
            });
            counted = true;
        }
        if let (true, false, Some(made)) = (at >= joins, held, all.last_mut()) {
            made.elsewhere |= step.elsewhere;
        }
        if at < counts && counted {
            let same_year = all
                .last()
                .is_some_and(|made| made.on.year() == step.on.year());
            if !held || same_year {
                all.pop();
            }
            counted = false;
        }
        held = at >= joins || held && at >= counts;
    }
    let here = all.into_iter().filter(|made| !made.elsewhere);
    here.map(|made| made.on).collect()
}
