//! The book's own file, read from where it lies.

use super::{Read, parse_header};
use crate::model::{FaultKind, Header};
use crate::store::disk::file::{NoBytes, read_into};
use crate::store::disk::fs::{About, Fs};
use crate::store::error::StoreError;
use std::path::Path;

/// Reads `book.ron`, or what is to take its place.
pub(in crate::store) fn read_header(
    fs: &dyn Fs,
    path: &Path,
    bytes: &mut Vec<u8>,
) -> Result<Read<Header>, StoreError> {
    read_head(fs, path, bytes).map(|(read, _)| read)
}

/// The same, with what is known of the file.
pub(in crate::store) fn read_head(
    fs: &dyn Fs,
    path: &Path,
    bytes: &mut Vec<u8>,
) -> Result<(Read<Header>, About), StoreError> {
    let fault = match read_into(fs, path, bytes) {
        Ok(about) => match parse_header(bytes) {
            Ok(read) => return Ok((read, about)),
            Err(fault) => fault,
        },
        Err(NoBytes::Missing) => {
            let dir = path.parent().unwrap_or(path);
            return Err(StoreError::NoBook(dir.to_owned()));
        }
        Err(NoBytes::Failed(error)) => return Err(error),
        Err(NoBytes::Fault(fault)) => fault,
    };
    let path = path.to_owned();
    Err(match fault.kind {
        FaultKind::Newer => StoreError::TooNew(path),
        _ => StoreError::Book { path, fault },
    })
}
