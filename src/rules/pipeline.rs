//! The candidates of an organisation in the order a clerk reads them: by stage, or flat and sorted.

use super::Rules;
use super::figures::Figures;
use super::standing::{Standing, State};
use crate::model::{Book, Candidate, CandidateId, Unit};
use chrono::NaiveDate;
use std::cmp::Ordering;

/// One candidate of the pipeline: small and copied, as a province has tens of thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The cell's place in [`Book::units`].
    pub unit: u32,
    /// The person's place in the cell.
    pub slot: u32,
}

impl Line {
    /// The cell.
    pub fn unit(self, book: &Book) -> &Unit {
        &book.units()[self.unit as usize]
    }

    /// The person.
    pub fn person(self, book: &Book) -> &Candidate {
        &self.unit(book).candidates[self.slot as usize]
    }
}

/// What the pipeline is sorted by: the group, the day the stage was entered, the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    group: u8,
    since: Option<NaiveDate>,
    pub(super) line: Line,
}

impl Rank {
    /// Groups are the stages in order, then closed files, then what is not known.
    pub(super) fn of(line: Line, standing: Option<&Standing>, stages: usize) -> Self {
        let group = match standing {
            None => stages + 1,
            Some(Standing {
                state: State::Ended(..),
                ..
            }) => stages,
            Some(standing) => standing.stage,
        };
        Self {
            group: u8::try_from(group).unwrap_or(u8::MAX),
            since: standing.map(|s| s.since),
            line,
        }
    }
}

/// How the rows are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrange {
    /// Grouped by stage, the longest wait first.
    #[default]
    Stages,
    /// Flat, by given name.
    Name,
    /// Flat, the longest wait first.
    Wait,
}

impl Arrange {
    /// The next order; the third press is back at the start.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Stages => Self::Name,
            Self::Name => Self::Wait,
            Self::Wait => Self::Stages,
        }
    }
}

/// Which files are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Active and paused, without those who have walked the whole way.
    #[default]
    Open,
    /// Everybody.
    All,
    /// Paused only.
    Paused,
}

impl Show {
    /// The next filter.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Open => Self::All,
            Self::All => Self::Paused,
            Self::Paused => Self::Open,
        }
    }
}

/// A row of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// The head of a stage with the number of people in it; none is a stage not known.
    Head(Option<usize>, usize),
    /// The head of the closed files.
    Closed(usize),
    /// A person.
    Line(Line),
}

fn shown(standing: Option<&Standing>, rules: &Rules, show: Show) -> bool {
    match (standing, show) {
        (_, Show::All) | (None, _) => true,
        (Some(s), Show::Paused) => matches!(s.state, State::Paused(_)),
        (Some(s), Show::Open) => {
            !matches!(s.state, State::Ended(..)) && !rules.procedure.stages[s.stage].last
        }
    }
}

/// The rows of a node: its own people and those of all below it. One person may be named who is
/// listed whatever the filter says.
pub fn arrange(
    book: &Book,
    rules: &Rules,
    figures: &Figures,
    node: usize,
    (order, show, keep): (Arrange, Show, Option<&CandidateId>),
) -> Vec<Row> {
    let mut ranks = figures.ranks(node);
    if show != Show::All {
        ranks.retain(|rank| {
            shown(figures.standing(rank.line), rules, show)
                || keep.is_some_and(|id| rank.line.person(book).id == *id)
        });
    }
    match order {
        Arrange::Stages => return grouped(&ranks, rules.procedure.stages.len()),
        Arrange::Name => ranks.sort_by(|a, b| {
            let name = |rank: &Rank| rank.line.person(book).name.as_str();
            rules.order.people(name(a), name(b))
        }),
        Arrange::Wait => ranks.sort_unstable_by_key(|rank| (rank.since, rank.line)),
    }
    ranks.into_iter().map(|rank| Row::Line(rank.line)).collect()
}

fn grouped(ranks: &[Rank], stages: usize) -> Vec<Row> {
    let mut rows = Vec::with_capacity(ranks.len() + stages);
    for chunk in ranks.chunk_by(|a, b| a.group == b.group) {
        let which = usize::from(chunk[0].group);
        rows.push(match which.cmp(&stages) {
            Ordering::Less => Row::Head(Some(which), chunk.len()),
            Ordering::Equal => Row::Closed(chunk.len()),
            Ordering::Greater => Row::Head(None, chunk.len()),
        });
        rows.extend(chunk.iter().map(|rank| Row::Line(rank.line)));
    }
    rows
}
