//! Workbooks of Excel 95 to 2003 (xls): sheets, shared words, numbers, days, faults, what formulas came to, merged cells.

use super::biff::{Record, Records, Texts, Writing};
use super::days;
use super::limits::{CELLS, SHEETS, TEXT};
use super::not_read::NotRead;
use super::room::{Filling, Progress, Room};
use super::text;
use crate::exchange::incoming::grid::{Merged, Sheet, Value};
use std::collections::{BTreeMap, HashMap};

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    hidden: bool,
    from: usize,
}

/// What the head of the workbook says.
struct Book {
    writing: Writing,
    listed: Vec<Listed>,
    words: Vec<String>,
    days: Vec<bool>,
    since_1904: bool,
}

/// Cells by row and column, from 0: records of a sheet come in no order that holds.
#[derive(Default)]
struct Cells {
    by_place: BTreeMap<(u16, u16), Value>,
    text: usize,
}

impl Cells {
    fn keep(&mut self, at: (u16, u16), value: Option<Value>) {
        if let Some(value) = value {
            if let Value::Text(text) = &value {
                self.text += text.len();
            }
            self.by_place.insert(at, value);
        }
    }

    fn is_full(&self) -> bool {
        self.by_place.len() > CELLS || self.text > TEXT
    }
}

fn broken() -> NotRead {
    NotRead::Broken("Workbook".to_owned())
}

/// The sheets of a workbook's stream.
pub(super) fn sheets(stream: &[u8], progress: &Progress) -> Result<Vec<Sheet>, NotRead> {
    let book = head(stream)?;
    let mut room = Room::new(progress);
    // Sheets lie beside each other: together they are no longer than the stream.
    let mut left = stream.len();
    let mut sheets = Vec::new();
    for listed in &book.listed {
        let part = || NotRead::Broken(listed.name.clone());
        let from = stream.get(listed.from..).ok_or_else(part)?;
        let mut filling = Filling::new(&mut room, Some(listed.name.clone()), listed.hidden);
        let cells = cells(from, &book, &mut left, &mut filling)?;
        let mut row = None;
        for ((at, column), value) in cells.by_place {
            if row != Some(at) {
                row = Some(at);
                filling.begin(u32::from(at) + 1, false)?;
            }
            filling.put(usize::from(column), value)?;
        }
        sheets.push(filling.done()?);
    }
    Ok(sheets)
}

fn head(stream: &[u8]) -> Result<Book, NotRead> {
    let mut book = Book {
        writing: Writing {
            unicode: true,
            page: 1252,
        },
        listed: Vec::new(),
        words: Vec::new(),
        days: Vec::new(),
        since_1904: false,
    };
    let (mut own, mut styles) = (HashMap::new(), Vec::new());
    let mut ended = false;
    for record in Records::new(stream) {
        match record.kind {
            0x0809 => book.writing.unicode = record.u16_at(0) != Some(0x0500),
            0x002f => return Err(NotRead::Locked),
            0x0042 => book.writing.page = record.u16_at(0).unwrap_or(1252),
            0x0022 => book.since_1904 = record.u16_at(0) == Some(1),
            0x041e => {
                let short = !book.writing.unicode;
                let id = record.u16_at(0).ok_or_else(broken)?;
                let code = Texts::new(&record.parts, 2, book.writing).text(short);
                own.insert(id, code.is_some_and(|code| days::is_format(&code)));
            }
            0x00e0 => styles.push(record.u16_at(2).unwrap_or(0)),
            0x0085 => list(&record, &mut book)?,
            0x00fc => {
                let mut texts = Texts::new(&record.parts, 8, book.writing);
                while !texts.is_done() {
                    if book.words.len() > CELLS {
                        return Err(NotRead::TooManyCells(None));
                    }
                    book.words.push(texts.text(false).ok_or_else(broken)?);
                }
            }
            0x000a => {
                ended = true;
                break;
            }
            _ => {}
        }
    }
    if !ended || book.listed.is_empty() {
        return Err(broken());
    }
    let shown = |id: u16| own.get(&id).copied();
    let is_day = |id: u16| shown(id).unwrap_or_else(|| days::is_built_in(u32::from(id)));
    book.days = styles.into_iter().map(is_day).collect();
    Ok(book)
}

/// Notes a sheet; charts and macros are no lists.
fn list(record: &Record<'_>, book: &mut Book) -> Result<(), NotRead> {
    let from = record.u32_at(0).ok_or_else(broken)? as usize;
    let state = record.u16_at(4).ok_or_else(broken)?;
    let name = Texts::new(&record.parts, 6, book.writing).text(true);
    let name = name.ok_or_else(broken)?;
    if state >> 8 != 0 {
        return Ok(());
    }
    if book.listed.len() >= SHEETS {
        return Err(NotRead::TooManySheets);
    }
    book.listed.push(Listed {
        name,
        hidden: state & 3 != 0,
        from,
    });
    Ok(())
}

