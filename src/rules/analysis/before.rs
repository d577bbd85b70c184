//! What every organisation admitted in the year before the one shown.

use crate::model::Book;
use crate::rules::count::figures::Figures;
use crate::rules::count::tree::Spot;
use chrono::Datelike;

/// By node: people admitted in the year before, with all below; none where nothing is on record,
/// which is not the same as nobody.
pub fn admitted_before(book: &Book, figures: &Figures) -> Vec<Option<u32>> {
    let year = figures.year - 1;
    let nodes = &figures.tree.nodes;
    let recorded = book.settings().recorded_from;
    let recorded = recorded.is_some_and(|from| from <= year);
    let mut sums: Vec<(u32, bool)> = nodes
        .iter()
        .map(|node| match node.spot {
            Spot::Unit(at) => {
                let made = figures.made(at).iter();
                let made = made.filter(|made| made.on.year() == year).count() as u32;
                let row = book.units()[at].unlisted_in(year);
                let unlisted = row.map_or(0, |row| row.count);
                let sum = made.saturating_add(unlisted);
                (sum, recorded || row.is_some() || sum > 0)
            }
            Spot::Unreadable(_) => (0, false),
        })
        .collect();
    for (cell, made) in figures.made_elsewhere() {
        let node = book.position(cell).and_then(|at| figures.tree.node_of(at));
        if let Some(sum) = sums
            .get_mut(node.unwrap_or(0))
            .filter(|_| made.on.year() == year)
        {
            *sum = (sum.0 + 1, true);
        }
    }
    for at in (1..nodes.len()).rev() {
        if let Some(parent) = nodes[at].parent {
            let (below, known) = sums[at];
            let above = &mut sums[parent];
            *above = (above.0.saturating_add(below), above.1 || known);
        }
    }
    sums.into_iter()
        .map(|(sum, known)| known.then_some(sum))
        .collect()
}
