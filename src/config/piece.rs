//! A user's file as text, and the values in it with the places they stand at.

use super::problem::Problem;
use crate::model::fault::{in_the_raw, in_the_text, line_and_column, misread, words_in};
use crate::model::{Fault, FaultKind, Message, place};
use ron::error::Error;
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::ops::Range;

/// The format of the files that this program reads.
const FORMAT: u32 = 1;

/// How RON is read here.
pub(super) fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// What the library's code stands for. A clerk's own file may be told more than where it is.
fn told(code: &Error) -> FaultKind {
    match code {
        Error::ExpectedString | Error::ExpectedChar => FaultKind::WantsText,
        Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::FloatUnderscore
        | Error::UnderscoreAtBeginning
        | Error::InvalidIntegerDigit { .. } => FaultKind::WantsNumber,
        Error::IntegerOutOfBounds => FaultKind::NumberTooLarge,
        Error::ExpectedBoolean => FaultKind::WantsYesOrNo,
        Error::ExpectedArray => FaultKind::WantsList,
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => FaultKind::WantsBracket,
        Error::ExpectedComma => FaultKind::LacksComma,
        Error::ExpectedMapColon => FaultKind::LacksColon,
        Error::ExpectedArrayEnd => FaultKind::LacksListEnd,
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => FaultKind::LacksBracket,
        Error::InvalidEscape(_) => FaultKind::BadEscape,
        Error::ExceededRecursionLimit => FaultKind::TooDeep,
        Error::TrailingCharacters => FaultKind::MoreBehind,
        code => misread(code),
    }
}

/// Where spaces and comments before a value end.
fn lead(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let behind = if let Some(line) = rest.strip_prefix("//") {
            line.split_once('\n').map(|(_, rest)| rest)
        } else if let Some(block) = rest.strip_prefix("/*") {
            block.split_once("*/").map(|(_, rest)| rest)
        } else {
            None
        };
        match behind {
            Some(behind) => rest = behind,
            None => return text.len() - rest.len(),
        }
    }
}

/// The fields of a value, each with what is written behind it; nothing is believed yet.
struct Fields<'a>(Vec<(&'a str, &'a RawValue)>);

struct Collect;

impl<'de> Visitor<'de> for Collect {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<&str>()? {
            fields.push((name, map.next_value()?));
        }
        Ok(Fields(fields))
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_struct("", &[], Collect)
    }
}

/// A field of a file: its name, where that stands, and its value.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) at: usize,
    pub(super) value: Range<usize>,
}

/// A user's file that could be read as text.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

impl File {
    /// The whole file; one of a newer program, or with a mistake, is told and left out.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        options()
            .from_str(&self.text)
            .map_err(|error| self.left_out(&self.fault(&error)))
    }

    fn fault(&self, error: &ron::error::SpannedError) -> Fault {
        in_the_raw(&self.text).unwrap_or_else(|| in_the_text(&self.text, error, told))
    }

    fn left_out(&self, fault: &Fault) -> Problem {
        self.told("config.bad-file", fault.spot(), fault.message())
    }

    /// Its fields; those of the outermost value.
    pub(super) fn fields(&self) -> Result<Vec<Field>, Problem> {
        let all = 0..self.text.len();
        self.fields_of(&all).map_err(|fault| self.left_out(&fault))
    }

    /// The fields of a value.
    pub(super) fn fields_of(&self, value: &Range<usize>) -> Result<Vec<Field>, Fault> {
        let fields: Fields<'_> = options()
            .from_str(&self.text[value.clone()])
            .map_err(|error| self.fault(&error))?;
        let fields = fields.0.into_iter();
        Ok(fields
            .map(|(name, raw)| Field {
                name: name.to_owned(),
                at: self.offset(name),
                value: self.range(raw),
            })
            .collect())
    }

    /// The values of a list.
    pub(super) fn list(&self, value: &Range<usize>) -> Result<Vec<Range<usize>>, Problem> {
        let rows: Result<Vec<&RawValue>, _> = options().from_str(&self.text[value.clone()]);
        match rows {
            Ok(rows) => Ok(rows.into_iter().map(|raw| self.range(raw)).collect()),
            Err(error) => {
                let (line, column) = self.place(value.start);
                Err(self.left_out(&Fault {
                    kind: told(&error.code),
                    line,
                    column,
                }))
            }
        }
    }

    /// A value as what it is to be, else the sentence of what is wrong with it and where. What only
    /// the type itself refuses has the words given.
    pub(super) fn value<T: DeserializeOwned>(
        &self,
        value: &Range<usize>,
        refused: &'static str,
    ) -> Result<T, Problem> {
        options()
            .from_str(&self.text[value.clone()])
            .map_err(|error| {
                let start = error.span.start;
                let (line, column) = self.place(value.start);
                let at = match start.line {
                    1 => (line, column + start.col - 1),
                    more => (line + more - 1, start.col),
                };
                let why = match &error.code {
                    Error::Message(_) => Message::error(refused),
                    code => told(code).message(),
                };
                self.told("config.bad-row", Some(at), why)
            })
    }

    /// That the file is of a newer program, if it says so.
    pub(super) fn newer(&self, fields: &[Field]) -> Option<Problem> {
        let Some(format) = fields.iter().find(|field| field.name == "format") else {
            let lacks = FaultKind::MissingField("format").message();
            return Some(self.told("config.bad-file", Some((1, 1)), lacks));
        };
        let at = Some(self.place(format.value.start));
        match self.value::<u32>(&format.value, "file.bad-value") {
            Ok(FORMAT) => None,
            Ok(_) => Some(self.told("config.bad-file", at, FaultKind::Newer.message())),
            Err(problem) => Some(problem),
        }
    }

    fn offset(&self, part: &str) -> usize {
        part.as_ptr().addr() - self.text.as_ptr().addr()
    }

    fn range(&self, raw: &RawValue) -> Range<usize> {
        let (text, start) = (raw.get_ron(), self.offset(raw.get_ron()));
        start + lead(text)..start + text.len()
    }

    /// Line and column of a byte.
    pub(super) fn place(&self, byte: usize) -> (usize, usize) {
        line_and_column(&self.text, byte)
    }

    /// Where a word stands in a field of a value; else where the value begins.
    pub(super) fn place_of(&self, value: &Range<usize>, field: &str, word: &str) -> (usize, usize) {
        let found = words_in(&self.text[value.clone()], field, word).next();
        self.place(value.start + found.unwrap_or_default())
    }

    /// A problem of this file, in the sentence of a key.
    pub(super) fn told(
        &self,
        key: &'static str,
        at: Option<(usize, usize)>,
        why: Message,
    ) -> Problem {
        Problem {
            path: self.path.clone(),
            at,
            message: Message::error(key)
                .with("place", self.shown(at))
                .with("why", why),
        }
    }

    /// A place in this file, to be shown.
    pub(super) fn shown(&self, at: Option<(usize, usize)>) -> String {
        let (line, column) = at.unwrap_or_default();
        place(&self.path, line, column)
    }
}