/// The cells of a sheet.
fn cells(
    stream: &[u8],
    book: &Book,
    left: &mut usize,
    sheet: &mut Filling<'_, '_>,
) -> Result<Cells, NotRead> {
    let mut cells = Cells::default();
    let mut asked = None;
    let mut depth = 0_usize;
    for record in Records::new(stream) {
        *left = left.checked_sub(record.size()).ok_or_else(broken)?;
        if cells.is_full() {
            return Err(sheet.too_many());
        }
        match record.kind {
            // Charts that lie on the sheet hold records of their own.
            0x0809 => depth += 1,
            0x000a if depth <= 1 => return Ok(cells),
            0x000a => depth -= 1,
            _ if depth > 1 => {}
            0x00e5 => merge(&record, sheet)?,
            0x0006 => {
                asked = formula(&record, book, &mut cells).ok_or_else(broken)?;
            }
            0x0207 => {
                if let Some(at) = asked.take() {
                    let text = Texts::new(&record.parts, 0, book.writing).text(false);
                    cells.keep(at, text::value(&text.ok_or_else(broken)?));
                }
            }
            0x00bd => many(&record, book, &mut cells).ok_or_else(broken)?,
            0x0203 | 0x027e | 0x0204 | 0x00d6 | 0x00fd | 0x0205 => {
                let (at, value) = one(&record, book).ok_or_else(broken)?;
                cells.keep(at, value);
            }
            _ => {}
        }
    }
    Err(broken())
}

fn place(record: &Record<'_>) -> Option<(u16, u16)> {
    Some((record.u16_at(0)?, record.u16_at(2)?))
}

fn number(number: f64, style: u16, book: &Book) -> Value {
    let is_day = book.days.get(usize::from(style)).copied().unwrap_or(false);
    let day = is_day.then(|| days::of_serial(number, book.since_1904));
    day.flatten().map_or(Value::Number(number), Value::Day)
}

/// A number in four bytes: the upper half of a float, or a whole number, perhaps in hundredths.
fn short_number(bits: u32) -> f64 {
    let number = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 {
        number / 100.0
    } else {
        number
    }
}

fn fault(code: u8) -> Value {
    let name = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#?",
    };
    Value::Fault(name.to_owned())
}

/// A record of one cell.
fn one(record: &Record<'_>, book: &Book) -> Option<((u16, u16), Option<Value>)> {
    let at = place(record)?;
    let style = record.u16_at(4)?;
    let value = match record.kind {
        0x0203 => Some(number(record.f64_at(6)?, style, book)),
        0x027e => Some(number(short_number(record.u32_at(6)?), style, book)),
        0x00fd => {
            let word = book.words.get(record.u32_at(6)? as usize)?;
            text::value(word)
        }
        0x0205 => {
            let [value, is_fault] = record.data().get(6..8)?.try_into().ok()?;
            Some(if is_fault == 0 {
                Value::Truth(value != 0)
            } else {
                fault(value)
            })
        }
        _ => {
            let text = Texts::new(&record.parts, 6, book.writing).text(false)?;
            text::value(&text)
        }
    };
    Some((at, value))
}

/// A record of several numbers beside each other.
fn many(record: &Record<'_>, book: &Book, cells: &mut Cells) -> Option<()> {
    let (row, first) = place(record)?;
    let data = record.data();
    let numbers = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
    for (column, six) in (usize::from(first)..).zip(numbers) {
        let column = u16::try_from(column).ok()?;
        let style = u16::from_le_bytes([six[0], six[1]]);
        let bits = u32::from_le_bytes([six[2], six[3], six[4], six[5]]);
        let value = number(short_number(bits), style, book);
        cells.keep((row, column), Some(value));
    }
    Some(())
}

/// What a formula came to. A text comes in a record of its own: then its place is given.
#[allow(clippy::option_option)]
fn formula(record: &Record<'_>, book: &Book, cells: &mut Cells) -> Option<Option<(u16, u16)>> {
    let at = place(record)?;
    let stored: [u8; 8] = record.data().get(6..14)?.try_into().ok()?;
    let value = match stored {
        [0, .., 0xff, 0xff] => return Some(Some(at)),
        [1, _, value, .., 0xff, 0xff] => Some(Value::Truth(value != 0)),
        [2, _, code, .., 0xff, 0xff] => Some(fault(code)),
        [.., 0xff, 0xff] => None,
        _ => Some(number(f64::from_le_bytes(stored), record.u16_at(4)?, book)),
    };
    cells.keep(at, value);
    Some(None)
}

fn merge(record: &Record<'_>, sheet: &mut Filling<'_, '_>) -> Result<(), NotRead> {
    let areas = record.data().get(2..).unwrap_or_default().chunks_exact(8);
    for area in areas {
        let at = |at: usize| u32::from(u16::from_le_bytes([area[at], area[at + 1]]));
        sheet.merge(Merged {
            rows: (at(0) + 1, at(2) + 1),
            columns: (at(4), at(6)),
        })?;
    }
    Ok(())
}
