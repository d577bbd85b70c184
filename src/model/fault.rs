//! Why a file cannot be read: where, and the sentence for it, without anything the file says about people.

use super::message::Message;
use ron::error::{Error, SpannedError};
use std::str::Utf8Error;

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1; 0 if the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 if the whole file is meant.
    pub column: usize,
    /// The sentence.
    pub message: Message,
}

impl Fault {
    /// Of the whole file.
    pub(crate) fn whole(message: Message) -> Self {
        Self {
            line: 0,
            column: 0,
            message,
        }
    }

    /// Of the whole file, with a sentence that needs no values.
    pub(crate) fn key(key: &'static str) -> Self {
        Self::whole(Message::error(key))
    }

    fn at(text: &str, byte: usize, key: &'static str) -> Self {
        let (line, column) = line_and_column(text, byte);
        Self {
            line,
            column,
            message: Message::error(key),
        }
    }
}

/// Line and column, from 1, of a byte of a text.
pub(crate) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

/// Where a word stands in a field, again and again; a line of comment is no place.
pub(crate) fn words_in(text: &str, field: &str, word: &str) -> impl Iterator<Item = usize> {
    let quoted = format!("\"{word}\"");
    let found = text.match_indices(&quoted).map(|(at, _)| at);
    let stands = |at: &usize| {
        let before = &text[..*at];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let name = before
            .rsplit_once(':')
            .map_or("", |(name, _)| name.trim_end());
        name.ends_with(field) && !line.contains("//")
    };
    found.filter(stands).collect::<Vec<_>>().into_iter()
}

/// Bytes that are no UTF-8.
pub(crate) fn not_text(bytes: &[u8], error: Utf8Error) -> Fault {
    if is_utf16(bytes) {
        return Fault::key("file.utf16");
    }
    let (good, rest) = bytes.split_at(error.valid_up_to());
    let text = std::str::from_utf8(good).unwrap_or_default();
    let key = if bytes.contains(&0) {
        "file.binary"
    } else if rest.len() < 4 && error.error_len().is_none() {
        "file.cut"
    } else {
        "file.not-utf8"
    };
    Fault::at(text, text.len(), key)
}

fn is_utf16(bytes: &[u8]) -> bool {
    let ascii_as_utf16 = |zero: usize| {
        let head = &bytes[..bytes.len().min(64)];
        head.len() >= 8
            && head
                .iter()
                .enumerate()
                .all(|(at, b)| (at % 2 == zero) == (*b == 0))
    };
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || ascii_as_utf16(0)
        || ascii_as_utf16(1)
}

/// What can be told from the text without understanding it. Asked only after it could not be read.
pub(crate) fn in_the_raw(text: &str) -> Option<Fault> {
    if text.trim().is_empty() {
        return Some(Fault::key("file.empty"));
    }
    if is_utf16(text.as_bytes()) {
        return Some(Fault::key("file.utf16"));
    }
    if let Some(at) = text.find('\0') {
        return Some(Fault::at(text, at, "file.binary"));
    }
    let at = if text.starts_with("<<<<<<< ") {
        Some(0)
    } else {
        text.find("\n<<<<<<< ").map(|at| at + 1)
    };
    at.map(|at| Fault::at(text, at, "file.conflict"))
}

/// What the reader of RON found, in these words. Its own sentences echo values; so only its kind is used.
pub(crate) fn in_the_text(text: &str, error: &SpannedError, words: fn(&Error) -> Message) -> Fault {
    let span = &error.span;
    let ended = Fault::at(text, text.len(), "file.cut");
    let trimmed = text.trim_end();
    let last = Fault::at(text, trimmed.len(), "file.cut");
    let at_end = (span.end.line, span.end.col) >= (last.line, last.column);
    // A text that runs over lines more likely lacks its closing quote than its file its end.
    let open_text = error.code == Error::ExpectedStringEnd;
    if open_text && span.end.line < last.line {
        return Fault {
            line: span.end.line,
            column: span.end.col,
            ..ended
        };
    }
    let judged_whole = matches!(
        error.code,
        Error::MissingStructField { .. }
            | Error::DuplicateStructField { .. }
            | Error::Message(_)
            | Error::TrailingCharacters
            | Error::ExceededRecursionLimit
    );
    let cut = matches!(error.code, Error::Eof | Error::UnclosedBlockComment);
    if cut || open_text || (at_end && !judged_whole) {
        return ended;
    }
    // Where the signs are wrong, the reader stood behind them.
    let place = match sense(&error.code) {
        Some(_) => &span.start,
        None => &span.end,
    };
    Fault {
        line: place.line,
        column: place.col,
        message: words(&error.code),
    }
}

/// The sentence for a kind of mistake, without the library's words.
pub(crate) fn misread(code: &Error) -> Message {
    sense(code).unwrap_or_else(|| Message::error("file.syntax"))
}

/// The same where the signs are right and what they say is not.
fn sense(code: &Error) -> Option<Message> {
    Some(match code {
        Error::NoSuchStructField {
            expected, found, ..
        } => Message::error("file.unknown-field")
            .with("field", shown(found))
            .with("known", known(expected)),
        Error::MissingStructField { field, .. } => {
            Message::error("file.missing-field").with("field", *field)
        }
        Error::DuplicateStructField { field, .. } => {
            Message::error("file.doubled-field").with("field", *field)
        }
        Error::NoSuchEnumVariant {
            expected, found, ..
        } => Message::error("file.unknown-word")
            .with("word", shown(found))
            .with("known", known(expected)),
        Error::Message(_)
        | Error::ExpectedBoolean
        | Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::ExpectedString
        | Error::ExpectedOption
        | Error::ExpectedArray
        | Error::ExpectedChar
        | Error::IntegerOutOfBounds
        | Error::InvalidIntegerDigit { .. }
        | Error::UnderscoreAtBeginning
        | Error::InvalidValueForType { .. }
        | Error::ExpectedDifferentLength { .. } => Message::error("file.bad-value"),
        _ => return None,
    })
}

/// The words that would do, set off from the sentence around them.
fn known(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// A word of the file, if it looks like one of a format and not like somebody's data.
fn shown(word: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if word.len() <= 40
        && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(plain)
    {
        word
    } else {
        "?"
    }
}
