//! The organisations above one on a day, and whether they were always the same.

use crate::model::{Book, Unit, UnitId, Unlisted};
use crate::rules::count::tree::{Spot, Tree};
use chrono::NaiveDate;

/// An organisation and those above it on a day, from below; of one that cannot be read, or is not
/// there, only its id. It ends at the root of the day, where nothing stands above, or in a ring.
pub(in crate::rules) fn line_above<'a>(
    book: &'a Book,
    id: &'a UnitId,
    day: NaiveDate,
) -> impl Iterator<Item = &'a UnitId> {
    let root = book.header().root_on(day);
    let above = move |id: &&'a UnitId| {
        if Some(*id) == root {
            return None;
        }
        let unit = book.unit(id)?;
        unit.parent_on(unit.ended.map_or(day, |ended| ended.min(day)))
    };
    // A ring of parents is told by `check`; here it only must end.
    let seen = std::iter::successors(Some(id), above).take(book.units().len() + 1);
    let mut met: Vec<&UnitId> = Vec::new();
    seen.take_while(move |id| {
        let new = !met.contains(id);
        met.push(id);
        new
    })
}

/// The nodes of a tree for which something counts that an organisation did on a day: its own, those of
/// all that stood above it then, and the root of that day where nothing stood above that is known.
pub(in crate::rules) fn nodes_above(
    (book, tree): (&Book, &Tree),
    id: &UnitId,
    day: NaiveDate,
) -> Vec<usize> {
    let spot = |id: &UnitId| match tree.nodes.first()?.spot {
        Spot::Unreadable(at) if book.unreadable()[at].id == *id => Some(0),
        _ => tree.node_of(book.position(id)?),
    };
    let (mut nodes, mut last) = (Vec::new(), None);
    for id in line_above(book, id, day) {
        nodes.extend(spot(id));
        last = Some(id);
    }
    let root = book.header().root_on(day);
    if last != root {
        let top = root.and_then(spot).unwrap_or(0);
        nodes.extend((!nodes.contains(&top)).then_some(top));
    }
    nodes
}

/// Whether an organisation has stood below the same ones ever since.
pub(in crate::rules) fn is_steady(book: &Book, unit: &Unit) -> bool {
    let mut at = Some(unit);
    for _ in 0..=book.units().len() {
        let Some(unit) = at else { break };
        if unit.parents.len() > 1 {
            return false;
        }
        let above = unit.parents.first();
        at = above.and_then(|row| book.unit(&row.value));
    }
    book.header().roots.len() == 1
}

/// The numbers of a year without records that count by themselves, each with the organisation that
/// has not always stood where it stands.
pub(in crate::rules) fn unlisted_apart(
    book: &Book,
    year: i32,
) -> impl Iterator<Item = (&Unit, &Unlisted)> {
    let units = book.units().iter();
    let units = units.filter(|unit| !unit.unlisted.is_empty());
    let units = units.filter(|unit| !is_steady(book, unit));
    let rows = units.flat_map(|unit| unit.unlisted.iter().map(move |row| (unit, row)));
    rows.filter(move |(_, row)| row.year == year)
}
