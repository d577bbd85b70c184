//! Work on all organisations of a book, or all rows of a list, one half of it beside the other.

use super::unit::Unit;
use std::ops::Range;

/// Fewer organisations, or rows of a list, than this are gone through sooner than a thread is started.
const ALONE: usize = 200;

/// Does two things at once; one after the other where no thread is to be had.
pub(crate) fn both<A, B: Send>(
    one: impl FnOnce() -> A,
    mut other: impl FnMut() -> B + Send,
) -> (A, B) {
    let (one, done) = std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, &mut other);
        let one = one();
        let done = other.map(|other| match other.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        (one, done)
    });
    (one, done.unwrap_or_else(|_| other()))
}

/// How many organisations are the first half of the work; none where they are too few. One is as much
/// of it as one person: in the order of the ids the cells, which have the people, may all come first.
pub(super) fn half(units: &[Unit]) -> Option<usize> {
    if units.len() < ALONE {
        return None;
    }
    let work = |unit: &Unit| 1 + unit.candidates.len();
    let mut left = units.iter().map(work).sum::<usize>() / 2;
    let fits = |unit: &&Unit| {
        let rest = left.checked_sub(work(unit));
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    Some(units.iter().take_while(fits).count())
}

/// What `work` makes of the places of all organisations, in their order.
pub(crate) fn in_halves<T: Send>(
    units: &[Unit],
    work: impl Fn(Range<usize>) -> Vec<T> + Sync,
) -> Vec<T> {
    match half(units) {
        Some(half) => parted(half, units.len(), work),
        None => work(0..units.len()),
    }
}

/// What `work` makes of so many rows of a list, in their order.
pub(crate) fn rows_in_halves<T: Send>(
    rows: usize,
    work: impl Fn(Range<usize>) -> Vec<T> + Sync,
) -> Vec<T> {
    if rows < ALONE {
        return work(0..rows);
    }
    parted(rows / 2, rows, work)
}

fn parted<T: Send>(
    half: usize,
    all: usize,
    work: impl Fn(Range<usize>) -> Vec<T> + Sync,
) -> Vec<T> {
    let (mut made, more) = both(|| work(0..half), || work(half..all));
    made.extend(more);
    made
}
