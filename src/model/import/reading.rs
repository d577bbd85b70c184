//! A list as it was understood: its tables, each row with its mark and its values, and what is to be told or asked.

use super::issue::{Issue, Problem};
use super::mapping::Mapping;
use super::options::As;
use crate::model::{Arg, CandidateId, Code, PartialDay, UnitId};
use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

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

/// A value that a row gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A day, as far as it is known.
    Day(PartialDay),
    /// Words, as `ketnap set` takes them.
    Text(String),
    /// A whole number.
    Number(u32),
}

impl fmt::Display for Given {
    /// As `ketnap set` takes it; days as files hold them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&Given> for Arg {
    fn from(given: &Given) -> Self {
        match given {
            Given::Day(day) => (*day).into(),
            Given::Text(text) => text.as_str().into(),
            Given::Number(number) => (*number).into(),
        }
    }
}

worded! {
    /// What is to become of a row.
    pub enum Mark as "mark" {
        /// Nobody of the book; nothing is asked.
        New = "new",
        /// Of the book, with something that the book lacks.
        Filled = "filled",
        /// Of the book, which says otherwise in a field.
        Conflict = "conflict",
        /// Waits for an answer.
        Asked = "asked",
        /// Of the book, with nothing new.
        Same = "same",
        /// No record.
        Skipped = "skipped",
        /// A record that cannot be read.
        Error = "error",
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// The organisation of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// One of the book.
    Known(UnitId),
    /// One that is to be made, by its name.
    New(String),
    /// Not known, or not named: asked.
    Asked,
}

/// A person of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The cell.
    pub cell: Cell,
    /// Values by the names of fields.
    pub fields: BTreeMap<String, Given>,
    /// The cells that they come from, by the names of fields; that of the name too.
    pub from: BTreeMap<String, String>,
    /// The person of the book.
    pub of_book: Option<CandidateId>,
    /// Who of the book it may be: asked.
    pub perhaps: Vec<CandidateId>,
}

/// A quota of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allotted {
    /// The organisation.
    pub cell: Cell,
    /// The year.
    pub year: Option<i32>,
    /// The plan: the number that the title names, or what was answered.
    pub track: Option<String>,
    /// The track of the book that it is.
    pub of_book: Option<Code>,
    /// For a group.
    pub group: Option<Code>,
    /// People to admit; none where nothing is owed, or nothing is said.
    pub target: Option<u32>,
    /// Whether that is the least.
    pub at_least: bool,
    /// Whether nothing is owed.
    pub exempt: bool,
    /// Members of the organisation.
    pub members: Option<u32>,
    /// The day of that count, where its heading names one.
    pub members_on: Option<NaiveDate>,
    /// A remark.
    pub note: Option<String>,
    /// The cell of the number.
    pub at: String,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A person.
    Person(Person),
    /// A quota.
    Quota(Allotted),
    /// No record.
    Nothing,
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The sheet; none in a text file.
    pub sheet: Option<String>,
    /// Its number as a spreadsheet shows it.
    pub row: u32,
    /// What is to become of it.
    pub mark: Mark,
    /// The organisation in the words of the file.
    pub unit: Option<String>,
    /// What it is.
    pub what: What,
    /// What is told and asked.
    pub problems: Vec<Problem>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its letters, as `F`.
    pub letters: String,
    /// Its heading as it stands.
    pub heading: String,
    /// The fields that it fills, joined by `+`; empty where it fills nothing.
    pub field: String,
    /// What it could fill, of which none can be chosen until that is said.
    pub doubts: Vec<String>,
}

/// A table of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The sheet; none in a text file.
    pub sheet: Option<String>,
    /// What it is.
    pub kind: As,
    /// The rows of its heading.
    pub header_rows: Vec<u32>,
    /// Its columns.
    pub columns: Vec<Column>,
}

impl Table {
    /// The columns that fill something.
    pub fn filling(&self) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(|column| !column.field.is_empty())
    }

    /// The headings of columns that fill nothing.
    pub fn left_out(&self) -> Vec<&str> {
        let columns = self.columns.iter();
        let idle = columns.filter(|column| column.field.is_empty());
        idle.map(|column| &*column.heading).collect()
    }
}

/// A whole file, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How its letters were written.
    pub alphabet: Alphabet,
    /// Whether the format tells which rows are hidden.
    pub tells_hidden: bool,
    /// The names of all its sheets, in their order; none in a text file.
    pub sheets: Vec<Option<String>>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Whether columns of a table are known as they were said to be before.
    pub recalled: bool,
    /// What is said now of the columns of tables, to be remembered.
    pub mappings: Vec<Mapping>,
    /// Sheets that are hidden or hold no list.
    pub sheets_off: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Row {
    /// The fields in which the book says otherwise, by their names in lists.
    pub fn differing(&self) -> impl Iterator<Item = &str> {
        let differing = self.problems.iter();
        let differing = differing.filter(|problem| problem.code == Issue::Differs);
        differing.filter_map(|problem| problem.field.as_deref())
    }

    /// The cell that tells what the row is of; empty where it is no record.
    pub fn place(&self) -> &str {
        match &self.what {
            What::Person(person) => person.from.get("name").map_or("", String::as_str),
            What::Quota(allotted) => &allotted.at,
            What::Nothing => "",
        }
    }
}

impl Reading {
    /// A number for the identities of who and what is new, the same for the same file after as many
    /// imports: so a list that two take over at once comes in once.
    pub fn seed(&self, imports: usize) -> u64 {
        let start = self.sha256.get(..16);
        let start = start.and_then(|digits| u64::from_str_radix(digits, 16).ok());
        start.unwrap_or_default().wrapping_add(imports as u64)
    }

    /// How many rows bear a mark.
    pub fn count(&self, mark: Mark) -> usize {
        self.rows.iter().filter(|row| row.mark == mark).count()
    }
}
