//! Any bytes as a unit's file or a book's own: where the quick reader takes them, it reads what `ron` reads.

use ketnap::store::{read_by_both, read_head_by_both};

/// On purpose the quick reader leaves to `ron` whatever is not written as the program itself writes:
/// comments, `Some(…)`, raw texts, escapes other than of quotes, backslashes and ends of lines,
/// numbers with signs before nought or `_`; and whatever is wrong.
pub(crate) fn holds(bytes: &[u8]) {
    let (fast, slow) = read_by_both(bytes);
    assert!(fast.is_none() || fast == slow.ok());
    let (fast, slow) = read_head_by_both(bytes);
    assert!(fast.is_none() || fast == slow.ok());
}
