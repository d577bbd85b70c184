//! What a simulated disk holds, once as programs see it and once as it would be found after a power cut.

use fastrand::Rng;
use ketnap::store::{About, Kind};
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// A file or a directory.
#[derive(Debug, Clone)]
pub(super) struct Inode {
    pub(super) node: Node,
    mode: u32,
    written: (i64, i64),
    changed: (i64, i64),
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    /// A link, a pipe: it leads nowhere.
    Other,
    File(Bytes),
    Dir(Names),
}

impl Inode {
    pub(super) fn dir() -> Self {
        Self {
            node: Node::Dir(Names::default()),
            mode: 0o700,
            written: (0, 0),
            changed: (0, 0),
        }
    }

    pub(super) fn link() -> Self {
        Self {
            node: Node::Other,
            ..Self::file(0o777)
        }
    }

    pub(super) fn file(mode: u32) -> Self {
        Self {
            node: Node::File(Bytes::default()),
            mode,
            written: (0, 0),
            changed: (0, 0),
        }
    }

    /// What is known of it under a number, with so many names.
    pub(super) fn about(&self, number: usize, links: usize) -> About {
        let (kind, size) = match &self.node {
            Node::File(bytes) => (Kind::File, bytes.seen.len() as u64),
            Node::Dir(_) => (Kind::Dir, 0),
            Node::Other => (Kind::Other, 0),
        };
        About {
            kind,
            size,
            mode: self.mode,
            owner: 0,
            group: 0,
            links: links as u64,
            place: (1, number as u64),
            written: self.written,
            changed: self.changed,
        }
    }

    /// Its bytes were changed at a time, or only what is known of it.
    pub(super) fn touch(&mut self, at: (i64, i64), bytes: bool) {
        if bytes {
            self.written = at;
        }
        self.changed = at;
    }

    /// All that is seen is durable.
    pub(super) fn settle(&mut self) {
        match &mut self.node {
            Node::File(bytes) => *bytes = Bytes::durable(bytes.seen.clone()),
            Node::Dir(names) => *names = Names::durable(names.seen.clone()),
            Node::Other => {}
        }
    }

    pub(super) fn pending(&self) -> usize {
        match &self.node {
            Node::File(bytes) => bytes.pending.len(),
            Node::Dir(names) => names.pending.len(),
            Node::Other => 0,
        }
    }

    /// What a power cut leaves.
    pub(super) fn cut(&mut self, keeps: &mut impl FnMut() -> bool, rng: &mut Rng) {
        match &mut self.node {
            Node::File(bytes) => *bytes = Bytes::durable(bytes.left(keeps, rng)),
            Node::Dir(names) => *names = Names::durable(names.left(keeps)),
            Node::Other => {}
        }
    }
}

#[derive(Debug, Clone)]
enum Write {
    /// From where on, and what.
    Add(usize, Vec<u8>),
    CutOff(usize),
}

impl Write {
    fn onto(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Add(at, more) => {
                // Where an earlier write is missing, there is nothing.
                bytes.resize(*at, 0);
                bytes.extend_from_slice(more);
            }
            Self::CutOff(size) => bytes.resize(*size, 0),
        }
    }
}

/// A file's content.
#[derive(Debug, Clone, Default)]
pub(super) struct Bytes {
    seen: Vec<u8>,
    safe: Vec<u8>,
    /// Not durable yet; and whether a sync has failed since, so that none will bring it to the disk.
    pending: Vec<(Write, bool)>,
}

impl Bytes {
    fn durable(bytes: Vec<u8>) -> Self {
        Self {
            seen: bytes.clone(),
            safe: bytes,
            pending: Vec::new(),
        }
    }

    pub(super) fn seen(&self) -> &[u8] {
        &self.seen
    }

    fn make(&mut self, write: Write) {
        write.onto(&mut self.seen);
        self.pending.push((write, false));
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.make(Write::Add(self.seen.len(), bytes.to_vec()));
    }

    pub(super) fn cut_off(&mut self, size: usize) {
        self.make(Write::CutOff(size));
    }

    pub(super) fn sync(&mut self) {
        for (write, lost) in self.pending.drain(..) {
            if !lost {
                write.onto(&mut self.safe);
            }
        }
    }

    /// A sync has failed.
    pub(super) fn lose(&mut self) {
        self.pending.iter_mut().for_each(|(_, lost)| *lost = true);
    }

    /// Of a write that is not kept the beginning may have reached the disk, or the length, or
    /// the length and the end.
    fn left(&self, keeps: &mut impl FnMut() -> bool, rng: &mut Rng) -> Vec<u8> {
        let mut bytes = self.safe.clone();
        for (write, _) in &self.pending {
            match write {
                write if keeps() => write.onto(&mut bytes),
                Write::CutOff(_) => {}
                Write::Add(at, more) => {
                    let part = rng.usize(..=more.len());
                    match rng.u8(..4) {
                        0 => Write::Add(*at, more[..part].to_vec()).onto(&mut bytes),
                        1 => bytes.resize(at + part, 0),
                        2 => {
                            bytes.resize(at + part, 0);
                            bytes.extend_from_slice(&more[part..]);
                        }
                        _ => {}
                    }
                }
            }
        }
        bytes
    }
}

#[derive(Debug, Clone)]
enum Naming {
    Link(OsString, usize),
    Unlink(OsString),
    Rename(OsString, OsString, usize),
    Exchange((OsString, usize), (OsString, usize)),
}

type Listing = BTreeMap<OsString, usize>;

impl Naming {
    fn onto(&self, names: &mut Listing) {
        match self {
            Self::Link(name, inode) => _ = names.insert(name.clone(), *inode),
            Self::Unlink(name) => _ = names.remove(name),
            Self::Rename(from, to, inode) => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
            Self::Exchange(one, other) => {
                names.insert(one.0.clone(), other.1);
                names.insert(other.0.clone(), one.1);
            }
        }
    }
}

/// A directory's names.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    seen: Listing,
    safe: Listing,
    pending: Vec<Naming>,
}

impl Names {
    fn durable(names: Listing) -> Self {
        Self {
            seen: names.clone(),
            safe: names,
            pending: Vec::new(),
        }
    }

    pub(super) fn seen(&self) -> &Listing {
        &self.seen
    }

    pub(super) fn get(&self, name: &OsStr) -> Option<usize> {
        self.seen.get(name).copied()
    }

    fn make(&mut self, naming: Naming) {
        naming.onto(&mut self.seen);
        self.pending.push(naming);
    }

    pub(super) fn link(&mut self, name: &OsStr, inode: usize) {
        self.make(Naming::Link(name.to_owned(), inode));
    }

    pub(super) fn unlink(&mut self, name: &OsStr) {
        self.make(Naming::Unlink(name.to_owned()));
    }

    pub(super) fn rename(&mut self, from: &OsStr, to: &OsStr, inode: usize) {
        self.make(Naming::Rename(from.to_owned(), to.to_owned(), inode));
    }

    pub(super) fn exchange(&mut self, one: (&OsStr, usize), other: (&OsStr, usize)) {
        let owned = |(name, inode): (&OsStr, usize)| (name.to_owned(), inode);
        self.make(Naming::Exchange(owned(one), owned(other)));
    }

    /// Each change of a name is there or not, whatever became of those before it.
    fn left(&self, keeps: &mut impl FnMut() -> bool) -> Listing {
        let mut names = self.safe.clone();
        for naming in &self.pending {
            if keeps() {
                naming.onto(&mut names);
            }
        }
        names
    }
}
