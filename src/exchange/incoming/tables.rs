//! Where the tables of a sheet are: rows of headings, what each column is called, and which rows belong below.

use super::grid::{Merged, Row, Sheet, Value};
use super::known::{Headings, Meaning};
use super::spans::spread;
use crate::model::import::As;
use crate::rules::Taken;
use std::borrow::Cow;

/// The most rows that a heading has.
const DEEP: usize = 3;

/// Known headings that a row must have.
const LEAST: usize = 3;

/// The longest text that can be a heading, in bytes.
const LONGEST: usize = 300;

/// A column of a table.
#[derive(Debug)]
pub(super) struct Head {
    /// Its place in the sheet, from 0.
    pub(super) at: usize,
    /// The parts of its heading from above.
    pub(super) parts: Vec<String>,
    /// What it means.
    pub(super) meaning: Meaning,
}

impl Head {
    /// The heading as it stands.
    pub(super) fn heading(&self) -> String {
        self.parts.join(" > ")
    }
}

/// A table as it lies in a sheet.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// What it is.
    pub(super) kind: As,
    /// The rows of its heading, by their numbers.
    pub(super) header_rows: Vec<u32>,
    /// Its columns, but for those without a heading.
    pub(super) heads: Vec<Head>,
    /// The lines above it.
    pub(super) title: Vec<String>,
    /// The rows below its heading, up to the next table.
    pub(super) body: Vec<Cow<'a, Row>>,
}

/// The headings of both kinds of table.
pub(super) struct Kinds<'a> {
    pub(super) people: &'a Headings<'a>,
    pub(super) quota: &'a Headings<'a>,
    /// The words of rows that are no record.
    pub(super) marks: &'a Headings<'a>,
    pub(super) read_as: Option<As>,
}

/// Rows of headings, by their places among the rows of the sheet.
struct Header {
    kind: As,
    first: usize,
    last: usize,
    heads: Vec<Head>,
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Whether a row can hold headings: texts only, and more than one.
fn all_words(row: &Row) -> bool {
    let mut count = 0;
    for cell in row.cells.iter().flatten() {
        let Value::Text(text) = cell else {
            return false;
        };
        if text.len() > LONGEST || is_number(text.trim()) {
            return false;
        }
        count += usize::from(!text.trim().is_empty());
    }
    count > 1
}

/// Whether a row can hold parts of headings below others: texts, or years.
fn is_below(row: &Row) -> bool {
    row.filled().all(|column| match row.value(column) {
        Some(Value::Text(text)) => text.len() <= LONGEST && !is_number(text.trim()),
        Some(Value::Number(year)) => (1990.0..=2200.0).contains(year),
        _ => false,
    })
}

/// Whether a row only numbers the columns: `(1) (2) (3)`, `1 2 3`, `A B 1 2`.
pub(super) fn numbers_columns(row: &Row) -> bool {
    let mut texts = row.filled().map(|column| row.shown(column));
    let mut numbers = 0;
    let all = texts.all(|text| {
        let bare = text.trim_matches(['(', ')', '[', ']', ' ']);
        let number = is_number(bare) && bare.len() <= 3;
        let letter = bare.chars().count() == 1 && bare.chars().all(char::is_alphabetic);
        numbers += usize::from(number);
        let reckoned = bare.contains('=') && bare.chars().all(|c| !c.is_alphabetic());
        number || letter || reckoned
    });
    all && numbers >= 3
}

struct Look<'a> {
    sheet: &'a Sheet,
    kinds: &'a Kinds<'a>,
}

