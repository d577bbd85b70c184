//! Reading a file: regular, not a link, of bounded size, without ever hanging.

use super::fs::{About, Fs, Handle, Kind, LIMIT, Reader};
use crate::model::{Fault, FaultKind};
use crate::store::error::StoreError;
use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Why there are no bytes.
#[derive(Debug)]
pub(in crate::store) enum NoBytes {
    Missing,
    Fault(Fault),
    Failed(StoreError),
}

/// Reads a file into a buffer that is used again and again; gives what is known of it.
pub(in crate::store) fn read_into(
    fs: &dyn Fs,
    path: &Path,
    bytes: &mut Vec<u8>,
) -> Result<About, NoBytes> {
    sound(path, fs.read(path, LIMIT, bytes))
}

/// The same of a file of a directory, by its name there.
pub(in crate::store) fn read_with(
    read: &Reader<'_>,
    (dir, name): (&Path, &OsStr),
    bytes: &mut Vec<u8>,
) -> Result<About, NoBytes> {
    sound(&dir.join(name), read(name, LIMIT, bytes))
}

fn sound(path: &Path, read: io::Result<About>) -> Result<About, NoBytes> {
    match read {
        Ok(about) if about.kind != Kind::File => {
            Err(NoBytes::Fault(Fault::whole(FaultKind::NotAFile)))
        }
        Ok(about) if about.size > LIMIT => Err(NoBytes::Fault(Fault::whole(FaultKind::TooLarge))),
        Ok(about) => Ok(about),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(NoBytes::Missing),
        Err(error) => Err(NoBytes::Failed(StoreError::io(path, &error))),
    }
}

/// The bytes of a file from the first to the last, whatever its size, none held longer than asked.
#[derive(Debug)]
pub(in crate::store) struct Stream {
    file: Box<dyn Handle>,
    at: u64,
    until: u64,
}

impl Stream {
    /// Opens a file that is to be read no further than a place in it, nor than it reaches now.
    pub(in crate::store) fn open(
        fs: &dyn Fs,
        path: &Path,
        until: Option<u64>,
    ) -> Result<Self, NoBytes> {
        match kind_of(fs, path).map_err(NoBytes::Failed)? {
            None => return Err(NoBytes::Missing),
            Some(Kind::File) => {}
            Some(Kind::Dir | Kind::Other) => {
                return Err(NoBytes::Fault(Fault::whole(FaultKind::NotAFile)));
            }
        }
        let opened = fs.open(path).and_then(|file| Ok((file.size()?, file)));
        match opened {
            Ok((size, file)) => Ok(Self {
                file,
                at: 0,
                until: until.map_or(size, |until| until.min(size)),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(NoBytes::Missing),
            Err(error) => Err(NoBytes::Failed(StoreError::io(path, &error))),
        }
    }
}

impl Stream {
    /// Leaves out the bytes up to a place.
    pub(in crate::store) fn skip(&mut self, to: u64) {
        self.at = to.min(self.until);
    }

    /// Fills a buffer from a place in the file, wherever the stream stands.
    pub(in crate::store) fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.file.read_at(bytes, at)
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = (self.until - self.at).min(into.len() as u64) as usize;
        match self.file.read_at(&mut into[..size], self.at) {
            Ok(()) => {
                self.at += size as u64;
                Ok(size)
            }
            // What never came about was cut off meanwhile; what stands before it is there still.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                let now = self.file.size()?.max(self.at);
                if now >= self.until {
                    return Err(error);
                }
                self.until = now;
                self.read(into)
            }
            Err(error) => Err(error),
        }
    }
}

/// Refuses bytes that could not be read again.
pub(in crate::store) fn fits(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let size = bytes.len() as u64;
    if size > LIMIT {
        let path = path.to_owned();
        return Err(StoreError::TooLong { path, size });
    }
    Ok(())
}

/// The names in a directory; none where there is no such directory.
pub(in crate::store) fn names_in(fs: &dyn Fs, dir: &Path) -> Result<Vec<OsString>, StoreError> {
    match fs.list(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        names => names.map_err(|error| StoreError::io(dir, &error)),
    }
}

/// Whether something has a name.
pub(in crate::store) fn is_there(fs: &dyn Fs, path: &Path) -> Result<bool, StoreError> {
    kind_of(fs, path).map(|kind| kind.is_some())
}

/// What a name stands for; none where it is gone.
pub(in crate::store) fn kind_of(fs: &dyn Fs, path: &Path) -> Result<Option<Kind>, StoreError> {
    match fs.about(path) {
        Ok(about) => Ok(Some(about.kind)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(path, &error)),
    }
}
