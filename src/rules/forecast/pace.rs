//! The book's usual pace: how long its own files stayed in each stage.

use crate::model::{Book, Chain, Unit, UnitId};
use crate::rules::count::figures::Figures;
use crate::rules::count::standing::{Standing, State, Way};
use crate::rules::procedure::clock::{Calendar, Length};
use crate::rules::{Counted, Known, Rules};
use chrono::{Days, NaiveDate};
use std::iter::successors;

/// Files that must have left a stage before its pace is told: of one or two, a single odd file
/// would speak for all.
pub const LEAST_SAMPLES: u32 = 3;

/// How long a stage takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Calendar days, as files did stay.
    Days(u32),
    /// A length of the rules.
    Length(Length),
}

/// Who says how long a stage usually takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidBy {
    /// The files of a committee above the cell, by its place in [`Book::units`].
    Committee(usize),
    /// The files of the whole book.
    Book,
    /// No file does: a limit, by its place in the set in force.
    Limit(usize),
}

/// How long a stage usually takes, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// How long.
    pub takes: Takes,
    /// Of how many files; 0 where a limit says it.
    pub files: u32,
    /// Who says so.
    pub said_by: SaidBy,
}

impl Takes {
    /// The day on which it is over.
    pub(in crate::rules) fn after(self, calendar: &Calendar, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Days(days) => later(day, days),
            Self::Length(length) => calendar.due(day, length),
        }
    }

    /// The last day from which it is over by a day.
    pub(in crate::rules) fn before(self, calendar: &Calendar, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Days(days) => earlier(day, days),
            Self::Length(length) => calendar.back(day, length),
        }
    }
}

/// A day so many days on; the last one that can be named if it is beyond.
pub(in crate::rules) fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

/// A day so many days back; the first one that can be named if it is beyond.
pub(in crate::rules) fn earlier(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MIN)
}

/// Stays by the stage's place in [`Rules::procedure`], each list ascending.
type Stays = Vec<Vec<u32>>;

/// How long the files of a book stayed in each stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    today: NaiveDate,
    /// By the place in [`Book::units`]: the stays of its own people, each with its stage.
    own: Vec<Vec<(usize, u32)>>,
    /// By the place in [`Book::units`]: the committee above.
    above: Vec<Option<usize>>,
    /// By the place in [`Book::units`]: the stays of all people below a committee. What has
    /// nothing above it speaks for the whole book, so it is not kept apart.
    below: Vec<Stays>,
    whole: Stays,
}

impl Pace {
    /// Measures all files of a book by a day, closed ones too. A stay is counted in calendar days
    /// from the last time the stage was entered to the day the next one was first reached; days
    /// on which the file rested are left out. A stage that nobody left for a later one yet is
    /// still running and does not count.
    pub fn of(known: Known<'_>) -> Self {
        let Known { book, rules, today } = known;
        let measured = |at: usize| {
            let people = book.units()[at].candidates.iter();
            let walked = |person| Way::walked(person, &rules.procedure, today);
            let ways = people.filter_map(|person| Some((person, walked(person)?)));
            let stays =
                ways.map(|(person, way)| way.stays(person, &rules.procedure).collect::<Vec<_>>());
            stays.flatten().collect()
        };
        Self::measured(known, measured)
    }

    /// The same by figures that have been counted.
    pub fn in_figures(counted: Counted<'_>) -> Self {
        let measured = |at| counted.figures.stays(at).to_vec();
        Self::measured(counted.known(), measured)
    }

    fn measured(known: Known<'_>, own: impl Fn(usize) -> Vec<(usize, u32)>) -> Self {
        let Known { book, rules, today } = known;
        let units = book.units();
        let above = |unit: &Unit| book.position(unit.parent_on(today)?);
        let above: Vec<_> = units.iter().map(above).collect();
        let mut pace = Self {
            today,
            own: Vec::with_capacity(units.len()),
            below: vec![Vec::new(); units.len()],
            above: without_rings(&above, rules.kinds.len()),
            whole: vec![Vec::new(); rules.procedure.stages.len()],
        };
        for at in 0..units.len() {
            let own = own(at);
            for pool in pace.pools(at) {
                let stays = pace.pool(pool);
                for (stage, days) in &own {
                    stays[*stage].push(*days);
                }
            }
            pace.own.push(own);
        }
        let below = pace.below.iter_mut().flatten();
        for days in below.chain(&mut pace.whole) {
            days.sort_unstable();
        }
        pace
    }

    /// The stages in which the files of an organisation stayed otherwise than measured, by figures
    /// that have counted it again.
    pub(in crate::rules) fn altered(&self, figures: &Figures, at: usize) -> Vec<usize> {
        let (old, new) = (&self.own[at], figures.stays(at));
        let of = |stays: &[(usize, u32)], stage: usize| {
            let here = stays.iter().filter(|stay| stay.0 == stage);
            let mut days: Vec<u32> = here.map(|stay| stay.1).collect();
            days.sort_unstable();
            days
        };
        let differs = |stage: &usize| of(old, *stage) != of(new, *stage);
        (0..self.whole.len()).filter(differs).collect()
    }

