//! `book.ron` as it was when a book was opened: read once, and used again as long as the file stays.

use crate::model::Header;
use crate::store::disk::fs::{About, Fs};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::format::Read;
use crate::store::format::head::read_head;
use std::path::PathBuf;
use std::time::SystemTime;

/// `book.ron` as it was when the book was opened.
#[derive(Debug)]
pub struct Head {
    path: PathBuf,
    read: Read<Header>,
    about: About,
    at: SystemTime,
}

impl Head {
    pub(in crate::store) fn read(fs: &dyn Fs, layout: &Layout) -> Result<Self, StoreError> {
        let (at, path) = (fs.now(), layout.book());
        let (read, about) = read_head(fs, &path, &mut Vec::new())?;
        Ok(Self {
            path,
            read,
            about,
            at,
        })
    }

    /// That a newer program wrote the book, if it did: such a book is only looked at.
    pub fn newer(&self) -> Option<StoreError> {
        let path = || StoreError::Newer(self.path.clone());
        self.is_newer().then(path)
    }

    /// When it was read.
    pub(in crate::store) fn at(&self) -> SystemTime {
        self.at
    }

    pub(in crate::store) fn is_group_shared(&self) -> bool {
        self.read.value.settings.group_shared
    }

    pub(in crate::store) fn is_newer(&self) -> bool {
        self.read.newer()
    }

    /// What it says, if the file is still the one that was read.
    pub(in crate::store) fn still(self, fs: &dyn Fs) -> Option<Header> {
        let now = fs.about(&self.path).ok()?;
        (now == self.about).then_some(self.read.value)
    }
}
