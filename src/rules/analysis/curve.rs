//! The year's admissions month by month, against the pace that would make the quota.

use super::Admission;
use super::Ground;
use crate::model::Unlisted;
use chrono::{Datelike, Days, Months, NaiveDate};

/// Admissions since the year began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// On record, by their day.
    pub listed: u32,
    /// Without a record, so without a day of their own: each row is one amount that is counted
    /// from the day as of which it is known. When in the year they were made is not known.
    pub unlisted: u32,
}

impl Count {
    /// People admitted.
    pub fn admitted(self) -> u32 {
        self.listed.saturating_add(self.unlisted)
    }
}

/// The end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The month, from 1.
    pub month: u32,
    /// Its last day; of the month in which the figures stand, the day of the figures.
    pub until: NaiveDate,
    /// Admissions from the first day of the year to that day; none where it has not come.
    pub count: Option<Count>,
}

/// The course of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// The year.
    pub year: i32,
    /// Its twelve months.
    pub points: Vec<Point>,
    /// People to admit by each track of the book; none where no quota is on record.
    pub targets: Vec<Option<u32>>,
    /// The latest day as of which an amount without records is known; none where there is none, or
    /// no day is given.
    pub unlisted_as_of: Option<NaiveDate>,
}

impl Curve {
    pub(super) fn of(ground: &Ground<'_>, made: &[Admission]) -> Self {
        let year = ground.year();
        let points = (1..=12).filter_map(|month| point(year, month, ground.day));
        let mut curve = Self {
            year,
            points: points.collect(),
            targets: super::history::targets(ground, year),
            unlisted_as_of: None,
        };
        for admission in made {
            curve.add(admission.on, |count| count.listed += 1);
        }
        for row in ground.unlisted(year, ground.day) {
            curve.put(row, ground.day);
        }
        curve
    }

    fn put(&mut self, row: &Unlisted, day: NaiveDate) {
        let known = row.as_of.map_or(day, |as_of| as_of.min(day));
        self.add(known, |count| {
            count.unlisted = count.unlisted.saturating_add(row.count);
        });
        self.unlisted_as_of = self.unlisted_as_of.max(row.as_of);
    }

    /// Counts something in all months that end on a day or later, in the last known one whatever the day.
    fn add(&mut self, on: NaiveDate, more: impl Fn(&mut Count)) {
        let known = self.points.iter().filter(|p| p.count.is_some()).count();
        for (at, point) in self.points.iter_mut().enumerate() {
            if let Some(count) = &mut point.count
                && (on <= point.until || at + 1 == known)
            {
                more(count);
            }
        }
    }

    /// What is counted on the day of the figures; none before the year has begun.
    pub fn last(&self) -> Option<Count> {
        self.points.iter().rev().find_map(|point| point.count)
    }

    /// How many of a target an even pace would have admitted by a day of the year, in tenths of
    /// people, rounded half up.
    pub fn even_tenths(&self, target: u32, day: NaiveDate) -> u64 {
        let last = NaiveDate::from_ymd_opt(self.year, 12, 31);
        let whole = u64::from(last.map_or(365, |last| last.ordinal()));
        let gone = match day.year().cmp(&self.year) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => u64::from(day.ordinal()),
            std::cmp::Ordering::Greater => whole,
        };
        (20 * u64::from(target) * gone + whole) / (2 * whole)
    }
}

fn point(year: i32, month: u32, day: NaiveDate) -> Option<Point> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let last = first.checked_add_months(Months::new(1))? - Days::new(1);
    let until = if first <= day { last.min(day) } else { last };
    Some(Point {
        month,
        until,
        count: (first <= day).then(Count::default),
    })
}
