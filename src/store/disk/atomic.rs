//! The one way to write a file: beside it, made durable, then put in its place in one step.

use super::fs::{About, Fs, Handle, Rights, write_all};
use crate::store::error::StoreError;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A file written and durable under another name; dropped, it is gone.
#[derive(Debug)]
pub(in crate::store) struct Staged<'a> {
    fs: &'a dyn Fs,
    temp: PathBuf,
    path: PathBuf,
    kept: bool,
}

/// A word that tells the temporary files of one edit from those of another.
pub(in crate::store) fn token() -> String {
    (0..8).map(|_| fastrand::lowercase()).collect()
}

/// Where the new content of a file waits; none for a path that is no file's.
pub(in crate::store) fn temp(path: &Path, token: &str) -> Option<PathBuf> {
    let name = path.file_name().and_then(OsStr::to_str)?;
    Some(path.with_file_name(format!(".{name}.ketnap-{token}.tmp")))
}

/// Writes the bytes beside `path`, and makes them durable. `like` is the file they will
/// replace, if there is one.
pub(in crate::store) fn stage<'a>(
    fs: &'a dyn Fs,
    path: &Path,
    token: &str,
    bytes: &[u8],
    like: Option<&About>,
) -> Result<Staged<'a>, StoreError> {
    let fill = |file: &mut dyn Handle| fill(file, bytes, path);
    let rights = like.map_or(Rights::CLOSED, About::rights);
    let (staged, mut file) = put_beside(fs, path, token, rights, fill)?;
    let synced = file.sync();
    synced.map_err(|error| StoreError::io(path, &error))?;
    Ok(staged)
}

fn put_beside<'a>(
    fs: &'a dyn Fs,
    path: &Path,
    token: &str,
    rights: Rights,
    fill: impl FnOnce(&mut dyn Handle) -> Result<(), StoreError>,
) -> Result<(Staged<'a>, Box<dyn Handle>), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let temp = temp(path, token).ok_or(StoreError::Internal)?;
    let mut file = fs.create(&temp, rights).map_err(fail)?;
    // From here on it is removed again if anything fails; and never synced a second time.
    let staged = Staged {
        fs,
        temp,
        path: path.to_owned(),
        kept: false,
    };
    fill(&mut *file)?;
    Ok((staged, file))
}

fn fill(file: &mut dyn Handle, bytes: &[u8], path: &Path) -> Result<(), StoreError> {
    write_all(file, bytes).map_err(|error| StoreError::io(path, &error))
}

impl Staged<'_> {
    /// Puts the file in its place. Durable only after the directory is.
    pub(in crate::store) fn publish(&mut self) -> Result<(), StoreError> {
        self.fs
            .rename(&self.temp, &self.path)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        self.kept = true;
        Ok(())
    }

    /// Leaves the file where it waits, for the next start.
    pub(in crate::store) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        if !self.kept {
            // A leftover that stays does no harm; the next start sweeps it.
            let _ = self.fs.remove(&self.temp);
        }
    }
}

/// Writes one file anew from what `fill` puts into it, in the place of the one that it is like.
pub(in crate::store) fn copy(
    fs: &dyn Fs,
    path: &Path,
    like: &About,
    fill: impl FnOnce(&mut dyn Handle) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (mut staged, mut file) = put_beside(fs, path, &token(), like.rights(), fill)?;
    let synced = file.sync();
    synced.map_err(|error| StoreError::io(path, &error))?;
    staged.publish()?;
    sync_above(fs, path)
}

/// Writes a file that is there anew, part by part: what is not to be held in memory.
pub(in crate::store) fn rewrite(
    fs: &dyn Fs,
    path: &Path,
    fill: impl FnOnce(&mut dyn Handle) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let like = fs
        .about(path)
        .map_err(|error| StoreError::io(path, &error))?;
    copy(fs, path, &like, fill)
}

/// Makes the name of a file durable.
fn sync_above(fs: &dyn Fs, path: &Path) -> Result<(), StoreError> {
    let dir = path.parent().unwrap_or(path);
    let fail = |error| StoreError::io(dir, &error);
    fs.sync_dir(dir).map_err(fail)
}

/// Writes one file whole.
pub(in crate::store) fn write(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    stage(fs, path, &token(), bytes, None)?.publish()?;
    sync_above(fs, path)
}

/// Writes one file whole, but does not wait until it is durable: for what may be lost with the
/// power, but not with the program.
pub(in crate::store) fn write_soon(
    fs: &dyn Fs,
    path: &Path,
    bytes: &[u8],
    rights: Rights,
) -> Result<(), StoreError> {
    let fill = |file: &mut dyn Handle| fill(file, bytes, path);
    let once = || {
        let (mut staged, _) = put_beside(fs, path, &token(), rights, fill)?;
        staged.publish()
    };
    // Another's sweep may have taken the first for a leftover.
    once().or_else(|_| once())
}

/// Whether a name is one of [`stage`]'s.
pub(in crate::store) fn is_temp(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".")
        && name.ends_with(b".tmp")
        && name.windows(8).any(|part| part == b".ketnap-")
}
