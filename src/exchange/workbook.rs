//! A table as a workbook: values of their kinds, text never a formula, a header that stays and filters, ready to be printed.

use super::table::{Cell, Table};
use crate::model::{Message, clean};
use crate::text::width;
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

/// The most rows of a sheet below the header, and columns, and characters of a cell.
const ROWS: usize = 1_048_575;
const COLUMNS: usize = 16_384;
const LETTERS: usize = 32_767;

/// How wide a column is at the least and at the most, in characters.
const NARROW: usize = 6;
const WIDE: usize = 40;

/// How A4 is called in a workbook.
const A4: u8 = 9;

/// Days before it are written as text: spreadsheets count wrongly there.
const FIRST_YEAR: i32 = 1901;

/// Why a table cannot be a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoWorkbook {
    /// More rows or columns than a sheet has.
    #[error("too many rows or columns")]
    TooMany,
    /// A text that is longer than a cell may be.
    #[error("a text is too long: row {row}")]
    TooLong {
        /// The row in the sheet, from 1.
        row: usize,
    },
    /// What the library says no other limit for. A fault of this program.
    #[error("internal: no workbook")]
    Internal,
}

impl NoWorkbook {
    /// The sentence for it.
    pub fn message(self) -> Message {
        match self {
            Self::TooMany => Message::error("export.too-many"),
            Self::TooLong { row } => Message::error("export.too-long").with("row", row),
            Self::Internal => Message::error("export.internal"),
        }
    }
}

impl From<XlsxError> for NoWorkbook {
    fn from(_: XlsxError) -> Self {
        Self::Internal
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Text,
    Number,
    Day,
}

impl Holds {
    fn of(table: &Table, column: usize) -> Self {
        let mut cells = table.rows.iter().filter_map(|row| row.get(column));
        let first = cells.find(|cell| **cell != Cell::Empty);
        match first {
            Some(Cell::Number(_) | Cell::Percent(_)) => Self::Number,
            Some(Cell::Day(_)) => Self::Day,
            Some(Cell::Text(_) | Cell::Empty) | None => Self::Text,
        }
    }
}

/// The looks of cells.
struct Looks {
    head: Format,
    text: Format,
    number: Format,
    day: Format,
}

impl Looks {
    fn new() -> Self {
        let plain = Format::new()
            .set_font_name("Times New Roman")
            .set_font_size(12)
            .set_align(FormatAlign::Top);
        let head = plain
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin);
        let text = plain.clone().set_text_wrap().set_num_format("@");
        Self {
            head,
            text: text.set_border(FormatBorder::Thin),
            number: plain.clone().set_border(FormatBorder::Thin),
            day: plain
                .set_num_format("dd/mm/yyyy")
                .set_border(FormatBorder::Thin),
        }
    }

    fn of(&self, holds: Holds) -> &Format {
        match holds {
            Holds::Text => &self.text,
            Holds::Number => &self.number,
            Holds::Day => &self.day,
        }
    }
}

/// Refuses what no sheet holds.
fn fits(table: &Table) -> Result<(), NoWorkbook> {
    if table.rows.len() > ROWS || table.headers.len() > COLUMNS {
        return Err(NoWorkbook::TooMany);
    }
    let long =
        |cell: &Cell| matches!(cell, Cell::Text(text) if text.encode_utf16().count() > LETTERS);
    match table.rows.iter().position(|row| row.iter().any(long)) {
        Some(at) => Err(NoWorkbook::TooLong { row: at + 2 }),
        None => Ok(()),
    }
}

fn day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = Some(day.year()).filter(|year| *year >= FIRST_YEAR)?;
    ExcelDateTime::from_ymd(
        u16::try_from(year).ok()?,
        day.month() as u8,
        day.day() as u8,
    )
    .ok()
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    looks: &Looks,
) -> Result<(), NoWorkbook> {
    let mut text = |text: &str| {
        let text = clean(text);
        sheet.write_string_with_format(row, column, text.trim(), &looks.text)?;
        Ok(())
    };
    match cell {
        Cell::Text(words) => return text(words),
        Cell::Day(on) => match day(*on) {
            Some(on) => sheet.write_datetime_with_format(row, column, &on, &looks.day)?,
            None => return text(&cell.shown()),
        },
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, *number as f64, &looks.number)?
        }
        Cell::Percent(tenths) => {
            let percent = *tenths as f64 / 10.0;
            sheet.write_number_with_format(row, column, percent, &looks.number)?
        }
        Cell::Empty => return Ok(()),
    };
    Ok(())
}

/// How wide a column is to be, in characters.
fn wide(table: &Table, column: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let cells = cells.map(|cell| width(&cell.shown()));
    // A header may break between words.
    let words = table.headers.get(column).into_iter();
    let words = words.flat_map(|head| head.split(' ').map(width));
    let widest = cells.chain(words).max().unwrap_or_default();
    (widest + 2).clamp(NARROW, WIDE)
}

/// The bytes of a workbook with the table on its one sheet, made on a day.
pub fn workbook(table: &Table, name: &str, made: NaiveDate) -> Result<Vec<u8>, NoWorkbook> {
    fits(table)?;
    let looks = Looks::new();
    let mut book = Workbook::new();
    if let Some(made) = day(made) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    }
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (at, head) in table.headers.iter().enumerate() {
        let column = u16::try_from(at).map_err(|_| NoWorkbook::TooMany)?;
        sheet.set_column_width(column, wide(table, at) as f64)?;
        sheet.set_column_format(column, looks.of(Holds::of(table, at)))?;
        sheet.write_string_with_format(0, column, clean(head).trim(), &looks.head)?;
    }
    for (at, row) in table.rows.iter().enumerate() {
        for (cell, column) in row.iter().zip(0..) {
            put(sheet, (at as u32 + 1, column), cell, &looks)?;
        }
    }
    if !table.headers.is_empty() {
        let last = (table.headers.len() - 1) as u16;
        sheet.autofilter(0, 0, table.rows.len() as u32, last)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
    }
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(book.save_to_buffer()?)
}
