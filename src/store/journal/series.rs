//! A file of `.local/` that grows line by line and turns to a new one long before it is too large to be read.

use super::tail::{Backwards, append, put_torn_aside};
use crate::store::disk::file::{kind_of, names_in};
use crate::store::disk::fs::{Fs, Kind};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// How large a file may grow before the next line goes to a new one.
const ROOM: u64 = 8 << 20;

/// The files of a series, the oldest first: the full ones, named by the number of the first edit
/// that came after them, and the one that grows.
pub(in crate::store) fn files(
    fs: &dyn Fs,
    layout: &Layout,
    path: &Path,
) -> Result<Vec<PathBuf>, StoreError> {
    let local = layout.local();
    let mut full: Vec<(u64, PathBuf)> = Vec::new();
    for name in names_in(fs, &local)? {
        full.extend(number_of(path, &name).map(|n| (n, local.join(&name))));
    }
    full.sort();
    let full = full.into_iter().map(|(_, path)| path);
    Ok(full.chain([path.to_owned()]).collect())
}

/// Where a full file of a series goes.
fn full(path: &Path, n: u64) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{n}.ron"))
}

/// The number in the name of a full file; none for any other name.
pub(in crate::store) fn number_of(path: &Path, name: &OsStr) -> Option<u64> {
    let stem = path.file_stem()?.to_str()?;
    let rest = name.to_str()?.strip_prefix(stem)?.strip_prefix('-')?;
    let n = rest.strip_suffix(".ron")?.parse().ok()?;
    // Only as it would be written here: `+5` and `005` are somebody's copies.
    (full(path, n).file_name() == Some(name)).then_some(n)
}

/// Whether a name in `.local/` is a file of a series.
pub(in crate::store) fn has(path: &Path, name: &OsStr) -> bool {
    path.file_name() == Some(name) || number_of(path, name).is_some()
}

/// Adds a line, its end included, that belongs to an edit.
pub(in crate::store) fn add(
    fs: &dyn Fs,
    layout: &Layout,
    path: &Path,
    n: u64,
    line: &[u8],
) -> Result<(), StoreError> {
    if let Some(lines) = Backwards::open(fs, path)? {
        let size = lines.size() + line.len() as u64;
        if let Some(whole) = lines.torn() {
            put_torn_aside(fs, path, whole, layout, n)?;
        } else if size > ROOM && lines.size() > 0 {
            turn(fs, path, n)?;
        }
    }
    append(fs, path, line).map(|_| ())
}

fn turn(fs: &dyn Fs, path: &Path, n: u64) -> Result<(), StoreError> {
    for number in n.. {
        let to = full(path, number);
        if kind_of(fs, &to)?.is_none() {
            let fail = |error| StoreError::io(path, &error);
            return fs.rename(path, &to).map_err(fail);
        }
    }
    Err(StoreError::Internal)
}

/// Removes a full file.
pub(in crate::store) fn remove(
    fs: &dyn Fs,
    layout: &Layout,
    path: &Path,
) -> Result<(), StoreError> {
    fs.remove(path)
        .map_err(|error| StoreError::io(path, &error))?;
    let local = layout.local();
    let fail = |error| StoreError::io(&local, &error);
    fs.sync_dir(&local).map_err(fail)
}

/// The whole lines of a series from the last to the first.
#[derive(Debug)]
pub(in crate::store) struct Newest<'a> {
    fs: &'a dyn Fs,
    now: Option<Backwards>,
    /// Files not opened yet, the oldest first.
    rest: Vec<PathBuf>,
}

impl<'a> Newest<'a> {
    pub(in crate::store) fn open(
        fs: &'a dyn Fs,
        layout: &Layout,
        path: &Path,
    ) -> Result<Self, StoreError> {
        // Opened before the others are listed: should it become a full one meanwhile, it is read
        // twice, not missed.
        let now = backwards(fs, path)?;
        let mut rest = files(fs, layout, path)?;
        rest.pop();
        Ok(Self { fs, now, rest })
    }

    /// The next line towards the beginning.
    pub(in crate::store) fn previous(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        loop {
            if let Some(lines) = &mut self.now
                && let Some(line) = lines.previous()?
            {
                return Ok(Some(line));
            }
            let Some(path) = self.rest.pop() else {
                return Ok(None);
            };
            self.now = backwards(self.fs, &path)?;
        }
    }
}

fn backwards(fs: &dyn Fs, path: &Path) -> Result<Option<Backwards>, StoreError> {
    match kind_of(fs, path)? {
        None => Ok(None),
        Some(Kind::File) => Backwards::open(fs, path),
        Some(Kind::Dir | Kind::Other) => Err(StoreError::NoFile(path.to_owned())),
    }
}
