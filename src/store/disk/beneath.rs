//! Reaching what lies below a folder from its descriptor, so that no link is followed and no other disk entered, whatever is put in its way meanwhile.

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, Stat, fstat, openat, stat, statat};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// The folders that are entered, each with its descriptor once it was needed.
#[derive(Debug, Default)]
pub(super) struct Roots {
    known: RwLock<Vec<Root>>,
    /// Asks the system for one step at a time, as where it cannot be asked for a whole way.
    stepwise: bool,
}

#[derive(Debug)]
struct Root {
    path: PathBuf,
    open: Option<(Arc<OwnedFd>, (u64, u64))>,
}

/// A folder that was entered, as it is now.
#[derive(Debug)]
pub(super) struct Entered {
    fd: Arc<OwnedFd>,
    pub(in crate::store) about: Stat,
}

/// A folder, and what is meant in it.
#[derive(Debug)]
pub(super) struct Spot<'p> {
    folder: Folder,
    /// A name in the folder, or a path of no entered folder.
    pub(in crate::store) name: &'p Path,
    /// The folder that was entered on the way, if there is one.
    pub(in crate::store) root: Option<Entered>,
}

#[derive(Debug)]
enum Folder {
    Outside,
    Root(Arc<OwnedFd>),
    Below(OwnedFd),
}

impl AsFd for Spot<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match &self.folder {
            Folder::Outside => CWD,
            Folder::Root(fd) => fd.as_fd(),
            Folder::Below(fd) => fd.as_fd(),
        }
    }
}

