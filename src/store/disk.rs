//! The real file system.

use super::fs::{About, Fs, Handle, Held, Kind};
use super::modes::{SHARED_DIR, SHARED_FILE};
use rustix::fs::{
    Access, AtFlags, CWD, FlockOperation, OFlags, RenameFlags, accessat, flock, fsync,
    renameat_with,
};
use rustix::io::Errno;
use std::ffi::OsString;
use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{
    DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown,
};
use std::path::{Path, PathBuf};
use std::sync::RwLock;

/// The file system of this machine.
#[derive(Debug, Default)]
pub struct Disk {
    /// Directories that are shared with their groups, and so is what is made below them.
    shared: RwLock<Vec<PathBuf>>,
}

impl Disk {
    fn is_shared(&self, path: &Path) -> bool {
        let shared = self.shared.read();
        shared.is_ok_and(|dirs| dirs.iter().any(|dir| path.starts_with(dir)))
    }

    /// Sets the mode of what was just made, not asked for at creation: the umask would have a say
    /// there. What is made in a shared directory belongs to that one's group.
    fn open_up(&self, file: &File, path: &Path, mode: u32) -> io::Result<()> {
        if !self.is_shared(path) {
            return file.set_permissions(Permissions::from_mode(mode));
        }
        give(
            file,
            path.parent().unwrap_or(path).symlink_metadata()?.gid(),
        )
    }

    /// Opens a file to change it, and makes it, closed to others, if it is missing.
    fn open_or_make(&self, path: &Path, options: &mut OpenOptions) -> io::Result<File> {
        loop {
            match options.open(path) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                opened => return opened,
            }
            match options.clone().create_new(true).mode(0o600).open(path) {
                // Somebody else has made it meanwhile, and may have taken it away again.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => {
                    let file = made?;
                    self.open_up(&file, path, 0o600)?;
                    return Ok(file);
                }
            }
        }
    }
}

/// Gives an open file or directory to a group, to change it.
fn give(file: &File, group: u32) -> io::Result<()> {
    let now = file.metadata()?;
    if now.gid() != group {
        fchown(file, None, Some(group))?;
    }
    let mode = if now.is_dir() {
        SHARED_DIR
    } else {
        SHARED_FILE
    };
    if file.metadata()?.mode() & 0o7777 != mode {
        file.set_permissions(Permissions::from_mode(mode))?;
    }
    Ok(())
}

fn about(data: &Metadata) -> About {
    let kind = if data.is_file() {
        Kind::File
    } else if data.is_dir() {
        Kind::Dir
    } else {
        Kind::Other
    };
    About {
        kind,
        size: data.len(),
        mode: data.permissions().mode() & 0o777,
        group: data.gid(),
    }
}

/// A pipe must not hang, a link must not lead elsewhere.
fn careful() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32);
    options
}

impl Fs for Disk {
    fn about(&self, path: &Path) -> io::Result<About> {
        path.symlink_metadata().map(|data| about(&data))
    }

    fn read(&self, path: &Path, most: u64, into: &mut Vec<u8>) -> io::Result<About> {
        into.clear();
        let file = match careful().read(true).open(path) {
            Ok(file) => file,
            Err(error) => {
                let no_file = [Errno::LOOP, Errno::NXIO, Errno::MLINK];
                let errno = Errno::from_io_error(&error);
                return if errno.is_some_and(|errno| no_file.contains(&errno)) {
                    Ok(About {
                        kind: Kind::Other,
                        size: 0,
                        mode: 0,
                        group: 0,
                    })
                } else {
                    Err(error)
                };
            }
        };
        let mut about = about(&file.metadata()?);
        if about.kind == Kind::File && about.size <= most {
            into.reserve(about.size as usize + 1);
            file.take(most + 1).read_to_end(into)?;
            about.size = into.len() as u64;
        }
        Ok(about)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<OsString>> {
        let entries = dir.read_dir()?;
        entries.map(|entry| Ok(entry?.file_name())).collect()
    }

    fn share(&self, path: &Path, like: &Path) -> io::Result<()> {
        let file = careful().read(true).open(path)?;
        if file.metadata()?.is_dir() && !self.is_shared(path) {
            let mut shared = self.shared.write().map_err(|_| ErrorKind::Other)?;
            shared.push(path.to_owned());
        }
        give(&file, like.metadata()?.gid())
    }

    fn is_shut(&self, dir: &Path) -> bool {
        let wanted = Access::WRITE_OK | Access::EXEC_OK;
        let asked = accessat(CWD, dir, wanted, AtFlags::EACCESS);
        matches!(asked, Err(Errno::ACCESS | Errno::PERM | Errno::ROFS))
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)?;
        self.open_up(&File::open(path)?, path, 0o700)
    }

    fn create(&self, path: &Path, mode: u32) -> io::Result<Box<dyn Handle>> {
        let mut options = careful();
        let file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        if let Err(error) = self.open_up(&file, path, mode) {
            let _ = std::fs::remove_file(path);
            return Err(error);
        }
        Ok(Box::new(Opened(file)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let file = careful().read(true).open(path)?;
        Ok(Box::new(Opened(file)))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let mut options = careful();
        let file = self.open_or_make(path, options.read(true).append(true))?;
        Ok(Box::new(Opened(file)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        std::fs::hard_link(file, name)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        Ok(fsync(File::open(dir)?)?)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let mut options = careful();
        let file = self.open_or_make(path, options.read(true).write(true))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK | Errno::INTR) => return Ok(None),
            Err(errno) => return Err(errno.into()),
        }
        // Somebody may have cleaned the file away; then others lock a new one of the same name.
        let ours = file.metadata()?;
        let same = path
            .symlink_metadata()
            .is_ok_and(|now| now.ino() == ours.ino() && now.dev() == ours.dev());
        Ok(same.then(|| Box::new(Locked { _file: file }) as Box<dyn Held>))
    }
}

#[derive(Debug)]
struct Opened(File);

impl Handle for Opened {
    fn size(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.0.read_exact_at(bytes, at)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn cut(&mut self, size: u64) -> io::Result<()> {
        self.0.set_len(size)
    }

    fn sync(&mut self) -> io::Result<()> {
        // The library's own call would try again after a signal.
        Ok(fsync(&self.0)?)
    }
}

#[derive(Debug)]
struct Locked {
    _file: File,
}

impl Held for Locked {}
