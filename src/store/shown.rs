//! A hidden value is shown to somebody: the journal says so before.

use super::error::StoreError;
use super::fs::Fs;
use super::journal::{self, Journal};
use super::layout::Layout;
use super::line::{Line, Mark};
use super::recover::settle;
use super::save::entry;
use super::touched::Record;
use super::{Stamp, lock, undo};

/// Writes down, durably, that the fields of a record are shown; gives the number of the entry.
pub(crate) fn note_shown(
    fs: &dyn Fs,
    layout: &Layout,
    record: &Record,
    stamp: &Stamp,
) -> Result<u64, StoreError> {
    let _lock = lock::take(fs, layout, lock::PATIENCE)?;
    let replica = journal::replica(fs, layout)?;
    let mut journal = Journal::read(fs, layout, &replica)?;
    settle(&mut journal)?;
    let last = journal.number().max(undo::last_number(fs, layout)?);
    let n = last.saturating_add(1);
    journal.turn_to(&replica, stamp);
    let seal = String::new();
    let shown = Line::Mark(Mark::Shown { n, seal });
    let added = journal.add_durably(&[entry(record, n, None, stamp), shown]);
    if added.is_err() {
        // What is not for certain in the journal was not shown.
        let _ = journal.take_back();
    }
    added.map(|()| n)
}
