//! The candidates of an organisation in the order a clerk reads them: by stage, or flat and sorted.
use crate::model::{Book, Candidate, CandidateId, Unit, UnitId};
use crate::rules::Counted;
use crate::rules::count::grouped::Grouped;
use crate::rules::count::standing::{Standing, State};
use crate::rules::procedure::Procedure;
use chrono::Datelike;
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
enum Rest {
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
                State::Paused(_) => (now.stage, Rest::Paused),
                State::Active if procedure.stages[now.stage].last => (now.stage, Rest::Done),
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

    fn group(&self) -> usize {
        (self.key >> 56) as usize
    }

    fn node(&self) -> usize {
        (self.key & u64::from(u32::MAX)) as usize
    }

    /// Neither closed nor through.
    pub(in crate::rules) fn moves(&self) -> bool {
        !self.is(Rest::Done)
    }

    fn is(&self, rest: Rest) -> bool {
        self.key >> 32 & 3 == rest as u64
    }

    /// The longest wait first, whatever the group.
    fn by_wait(&self) -> (u64, Line) {
        (self.key & (u64::MAX >> 8), self.line)
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
pub type Row = crate::rules::count::grouped::Row<Line, Head>;

/// The rows of the pipeline: the people in order under their heads.
pub type Rows = Grouped<Line, Head>;

/// The rows of a node: its own people and those of all below it. One person may be named who is
/// listed whatever the filter says.
pub fn arrange(counted: Counted<'_>, node: usize, how: (Arrange, Show, Option<Line>)) -> Rows {
    let mut rows = Rows::default();
    rows.arrange(counted, node, how);
    rows
}

impl Rows {
    /// Fills these rows anew. Their room is used again: a province's list is half a megabyte.
    pub fn arrange(
        &mut self,
        counted: Counted<'_>,
        node: usize,
        (order, show, keep): (Arrange, Show, Option<Line>),
    ) {
        let Counted {
            book,
            rules,
            figures,
        } = counted;
        self.clear();
        let shown = |rank: &Rank| match show {
            Show::All => true,
            Show::Open => rank.moves(),
            Show::Paused => rank.is(Rest::Paused),
        };
        let inside = node..figures.tree.nodes[node].end;
        let passes = |rank: &Rank| shown(rank) || Some(rank.line) == keep;
        let stages = rules.procedure.stages.len();
        let ranks = figures.ranks(node);
        // Of a large node, leaving the others out of all that is sorted is less work than sorting.
        let all = figures.sorted(show != Show::All && keep.is_none());
        let everybody = ranks.len() == figures.sorted(false).len();
        if order == Arrange::Stages && everybody && show != Show::Paused && keep.is_none() {
            return self.group_all(all, stages);
        }
        if order == Arrange::Stages && ranks.len() * 8 >= all.len() {
            let here = |rank: &&Rank| inside.contains(&rank.node()) && passes(rank);
            return self.group(all.iter().filter(here), stages);
        }
        let mut listed: Vec<Rank> = ranks.iter().filter(|rank| passes(rank)).copied().collect();
        match order {
            Arrange::Stages => {
                listed.sort_unstable();
                return self.group(listed.iter(), stages);
            }
            Arrange::Name => listed.sort_by(|a, b| {
                let name = |rank: &Rank| rank.line.person(book).name.as_str();
                rules.order.people(name(a), name(b))
            }),
            Arrange::Wait => listed.sort_unstable_by_key(Rank::by_wait),
        }
        for rank in listed {
            self.push(rank.line);
        }
    }

    /// Puts a head above each group of ranks in order.
    fn group<'a>(&mut self, ranks: impl Iterator<Item = &'a Rank>, stages: usize) {
        for rank in ranks {
            self.push_under(head(rank.group(), stages), rank.line);
        }
    }

    /// The same for ranks of which none is left out: what stands at the top of a province is
    /// copied, not looked at one by one.
    fn group_all(&mut self, mut ranks: &[Rank], stages: usize) {
        while let Some(group) = ranks.first().map(Rank::group) {
            let end = ranks.partition_point(|rank| rank.group() <= group);
            let lines = ranks[..end].iter().map(|rank| rank.line);
            self.extend_under(head(group, stages), lines);
            ranks = &ranks[end..];
        }
    }
}

fn head(group: usize, stages: usize) -> Head {
    match group.cmp(&stages) {
        Ordering::Less => Head::Stage(group),
        Ordering::Equal => Head::Closed,
        Ordering::Greater => Head::Unknown,
    }
}
