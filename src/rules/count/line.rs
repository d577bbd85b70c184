//! One candidate among many: the place in the book, and the rank in the order of the pipeline.

use super::standing::{Standing, State};
use crate::model::{Book, Candidate, CandidateId, Unit, UnitId};
use crate::rules::procedure::Procedure;
use chrono::Datelike;

/// One candidate of the pipeline: small and copied, as a province has tens of thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The cell's place in [`Book::units`].
    pub unit: u32,
    /// The person's place in the cell.
    pub slot: u32,
}

impl Line {
    /// A person by the ids of the cell and the person.
    pub fn find(book: &Book, unit: &UnitId, person: &CandidateId) -> Option<Self> {
        let unit = book.position(unit)?;
        let people = &book.units()[unit].candidates;
        let slot = people.binary_search_by(|c| c.id.cmp(person)).ok()?;
        Some(Self {
            unit: unit as u32,
            slot: slot as u32,
        })
    }

    /// The cell.
    pub fn unit(self, book: &Book) -> &Unit {
        &book.units()[self.unit as usize]
    }

    /// The person.
    pub fn person(self, book: &Book) -> &Candidate {
        &self.unit(book).candidates[self.slot as usize]
    }
}

/// A person's place in the pipeline, sorted by group, the day the stage was entered, whether the
/// file moves, and the place in the tree. These are one number (8, 22, 2 and 32 bits): large nodes
/// are sorted on a key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rules) struct Rank {
    key: u64,
    pub(in crate::rules) line: Line,
}

/// What the filter asks of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Rest {
    Open = 0,
    Paused = 1,
    Done = 2,
}

impl Rank {
    /// Groups are the stages in order, then closed files, then what is not known.
    pub(in crate::rules) fn of(
        node: usize,
        line: Line,
        standing: Option<&Standing>,
        procedure: &Procedure,
    ) -> Self {
        let stages = procedure.stages.len();
        let (group, rest) = match standing {
            None => (stages + 1, Rest::Open),
            Some(now) => match now.state {
                State::Ended(..) => (stages, Rest::Done),
                _ if !now.is_open(procedure) => (now.stage, Rest::Done),
                State::Paused(_) => (now.stage, Rest::Paused),
                State::Active => (now.stage, Rest::Open),
            },
        };
        let group = u8::try_from(group).unwrap_or(u8::MAX);
        let since = standing.map_or(0, |now| now.since.num_days_from_ce().clamp(0, 0x3f_ffff));
        Self {
            key: u64::from(group) << 56 | (since as u64) << 34 | (rest as u64) << 32 | node as u64,
            line,
        }
    }

    pub(in crate::rules) fn group(&self) -> usize {
        (self.key >> 56) as usize
    }

    pub(in crate::rules) fn node(&self) -> usize {
        (self.key & u64::from(u32::MAX)) as usize
    }

    /// Neither closed nor through.
    pub(in crate::rules) fn moves(&self) -> bool {
        !self.is(Rest::Done)
    }

    pub(in crate::rules) fn is(&self, rest: Rest) -> bool {
        self.key >> 32 & 3 == rest as u64
    }

    /// The longest wait first, whatever the group.
    pub(in crate::rules) fn by_wait(&self) -> (u64, Line) {
        (self.key & (u64::MAX >> 8), self.line)
    }
}
