//! Text files (csv, tsv, txt): their letters by mark or by what they come to, their separator by what it parts, a record for each row.

use super::kinds;
use super::limits::COLUMNS;
use super::not_read::{NotRead, Other};
use super::old_letters::alphabet_of;
use super::room::{Filling, Progress, Room};
use super::text;
use crate::exchange::incoming::grid::{Alphabet, Sheet};
use crate::model::letters::{Letters, decode, detect};
use std::cmp::Reverse;

/// What may part the fields of a record; of two that part alike the first is taken.
const SEPARATORS: [char; 4] = ['\t', ';', ',', '|'];
/// How many records decide.
const SAMPLE: usize = 200;

/// The sheet of a text file, and how its letters were written.
pub(super) fn sheet(
    bytes: &[u8],
    given: Option<Alphabet>,
    progress: &Progress,
) -> Result<(Sheet, Alphabet), NotRead> {
    let (text, alphabet) = letters(bytes, given)?;
    kinds::refuse_no_list(&text)?;
    let (separator, text) = separator(&text);
    let mut room = Room::new(progress);
    let mut filling = Filling::new(&mut room, None, false);
    for (number, record) in (1..).zip(Records::new(text, separator)) {
        filling.begin(number, false)?;
        for (column, field) in record.into_iter().enumerate() {
            if let Some(value) = text::value(&field) {
                filling.put(column, value)?;
            }
        }
    }
    Ok((filling.done()?, alphabet))
}

/// The text that bytes mean.
fn letters(bytes: &[u8], given: Option<Alphabet>) -> Result<(String, Alphabet), NotRead> {
    let utf16 = |bytes, big| {
        let text = utf16(bytes, big).ok_or(NotRead::Letters)?;
        Ok((text, Alphabet::Utf16))
    };
    let utf8 = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok()?;
        Some((text.to_owned(), Alphabet::Utf8))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return utf16(rest, false),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, true),
        [0xef, 0xbb, 0xbf, rest @ ..] => return utf8(rest).ok_or(NotRead::Letters),
        _ => {}
    }
    let old = |letters| {
        let text = decode(bytes, letters).ok_or(NotRead::Letters)?;
        Ok((text, alphabet_of(letters)))
    };
    match given {
        Some(Alphabet::Utf8) => return utf8(bytes).ok_or(NotRead::Letters),
        Some(Alphabet::Utf16) => return utf16(bytes, is_big(bytes)),
        Some(Alphabet::Windows1258) => return old(Letters::Windows1258),
        // They may also stand inside text that is Unicode already.
        Some(Alphabet::Tcvn3) if std::str::from_utf8(bytes).is_err() => return old(Letters::Tcvn3),
        Some(Alphabet::Vni) if std::str::from_utf8(bytes).is_err() => return old(Letters::Vni),
        _ => {}
    }
    if bytes.contains(&0) {
        return if (zeros(bytes, 0) + zeros(bytes, 1)) * 5 > bytes.len() {
            utf16(bytes, is_big(bytes)).map_err(|_| NotRead::NoSpreadsheet(Other::Unknown))
        } else {
            Err(NotRead::NoSpreadsheet(Other::Unknown))
        };
    }
    if let Some(found) = utf8(bytes) {
        return Ok(found);
    }
    let (letters, text) = detect(bytes).ok_or_else(|| unreadable(bytes))?;
    Ok((text, alphabet_of(letters)))
}

/// Why bytes came to no text: letters that cannot be told, or no text at all.
fn unreadable(bytes: &[u8]) -> NotRead {
    let odd = |byte: &&u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    if bytes.iter().filter(odd).count() * 100 > bytes.len() {
        NotRead::NoSpreadsheet(Other::Unknown)
    } else {
        NotRead::Letters
    }
}

/// How many zeros stand in every other byte from a place on.
fn zeros(bytes: &[u8], from: usize) -> usize {
    let every_other = bytes.iter().skip(from).step_by(2);
    every_other.filter(|byte| **byte == 0).count()
}

/// Whether the upper halves come first: in most letters they are zero.
fn is_big(bytes: &[u8]) -> bool {
    zeros(bytes, 0) > zeros(bytes, 1)
}

