//! Whom a paper is asked of: everybody on its chains, or those whom its row names.

use super::route::Passage;
use super::{Needed, PaperRow, Procedure, holds};
use crate::model::{Candidate, GuideKind, PaperState};

/// Whether a paper is asked of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The step waits for it.
    Owed,
    /// It may be put on record; a condition says what of its kind is owed.
    Offered,
    /// It is not for this person.
    No,
}

/// So many valid introductions make every lawful combination.
const ENOUGH_INTRODUCTIONS: usize = 2;

impl PaperRow {
    /// Whether the paper is asked of a person whose dossier goes this way, by the set of the row.
    pub fn asked_of(&self, person: &Candidate, way: Passage<'_>, set: &Procedure) -> Asked {
        if !holds(&self.chains, way.chain) {
            return Asked::No;
        }
        let (asked, here) = match self.needed {
            Needed::Always => (Asked::Owed, true),
            Needed::SectionCommittee => (Asked::Owed, way.section),
            Needed::Introduction(_) => {
                let valid = person.papers.iter();
                let valid = valid.filter(|paper| paper.state == PaperState::Valid);
                let rows = valid.filter_map(|paper| set.paper(&paper.form));
                let introductions = rows.filter(|row| row.introduces().is_some());
                let enough = introductions.count() >= ENOUGH_INTRODUCTIONS;
                (Asked::Offered, !enough)
            }
        };
        if here { asked } else { Asked::No }
    }

    /// Who introduces by it, if it is an introduction.
    pub fn introduces(&self) -> Option<GuideKind> {
        match self.needed {
            Needed::Introduction(kind) => Some(kind),
            Needed::Always | Needed::SectionCommittee => None,
        }
    }
}
