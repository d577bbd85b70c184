//! What was not read is never taken for empty: it is told as just that, by whoever meets it.

mod copies;
pub(crate) mod gone;
mod journals;
pub(crate) mod stale;
mod strays;

use crate::help::place::Place;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of the only machine that has written in a book.
pub(crate) fn replica(data: &Path) -> PathBuf {
    let mut all = fs::read_dir(data.join("journal")).unwrap();
    all.next().unwrap().unwrap().path()
}

/// The newest journal in a folder.
pub(crate) fn newest(replica: &Path) -> PathBuf {
    let all = fs::read_dir(replica).unwrap();
    let all = all.map(|entry| entry.unwrap().path());
    all.max().unwrap()
}

/// What `check` finds of one kind, whatever it ends with; and how it ends.
pub(crate) fn found(place: &Place, code: &str) -> (Vec<Value>, i32) {
    let checked = place.run(&["check", "--format", "json"]);
    let told: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let all = told["findings"].as_array().unwrap().clone();
    let own = all.into_iter().filter(|row| row["code"] == code).collect();
    (own, checked.status.code().unwrap())
}

/// Every finding's kind.
pub(crate) fn codes(place: &Place) -> Vec<String> {
    let checked = place.run(&["check", "--format", "json"]);
    let told: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let all = told["findings"].as_array().unwrap().iter();
    all.map(|row| row["code"].as_str().unwrap().to_owned())
        .collect()
}

/// The beginning of the hash of some bytes.
fn seal(before: &[u8], open: &[u8]) -> String {
    let all = Sha256::digest([before, open].concat());
    format!("{all:x}")[..16].to_owned()
}

/// Lets a journal grow to a size by edits of the book itself, sealed as the program does it; gives
/// the number of the last one.
pub(crate) fn grow(file: &Path, size: u64) -> u64 {
    let text = fs::read_to_string(file).unwrap();
    let mut last = text.lines().last().unwrap().as_bytes().to_vec();
    let number = text.rsplit_once("(n: ").unwrap().1;
    let mut n: u64 = number.split(',').next().unwrap().parse().unwrap();
    let long = "x".repeat(1 << 20);
    let mut out = fs::OpenOptions::new().append(true).open(file).unwrap();
    let mut add = |open: String| {
        let line = format!("{open}{}\")", seal(&last, open.as_bytes()));
        writeln!(out, "{line}").unwrap();
        last = line.into_bytes();
    };
    while fs::metadata(file).unwrap().len() < size {
        n += 1;
        add(format!(
            "(n: {n}, at: \"2022-11-27T08:00:00+07:00\", who: \"{long}\", unit: \"\", record: \"book\", fields: [\"settings\"], seal: \""
        ));
        add(format!("Done(n: {n}, seal: \""));
    }
    n
}
