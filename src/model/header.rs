//! The head of a book, and what holds for the whole of it.

use super::id::{Code, UnitId};
use super::quota::Floor;
use super::unit::{Dated, dated_on};
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
    /// Minutes by which the office's clock is ahead of UTC; none where the user's setting says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<i16>,
}

/// A list taken into the book. No file's name: it could hold a person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// Its number.
    pub n: u32,
    /// The day.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// The hash of the file, 64 hexadecimal digits.
    pub sha256: String,
    /// How many rows were taken.
    pub rows: u32,
}

/// What was done to organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Act {
    /// Several became one.
    Merge,
    /// One became several.
    Split,
    /// Put below another.
    Move,
    /// Called otherwise.
    Rename,
    /// Made.
    Found,
    /// Ended without a successor.
    Dissolve,
    /// Of another kind.
    Kind,
    /// Of another number.
    Code,
    /// At the top of the book.
    Root,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Merge,
        Self::Split,
        Self::Move,
        Self::Rename,
        Self::Found,
        Self::Dissolve,
        Self::Kind,
        Self::Code,
        Self::Root,
    ];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Merge => "act.merge",
            Self::Split => "act.split",
            Self::Move => "act.move",
            Self::Rename => "act.rename",
            Self::Found => "act.found",
            Self::Dissolve => "act.dissolve",
            Self::Kind => "act.kind",
            Self::Code => "act.code",
            Self::Root => "act.root",
        }
    }
}

/// An event of reorganisation: what became what, from a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its identity in the book.
    pub id: Code,
    /// The first day of the new order.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// What was done.
    pub act: Act,
    /// To which organisations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub old: Vec<UnitId>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new: Vec<UnitId>,
    /// The document that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// The book that this one was split off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BornOf {
    /// That book's id.
    pub book: Code,
    /// The day.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
}

/// The head of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Identity of the book.
    pub id: Code,
    /// The organisation at the top, each from a day; never empty.
    pub roots: Vec<Dated<UnitId>>,
    /// The book it was split off.
    pub born_of: Option<BornOf>,
    /// Settings.
    pub settings: BookSettings,
    /// Events of reorganisation, in the order of their days.
    pub events: Vec<Event>,
    /// Lists taken in, by number.
    pub imports: Vec<Import>,
}

impl Header {
    /// The head of a new book.
    pub fn new(id: Code, root: UnitId, settings: BookSettings) -> Self {
        Self {
            id,
            roots: vec![Dated::ever(root)],
            born_of: None,
            settings,
            events: Vec::new(),
            imports: Vec::new(),
        }
    }

    /// The organisation at the top on a day; none where no row says.
    pub fn root_on(&self, day: NaiveDate) -> Option<&UnitId> {
        dated_on(&self.roots, day)
    }

    /// Whether an organisation is at the top on some day.
    pub fn is_root(&self, id: &UnitId) -> bool {
        self.roots.iter().any(|row| row.value == *id)
    }
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
