//! Opening a book: its own file is read once, and what it says settles what may be done here and for whom files are made.

use super::{Access, Store};
use crate::model::Book;
use crate::store::error::StoreError;
use crate::store::read::head::Head;
use crate::store::read::look;

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
        let seen = look::Seen::since(head.at());
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
            if head.is_group_shared() && self.access == Access::ReadWrite {
                let root = self.layout.root();
                // Of those who may not set the mode the owner does; `exposed` says where it is wrong.
                let _ = self.fs.share(root, root);
            }
        });
    }

    /// The same for whoever writes without having opened the book; where none can be read, nothing
    /// is known to be shared.
    pub(super) fn share_if_told(&self) -> Result<(), StoreError> {
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
