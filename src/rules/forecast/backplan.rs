//! Back from a deadline: by when each remaining stage must be left so that the admission comes in time.

use crate::rules::count::standing::State;
use crate::rules::forecast::pace::{Pace, Takes, Usual, earlier};
use crate::rules::forecast::path::{Path, Span, part};
use crate::rules::{Case, Known};
use chrono::NaiveDate;

/// A stage that is still to be left, and by when. Whether a file can do so is what the class of its
/// forecast says, see [`crate::rules::Outlook`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Its place in [`crate::rules::Rules::procedure`].
    pub stage: usize,
    /// The last safe day to leave it: the later stages may take as long as the rules allow, or
    /// the usual pace where no limit speaks.
    pub leave_by: NaiveDate,
    /// Whether that is known. If not, of a later stage neither a limit nor enough files tell how long
    /// it takes, and the day is only one after which it is certainly too late.
    pub known: bool,
    /// The last day to leave it if the later stages take their usual time; none where nobody knows
    /// that of one of them.
    pub usual_by: Option<NaiveDate>,
    /// The last day to leave it at all: the later stages are as quick as the quickest files of the
    /// book, or take no time where nobody knows.
    pub quick_by: NaiveDate,
    /// Whether of every later stage it is known how quick the quickest were; if not, the day is only
    /// one after which it is certainly too late.
    pub quick_known: bool,
    /// The time kept for the next stage comes from a limit; if not, from the usual pace, or from
    /// nothing where the book does not know it. False for the last leg, which ends on the deadline.
    pub by_limit: bool,
    /// How long this stage usually takes.
    pub usual: Option<Usual>,
    /// How many days it takes the quickest files.
    pub quick: u32,
}

/// The stages from the present one to the admission on the route of the cell, each with the last day
/// to leave it so that the event which the book counts by falls on the deadline or before. Empty
/// for a closed file and after the admission; for a paused one as if it went on today.
///
/// A limit is the longest that a body may take, so a day is safe if what follows works with every
/// limit used up: the decision by the ceremony's limit before the deadline, the cell's vote by the
/// decision's limit before that. The day of receipt is taken for the day of issue, and the limits are
/// those of the set in force today. Of a limit over several stages, the last ones keep their usual
/// pace, or an equal part each (rounded up) where the book does not know it. The clock of a letter
/// binds no safe day.
pub fn backplan(case: &Case<'_>, pace: &Pace, deadline: NaiveDate) -> Vec<Leg> {
    let Known { book, rules, today } = case.known;
    let Some(now) = case.now() else {
        return Vec::new();
    };
    let route = (case.passage(today).chain, book.settings().counting);
    let path = Path::new(rules, route, today, Some(now.stage));
    let open = !matches!(now.state, State::Ended(..));
    let place = path.place(now.stage).filter(|_| open);
    let (Some(place), Some(unit)) = (place, book.position(&case.unit.id)) else {
        return Vec::new();
    };
    legs(&path, pace, unit, deadline).split_off(place)
}

/// All stages of a path, as a new file of a unit would have to leave them.
pub(in crate::rules) fn legs(
    path: &Path<'_>,
    pace: &Pace,
    unit: usize,
    deadline: NaiveDate,
) -> Vec<Leg> {
    let calendar = &path.rules.calendar;
    let (spans, usual) = (path.spans(), path.usual(pace, unit));
    let measured = |leg: &Leg| pace.quickest(leg.stage).is_some() || days(leg.usual).is_some();
    let mut legs: Vec<Leg> = Vec::with_capacity(path.stages.len());
    // From the deadline back, so `legs[0]` is the last stage until they are turned round.
    for at in (0..path.stages.len()).rev() {
        let stage = path.stages[at];
        let quickest = pace.quickest(stage).unwrap_or(0);
        // A committee may be quicker than the rest of the book ever was.
        let quick = days(usual[at]).map_or(quickest, |days| quickest.min(days));
        let Safe {
            leave_by,
            by_limit,
            known,
        } = if at + 1 == path.stages.len() {
            Safe {
                leave_by: deadline,
                by_limit: false,
                known: true,
            }
        } else {
            let after = |place: usize| &legs[path.stages.len() - 1 - place];
            safe(path, &spans, at, after)
        };
        let next = legs.last();
        let usual_by = match next {
            None => Some(deadline),
            Some(next) => (next.usual_by)
                .zip(next.usual)
                .map(|(by, usual)| usual.takes.before(calendar, by)),
        };
        legs.push(Leg {
            stage,
            leave_by,
            known,
            usual_by,
            quick_by: next.map_or(deadline, |next| earlier(next.quick_by, next.quick)),
            quick_known: next.is_none_or(|next| next.quick_known && measured(next)),
            by_limit,
            usual: usual[at],
            quick,
        });
    }
    legs.reverse();
    legs
}

/// The last safe day to leave a stage, see [`Leg`].
struct Safe {
    leave_by: NaiveDate,
    by_limit: bool,
    known: bool,
}

/// The last safe day to leave the stage at a place of the path.
fn safe<'a>(
    path: &Path<'_>,
    spans: &[Span<'_>],
    at: usize,
    after: impl Fn(usize) -> &'a Leg,
) -> Safe {
    let calendar = &path.rules.calendar;
    let starting = spans.iter().filter(|span| span.from == at);
    let starts = starting.map(|span| {
        let end = after(span.to);
        (calendar.back(end.leave_by, span.limit.length), end.known)
    });
    if let Some((leave_by, known)) = starts.min() {
        return Safe {
            leave_by,
            by_limit: true,
            known,
        };
    }
    let next = after(at + 1);
    let Some(span) = spans.iter().find(|span| span.holds(at)) else {
        // A limit of the next stage alone, as that of the letters, is as long as it may take.
        let takes = next.usual.map(|usual| usual.takes);
        let before = |takes: Takes| takes.before(calendar, next.leave_by);
        return Safe {
            leave_by: takes.map_or(next.leave_by, before),
            by_limit: matches!(takes, Some(Takes::Length(_))),
            known: next.known && takes.is_some(),
        };
    };
    let end = after(span.to);
    if let Some(days) = days(next.usual) {
        let begun = calendar.back(end.leave_by, span.limit.length);
        Safe {
            leave_by: earlier(next.leave_by, days).max(begun),
            by_limit: false,
            known: next.known,
        }
    } else {
        let (later, all) = (span.to - at, span.to - span.from);
        let kept = part(span.limit.length, later as u32, all as u32);
        Safe {
            leave_by: calendar.back(end.leave_by, kept).min(next.leave_by),
            by_limit: true,
            known: next.known && end.known,
        }
    }
}

/// The days that files did stay, where it is they that tell the usual time.
fn days(usual: Option<Usual>) -> Option<u32> {
    match usual?.takes {
        Takes::Days(days) => Some(days),
        Takes::Length(_) => None,
    }
}
