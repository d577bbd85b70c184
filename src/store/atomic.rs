//! The one way to write a file: beside it, made durable, then put in its place in one step.

use super::error::StoreError;
use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::NamedTempFile;

/// A file written and durable under another name; dropped, it is gone.
#[derive(Debug)]
pub(crate) struct Staged {
    temp: NamedTempFile,
    path: PathBuf,
}

/// Writes the bytes beside `path`, and makes them durable. `mode` is that of the file they will
/// replace, if there is one.
pub(crate) fn stage(path: &Path, bytes: &[u8], mode: Option<u32>) -> Result<Staged, StoreError> {
    let staged = put_beside(path, bytes, mode)?;
    let synced = staged.temp.as_file().sync_all();
    synced.map_err(|error| StoreError::io(path, &error))?;
    Ok(staged)
}

fn put_beside(path: &Path, bytes: &[u8], mode: Option<u32>) -> Result<Staged, StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let (Some(dir), Some(name)) = (path.parent(), path.file_name().and_then(OsStr::to_str)) else {
        return Err(StoreError::Internal);
    };
    let mut temp = tempfile::Builder::new()
        .prefix(&format!(".{name}.ketnap-"))
        .suffix(".tmp")
        .tempfile_in(dir)
        .map_err(fail)?;
    let file = temp.as_file_mut();
    // Set, not asked for at creation: the umask would have a say there.
    file.set_permissions(Permissions::from_mode(mode.unwrap_or(0o600)))
        .map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    Ok(Staged {
        temp,
        path: path.to_owned(),
    })
}

impl Staged {
    /// Puts the file in its place. Durable only after [`sync_dir`].
    pub(crate) fn publish(self) -> Result<(), StoreError> {
        let Self { temp, path } = self;
        match temp.persist(&path) {
            Ok(_) => Ok(()),
            Err(failed) => Err(StoreError::io(&path, &failed.error)),
        }
    }
}

/// Makes the names in a directory durable.
pub(crate) fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Writes one file whole.
pub(crate) fn write(path: &Path, bytes: &[u8], mode: Option<u32>) -> Result<(), StoreError> {
    stage(path, bytes, mode)?.publish()?;
    let dir = path.parent().unwrap_or(path);
    sync_dir(dir).map_err(|_| StoreError::Unsure(path.to_owned()))
}

/// Writes one file whole, but does not wait until it is durable: for what may be lost with the
/// power, but not with the program.
pub(crate) fn write_soon(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    put_beside(path, bytes, None)?.publish()
}

/// Whether a name is one of [`stage`]'s.
pub(crate) fn is_temp(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".")
        && name.ends_with(b".tmp")
        && name.windows(8).any(|part| part == b".ketnap-")
}

/// Removes what a killed save left behind, if it is old enough to be nobody's.
pub(crate) fn sweep(path: &Path) {
    const STALE: Duration = Duration::from_secs(60);
    let Ok(about) = std::fs::symlink_metadata(path) else {
        return;
    };
    let age = about
        .modified()
        .ok()
        .and_then(|then| SystemTime::now().duration_since(then).ok());
    if about.is_file() && age.is_some_and(|age| age > STALE) {
        // A leftover that stays does no harm; the next save tries again.
        let _ = std::fs::remove_file(path);
    }
}
