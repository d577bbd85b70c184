//! What becomes of a row of a list, as data.

use crate::model::import::{Mark, Row};
use std::collections::BTreeMap;

/// What becomes of a row as it was answered so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// As its mark says.
    Marked(Mark),
    /// It was said for all its differences what stands.
    Settled,
    /// It was said not to be taken.
    Left,
}

impl Fate {
    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Marked(mark) => mark.text_key(),
            Self::Settled => "taking.settled",
            Self::Left => "taking.left",
        }
    }
}

/// What the rows come to in numbers.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// How many rows have each fate that any has.
    pub fates: BTreeMap<Fate, usize>,
    /// Rows of which something is told.
    pub noted: usize,
}

/// Whether something is told of a row that it is good to look at: more than why it is no record.
pub fn is_noted(row: &Row) -> bool {
    let why = usize::from(row.mark == Mark::Skipped);
    let mut told = row.problems.iter().skip(why);
    told.any(|problem| !problem.code.asks() && problem.field.is_none())
}
