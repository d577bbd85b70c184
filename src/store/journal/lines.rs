//! A file of lines from the first to the last, whatever its size: one line in memory at a time, and none that is too long.

use crate::model::{Fault, FaultKind};
use crate::store::disk::file::{NoBytes, Stream};
use crate::store::disk::fs::{Fs, Handle, LIMIT, write_all};
use crate::store::error::StoreError;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The longest line that is held in memory. No edit has a longer one: it would be refused.
pub(in crate::store) const LONGEST: u64 = LIMIT;

/// How many bytes are read in one go.
const CHUNK: u64 = 128 * 1024;

/// Where a line stands, its end included, and what it says.
#[derive(Debug)]
pub(in crate::store) struct Piece {
    pub(in crate::store) from: u64,
    pub(in crate::store) to: u64,
    /// Without its end; none if it is too long to be held.
    pub(in crate::store) line: Option<Vec<u8>>,
}

/// The lines of a file, no further than it reached when it was opened.
#[derive(Debug)]
pub(in crate::store) struct Lines {
    path: PathBuf,
    bytes: BufReader<Stream>,
    /// Where the next line begins.
    at: u64,
    /// The line that was read last, its end included, as far as it may be held.
    line: Vec<u8>,
}

/// Where a byte stands first.
pub(in crate::store) fn place_of(byte: u8, bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let passed = rest.skip_until(byte).ok()?;
    let last = passed.checked_sub(1)?;
    (bytes.get(last) == Some(&byte)).then_some(last)
}

impl Lines {
    /// Opens a file that is to be read no further than a place in it.
    pub(in crate::store) fn open(
        fs: &dyn Fs,
        path: &Path,
        until: Option<u64>,
    ) -> Result<Self, NoBytes> {
        let stream = Stream::open(fs, path, until)?;
        Ok(Self {
            path: path.to_owned(),
            bytes: BufReader::with_capacity(CHUNK as usize, stream),
            at: 0,
            line: Vec::new(),
        })
    }

    /// None where there is no file of that name. Anything else under it is refused: nobody can say
    /// what it holds.
    pub(in crate::store) fn of(fs: &dyn Fs, path: &Path) -> Result<Option<Self>, StoreError> {
        match Self::open(fs, path, None) {
            Ok(lines) => Ok(Some(lines)),
            Err(NoBytes::Missing) => Ok(None),
            Err(NoBytes::Fault(_)) => Err(StoreError::NoFile(path.to_owned())),
            Err(NoBytes::Failed(error)) => Err(error),
        }
    }

    /// Reads on to the end of the line, or to where it is too long to be held; true if it is held.
    fn read(&mut self) -> Result<bool, StoreError> {
        self.line.clear();
        let mut bytes = (&mut self.bytes).take(LONGEST + 1);
        let read = bytes.read_until(b'\n', &mut self.line);
        read.map_err(|error| StoreError::io(&self.path, &error))?;
        Ok(self.line.len() as u64 <= LONGEST || self.line.ends_with(b"\n"))
    }

    /// The next line; the last one may have no end.
    pub(in crate::store) fn next(&mut self) -> Result<Option<Piece>, StoreError> {
        let held = self.read()?;
        let mut line = std::mem::take(&mut self.line);
        let mut to = self.at + line.len() as u64;
        if !held {
            let rest = self.bytes.skip_until(b'\n');
            to += rest.map_err(|error| StoreError::io(&self.path, &error))? as u64;
        }
        let from = std::mem::replace(&mut self.at, to);
        if line.ends_with(b"\n") {
            line.pop();
        }
        let line = held.then_some(line);
        Ok((to > from).then_some(Piece { from, to, line }))
    }

    /// The next line with its end, which only the last may lack; one that cannot be held is a fault.
    pub(in crate::store) fn next_held(&mut self) -> Result<Option<&[u8]>, NoBytes> {
        if !self.read().map_err(NoBytes::Failed)? {
            return Err(NoBytes::Fault(Fault::whole(FaultKind::TooLarge)));
        }
        self.at += self.line.len() as u64;
        Ok((!self.line.is_empty()).then_some(&*self.line))
    }

    /// Goes over the bytes of a piece again, a part at a time.
    pub(in crate::store) fn again(
        &self,
        piece: &Piece,
        mut part: impl FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let (mut at, mut bytes) = (piece.from, Vec::new());
        while at < piece.to {
            bytes.resize(CHUNK.min(piece.to - at) as usize, 0);
            let read = self.bytes.get_ref().read_at(&mut bytes, at);
            read.map_err(|error| StoreError::io(&self.path, &error))?;
            part(&bytes)?;
            at += bytes.len() as u64;
        }
        Ok(())
    }

    /// Copies a piece, as it is, to the end of another file.
    pub(in crate::store) fn copy(
        &self,
        piece: &Piece,
        to: &mut dyn Handle,
        path: &Path,
    ) -> Result<(), StoreError> {
        let fail = |error| StoreError::io(path, &error);
        self.again(piece, |part| write_all(to, part).map_err(fail))
    }
}
