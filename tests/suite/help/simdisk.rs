//! A file system in memory that forgets at a power cut what was not synced, and fails when it is told to.

use super::inode::{Inode, Names, Node};
use super::trouble::{Trouble, Verb};
use fastrand::Rng;
use ketnap::store::{About, Fs, Handle, Held, Here, Kind, Rights};
use rustix::io::Errno;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind};
use std::path::{Component, Path};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

/// Everything that is on the disk, and what is to go wrong with it.
#[derive(Debug, Clone, Default)]
struct State {
    inodes: Vec<Inode>,
    locked: BTreeSet<usize>,
    trouble: Trouble,
    /// Goes on with each change, so that no two bear one time.
    ticks: i64,
    /// What the clock shows; the machine's where nothing else is said.
    clock: Option<SystemTime>,
}

/// The disk; a copy of it is the same disk.
#[derive(Debug, Clone)]
pub(crate) struct SimDisk(Arc<Mutex<State>>);

fn missing() -> io::Error {
    ErrorKind::NotFound.into()
}

impl State {
    fn names(&self, dir: usize) -> io::Result<&Names> {
        match &self.inodes[dir].node {
            Node::Dir(names) => Ok(names),
            Node::File(_) => Err(ErrorKind::NotADirectory.into()),
            Node::Other => Err(Errno::LOOP.into()),
        }
    }

    fn names_mut(&mut self, dir: usize) -> &mut Names {
        match &mut self.inodes[dir].node {
            Node::Dir(names) => names,
            Node::File(_) | Node::Other => panic!("no directory"),
        }
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        let mut at = 0;
        for part in path.components() {
            if let Component::Normal(name) = part {
                at = self.names(at)?.get(name).ok_or_else(missing)?;
            }
        }
        Ok(at)
    }

    fn place<'p>(&self, path: &'p Path) -> io::Result<(usize, &'p OsStr)> {
        let above = path.parent().ok_or_else(missing)?;
        Ok((self.find(above)?, path.file_name().ok_or_else(missing)?))
    }

    fn about(&self, at: usize) -> About {
        let names = |inode: &Inode| match &inode.node {
            Node::Dir(names) => names.seen().values().filter(|named| **named == at).count(),
            Node::File(_) | Node::Other => 0,
        };
        self.inodes[at].about(at, self.inodes.iter().map(names).sum())
    }

    /// A second goes by with each change.
    fn touch(&mut self, at: usize, bytes: bool) {
        self.ticks += 1;
        self.inodes[at].touch((self.ticks, 0), bytes);
    }

    fn make(&mut self, path: &Path, inode: Inode) -> io::Result<usize> {
        let (dir, name) = self.place(path)?;
        if self.names(dir)?.get(name).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.inodes.push(inode);
        let made = self.inodes.len() - 1;
        self.names_mut(dir).link(name, made);
        self.touch(made, true);
        Ok(made)
    }

    /// A file to open; a link is none.
    fn opened(&self, path: &Path) -> io::Result<usize> {
        let found = self.find(path)?;
        match self.inodes[found].node {
            Node::Other => Err(Errno::LOOP.into()),
            Node::File(_) | Node::Dir(_) => Ok(found),
        }
    }

    fn file(&mut self, at: usize) -> &mut super::inode::Bytes {
        match &mut self.inodes[at].node {
            Node::File(bytes) => bytes,
            Node::Dir(_) | Node::Other => panic!("no file"),
        }
    }
}

impl SimDisk {
    /// An empty disk with one directory on it.
    pub(crate) fn new(dir: &str) -> Self {
        let disk = Self(Arc::default());
        disk.state().inodes.push(Inode::dir());
        disk.make_dir(Path::new(dir)).unwrap();
        disk.settle();
        disk
    }

