//! What a file is, told by its bytes and never by its name.

use super::not_read::{NotRead, Other};
use super::ole;

/// A kind of file by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Packed,
    Ole,
    Text,
}

/// Where a sign stands and what it is.
const SIGNS: [(usize, &[u8], Other); 17] = [
    (0, b"\xff\xd8\xff", Other::Picture),
    (0, b"\x89PNG", Other::Picture),
    (0, b"GIF8", Other::Picture),
    (0, b"II*\0", Other::Picture),
    (0, b"MM\0*", Other::Picture),
    (8, b"WEBP", Other::Picture),
    (4, b"ftyphei", Other::Picture),
    (4, b"ftypmif", Other::Picture),
    (4, b"ftypavif", Other::Picture),
    (0, b"%PDF", Other::Pdf),
    (0, b"{\\rtf", Other::Document),
    (0, b"7z\xbc\xaf\x27\x1c", Other::Archive),
    (0, b"Rar!\x1a", Other::Archive),
    (0, b"\x1f\x8b", Other::Archive),
    (0, b"\x09\x00\x04\x00", Other::OldExcel),
    (0, b"\x09\x02\x06\x00", Other::OldExcel),
    (0, b"\x09\x04\x06\x00", Other::OldExcel),
];

/// How the text of a web page or of XML begins, in small letters.
const PAGES: [&str; 7] = [
    "<!doctype html",
    "<html",
    "<table",
    "<head",
    "<body",
    "<meta",
    "mime-version:",
];

/// The kind of a file, or why it is none that is read.
pub(super) fn of(bytes: &[u8]) -> Result<Kind, NotRead> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Packed);
    }
    if bytes.starts_with(&ole::HEAD) {
        return Ok(Kind::Ole);
    }
    let is = |(at, sign, _): &&(usize, &[u8], Other)| {
        bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign))
    };
    match SIGNS.iter().find(is) {
        Some((.., other)) => Err(NotRead::NoSpreadsheet(*other)),
        None => Ok(Kind::Text),
    }
}

/// Text that is a page or XML, or no text at all.
pub(super) fn refuse_no_list(text: &str) -> Result<(), NotRead> {
    let bad = |c: &char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}')
    };
    // Signs that no text has; the upper ones are letters of old alphabets.
    let unfit = text.chars().filter(char::is_ascii).filter(bad).count();
    if unfit * 100 > text.len() || text.contains('\0') {
        return Err(NotRead::NoSpreadsheet(Other::Unknown));
    }
    let begun = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if begun.is_empty() {
        return Err(NotRead::Empty);
    }
    let head: String = begun.chars().take(512).collect::<String>().to_lowercase();
    let page = head.starts_with("<?xml") && head.contains("<html");
    if page || PAGES.iter().any(|sign| head.starts_with(sign)) {
        return Err(NotRead::WebPage);
    }
    if head.starts_with("<?xml") || head.starts_with("<!--") || head.starts_with("<workbook") {
        return Err(NotRead::Xml);
    }
    Ok(())
}