impl Spot<'_> {
    /// What is known of it; a link is not followed.
    pub(in crate::store) fn about(&self) -> io::Result<Stat> {
        Ok(statat(self, self.name, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// The folder that it lies in.
    pub(in crate::store) fn folder(&self) -> io::Result<Stat> {
        Ok(match self.folder {
            Folder::Outside => {
                let above = self.name.parent().filter(|p| !p.as_os_str().is_empty());
                stat(above.unwrap_or(Path::new(".")))?
            }
            Folder::Root(_) | Folder::Below(_) => fstat(self)?,
        })
    }

    /// Opens it, never through a link in its place, and not on another disk.
    pub(in crate::store) fn open(&self, flags: OFlags) -> io::Result<OwnedFd> {
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = openat(self, self.name, flags, Mode::RUSR | Mode::WUSR)?;
        match &self.root {
            Some(root) => same_disk(root, fd),
            None => Ok(fd),
        }
    }
}

pub(in crate::store) fn place(about: &Stat) -> (u64, u64) {
    (about.st_dev, about.st_ino)
}

fn same_disk(root: &Entered, fd: OwnedFd) -> io::Result<OwnedFd> {
    if fstat(&fd)?.st_dev == root.about.st_dev {
        Ok(fd)
    } else {
        Err(Errno::XDEV.into())
    }
}

/// Flags of a folder that is only passed through.
const PASSED: OFlags = OFlags::PATH
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

impl Roots {
    pub(super) fn stepwise() -> Self {
        Self {
            known: RwLock::default(),
            stepwise: true,
        }
    }

    pub(in crate::store) fn enter(&self, path: &Path) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if !known.iter().any(|root| root.path == path) {
            known.push(Root {
                path: path.to_owned(),
                open: None,
            });
        }
    }

    fn is_root(&self, path: &Path) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().any(|root| root.path == path)
    }

    /// The entered folder that a path lies below, and the rest of the way; none for the folder
    /// itself, whose path may lead through links, and be another folder's meanwhile.
    pub(in crate::store) fn root<'p>(
        &self,
        path: &'p Path,
    ) -> io::Result<Option<(Entered, &'p Path)>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let above = known.iter();
        let above = above.filter_map(|root| Some((root, path.strip_prefix(&root.path).ok()?)));
        let nearest = above.max_by_key(|(root, _)| root.path.as_os_str().len());
        let Some((root, rest)) = nearest.filter(|(_, rest)| !rest.as_os_str().is_empty()) else {
            return Ok(None);
        };
        let about = stat(&root.path)?;
        if let Some((fd, then)) = &root.open
            && *then == place(&about)
        {
            let fd = Arc::clone(fd);
            return Ok(Some((Entered { fd, about }, rest)));
        }
        let root_path = root.path.clone();
        drop(known);
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let fd = Arc::new(openat(CWD, &root_path, flags, Mode::empty())?);
        let about = fstat(&fd)?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(root) = known.iter_mut().find(|root| root.path == root_path) {
            root.open = Some((Arc::clone(&fd), place(&about)));
        }
        Ok(Some((Entered { fd, about }, rest)))
    }

    /// Where a path leads to.
    pub(super) fn spot<'p>(&self, path: &'p Path) -> io::Result<Spot<'p>> {
        let outside = |name| Spot {
            folder: Folder::Outside,
            name,
            root: None,
        };
        let Some((root, rest)) = self.root(path)? else {
            return Ok(outside(path));
        };
        let name = rest.file_name().ok_or(Errno::XDEV)?;
        let above = rest.parent().filter(|above| !above.as_os_str().is_empty());
        let folder = match above {
            None => Folder::Root(Arc::clone(&root.fd)),
            Some(above) => Folder::Below(self.pass(&root, above)?),
        };
        Ok(Spot {
            folder,
            name: name.as_ref(),
            root: Some(root),
        })
    }

    /// Opens what a path leads to. A folder that was entered is opened as it is.
    pub(in crate::store) fn open(
        &self,
        path: &Path,
        flags: OFlags,
    ) -> io::Result<(OwnedFd, Option<Entered>)> {
        if self.is_root(path) {
            let flags = flags | OFlags::CLOEXEC;
            return Ok((openat(CWD, path, flags, Mode::empty())?, None));
        }
        if let Some((root, rest)) = self.root(path)?
            && let Some(opened) = self.open_below(&root, rest, flags)
        {
            return Ok((opened?, Some(root)));
        }
        let spot = self.spot(path)?;
        Ok((spot.open(flags)?, spot.root))
    }

    /// Opens what lies below a folder that was entered; none where the system cannot be asked for a
    /// whole way.
    pub(in crate::store) fn open_below(
        &self,
        root: &Entered,
        way: &Path,
        flags: OFlags,
    ) -> Option<io::Result<OwnedFd>> {
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        self.whole_way(root, way, flags)
    }

    /// Opens the folder at the end of a way.
    fn pass(&self, root: &Entered, way: &Path) -> io::Result<OwnedFd> {
        match self.whole_way(root, way, PASSED) {
            // A link or something else: step by step it is told which.
            Some(Err(error)) if error.kind() == io::ErrorKind::NotADirectory => {}
            Some(opened) => return opened,
            None => {}
        }
        let mut at: Option<OwnedFd> = None;
        for part in way.components() {
            let Component::Normal(name) = part else {
                return Err(Errno::XDEV.into());
            };
            let next = step(root, at.as_ref(), name)?;
            at = Some(same_disk(root, next)?);
        }
        at.ok_or_else(|| Errno::NOENT.into())
    }

    /// Asks the system for a whole way at once; none where it cannot be asked.
    #[cfg(target_os = "linux")]
    fn whole_way(&self, root: &Entered, way: &Path, flags: OFlags) -> Option<io::Result<OwnedFd>> {
        use rustix::fs::{ResolveFlags, openat2};
        use std::sync::atomic::{AtomicBool, Ordering};
        static UNKNOWN: AtomicBool = AtomicBool::new(false);
        if self.stepwise || UNKNOWN.load(Ordering::Relaxed) {
            return None;
        }
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV;
        // Broken off by a change elsewhere on the disk: the same is asked again.
        for _ in 0..1_000 {
            return match openat2(&root.fd, way, flags, Mode::empty(), resolve) {
                Err(Errno::AGAIN | Errno::INTR) => continue,
                Err(Errno::NOSYS) => {
                    UNKNOWN.store(true, Ordering::Relaxed);
                    None
                }
                // A cage that does not know the question says so too: step by step it is told apart.
                Err(Errno::PERM) => None,
                opened => Some(opened.map_err(io::Error::from)),
            };
        }
        Some(Err(Errno::AGAIN.into()))
    }

    #[cfg(not(target_os = "linux"))]
    fn whole_way(&self, _: &Entered, _: &Path, _: OFlags) -> Option<io::Result<OwnedFd>> {
        None
    }
}

/// Opens a folder in a folder. A link in its place is told as one: the system calls it no folder.
fn step(root: &Entered, at: Option<&OwnedFd>, name: &OsStr) -> io::Result<OwnedFd> {
    let from = at.map_or(root.fd.as_fd(), AsFd::as_fd);
    match openat(from, name, PASSED, Mode::empty()) {
        Err(Errno::NOTDIR) if is_link(from, name) => Err(Errno::LOOP.into()),
        opened => Ok(opened?),
    }
}

fn is_link(from: BorrowedFd<'_>, name: &OsStr) -> bool {
    let about = statat(from, name, AtFlags::SYMLINK_NOFOLLOW);
    about.is_ok_and(|about| FileType::from_raw_mode(about.st_mode).is_symlink())
}
