//! Counting many organisations, one half of them beside the other.

use std::ops::Range;

/// Fewer than this are counted sooner than a thread is started.
const ALONE: usize = 200;

/// What `work` makes of the numbers below `count`, in their order.
pub(in crate::rules) fn in_halves<T: Send>(
    count: usize,
    work: impl Fn(Range<usize>) -> Vec<T> + Sync,
) -> Vec<T> {
    if count < ALONE {
        return work(0..count);
    }
    let half = count / 2;
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
