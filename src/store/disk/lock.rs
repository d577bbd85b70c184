//! The short lock around a save: held for milliseconds, never for a session.

use super::fs::{Fs, Held};
use super::layout::{Layout, make_dir};
use crate::store::error::StoreError;
use rustix::io::Errno;
use std::io;
use std::time::Duration;

/// How long a save waits for another.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// How long a start waits: a holder that lives is done by then, a stopped one must not stop us.
pub(in crate::store) const GLANCE: Duration = Duration::from_millis(300);
const STEP: Duration = Duration::from_millis(5);

/// Holds the book against other writers until it is dropped.
#[derive(Debug)]
pub(in crate::store) struct Lock {
    _file: Box<dyn Held>,
    _dir: Option<Box<dyn Held>>,
}

/// Takes the lock, waiting a little for another holder.
pub(in crate::store) fn take(
    fs: &dyn Fs,
    layout: &Layout,
    patience: Duration,
) -> Result<Lock, StoreError> {
    make_dir(fs, &layout.local())?;
    let mut left = patience;
    loop {
        if let Some(lock) = take_now(fs, layout)? {
            return Ok(lock);
        }
        if left.is_zero() {
            return Err(StoreError::Locked);
        }
        fs.pause(STEP);
        left = left.saturating_sub(STEP);
    }
}

/// The directory as well as the file: the file can be cleaned away while it is held, a directory
/// that is in use cannot. A network disk may lock files only, and the release before does.
fn take_now(fs: &dyn Fs, layout: &Layout) -> Result<Option<Lock>, StoreError> {
    let only_files = |error: &io::Error| error.raw_os_error() == Some(Errno::NOLCK.raw_os_error());
    let dir = match fs.lock_dir(&layout.local()) {
        Ok(None) => return Ok(None),
        Ok(held) => held,
        Err(error) if only_files(&error) => None,
        Err(error) => return Err(StoreError::io(&layout.local(), &error)),
    };
    let path = layout.lock();
    let file = fs
        .lock(&path)
        .map_err(|error| StoreError::io(&path, &error))?;
    Ok(file.map(|file| Lock {
        _file: file,
        _dir: dir,
    }))
}