    /// Locks what was found, if nobody holds it.
    fn hold(&self, state: &mut State, found: usize) -> Option<Box<dyn Held>> {
        let free = state.locked.insert(found);
        free.then(|| Box::new(Locked(self.clone(), found)) as Box<dyn Held>)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Another disk with the same content, without any trouble.
    pub(crate) fn fork(&self) -> Self {
        let mut state = self.state().clone();
        state.trouble = Trouble::default();
        state.locked.clear();
        Self(Arc::new(Mutex::new(state)))
    }

    /// Puts a link in a place.
    pub(crate) fn plant(&self, path: &Path) {
        self.state().make(path, Inode::link()).unwrap();
    }

    /// All that is there becomes durable.
    pub(crate) fn settle(&self) {
        self.state().inodes.iter_mut().for_each(Inode::settle);
    }

    /// Says what is to go wrong from now on.
    pub(crate) fn expect(&self, trouble: Trouble) {
        self.state().trouble = trouble;
    }

    /// What the clock shows from now on.
    pub(crate) fn set_clock(&self, now: SystemTime) {
        self.state().clock = Some(now);
    }

    pub(crate) fn trouble(&self) -> Trouble {
        self.state().trouble.clone()
    }

    /// How many things are not durable yet.
    pub(crate) fn pending(&self) -> usize {
        self.state().inodes.iter().map(Inode::pending).sum()
    }

    /// The disk as it is found after a power cut. `keeps` is asked, of each thing that was not
    /// durable, whether it is there all the same.
    pub(crate) fn after_a_cut(&self, mut keeps: impl FnMut() -> bool, rng: &mut Rng) -> Self {
        let cut = self.fork();
        for inode in &mut cut.state().inodes {
            inode.cut(&mut keeps, rng);
        }
        cut
    }

    /// Every file with what it holds.
    pub(crate) fn content(&self) -> Vec<(String, Vec<u8>)> {
        let state = self.state();
        let mut found = Vec::new();
        let mut dirs = vec![(String::new(), 0)];
        while let Some((above, at)) = dirs.pop() {
            for (name, inode) in state.names(at).unwrap().seen() {
                let path = format!("{above}/{}", name.display());
                match &state.inodes[*inode].node {
                    Node::Dir(_) => dirs.push((path, *inode)),
                    Node::File(bytes) => found.push((path, bytes.seen().to_vec())),
                    Node::Other => {}
                }
            }
        }
        found.sort();
        found
    }

    /// How many temporary files there are, or files in temporary directories.
    pub(crate) fn temps(&self) -> usize {
        let content = self.content();
        let ending = |name: &OsStr| Path::new(name).extension() == Some("tmp".as_ref());
        let temp = |path: &str| Path::new(path).iter().any(ending);
        content.iter().filter(|(path, _)| temp(path)).count()
    }

    fn begin(&self, verb: Verb, path: &Path) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        if let Some((path, bytes)) = state.trouble.intrusion() {
            let at = state.find(&path)?;
            let file = state.file(at);
            file.cut_off(0);
            file.add(&bytes);
            state.touch(at, true);
        }
        state.trouble.meet(verb, path)?;
        Ok(state)
    }

    fn handle(&self, inode: usize, path: &Path) -> Box<dyn Handle> {
        Box::new(Opened {
            disk: self.clone(),
            inode,
            path: path.into(),
            failed: false,
        })
    }
}

impl Fs for SimDisk {
    fn about(&self, path: &Path) -> io::Result<About> {
        let state = self.begin(Verb::Look, path)?;
        let at = state.find(path)?;
        Ok(state.about(at))
    }

    fn here(&self) -> Here {
        Here {
            machine: "sim".into(),
            boot: "1".into(),
            account: 0,
        }
    }

    fn now(&self) -> SystemTime {
        self.state().clock.unwrap_or_else(SystemTime::now)
    }

