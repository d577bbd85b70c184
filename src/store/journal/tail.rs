//! Files that only grow, line by line: their end read without the rest, and a torn last line put aside.

use super::lines::LONGEST;
use crate::store::disk::atomic;
use crate::store::disk::fs::{Fs, Handle, Rights, write_all};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use rustix::io::Errno;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

const CHUNK: u64 = 16 * 1024;

/// Walks the whole lines of a file from the last to the first.
#[derive(Debug)]
pub(in crate::store) struct Backwards {
    file: Box<dyn Handle>,
    path: PathBuf,
    size: u64,
    /// Where `held` begins in the file.
    from: u64,
    /// Bytes not yet given out.
    held: Vec<u8>,
    torn: u64,
}

impl Backwards {
    /// None if the file is missing.
    pub(in crate::store) fn open(fs: &dyn Fs, path: &Path) -> Result<Option<Self>, StoreError> {
        let fail = |error| StoreError::io(path, &error);
        let file = match fs.open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(error)),
        };
        let size = file.size().map_err(fail)?;
        let mut lines = Self {
            file,
            path: path.to_owned(),
            size,
            from: size,
            held: Vec::new(),
            torn: 0,
        };
        let whole = loop {
            if let Some(end) = lines.held.iter().rposition(|b| *b == b'\n') {
                break end + 1;
            }
            // What has no end is of no use, however long it is.
            lines.held.clear();
            if !lines.more()? {
                break 0;
            }
        };
        lines.torn = size - lines.from - whole as u64;
        lines.held.truncate(whole);
        Ok(Some(lines))
    }

    /// How many bytes the file holds.
    pub(in crate::store) fn size(&self) -> u64 {
        self.size
    }

    /// Where a last line without an end begins, if there is one.
    pub(in crate::store) fn torn(&self) -> Option<u64> {
        (self.torn > 0).then(|| self.size - self.torn)
    }

    /// Where the line that was given last begins.
    pub(in crate::store) fn at(&self) -> u64 {
        self.from + self.held.len() as u64
    }

    fn more(&mut self) -> Result<bool, StoreError> {
        if self.from == 0 {
            return Ok(false);
        }
        if self.held.len() as u64 > LONGEST {
            // Too long to be one of ours: what is left of it says nothing.
            self.held = vec![b'\n'];
        }
        // Twice as much each time, so that a long line costs no more than its length.
        let size = CHUNK.max(self.held.len() as u64).min(self.from);
        let mut bytes = vec![0; size as usize];
        self.from -= size;
        self.file
            .read_at(&mut bytes, self.from)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        bytes.append(&mut self.held);
        self.held = bytes;
        Ok(true)
    }

    /// The next line towards the beginning.
    pub(in crate::store) fn previous(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        loop {
            let body = &self.held[..self.held.len().saturating_sub(1)];
            if let Some(end) = body.iter().rposition(|b| *b == b'\n') {
                let line = body[end + 1..].to_vec();
                self.held.truncate(end + 1);
                return Ok(Some(line));
            }
            if !self.more()? {
                let line = body_of(std::mem::take(&mut self.held));
                return Ok(line);
            }
        }
    }
}

fn body_of(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    bytes.pop()?;
    Some(bytes)
}

/// Cuts off the torn end of a file, whose bytes are kept under `.local/`.
pub(super) fn put_torn_aside(
    fs: &dyn Fs,
    path: &Path,
    whole: u64,
    layout: &Layout,
    n: u64,
) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let mut file = own(fs, path)?;
    let end = file.size().map_err(fail)?;
    for number in n.. {
        let aside = layout.torn(number);
        let fail = |error| StoreError::io(&aside, &error);
        match fs.create(&aside, Rights::CLOSED) {
            Ok(mut kept) => {
                pour((&*file, path), whole..end, (&mut *kept, &aside))?;
                kept.sync().map_err(fail)?;
                break;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(fail(error)),
        }
    }
    fs.sync_dir(&layout.local()).map_err(fail)?;
    file.cut(whole).map_err(fail)
}

/// Opens a file that grows. One that has a second name is copied first, and the copy takes the
/// name: what is added must not be added to what lies elsewhere.
fn own(fs: &dyn Fs, path: &Path) -> Result<Box<dyn Handle>, StoreError> {
    let fail = |error| StoreError::io(path, &error);
    match fs.append(path) {
        Err(error) if Errno::from_io_error(&error) == Some(Errno::MLINK) => {}
        opened => return opened.map_err(fail),
    }
    renew(fs, path, None)?;
    fs.append(path).map_err(fail)
}

/// Writes a file anew, durably, as it is or up to a length: what of the old one is on the disk
/// nobody knows once making it durable has failed.
pub(super) fn renew(fs: &dyn Fs, path: &Path, size: Option<u64>) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let old = fs.open(path).map_err(fail)?;
    let whole = old.size().map_err(fail)?;
    let end = size.map_or(whole, |size| size.min(whole));
    atomic::rewrite(fs, path, |into| pour((&*old, path), 0..end, (into, path)))
}

/// Copies some bytes of a file to the end of another, a part at a time.
fn pour(
    (from, old): (&dyn Handle, &Path),
    range: Range<u64>,
    (to, new): (&mut dyn Handle, &Path),
) -> Result<(), StoreError> {
    let (mut at, mut bytes) = (range.start, Vec::new());
    while at < range.end {
        bytes.resize(CHUNK.min(range.end - at) as usize, 0);
        let read = from.read_at(&mut bytes, at);
        read.map_err(|error| StoreError::io(old, &error))?;
        write_all(to, &bytes).map_err(|error| StoreError::io(new, &error))?;
        at += bytes.len() as u64;
    }
    Ok(())
}

/// Adds bytes at the end of a file, all or none; gives the file and how long it was.
pub(in crate::store) fn append(
    fs: &dyn Fs,
    path: &Path,
    bytes: &[u8],
) -> Result<(Box<dyn Handle>, u64), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let mut file = own(fs, path)?;
    let before = file.size().map_err(fail)?;
    match write_all(&mut *file, bytes) {
        Ok(()) => Ok((file, before)),
        Err(error) => {
            // If even this fails, half a line stays and is put aside before the next.
            let _ = file.cut(before);
            Err(fail(error))
        }
    }
}

/// Cuts a file off at a length, durably, through a descriptor of its own.
pub(in crate::store) fn cut(fs: &dyn Fs, path: &Path, size: u64) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let mut file = own(fs, path)?;
    file.cut(size).map_err(fail)?;
    file.sync().map_err(fail)
}

/// Cuts off the last line if it is the one that is meant.
pub(in crate::store) fn drop_last(
    fs: &dyn Fs,
    path: &Path,
    meant: impl Fn(&[u8]) -> bool,
) -> Result<(), StoreError> {
    let Some(mut lines) = Backwards::open(fs, path)? else {
        return Ok(());
    };
    match lines.previous()? {
        Some(line) if meant(&line) => cut(fs, path, lines.at()),
        _ => Ok(()),
    }
}
