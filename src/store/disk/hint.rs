//! Whether the system has told of a change in a directory: asked before all its files are looked at.

use super::fs::Listening;
use std::path::Path;

/// None where the system tells of no changes, or not of all, as on a network disk.
pub(in crate::store) fn listen(dirs: [&Path; 2]) -> Option<Box<dyn Listening>> {
    told::listen(dirs)
}

#[cfg(target_os = "linux")]
mod told {
    use crate::store::disk::fs::Listening;
    use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
    use rustix::fs::statfs;
    use rustix::io::Errno;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    #[derive(Debug)]
    struct Told(OwnedFd);

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

    pub(in crate::store) fn listen(dirs: [&Path; 2]) -> Option<Box<dyn Listening>> {
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
            | WatchFlags::ONLYDIR
            | WatchFlags::DONT_FOLLOW;
        for dir in dirs {
            add_watch(&inotify, dir, changes).ok()?;
        }
        Some(Box::new(Told(inotify)))
    }

    impl Listening for Told {
        /// Takes out all that was told.
        fn any(&mut self) -> bool {
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut reader = Reader::new(&self.0, &mut buffer);
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
}

#[cfg(not(target_os = "linux"))]
mod told {
    use crate::store::disk::fs::Listening;
    use std::path::Path;

    pub(in crate::store) fn listen(_: [&Path; 2]) -> Option<Box<dyn Listening>> {
        None
    }
}