    fn read(&self, path: &Path, most: u64, into: &mut Vec<u8>) -> io::Result<About> {
        into.clear();
        let mut state = self.begin(Verb::Read, path)?;
        let at = state.find(path)?;
        let about = state.about(at);
        if about.kind == Kind::File && about.size <= most {
            into.extend_from_slice(state.file(at).seen());
        }
        Ok(about)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<OsString>> {
        let state = self.begin(Verb::Read, dir)?;
        let names = state.names(state.find(dir)?)?;
        Ok(names.seen().keys().cloned().collect())
    }

    fn share(&self, path: &Path, _like: &Path) -> io::Result<()> {
        self.begin(Verb::Make, path)?.opened(path).map(|_| ())
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(Verb::Make, path)?;
        state.make(path, Inode::dir()).map(|_| ())
    }

    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Handle>> {
        let mut state = self.begin(Verb::Make, path)?;
        let made = state.make(path, Inode::file(rights.mode))?;
        Ok(self.handle(made, path))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let state = self.begin(Verb::Read, path)?;
        let found = state.opened(path)?;
        Ok(self.handle(found, path))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let mut state = self.begin(Verb::Make, path)?;
        let found = match state.opened(path) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                state.make(path, Inode::file(0o600))?
            }
            Err(error) => return Err(error),
        };
        Ok(self.handle(found, path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.begin(Verb::Rename, to)?;
        let (dir, name) = state.place(from)?;
        let (new_dir, new_name) = state.place(to)?;
        let inode = state.names(dir)?.get(name).ok_or_else(missing)?;
        if let Some(there) = state.names(new_dir)?.get(new_name)
            && state.names(there).is_ok()
        {
            return Err(ErrorKind::IsADirectory.into());
        }
        if dir == new_dir {
            state.names_mut(dir).rename(name, new_name, inode);
        } else {
            state.names_mut(dir).unlink(name);
            state.names_mut(new_dir).link(new_name, inode);
        }
        Ok(())
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        let mut state = self.begin(Verb::Make, name)?;
        let inode = state.find(file)?;
        let (dir, name) = state.place(name)?;
        if state.names(dir)?.get(name).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        state.names_mut(dir).link(name, inode);
        state.touch(inode, false);
        Ok(())
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let mut state = self.begin(Verb::Rename, other)?;
        let (dir, name) = state.place(one)?;
        let (other_dir, other_name) = state.place(other)?;
        let first = state.names(dir)?.get(name).ok_or_else(missing)?;
        let second = state.names(other_dir)?.get(other_name);
        let second = second.ok_or_else(missing)?;
        assert_eq!(dir, other_dir, "the store exchanges neighbours only");
        state
            .names_mut(dir)
            .exchange((name, first), (other_name, second));
        Ok(())
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(Verb::Remove, path)?;
        let (dir, name) = state.place(path)?;
        let inode = state.names(dir)?.get(name).ok_or_else(missing)?;
        if !state.names(inode)?.seen().is_empty() {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        state.names_mut(dir).unlink(name);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.begin(Verb::Remove, path)?;
        let (dir, name) = state.place(path)?;
        let inode = state.names(dir)?.get(name).ok_or_else(missing)?;
        if state.names(inode).is_ok() {
            return Err(ErrorKind::IsADirectory.into());
        }
        state.names_mut(dir).unlink(name);
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.begin(Verb::Sync, dir)?;
        let at = state.find(dir)?;
        state.names(at)?;
        state.inodes[at].settle();
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let mut state = self.begin(Verb::Lock, path)?;
        let found = match state.opened(path) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                state.make(path, Inode::file(0o600))?
            }
            Err(error) => return Err(error),
        };
        Ok(self.hold(&mut state, found))
    }

    fn lock_dir(&self, dir: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let mut state = self.begin(Verb::Lock, dir)?;
        let found = state.find(dir)?;
        state.names(found)?;
        Ok(self.hold(&mut state, found))
    }
}

#[derive(Debug)]
struct Opened {
    disk: SimDisk,
    inode: usize,
    path: Box<Path>,
    failed: bool,
}

impl Handle for Opened {
    fn size(&self) -> io::Result<u64> {
        let state = self.disk.begin(Verb::Look, &self.path)?;
        Ok(state.about(self.inode).size)
    }

    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let mut state = self.disk.begin(Verb::Read, &self.path)?;
        let all = state.file(self.inode).seen();
        let part = all.get(at as usize..at as usize + bytes.len());
        bytes.copy_from_slice(part.ok_or(ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.begin(Verb::Write, &self.path)?;
        let count = state.trouble.shorten(bytes.len());
        state.file(self.inode).add(&bytes[..count]);
        state.touch(self.inode, true);
        Ok(count)
    }

    fn cut(&mut self, size: u64) -> io::Result<()> {
        let mut state = self.disk.begin(Verb::Cut, &self.path)?;
        state.file(self.inode).cut_off(size as usize);
        state.touch(self.inode, true);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        assert!(
            !self.failed,
            "{} is synced again after that failed",
            self.path.display()
        );
        let begun = self.disk.begin(Verb::Sync, &self.path);
        let failed = begun.as_ref().err().map(io::Error::kind);
        match begun {
            Ok(mut state) => {
                state.file(self.inode).sync();
                Ok(())
            }
            Err(error) => {
                self.failed = true;
                if failed != Some(ErrorKind::Interrupted) {
                    self.disk.state().file(self.inode).lose();
                }
                Err(error)
            }
        }
    }
}

#[derive(Debug)]
struct Locked(SimDisk, usize);

impl Held for Locked {}

impl Drop for Locked {
    fn drop(&mut self) {
        self.0.state().locked.remove(&self.1);
    }
}
