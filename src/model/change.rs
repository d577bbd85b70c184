//! Every edit as a value that carries its own inverse: the only way data changes.

use super::candidate::Candidate;
use super::fields::{CandidateField, UnitField};
use super::header::{BookSettings, Event, Header, Import};
use super::id::{CandidateId, UnitId};
use super::unit::{Dated, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One edit. Applied by [`super::Book::apply`], which returns its inverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A new organisation.
    AddUnit(Box<Unit>),
    /// An organisation without candidates or others below it goes.
    RemoveUnit(UnitId),
    /// One field of an organisation.
    SetUnit(UnitId, UnitField),
    /// A new candidate in an organisation.
    AddCandidate(UnitId, Box<Candidate>),
    /// A candidate goes.
    RemoveCandidate(CandidateId),
    /// One field of a candidate.
    SetCandidate(CandidateId, CandidateField),
    /// One field of the book.
    SetBook(BookField),
    /// Several edits, all or none.
    Many(Vec<Change>),
}

impl Change {
    /// The changes that it is made of.
    pub fn parts(&self) -> &[Self] {
        if let Self::Many(all) = self {
            all
        } else {
            std::slice::from_ref(self)
        }
    }

    /// Whether the head of the book is altered.
    pub fn touches_header(&self) -> bool {
        match self {
            Self::SetBook(_) => true,
            Self::Many(all) => all.iter().any(Self::touches_header),
            _ => false,
        }
    }

    /// Whether the tree is altered: names, parents, kinds, organisations coming or going.
    pub fn touches_tree(&self) -> bool {
        match self {
            Self::AddUnit(_) | Self::RemoveUnit(_) => true,
            Self::SetUnit(_, field) => shapes_tree(field),
            Self::Many(all) => all.iter().any(Self::touches_tree),
            Self::AddCandidate(..)
            | Self::RemoveCandidate(_)
            | Self::SetCandidate(..)
            | Self::SetBook(_) => false,
        }
    }

    /// What is left of it without all that it says of some people; none where that is nothing.
    pub fn without(self, people: &BTreeSet<CandidateId>) -> Option<Self> {
        match self {
            Self::RemoveCandidate(id) | Self::SetCandidate(id, _) if people.contains(&id) => None,
            Self::AddCandidate(_, row) if people.contains(&row.id) => None,
            Self::AddUnit(mut unit) => {
                unit.candidates.retain(|row| !people.contains(&row.id));
                Some(Self::AddUnit(unit))
            }
            Self::Many(all) => {
                let left = all.into_iter().filter_map(|one| one.without(people));
                let left: Vec<Self> = left.collect();
                (!left.is_empty()).then_some(Self::Many(left))
            }
            other => Some(other),
        }
    }

    /// Whether nothing is altered that is counted: only numbers that are read as they stand.
    pub fn counts_nothing(&self) -> bool {
        match self {
            Self::SetUnit(_, field) => read_by(field) == ReadBy::Nobody,
            Self::Many(all) => all.iter().all(Self::counts_nothing),
            _ => false,
        }
    }
}

/// What is worked out anew after a field of an organisation was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadBy {
    /// The tree, and with it everything.
    Tree,
    /// The figures of the organisation, and of all above it.
    Figures,
    /// Nothing: it is read as it stands.
    Nobody,
}

/// Whether the tree is another after a field of an organisation was changed.
pub(super) fn shapes_tree(field: &UnitField) -> bool {
    read_by(field) == ReadBy::Tree
}

fn read_by(field: &UnitField) -> ReadBy {
    match field {
        UnitField::Names(_)
        | UnitField::Parents(_)
        | UnitField::Kinds(_)
        | UnitField::Founded(_)
        | UnitField::Ended(_)
        | UnitField::Order(_) => ReadBy::Tree,
        UnitField::Quotas(_)
        | UnitField::Exemptions(_)
        | UnitField::Codes(_)
        | UnitField::Aliases(_)
        | UnitField::Became(_)
        | UnitField::Book(_)
        | UnitField::Place(_)
        | UnitField::Sign(_)
        | UnitField::Meets(_)
        | UnitField::Leaders(_)
        | UnitField::Plans(_) => ReadBy::Nobody,
        UnitField::Sector(_)
        | UnitField::Routes(_)
        | UnitField::Members(_)
        | UnitField::Officers(_)
        | UnitField::Unlisted(_)
        | UnitField::Causes(_)
        | UnitField::Remedies(_)
        | UnitField::Notes(_)
        | UnitField::Surveys(_)
        | UnitField::Visits(_) => ReadBy::Figures,
    }
}

/// A field of the book with its new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BookField {
    /// The book's settings.
    Settings(Box<BookSettings>),
    /// What stands at the top.
    Roots(Vec<Dated<UnitId>>),
    /// Events of reorganisation.
    Events(Vec<Event>),
    /// Lists taken in.
    Imports(Vec<Import>),
}

impl BookField {
    pub(super) const WORDS: &'static [(&'static str, &'static str)] = &[
        ("settings", "field.book"),
        ("roots", "field.roots"),
        ("events", "field.events"),
        ("imports", "field.imports"),
    ];

    fn words(&self) -> (&'static str, &'static str) {
        let at = match self {
            Self::Settings(_) => 0,
            Self::Roots(_) => 1,
            Self::Events(_) => 2,
            Self::Imports(_) => 3,
        };
        Self::WORDS[at]
    }

    /// The field's name, as it stands in files and journals.
    pub fn key(&self) -> &'static str {
        self.words().0
    }

    /// The row of the text files that names it.
    pub fn text_key(&self) -> &'static str {
        self.words().1
    }

    /// The fields in which a head differs, as it has them.
    pub(super) fn differing(then: &Header, now: &Header) -> Vec<Self> {
        let settings = || Self::Settings(Box::new(now.settings.clone()));
        let roots = || Self::Roots(now.roots.clone());
        let events = || Self::Events(now.events.clone());
        let imports = || Self::Imports(now.imports.clone());
        let all = [
            (then.settings != now.settings).then(settings),
            (then.roots != now.roots).then(roots),
            (then.events != now.events).then(events),
            (then.imports != now.imports).then(imports),
        ];
        all.into_iter().flatten().collect()
    }

    /// Puts the value in and gives the old one back.
    pub(super) fn swap(self, header: &mut Header) -> Self {
        match self {
            Self::Settings(settings) => {
                let old = std::mem::replace(&mut header.settings, *settings);
                Self::Settings(Box::new(old))
            }
            Self::Roots(roots) => Self::Roots(std::mem::replace(&mut header.roots, roots)),
            Self::Events(events) => Self::Events(std::mem::replace(&mut header.events, events)),
            Self::Imports(rows) => Self::Imports(std::mem::replace(&mut header.imports, rows)),
        }
    }
}
