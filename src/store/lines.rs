//! A file of lines from the first to the last, whatever its size: one line in memory at a time, and none that is too long.

use super::error::StoreError;
use super::file::{LIMIT, kind_of};
use super::fs::{Fs, Handle, Kind, write_all};
use std::io::{BufRead, ErrorKind};
use std::path::{Path, PathBuf};

/// The longest line that is held in memory. No edit has a longer one: it would be refused.
pub(crate) const LONGEST: u64 = LIMIT;

const CHUNK: u64 = 256 * 1024;

/// Where a line stands, its end included, and what it says.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) from: u64,
    pub(crate) to: u64,
    /// Without its end; none if it is too long to be held.
    pub(crate) line: Option<Vec<u8>>,
}

/// The lines of a file as long as it was when it was opened.
#[derive(Debug)]
pub(crate) struct Lines {
    file: Box<dyn Handle>,
    path: PathBuf,
    size: u64,
    at: u64,
    /// Bytes read and not given out; `used` of them are.
    held: Vec<u8>,
    used: usize,
}

/// Where a byte stands first.
pub(crate) fn place_of(byte: u8, bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let passed = rest.skip_until(byte).ok()?;
    let last = passed.checked_sub(1)?;
    (bytes.get(last) == Some(&byte)).then_some(last)
}

/// Opens a regular file to read in it; none where there is none. Anything else under its name is
/// refused: nobody can say what it holds.
pub(crate) fn open(fs: &dyn Fs, path: &Path) -> Result<Option<Box<dyn Handle>>, StoreError> {
    match kind_of(fs, path)? {
        None => return Ok(None),
        Some(Kind::File) => {}
        Some(Kind::Dir | Kind::Other) => return Err(StoreError::NoFile(path.to_owned())),
    }
    match fs.open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(path, &error)),
    }
}

impl Lines {
    /// None where there is no such file.
    pub(crate) fn open(fs: &dyn Fs, path: &Path) -> Result<Option<Self>, StoreError> {
        let Some(file) = open(fs, path)? else {
            return Ok(None);
        };
        let size = file.size().map_err(|error| StoreError::io(path, &error))?;
        Ok(Some(Self {
            file,
            path: path.to_owned(),
            size,
            at: 0,
            held: Vec::new(),
            used: 0,
        }))
    }

    /// The next line; the last one may have no end.
    pub(crate) fn next(&mut self) -> Result<Option<Piece>, StoreError> {
        let from = self.at - (self.held.len() - self.used) as u64;
        let (mut line, mut whole) = (Vec::new(), true);
        loop {
            let rest = &self.held[self.used..];
            let end = place_of(b'\n', rest);
            let taken = &rest[..end.unwrap_or(rest.len())];
            whole &= (line.len() + taken.len()) as u64 <= LONGEST;
            if whole {
                line.extend_from_slice(taken);
            } else {
                line = Vec::new();
            }
            self.used += taken.len() + usize::from(end.is_some());
            let to = self.at - (self.held.len() - self.used) as u64;
            if end.is_none() && self.more()? {
                continue;
            }
            let line = whole.then_some(line);
            return Ok((to > from).then_some(Piece { from, to, line }));
        }
    }

    fn more(&mut self) -> Result<bool, StoreError> {
        let size = CHUNK.min(self.size - self.at) as usize;
        self.held.resize(size, 0);
        self.used = 0;
        let read = self.file.read_at(&mut self.held, self.at);
        read.map_err(|error| StoreError::io(&self.path, &error))?;
        self.at += size as u64;
        Ok(size > 0)
    }

    /// Goes over the bytes of a piece again, a part at a time.
    pub(crate) fn again(
        &self,
        piece: &Piece,
        mut part: impl FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let (mut at, mut bytes) = (piece.from, Vec::new());
        while at < piece.to {
            bytes.resize(CHUNK.min(piece.to - at) as usize, 0);
            let read = self.file.read_at(&mut bytes, at);
            read.map_err(|error| StoreError::io(&self.path, &error))?;
            part(&bytes)?;
            at += bytes.len() as u64;
        }
        Ok(())
    }

    /// Copies a piece, as it is, to the end of another file.
    pub(crate) fn copy(
        &self,
        piece: &Piece,
        to: &mut dyn Handle,
        path: &Path,
    ) -> Result<(), StoreError> {
        let fail = |error| StoreError::io(path, &error);
        self.again(piece, |part| write_all(to, part).map_err(fail))
    }
}
