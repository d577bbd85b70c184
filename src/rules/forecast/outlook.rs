//! The class of one file: whether it comes in time, what decides that, and the last day to do so.

use super::bounds::{Bound, Bounds};
use super::class::{Class, Outlook, Why};
use super::road::Road;
use crate::model::{Candidate, Unit};
use crate::rules::count::standing::{Standing, State};
use crate::rules::forecast::backplan::Leg;
use crate::rules::forecast::pace::{Pace, SaidBy, Takes, gone, later};
use chrono::NaiveDate;

/// The days from which and up to which a forecast looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) today: NaiveDate,
    /// The first day of the year.
    pub(super) opens: NaiveDate,
    pub(super) deadline: NaiveDate,
}

/// A file of which is asked what becomes of it.
pub(super) struct Ask<'a> {
    pub(super) road: &'a Road<'a>,
    pub(super) pace: &'a Pace,
    pub(super) term: Term,
    /// The cell's place in the book, with the cell.
    pub(super) unit: (usize, &'a Unit),
    pub(super) now: &'a Standing,
    /// Days that the present stage takes longer than it would.
    pub(super) delay: u32,
}

impl Ask<'_> {
    /// The outlook of a person's file; without a person, of a new one on which nothing is known.
    /// None where the stage is not on the road.
    pub(super) fn outlook(&self, person: Option<&Candidate>) -> Option<Outlook> {
        let stage = self.now.stage;
        let place = self.road.path.place(stage)?;
        let legs = &self.road.legs[place..];
        if self.now.state != State::Active {
            return Some(Outlook {
                by: Some(legs[0].quick_by),
                ..Outlook::plain(Class::NotThisYear, Why::Paused, stage)
            });
        }
        let (rules, today) = (self.road.path.rules, self.term.today);
        let bounds = match person {
            None => Bounds::default(),
            Some(person) => Bounds::of(rules, self.road, (self.unit.1, person), place, today),
        };
        let walker = Walker {
            ask: self,
            legs,
            place,
            bounds,
        };
        Some(walker.outlook())
    }
}

/// A file on its way from a place on the path.
struct Walker<'a> {
    ask: &'a Ask<'a>,
    /// The legs from that place on.
    legs: &'a [Leg],
    place: usize,
    bounds: Bounds,
}

/// How a walk to the admission ends.
struct Walk {
    end: NaiveDate,
    /// The first last day that was not kept.
    broken: Option<Bound>,
}

