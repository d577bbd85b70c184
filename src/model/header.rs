//! The head of a book, and what holds for the whole of it.

use super::id::{Code, UnitId};
use super::quota::Floor;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which day makes an admission count. No regulation says; so the book does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Counting {
    /// The day of the ceremony.
    #[default]
    Ceremony,
    /// The day the decision was issued.
    Decision,
}

/// A series of quotas: a plan, a resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Short name, as it stands in headers.
    pub id: Code,
    /// The document.
    pub name: String,
}

/// What holds for the whole book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookSettings {
    /// Which day makes an admission count.
    #[serde(default)]
    pub counting: Counting,
    /// The tracks of quotas, in the order they are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tracks: Vec<Track>,
    /// The least that organisations of a class are to be given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub floors: Vec<Floor>,
    /// A book that shows a past day (the sample) says which; "today" is then that day.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub today: Option<NaiveDate>,
    /// From this year on every admission is recorded, so an empty year means nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_from: Option<i32>,
    /// What a reader must know about the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the group of the data directory may open and change its files too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub group_shared: bool,
}

/// The head of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Identity of the book.
    pub id: Code,
    /// The organisation at the top.
    pub root: UnitId,
    /// Settings.
    pub settings: BookSettings,
}

/// A unit's file that could not be read. It stays as it is on disk; the board shows a row for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The unit, by the file's name.
    pub id: UnitId,
    /// The file, from the data directory down.
    pub file: String,
    /// What is wrong with it, and where.
    pub fault: super::Fault,
}
