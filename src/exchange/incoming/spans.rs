//! Cells of a list that are drawn as one over several rows: what stands in the first holds for each of them.

use super::grid::{Merged, Row};
use std::borrow::Cow;

/// The rows of a list of people, each with what a cell drawn over it and others above gives it. Whose
/// name is drawn over several rows has all of them: there nothing is added.
pub(super) fn spread<'a>(
    rows: &'a [Row],
    merged: &[Merged],
    columns: &[usize],
    names: &[usize],
) -> Vec<Cow<'a, Row>> {
    let mut all: Vec<Cow<'a, Row>> = rows.iter().map(Cow::Borrowed).collect();
    for span in merged {
        let column = span.columns.0 as usize;
        let upright = span.columns.0 == span.columns.1 && span.rows.1 > span.rows.0;
        if !upright || names.contains(&column) || !columns.contains(&column) {
            continue;
        }
        let Ok(first) = all.binary_search_by_key(&span.rows.0, |row| row.number) else {
            continue;
        };
        let Some(value) = all[first].value(column).cloned() else {
            continue;
        };
        let below = all[first + 1..].iter_mut();
        for row in below.take_while(|row| row.number <= span.rows.1) {
            let named = names.iter().any(|at| row.value(*at).is_some());
            if !named || row.value(column).is_some() {
                continue;
            }
            let cells = &mut row.to_mut().cells;
            if cells.len() <= column {
                cells.resize(column + 1, None);
            }
            cells[column] = Some(value.clone());
        }
    }
    all
}
