//! Files that are kept because they were bad: each folder of `tests/fixtures/bad` goes through what the fuzz target of that name asks.

mod dates;
pub(crate) mod fast;
mod headings;
mod journal;
mod keys;
mod merge;
pub(crate) mod sheet;
mod typed;
mod unit;
mod units;

use ketnap::config::demo;
use ketnap::store::{read_by_both, read_head_by_both};
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder, by name.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad");
    let entries = fs::read_dir(bad.join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder} is empty");
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        (format!("{folder}/{name}"), fs::read(&path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// Puts files to the test. Of one that fails the name is the last word said.
fn all_hold(files: &[(String, Vec<u8>)], holds: fn(&[u8])) {
    for (name, bytes) in files {
        println!("{name}");
        holds(bytes);
    }
}

#[test]
fn bytes_that_were_bad_as_a_units_file_are_read_or_refused_with_a_place() {
    all_hold(&files("unit"), unit::holds);
}

#[test]
fn bytes_that_the_quick_reader_might_mistake_are_what_ron_reads() {
    all_hold(&files("fast"), fast::holds);
    all_hold(&files("unit"), fast::holds);
    for text in demo::UNITS {
        fast::holds(text.as_bytes());
        assert!(
            read_by_both(text.as_bytes()).0.is_some(),
            "left to ron: {text}"
        );
    }
    let (head, _) = read_head_by_both(demo::BOOK.as_bytes());
    assert!(head.is_some(), "left to ron");
}

#[test]
fn bytes_that_were_bad_as_a_journal_keep_no_book_closed() {
    all_hold(&files("journal"), journal::holds);
    all_hold(&files("unit"), journal::holds);
}

#[test]
fn keys_that_were_bad_lead_to_inert_screens() {
    all_hold(&files("keys"), keys::holds);
}

#[test]
fn texts_that_were_bad_as_days_are_days_or_refused() {
    all_hold(&files("dates"), dates::holds);
    all_hold(&files("unit"), dates::holds);
}

#[test]
fn units_that_were_bad_to_merge_keep_the_laws() {
    all_hold(&files("merge"), merge::holds);
    let with_itself = |bytes: Vec<u8>| [&bytes[..], &bytes, &bytes].join(&b"====\n"[..]);
    let units = files("unit").into_iter();
    let units: Vec<_> = units
        .map(|(name, bytes)| (name, with_itself(bytes)))
        .collect();
    all_hold(&units, merge::holds);
}

#[test]
fn rows_of_headings_and_lists_that_were_bad_are_read_or_told() {
    all_hold(&files("headings"), headings::holds);
}

#[test]
fn files_that_were_bad_as_a_list_are_read_or_refused() {
    all_hold(&files("sheet"), sheet::holds);
}
