//! Where things lie in the data directory, and making its directories private.

use super::fs::Fs;
use crate::model::UnitId;
use crate::store::error::StoreError;
use chrono::NaiveDate;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How the names of files begin that hold what is being typed.
pub(in crate::store) const DRAFT: &str = "draft-";

/// The paths under one data directory.
#[derive(Debug, Clone)]
pub(in crate::store) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(in crate::store) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(in crate::store) fn root(&self) -> &Path {
        &self.root
    }

    pub(in crate::store) fn book(&self) -> PathBuf {
        self.root.join("book.ron")
    }

    pub(in crate::store) fn units(&self) -> PathBuf {
        self.root.join("units")
    }

    pub(in crate::store) fn unit(&self, id: &UnitId) -> PathBuf {
        self.root.join("units").join(format!("{id}.ron"))
    }

    /// A unit's file, or the book's.
    pub(in crate::store) fn file(&self, unit: Option<&UnitId>) -> PathBuf {
        unit.map_or_else(|| self.book(), |id| self.unit(id))
    }

    /// The journals of all replicas.
    pub(in crate::store) fn journal_dir(&self) -> PathBuf {
        self.root.join("journal")
    }

    pub(in crate::store) fn journals(&self, replica: &str) -> PathBuf {
        self.journal_dir().join(replica)
    }

    pub(in crate::store) fn local(&self) -> PathBuf {
        self.root.join(".local")
    }

    pub(in crate::store) fn lock(&self) -> PathBuf {
        self.local().join("lock")
    }

    pub(in crate::store) fn replica(&self) -> PathBuf {
        self.local().join("replica")
    }

    /// To which machine and folder the replica's name is bound.
    pub(in crate::store) fn replica_place(&self) -> PathBuf {
        self.local().join("replica-place")
    }

    pub(in crate::store) fn undo(&self) -> PathBuf {
        self.local().join("undo.ron")
    }

    /// Up to where this machine has written its journal.
    pub(in crate::store) fn written(&self) -> PathBuf {
        self.local().join("written.ron")
    }

    /// Where the newest copy on another disk was laid.
    pub(in crate::store) fn copied(&self) -> PathBuf {
        self.local().join("copied.ron")
    }

    /// Where git keeps what it knows, if the book lies in it.
    pub(in crate::store) fn git(&self) -> PathBuf {
        self.root.join(".git")
    }

    /// Where each edit was made.
    pub(in crate::store) fn origins(&self) -> PathBuf {
        self.local().join("origins.ron")
    }

    /// What became of the rows of imports.
    pub(in crate::store) fn imports(&self) -> PathBuf {
        self.local().join("imports")
    }

    pub(in crate::store) fn import(&self, n: u32) -> PathBuf {
        self.imports().join(format!("{n}.ron"))
    }

    /// The snapshots of all days.
    pub(in crate::store) fn snapshots(&self) -> PathBuf {
        self.root.join(".backup")
    }

    pub(in crate::store) fn snapshot(&self, day: NaiveDate) -> PathBuf {
        self.snapshots().join(day.to_string())
    }

    /// Where the content of a file goes that could not be put in place.
    pub(in crate::store) fn unplaced(&self, n: u64, unit: Option<&UnitId>) -> PathBuf {
        let name = unit.map_or("book", UnitId::as_str);
        self.local().join(format!("unplaced-{n}-{name}.ron"))
    }

    pub(in crate::store) fn torn(&self, n: u64) -> PathBuf {
        self.local().join(format!("torn-{n}"))
    }
}

/// Makes a directory and those above it that are missing, closed to others, and makes their names
/// durable. One that exists keeps its mode: a group may share it on purpose.
pub(in crate::store) fn make_dir(fs: &dyn Fs, path: &Path) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let above = path.parent().filter(|p| !p.as_os_str().is_empty());
    let made = match (fs.make_dir(path), above) {
        (Err(error), Some(above)) if error.kind() == ErrorKind::NotFound => {
            make_dir(fs, above)?;
            fs.make_dir(path)
        }
        (made, _) => made,
    };
    match made {
        Ok(()) => fs.sync_dir(above.unwrap_or(Path::new("."))).map_err(fail),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(fail(error)),
    }
}

/// Whether a file of this name holds a record.
pub(in crate::store) fn is_record(name: &std::ffi::OsStr) -> bool {
    let text = name.as_encoded_bytes();
    text.ends_with(b".ron") && !text.starts_with(b".")
}
