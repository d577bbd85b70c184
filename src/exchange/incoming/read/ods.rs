//! Spreadsheets of free offices (ods): repeated cells and rows cost nothing where nothing stands in them.

use super::days;
use super::limits::{PARTS, SHEETS};
use super::not_read::NotRead;
use super::package::Package;
use super::room::{Filling, Progress, Room};
use super::text;
use super::xml::{Xml, append, attribute, attributes};
use crate::exchange::incoming::grid::{Merged, Sheet, Value};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::HashSet;

/// A cell as its element begins.
struct Cell {
    kind: Option<String>,
    fault: bool,
    value: Option<String>,
    /// How often it stands there, how many columns and rows it covers.
    times: usize,
    wide: u32,
    high: u32,
    covered: bool,
}

/// Whether the content of a spreadsheet is kept under a password.
fn is_locked(package: &mut Package<'_>) -> Result<bool, NotRead> {
    if package.holds("encrypted-package") {
        return Ok(true);
    }
    let Some(mut xml) = package.xml("META-INF/manifest.xml")? else {
        return Ok(false);
    };
    loop {
        match xml.next()? {
            Event::Start(e) if e.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// The sheets of a spreadsheet.
pub(super) fn sheets(
    package: &mut Package<'_>,
    progress: &Progress,
) -> Result<Vec<Sheet>, NotRead> {
    if is_locked(package)? {
        return Err(NotRead::Locked);
    }
    let part = "content.xml";
    let xml = package.xml(part)?;
    let mut xml = xml.ok_or_else(|| NotRead::Broken(part.to_owned()))?;
    let mut room = Room::new(progress);
    let mut sheets = Vec::new();
    let mut unseen = HashSet::new();
    let mut style = None;
    let mut body = false;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "style" => style = attribute(&e, "name"),
                "table-properties" => {
                    let shown = attribute(&e, "display");
                    if shown.as_deref() == Some("false") {
                        unseen.extend(style.take());
                        if unseen.len() > PARTS {
                            return Err(NotRead::Bomb);
                        }
                    }
                }
                "spreadsheet" => body = true,
                "table" if body => {
                    if sheets.len() >= SHEETS {
                        return Err(NotRead::TooManySheets);
                    }
                    let [name, style, shown] = attributes(&e, ["name", "style-name", "display"]);
                    let hidden = style.is_some_and(|style| unseen.contains(&style))
                        || shown.as_deref() == Some("false");
                    let name = Some(name.unwrap_or_default());
                    let mut filling = Filling::new(&mut room, name, hidden);
                    fill(&mut xml, &mut filling)?;
                    sheets.push(filling.done()?);
                }
                // Changes that were recorded hold the old cells.
                "tracked-changes" => xml.skip()?,
                _ => {}
            },
            Event::Eof if body => return Ok(sheets),
            Event::Eof => return Err(NotRead::Broken(part.to_owned())),
            _ => {}
        }
    }
}

/// Fills a sheet from the element that was just begun.
fn fill(xml: &mut Xml<'_>, sheet: &mut Filling<'_, '_>) -> Result<(), NotRead> {
    let mut next = 1_u32;
    let mut times = 1_u32;
    let mut column = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "table-row" => {
                    let [repeated, shown] = attributes(&e, ["number-rows-repeated", "visibility"]);
                    times = count(repeated.as_deref());
                    column = 0;
                    let hidden = shown.is_some_and(|shown| shown != "visible");
                    sheet.begin(next, hidden)?;
                    next = next.saturating_add(times);
                }
                "table-cell" | "covered-table-cell" => {
                    let cell = cell(&e);
                    put(xml, &cell, column, sheet)?;
                    column = column.saturating_add(cell.times);
                }
                // They only hold rows.
                "table-rows" | "table-header-rows" | "table-row-group" => {}
                _ => xml.skip()?,
            },
            Event::End(e) => match e.local_name().as_ref() {
                "table-row" => sheet.again(times - 1)?,
                "table" => return Ok(()),
                _ => {}
            },
            Event::Eof => return Err(xml.broken()),
            _ => {}
        }
    }
}

