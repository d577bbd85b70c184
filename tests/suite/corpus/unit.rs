//! Any bytes as a unit's file: read or refused with a place, and what is read can be counted and checked.

use chrono::NaiveDate;
use ketnap::config::{Config, demo};
use ketnap::model::Book;
use ketnap::rules::{Counted, Figures, Known, findings};
use ketnap::store::read_files;
use std::sync::LazyLock;

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::load(None, None));

pub(crate) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (header, units) = match read_files(demo::BOOK, &[&text]) {
        Ok(read) => read,
        Err(fault) => {
            let lines = text.matches('\n').count() + 1;
            assert!(fault.line <= lines, "{fault:?}");
            assert_eq!(fault.line == 0, fault.column == 0, "{fault:?}");
            return;
        }
    };
    let today = NaiveDate::from_ymd_opt(2022, 11, 27).expect("a day");
    let book = Book::new(header, units, Vec::new());
    let figures = Figures::new(Known::new(&book, &CONFIG.rules, today), 2022);
    let _ = findings(Counted::new(&book, &CONFIG.rules, &figures));
}
