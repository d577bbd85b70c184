//! Saving on top of what somebody else has saved meanwhile: merged where the two go together, else
//! asked about, and never over it.

use crate::model::{Book, CandidateId, Deed, Edit, Joined, LogRecord, Outcome, Refusal, join};
use crate::store::door::Store;
use crate::store::error::StoreError;
use crate::store::journal::line::Stamp;
use crate::store::read::look::Seen;
use crate::store::save::back::Undoes;
use crate::store::save::{Way, save_edit};

/// How often a merged edit is tried again because somebody was quicker once more.
const TRIES: usize = 5;

/// What came of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// The edit as it was made, under this number.
    AsMade(u64),
    /// The edit together with what somebody else had saved: the number, the edit as it came to be,
    /// the book that holds both.
    Merged(u64, Box<Edit>, Box<Book>),
    /// Nothing was written: the edit and the book on disk do not agree.
    Asked(Box<Joined>, Box<Book>),
    /// Nothing was written: the book on disk has no room for the edit.
    Refused(Refusal, Box<Book>),
}

fn is_clash(error: &StoreError) -> bool {
    matches!(error, StoreError::Clash { .. } | StoreError::BookClash)
}

impl Store {
    /// Saves an edit that `book` has taken already. What somebody else has saved since `book` was
    /// read is merged with it by record and field.
    pub fn save_merged(
        &self,
        book: &Book,
        edit: &Edit,
        undoes: Option<u64>,
        stamp: &Stamp,
    ) -> Result<Saved, StoreError> {
        self.save_or_join(book, edit, undoes.map(Undoes::alone), stamp)
    }

    pub(super) fn save_or_join(
        &self,
        book: &Book,
        edit: &Edit,
        undoes: Option<Undoes>,
        stamp: &Stamp,
    ) -> Result<Saved, StoreError> {
        self.may_write()?;
        let save = |book: &Book, edit: &Edit, undoes| {
            save_edit(self.at(), book, edit, Way::Edit { undoes }, stamp)
        };
        let mut clash = match save(book, edit, undoes) {
            Ok(number) => return Ok(Saved::AsMade(number)),
            Err(StoreError::NotTaken(refusal)) => return self.not_taken(refusal),
            Err(error) if is_clash(&error) => error,
            Err(error) => return Err(error),
        };
        let undoes = undoes.map(|undoes| Undoes {
            exact: false,
            ..undoes
        });
        for _ in 0..TRIES {
            let seen = Seen::since(self.fs.now());
            let mut now = self.read(None)?;
            if now.header().id != book.header().id {
                return Err(clash);
            }
            self.must_be_readable(&now, edit)?;
            let joined = join(edit, book, &now);
            if !joined.conflicts.is_empty() {
                self.looked(seen);
                if let Some(id) = self.erased_meanwhile(&joined, &now) {
                    return Ok(Saved::Refused(Refusal::Erased(id), Box::new(now)));
                }
                return Ok(Saved::Asked(Box::new(joined), Box::new(now)));
            }
            let merged = if undoes.is_some() {
                now.edit_back(joined.change)
            } else {
                now.edit(joined.change)
            };
            let merged = match merged {
                Ok(merged) => merged,
                Err(refusal) => {
                    self.looked(seen);
                    return Ok(Saved::Refused(refusal, Box::new(now)));
                }
            };
            match save(&now, &merged, undoes) {
                Ok(number) => {
                    self.looked(seen);
                    return Ok(Saved::Merged(number, Box::new(merged), Box::new(now)));
                }
                Err(StoreError::NotTaken(refusal)) => return self.not_taken(refusal),
                Err(error) if is_clash(&error) => clash = error,
                Err(error) => return Err(error),
            }
        }
        Err(clash)
    }

    /// What was to be taken back cannot be; whoever asked may have an older book.
    fn not_taken(&self, refusal: Refusal) -> Result<Saved, StoreError> {
        Ok(Saved::Refused(refusal, Box::new(self.load()?)))
    }

    /// Somebody of the edit who was erased for good: that is not to be settled anew.
    fn erased_meanwhile(&self, joined: &Joined, now: &Book) -> Option<CandidateId> {
        let asked = joined
            .conflicts
            .iter()
            .filter_map(|it| it.candidate.as_ref());
        let gone: Vec<&CandidateId> = asked.filter(|id| now.home(id).is_none()).collect();
        if gone.is_empty() {
            return None;
        }
        let edits = self.log().edits.into_iter();
        let edits = edits.filter(|edit| edit.outcome != Outcome::Undone);
        let records: Vec<LogRecord> = edits.flat_map(|edit| edit.records).collect();
        let erased = |id: &&CandidateId| {
            let of =
                |row: &LogRecord| row.record == id.as_str() && row.fields == [Deed::Erased.key()];
            records.iter().any(of)
        };
        gone.into_iter().find(erased).cloned()
    }

    fn must_be_readable(&self, book: &Book, edit: &Edit) -> Result<(), StoreError> {
        let touched = |id| edit.before.iter().any(|(touched, _)| touched == id);
        let mut bad = book.unreadable().iter();
        bad.find(|row| touched(&row.id)).map_or(Ok(()), |row| {
            Err(StoreError::Unit {
                path: self.layout.unit(&row.id),
                fault: row.fault.clone(),
            })
        })
    }
}
