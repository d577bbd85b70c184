//! The journal: which record, which fields, who and when, each line sealed by the hash of the one before; never a value.

use super::error::StoreError;
use super::format::{parse_line, print_line};
use super::layout::{Layout, make_dir};
use super::tail::{Appended, append, last_line, open};
use super::touched::Record;
use super::{Stamp, atomic};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// One line.
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
    /// The beginning of the hash of the line before.
    pub prev: String,
}

/// What stands for the line before the first.
const FIRST: &str = "0000000000000000";

/// The journal of one replica, as far as the next line needs it.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    last: Option<Vec<u8>>,
    torn: bool,
}

impl Journal {
    /// Looks up the last whole line, in this month's file or in the newest before it.
    pub(crate) fn find(layout: &Layout, replica: &str, stamp: &Stamp) -> Result<Self, StoreError> {
        let path = layout.journal(replica, &stamp.at);
        let tail = last_line(&path)?;
        let mut last = tail.line;
        if last.is_none() {
            let mut older = files(&layout.journals(replica))?;
            older.retain(|file| *file != path);
            while let (None, Some(file)) = (&last, older.pop()) {
                last = last_line(&file)?.line;
            }
        }
        Ok(Self {
            path,
            last,
            torn: tail.torn,
        })
    }

    /// The number of the last edit.
    pub(crate) fn last_number(&self) -> u64 {
        let entry: Option<Entry> = self.last.as_deref().and_then(parse_line);
        entry.map_or(0, |entry| entry.n)
    }

    /// Adds the lines of one edit and makes them durable. A torn line before them is put aside.
    pub(crate) fn append(
        &self,
        layout: &Layout,
        records: &[Record],
        n: u64,
        undoes: Option<u64>,
        stamp: &Stamp,
    ) -> Result<Appended, StoreError> {
        let mut prev = self.last.as_deref().map_or(FIRST.to_owned(), seal);
        let mut lines = String::new();
        for record in records {
            let line = print_line(&Entry {
                n,
                at: stamp.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                who: stamp.who.clone(),
                unit: record.unit.clone(),
                record: record.id.clone(),
                fields: record.fields.iter().map(|f| (*f).to_owned()).collect(),
                undoes,
                prev,
            })?;
            prev = seal(line.as_bytes());
            lines.push_str(&line);
            lines.push('\n');
        }
        let dir = self.path.parent().unwrap_or(&self.path);
        make_dir(dir)?;
        let fresh = !self.path.exists();
        let file = open(&self.path)?;
        if self.torn {
            super::tail::put_torn_aside(&file, &self.path, layout, n)?;
        }
        let done = append(file, &self.path, lines.as_bytes())?;
        let durable = done.sync().and_then(|()| {
            if fresh {
                let fail = |error: std::io::Error| StoreError::io(dir, &error);
                let above = dir.parent().unwrap_or(dir);
                atomic::sync_dir(dir).map_err(fail)?;
                atomic::sync_dir(above).map_err(fail)?;
                atomic::sync_dir(layout.root()).map_err(fail)?;
            }
            Ok(())
        });
        match durable {
            Ok(()) => Ok(done),
            Err(error) => {
                done.take_back();
                Err(error)
            }
        }
    }
}

/// The beginning of a line's hash.
fn seal(line: &[u8]) -> String {
    let mut hex = format!("{:x}", Sha256::digest(line));
    hex.truncate(FIRST.len());
    hex
}

/// The journal files of one replica, oldest first.
fn files(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(dir, &error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| StoreError::io(dir, &error))?.path();
        if path.extension() == Some(OsStr::new("ron")) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// This machine's name among those that share the book: eight letters, made once.
pub(crate) fn replica(layout: &Layout) -> Result<String, StoreError> {
    let path = layout.replica();
    if let Ok(text) = std::fs::read_to_string(&path) {
        let name = text.trim();
        if name.len() == 8 && name.bytes().all(|b| b.is_ascii_lowercase()) {
            return Ok(name.to_owned());
        }
    }
    let name: String = (0..8).map(|_| fastrand::lowercase()).collect();
    atomic::write(&path, format!("{name}\n").as_bytes(), None)?;
    Ok(name)
}
