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
use super::fields::rows::rows;
use super::header::{BookSettings, Header};

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

/// Merges the heads of a book.
pub fn merge_header(base: Option<&Header>, mine: &Header, theirs: &Header) -> Merged<Header> {
    let contested = |field: BookField, of: Option<BookField>, theirs: BookField| Conflict {
        unit: None,
        candidate: None,
        clash: Clash::Field {
            base: of.map(AnyField::Book),
            mine: AnyField::Book(field),
            theirs: AnyField::Book(theirs),
        },
    };
    let settings = |settings: BookSettings| BookField::Settings(Box::new(settings));
    let mut conflicts = Vec::new();
    let merged = blend_settings(
        base.map(|it| &it.settings),
        &mine.settings,
        &theirs.settings,
    );
    let mut value = Header {
        settings: merged.value,
        ..theirs.clone()
    };
    if let Some(own) = merged.mine {
        let before = base.map(|it| settings(it.settings.clone()));
        let stands = settings(value.settings.clone());
        conflicts.push(contested(settings(own), before, stands));
    }
    macro_rules! merge_rows {
        ($($variant:ident: $field:ident),*) => {$(
            let merged = rows(base.map(|it| &it.$field), &mine.$field, &theirs.$field);
            value.$field = merged.value;
            if let Some(own) = merged.mine {
                let before = base.map(|it| BookField::$variant(it.$field.clone()));
                let stands = BookField::$variant(value.$field.clone());
                conflicts.push(contested(BookField::$variant(own), before, stands));
            }
        )*};
    }
    merge_rows!(Roots: roots, Events: events, Imports: imports);
    Merged {
        conflicts,
        value: Some(value),
    }
}
