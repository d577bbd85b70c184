//! Opening a book: its own file is read once, and what it says settles what may be done here and for whom files are made.

use super::load::read_head;
use super::look;
use crate::model::{Book, Header};
use crate::store::disk::fs::{About, Fs};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::format::Read;
use crate::store::{Access, Store};
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
    fn read(fs: &dyn Fs, layout: &Layout) -> Result<Self, StoreError> {
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

    pub(in crate::store) fn is_newer(&self) -> bool {
        self.read.newer
    }

    /// What it says, if the file is still the one that was read.
    pub(in crate::store) fn still(self, fs: &dyn Fs) -> Option<Header> {
        let now = fs.about(&self.path).ok()?;
        (now == self.about).then_some(self.read.value)
    }
}

impl Store {
    /// Opens the book: one that a newer program wrote is only looked at from here on, and of one
    /// that a group shares whatever is written is the group's too.
    pub fn open(&mut self) -> Result<Head, StoreError> {
        let head = Head::read(&*self.fs, &self.layout)?;
        if head.is_newer() {
            self.access = Access::ReadOnly;
        }
        self.share_as(&head);
        Ok(head)
    }

    /// Reads the rest of a book that was just opened. A save that was broken off is finished or
    /// undone first.
    pub fn load_opened(&self, head: Head) -> Result<Book, StoreError> {
        let seen = look::Seen::since(head.at);
        let book = self.read(Some(head))?;
        self.looked(seen);
        Ok(book)
    }

    /// Opens the book and reads it.
    pub fn load(&self) -> Result<Book, StoreError> {
        match Head::read(&*self.fs, &self.layout) {
            Ok(head) => {
                self.share_as(&head);
                self.load_opened(head)
            }
            Err(newer @ StoreError::TooNew(_)) => Err(newer),
            // Perhaps mending what was broken off brings one that can be read.
            Err(_) => {
                let seen = look::Seen::since(self.fs.now());
                let book = self.read(None)?;
                self.looked(seen);
                Ok(book)
            }
        }
    }

    /// From the first time on, what is written in a book that a group shares is the group's too.
    fn share_as(&self, head: &Head) {
        self.shared.call_once(|| {
            if head.read.value.settings.group_shared && self.access == Access::ReadWrite {
                let root = self.layout.root();
                // Of those who may not set the mode the owner does; `exposed` says where it is wrong.
                let _ = self.fs.share(root, root);
            }
        });
    }

    /// The same for whoever writes without having opened the book; where none can be read, nothing
    /// is known to be shared.
    pub(in crate::store) fn share_if_told(&self) -> Result<(), StoreError> {
        if self.shared.is_completed() {
            return Ok(());
        }
        match Head::read(&*self.fs, &self.layout) {
            Ok(head) => {
                self.share_as(&head);
                Ok(())
            }
            Err(StoreError::NoBook(_) | StoreError::Book { .. } | StoreError::TooNew(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