impl Walker<'_> {
    fn outlook(&self) -> Outlook {
        let (here, term) = (&self.legs[0], self.ask.term);
        let (first, unknown) = self.leaves(here);
        let unknown = unknown.or_else(|| {
            let unknown = self.legs[1..].iter().find(|leg| leg.usual.is_none());
            unknown.map(|leg| Why::Unknown(leg.stage))
        });
        let usual = self.walk(first, &self.bounds, usual_time);
        let in_time = usual.end <= term.deadline;
        let broken = usual.broken.filter(|_| in_time);
        let held = self.bounds.against;
        let held = held.or(broken.map(|bound| bound.why)).or(unknown);
        let outlook = if !in_time || held.is_some() {
            self.at_the_quickest(held, broken)
        } else if term.today < term.opens && usual.end < term.opens {
            Outlook::plain(Class::Closed, Why::Earlier, here.stage)
        } else {
            let by = here.usual_by.unwrap_or(first);
            self.decided(Class::OnTrack, None, self.tightest(by, usual_time), by)
        };
        let known = unknown.is_none() && !matches!(outlook.why, Why::Expired(_));
        Outlook {
            expected: known.then_some(usual.end),
            ..outlook
        }
    }

    /// The day on which the present stage is left at the usual pace, and why nobody knows it.
    fn leaves(&self, here: &Leg) -> (NaiveDate, Option<Why>) {
        let Ask {
            road, pace, now, ..
        } = self.ask;
        let (unit, today) = (self.ask.unit.0, self.ask.term.today);
        let (day, unknown) = match here.usual {
            None => (today, Some(Why::Unknown(here.stage))),
            Some(usual) if matches!(usual.said_by, SaidBy::Limit(_)) => {
                let since = later(now.since, now.rested);
                let over = usual.takes.after(&road.path.rules.calendar, since);
                (over.max(today), None)
            }
            Some(_) => match pace.left(unit, now, here.stage) {
                Some(days) => (later(today, days), None),
                None => (today, Some(Why::Stalled)),
            },
        };
        (later(day, self.ask.delay), unknown)
    }

    /// From the day the present stage can be left through the later ones.
    fn walk(&self, first: NaiveDate, bounds: &Bounds, takes: fn(&Leg) -> Takes) -> Walk {
        let calendar = &self.ask.road.path.rules.calendar;
        let mut walk = Walk {
            end: first,
            broken: None,
        };
        for (at, leg) in (self.place..).zip(self.legs) {
            if at > self.place {
                walk.end = takes(leg).after(calendar, walk.end);
            }
            let earliest = bounds.earliest.iter().filter(|bound| bound.at == at);
            let end = earliest
                .map(|bound| bound.day)
                .fold(walk.end, NaiveDate::max);
            let mut latest = bounds.latest.iter();
            let missed = latest.find(|bound| bound.at == at && bound.day < end);
            walk.broken = walk.broken.or(missed.copied());
            walk.end = end;
        }
        walk
    }

    /// The last day of its own that leaves the present stage less time than it has for the
    /// deadline.
    fn tightest(&self, by: NaiveDate, takes: fn(&Leg) -> Takes) -> Option<Bound> {
        let calendar = &self.ask.road.path.rules.calendar;
        let leave_by = |bound: &Bound| {
            let between = self.legs[1..=bound.at - self.place].iter().rev();
            between.fold(bound.day, |day, leg| takes(leg).before(calendar, day))
        };
        let latest = self.bounds.latest.iter();
        let tightest = latest.min_by_key(|bound| leave_by(bound));
        tightest.filter(|bound| leave_by(bound) < by).copied()
    }

    /// The outlook that a bound decides, or without one the last day for the present stage.
    fn decided(
        &self,
        class: Class,
        why: Option<Why>,
        bound: Option<Bound>,
        by: NaiveDate,
    ) -> Outlook {
        let usual = bound.map_or(Why::Pace, |bound| bound.why);
        let at = bound.map_or(0, |bound| bound.at - self.place);
        // Where nobody knows how long a stage takes, no day of the plan is told.
        let told = !matches!(why, Some(Why::Unknown(_)));
        let by = told.then_some(by);
        Outlook {
            by: bound.map(|bound| bound.day).or(by),
            ..Outlook::plain(class, why.unwrap_or(usual), self.legs[at].stage)
        }
    }

    /// The outlook of a file that is not on track, for what is known to hold it; of several last
    /// days, the one that it does not keep at the usual pace.
    fn at_the_quickest(&self, held: Option<Why>, broken: Option<Bound>) -> Outlook {
        let term = self.ask.term;
        let (by, gone) = (self.legs[0].quick_by, gone(self.ask.now, term.today));
        let left = self.legs[0].quick.saturating_sub(gone);
        let first = later(term.today, left + self.ask.delay);
        let quick = self.walk(first, &self.bounds, quick_time);
        if let Some(Why::Expires(limit)) = quick.broken.map(|bound| bound.why) {
            return self.anew(limit, first, by);
        }
        if quick.end <= term.deadline {
            let ahead = |bound: &Bound| term.today <= bound.day;
            let tightest = || self.tightest(by, quick_time);
            let bound = broken.or_else(tightest).filter(ahead);
            return self.decided(Class::Tight, held, bound, by);
        }
        self.too_late(first, by)
    }

    /// The outlook of a file that is too late at the quickest: for a day that it must wait for, if
    /// it would else be in time.
    fn too_late(&self, first: NaiveDate, by: NaiveDate) -> Outlook {
        let first_day = self.bounds.earliest.iter().max_by_key(|bound| bound.day);
        let unbound = self.walk(first, &Bounds::default(), quick_time).end;
        let waited = first_day.filter(|_| unbound <= self.ask.term.deadline);
        self.decided(Class::NotThisYear, None, waited.copied(), by)
    }

    /// The outlook of a file for which something must first be made anew.
    fn anew(&self, limit: usize, first: NaiveDate, by: NaiveDate) -> Outlook {
        let Ask {
            road, pace, term, ..
        } = self.ask;
        let (stage, days) = road.anew(pace, limit).unwrap_or((self.legs[0].stage, 0));
        let end = |first| self.walk(first, &self.bounds, quick_time).end;
        let (class, why) = if end(later(first, days)) <= term.deadline {
            (Class::Tight, Why::Expired(limit))
        } else if end(first) <= term.deadline {
            (Class::NotThisYear, Why::Expired(limit))
        } else {
            return self.too_late(first, by);
        };
        Outlook {
            by: Some(by),
            ..Outlook::plain(class, why, stage)
        }
    }
}

fn usual_time(leg: &Leg) -> Takes {
    leg.usual.map_or(Takes::Days(0), |usual| usual.takes)
}

fn quick_time(leg: &Leg) -> Takes {
    Takes::Days(leg.quick)
}
