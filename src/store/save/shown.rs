//! What is told in the journal though no file is changed by an edit: a hidden value shown or given out, a copy put in the book's place.

use super::recover::own_journal;
use super::undo;
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::{Layout, make_dir};
use crate::store::disk::lock;
use crate::store::error::StoreError;
use crate::store::journal::line::Stamp;
use crate::store::journal::line::{Line, Mark};
use crate::store::journal::touched::Record;
use crate::store::journal::written;
use crate::store::save::entry;

use crate::model::{Deed, GivenOut};
use std::time::Duration;

/// Writes down, durably, that the fields of a record are shown; gives the number of the entry.
pub(in crate::store) fn note_shown(
    fs: &dyn Fs,
    layout: &Layout,
    record: &Record,
    stamp: &Stamp,
    patience: Duration,
) -> Result<u64, StoreError> {
    let _lock = lock::take(fs, layout, patience)?;
    let shown = |n| vec![shown(n)];
    tell(fs, layout, std::slice::from_ref(record), stamp, shown)
}

/// Writes down, durably, that the fields of records are given out, as what and why; gives the number of
/// the entry.
pub(in crate::store) fn note_given_out(
    fs: &dyn Fs,
    layout: &Layout,
    records: &[Record],
    what: &GivenOut,
    (stamp, patience): (&Stamp, Duration),
) -> Result<u64, StoreError> {
    let _lock = lock::take(fs, layout, patience)?;
    let given = |n| {
        let given = Mark::GivenOut {
            n,
            form: what.form.clone(),
            unmasked: what.unmasked.clone(),
            seal: String::new(),
        };
        vec![given, shown(n)]
    };
    tell(fs, layout, records, stamp, given)
}

fn shown(n: u64) -> Mark {
    let seal = String::new();
    Mark::Shown { n, seal }
}

/// Writes down, durably, that the book was restored from a copy. Asked where nobody else writes.
pub(in crate::store) fn note_restored(
    fs: &dyn Fs,
    layout: &Layout,
    stamp: &Stamp,
) -> Result<u64, StoreError> {
    make_dir(fs, &layout.local())?;
    let record = Record {
        unit: String::new(),
        id: "book".to_owned(),
        fields: vec![Deed::Restored.key()],
    };
    let done = |n| {
        let seal = String::new();
        vec![Mark::Done { n, seal }]
    };
    tell(fs, layout, &[record], stamp, done)
}

fn tell(
    fs: &dyn Fs,
    layout: &Layout,
    records: &[Record],
    stamp: &Stamp,
    ends: impl FnOnce(u64) -> Vec<Mark>,
) -> Result<u64, StoreError> {
    let (replica, mut journal) = own_journal(fs, layout)?;
    let last = journal.number().max(undo::last_number(fs, layout)?);
    let last = last.max(written::number(fs, layout, &replica));
    let n = last.saturating_add(1);
    journal.turn_to(stamp);
    let told = records.iter().map(|record| entry(record, n, None, stamp));
    let lines: Vec<Line> = told.chain(ends(n).into_iter().map(Line::Mark)).collect();
    let added = journal.add_durably(&lines);
    if added.is_err() {
        // What is not for certain in the journal did not happen.
        let _ = journal.drop_added();
    } else {
        written::note(fs, layout, &replica, (n, journal.last()));
    }
    added.map(|()| n)
}
