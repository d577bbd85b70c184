//! Where things lie in the data directory, and making its directories private.

use super::error::StoreError;
use super::fs::Fs;
use crate::model::UnitId;
use chrono::NaiveDate;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The paths under one data directory.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn book(&self) -> PathBuf {
        self.root.join("book.ron")
    }

    pub(crate) fn units(&self) -> PathBuf {
        self.root.join("units")
    }

    pub(crate) fn unit(&self, id: &UnitId) -> PathBuf {
        self.root.join("units").join(format!("{id}.ron"))
    }

    /// A unit's file, or the book's.
    pub(crate) fn file(&self, unit: Option<&UnitId>) -> PathBuf {
        unit.map_or_else(|| self.book(), |id| self.unit(id))
    }

    /// The journals of all replicas.
    pub(crate) fn journal_dir(&self) -> PathBuf {
        self.root.join("journal")
    }

    pub(crate) fn journals(&self, replica: &str) -> PathBuf {
        self.journal_dir().join(replica)
    }

    pub(crate) fn local(&self) -> PathBuf {
        self.root.join(".local")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.local().join("lock")
    }

    pub(crate) fn replica(&self) -> PathBuf {
        self.local().join("replica")
    }

    /// To which machine and folder the replica's name is bound.
    pub(crate) fn replica_place(&self) -> PathBuf {
        self.local().join("replica-place")
    }

    pub(crate) fn undo(&self) -> PathBuf {
        self.local().join("undo.ron")
    }

    /// Up to where this machine has written its journal.
    pub(crate) fn written(&self) -> PathBuf {
        self.local().join("written.ron")
    }

    /// Where the newest copy on another disk was laid.
    pub(crate) fn copied(&self) -> PathBuf {
        self.local().join("copied.ron")
    }

    /// Where git keeps what it knows, if the book lies in it.
    pub(crate) fn git(&self) -> PathBuf {
        self.root.join(".git")
    }

    /// Where each edit was made.
    pub(crate) fn origins(&self) -> PathBuf {
        self.local().join("origins.ron")
    }

    /// The snapshots of all days.
    pub(crate) fn snapshots(&self) -> PathBuf {
        self.root.join(".backup")
    }

    pub(crate) fn snapshot(&self, day: NaiveDate) -> PathBuf {
        self.snapshots().join(day.to_string())
    }

    /// Where the content of a file goes that could not be put in place.
    pub(crate) fn unplaced(&self, n: u64, unit: Option<&UnitId>) -> PathBuf {
        let name = unit.map_or("book", UnitId::as_str);
        self.local().join(format!("unplaced-{n}-{name}.ron"))
    }

    pub(crate) fn torn(&self, n: u64) -> PathBuf {
        self.local().join(format!("torn-{n}"))
    }
}

/// Makes a directory and those above it that are missing, closed to others, and makes their names
/// durable. One that exists keeps its mode: a group may share it on purpose.
pub(crate) fn make_dir(fs: &dyn Fs, path: &Path) -> Result<(), StoreError> {
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