fn utf16(bytes: &[u8], big: bool) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| {
        if big {
            u16::from_be_bytes(*pair)
        } else {
            u16::from_le_bytes(*pair)
        }
    };
    let text = char::decode_utf16(pairs.iter().map(unit)).collect::<Result<String, _>>();
    text.ok().filter(|_| rest.is_empty())
}

/// What parts the fields, and the text without a line that only says so.
fn separator(text: &str) -> (char, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim_end().trim_matches('"');
    let said = said
        .get(..4)
        .filter(|sep| sep.eq_ignore_ascii_case("sep="))
        .map(|_| &said[4..]);
    let mut said = said.unwrap_or_default().chars();
    if let (Some(separator), None) = (said.next(), said.next()) {
        return (separator, rest);
    }
    // A tab at the end of the line that names it was cut off with the blanks.
    if first.trim_end_matches('\r').eq_ignore_ascii_case("sep=\t") {
        return ('\t', rest);
    }
    let parted: Vec<_> = SEPARATORS
        .iter()
        .filter_map(|separator| parted(text, *separator))
        .collect();
    let most = parted.iter().map(|it| it.worth).max().unwrap_or(0);
    let even = parted.into_iter().filter(|it| it.worth * 2 >= most);
    // Commas inside addresses part many records alike, but not the headings above them.
    let best = even.min_by_key(|it| (it.first, Reverse(it.worth)));
    (best.map_or(SEPARATORS[0], |it| it.separator), text)
}

/// How well a separator parts a text.
struct Parted {
    separator: char,
    /// More with more records of as many fields as most have, and with more fields.
    worth: usize,
    /// The first record with so many fields.
    first: usize,
}

fn parted(text: &str, separator: char) -> Option<Parted> {
    let records = Records::new(text, separator).take(SAMPLE);
    let lengths: Vec<usize> = records.map(|record| record.len()).collect();
    let worth = |length: usize| {
        let alike = lengths.iter().filter(|n| **n == length).count();
        alike * alike * (length - 1)
    };
    let several = lengths.iter().copied().filter(|length| *length > 1);
    let length = several.max_by_key(|length| worth(*length))?;
    Some(Parted {
        separator,
        worth: worth(length),
        first: lengths.iter().position(|n| *n == length)?,
    })
}

/// The records of a text. A line feed inside quotes ends none; a quote that nobody closes is a sign
/// like others.
struct Records<'a> {
    rest: &'a str,
    separator: char,
    quotes: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: char) -> Self {
        Self {
            rest: text,
            separator,
            quotes: true,
        }
    }

    fn ends_field(&self, c: char) -> bool {
        c == self.separator || c == '\n' || c == '\r'
    }

    /// Whether a quote is all of its field: the sign for "as above", as it comes out of a clipboard.
    fn is_alone(&self, behind: &str) -> bool {
        let inside = behind.split('"').next().unwrap_or(behind);
        match behind.chars().next() {
            Some('\n' | '\r') => inside.contains(self.separator),
            first => first.is_none_or(|c| c == self.separator),
        }
    }

    /// What stands in quotes, and what is behind them.
    fn quoted(&mut self) -> Option<String> {
        let inner = self.rest.strip_prefix('"').filter(|_| self.quotes)?;
        if self.is_alone(inner) {
            return None;
        }
        let mut field = String::new();
        let mut rest = inner;
        loop {
            let Some(at) = rest.find('"') else {
                self.quotes = false;
                return None;
            };
            field.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(more) = rest.strip_prefix('"') {
                field.push('"');
                rest = more;
            } else {
                self.rest = rest;
                return Some(field);
            }
        }
    }

    fn field(&mut self) -> String {
        let mut field = self.quoted().unwrap_or_default();
        let end = self
            .rest
            .find(|c| self.ends_field(c))
            .unwrap_or(self.rest.len());
        field.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
        field
    }
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = vec![self.field()];
        while let Some(rest) = self.rest.strip_prefix(self.separator) {
            self.rest = rest;
            let field = self.field();
            // One behind the last column is kept, for the file to be refused; empty ones are nothing.
            let blank = field.trim().is_empty();
            if record.len() < COLUMNS || (record.len() == COLUMNS && !blank) {
                record.push(field);
            }
        }
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        Some(record)
    }
}
