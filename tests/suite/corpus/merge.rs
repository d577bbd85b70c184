//! Three versions of a unit's file, parted by a line of `====`: the laws of the merge hold.

use ketnap::config::demo;
use ketnap::model::{Unit, merge_unit};
use ketnap::store::read_files;

fn unit(text: &str) -> Option<Unit> {
    let (_, mut units) = read_files(demo::BOOK, &[text]).ok()?;
    units.pop()
}

pub(crate) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split("====\n").map(unit);
    let (Some(base), Some(mine), Some(theirs)) = (
        parts.next().flatten(),
        parts.next().flatten(),
        parts.next().flatten(),
    ) else {
        return;
    };
    if mine.id != base.id || theirs.id != base.id {
        return;
    }
    let (base, mine, theirs) = (Some(&base), Some(&mine), Some(&theirs));
    for side in [mine, theirs] {
        for (mine, theirs) in [(side, base), (base, side), (side, side)] {
            let merged = merge_unit(base, mine, theirs);
            assert_eq!(merged.value.as_ref(), side);
            assert!(merged.conflicts.is_empty());
        }
    }
    let one = merge_unit(base, mine, theirs);
    let other = merge_unit(base, theirs, mine);
    assert_eq!(one.conflicts.len(), other.conflicts.len());
}
