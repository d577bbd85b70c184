//! The short lock around a save: held for milliseconds, never for a session.

use super::error::StoreError;
use super::layout::{Layout, make_dir};
use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(3);
const STEP: Duration = Duration::from_millis(5);

/// Holds the book against other writers until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Takes the lock, waiting a little for another holder.
pub(crate) fn take(layout: &Layout) -> Result<Lock, StoreError> {
    make_dir(&layout.local())?;
    let path = layout.lock();
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(lock) = attempt(&path)? {
            return Ok(lock);
        }
        if Instant::now() >= until {
            return Err(StoreError::Locked);
        }
        std::thread::sleep(STEP);
    }
}

fn attempt(path: &Path) -> Result<Option<Lock>, StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32)
        .open(path)
        .map_err(fail)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(Errno::WOULDBLOCK | Errno::INTR) => return Ok(None),
        Err(errno) => return Err(fail(errno.into())),
    }
    // Somebody may have cleaned the file away; then others lock a new one of the same name.
    let ours = file.metadata().map_err(fail)?;
    let theirs = std::fs::symlink_metadata(path);
    let same = theirs.is_ok_and(|now| now.ino() == ours.ino() && now.dev() == ours.dev());
    Ok(same.then_some(Lock { _file: file }))
}
