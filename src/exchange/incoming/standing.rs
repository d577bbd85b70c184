//! What stands in the cells of a row, also where it says "as above".

use super::cells;
use super::columns::Column;
use super::grid::{Row, Value};
use super::known::Headings;
use crate::rules::Taken;
use std::collections::BTreeMap;

/// What stands in a cell.
pub(super) enum Standing<'r> {
    Nothing,
    Value(&'r Value),
    /// A sign for "as above" below nothing.
    NothingAbove(&'r Value),
}

/// What the row above gives, by column, for those that say "as above".
#[derive(Default)]
pub(super) struct Above<'r>(BTreeMap<usize, &'r Value>);

impl<'r> Above<'r> {
    /// What stands in columns of a row, or above them where the row says so.
    pub(super) fn standing<'c>(
        &mut self,
        row: &'r Row,
        columns: impl Iterator<Item = &'c Column>,
        marks: &Headings<'_>,
    ) -> Vec<Standing<'r>> {
        let standing = columns.map(|column| {
            let Some(value) = row.value(column.at) else {
                self.0.remove(&column.at);
                return Standing::Nothing;
            };
            let is_above = column.takes != Taken::Name
                && matches!(value, Value::Text(text) if marks.is_above(&cells::line(text)));
            let value = match (is_above, self.0.get(&column.at)) {
                (true, Some(above)) => above,
                (true, None) => return Standing::NothingAbove(value),
                (false, _) => value,
            };
            self.0.insert(column.at, value);
            Standing::Value(value)
        });
        standing.collect()
    }
}
