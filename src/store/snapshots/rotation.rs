//! Which snapshots stay: those of the last days, and further back one of each week and month.

use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// The newest days that are kept.
const DAYS: usize = 7;
/// Of so many weeks that have a snapshot the newest is kept.
const WEEKS: usize = 4;
/// Of so many months likewise.
const MONTHS: usize = 12;

/// The days whose snapshots are of no more use.
pub(super) fn outlived(days: &[NaiveDate]) -> Vec<NaiveDate> {
    let all: BTreeSet<NaiveDate> = days.iter().copied().collect();
    let week = |day: NaiveDate| (day.iso_week().year(), day.iso_week().week());
    let month = |day: NaiveDate| (day.year(), day.month());
    let mut kept: BTreeSet<NaiveDate> = all.iter().rev().take(DAYS).copied().collect();
    kept.extend(newest_of_each(&all, WEEKS, week));
    kept.extend(newest_of_each(&all, MONTHS, month));
    all.difference(&kept).copied().collect()
}

/// The newest day of each span, from the newest span back.
fn newest_of_each(
    days: &BTreeSet<NaiveDate>,
    most: usize,
    span: impl Fn(NaiveDate) -> (i32, u32),
) -> Vec<NaiveDate> {
    let mut newest: Vec<NaiveDate> = days.iter().rev().copied().collect();
    newest.dedup_by_key(|day| span(*day));
    newest.truncate(most);
    newest
}
