//! Any text as a loosely typed day: a day that is shown and typed again is the same day.

use chrono::NaiveDate;
use ketnap::model::{parse_loose, show_date};

pub(crate) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let today = NaiveDate::from_ymd_opt(2022, 11, 27).expect("a day");
    if let Ok(day) = parse_loose(&text, today) {
        assert_eq!(parse_loose(&show_date(day), today).ok(), Some(day));
    }
}
