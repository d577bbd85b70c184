//! Counting all organisations of a book, one half of the work beside the other.

use crate::model::Unit;
use std::ops::Range;

/// Fewer than this are counted sooner than a thread is started.
const ALONE: usize = 200;

/// Where the work of the first half ends: one organisation is as much of it as one person. In the
/// order of the ids the cells, which have the people, may well come first.
fn middle(units: &[Unit]) -> usize {
    let work = |unit: &Unit| 1 + unit.candidates.len();
    let all: usize = units.iter().map(work).sum();
    let mut left = all / 2;
    let fits = |unit: &&Unit| {
        let rest = left.checked_sub(work(unit));
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    units.iter().take_while(fits).count()
}

/// What `work` makes of the places of all organisations, in their order.
pub(in crate::rules) fn in_halves<T: Send>(
    units: &[Unit],
    work: impl Fn(Range<usize>) -> Vec<T> + Sync,
) -> Vec<T> {
    let count = units.len();
    if count < ALONE {
        return work(0..count);
    }
    let half = middle(units);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(half..count));
        let mut made = work(0..half);
        match other.join() {
            Ok(more) => made.extend(more),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        made
    })
}
