//! Cells from which nobody comes: silent for years, without a source, with one only, or nearly too small.

use super::super::Known;
use super::{Ground, Seen};
use crate::model::{Code, Unit};
use crate::rules::Counted;
use crate::rules::count::standing::State;
use crate::rules::procedure::Check;
use chrono::NaiveDate;

/// A cell that is weak in one way at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weak {
    /// Its place in the book.
    pub unit: usize,
    /// It is known to have admitted nobody for the years asked about.
    pub silent: bool,
    /// The last admission on record, if any.
    pub last: Option<NaiveDate>,
    /// Open files of people not admitted yet; with none the cell has no source at all.
    pub files: u32,
    /// The one source group that all of these come from; none where there are several, or a file
    /// names none.
    pub only: Option<Code>,
    /// Full members by the latest count, where they are no more than a cell must have.
    pub few: Option<u32>,
}

impl Weak {
    /// Nobody is on the way.
    pub fn no_source(&self) -> bool {
        self.files == 0
    }
}

/// The weak cells of a node and all below it (0: of the whole book), in the order of the tree, as
/// of today; silent are those that are known to have admitted nobody for so many years.
pub fn weak_cells(counted: Counted<'_>, node: usize, years: u32) -> Vec<Weak> {
    let ground = Ground::new(counted, node);
    let mut weak = Collector::new(&ground, years);
    for (at, unit) in ground.units() {
        let mut cell = Nursery::default();
        for seen in ground.people(at, unit) {
            cell.person(&seen, &ground);
        }
        weak.cell(at, unit, &cell);
    }
    weak.done()
}

/// The people of one cell who are not admitted yet.
#[derive(Default)]
pub(super) struct Nursery<'a> {
    files: u32,
    first: Option<&'a Code>,
    mixed: bool,
}

impl<'a> Nursery<'a> {
    pub(super) fn person(&mut self, seen: &Seen<'a>, ground: &Ground<'_>) {
        let stages = &ground.rules.procedure.stages;
        let admitted = seen.now.and_then(|now| now.admitted);
        let gone = |state: &State| matches!(state, State::Ended(..));
        let through = seen
            .now
            .is_some_and(|now| gone(&now.state) || stages[now.stage].last);
        if admitted.is_some() || through {
            return;
        }
        let source = seen.person.source.as_ref();
        self.mixed |= source.is_none() || self.files > 0 && self.first != source;
        self.first = self.first.or(source);
        self.files += 1;
    }
}

pub(super) struct Collector<'a> {
    ground: &'a Ground<'a>,
    years: u32,
    /// Full members that a cell must have.
    least: Option<u32>,
    found: Vec<Weak>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, years: u32) -> Self {
        let checks = ground.rules.on(ground.figures.today).criteria.iter();
        let least = |check| match check {
            Check::FullMembers(least) => Some(least),
            _ => None,
        };
        Self {
            ground,
            years,
            least: checks.filter_map(|row| least(row.check)).max(),
            found: Vec::new(),
        }
    }

    pub(super) fn cell(&mut self, at: usize, unit: &Unit, people: &Nursery<'_>) {
        let Ground {
            book,
            rules,
            figures,
            ..
        } = self.ground;
        let over = unit.ended.is_some_and(|ended| ended < figures.today);
        if over || !rules.is_cell(unit, figures.today) {
            return;
        }
        let counts = unit.members.iter().filter(|row| row.on <= figures.today);
        let full = counts.max_by_key(|row| row.on).and_then(|row| row.full);
        let only = people.first.filter(|_| !people.mixed);
        let weak = Weak {
            unit: at,
            silent: figures.silent_for(Known::new(book, rules, figures.today), at, self.years),
            last: figures.last_admission(at),
            files: people.files,
            only: only.cloned(),
            few: full.filter(|full| self.least.is_some_and(|least| *full <= least)),
        };
        if weak.silent || weak.no_source() || weak.only.is_some() || weak.few.is_some() {
            self.found.push(weak);
        }
    }

    pub(super) fn done(self) -> Vec<Weak> {
        self.found
    }
}
