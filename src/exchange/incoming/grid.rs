//! A file of a spreadsheet as it stands: sheets, rows and cells, before anything of it is understood.

use crate::model::PartialDay;
pub use crate::model::import::Alphabet;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, with its letters made Unicode (NFC) and not cleaned yet.
    Text(String),
    /// A number that is no date.
    Number(f64),
    /// A date, whatever its number format; a time of day is left out.
    Day(PartialDay),
    /// True or false.
    Truth(bool),
    /// A formula that came to nothing, such as `#REF!`.
    Fault(String),
}

/// A row as a spreadsheet shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number as a spreadsheet shows it, from 1; in a text file the number of the record.
    pub number: u32,
    /// Hidden, by hand or by a filter; always false where the format cannot tell.
    pub hidden: bool,
    /// The cells from column A on; `None` where nothing stands. Cells behind the last one that holds
    /// anything are left out.
    pub cells: Vec<Option<Value>>,
}

/// Cells that are drawn as one. Rows as shown, from 1; columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first row and the last.
    pub rows: (u32, u32),
    /// The first column and the last.
    pub columns: (u32, u32),
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name; none in a text file.
    pub name: Option<String>,
    /// Hidden, so that nobody sees it.
    pub hidden: bool,
    /// The rows that hold anything, in order.
    pub rows: Vec<Row>,
    /// The merged cells.
    pub merged: Vec<Merged>,
}

/// A whole file.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// SHA-256 of the bytes, in lower-case hex.
    pub sha256: String,
    /// How its letters were written.
    pub alphabet: Alphabet,
    /// Whether the format tells which rows are hidden (xlsx, ods), or hides none (text).
    pub tells_hidden: bool,
    /// The sheets in the order of the file.
    pub sheets: Vec<Sheet>,
}
