//! The rows of one sheet of a workbook, read once: numbers, words, days, faults, what is hidden and what is merged.

use super::days;
use super::not_read::NotRead;
use super::room::Filling;
use super::text;
use super::xlsx_parts::{Shared, is_on, text as rich, unescaped};
use super::xml::{Xml, append, attribute, attributes};
use crate::exchange::incoming::grid::{Merged, Value};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

/// A cell as its element begins.
#[derive(Default)]
struct Cell {
    column: Option<usize>,
    style: usize,
    kind: Kind,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Truth,
    Fault,
    Day,
}

/// The column, from 0, and the row, from 1, of `AB12`; either may be missing.
fn place(name: &str) -> (Option<usize>, Option<u32>) {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.fold(0_usize, |sum, letter| {
        let letter = usize::from(letter.to_ascii_uppercase() - b'A' + 1);
        sum.saturating_mul(26).saturating_add(letter)
    });
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    (column.checked_sub(1), digits.parse().ok())
}

/// `A1:B2`, or one place alone.
fn area(name: &str) -> Option<Merged> {
    let (from, to) = name.split_once(':').unwrap_or((name, name));
    let (from, to) = (place(from), place(to));
    let ends = |a, b| if a <= b { (a, b) } else { (b, a) };
    Some(Merged {
        rows: ends(from.1?, to.1?),
        columns: ends(u32::try_from(from.0?).ok()?, u32::try_from(to.0?).ok()?),
    })
}

fn cell(element: &BytesStart<'_>) -> Cell {
    let mut cell = Cell::default();
    for Attribute { key: name, value } in element.attributes().with_checks(false).flatten() {
        match name.as_ref() {
            "r" => cell.column = place(&value).0,
            "s" => cell.style = value.parse().unwrap_or(0),
            "t" => {
                cell.kind = match &*value {
                    "s" => Kind::Shared,
                    "str" | "inlineStr" => Kind::Text,
                    "b" => Kind::Truth,
                    "e" => Kind::Fault,
                    "d" => Kind::Day,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
    cell
}

/// What a cell holds; `stored` is what stands in it.
fn value(cell: &Cell, stored: String, shared: &Shared) -> Option<Value> {
    match cell.kind {
        Kind::Shared => {
            let word = stored
                .trim()
                .parse()
                .ok()
                .and_then(|at: usize| shared.words.get(at));
            text::value(word?)
        }
        Kind::Text => text::value(&unescaped(stored)),
        Kind::Fault => Some(Value::Fault(stored.trim().to_owned())),
        Kind::Truth => Some(Value::Truth(is_on(stored.trim()))),
        Kind::Day => match days::of_iso(stored.trim()) {
            Some(day) => Some(Value::Day(day)),
            None => text::value(&stored),
        },
        Kind::Number => {
            let Ok(number) = stored.trim().parse::<f64>() else {
                return text::value(&stored);
            };
            let is_day = shared.days.get(cell.style).copied().unwrap_or(false);
            let day = is_day.then(|| days::of_serial(number, shared.since_1904));
            Some(day.flatten().map_or(Value::Number(number), Value::Day))
        }
    }
}

/// Reads the cell that was just begun up to its end.
fn stored(xml: &mut Xml<'_>, cell: &mut Cell) -> Result<String, NotRead> {
    let mut stored = String::new();
    let mut inside = false;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "v" => inside = true,
                "is" => {
                    cell.kind = Kind::Text;
                    stored = rich(xml)?;
                }
                _ => xml.skip()?,
            },
            Event::End(e) if e.local_name().as_ref() == "v" => inside = false,
            Event::End(_) => return Ok(stored),
            Event::Eof => return Err(xml.broken()),
            event if inside => {
                let put = append(&mut stored, &event);
                put.ok_or_else(|| xml.broken())?;
            }
            _ => {}
        }
    }
}

/// Fills a sheet from its part.
pub(super) fn fill(
    xml: &mut Xml<'_>,
    shared: &Shared,
    sheet: &mut Filling<'_, '_>,
) -> Result<(), NotRead> {
    let mut next = 0;
    let (mut seen, mut open) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "sheetData" => (seen, open) = (true, true),
                "row" if open => {
                    let [at, unseen] = attributes(&e, ["r", "hidden"]);
                    let following = sheet.number().saturating_add(1);
                    let number = at.and_then(|at| at.parse().ok()).unwrap_or(following);
                    let hidden = unseen.is_some_and(|it| is_on(&it));
                    next = 0;
                    sheet.begin(number, hidden)?;
                }
                "c" if open => {
                    let mut cell = cell(&e);
                    let column = cell.column.unwrap_or(next);
                    next = column.saturating_add(1);
                    let stored = stored(xml, &mut cell)?;
                    if stored.is_empty() {
                        continue;
                    }
                    if let Some(value) = value(&cell, stored, shared) {
                        sheet.put(column, value)?;
                    }
                }
                "mergeCell" => {
                    if let Some(merged) = attribute(&e, "ref").as_deref().and_then(area) {
                        sheet.merge(merged)?;
                    }
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "sheetData" => open = false,
            Event::Eof if seen => return Ok(()),
            Event::Eof => return Err(xml.broken()),
            _ => {}
        }
    }
}
