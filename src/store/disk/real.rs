//! The real file system.

use super::beneath::{Entered, Roots, Spot, place};
use super::fs::{About, Fs, Handle, Held, Here, Kind, Listening, NotTheirs, Reader, Rights};
use super::hint;
use super::modes::{SHARED_DIR, SHARED_FILE};
use rustix::buffer::spare_capacity;
use rustix::fs::{
    Access, AtFlags, CWD, Dir, FileType, FlockOperation, Mode, OFlags, RenameFlags, Stat, accessat,
    flock, fstat, fsync, linkat, mkdirat, renameat, renameat_with, statat, unlinkat,
};
use rustix::io::Errno;
use rustix::process::{geteuid, getuid};
use std::ffi::{OsStr, OsString};
use std::fs::{File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, RwLock};

/// How much more room is made for a file that has grown while it is read, in bytes.
const CHUNK: usize = 64 * 1024;

/// The file system of this machine.
#[derive(Debug, Default)]
pub struct Disk {
    roots: Roots,
    /// Directories that are shared with their groups, and so is what is made below them.
    shared: RwLock<Vec<PathBuf>>,
    /// Stays what it is as long as the program runs.
    here: OnceLock<Here>,
}

impl Disk {
    /// One that asks the system for one step of a way at a time, as on systems that cannot be asked
    /// for more.
    pub fn stepwise() -> Self {
        Self {
            roots: Roots::stepwise(),
            ..Self::default()
        }
    }

    fn is_shared(&self, path: &Path) -> bool {
        let shared = self.shared.read();
        shared.is_ok_and(|dirs| dirs.iter().any(|dir| path.starts_with(dir)))
    }

    /// Gives what was just made its rights, not asked for at creation: the umask would have a say
    /// there. What is made in a shared directory belongs to that one's group.
    fn open_up(&self, file: &File, path: &Path, spot: &Spot<'_>, rights: Rights) -> io::Result<()> {
        if rights.private {
            return set_mode(file, rights.mode);
        }
        let folder = spot.folder()?;
        let own = fstat(file)?;
        let shared = self.is_shared(path);
        let (owner, group) = rights.of.unwrap_or((folder.st_uid, folder.st_gid));
        let mut mode = rights.mode;
        if geteuid().is_root() {
            if (own.st_uid, own.st_gid) != (owner, group) {
                fchown(file, Some(owner), Some(group)).map_err(|_| io::Error::other(NotTheirs))?;
            }
        } else if rights.of.is_some()
            && !shared
            && own.st_gid != group
            && fchown(file, None, Some(group)).is_err()
        {
            // What was open to one group is not to be open to another.
            mode &= !0o070;
        }
        if shared {
            return give(file, folder.st_gid);
        }
        set_mode(file, mode)
    }

