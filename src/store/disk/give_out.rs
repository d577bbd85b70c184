//! The one way to write a file outside the data directory: whole or not at all, for its owner only.

use super::atomic;
use crate::store::error::{NotGiven, StoreError};
use rustix::fs::{
    AtFlags, CWD, FileType, Mode, OFlags, RenameFlags, Stat, fchmod, fsync, linkat, openat,
    renameat, renameat_with, stat, statat, unlinkat,
};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

/// What may become of a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Existing {
    /// A plain file is replaced; nothing else is.
    Replaced,
    /// Nothing is.
    Kept,
}

/// A file that waits beside its place; dropped, it is gone.
struct Waiting<'a> {
    dir: BorrowedFd<'a>,
    name: String,
    placed: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.placed {
            // A leftover does no harm: it is closed to others and says by its name what it is.
            let _ = unlinkat(self.dir, &*self.name, AtFlags::empty());
        }
    }
}

/// Writes a file outside the data directory: beside its place, made durable, then put there in
/// one step. Gives its path from the root of the file system down.
pub(in crate::store) fn give_out(
    data: &Path,
    to: &Path,
    existing: Existing,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<PathBuf, StoreError> {
    let path = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
    let refuse = |why| StoreError::NotGiven {
        path: path.clone(),
        why,
    };
    let fail = |error: io::Error| refuse(NotGiven::of(&error));
    let broken = |errno: Errno| fail(errno.into());
    let is_folder = to.as_os_str().as_encoded_bytes().ends_with(b"/");
    let name = to.file_name().filter(|_| !is_folder);
    let name = name.ok_or_else(|| refuse(NotGiven::NoName))?;
    let dir = folder_of(to).map_err(broken)?;
    if lies_in(dir.as_fd(), data).map_err(broken)? {
        return Err(refuse(NotGiven::InBook));
    }
    match statat(&dir, name, AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) => {}
        Err(errno) => return Err(broken(errno)),
        Ok(_) if existing == Existing::Kept => return Err(StoreError::Taken(path)),
        Ok(there) if is_plain(&there) => {}
        Ok(_) => return Err(refuse(NotGiven::NotPlain)),
    }
    let temp = format!(".ketnap-{}.tmp", atomic::token());
    let mut file = make(&dir, &temp).map_err(broken)?;
    let mut waiting = Waiting {
        dir: dir.as_fd(),
        name: temp,
        placed: false,
    };
    fill(&mut file).map_err(fail)?;
    fsync(&file).map_err(broken)?;
    let put = match existing {
        Existing::Replaced => renameat(&dir, &*waiting.name, &dir, name),
        Existing::Kept => put_where_free(dir.as_fd(), &waiting.name, name),
    };
    match put {
        Ok(()) => waiting.placed = true,
        Err(Errno::EXIST) => return Err(StoreError::Taken(path)),
        Err(errno) => return Err(broken(errno)),
    }
    match fsync(&dir) {
        // Some file systems make names durable by themselves and say so in this way.
        Ok(()) | Err(Errno::INVAL) => Ok(path),
        Err(_) => Err(StoreError::Unsure(path)),
    }
}

fn folder_of(path: &Path) -> Result<OwnedFd, Errno> {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    openat(CWD, above.unwrap_or(Path::new(".")), flags, Mode::empty())
}

/// Whether a folder is the data directory or lies below it, by whatever path it was reached.
fn lies_in(folder: BorrowedFd<'_>, data: &Path) -> Result<bool, Errno> {
    let data = match stat(data) {
        Ok(data) => data,
        Err(Errno::NOENT | Errno::NOTDIR) => return Ok(false),
        Err(errno) => return Err(errno),
    };
    let same = |one: &Stat, other: &Stat| one.st_dev == other.st_dev && one.st_ino == other.st_ino;
    let mut way = PathBuf::from(".");
    let mut now = statat(folder, &way, AtFlags::empty())?;
    loop {
        if same(&now, &data) {
            return Ok(true);
        }
        way.push("..");
        let above = statat(folder, &way, AtFlags::empty())?;
        if same(&above, &now) {
            return Ok(false);
        }
        now = above;
    }
}

fn is_plain(there: &Stat) -> bool {
    FileType::from_raw_mode(there.st_mode) == FileType::RegularFile
}

/// Makes a file that is not there, closed to others whatever the umask.
fn make(dir: &OwnedFd, name: &str) -> Result<File, Errno> {
    // Read again by those who must know that it says what it is to say.
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mode = Mode::RUSR | Mode::WUSR;
    let file = openat(dir, name, flags, mode)?;
    match fchmod(&file, mode) {
        // A stick without modes: whoever holds it reads it.
        Ok(()) | Err(Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS) => Ok(file.into()),
        Err(errno) => {
            let _ = unlinkat(dir, name, AtFlags::empty());
            Err(errno)
        }
    }
}

fn put_where_free(dir: BorrowedFd<'_>, temp: &str, name: &OsStr) -> Result<(), Errno> {
    match renameat_with(dir, temp, dir, name, RenameFlags::NOREPLACE) {
        // A file system that cannot do it in one step.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            linkat(dir, temp, dir, name, AtFlags::empty())?;
            unlinkat(dir, temp, AtFlags::empty())
        }
        put => put,
    }
}
