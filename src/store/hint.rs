//! Whether the system has told of a change in a directory: asked before all its files are looked at.

use super::layout::Layout;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A directory and what it was when it began to be listened to.
type Place = (PathBuf, Option<(u64, u64)>);

fn is_now(path: &Path) -> Option<(u64, u64)> {
    let about = std::fs::symlink_metadata(path).ok()?;
    Some((about.dev(), about.ino()))
}

/// Listens for changes of the files of a book.
#[derive(Debug)]
pub(super) struct Hints {
    told: told::Told,
    places: [Place; 2],
}

impl Hints {
    /// None where the system tells of no changes, or not of all, as on a network disk.
    pub(super) fn on(layout: &Layout) -> Option<Self> {
        let places = [layout.root().to_owned(), layout.units()].map(|path| {
            let now = is_now(&path);
            (path, now)
        });
        let told = told::listen(places.each_ref().map(|(path, _)| path.as_path()))?;
        Some(Self { told, places })
    }

    /// Whether the directories are still the ones that are listened to.
    pub(super) fn stand(&self) -> bool {
        let stands = |(path, then): &Place| is_now(path) == *then;
        self.places.iter().all(stands)
    }

    /// Whether something may have changed since this began or was asked last.
    pub(super) fn any(&self) -> bool {
        told::any(&self.told) || !self.stand()
    }
}

#[cfg(target_os = "linux")]
mod told {
    use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
    use rustix::fs::statfs;
    use rustix::io::Errno;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    pub(super) type Told = OwnedFd;

    /// Disks of which every change is this system's own: ext, xfs, btrfs, f2fs, zfs, tmpfs, overlay.
    const OWN: [i64; 7] = [
        0xef53,
        0x5846_5342,
        0x9123_683e,
        0xf2f5_2010,
        0x2fc1_2fc1,
        0x0102_1994,
        0x794c_7630,
    ];

    pub(super) fn listen(dirs: [&Path; 2]) -> Option<Told> {
        // The number has another type on other machines.
        #[allow(clippy::useless_conversion)]
        let own = |dir: &&Path| {
            let kind = statfs(*dir).map(|about| i64::from(about.f_type));
            kind.is_ok_and(|kind| OWN.contains(&kind))
        };
        if !dirs.iter().all(own) {
            return None;
        }
        let inotify = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()?;
        let changes = WatchFlags::MODIFY
            | WatchFlags::CLOSE_WRITE
            | WatchFlags::ATTRIB
            | WatchFlags::MOVE
            | WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::DELETE_SELF
            | WatchFlags::MOVE_SELF
            | WatchFlags::ONLYDIR;
        for dir in dirs {
            add_watch(&inotify, dir, changes).ok()?;
        }
        Some(inotify)
    }

    /// Takes out all that was told.
    pub(super) fn any(inotify: &Told) -> bool {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut reader = Reader::new(inotify, &mut buffer);
        let mut some = false;
        loop {
            match reader.next() {
                Ok(_) => some = true,
                Err(Errno::INTR) => {}
                Err(Errno::WOULDBLOCK) => return some,
                Err(_) => return true,
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod told {
    use std::path::Path;

    pub(super) type Told = std::convert::Infallible;

    pub(super) fn listen(_: [&Path; 2]) -> Option<Told> {
        None
    }

    pub(super) fn any(told: &Told) -> bool {
        match *told {}
    }
}
