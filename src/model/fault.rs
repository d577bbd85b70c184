//! Why a file cannot be read: where, and the sentence for it, without anything the file says about people.

use super::message::Message;
use ron::error::{Error, SpannedError};
use std::str::Utf8Error;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Line, from 1; 0 if the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 if the whole file is meant.
    pub column: usize,
}

impl Fault {
    /// Of the whole file.
    pub(crate) fn whole(kind: FaultKind) -> Self {
        Self {
            kind,
            line: 0,
            column: 0,
        }
    }

    fn at(text: &str, byte: usize, kind: FaultKind) -> Self {
        let (line, column) = line_and_column(text, byte);
        Self { kind, line, column }
    }

    /// Line and column, from 1; none if the whole file is meant.
    pub fn spot(&self) -> Option<(usize, usize)> {
        (self.line > 0).then_some((self.line, self.column))
    }

    /// The sentence for it, without the place.
    pub fn message(&self) -> Message {
        self.kind.message()
    }
}

/// What may be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Nothing is in it.
    Empty,
    /// No text at all.
    Binary,
    /// A text in another coding.
    NotUtf8,
    /// A text in UTF-16.
    Utf16,
    /// Marks of git are left in it.
    Conflict,
    /// Its end is missing.
    Cut,
    /// A newer program wrote it, in a way that this one cannot read.
    Newer,
    /// No RON.
    Syntax,
    /// A value that is none of its kind.
    BadValue,
    /// A field that nothing knows.
    UnknownField {
        /// The field, if it looks like one of a format and not like somebody's data.
        found: String,
        /// Those that may stand there.
        known: &'static [&'static str],
    },
    /// A word that nothing knows.
    UnknownWord {
        /// The word, likewise.
        found: String,
        /// Those that may stand there.
        known: &'static [&'static str],
    },
    /// A field that must be there.
    MissingField(&'static str),
    /// A field that is there more than once.
    DoubledField(&'static str),
    /// The id inside is not the one of the name.
    WrongId,
    /// The name is no id.
    BadName,
    /// A link, a pipe or a folder.
    NotAFile,
    /// Longer than any file that is read.
    TooLarge,
    /// Files that are too much together.
    TooMuch,
    /// It was there a moment ago.
    Gone,
    /// The disk did not give it, for this reason.
    NotRead(Box<Message>),
    /// Of a user's own file, which is told more of: here a text must stand.
    WantsText,
    /// Here a number must stand.
    WantsNumber,
    /// A number beyond what may stand here.
    NumberTooLarge,
    /// Here `true` or `false` must stand.
    WantsYesOrNo,
    /// Here a list must stand.
    WantsList,
    /// Here a round bracket must stand.
    WantsBracket,
    /// A comma is missing.
    LacksComma,
    /// A colon is missing.
    LacksColon,
    /// The end of a list is missing.
    LacksListEnd,
    /// A closing bracket is missing.
    LacksBracket,
    /// A backslash before a sign that it gives no meaning.
    BadEscape,
    /// Brackets in brackets beyond any use.
    TooDeep,
    /// Something stands behind the end.
    MoreBehind,
}

impl FaultKind {
    /// The row of the text files.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::Empty => "file.empty",
            Self::Binary => "file.binary",
            Self::NotUtf8 => "file.not-utf8",
            Self::Utf16 => "file.utf16",
            Self::Conflict => "file.conflict",
            Self::Cut => "file.cut",
            Self::Newer => "file.newer",
            Self::Syntax => "file.syntax",
            Self::BadValue => "file.bad-value",
            Self::UnknownField { .. } => "file.unknown-field",
            Self::UnknownWord { .. } => "file.unknown-word",
            Self::MissingField(_) => "file.missing-field",
            Self::DoubledField(_) => "file.doubled-field",
            Self::WrongId => "file.wrong-id",
            Self::BadName => "file.bad-name",
            Self::NotAFile => "file.not-a-file",
            Self::TooLarge => "file.too-large",
            Self::TooMuch => "file.too-much",
            Self::Gone => "file.gone",
            Self::NotRead(why) => why.key,
            Self::WantsText => "config.wants-text",
            Self::WantsNumber => "config.wants-number",
            Self::NumberTooLarge => "config.number-too-large",
            Self::WantsYesOrNo => "config.wants-yes-or-no",
            Self::WantsList => "config.wants-list",
            Self::WantsBracket => "config.wants-bracket",
            Self::LacksComma => "config.lacks-comma",
            Self::LacksColon => "config.lacks-colon",
            Self::LacksListEnd => "config.lacks-list-end",
            Self::LacksBracket => "config.lacks-bracket",
            Self::BadEscape => "config.bad-escape",
            Self::TooDeep => "config.too-deep",
            Self::MoreBehind => "config.more-behind",
        }
    }

    /// The sentence for it.
    pub fn message(&self) -> Message {
        let message = Message::error(self.text_key());
        match self {
            Self::NotRead(why) => (**why).clone(),
            Self::UnknownField { found, known } => message
                .with("field", found.as_str())
                .with("known", in_a_row(known)),
            Self::UnknownWord { found, known } => message
                .with("word", found.as_str())
                .with("known", in_a_row(known)),
            Self::MissingField(field) | Self::DoubledField(field) => message.with("field", *field),
            _ => message,
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
        return Fault::whole(FaultKind::Utf16);
    }
    let (good, rest) = bytes.split_at(error.valid_up_to());
    let text = std::str::from_utf8(good).unwrap_or_default();
    let kind = if bytes.contains(&0) {
        FaultKind::Binary
    } else if rest.len() < 4 && error.error_len().is_none() {
        FaultKind::Cut
    } else {
        FaultKind::NotUtf8
    };
    Fault::at(text, text.len(), kind)
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
        return Some(Fault::whole(FaultKind::Empty));
    }
    if is_utf16(text.as_bytes()) {
        return Some(Fault::whole(FaultKind::Utf16));
    }
    if let Some(at) = text.find('\0') {
        return Some(Fault::at(text, at, FaultKind::Binary));
    }
    let at = if text.starts_with("<<<<<<< ") {
        Some(0)
    } else {
        text.find("\n<<<<<<< ").map(|at| at + 1)
    };
    at.map(|at| Fault::at(text, at, FaultKind::Conflict))
}

