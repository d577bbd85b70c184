//! What must never reach a terminal, and how to find it.

use std::fmt::Write as _;

/// Stands in a file where a payload is to go; no id, word or day holds it.
pub(super) const PUT: char = '☠';

/// Pieces of text that do something to a terminal or to the eyes of whoever reads it.
pub(super) const ALL: [&str; 26] = [
    "\u{1b}[31m",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]0;tên\u{7}",
    "\u{1b}]8;;http://mau.invalid\u{1b}\\",
    "\u{1b}]52;c;UVE=\u{7}",
    "\u{1b}]52;c;UVE=\u{1b}\\",
    "\u{1b}P$q\u{1b}\\",
    "\u{1b}c",
    "\u{9b}31m",
    "\u{9d}0;tên\u{9c}",
    "\u{90}q\u{9c}",
    "\u{202e}",
    "\u{202a}\u{202b}\u{202d}\u{202c}",
    "\u{2066}\u{2067}\u{2068}\u{2069}",
    "\u{200e}\u{200f}\u{61c}",
    "\u{200b}\u{200c}\u{200d}",
    "\u{2060}\u{feff}\u{ad}",
    "o\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\0",
    "\r",
    "\n",
    "\t",
    "\u{8}\u{7f}",
    "\u{2028}\u{2029}",
    "\u{e0041}\u{fe0f}",
    "\u{e}\u{f}\u{5}",
];

/// A payload inside a RON string: the characters themselves where the format allows that, else
/// their escapes.
pub(super) fn written(payload: &str, raw: bool) -> String {
    let mut out = String::new();
    for c in payload.chars() {
        if raw && !matches!(c, '\0' | '"' | '\\') {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
    out
}

/// Whether a character acts instead of being seen. Written down here by itself, so that the
/// program's own list cannot lose a range unnoticed.
fn acts(c: char) -> bool {
    matches!(u32::from(c),
        0..=0x1f | 0x7f..=0x9f | 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e
        | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe0fff)
}

/// The first thing in a text that may not go to a terminal; ends of lines may.
pub(crate) fn found(text: &str) -> Option<String> {
    let mut marks = 0;
    for (at, c) in text.char_indices() {
        let mark = unicode_normalization::char::is_combining_mark(c);
        marks = if mark { marks + 1 } else { 0 };
        if (acts(c) && c != '\n') || marks > 3 {
            let from = text[..at]
                .char_indices()
                .rev()
                .nth(40)
                .map_or(0, |(at, _)| at);
            let until = text[at..].char_indices().nth(40);
            let until = until.map_or(text.len(), |(more, _)| at + more);
            return Some(format!("{c:?} in {:?}", &text[from..until]));
        }
    }
    None
}

#[test]
fn every_payload_is_found() {
    for payload in ALL {
        let ends = payload == "\n";
        assert_eq!(found(&format!("Mẫu {payload} Mẫu")).is_some(), !ends);
    }
    assert_eq!(
        found("Đảng bộ xã Nông Thượng\nbí thư – 7/11 · e\u{302}\u{301}"),
        None
    );
}
