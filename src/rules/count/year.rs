//! The day on which the figures of a year stand.

use chrono::NaiveDate;

/// 31 December of a year.
pub fn last_day(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}

/// The day on which a year's figures stand: today within it, else its last day if it is over.
pub fn as_of(year: i32, today: NaiveDate) -> NaiveDate {
    last_day(year).map_or(today, |last| last.min(today))
}
