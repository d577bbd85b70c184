//! One three-way merge over records and fields: for the board when two save at once, and for any
//! other place where two versions of a file have one ancestor.
//!
//! What the two sides do not agree on is a conflict, a value like any other: the merged record then
//! holds what `theirs` says, since that is on disk already, and the conflict holds what would stand
//! if mine were kept. So nothing of either side is lost.

mod conflict;
mod join;
mod people;
mod unit;

pub use conflict::{AnyField, AnyRecord, Clash, Conflict, Side};
pub use join::{Joined, join};
pub use people::Sides;
pub use unit::{MergedUnits, merge_unit, merge_units};

use super::candidate::Candidate;
use super::change::BookField;
use super::fields::CandidateField;
use super::fields::record::{Record as _, blend_settings};
use super::header::BookSettings;

/// What came out of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged<T> {
    /// What stands; none where the record goes.
    pub value: Option<T>,
    /// What the sides do not agree on.
    pub conflicts: Vec<Conflict>,
}

/// The fields of a person's record that are not as they were, as they are now.
pub fn differing(then: &Candidate, now: &Candidate) -> Vec<CandidateField> {
    then.changes(now)
}

/// Merges the settings of a book.
pub fn merge_settings(
    base: Option<&BookSettings>,
    mine: &BookSettings,
    theirs: &BookSettings,
) -> Merged<BookSettings> {
    let merged = blend_settings(base, mine, theirs);
    let field =
        |settings: &BookSettings| AnyField::Book(BookField::Settings(Box::new(settings.clone())));
    let conflict = merged.mine.map(|mine| Conflict {
        unit: None,
        candidate: None,
        clash: Clash::Field {
            base: base.map(field),
            mine: field(&mine),
            theirs: field(&merged.value),
        },
    });
    Merged {
        conflicts: conflict.into_iter().collect(),
        value: Some(merged.value),
    }
}
