//! What the user said of columns of lists: read with the other rows of the folder, and added to without touching the rest of the file.

use super::folder::MAPPINGS;
use super::piece::File;
use super::problem::Problem;
use super::rows::{Placed, Reader, Row, Wrong};
use crate::model::import::Mapping;
use crate::model::{FaultKind, Message};
use crate::rules::{field_names, is_field};
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;

/// Hexadecimal digits of a fingerprint.
const DIGITS: usize = 64;

impl Row for Mapping {
    type Id = String;

    fn id(&self) -> String {
        self.headings.clone()
    }

    fn word(&self) -> String {
        self.headings.clone()
    }

    fn wrong(&self, _: Option<&Self>, _: &[Self]) -> Option<Wrong> {
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if self.headings.len() != DIGITS || !self.headings.chars().all(hex) {
            return Some(Wrong {
                field: "headings",
                word: self.headings.clone(),
                why: Message::error("config.no-fingerprint"),
            });
        }
        let mut fields = self.columns.iter().flat_map(|column| &column.fills);
        let unknown = fields.find(|field| !is_field(field))?;
        let known = field_names();
        let known = known.iter().map(String::as_str);
        Some(Wrong::unknown("fills", unknown, known))
    }
}

/// The mappings of the user's folder.
pub(super) fn mappings(reader: &mut Reader) -> Vec<Mapping> {
    reader.over(MAPPINGS, Vec::new())
}

/// The whole file, as it must be readable again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    #[allow(dead_code)]
    format: u32,
    #[allow(dead_code)]
    rows: Vec<Mapping>,
}

/// A row as it stands in the file.
fn line(row: &Mapping) -> String {
    let columns = row.columns.iter().map(|column| {
        let fills = column.fills.iter().map(|field| format!("\"{field}\""));
        let fills = fills.collect::<Vec<_>>().join(", ");
        format!("(column: {}, fills: [{fills}])", column.column)
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("(headings: \"{}\", columns: [{columns}])", row.headings)
}

/// Where a row ends; behind it may stand a remark, which stays.
fn end(text: &str, value: &Range<usize>) -> usize {
    let written = text[value.clone()].trim_end();
    if written.ends_with(')') {
        value.start + written.len()
    } else {
        value.end
    }
}

/// Where the first row of a file without any is to stand.
fn begin(file: &File) -> Result<usize, Problem> {
    let fields = file.fields()?;
    let list = fields.iter().find(|field| field.name == "rows");
    let lacks = || {
        file.told(
            "config.bad-file",
            None,
            FaultKind::MissingField("rows").message(),
        )
    };
    list.map(|list| list.value.start + 1).ok_or_else(lacks)
}

/// The user's file with these rows in it, each in the place of the one for the same headings; all else
/// in it stays as it is. None where it holds them already.
///
/// # Errors
///
/// Something in the file cannot be read, so that it is not to be written.
pub fn with_mappings(dir: &Path, rows: &[Mapping]) -> Result<Option<String>, Problem> {
    let mut reader = Reader::new(Some(dir));
    let Some(file) = reader.folder.file(MAPPINGS)? else {
        let rows = rows.iter().map(|row| format!("    {},\n", line(row)));
        let rows: String = rows.collect();
        return Ok(Some(format!("(\n  format: 1,\n  rows: [\n{rows}  ],\n)\n")));
    };
    let held: Vec<Placed<Mapping>> = reader.over_these(MAPPINGS, &[]);
    if !reader.problems.is_empty() {
        return Err(reader.problems.remove(0));
    }
    let (mut edits, mut new) = (Vec::new(), Vec::new());
    for row in rows {
        let same = held.iter().find(|it| it.row.headings == row.headings);
        match same {
            Some(placed) if placed.row == *row => {}
            Some(Placed { value, .. }) => {
                edits.push((value.start..end(&file.text, value), line(row)));
            }
            None => new.push(format!("\n    {}", line(row))),
        }
    }
    if !new.is_empty() {
        let (at, lead) = match held.last() {
            Some(last) => (end(&file.text, &last.value), ","),
            None => (begin(&file)?, ""),
        };
        edits.push((at..at, format!("{lead}{}", new.join(","))));
    }
    if edits.is_empty() {
        return Ok(None);
    }
    // From the last to the first, so that the places before stay what they are.
    edits.sort_by_key(|(place, _)| (place.start, place.end));
    let File { path, mut text } = file;
    for (place, more) in edits.into_iter().rev() {
        text.replace_range(place, &more);
    }
    let file = File { path, text };
    file.parse::<Whole>()?;
    Ok(Some(file.text))
}
