//! The lines of a journal: what was touched, what was meant to be written, how it ended; each under a seal, none with a value.

use crate::model::{CandidateId, Code, UnitId};
use crate::store::error::StoreError;
use crate::store::format::{parse_line, print_line};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// When an edit was made and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who: the clerk's login, never a candidate.
    pub who: String,
}

/// One touched record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The edit's number; the records of one edit share it.
    pub n: u64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// The organisation; empty for the book itself.
    pub unit: String,
    /// The candidate, or the organisation again, or `book`.
    pub record: String,
    /// The fields; `added` or `removed` where the record itself came or went.
    pub fields: Vec<String>,
    /// The edit that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
    /// The beginning of the hash of the line before and of this one up to here.
    pub seal: String,
}

/// One file of an edit, by what it held and what it is to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct Planned {
    /// The organisation; none for the book itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) unit: Option<UnitId>,
    /// The seal of what it held; none where there was no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) old: Option<String>,
    /// The seal of what it is to hold; none where the file goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) new: Option<String>,
}

/// How an edit goes. Each carries the edit's number and a seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) enum Mark {
    /// What is about to be written. The first line of an edit.
    Intent {
        n: u64,
        /// The word in the names of the files that wait.
        token: String,
        files: Vec<Planned>,
        /// Whether this puts back what the edit had done already.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        back: bool,
        seal: String,
    },
    /// All of several files wait, durable, beside those they replace: from here on they will be
    /// put in place, whatever happens.
    Commit { n: u64, seal: String },
    /// All files are in place.
    Done { n: u64, seal: String },
    /// No file was changed.
    Undone { n: u64, seal: String },
    /// The files have changed since, so that nobody can tell.
    Unclear { n: u64, seal: String },
    /// Nothing was to be changed: the fields were shown to somebody.
    Shown { n: u64, seal: String },
    /// The first line of a file: the format of its lines.
    Head { format: u32, seal: String },
    /// How this machine is called where it is shown.
    Named { n: u64, name: String, seal: String },
    /// People erased elsewhere are gone from this machine too.
    ErasedHere {
        n: u64,
        people: Vec<CandidateId>,
        seal: String,
    },
    /// The edit is an event of reorganisation, by its id in `book.ron`.
    Event { n: u64, event: Code, seal: String },
    /// The edit took a list in: the number of the import, the hash of the file, how many rows.
    TakenOver {
        n: u64,
        import: u32,
        sha256: String,
        rows: u32,
        seal: String,
    },
    /// Something was given out about the records of the edit; never what it said.
    GivenOut {
        n: u64,
        form: String,
        /// With numbers that are hidden otherwise, and why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unmasked: Option<String>,
        seal: String,
    },
    /// A copy of the whole book was made.
    Copied { n: u64, seal: String },
}

impl Mark {
    /// The number of the edit it tells of, or stands after; the head of a file tells of none.
    fn number(&self) -> Option<u64> {
        match self {
            Self::Head { .. } => None,
            Self::Intent { n, .. }
            | Self::Commit { n, .. }
            | Self::Done { n, .. }
            | Self::Undone { n, .. }
            | Self::Unclear { n, .. }
            | Self::Shown { n, .. }
            | Self::Named { n, .. }
            | Self::ErasedHere { n, .. }
            | Self::Event { n, .. }
            | Self::TakenOver { n, .. }
            | Self::GivenOut { n, .. }
            | Self::Copied { n, .. } => Some(*n),
        }
    }
}

/// A line that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Line {
    Entry(Entry),
    Mark(Mark),
}

impl Line {
    /// None if it is damaged.
    pub(in crate::store) fn parse(line: &[u8]) -> Option<Self> {
        if line.starts_with(b"(") {
            parse_line(line).map(Self::Entry)
        } else {
            parse_line(line).map(Self::Mark)
        }
    }

    /// The number of the edit it tells of, if it tells of one.
    pub(in crate::store) fn number(&self) -> Option<u64> {
        match self {
            Self::Entry(entry) => Some(entry.n),
            Self::Mark(mark) => mark.number(),
        }
    }

    /// The line's text; its seal is still to be put in.
    pub(in crate::store) fn print(&self) -> Result<String, StoreError> {
        match self {
            Self::Entry(entry) => print_line(entry),
            Self::Mark(mark) => print_line(mark),
        }
    }
}

/// Whether a line is a mark that git leaves in a file whose two sides do not go together.
pub(super) fn is_conflict(line: &[u8]) -> bool {
    let named = [&b"<<<<<<< "[..], b"||||||| ", b">>>>>>> "];
    line == b"=======" || named.iter().any(|mark| line.starts_with(mark))
}

/// How many letters a seal has.
const LENGTH: usize = 16;
/// What stands before a seal on its line.
const BEFORE: &str = "seal: \"";
/// What stands after it.
const AFTER: &str = "\")";

/// The beginning of the hash of some bytes.
pub(in crate::store) fn hash(parts: &[&[u8]]) -> String {
    let mut all = Sha256::new();
    for part in parts {
        all.update(part);
    }
    let mut hex = format!("{:x}", all.finalize());
    hex.truncate(LENGTH);
    hex
}

/// Puts the seal in a printed line: it covers the line before and this one up to the seal.
pub(in crate::store) fn seal(before: &[u8], line: &str) -> Result<String, StoreError> {
    let open = line.strip_suffix(AFTER).ok_or(StoreError::Internal)?;
    Ok(format!("{open}{}{AFTER}", hash(&[before, open.as_bytes()])))
}

/// The seal that a line bears, right or wrong.
pub(in crate::store) fn seal_of(line: &[u8]) -> Option<&str> {
    let line = line.strip_suffix(AFTER.as_bytes())?;
    let (_, seal) = line.split_at_checked(line.len().checked_sub(LENGTH)?)?;
    std::str::from_utf8(seal).ok()
}

/// Whether a line bears its seal, after the one it was written after.
pub(super) fn is_sealed(before: &[u8], line: &[u8]) -> bool {
    let sealed = || {
        let line = line.strip_suffix(AFTER.as_bytes())?;
        let (open, seal) = line.split_at_checked(line.len().checked_sub(LENGTH)?)?;
        let right = open.ends_with(BEFORE.as_bytes());
        Some(right && hash(&[before, open]).as_bytes() == seal)
    };
    sealed() == Some(true)
}
