//! Sentences as data: which one, and what goes into it; the words are the text layer's.

use super::clean::clean;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// A name of the data files in both languages; English falls back to Vietnamese. A user's file may
/// hold it, so that it is made inert as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Vietnamese.
    #[serde(deserialize_with = "inert")]
    pub vi: String,
    /// English.
    #[serde(
        default,
        skip_serializing_if = "String::is_empty",
        deserialize_with = "inert"
    )]
    pub en: String,
}

fn inert<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    Ok(match clean(&text) {
        Cow::Owned(clean) => clean,
        Cow::Borrowed(_) => text,
    })
}

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something was done.
    Info,
    /// Something was refused or needs care; nothing was lost.
    Warning,
    /// Something failed.
    Error,
}

/// A value inside a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Text from data; cleaned when it is drawn.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(NaiveDate),
    /// A word of the data files, in either language.
    Label(Label),
    /// Another sentence of the text files, by key.
    Key(&'static str),
    /// A sentence inside a sentence.
    Message(Box<Message>),
    /// Several, set off from each other; those that say nothing are left out.
    Several(Between, Vec<Arg>),
}

/// What stands between several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Between {
    Spaces,
    Commas,
    Semicolons,
    Dots,
}

impl Between {
    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Spaces => " ",
            Self::Commas => ", ",
            Self::Semicolons => "; ",
            Self::Dots => " · ",
        }
    }
}

/// One sentence: its key in `config/text/` and its values by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The row of the text files.
    pub key: &'static str,
    /// What goes into its braces.
    pub args: Vec<(&'static str, Arg)>,
    /// How much it matters.
    pub level: Level,
}

impl Message {
    /// Says that something was done.
    pub fn info(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
            level: Level::Info,
        }
    }

    /// Says that something was refused or needs care.
    pub fn warning(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
            level: Level::Warning,
        }
    }

    /// Says that something failed.
    pub fn error(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
            level: Level::Error,
        }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name, arg.into()));
        self
    }
}

/// A place in a file as compilers write it; without line and column where the whole file is meant.
pub fn place(path: &str, line: usize, column: usize) -> String {
    if line == 0 {
        path.to_owned()
    } else {
        format!("{path}:{line}:{column}")
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Cow<'_, str>> for Arg {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as i64)
    }
}

impl From<NaiveDate> for Arg {
    fn from(day: NaiveDate) -> Self {
        Self::Date(day)
    }
}

impl From<Label> for Arg {
    fn from(label: Label) -> Self {
        Self::Label(label)
    }
}

impl From<Vec<Message>> for Arg {
    fn from(all: Vec<Message>) -> Self {
        all.into_iter().map(Self::from).collect()
    }
}

impl From<Vec<Arg>> for Arg {
    fn from(all: Vec<Arg>) -> Self {
        Self::Several(Between::Semicolons, all)
    }
}

impl FromIterator<Arg> for Arg {
    fn from_iter<I: IntoIterator<Item = Arg>>(all: I) -> Self {
        Self::Several(Between::Semicolons, all.into_iter().collect())
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}
