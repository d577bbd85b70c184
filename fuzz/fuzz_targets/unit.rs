//! Any bytes as a unit's file: read or refused with a place, and what is read can be counted and checked.
#![no_main]

use chrono::NaiveDate;
use ketnap::config::{Config, demo};
use ketnap::model::Book;
use ketnap::rules::{Figures, findings};
use ketnap::store::read_files;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::load(None, None));

fuzz_target!(|text: &str| {
    let Ok((header, units)) = read_files(demo::BOOK, &[text]) else {
        return;
    };
    let today = NaiveDate::from_ymd_opt(2022, 11, 27).expect("a day");
    let book = Book::new(header, units, Vec::new());
    let figures = Figures::new(&book, &CONFIG.rules, 2022, today);
    let _ = findings(&book, &CONFIG.rules, &figures, today);
});
