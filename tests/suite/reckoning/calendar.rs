//! Working days, counted day by day: holidays, the days in lieu that the law gives, and swapped days.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct File {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    days: Vec<NaiveDate>,
    #[serde(default)]
    worked: Vec<NaiveDate>,
}

/// The days on which nobody works, and the week-end days on which everybody does.
pub(super) struct Calendar {
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

fn is_weekend(day: NaiveDate) -> bool {
    [Weekday::Sat, Weekday::Sun].contains(&day.weekday())
}

impl Calendar {
    /// By the data file, and Labour Code art. 111(3): a holiday on the weekly day off is given back
    /// on the next working day.
    pub(super) fn new() -> Self {
        let file: File = ron::from_str(include_str!("../../../config/holidays.ron")).unwrap();
        let all: BTreeSet<NaiveDate> = file.rows.iter().flat_map(|row| row.days.clone()).collect();
        let mut off = all.clone();
        for holiday in all.iter().filter(|day| is_weekend(**day)) {
            let mut next = *holiday;
            while is_weekend(next) || off.contains(&next) {
                next = next.succ_opt().unwrap();
            }
            off.insert(next);
        }
        let worked = file
            .rows
            .iter()
            .flat_map(|row| row.worked.clone())
            .collect();
        Self { off, worked }
    }

    fn is_working(&self, day: NaiveDate) -> bool {
        self.worked.contains(&day) || !(is_weekend(day) || self.off.contains(&day))
    }

    /// So many working days after a day, which is not counted.
    pub(super) fn working_days(&self, start: NaiveDate, mut left: u32) -> NaiveDate {
        let mut day = start;
        while left > 0 {
            day = day + Days::new(1);
            left -= u32::from(self.is_working(day));
        }
        day
    }
}

/// So many months after a day; where that month has no such day, its last.
pub(super) fn months(start: NaiveDate, n: u32) -> NaiveDate {
    start + Months::new(n)
}
