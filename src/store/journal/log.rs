//! The journals from the first line to the last, as edits.

use super::line::{Entry, Line, Mark};
use super::verify::walk;
use super::written;
use crate::model::{GivenOut, Log, LogEdit, LogRecord, Outcome};
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use std::collections::BTreeMap;

/// The edits of one replica by their numbers.
#[derive(Debug, Default)]
struct Edits {
    known: BTreeMap<Place, LogEdit>,
    /// What became of those whose end is told.
    ends: BTreeMap<Place, Outcome>,
    last: Place,
}

/// How often the numbers have begun anew, as they do where branches of git were put together; and
/// the number.
type Place = (usize, u64);

impl Edits {
    fn follow(&mut self, replica: &str, line: Line) {
        let (turn, last) = self.last;
        let Some(n) = line.number() else { return };
        let begins = match &line {
            Line::Mark(Mark::Intent { back: false, .. }) => n <= last,
            _ => n < last,
        };
        self.last = (turn + usize::from(begins), n);
        match line {
            Line::Entry(entry) => self.note(replica, entry),
            Line::Mark(Mark::Done { .. }) => self.end(Outcome::Done),
            Line::Mark(Mark::Undone { .. }) => self.end(Outcome::Undone),
            Line::Mark(Mark::Unclear { .. }) => self.end(Outcome::Unclear),
            Line::Mark(Mark::Shown { .. }) => self.end(Outcome::Shown),
            Line::Mark(Mark::GivenOut { form, unmasked, .. }) => {
                if let Some(edit) = self.known.get_mut(&self.last) {
                    edit.given_out = Some(GivenOut { form, unmasked });
                }
            }
            // They say nothing of how an edit ended.
            Line::Mark(
                Mark::Intent { .. }
                | Mark::Commit { .. }
                | Mark::Head { .. }
                | Mark::Named { .. }
                | Mark::ErasedHere { .. }
                | Mark::Event { .. }
                | Mark::TakenOver { .. }
                | Mark::Copied { .. },
            ) => {}
        }
    }

    fn end(&mut self, outcome: Outcome) {
        self.ends.insert(self.last, outcome);
    }

    fn note(&mut self, replica: &str, entry: Entry) {
        let edit = self.known.entry(self.last).or_insert_with(|| LogEdit {
            replica: replica.to_owned(),
            n: entry.n,
            at: entry.at,
            who: entry.who,
            undoes: entry.undoes,
            outcome: Outcome::Done,
            given_out: None,
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
        let known = self.known.into_iter();
        known.map(move |(place, edit)| LogEdit {
            outcome: ends.get(&place).copied().unwrap_or(edit.outcome),
            ..edit
        })
    }
}

/// Every edit of every journal that can be read, and every damage.
pub(in crate::store) fn read(fs: &dyn Fs, layout: &Layout) -> Log {
    let mut found: BTreeMap<String, Edits> = BTreeMap::new();
    let mut damage = walk(fs, layout, |replica, line| {
        let edits = found.entry(replica.to_owned()).or_default();
        edits.follow(replica, line);
    });
    let mut edits: Vec<LogEdit> = found.into_values().flat_map(Edits::all).collect();
    edits.sort_by_key(|edit| (edit.time(), edit.n));
    edits.reverse();
    damage.extend(written::elsewhere(fs, layout));
    Log { edits, damage }
}
