//! A file of a spreadsheet as it stands: sheets, rows and cells, before anything of it is understood.

use crate::model::PartialDay;

/// How the letters of a file were written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// A format that is Unicode by itself (xlsx, ods, xls), and no old letters in its cells.
    Unicode,
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16, of either order.
    Utf16,
    /// Letters and tones of a Vietnamese Windows.
    Windows1258,
    /// TCVN 5712, also inside the cells of xls and xlsx.
    Tcvn3,
    /// VNI, also inside the cells of xls and xlsx.
    Vni,
}

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
