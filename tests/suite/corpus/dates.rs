//! Any text as a loosely typed day: a day that is shown and typed again is the same day.

use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::model::{Spellings, parse_loose, show_date};
use std::sync::LazyLock;

/// The words that are part of the program.
fn spellings() -> &'static Spellings {
    static READ: LazyLock<Spellings> =
        LazyLock::new(|| (*Config::load(None, None).rules.spellings).clone());
    &READ
}

pub(crate) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let today = NaiveDate::from_ymd_opt(2022, 11, 27).expect("a day");
    let spellings = spellings();
    if let Ok(day) = parse_loose(&text, today, spellings) {
        assert_eq!(
            parse_loose(&show_date(day), today, spellings).ok(),
            Some(day)
        );
    }
}
