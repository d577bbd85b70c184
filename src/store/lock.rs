//! The short lock around a save: held for milliseconds, never for a session.

use super::error::StoreError;
use super::fs::{Fs, Held};
use super::layout::{Layout, make_dir};
use std::time::Duration;

/// How long a save waits for another.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// How long a start waits: a holder that lives is done by then, a stopped one must not stop us.
pub(crate) const GLANCE: Duration = Duration::from_millis(300);
const STEP: Duration = Duration::from_millis(5);

/// Holds the book against other writers until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _held: Box<dyn Held>,
}

/// Takes the lock, waiting a little for another holder.
pub(crate) fn take(fs: &dyn Fs, layout: &Layout, patience: Duration) -> Result<Lock, StoreError> {
    make_dir(fs, &layout.local())?;
    let path = layout.lock();
    let mut left = patience;
    loop {
        let held = fs
            .lock(&path)
            .map_err(|error| StoreError::io(&path, &error))?;
        if let Some(held) = held {
            return Ok(Lock { _held: held });
        }
        if left.is_zero() {
            return Err(StoreError::Locked);
        }
        fs.pause(STEP);
        left = left.saturating_sub(STEP);
    }
}
