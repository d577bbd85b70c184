//! A plain table and its ways to paper: columns for a terminal, csv, a Markdown table.

use crate::model::{clean, show_date};
use crate::text::{pad, width, wrapped};
use chrono::NaiveDate;
use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width,
};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::borrow::Cow;

/// The longest word that is kept whole whatever the room: an id has no more letters.
const WORD: usize = 64;

const NO_BREAK: &str = "\u{a0}";

/// One line below the header and none else: columns are parted by spaces.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// One value of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words; cleaned when written. Leading spaces indent in a terminal and are dropped elsewhere.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A percentage in tenths.
    Percent(u64),
    /// A day.
    Day(NaiveDate),
    /// Nothing known.
    Empty,
}

impl Cell {
    /// A number that may not be known.
    pub fn number(value: Option<impl Into<i64>>) -> Self {
        value.map_or(Self::Empty, |number| Self::Number(number.into()))
    }

    /// Words that may not be there.
    pub fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Percent(_))
    }

    pub(super) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => clean(text),
            Self::Number(number) => number.to_string().into(),
            Self::Percent(tenths) => format!("{}%", decimal(*tenths)).into(),
            Self::Day(day) => show_date(*day).into(),
            Self::Empty => Cow::Borrowed(""),
        }
    }
}

fn decimal(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How much room a line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// So many columns, as a terminal has them.
    Columns(u16),
    /// As much as it takes: nothing is wrapped, as for a pipe or a file.
    Endless,
}

impl Room {
    /// So many columns at the most.
    pub(super) fn columns(self) -> usize {
        match self {
            Self::Columns(columns) => usize::from(columns),
            Self::Endless => usize::MAX,
        }
    }
}

impl Default for Room {
    /// A terminal as it opens.
    fn default() -> Self {
        Self::Columns(80)
    }
}

/// How a table lies in a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Aligned columns under a header, wrapped to the room.
    #[default]
    Grid,
    /// One line per row, values parted by one space, as compilers report places.
    Lines,
    /// The first value at the left; beside it the second and third, below these the others.
    Entries,
}

/// Rows of values under headers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The headers, already in words.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// How it lies in a terminal.
    pub shape: Shape,
}

/// What data is printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Columns for a terminal.
    #[default]
    Table,
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// A Markdown table.
    Md,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Table, Self::Json, Self::Csv, Self::Md];

    /// Its word, as `--format` takes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Md => "md",
        }
    }

    /// The format of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// Writes a table, wrapped to the room where it is for a terminal; the text ends with a line feed. As JSON it is a list of objects keyed by the
/// headers: a report has stable keys, so it writes its own.
pub fn write(table: &Table, format: Format, room: Room) -> String {
    match format {
        Format::Table if table.shape == Shape::Lines => lines(table),
        Format::Table if table.shape == Shape::Entries => entries(table, room),
        Format::Table => columns(table, room),
        Format::Json => json(table),
        Format::Csv => separated(table, b','),
        Format::Md => md(table),
    }
}

fn lines(table: &Table) -> String {
    let mut out = String::new();
    for row in &table.rows {
        let shown: Vec<_> = row.iter().map(Cell::shown).collect();
        let words: Vec<&str> = shown
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        out.push_str(&words.join(" "));
        out.push('\n');
    }
    out
}

fn entries(table: &Table, room: Room) -> String {
    let first = |row: &Vec<Cell>| row.first().map_or(0, |cell| width(&cell.shown()));
    let left = table.rows.iter().map(first).max().unwrap_or(0) + 2;
    let room = room.columns().saturating_sub(left).max(20);
    let mut out = String::new();
    for row in &table.rows {
        let shown: Vec<_> = row.iter().map(Cell::shown).collect();
        let joined = |cells: &[Cow<'_, str>], by: &str| {
            let said: Vec<&str> = cells.iter().map(|c| c.trim()).collect();
            let said: Vec<&str> = said.into_iter().filter(|c| !c.is_empty()).collect();
            wrapped(&said.join(by), room)
        };
        let (head, rest) = shown.split_at(shown.len().min(1));
        let (about, more) = rest.split_at(rest.len().min(2));
        let lines = joined(about, ": ").into_iter().chain(joined(more, " · "));
        for (at, line) in lines.enumerate() {
            let head = head.first().filter(|_| at == 0).map_or("", |h| h.as_ref());
            out.push_str(format!("{}{line}", pad(head, left)).trim_end());
            out.push('\n');
        }
    }
    out
}