impl Look<'_> {
    /// The merged cells that a cell belongs to.
    fn merge(&self, number: u32, column: usize) -> Option<&Merged> {
        self.sheet.merged.iter().find(|merged| {
            let column = column as u32;
            (merged.rows.0..=merged.rows.1).contains(&number)
                && (merged.columns.0..=merged.columns.1).contains(&column)
        })
    }

    /// The column that names whom a row is about, and what kind of table that makes.
    fn subject(&self, row: &Row) -> Option<(As, usize)> {
        let named = |headings: &Headings<'_>, takes: Taken| {
            row.filled().find(|column| {
                let parts = [row.shown(*column).into_owned()];
                let meaning = headings.meaning(&parts, None);
                matches!(meaning, Meaning::Row(at) if headings.rows[at].takes == takes)
            })
        };
        let people = || Some((As::People, named(self.kinds.people, Taken::Name)?));
        let quota = || Some((As::Quota, named(self.kinds.quota, Taken::Unit)?));
        match self.kinds.read_as {
            Some(As::People) => people(),
            Some(As::Quota) => quota(),
            None => people().or_else(quota),
        }
    }

    /// The first row of a heading of which one row names whom the rows are about.
    fn top(&self, row: usize) -> usize {
        let rows = &self.sheet.rows;
        let mut top = row;
        while top > 0 && row - top + 1 < DEEP && rows[top - 1].number + 1 == rows[top].number {
            let number = rows[top - 1].number;
            let into = |merged: &&Merged| merged.rows.0 == number && merged.rows.1 > number;
            if !is_below(&rows[top - 1]) || !self.sheet.merged.iter().any(|m| into(&m)) {
                break;
            }
            top -= 1;
        }
        top
    }

    /// The last row of a heading.
    fn bottom(&self, top: usize, row: usize, subject: usize) -> usize {
        let rows = &self.sheet.rows;
        let mut bottom = row;
        while bottom + 1 < rows.len() && bottom + 1 - top < DEEP {
            let (upper, next) = (&rows[bottom], &rows[bottom + 1]);
            let adjacent = upper.number + 1 == next.number;
            let filled = next.filled().count();
            if !adjacent || filled == 0 || !is_below(next) || numbers_columns(next) {
                break;
            }
            if next.value(subject).is_some() {
                break;
            }
            let hangs = |column: usize| {
                let merged = self.merge(upper.number, column);
                merged.is_some_and(|m| m.columns.1 > m.columns.0)
            };
            let down = next.filled().any(hangs);
            // Without merged cells a part hangs below the nearest heading to its left.
            let apart = next.filled().any(|column| upper.value(column).is_none());
            let parted = apart && filled > 1 && self.sheet.merged.is_empty();
            if !down && !parted {
                break;
            }
            bottom += 1;
        }
        bottom
    }

    /// The parts of a column's heading, from above.
    fn parts(&self, top: usize, bottom: usize, column: usize) -> Vec<String> {
        let rows = &self.sheet.rows;
        let mut parts: Vec<String> = Vec::new();
        for at in top..=bottom {
            let row = &rows[at];
            let mut text = row.shown(column);
            if text.is_empty() {
                if let Some(merged) = self.merge(row.number, column) {
                    let mut first = rows[top..=at].iter();
                    let first = first.find(|row| row.number == merged.rows.0);
                    let first = first.filter(|row| row.number == rows[at].number);
                    let first = first.map(|row| row.shown(merged.columns.0 as usize));
                    text = first.unwrap_or_default();
                } else if at < bottom
                    && self.sheet.merged.is_empty()
                    && rows[at + 1].value(column).is_some()
                {
                    let left = (0..column).rev().find(|left| row.value(*left).is_some());
                    text = left.map(|left| row.shown(left)).unwrap_or_default();
                }
            }
            if !text.is_empty() {
                parts.push(text.into_owned());
            }
        }
        parts
    }

    fn heads(&self, kind: As, top: usize, bottom: usize) -> Vec<Head> {
        let headings = match kind {
            As::People => self.kinds.people,
            As::Quota => self.kinds.quota,
        };
        let rows = &self.sheet.rows[top..=bottom];
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let merged = self.sheet.merged.iter();
        let merged = merged.filter(|m| rows.iter().any(|row| row.number == m.rows.0));
        let widest = merged.map(|m| m.columns.1 as usize + 1).max().unwrap_or(0);
        // Of a list that is written without accents none can be missed.
        let accented = rows.iter().any(|row| {
            let mut texts = row.filled().map(|column| row.shown(column));
            texts.any(|text| !text.is_ascii())
        });
        let mut heads: Vec<Head> = Vec::new();
        let mut left = None;
        for at in 0..width.max(widest.min(width + 64)) {
            let parts = self.parts(top, bottom, at);
            if parts.is_empty() {
                left = None;
                continue;
            }
            let meaning = match headings.meaning(&parts, left) {
                Meaning::Doubt(rows) if accented => headings.as_written(&parts, rows),
                meaning => meaning,
            };
            left = match meaning {
                Meaning::Row(row) => Some(row),
                _ => None,
            };
            heads.push(Head { at, parts, meaning });
        }
        heads
    }

    /// The heading of which a row is a part.
    fn header(&self, at: usize) -> Option<Header> {
        let row = &self.sheet.rows[at];
        if !all_words(row) {
            return None;
        }
        let (kind, subject) = self.subject(row)?;
        let first = self.top(at);
        let last = self.bottom(first, at, subject);
        let heads = self.heads(kind, first, last);
        let headings = match kind {
            As::People => self.kinds.people,
            As::Quota => self.kinds.quota,
        };
        let takes = |takes: Taken| {
            heads.iter().any(|head| {
                matches!(head.meaning, Meaning::Row(row) if headings.rows[row].takes == takes)
            })
        };
        let known = heads
            .iter()
            .filter(|head| matches!(head.meaning, Meaning::Row(_)));
        let whole = match kind {
            As::People => takes(Taken::Name),
            As::Quota => takes(Taken::Unit) && takes(Taken::Target),
        };
        (whole && known.count() >= LEAST).then_some(Header {
            kind,
            first,
            last,
            heads,
        })
    }
}

