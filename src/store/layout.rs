//! Where things lie in the data directory, and making its directories private.

use super::error::StoreError;
use crate::model::UnitId;
use chrono::{DateTime, FixedOffset};
use std::fs::{DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
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

    pub(crate) fn journals(&self, replica: &str) -> PathBuf {
        self.root.join("journal").join(replica)
    }

    pub(crate) fn journal(&self, replica: &str, at: &DateTime<FixedOffset>) -> PathBuf {
        self.journals(replica)
            .join(format!("{}.ron", at.format("%Y-%m")))
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

    pub(crate) fn undo(&self) -> PathBuf {
        self.local().join("undo.ron")
    }

    pub(crate) fn torn(&self, n: u64) -> PathBuf {
        self.local().join(format!("torn-{n}"))
    }
}

/// Makes a directory and those above it that are missing, closed to others whatever the umask.
/// One that exists keeps its mode: a group may share it on purpose. Tells whether it was made.
pub(crate) fn make_dir(path: &Path) -> Result<bool, StoreError> {
    let fail = |error| StoreError::io(path, &error);
    if path.is_dir() {
        return Ok(false);
    }
    if let Some(above) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        make_dir(above)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {
            return Ok(false);
        }
        Err(error) => return Err(fail(error)),
    }
    std::fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(fail)?;
    Ok(true)
}
