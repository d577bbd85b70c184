//! The organisations above one on a day, and whether they were always the same.

use crate::model::{Book, Unit, UnitId};
use chrono::NaiveDate;

/// An organisation and those above it on a day, from below; of one that cannot be read, or is not
/// there, only its id. It ends where nothing stands above, or in a ring.
pub(in crate::rules) fn line_above<'a>(
    book: &'a Book,
    id: &'a UnitId,
    day: NaiveDate,
) -> impl Iterator<Item = &'a UnitId> {
    let above = move |id: &&'a UnitId| {
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

/// Whether an organisation has stood below the same ones ever since.
pub(super) fn is_steady(book: &Book, unit: &Unit) -> bool {
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
