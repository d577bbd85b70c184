//! What a copy of a book holds: every file with its size and its hash, and which names a file may have.

use crate::model::UnitId;
use crate::model::{Fault, FaultKind};
use crate::store::error::StoreError;
use crate::store::format::{FORMAT, parse_list, print_list};
use crate::store::journal::month::{Month, is_replica};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Read;

/// The manifest's own name.
pub(in crate::store) const NAME: &str = "manifest.ron";

/// The most that all files of a copy may take together, in bytes.
pub(in crate::store) const ALL: u64 = 4 << 30;

/// The list of a copy's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct Manifest {
    format: u32,
    /// When the copy was made, as RFC 3339.
    pub(in crate::store) made: String,
    pub(in crate::store) files: Vec<Listed>,
}

/// One file of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct Listed {
    /// From the data directory down, with `/`.
    pub(in crate::store) path: String,
    pub(in crate::store) size: u64,
    pub(in crate::store) sha256: String,
}

impl Manifest {
    pub(in crate::store) fn new(at: &DateTime<FixedOffset>, files: Vec<Listed>) -> Self {
        Self {
            format: FORMAT,
            made: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            files,
        }
    }

    pub(in crate::store) fn print(&self) -> Result<Vec<u8>, StoreError> {
        print_list(self)
    }

    /// Reads a manifest; one that a newer program wrote is not understood.
    pub(in crate::store) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let manifest: Self = parse_list(bytes)?;
        if manifest.format > FORMAT {
            return Err(Fault::whole(FaultKind::Newer));
        }
        Ok(manifest)
    }
}

impl Listed {
    /// What all that is read amounts to.
    pub(in crate::store) fn of(path: String, bytes: &mut dyn Read) -> std::io::Result<Self> {
        let (mut all, mut size) = (Sha256::new(), 0);
        let mut held = vec![0; 1 << 16];
        loop {
            match bytes.read(&mut held)? {
                0 => break,
                count => {
                    all.update(&held[..count]);
                    size += count as u64;
                }
            }
        }
        let sha256 = format!("{:x}", all.finalize());
        Ok(Self { path, size, sha256 })
    }

    pub(in crate::store) fn new(path: String, bytes: &[u8]) -> Self {
        Self {
            path,
            size: bytes.len() as u64,
            sha256: format!("{:x}", Sha256::digest(bytes)),
        }
    }
}

/// What a file of a book is, by its path from the data directory down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Part {
    Book,
    Unit(UnitId),
    Journal,
}

impl Part {
    /// None for a path that no file of a book has, wherever it leads.
    pub(in crate::store) fn of(path: &str) -> Option<Self> {
        if path == "book.ron" {
            return Some(Self::Book);
        }
        if let Some(name) = path.strip_prefix("units/") {
            let id = UnitId::new(name.strip_suffix(".ron")?);
            return id.ok().map(Self::Unit);
        }
        let (replica, month) = path.strip_prefix("journal/")?.split_once('/')?;
        (is_replica(replica) && Month::parse(month).is_some()).then_some(Self::Journal)
    }
}
