//! The journals from the first line to the last, as edits.

use super::fs::Fs;
use super::layout::Layout;
use super::line::{Entry, Line, Mark};
use super::verify::walk;
use crate::model::{Log, LogEdit, LogRecord, Outcome};
use std::collections::BTreeMap;

/// The edits of one replica by their numbers.
#[derive(Debug, Default)]
struct Edits {
    known: BTreeMap<u64, LogEdit>,
    /// What became of those whose end is told.
    ends: BTreeMap<u64, Outcome>,
    last: u64,
}

impl Edits {
    fn take(&mut self, replica: &str, line: Line) {
        match line {
            Line::Entry(entry) => self.note(replica, entry),
            Line::Mark(Mark::Done { n, .. }) => self.end(n, Outcome::Done),
            Line::Mark(Mark::Undone { n, .. }) => self.end(n, Outcome::Undone),
            Line::Mark(Mark::Unclear { n, .. }) => self.end(n, Outcome::Unclear),
            Line::Mark(Mark::Shown { n, .. }) => self.end(n, Outcome::Shown),
            Line::Mark(Mark::Intent { n, .. } | Mark::Commit { n, .. }) => self.last = n,
        }
    }

    fn end(&mut self, n: u64, outcome: Outcome) {
        self.last = n;
        self.ends.insert(n, outcome);
    }

    fn note(&mut self, replica: &str, entry: Entry) {
        self.last = entry.n;
        let edit = self.known.entry(entry.n).or_insert_with(|| LogEdit {
            replica: replica.to_owned(),
            n: entry.n,
            at: entry.at,
            who: entry.who,
            undoes: entry.undoes,
            outcome: Outcome::Done,
            records: Vec::new(),
        });
        edit.records.push(LogRecord {
            unit: entry.unit,
            record: entry.record,
            fields: entry.fields,
        });
    }

    /// Only of the last one it may be unknown what became of it: the next edit begins by ending it.
    fn all(mut self) -> impl Iterator<Item = LogEdit> {
        if let Some(edit) = self.known.get_mut(&self.last) {
            edit.outcome = Outcome::Open;
        }
        let ends = self.ends;
        self.known.into_values().map(move |edit| LogEdit {
            outcome: ends.get(&edit.n).copied().unwrap_or(edit.outcome),
            ..edit
        })
    }
}

/// Every edit of every journal that can be read, and every damage.
pub(crate) fn read(fs: &dyn Fs, layout: &Layout) -> Log {
    let mut found: BTreeMap<String, Edits> = BTreeMap::new();
    let damage = walk(fs, layout, |replica, line| {
        let edits = found.entry(replica.to_owned()).or_default();
        edits.take(replica, line);
    });
    let mut edits: Vec<LogEdit> = found.into_values().flat_map(Edits::all).collect();
    edits.sort_by_key(|edit| (edit.time(), edit.n));
    edits.reverse();
    Log { edits, damage }
}