fn count(word: Option<&str>) -> u32 {
    word.and_then(|word| word.parse().ok()).unwrap_or(1).max(1)
}

fn cell(element: &BytesStart<'_>) -> Cell {
    let mut cell = Cell {
        kind: None,
        fault: false,
        value: None,
        times: 1,
        wide: 1,
        high: 1,
        covered: element.local_name().as_ref() == "covered-table-cell",
    };
    for attribute in element.attributes().with_checks(false).flatten() {
        let value = || {
            attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .ok()
                .map(Cow::into_owned)
        };
        let key = attribute.key;
        match (
            key.prefix().as_ref().map(AsRef::as_ref),
            key.local_name().as_ref(),
        ) {
            (Some("calcext"), "value-type") => cell.fault = &*attribute.value == "error",
            (_, "value-type") => cell.kind = value(),
            (_, "value" | "date-value" | "boolean-value" | "string-value") => {
                cell.value = value();
            }
            (_, "number-columns-repeated") => cell.times = count(Some(&attribute.value)) as usize,
            (_, "number-columns-spanned") => cell.wide = count(Some(&attribute.value)),
            (_, "number-rows-spanned") => cell.high = count(Some(&attribute.value)),
            _ => {}
        }
    }
    cell
}

/// Reads the cell that was just begun up to its end, and puts it.
fn put(
    xml: &mut Xml<'_>,
    cell: &Cell,
    column: usize,
    sheet: &mut Filling<'_, '_>,
) -> Result<(), NotRead> {
    let shown = shown(xml)?;
    if !cell.covered && (cell.wide > 1 || cell.high > 1) {
        let (row, first) = (sheet.number(), u32::try_from(column).unwrap_or(u32::MAX));
        sheet.merge(Merged {
            rows: (row, row.saturating_add(cell.high - 1)),
            columns: (first, first.saturating_add(cell.wide - 1)),
        })?;
    }
    let Some(value) = value(cell, &shown).filter(|_| !cell.covered) else {
        return Ok(());
    };
    for column in (column..).take(cell.times) {
        sheet.put(column, value.clone())?;
    }
    Ok(())
}

fn value(cell: &Cell, shown: &str) -> Option<Value> {
    if cell.fault {
        return Some(Value::Fault(shown.trim().to_owned()));
    }
    let stored = cell.value.as_deref();
    let as_text = || text::value(if shown.is_empty() { stored? } else { shown });
    match cell.kind.as_deref()? {
        "float" | "percentage" | "currency" => {
            let number = stored.and_then(|stored| stored.parse().ok());
            number.map(Value::Number).or_else(as_text)
        }
        "date" => stored
            .and_then(days::of_iso)
            .map(Value::Day)
            .or_else(as_text),
        "boolean" => Some(Value::Truth(stored? == "true")),
        _ => as_text(),
    }
}

/// The text that a cell shows. Remarks and drawings in it are no text of the cell.
fn shown(xml: &mut Xml<'_>) -> Result<String, NotRead> {
    let mut text = String::new();
    let mut open = 1_usize;
    let mut paragraphs = 0;
    loop {
        match xml.next()? {
            Event::Start(e) => {
                let name = e.local_name();
                match name.as_ref() {
                    "p" | "h" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "s" => {
                        let blanks = count(attribute(&e, "c").as_deref()).min(1_000);
                        text.extend(std::iter::repeat_n(' ', blanks as usize));
                    }
                    "tab" => text.push('\t'),
                    "line-break" => text.push('\n'),
                    "span" | "a" | "meta" | "meta-field" | "bookmark" | "soft-page-break"
                    | "date" | "time" | "sheet-name" | "title" => {}
                    _ => {
                        xml.skip()?;
                        continue;
                    }
                }
                open += 1;
            }
            Event::End(_) => {
                open -= 1;
                if open == 0 {
                    return Ok(text);
                }
            }
            Event::Eof => return Err(xml.broken()),
            // Blanks between paragraphs are those of the file's own layout.
            event if open > 1 => {
                let put = append(&mut text, &event);
                put.ok_or_else(|| xml.broken())?;
            }
            _ => {}
        }
    }
}
