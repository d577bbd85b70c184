//! The candidates of an organisation in the order a clerk reads them: by stage, or flat and sorted.

use super::Rules;
use super::figures::Figures;
use super::procedure::Procedure;
use super::standing::{Standing, State};
use crate::model::{Book, Candidate, CandidateId, Unit, UnitId};
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

/// What the pipeline is sorted by: the group, the day the stage was entered, the place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    group: u8,
    since: Option<NaiveDate>,
    pub(super) node: u32,
    pub(super) line: Line,
    rest: Rest,
}

/// What the filter asks of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rest {
    Open,
    Paused,
    Done,
}

impl Rank {
    /// Groups are the stages in order, then closed files, then what is not known.
    pub(super) fn of(
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
                State::Paused(_) => (now.stage, Rest::Paused),
                State::Active if procedure.stages[now.stage].last => (now.stage, Rest::Done),
                State::Active => (now.stage, Rest::Open),
            },
        };
        Self {
            group: u8::try_from(group).unwrap_or(u8::MAX),
            since: standing.map(|s| s.since),
            node: node as u32,
            line,
            rest,
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

/// What stands above a group of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// A stage, by its place in the procedure.
    Stage(usize),
    /// The closed files.
    Closed,
    /// Files whose stage is not known.
    Unknown,
}

/// A row of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The head of a group, and how many people it has.
    Head(Head, usize),
    /// A person.
    Line(Line),
}

/// The rows of the pipeline: the people in order, and where a head stands among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    people: Vec<Line>,
    /// Each with the place of its first person.
    heads: Vec<(usize, Head)>,
}

impl Rows {
    /// The people, without heads.
    pub fn people(&self) -> &[Line] {
        &self.people
    }

    /// How many rows there are, heads too.
    pub fn len(&self) -> usize {
        self.people.len() + self.heads.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row `at`.
    pub fn get(&self, at: usize) -> Option<Row> {
        let heads = self.heads.iter().enumerate();
        let above = heads.take_while(|(i, (first, _))| first + i <= at).count();
        if let Some((first, head)) = above.checked_sub(1).map(|last| self.heads[last])
            && first + above - 1 == at
        {
            let end = self.heads.get(above).map_or(self.people.len(), |h| h.0);
            return Some(Row::Head(head, end - first));
        }
        self.people.get(at - above).copied().map(Row::Line)
    }

    /// The row of a person.
    pub fn position(&self, line: Line) -> Option<usize> {
        let place = self.people.iter().position(|l| *l == line)?;
        let heads = self.heads.iter().filter(|(first, _)| *first <= place);
        Some(place + heads.count())
    }
}

/// The rows of a node: its own people and those of all below it. One person may be named who is
/// listed whatever the filter says.
pub fn arrange(
    book: &Book,
    rules: &Rules,
    figures: &Figures,
    node: usize,
    (order, show, keep): (Arrange, Show, Option<Line>),
) -> Rows {
    let shown = |rank: &Rank| match show {
        Show::All => true,
        Show::Open => rank.rest != Rest::Done,
        Show::Paused => rank.rest == Rest::Paused,
    };
    let inside = node as u32..figures.tree.nodes[node].end as u32;
    let ranks = figures.ranks(node, rules);
    let listed = ranks
        .iter()
        .filter(|r| inside.contains(&r.node) && (shown(r) || Some(r.line) == keep));
    if order == Arrange::Stages {
        return grouped(listed, rules.procedure.stages.len(), figures.people(node));
    }
    let mut flat: Vec<&Rank> = listed.collect();
    if order == Arrange::Name {
        let name = |rank: &Rank| rank.line.person(book).name.as_str();
        flat.sort_by(|a, b| rules.order.people(name(a), name(b)));
    } else {
        flat.sort_unstable_by_key(|rank| (rank.since, rank.node, rank.line));
    }
    Rows {
        people: flat.into_iter().map(|rank| rank.line).collect(),
        heads: Vec::new(),
    }
}

/// Puts a head above each group of ranks in order; at most so many people are expected.
fn grouped<'a>(ranks: impl Iterator<Item = &'a Rank>, stages: usize, most: usize) -> Rows {
    let mut rows = Rows {
        people: Vec::with_capacity(most),
        heads: Vec::new(),
    };
    let mut last = None;
    for rank in ranks {
        if last != Some(rank.group) {
            last = Some(rank.group);
            let group = usize::from(rank.group);
            let head = match group.cmp(&stages) {
                Ordering::Less => Head::Stage(group),
                Ordering::Equal => Head::Closed,
                Ordering::Greater => Head::Unknown,
            };
            rows.heads.push((rows.people.len(), head));
        }
        rows.people.push(rank.line);
    }
    rows
}