fn columns(table: &Table, room: Room) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(RULED);
    match room {
        Room::Columns(columns) => drawn
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(columns),
        Room::Endless => drawn.set_content_arrangement(ContentArrangement::Disabled),
    };
    drawn.set_header(table.headers.iter().map(|h| clean(h)));
    for row in &table.rows {
        drawn.add_row(row.iter().map(|cell| indented(&cell.shown())));
    }
    for (at, column) in drawn.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        let cells = || table.rows.iter().filter_map(|row| row.get(at));
        let numbers = cells().any(Cell::is_number);
        if numbers {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if room == Room::Endless {
            continue;
        }
        let columns = |wide: usize| Width::Fixed(u16::try_from(wide + 1).unwrap_or(u16::MAX));
        if numbers {
            // Just as wide as it must be, so that names get the room.
            let words = table.headers.get(at).into_iter().flat_map(|h| h.split(' '));
            let cells = cells().map(|cell| width(&cell.shown()));
            let widest = cells.chain(words.map(width)).max().unwrap_or(0);
            column.set_constraint(ColumnConstraint::Absolute(columns(widest)));
        } else if let Some(longest) = cells().map(|cell| longest_whole(&cell.shown())).max() {
            column.set_constraint(ColumnConstraint::LowerBoundary(columns(longest)));
        }
    }
    let mut out = String::new();
    for line in drawn.lines() {
        out.push_str(line.replace(NO_BREAK, " ").trim_end());
        out.push('\n');
    }
    out
}

/// How wide the longest word is that must not be broken: an id, a code, a day, a path.
fn longest_whole(text: &str) -> usize {
    let words = text.split(' ').filter(|word| word.is_ascii());
    words
        .map(str::len)
        .filter(|long| *long <= WORD)
        .max()
        .unwrap_or(0)
}

/// Leading spaces as ones that wrapping does not swallow.
fn indented(text: &str) -> String {
    let words = text.trim_start_matches(' ');
    NO_BREAK.repeat(text.len() - words.len()) + words
}

/// The table as values parted by a sign.
pub fn separated(table: &Table, separator: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(separator)
        .from_writer(Vec::new());
    let mut record = |fields: Vec<String>| {
        writer
            .write_record(fields)
            .expect("a vector takes every record");
    };
    record(table.headers.iter().map(|h| guarded(h)).collect());
    for row in &table.rows {
        record(
            row.iter()
                .map(|cell| match cell {
                    Cell::Text(text) => guarded(text),
                    Cell::Number(number) => number.to_string(),
                    Cell::Percent(tenths) => decimal(*tenths),
                    Cell::Day(day) => show_date(*day),
                    Cell::Empty => String::new(),
                })
                .collect(),
        );
    }
    let bytes = writer.into_inner().expect("a vector takes every record");
    String::from_utf8(bytes).expect("only text was written")
}

/// Spreadsheets run what begins like a formula, spaces before it or not; a quote keeps it text.
fn guarded(text: &str) -> String {
    let risky = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let control = text.starts_with(['\t', '\r', '\n']);
    let shown = clean(text);
    let shown = shown.trim();
    if control || shown.starts_with(risky) {
        format!("'{shown}")
    } else {
        shown.to_owned()
    }
}

fn md(table: &Table) -> String {
    let mut out = String::new();
    let mut line = |values: Vec<String>| {
        out.push_str("| ");
        out.push_str(&values.join(" | "));
        out.push_str(" |\n");
    };
    line(table.headers.iter().map(|h| escaped(&clean(h))).collect());
    let right = |column: usize| {
        let mut values = table.rows.iter().filter_map(|row| row.get(column));
        values.any(Cell::is_number)
    };
    line(
        (0..table.headers.len())
            .map(|column| if right(column) { "---:" } else { "---" }.to_owned())
            .collect(),
    );
    for row in &table.rows {
        line(row.iter().map(|cell| escaped(&cell.shown())).collect());
    }
    out
}

/// Text that neither ends its cell nor becomes a link, an image, a tag or emphasis.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if matches!(c, '\\' | '|' | '`' | '*' | '[' | '<') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

struct Object<'a>(&'a [String], &'a [Cell]);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.1.len()))?;
        for (header, cell) in self.0.iter().zip(self.1) {
            match cell {
                Cell::Text(text) => map.serialize_entry(header, clean(text).trim())?,
                Cell::Number(number) => map.serialize_entry(header, number)?,
                Cell::Percent(tenths) => map.serialize_entry(header, &(*tenths as f64 / 10.0))?,
                Cell::Day(day) => map.serialize_entry(header, &show_date(*day))?,
                Cell::Empty => map.serialize_entry(header, &())?,
            }
        }
        map.end()
    }
}

fn json(table: &Table) -> String {
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| Object(&table.headers, row))
        .collect();
    super::json(&rows).expect("a table has string keys and finite numbers")
}