    /// Takes over what figures have counted again of one organisation. The tree must be the same.
    pub fn recount(&mut self, book: &Book, figures: &Figures, unit: &UnitId) {
        let Some(at) = book.position(unit) else {
            return;
        };
        let own = figures.stays(at).to_vec();
        let old = std::mem::replace(&mut self.own[at], own.clone());
        for pool in self.pools(at) {
            let stays = self.pool(pool);
            for (stage, days) in &old {
                if let Ok(place) = stays[*stage].binary_search(days) {
                    stays[*stage].remove(place);
                }
            }
            for (stage, days) in &own {
                let place = stays[*stage].partition_point(|stay| stay < days);
                stays[*stage].insert(place, *days);
            }
        }
    }

    /// The stays that an organisation's people belong to: of committees, and of the whole book.
    fn pools(&self, at: usize) -> Vec<Option<usize>> {
        let committees = committees(&self.above, at).map(Some);
        committees.chain([None]).collect()
    }

    fn pool(&mut self, committee: Option<usize>) -> &mut Stays {
        let stages = self.whole.len();
        match committee {
            None => &mut self.whole,
            Some(at) => {
                self.below[at].resize(stages, Vec::new());
                &mut self.below[at]
            }
        }
    }

    /// The median days in a stage in the whole book, and of how many files; none of fewer than
    /// [`LEAST_SAMPLES`]. Of an even number it is the lower of the two in the middle: a stay that
    /// did happen.
    pub fn median(&self, stage: usize) -> Option<(u32, u32)> {
        self.whole.get(stage).and_then(|stays| median(stays, 0))
    }

    /// The median days in a stage as the nearest committee above an organisation has it that has
    /// enough files, else as the whole book has it. Only files that stayed at least so many days
    /// count: who is still there after 40 days is not one of those who left after 10.
    pub fn usual(&self, unit: usize, stage: usize, least: u32) -> Option<Usual> {
        let of = |stays: &Stays, said_by| {
            let (days, files) = median(stays.get(stage)?, least)?;
            Some(Usual {
                takes: Takes::Days(days),
                files,
                said_by,
            })
        };
        committees(&self.above, unit)
            .find_map(|at| of(&self.below[at], SaidBy::Committee(at)))
            .or_else(|| of(&self.whole, SaidBy::Book))
    }

    /// The committee above an organisation: who have the same have the same pace.
    pub(in crate::rules) fn above(&self, unit: usize) -> Option<usize> {
        self.above[unit]
    }

    /// The quickest stay that may be hoped for: nine of ten files of the book took as long or
    /// longer, so that one wrongly dated file among many does not speak. None of fewer than
    /// [`LEAST_SAMPLES`].
    pub fn quickest(&self, stage: usize) -> Option<u32> {
        let stays = self.whole.get(stage)?;
        let tenth = stays.len().checked_sub(1)? / 10;
        (stays.len() >= LEAST_SAMPLES as usize).then(|| stays[tenth])
    }

    /// The day on which a file of a chain leaves a later stage if it keeps to the usual pace: what
    /// is left of the present stage, then every stage up to that one. A stage without a median
    /// takes no time, so the day is never too late.
    pub(in crate::rules) fn leaves(
        &self,
        rules: &Rules,
        (unit, chain): (usize, Chain),
        now: &Standing,
        stage: usize,
    ) -> NaiveDate {
        let set = rules.on(self.today);
        let walked = |at: &usize| {
            let id = &rules.procedure.stages[*at].id;
            let here = set.stages.iter().find(|stage| stage.id == *id);
            *at == now.stage || here.is_none_or(|stage| stage.on(chain))
        };
        let stages = (now.stage..=stage).filter(walked);
        let days = stages.filter_map(|at| self.left(unit, now, at)).sum();
        later(self.today, days)
    }

    /// The days that a file usually still stays in its present stage, or stays in a later one; none
    /// where nobody knows.
    pub(in crate::rules) fn left(&self, unit: usize, now: &Standing, stage: usize) -> Option<u32> {
        let gone = if stage == now.stage {
            gone(now, self.today)
        } else {
            0
        };
        match self.usual(unit, stage, gone)?.takes {
            Takes::Days(days) => Some(days.saturating_sub(gone)),
            Takes::Length(_) => None,
        }
    }
}

/// The days a file has been in its stage without those it rested; none for one at rest, which
/// begins anew.
pub(in crate::rules) fn gone(now: &Standing, today: NaiveDate) -> u32 {
    let days = u32::try_from((today - now.since).num_days()).unwrap_or(0);
    match now.state {
        State::Active => days.saturating_sub(now.rested),
        _ => 0,
    }
}

/// The committees above an organisation, the nearest first, without the topmost.
fn committees(above: &[Option<usize>], unit: usize) -> impl Iterator<Item = usize> + '_ {
    successors(above[unit], |at| above[*at]).filter(|at| above[*at].is_some())
}

/// What stands above each, but nothing where going up does not end.
fn without_rings(above: &[Option<usize>], levels: usize) -> Vec<Option<usize>> {
    let ends = |at: usize| {
        let mut line = successors(Some(at), |at| above[*at]);
        line.nth(levels + 1).is_none()
    };
    let kept = |at: usize| above[at].filter(|_| ends(at));
    (0..above.len()).map(kept).collect()
}

fn median(stays: &[u32], least: u32) -> Option<(u32, u32)> {
    let stays = &stays[stays.partition_point(|days| *days < least)..];
    let count = u32::try_from(stays.len()).unwrap_or(u32::MAX);
    (count >= LEAST_SAMPLES).then(|| (stays[(stays.len() - 1) / 2], count))
}
