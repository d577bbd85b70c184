//! What columns of a list fill by the user's own word, remembered by the headings of its table.

use serde::{Deserialize, Serialize};

/// What the user said of the columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Which table: SHA-256 over its folded headings in their order, in hexadecimal digits.
    pub headings: String,
    /// The columns of which something was said.
    pub columns: Vec<Mapped>,
}

/// What a column fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapped {
    /// Its place among the columns that have a heading, from 1.
    pub column: usize,
    /// The fields; none where nothing of it is taken.
    pub fills: Vec<String>,
}

impl Mapping {
    /// What the column at a place, from 0, fills; none where nothing was said of it.
    pub fn of_column(&self, at: usize) -> Option<&Vec<String>> {
        let column = self.columns.iter().find(|row| row.column == at + 1);
        column.map(|row| &row.fills)
    }
}