/// What the reader of RON found, as such a kind. Its own sentences echo values; so only its code is used.
pub(crate) fn in_the_text(
    text: &str,
    error: &SpannedError,
    kind: fn(&Error) -> FaultKind,
) -> Fault {
    let span = &error.span;
    let ended = Fault::at(text, text.len(), FaultKind::Cut);
    let trimmed = text.trim_end();
    let last = Fault::at(text, trimmed.len(), FaultKind::Cut);
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
        kind: kind(&error.code),
        line: place.line,
        column: place.col,
    }
}

/// What the library's code stands for.
pub(crate) fn misread(code: &Error) -> FaultKind {
    sense(code).unwrap_or(FaultKind::Syntax)
}

/// The same where the signs are right and what they say is not.
fn sense(code: &Error) -> Option<FaultKind> {
    Some(match code {
        Error::NoSuchStructField {
            expected, found, ..
        } => FaultKind::UnknownField {
            found: shown(found).to_owned(),
            known: expected,
        },
        Error::MissingStructField { field, .. } => FaultKind::MissingField(field),
        Error::DuplicateStructField { field, .. } => FaultKind::DoubledField(field),
        Error::NoSuchEnumVariant {
            expected, found, ..
        } => FaultKind::UnknownWord {
            found: shown(found).to_owned(),
            known: expected,
        },
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
        | Error::ExpectedDifferentLength { .. } => FaultKind::BadValue,
        _ => return None,
    })
}

/// The words that would do, set off from the sentence around them.
fn in_a_row(words: &[&str]) -> String {
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
