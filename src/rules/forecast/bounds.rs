//! What a file's own days allow: what loses its worth, what is not yet lawful, what stands against it.

use super::class::Why;
use super::road::Road;
use crate::model::{Answer, Candidate, PartialDay, Unit};
use crate::rules::Rules;
use crate::rules::procedure::events::File;
use crate::rules::procedure::{Check, Event, Limit, LimitKind};
use crate::rules::step::gate::{full_members, lower_secondary};
use chrono::{Datelike, Months, NaiveDate};

/// A day that binds when a stage is left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    /// The stage's place on the path.
    pub(super) at: usize,
    pub(super) day: NaiveDate,
    pub(super) why: Why,
}

/// All that binds a file from the stage where it stands.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// Last days: later it needs what it has not.
    pub(super) latest: Vec<Bound>,
    /// First days: earlier it is not lawful.
    pub(super) earliest: Vec<Bound>,
    /// What stands against it today.
    pub(super) against: Option<Why>,
}

pub(super) struct Look<'a> {
    pub(super) file: File<'a>,
    pub(super) unit: &'a Unit,
    pub(super) today: NaiveDate,
    /// The place on the path where it stands.
    here: usize,
    voted: Option<NaiveDate>,
    bounds: Bounds,
}

impl Bounds {
    /// What binds a person's file that stands at a place of the path.
    pub(super) fn of(
        rules: &Rules,
        road: &Road<'_>,
        (unit, person): (&Unit, &Candidate),
        here: usize,
        today: NaiveDate,
    ) -> Self {
        let stage = road.path.stages[here];
        let file = File::at(rules, person, stage, today);
        let mut look = Look {
            voted: file.day(Event::CellVote),
            file,
            unit,
            today,
            here,
            bounds: Self::default(),
        };
        for (place, from, to) in &road.limits {
            look.limit(&road.path.set.limits[*place], *place, (*from, *to));
        }
        for (place, at) in road.checks.iter().filter(|(_, at)| here <= *at) {
            look.check(road.path.set.criteria[*place].check, *place, *at);
        }
        look.bounds
    }
}

impl Look<'_> {
    fn against(&mut self, why: Why) {
        self.bounds.against.get_or_insert(why);
    }

    /// A limit, by the places of the path at whose ends its clock starts and stops.
    fn limit(&mut self, limit: &Limit, place: usize, (from, to): (Option<usize>, Option<usize>)) {
        match limit.kind {
            LimitKind::Deadline if limit.clock.from == Event::LetterReceived => {
                if self.letters_are_late(limit) {
                    self.against(Why::Missed(place));
                }
            }
            // Its clock starts when the stage before is left, so it does not run earlier.
            LimitKind::Deadline if from.is_some_and(|from| self.here < from) => {}
            LimitKind::Deadline | LimitKind::Life => {
                if let Some(to) = to.filter(|to| self.here <= *to) {
                    self.end(limit, place, to);
                }
            }
            LimitKind::Wait => {
                let clock = self.file.clock(limit, None);
                let at = from.map(|from| from + 1).filter(|at| self.here <= *at);
                if let Some((clock, at)) = clock.zip(at) {
                    let (day, why) = (clock.due, Why::Waits(place));
                    self.bounds.earliest.push(Bound { at, day, why });
                }
            }
        }
    }

    fn letters_are_late(&self, limit: &Limit) -> bool {
        let letters = self.file.clocks(limit).into_iter();
        let mut clocks = letters.filter_map(|letter| self.file.clock(limit, letter));
        clocks.any(|clock| clock.overdue(self.today) && self.file.stopped(&clock).is_none())
    }

    /// A deadline or a life that ends when the stage at a place is left.
    fn end(&mut self, limit: &Limit, place: usize, at: usize) {
        let Some(clock) = self.file.clock(limit, None) else {
            return;
        };
        let (day, life) = (clock.due, clock.limit.kind == LimitKind::Life);
        match self.file.stopped(&clock) {
            Some(done) if life && day < done => self.against(Why::Expired(place)),
            None if !life && day < self.today => self.against(Why::Missed(place)),
            None if life || clock.limit.consent => {
                let why = if life {
                    Why::Expires(place)
                } else {
                    Why::Consent(place)
                };
                self.bounds.latest.push(Bound { at, day, why });
            }
            _ => {}
        }
    }

    /// A condition on the person or the cell, to be met when the stage at a place is left. What is
    /// merely still to be done does not bind: it is the work of the stage.
    fn check(&mut self, check: Check, place: usize, at: usize) {
        let person = self.file.person;
        match check {
            Check::AgeAtLeast(years) => {
                // The earliest and the latest that it can be: a bound is only what is certain.
                let day = person.born.map(PartialDay::first);
                let day = day.and_then(|born| birth_month(born, years));
                self.not_before(day, place, at);
            }
            Check::AgeAtMost(years) => {
                let day = person.born.map(PartialDay::last);
                let day = day.and_then(|born| birth_month(born, years));
                let last = day.and_then(|day| day.with_day(u32::from(day.num_days_in_month())));
                self.not_after(last, place, at);
            }
            Check::Together(months) => {
                let known = person.introducers.iter().filter_map(|guide| guide.together);
                let day = known.max().and_then(|day| after(day, months));
                self.not_before(day, place, at);
            }
            Check::Readmission(months) => {
                if let Some(former) = &person.former {
                    if former.consent.is_none() {
                        self.against(Why::Bars(place));
                    }
                    self.not_before(after(former.left.first(), months), place, at);
                }
            }
            Check::Letters => {
                let mut letters = person.letters.iter();
                if letters.any(|letter| letter.result == Some(Answer::No)) {
                    self.against(Why::Bars(place));
                }
            }
            Check::Schooling => {
                let known = person.schooling.as_deref();
                if known.is_some_and(|schooling| !lower_secondary(schooling)) {
                    self.against(Why::Bars(place));
                }
            }
            Check::FullMembers(least) => {
                if full_members(self.unit, self.today).is_some_and(|full| full < least) {
                    self.against(Why::Bars(place));
                }
            }
            Check::Helper | Check::Introductions | Check::DecisionReceived | Check::YouthUnion => {}
        }
    }

    fn not_before(&mut self, day: Option<NaiveDate>, place: usize, at: usize) {
        match (day, self.voted) {
            (Some(day), Some(voted)) if voted < day => self.against(Why::Bars(place)),
            (Some(day), None) => {
                let why = Why::NotBefore(place);
                self.bounds.earliest.push(Bound { at, day, why });
            }
            _ => {}
        }
    }

    fn not_after(&mut self, day: Option<NaiveDate>, place: usize, at: usize) {
        match (day, self.voted) {
            (Some(day), Some(voted)) if day < voted => self.against(Why::Bars(place)),
            (Some(day), None) => {
                let why = Why::NotAfter(place);
                self.bounds.latest.push(Bound { at, day, why });
            }
            _ => {}
        }
    }
}

fn after(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}

/// The first day of the month in which an age is completed: that of birth counts as completed.
fn birth_month(born: NaiveDate, years: u32) -> Option<NaiveDate> {
    born.with_day(1)?
        .checked_add_months(Months::new(years.checked_mul(12)?))
}
