//! A file of a book as it goes into an archive, and read once more to be compared.

use crate::model::{Book, Fault, FaultKind};
use crate::store::disk::file::{NoBytes, Stream};
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::format::{parse_header, parse_unit};
use crate::store::snapshots::manifest::{Listed, Part};
use std::io::Read;
use std::path::PathBuf;

/// Whether two books, the one that was packed and the one that was read back, show the same.
pub type Same<'a> = &'a dyn Fn(&Book, &Book) -> bool;

/// What a file of the book holds.
#[derive(Debug)]
pub(super) enum Content {
    Record(Vec<u8>),
    /// Of any length, and read again as far as it was listed: a journal only grows.
    Journal,
}

/// A file of the book as it goes into the archive.
#[derive(Debug)]
pub(in crate::store) struct Piece {
    pub(in crate::store) listed: Listed,
    pub(super) content: Content,
}

impl Piece {
    /// The bytes of it, once more.
    pub(in crate::store) fn open(
        &self,
        fs: &dyn Fs,
        layout: &Layout,
    ) -> Result<Box<dyn Read + '_>, StoreError> {
        match &self.content {
            Content::Record(bytes) => Ok(Box::new(&bytes[..])),
            Content::Journal => {
                let path = layout.root().join(&self.listed.path);
                let stream = Stream::open(fs, &path, Some(self.listed.size));
                let stream = stream.map_err(|why| not_packed(path, why))?;
                Ok(Box::new(stream))
            }
        }
    }

    /// Whether the program can read what it holds.
    pub(super) fn is_readable(&self) -> bool {
        match (Part::of(&self.listed.path), &self.content) {
            (Some(Part::Book), Content::Record(bytes)) => parse_header(bytes).is_ok(),
            (Some(Part::Unit(id)), Content::Record(bytes)) => {
                parse_unit(bytes).is_ok_and(|read| read.value.id == id)
            }
            (Some(Part::Journal), Content::Journal) => true,
            _ => false,
        }
    }
}

pub(super) fn not_packed(path: PathBuf, why: NoBytes) -> StoreError {
    let fault = match why {
        NoBytes::Failed(error) => return error,
        NoBytes::Fault(fault) => fault,
        NoBytes::Missing => Fault::whole(FaultKind::Gone),
    };
    StoreError::NotPacked { path, fault }
}
