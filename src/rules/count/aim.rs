//! The reference beside a quota: what share of the membership is aimed at in a year, by which document.

use crate::model::{Book, Code, Label};
use crate::rules::Rules;
use crate::rules::count::figures::Figures;
use crate::rules::count::tree::Spot;
use crate::rules::count::year::as_of;
use serde::Deserialize;

/// A share of the membership that is aimed at in a year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aim {
    /// Its word in the data file.
    pub id: Code,
    /// Whose aim it is.
    pub name: Label,
    /// The first year it is for.
    pub since: i32,
    /// The least, in tenths of a percent of the members.
    pub low: u32,
    /// The most, likewise; none where only a least is set.
    #[serde(default)]
    pub high: Option<u32>,
    /// The document.
    pub basis: String,
}

impl Aim {
    /// The least and the most people of so many members, rounded half up.
    pub fn of(&self, members: u32) -> (u32, Option<u32>) {
        let people = |tenths: u32| {
            let exact = (u64::from(members) * u64::from(tenths) + 500) / 1000;
            u32::try_from(exact).unwrap_or(u32::MAX)
        };
        (people(self.low), self.high.map(people))
    }
}

/// The reference for a year and so many members, by the first aim that is for the year.
pub fn reference(rules: &Rules, year: i32, members: u32) -> Option<(u32, Option<u32>)> {
    let aim = rules.aims.iter().find(|aim| aim.since <= year)?;
    Some(aim.of(members))
}

/// The members of a node as last counted by the day of the figures. Never a sum of what stands
/// below: a book need not hold every cell.
pub fn members(book: &Book, figures: &Figures, node: usize) -> Option<u32> {
    let Spot::Unit(at) = figures.tree.nodes[node].spot else {
        return None;
    };
    let day = as_of(figures.year, figures.today);
    let counts = book.units()[at].members.iter();
    let begun = counts.filter(|count| count.on <= day);
    begun.max_by_key(|count| count.on).map(|row| row.members)
}
