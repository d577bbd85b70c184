//! The disk: one directory, one file for each organisation, and the one door to them.

mod atomic;
mod error;
mod fault;
mod file;
mod format;
mod journal;
mod layout;
mod load;
mod lock;
mod save;
mod session;
mod swift;
mod tail;
mod touched;
mod undo;

pub use error::StoreError;
pub use fault::Fault;
pub use journal::Entry;
pub use session::{Left, Session, Visitor};
pub use undo::Undoable;

use crate::model::{Book, Edit, Header, Unit};
use chrono::{DateTime, FixedOffset};
use layout::Layout;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What may be done with the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    ReadWrite,
    /// Looking only.
    ReadOnly,
}

/// What is in a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// No directory, or no `book.ron` in it.
    Empty,
    /// A book, readable or not.
    Book,
}

/// When an edit was made and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who: the clerk's login, never a candidate.
    pub who: String,
}

/// A data directory.
#[derive(Debug)]
pub struct Store {
    layout: Layout,
    access: Access,
    /// Temporary files seen while loading; the next save, under the lock, removes the stale ones.
    temps: Mutex<Vec<PathBuf>>,
}

impl Store {
    /// The store of a directory, which need not exist.
    pub fn new(dir: PathBuf, access: Access) -> Self {
        Self {
            layout: Layout::new(dir),
            access,
            temps: Mutex::default(),
        }
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        self.layout.root()
    }

    /// Whether a book is there.
    pub fn presence(&self) -> Result<Presence, StoreError> {
        let path = self.layout.book();
        match path.symlink_metadata() {
            Ok(_) => Ok(Presence::Book),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Presence::Empty),
            Err(error) => Err(StoreError::io(&path, &error)),
        }
    }

    /// Makes a book; refuses where one is.
    pub fn create(&self, header: &Header, units: &[Unit]) -> Result<(), StoreError> {
        self.may_write()?;
        save::create(&self.layout, header, units)
    }

    /// Reads the book.
    pub fn load(&self) -> Result<Book, StoreError> {
        let loaded = load::load(&self.layout)?;
        *self.temps.lock().unwrap_or_else(PoisonError::into_inner) = loaded.temps;
        Ok(loaded.book)
    }

    /// Saves an edit that `book` has taken already, durably, and gives its number. `undoes` is
    /// the number of the edit that this one takes back.
    pub fn save(
        &self,
        book: &Book,
        edit: &Edit,
        undoes: Option<u64>,
        stamp: &Stamp,
    ) -> Result<u64, StoreError> {
        self.may_write()?;
        let temps = std::mem::take(&mut *self.temps.lock().unwrap_or_else(PoisonError::into_inner));
        save::save(&self.layout, book, edit, undoes, stamp, &temps)
    }

    /// The edit that `undo` would take back.
    pub fn last_undoable(&self) -> Result<Option<Undoable>, StoreError> {
        undo::last_undoable(&self.layout)
    }

    /// Says that a board has the book open.
    pub fn open_session(&self, visitor: &Visitor) -> Result<Session, StoreError> {
        self.may_write()?;
        Session::start(&self.layout, visitor)
    }

    /// Who else has the book open now.
    pub fn visitors(&self, but: Option<&Session>) -> Vec<Visitor> {
        session::visitors(&self.layout, but)
    }

    /// What was being typed in boards that were cut off.
    pub fn left_drafts<T: serde::de::DeserializeOwned>(&self) -> Vec<Left<T>> {
        match self.access {
            Access::ReadWrite => session::left(&self.layout),
            Access::ReadOnly => Vec::new(),
        }
    }

    fn may_write(&self) -> Result<(), StoreError> {
        match self.access {
            Access::ReadWrite => Ok(()),
            Access::ReadOnly => Err(StoreError::ReadOnly),
        }
    }
}

/// Reads a book from texts, as the sample that is part of the program.
pub fn read_files(book: &str, units: &[&str]) -> Result<(Header, Vec<Unit>), Fault> {
    let header = format::parse_header(book.as_bytes())?.value;
    let units = units
        .iter()
        .map(|text| format::parse_unit(text.as_bytes()).map(|unit| unit.value));
    Ok((header, units.collect::<Result<_, _>>()?))
}
