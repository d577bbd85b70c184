//! Files that only grow, line by line: their end read without the rest, and a torn last line put aside.

use super::error::StoreError;
use super::layout::Layout;
use rustix::fs::OFlags;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const CHUNK: u64 = 16 * 1024;

/// The end of such a file.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    /// The last whole line, without its end.
    pub(crate) line: Option<Vec<u8>>,
    /// Whether bytes without a line's end follow it.
    pub(crate) torn: bool,
}

/// Walks the whole lines of a file from the last to the first.
#[derive(Debug)]
pub(crate) struct Backwards {
    file: File,
    path: PathBuf,
    /// Where `held` begins in the file.
    from: u64,
    /// Bytes not yet given out.
    held: Vec<u8>,
    torn: usize,
}

impl Backwards {
    /// None if the file is missing.
    pub(crate) fn open(path: &Path) -> Result<Option<Self>, StoreError> {
        let fail = |error| StoreError::io(path, &error);
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32)
            .open(path);
        let file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(error)),
        };
        let from = file.metadata().map_err(fail)?.len();
        let mut lines = Self {
            file,
            path: path.to_owned(),
            from,
            held: Vec::new(),
            torn: 0,
        };
        let whole = loop {
            if let Some(end) = lines.held.iter().rposition(|b| *b == b'\n') {
                break end + 1;
            }
            if !lines.more()? {
                break 0;
            }
        };
        lines.torn = lines.held.len() - whole;
        lines.held.truncate(whole);
        Ok(Some(lines))
    }

    /// How many bytes without a line's end stand last.
    pub(crate) fn torn(&self) -> usize {
        self.torn
    }

    fn more(&mut self) -> Result<bool, StoreError> {
        if self.from == 0 {
            return Ok(false);
        }
        // Twice as much each time, so that a long line costs no more than its length.
        let size = CHUNK.max(self.held.len() as u64).min(self.from);
        let mut bytes = vec![0; size as usize];
        self.from -= size;
        self.file
            .read_exact_at(&mut bytes, self.from)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        bytes.append(&mut self.held);
        self.held = bytes;
        Ok(true)
    }

    /// The next line towards the beginning.
    pub(crate) fn previous(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
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

/// The last whole line of a file.
pub(crate) fn last_line(path: &Path) -> Result<Tail, StoreError> {
    let Some(mut lines) = Backwards::open(path)? else {
        return Ok(Tail::default());
    };
    Ok(Tail {
        torn: lines.torn() > 0,
        line: lines.previous()?,
    })
}

/// Opens a file to grow; makes it if it is missing.
pub(crate) fn open(path: &Path) -> Result<File, StoreError> {
    OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32)
        .open(path)
        .map_err(|error| StoreError::io(path, &error))
}

/// Cuts off a torn last line and keeps its bytes under `.local/`.
pub(crate) fn put_torn_aside(
    file: &File,
    path: &Path,
    layout: &Layout,
    n: u64,
) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let size = file.metadata().map_err(fail)?.len();
    let torn = Backwards::open(path)?.map_or(0, |lines| lines.torn() as u64);
    let mut bytes = vec![0; torn as usize];
    file.read_exact_at(&mut bytes, size - torn).map_err(fail)?;
    for number in n.. {
        let aside = layout.torn(number);
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&aside);
        match made {
            Ok(mut kept) => {
                let written = kept.write_all(&bytes).and_then(|()| kept.sync_all());
                written.map_err(|error| StoreError::io(&aside, &error))?;
                break;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreError::io(&aside, &error)),
        }
    }
    file.set_len(size - torn).map_err(fail)
}

/// Lines just added, which can still be taken back.
#[derive(Debug)]
pub(crate) struct Appended {
    file: File,
    path: PathBuf,
    before: u64,
}

/// Adds bytes at the end of a file; all or none.
pub(crate) fn append(mut file: File, path: &Path, bytes: &[u8]) -> Result<Appended, StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let before = file.metadata().map_err(fail)?.len();
    let written = file.write_all(bytes);
    let done = Appended {
        file,
        path: path.to_owned(),
        before,
    };
    match written {
        Ok(()) => Ok(done),
        Err(error) => {
            done.take_back();
            Err(fail(error))
        }
    }
}

impl Appended {
    /// Makes the lines durable.
    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        self.file
            .sync_data()
            .map_err(|error| StoreError::io(&self.path, &error))
    }

    /// Takes the lines back, because what they announce did not come about.
    pub(crate) fn take_back(&self) {
        // If even this fails the lines stay and tell of an attempt; the records are what counts.
        let _ = self.file.set_len(self.before);
    }
}