    /// Opens a file to change it, and makes it, closed to others, if it is missing; tells whether it
    /// has a second name below an entered folder, and so may be anybody's.
    fn open_or_make(&self, path: &Path, flags: OFlags) -> io::Result<(File, bool)> {
        loop {
            match self.roots.open(path, flags) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                opened => {
                    let (fd, root) = opened?;
                    let about = fstat(&fd)?;
                    return match kind_of(&about) {
                        Kind::File => Ok((fd.into(), root.is_some() && about.st_nlink > 1)),
                        Kind::Dir => Err(Errno::ISDIR.into()),
                        Kind::Other => Err(Errno::NXIO.into()),
                    };
                }
            }
            let spot = self.roots.spot(path)?;
            match spot.open(flags | OFlags::CREATE | OFlags::EXCL) {
                // Somebody else has made it meanwhile, and may have taken it away again.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => {
                    let file = File::from(made?);
                    self.open_up(&file, path, &spot, Rights::CLOSED)?;
                    return Ok((file, false));
                }
            }
        }
    }

    /// Locks what was opened; none if another holds it, or if its name is another's by now.
    fn hold(&self, path: &Path, file: File) -> io::Result<Option<Box<dyn Held>>> {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK | Errno::INTR) => return Ok(None),
            // All of them say that this file system has no locks, or none of directories.
            Err(Errno::NOLCK | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL | Errno::BADF) => {
                return Err(Errno::NOLCK.into());
            }
            Err(errno) => return Err(errno.into()),
        }
        // Somebody may have cleaned the file away; then others lock a new one of the same name.
        let ours = fstat(&file)?;
        let now = self.roots.spot(path)?.about();
        let same = now.is_ok_and(|now| place(&now) == place(&ours));
        Ok(same.then(|| Box::new(Locked { _file: file }) as Box<dyn Held>))
    }

    /// Opens a file to read in it; told as no file where it is somebody else's.
    fn open_own(&self, path: &Path) -> io::Result<Own> {
        let (fd, root) = self.roots.open(path, OFlags::RDONLY)?;
        Own::of(fd, root.as_ref())
    }

    /// Reads what was opened at a path; of what cannot be, tells what stands there.
    fn read_opened(
        &self,
        (path, opened): (&Path, io::Result<Own>),
        most: u64,
        into: &mut Vec<u8>,
    ) -> io::Result<About> {
        into.clear();
        let Own(file, data, own) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                let no_file = [Errno::LOOP, Errno::NXIO, Errno::MLINK];
                let errno = Errno::from_io_error(&error);
                return match self.about(path) {
                    Ok(about)
                        if about.kind != Kind::File
                            && errno.is_some_and(|errno| no_file.contains(&errno)) =>
                    {
                        Ok(about)
                    }
                    _ => Err(error),
                };
            }
        };
        let mut about = about(&data);
        if !own {
            about.kind = Kind::Other;
        }
        if about.kind == Kind::File && about.size <= most {
            fill(&file, about.size as usize, most as usize, into)?;
            about.size = into.len() as u64;
        }
        Ok(about)
    }
}

/// A file that was opened to read in it, and whether it is no second name of somebody else's.
struct Own(File, Stat, bool);

impl Own {
    fn of(fd: OwnedFd, root: Option<&Entered>) -> io::Result<Self> {
        let about = fstat(&fd)?;
        let own = root.is_none_or(|root| !is_slipped_in(&about, root));
        Ok(Self(fd.into(), about, own))
    }
}

/// Whether a file is a second name of one that lies elsewhere: in a folder that others may write
/// to, one that is closed to them.
fn is_slipped_in(file: &Stat, root: &Entered) -> bool {
    let folder = &root.about;
    kind_of(file) == Kind::File
        && file.st_nlink > 1
        && folder.st_mode & 0o020 != 0
        && file.st_gid != folder.st_gid
        && file.st_mode & 0o070 == 0
}

