//! What every organisation admitted in the year before the one shown.

use crate::model::{Book, Unit, UnitId};
use crate::rules::Counted;
use crate::rules::count::above::{is_steady, nodes_above, unlisted_apart};
use crate::rules::count::figures::Figures;
use crate::rules::count::tree::{Spot, Tree};
use crate::rules::count::year::as_of;
use chrono::{Datelike, NaiveDate};

/// What is known of a node for a year.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    people: u32,
    known: bool,
}

impl Sum {
    fn add(&mut self, more: u32) {
        self.people = self.people.saturating_add(more);
        self.known |= more > 0;
    }
}

/// By node: people admitted in the year before, with all below, as that year's figures tell it; none
/// where nothing is on record, which is not the same as nobody, or where there was no such node.
pub fn admitted_before(counted: Counted<'_>) -> Vec<Option<u32>> {
    let Counted { book, figures, .. } = counted;
    let year = figures.year - 1;
    let tree = Tree::on(counted.known(), as_of(year, figures.today));
    let sums = sums(book, figures, (&tree, year));
    let before = |unit: usize| {
        let sum = sums[tree.node_of(unit)?];
        sum.known.then_some(sum.people)
    };
    let nodes = figures.tree.nodes.iter();
    let of_node = nodes.map(|node| match node.spot {
        Spot::Unit(at) => before(at),
        Spot::Unreadable(_) => None,
    });
    of_node.collect()
}

/// The same for every node of the tree in which that year's figures stand.
fn sums(book: &Book, figures: &Figures, (tree, year): (&Tree, i32)) -> Vec<Sum> {
    let day = as_of(year, figures.today);
    let recorded = book.settings().recorded_from;
    let recorded = recorded.is_some_and(|from| from <= year);
    let own = |at: usize, unit: &Unit| {
        let made = figures.made(at).iter();
        let mut sum = Sum::default();
        sum.add(made.filter(|made| made.on.year() == year).count() as u32);
        let row = unit.unlisted_in(year);
        let here = row.filter(|_| is_steady(book, unit));
        sum.add(here.map_or(0, |row| row.count));
        sum.known |= recorded || row.is_some();
        sum
    };
    let nodes = tree.nodes.iter();
    let mut sums: Vec<Sum> = nodes
        .map(|node| match node.spot {
            Spot::Unit(at) => own(at, &book.units()[at]),
            Spot::Unreadable(_) => Sum::default(),
        })
        .collect();
    for at in (1..sums.len()).rev() {
        if let Some(parent) = tree.nodes[at].parent {
            let below = sums[at];
            sums[parent].add(below.people);
            sums[parent].known |= below.known;
        }
    }
    let mut put = |cell: &UnitId, on: NaiveDate, people: u32| {
        for node in nodes_above((book, tree), cell, on) {
            if let Some(sum) = sums.get_mut(node) {
                sum.add(people);
            }
        }
    };
    for (cell, made) in figures.made_apart() {
        if made.on.year() == year {
            put(cell, made.on, 1);
        }
    }
    for (unit, row) in unlisted_apart(book, year) {
        put(&unit.id, row.told_on(day), row.count);
    }
    sums
}
