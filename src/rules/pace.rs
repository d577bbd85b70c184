//! The book's usual pace: how long its own files stayed in each stage.

use super::Rules;
use super::standing::{Standing, State, Way};
use crate::model::{Book, Chain};
use chrono::{Days, NaiveDate};

/// Files that must have left a stage before its pace is told: of one or two, a single odd file
/// would speak for all.
pub const LEAST_SAMPLES: u32 = 3;

/// The median days that files of a book stayed in each stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// By the stage's place in [`Rules::procedure`]: days, and of how many files.
    medians: Vec<Option<(u32, u32)>>,
}

impl Pace {
    /// Measures all files of a book by a day, closed ones too. A stay is counted in calendar days
    /// from the last time the stage was entered to the day the next one was first reached; days
    /// on which the file rested are left out. A stage that nobody left for a later one yet is
    /// still running and does not count.
    pub fn of(book: &Book, rules: &Rules, today: NaiveDate) -> Self {
        let procedure = &rules.procedure;
        let mut stays: Vec<Vec<u32>> = vec![Vec::new(); procedure.stages.len()];
        for person in book.units().iter().flat_map(|unit| &unit.candidates) {
            let Some(way) = Way::walked(person, procedure, today) else {
                continue;
            };
            for (stage, days) in way.stays(person) {
                stays[stage].push(days);
            }
        }
        Self {
            medians: stays.iter_mut().map(|days| median(days)).collect(),
        }
    }

    /// The median days in a stage, and of how many files; none of fewer than [`LEAST_SAMPLES`].
    /// Of an even number it is the lower of the two in the middle: a stay that did happen.
    pub fn median(&self, stage: usize) -> Option<(u32, u32)> {
        self.medians.get(stage).copied().flatten()
    }

    /// The day on which a file of a chain leaves a later stage if it keeps to the usual pace: what
    /// is left of the present stage, then every stage up to that one. A stage without a median
    /// takes no time, so the day is never too late.
    pub(super) fn leaves(
        &self,
        rules: &Rules,
        chain: Chain,
        now: &Standing,
        stage: usize,
        today: NaiveDate,
    ) -> NaiveDate {
        let usual = |at: usize| self.median(at).map_or(0, |(days, _)| u64::from(days));
        let set = rules.on(today);
        let walked = |at: &usize| {
            let id = &rules.procedure.stages[*at].id;
            let here = set.stages.iter().find(|stage| stage.id == *id);
            here.is_none_or(|stage| stage.on(chain))
        };
        let gone = match now.state {
            State::Active => u64::try_from((today - now.since).num_days()).unwrap_or(0),
            _ => 0,
        };
        let here = usual(now.stage).saturating_sub(gone);
        let later: u64 = (now.stage + 1..=stage).filter(walked).map(usual).sum();
        today
            .checked_add_days(Days::new(here + later))
            .unwrap_or(NaiveDate::MAX)
    }
}

fn median(days: &mut [u32]) -> Option<(u32, u32)> {
    let count = u32::try_from(days.len()).unwrap_or(u32::MAX);
    if count < LEAST_SAMPLES {
        return None;
    }
    let (_, middle, _) = days.select_nth_unstable((days.len() - 1) / 2);
    Some((*middle, count))
}
