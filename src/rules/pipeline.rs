//! The candidates of an organisation in the order a clerk reads them: by stage, or flat and sorted.

use super::Rules;
use super::figures::Figures;
use super::standing::{Standing, State};
use crate::model::{Book, Candidate, Unit};
use std::cmp::Ordering;

/// One candidate of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The cell's place in [`Book::units`].
    pub unit: usize,
    /// The person's place in the cell.
    pub slot: usize,
    /// Where the person stands today; none if the record names no known stage.
    pub standing: Option<Standing>,
}

impl Line {
    /// The cell.
    pub fn unit<'a>(&self, book: &'a Book) -> &'a Unit {
        &book.units()[self.unit]
    }

    /// The person.
    pub fn person<'a>(&self, book: &'a Book) -> &'a Candidate {
        &self.unit(book).candidates[self.slot]
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

/// Groups: stages in order, then closed files, then what is not known.
fn group(line: &Line, stages: usize) -> usize {
    match &line.standing {
        None => stages + 1,
        Some(Standing {
            state: State::Ended(..),
            ..
        }) => stages,
        Some(standing) => standing.stage,
    }
}

fn shown(line: &Line, rules: &Rules, show: Show) -> bool {
    match (&line.standing, show) {
        (_, Show::All) | (None, _) => true,
        (Some(s), Show::Paused) => matches!(s.state, State::Paused(_)),
        (Some(s), Show::Open) => {
            !matches!(s.state, State::Ended(..)) && !rules.procedure.stages[s.stage].last
        }
    }
}

/// The rows of a node: its own people and those of all below it.
pub fn arrange(
    book: &Book,
    rules: &Rules,
    figures: &Figures,
    node: usize,
    order: Arrange,
    show: Show,
) -> Vec<Row> {
    let mut lines: Vec<&Line> = figures
        .tree
        .units_under(node)
        .flat_map(|unit| figures.lines(unit))
        .filter(|line| shown(line, rules, show))
        .collect();
    let stages = rules.procedure.stages.len();
    // The longest wait first; a whole book has tens of thousands, so each key is made once.
    let wait = |l: &&Line| (l.standing.as_ref().map(|s| s.since), l.unit, l.slot);
    match order {
        Arrange::Stages => {
            lines.sort_by_cached_key(|l| (group(l, stages), wait(l)));
            grouped(&lines, stages)
        }
        Arrange::Name => {
            lines.sort_by(|a, b| {
                rules
                    .order
                    .people(&a.person(book).name, &b.person(book).name)
            });
            lines.into_iter().cloned().map(Row::Line).collect()
        }
        Arrange::Wait => {
            lines.sort_by_cached_key(wait);
            lines.into_iter().cloned().map(Row::Line).collect()
        }
    }
}

fn grouped(lines: &[&Line], stages: usize) -> Vec<Row> {
    let mut rows = Vec::with_capacity(lines.len() + stages);
    for chunk in lines.chunk_by(|a, b| group(a, stages) == group(b, stages)) {
        let which = group(chunk[0], stages);
        rows.push(match which.cmp(&stages) {
            Ordering::Less => Row::Head(Some(which), chunk.len()),
            Ordering::Equal => Row::Closed(chunk.len()),
            Ordering::Greater => Row::Head(None, chunk.len()),
        });
        rows.extend(chunk.iter().map(|line| Row::Line((*line).clone())));
    }
    rows
}
