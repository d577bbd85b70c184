//! What journals and conflicts name: a field, or what befell a record as a whole.

use super::{CandidateField, UnitField};
use crate::model::BookField;

/// What befell a record as a whole. Journals name it in the place of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It came into the book.
    Added,
    /// It went out of it.
    Removed,
    /// It is in another organisation than before.
    Moved,
    /// Nothing stays of the person.
    Erased,
    /// Only what is counted stays of the person.
    Anonymised,
    /// The book was put back from a copy.
    Restored,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Added,
        Self::Removed,
        Self::Moved,
        Self::Erased,
        Self::Anonymised,
        Self::Restored,
    ];

    /// The word of the journals.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Erased => "erased",
            Self::Anonymised => "anonymised",
            Self::Restored => "restored",
        }
    }

    /// The row of the text files that says it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Added => "field.added",
            Self::Removed => "field.removed",
            Self::Moved => "col.cell",
            Self::Erased => "field.erased",
            Self::Anonymised => "field.anonymised",
            Self::Restored => "field.restored",
        }
    }
}

/// The row of the text files for what a journal names. A newer program may name what is not known
/// here.
pub fn field_key(key: &str) -> &'static str {
    let tables = [CandidateField::WORDS, UnitField::WORDS, BookField::WORDS];
    let deeds = Deed::ALL.map(|deed| (deed.key(), deed.text_key()));
    let mut all = tables.into_iter().flatten().chain(&deeds);
    let found = all.find(|(name, _)| *name == key);
    found.map_or("field.other", |(_, words)| words)
}