/// Whether a row begins like one that ends a table.
fn ends(row: &Row, marks: &Headings<'_>) -> bool {
    row.filled().any(|column| {
        let text = row.shown(column);
        let mut kinds = ["total", "signature", "remark"].iter();
        kinds.any(|kind| marks.begins(kind, &text))
    })
}

/// Where the lines begin that stand directly above a row and say what comes; what ends the table before
/// is none of them.
fn title_from(rows: &[Row], from: usize, header: usize, marks: &Headings<'_>) -> usize {
    let words = |row: &Row| {
        let texts = row
            .filled()
            .all(|column| matches!(row.value(column), Some(Value::Text(_))));
        texts && row.filled().count() <= 2 && !ends(row, marks)
    };
    let mut first = header;
    while first > from {
        let (upper, lower) = (&rows[first - 1], &rows[first]);
        // One empty row may stand above the heading, none within the title.
        let gap = if first == header { 2 } else { 1 };
        if lower.number > upper.number + gap || !words(upper) {
            break;
        }
        first -= 1;
    }
    first
}

/// Whether a heading is the one of the table before, printed again on a new page: right below its rows.
fn is_again(rows: &[Row], header: &Header, before: &Found<'_>, marks: &Headings<'_>) -> bool {
    let at = |head: &Head| (head.at, head.heading());
    let same = header.heads.len() == before.heads.len()
        && std::iter::zip(&header.heads, &before.heads).all(|(one, other)| at(one) == at(other));
    let (upper, first) = (&rows[header.first - 1], &rows[header.first]);
    let below = upper.number + 1 == first.number && !ends(upper, marks);
    header.kind == before.kind && same && below
}

/// The tables of a sheet, in order.
pub(super) fn tables<'a>(sheet: &'a Sheet, kinds: &Kinds<'_>) -> Vec<Found<'a>> {
    let look = Look { sheet, kinds };
    let mut headers = Vec::new();
    let mut at = 0;
    while at < sheet.rows.len() {
        match look.header(at) {
            Some(header) => {
                at = header.last + 1;
                headers.push(header);
            }
            None => at += 1,
        }
    }
    let rows = &sheet.rows;
    let lines = |rows: &[Row]| -> Vec<String> {
        let texts = rows.iter().flat_map(|row| {
            let columns = row.filled();
            columns.map(|column| row.shown(column).into_owned())
        });
        texts.collect()
    };
    let ends: Vec<usize> = headers.iter().skip(1).map(|header| header.first).collect();
    let mut found: Vec<Found<'a>> = Vec::new();
    let mut from = 0;
    for (place, header) in headers.into_iter().enumerate() {
        let first = header.first;
        let title = if place == 0 {
            0
        } else {
            title_from(rows, from, first, kinds.marks)
        };
        let next = ends.get(place).copied();
        let body_from = header.last + 1;
        let body_to = next.map_or(rows.len(), |next| {
            title_from(rows, body_from, next, kinds.marks)
        });
        let header_rows = rows[first..=header.last].iter().map(|row| row.number);
        let body = &rows[body_from..body_to];
        let body = match header.kind {
            As::People => {
                let is_name = |head: &&Head| match head.meaning {
                    Meaning::Row(row) => kinds.people.rows[row].takes == Taken::Name,
                    _ => false,
                };
                let heads = header.heads.iter();
                let names: Vec<usize> = heads.clone().filter(is_name).map(|head| head.at).collect();
                let columns: Vec<usize> = heads.map(|head| head.at).collect();
                spread(body, &sheet.merged, &columns, &names)
            }
            // A number that is drawn over several organisations is none of each.
            As::Quota => body.iter().map(Cow::Borrowed).collect(),
        };
        match found.last_mut() {
            Some(before) if title == first && is_again(rows, &header, before, kinds.marks) => {
                before.header_rows.extend(header_rows);
                before.body.extend(body);
            }
            _ => found.push(Found {
                kind: header.kind,
                header_rows: header_rows.collect(),
                heads: header.heads,
                title: lines(&rows[title..first]),
                body,
            }),
        }
        from = body_from;
    }
    found
}
