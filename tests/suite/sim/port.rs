//! The file system as one of the actors sees it: each call passes the baton and meets what goes wrong.

use super::baton::{Baton, Met};
use crate::help::simdisk::SimDisk;
use crate::help::trouble::{Kind, Trouble, Verb};
use ketnap::store::{About, Fs, Handle, Held, Here, Rights};
use rustix::io::Errno;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Locks that a process holds: they go with it.
type Holding = Arc<Mutex<Vec<Slot>>>;
type Slot = Arc<Mutex<Option<Box<dyn Held>>>>;

/// A file that was put into its place, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) step: usize,
    pub(super) who: usize,
    pub(super) path: String,
}

/// The disk as an actor has it.
#[derive(Debug, Clone)]
pub(super) struct Port {
    pub(super) disk: SimDisk,
    pub(super) baton: Baton,
    pub(super) who: usize,
    account: u32,
    holding: Holding,
    pub(super) placed: Arc<Mutex<Vec<Placed>>>,
}

impl Port {
    pub(super) fn new(
        disk: &SimDisk,
        baton: &Baton,
        (who, account): (usize, u32),
        placed: &Arc<Mutex<Vec<Placed>>>,
    ) -> Self {
        Self {
            disk: disk.clone(),
            baton: baton.clone(),
            who,
            account,
            holding: Holding::default(),
            placed: Arc::clone(placed),
        }
    }

    fn hold(&self, held: Box<dyn Held>) -> Box<dyn Held> {
        let slot: Slot = Arc::new(Mutex::new(Some(held)));
        self.holding.lock().unwrap().push(Arc::clone(&slot));
        Box::new(Holds(slot))
    }

    /// Lets go of all locks, as the system does for a process that is no more.
    pub(super) fn let_go(&self) {
        for slot in self.holding.lock().unwrap().drain(..) {
            slot.lock().unwrap().take();
        }
    }

    /// True if what is written is cut short.
    fn meet(&self, verb: Verb, path: &Path) -> io::Result<bool> {
        match self.baton.call(self.who, verb, &path.display().to_string()) {
            Met::Nothing => Ok(false),
            Met::Fails(Kind::Short) => Ok(true),
            Met::Fails(kind) => Err(kind.error()),
            Met::Nobody => Err(Errno::IO.into()),
            Met::Dies => {
                self.let_go();
                Err(Errno::IO.into())
            }
        }
    }

    fn place(&self, path: &Path) {
        let step = self.baton.steps();
        let (who, path) = (self.who, path.display().to_string());
        self.placed.lock().unwrap().push(Placed { step, who, path });
    }

    fn handle(&self, handle: Box<dyn Handle>, path: &Path) -> Box<dyn Handle> {
        Box::new(Opened {
            port: self.clone(),
            handle,
            path: path.into(),
        })
    }
}

impl Fs for Port {
    fn about(&self, path: &Path) -> io::Result<About> {
        self.meet(Verb::Look, path)?;
        self.disk.about(path)
    }

    fn here(&self) -> Here {
        Here {
            account: self.account,
            ..self.disk.here()
        }
    }

    fn now(&self) -> SystemTime {
        let (second, micros) = self.baton.now(self.who);
        UNIX_EPOCH + Duration::from_secs(second) + Duration::from_micros(micros % 1_000_000)
    }

    fn pause(&self, time: Duration) {
        self.baton.pause(self.who, time.as_micros() as u64);
    }

    fn read(&self, path: &Path, most: u64, into: &mut Vec<u8>) -> io::Result<About> {
        into.clear();
        self.meet(Verb::Read, path)?;
        self.disk.read(path, most, into)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<OsString>> {
        self.meet(Verb::Read, dir)?;
        self.disk.list(dir)
    }

    fn share(&self, path: &Path, like: &Path) -> io::Result<()> {
        self.meet(Verb::Make, path)?;
        self.disk.share(path, like)
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        self.meet(Verb::Make, path)?;
        self.disk.make_dir(path)
    }

    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Handle>> {
        self.meet(Verb::Make, path)?;
        Ok(self.handle(self.disk.create(path, rights)?, path))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.meet(Verb::Read, path)?;
        Ok(self.handle(self.disk.open(path)?, path))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.meet(Verb::Make, path)?;
        Ok(self.handle(self.disk.append(path)?, path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.meet(Verb::Rename, to)?;
        self.disk.rename(from, to)?;
        self.place(to);
        Ok(())
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.meet(Verb::Make, name)?;
        self.disk.link(file, name)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.meet(Verb::Rename, other)?;
        self.disk.exchange(one, other)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.meet(Verb::Remove, path)?;
        self.disk.remove_dir(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.meet(Verb::Remove, path)?;
        self.disk.remove(path)?;
        self.place(path);
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.meet(Verb::Sync, dir)?;
        self.disk.sync_dir(dir)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.meet(Verb::Lock, path)?;
        let held = self.disk.lock(path)?;
        Ok(held.map(|held| self.hold(held)))
    }

    fn lock_dir(&self, dir: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.meet(Verb::Lock, dir)?;
        let held = self.disk.lock_dir(dir)?;
        Ok(held.map(|held| self.hold(held)))
    }
}

#[derive(Debug)]
struct Holds(Slot);

impl Held for Holds {}

impl Drop for Holds {
    fn drop(&mut self) {
        self.0.lock().unwrap().take();
    }
}

#[derive(Debug)]
struct Opened {
    port: Port,
    handle: Box<dyn Handle>,
    path: Box<Path>,
}

impl Handle for Opened {
    fn size(&self) -> io::Result<u64> {
        self.port.meet(Verb::Look, &self.path)?;
        self.handle.size()
    }

    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.port.meet(Verb::Read, &self.path)?;
        self.handle.read_at(bytes, at)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let short = self.port.meet(Verb::Write, &self.path)?;
        let count = if short {
            bytes.len().div_ceil(3)
        } else {
            bytes.len()
        };
        self.handle.write(&bytes[..count])
    }

    fn cut(&mut self, size: u64) -> io::Result<()> {
        self.port.meet(Verb::Cut, &self.path)?;
        self.handle.cut(size)
    }

    fn sync(&mut self) -> io::Result<()> {
        let call =
            self.port
                .baton
                .call(self.port.who, Verb::Sync, &self.path.display().to_string());
        match call {
            Met::Nothing => self.handle.sync(),
            Met::Fails(kind) => {
                // The disk itself fails: it knows what is lost with that.
                self.port.disk.expect(Trouble::fails(Kind::Sync, 0, false));
                let failed = self.handle.sync();
                self.port.disk.expect(Trouble::default());
                failed.map_err(|_| kind.error())
            }
            Met::Nobody => Err(Errno::IO.into()),
            Met::Dies => {
                self.port.let_go();
                Err(Errno::IO.into())
            }
        }
    }
}
