//! The candidates of an organisation in the order a clerk reads them: by stage, or flat and sorted.

use super::counted::Counted;
use super::grouped::Grouped;
use super::line::{Line, Rank, Rest};
use std::cmp::Ordering;

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
