//! The one way to read a file: regular, not a link, of bounded size, without ever hanging.

use super::error::StoreError;
use super::fault::Fault;
use rustix::fs::OFlags;
use rustix::io::Errno;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 64 << 20;

/// Why there are no bytes.
#[derive(Debug)]
pub(crate) enum NoBytes {
    Missing,
    Fault(Fault),
    Failed(StoreError),
}

/// Opens a regular file for reading. A FIFO must not hang, a link must not lead elsewhere.
fn open(path: &Path) -> Result<(File, u64, u32), NoBytes> {
    let fail = |error: &std::io::Error| NoBytes::Failed(StoreError::io(path, error));
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path);
    let not_a_file = || NoBytes::Fault(Fault::key("file.not-a-file"));
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(NoBytes::Missing),
        Err(error) => {
            return Err(match Errno::from_io_error(&error) {
                Some(Errno::LOOP | Errno::NXIO | Errno::MLINK) => not_a_file(),
                _ => fail(&error),
            });
        }
    };
    let about = file.metadata().map_err(|error| fail(&error))?;
    if !about.is_file() {
        return Err(not_a_file());
    }
    if about.len() > LIMIT {
        return Err(NoBytes::Fault(Fault::key("file.too-large")));
    }
    Ok((file, about.len(), about.permissions().mode() & 0o777))
}

/// Reads a file into a buffer that is used again and again; gives its mode.
pub(crate) fn read_into(path: &Path, bytes: &mut Vec<u8>) -> Result<u32, NoBytes> {
    let (file, size, mode) = open(path)?;
    bytes.clear();
    bytes.reserve(size as usize + 1);
    file.take(LIMIT + 1)
        .read_to_end(bytes)
        .map_err(|error| NoBytes::Failed(StoreError::io(path, &error)))?;
    if bytes.len() as u64 > LIMIT {
        return Err(NoBytes::Fault(Fault::key("file.too-large")));
    }
    Ok(mode)
}