/// Reads a file of a known size to its end, and one byte more than `most` where it has grown so far.
/// Mostly that is one call: it asks for a byte more than there is, and is given what there is.
fn fill(file: &File, size: usize, most: usize, into: &mut Vec<u8>) -> io::Result<()> {
    into.reserve(size + 1);
    while into.len() <= most {
        if into.len() == into.capacity() {
            into.reserve(CHUNK);
        }
        match rustix::io::read(file, spare_capacity(into)) {
            Ok(0) => break,
            Ok(_) if into.len() == size => break,
            Ok(_) | Err(Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    into.truncate(most + 1);
    Ok(())
}

/// Sets a mode. Where it cannot be set by the owner, the file system knows no modes.
fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    match file.set_permissions(Permissions::from_mode(mode)) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(Errno::OPNOTSUPP.into()),
        set => set,
    }
}

/// Gives an open file or directory to a group, to change it.
fn give(file: &File, group: u32) -> io::Result<()> {
    let now = fstat(file)?;
    if now.st_gid != group {
        fchown(file, None, Some(group))?;
    }
    let mode = if kind_of(&now) == Kind::Dir {
        SHARED_DIR
    } else {
        SHARED_FILE
    };
    if fstat(file)?.st_mode & 0o7777 != mode {
        set_mode(file, mode)?;
    }
    Ok(())
}

fn kind_of(about: &Stat) -> Kind {
    match FileType::from_raw_mode(about.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Dir,
        _ => Kind::Other,
    }
}

// The numbers have other types on other systems.
#[allow(clippy::unnecessary_cast)]
fn about(data: &Stat) -> About {
    About {
        kind: kind_of(data),
        size: data.st_size as u64,
        mode: data.st_mode as u32 & 0o777,
        owner: data.st_uid,
        group: data.st_gid,
        links: data.st_nlink as u64,
        place: place(data),
        written: (data.st_mtime as i64, data.st_mtime_nsec as i64),
        changed: (data.st_ctime as i64, data.st_ctime_nsec as i64),
    }
}

/// A word of the system about itself; none where it does not say.
fn word(paths: &[&str]) -> Option<String> {
    let texts = paths.iter().map(std::fs::read_to_string);
    let words = texts.filter_map(|text| text.ok().map(|text| text.trim().to_owned()));
    words.into_iter().find(|word| !word.is_empty())
}

impl Fs for Disk {
    fn about(&self, path: &Path) -> io::Result<About> {
        Ok(about(&self.roots.spot(path)?.about()?))
    }

    fn here(&self) -> Here {
        let host = || {
            let name = rustix::system::uname();
            format!("host:{}", name.nodename().to_string_lossy())
        };
        let look = || Here {
            machine: word(&["/etc/machine-id", "/var/lib/dbus/machine-id"]).unwrap_or_else(host),
            boot: word(&["/proc/sys/kernel/random/boot_id"]).unwrap_or_default(),
            account: getuid().as_raw(),
        };
        self.here.get_or_init(look).clone()
    }

    fn enter(&self, root: &Path) {
        self.roots.enter(root);
    }

    fn listen(&self, dirs: [&Path; 2]) -> Option<Box<dyn Listening>> {
        hint::listen(dirs)
    }

    fn read(&self, path: &Path, most: u64, into: &mut Vec<u8>) -> io::Result<About> {
        self.read_opened((path, self.open_own(path)), most, into)
    }

    fn reader<'a>(&'a self, dir: &'a Path) -> Box<Reader<'a>> {
        // Which folder it is, is asked once; what lies in it is reached from there.
        let root = self.roots.root(dir).ok().flatten();
        Box::new(move |name, most, into| {
            let path = dir.join(name);
            let below = root.as_ref().and_then(|(root, way)| {
                let fd = self
                    .roots
                    .open_below(root, &way.join(name), OFlags::RDONLY)?;
                Some(fd.and_then(|fd| Own::of(fd, Some(root))))
            });
            let opened = below.unwrap_or_else(|| self.open_own(&path));
            self.read_opened((&path, opened), most, into)
        })
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<OsString>> {
        let (fd, _) = self.roots.open(dir, OFlags::RDONLY | OFlags::DIRECTORY)?;
        names(Dir::new(fd)?)
    }

    fn list_about(&self, dir: &Path) -> io::Result<Vec<(OsString, About)>> {
        let (fd, _) = self.roots.open(dir, OFlags::RDONLY | OFlags::DIRECTORY)?;
        let names = names(Dir::read_from(&fd)?)?.into_iter();
        let each = names.map(|name| {
            match statat(&fd, &*name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(data) => Ok(Some((name, about(&data)))),
                // Somebody took it away between the two questions.
                Err(Errno::NOENT) => Ok(None),
                Err(errno) => Err(errno.into()),
            }
        });
        each.filter_map(Result::transpose).collect()
    }

    fn share(&self, path: &Path, like: &Path) -> io::Result<()> {
        let file = File::from(self.roots.open(path, OFlags::RDONLY)?.0);
        let data = fstat(&file)?;
        if kind_of(&data) == Kind::Dir && !self.is_shared(path) {
            let mut shared = self.shared.write().map_err(|_| ErrorKind::Other)?;
            shared.push(path.to_owned());
        }
        if kind_of(&data) == Kind::File && data.st_nlink > 1 {
            return Err(Errno::MLINK.into());
        }
        let like = fstat(self.roots.open(like, OFlags::PATH)?.0)?;
        give(&file, like.st_gid)
    }

    fn belong(&self, path: &Path, like: &Path) -> io::Result<()> {
        if !geteuid().is_root() {
            return Ok(());
        }
        let like = fstat(self.roots.open(like, OFlags::PATH)?.0)?;
        let file = File::from(self.roots.open(path, OFlags::RDONLY)?.0);
        fchown(&file, Some(like.st_uid), Some(like.st_gid)).map_err(|_| io::Error::other(NotTheirs))
    }

    fn is_shut(&self, dir: &Path) -> bool {
        let wanted = Access::WRITE_OK | Access::EXEC_OK;
        let asked = accessat(CWD, dir, wanted, AtFlags::EACCESS);
        matches!(asked, Err(Errno::ACCESS | Errno::PERM | Errno::ROFS))
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        let spot = self.roots.spot(path)?;
        mkdirat(&spot, spot.name, Mode::RWXU)?;
        let made = spot.open(OFlags::RDONLY | OFlags::DIRECTORY);
        let rights = Rights {
            private: false,
            mode: 0o700,
            of: None,
        };
        let given = made.and_then(|fd| self.open_up(&fd.into(), path, &spot, rights));
        if given.is_err() {
            // Half made is not made.
            let _ = unlinkat(&spot, spot.name, AtFlags::REMOVEDIR);
        }
        given
    }

    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Handle>> {
        let spot = self.roots.spot(path)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        let file = File::from(spot.open(flags)?);
        if let Err(error) = self.open_up(&file, path, &spot, rights) {
            let _ = unlinkat(&spot, spot.name, AtFlags::empty());
            return Err(error);
        }
        Ok(Box::new(Opened(file)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let Own(file, about, own) = self.open_own(path)?;
        match kind_of(&about) {
            Kind::File if !own => Err(Errno::MLINK.into()),
            Kind::Other => Err(Errno::NXIO.into()),
            Kind::File | Kind::Dir => Ok(Box::new(Opened(file))),
        }
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        match self.open_or_make(path, OFlags::RDWR | OFlags::APPEND)? {
            (_, true) => Err(Errno::MLINK.into()),
            (file, false) => Ok(Box::new(Opened(file))),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to) = (self.roots.spot(from)?, self.roots.spot(to)?);
        Ok(renameat(&from, from.name, &to, to.name)?)
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        let (file, name) = (self.roots.spot(file)?, self.roots.spot(name)?);
        Ok(linkat(
            &file,
            file.name,
            &name,
            name.name,
            AtFlags::empty(),
        )?)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        let spot = self.roots.spot(path)?;
        Ok(unlinkat(&spot, spot.name, AtFlags::REMOVEDIR)?)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let spot = self.roots.spot(path)?;
        Ok(unlinkat(&spot, spot.name, AtFlags::empty())?)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let (fd, _) = self.roots.open(dir, OFlags::RDONLY | OFlags::DIRECTORY)?;
        Ok(fsync(fd)?)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let (file, linked) = self.open_or_make(path, OFlags::RDWR)?;
        let held = self.hold(path, file)?;
        if linked && held.is_some() {
            // Another file's second name is nobody's lock: the next try makes a new one.
            self.remove(path)?;
            return Ok(None);
        }
        Ok(held)
    }

    fn lock_dir(&self, dir: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let (fd, _) = self.roots.open(dir, OFlags::RDONLY | OFlags::DIRECTORY)?;
        self.hold(dir, fd.into())
    }
}

fn names(dir: Dir) -> io::Result<Vec<OsString>> {
    let mut found = Vec::new();
    for entry in dir {
        let entry = entry?;
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        if name != "." && name != ".." {
            found.push(name.to_owned());
        }
    }
    Ok(found)
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
