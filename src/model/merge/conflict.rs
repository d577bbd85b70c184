//! What two sides do not agree on, with everything that is needed to show it and to settle it.

use crate::model::fields::record::Record;
use crate::model::{
    BookField, Candidate, CandidateField, CandidateId, Change, Deed, Unit, UnitField, UnitId,
};

/// One of the two sides of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one that is being saved.
    Mine,
    /// The one that is on disk.
    Theirs,
}

/// A field of any record with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum AnyField {
    Candidate(CandidateField),
    Unit(UnitField),
    Book(BookField),
}

impl AnyField {
    /// The field's name, as it stands in files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Candidate(field) => field.key(),
            Self::Unit(field) => field.key(),
            Self::Book(field) => field.key(),
        }
    }

    /// The row of the text files that names it.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::Candidate(field) => field.text_key(),
            Self::Unit(field) => field.text_key(),
            Self::Book(field) => field.text_key(),
        }
    }
}

/// A whole record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum AnyRecord {
    Candidate(Box<Candidate>),
    Unit(Box<Unit>),
}

impl AnyRecord {
    /// The fields in which another version of this record differs, as that has them.
    pub fn changes(&self, to: &Self) -> Vec<AnyField> {
        match (self, to) {
            (Self::Candidate(then), Self::Candidate(now)) => {
                let fields = then.changes(now).into_iter();
                fields.map(AnyField::Candidate).collect()
            }
            (Self::Unit(then), Self::Unit(now)) => {
                let fields = then.changes(now).into_iter();
                fields.map(AnyField::Unit).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The record with another value in a field, to be shown.
    #[must_use]
    pub fn with(&self, field: &AnyField) -> Self {
        let mut shown = self.clone();
        match (&mut shown, field) {
            (Self::Candidate(person), AnyField::Candidate(field)) => person.put(field.clone()),
            (Self::Unit(unit), AnyField::Unit(field)) => unit.put(field.clone()),
            _ => {}
        }
        shown
    }
}

/// How two sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// One field was changed to different values. Of a list both values hold everything that the
    /// sides agree on.
    Field {
        /// Before either change; none where the record is new on both sides.
        base: Option<AnyField>,
        /// What would stand if mine were kept.
        mine: AnyField,
        /// What stands.
        theirs: AnyField,
    },
    /// One side took the record out, the other one changed it.
    Removed {
        /// Who took it out.
        by: Side,
        /// Before either change.
        base: AnyRecord,
        /// As the other side has it.
        kept: AnyRecord,
    },
    /// The sides put a candidate into different organisations.
    Moved {
        /// Where it stood before either change; none where it is new on both sides.
        base: Option<UnitId>,
        /// Where mine puts it.
        mine: UnitId,
        /// Where it stands.
        theirs: UnitId,
        /// The candidate as it would come to mine.
        person: Box<Candidate>,
    },
}

/// One thing that the sides do not agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The organisation; none for the head of the book.
    pub unit: Option<UnitId>,
    /// The candidate, if it is about one.
    pub candidate: Option<CandidateId>,
    /// How the sides differ.
    pub clash: Clash,
}

impl Conflict {
    /// The field's name in files; `removed` or `moved` where a whole record is meant.
    pub fn key(&self) -> &'static str {
        match &self.clash {
            Clash::Field { mine, .. } => mine.key(),
            Clash::Removed { .. } => Deed::Removed.key(),
            Clash::Moved { .. } => Deed::Moved.key(),
        }
    }

    /// The row of the text files for that.
    pub fn text_key(&self) -> &'static str {
        match &self.clash {
            Clash::Field { mine, .. } => mine.text_key(),
            Clash::Removed { .. } => Deed::Removed.text_key(),
            Clash::Moved { .. } => Deed::Moved.text_key(),
        }
    }

    /// What makes mine stand in a book that holds theirs.
    pub fn keep_mine(&self) -> Change {
        match (&self.clash, &self.unit, &self.candidate) {
            (Clash::Field { mine, .. }, unit, candidate) => match (mine, unit, candidate) {
                (AnyField::Candidate(field), _, Some(id)) => {
                    Change::SetCandidate(id.clone(), field.clone())
                }
                (AnyField::Unit(field), Some(id), _) => Change::SetUnit(id.clone(), field.clone()),
                (AnyField::Book(field), ..) => Change::SetBook(field.clone()),
                _ => Change::Many(Vec::new()),
            },
            (Clash::Removed { by: Side::Mine, .. }, _, Some(id)) => {
                Change::RemoveCandidate(id.clone())
            }
            (Clash::Removed { by: Side::Mine, .. }, Some(id), None) => {
                Change::RemoveUnit(id.clone())
            }
            (Clash::Removed { kept, .. }, Some(unit), _) => match kept {
                AnyRecord::Candidate(person) => Change::AddCandidate(unit.clone(), person.clone()),
                AnyRecord::Unit(unit) => Change::AddUnit(unit.clone()),
            },
            (Clash::Moved { mine, person, .. }, ..) => Change::Many(vec![
                Change::RemoveCandidate(person.id.clone()),
                Change::AddCandidate(mine.clone(), person.clone()),
            ]),
            (Clash::Removed { .. }, None, _) => Change::Many(Vec::new()),
        }
    }
}
