//! Reading a file: regular, not a link, of bounded size, without ever hanging.

use super::error::StoreError;
use super::fault::Fault;
use super::fs::{About, Fs, Kind};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::Path;

/// The largest file that is read, in bytes.
pub(crate) const LIMIT: u64 = 64 << 20;

/// Why there are no bytes.
#[derive(Debug)]
pub(crate) enum NoBytes {
    Missing,
    Fault(Fault),
    Failed(StoreError),
}

/// Reads a file into a buffer that is used again and again; gives what is known of it.
pub(crate) fn read_into(fs: &dyn Fs, path: &Path, bytes: &mut Vec<u8>) -> Result<About, NoBytes> {
    match fs.read(path, LIMIT, bytes) {
        Ok(about) if about.kind != Kind::File => Err(NoBytes::Fault(Fault::key("file.not-a-file"))),
        Ok(about) if about.size > LIMIT => Err(NoBytes::Fault(Fault::key("file.too-large"))),
        Ok(about) => Ok(about),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(NoBytes::Missing),
        Err(error) => Err(NoBytes::Failed(StoreError::io(path, &error))),
    }
}

/// The names in a directory; none where there is no such directory.
pub(crate) fn names_in(fs: &dyn Fs, dir: &Path) -> Result<Vec<OsString>, StoreError> {
    match fs.list(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        names => names.map_err(|error| StoreError::io(dir, &error)),
    }
}

/// What a name stands for; none where it is gone.
pub(crate) fn kind_of(fs: &dyn Fs, path: &Path) -> Result<Option<Kind>, StoreError> {
    match fs.about(path) {
        Ok(about) => Ok(Some(about.kind)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(path, &error)),
    }
}
