//! Taking a copy of a book apart into a directory of its own: every file is checked before it counts.

use super::error::StoreError;
use super::fault::Fault;
use super::file::{LIMIT, NoBytes, read_into};
use super::format::{parse_header, parse_unit};
use super::fs::{Fs, Kind, Rights};
use super::layout::{Layout, make_dir};
use super::manifest::{self, Listed, Manifest, Part};
use super::snapshot::write;
use crate::model::{Code, Message, place};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use tar::{Archive, EntryType};

/// The most that all files of a book may take together, in bytes.
const ALL: u64 = 4 << 30;

/// What came out of a copy.
#[derive(Debug)]
pub(crate) struct Unpacked {
    pub(crate) book: Code,
    pub(crate) files: usize,
    /// When the copy was made.
    pub(crate) made: String,
}

/// Why a copy is no good, or what the disk says.
enum Wrong {
    Copy(Message),
    Disk(StoreError),
}

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        Self::Disk(error)
    }
}

fn wrong(key: &'static str, path: &str) -> Wrong {
    // A name of an archive may be as long as it likes.
    let shown: String = path.chars().take(80).collect();
    Wrong::Copy(Message::error(key).with("file", shown))
}

fn faulty(path: &str, fault: &Fault) -> Wrong {
    let message = Message::error("copy.fault")
        .with("place", place(path, fault.line, fault.column))
        .with("why", fault.message.clone());
    Wrong::Copy(message)
}

fn cut() -> Wrong {
    Wrong::Copy(Message::error("copy.cut"))
}

fn no_copy() -> Wrong {
    Wrong::Copy(Message::error("copy.none"))
}

/// A copy that is being taken apart.
struct Unpacking<'a> {
    fs: &'a dyn Fs,
    into: &'a Layout,
    made: String,
    waiting: BTreeMap<String, Listed>,
    files: usize,
    book: Option<Code>,
    dirs: BTreeSet<PathBuf>,
}

/// Unpacks an archive or a snapshot into a directory that is empty.
pub(crate) fn unpack(fs: &dyn Fs, from: &Path, into: &Layout) -> Result<Unpacked, StoreError> {
    let fail = |error| StoreError::io(from, &error);
    let unpacked = match fs.about(from).map_err(fail)?.kind {
        Kind::Dir => {
            fs.enter(from);
            from_dir(fs, from, into)
        }
        Kind::File | Kind::Other => from_file(fs, File::open(from).map_err(fail)?, into),
    };
    unpacked.map_err(|wrong| match wrong {
        Wrong::Disk(error) => error,
        Wrong::Copy(why) => StoreError::BadCopy {
            path: from.to_owned(),
            why,
        },
    })
}

fn from_dir(fs: &dyn Fs, from: &Path, into: &Layout) -> Result<Unpacked, Wrong> {
    let mut bytes = Vec::new();
    let mut read = |path: &str| match read_into(fs, &from.join(path), &mut bytes) {
        Ok(_) => Ok(std::mem::take(&mut bytes)),
        Err(NoBytes::Missing) => Err(wrong("copy.missing", path)),
        Err(NoBytes::Fault(fault)) => Err(faulty(path, &fault)),
        Err(NoBytes::Failed(error)) => Err(Wrong::Disk(error)),
    };
    let mut unpacking = Unpacking::new(fs, into, &read(manifest::NAME)?)?;
    let paths: Vec<String> = unpacking.waiting.keys().cloned().collect();
    for path in paths {
        let bytes = read(&path)?;
        unpacking.put(&path, &bytes)?;
    }
    unpacking.end()
}

fn from_file(fs: &dyn Fs, file: File, into: &Layout) -> Result<Unpacked, Wrong> {
    let mut archive = Archive::new(BufReader::new(file));
    // Raw: no long names, no sparse files, nothing that we do not write.
    let entries = archive.entries().map_err(|_| cut())?.raw(true);
    let mut unpacking: Option<Unpacking<'_>> = None;
    for entry in entries {
        let mut entry = entry.map_err(|_| match unpacking {
            Some(_) => cut(),
            None => no_copy(),
        })?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let most = match &unpacking {
            None if path == manifest::NAME => LIMIT,
            None => return Err(no_copy()),
            Some(unpacking) => unpacking.expected(&path)?,
        };
        if entry.header().entry_type() != EntryType::Regular {
            return Err(wrong("copy.no-file", &path));
        }
        if entry.size() > most {
            return Err(wrong("copy.too-large", &path));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|_| cut())?;
        match &mut unpacking {
            None => unpacking = Some(Unpacking::new(fs, into, &bytes)?),
            Some(unpacking) => unpacking.put(&path, &bytes)?,
        }
    }
    unpacking.ok_or_else(no_copy)?.end()
}

impl<'a> Unpacking<'a> {
    /// Begins with the list of the copy's files, none of which may lead elsewhere.
    fn new(fs: &'a dyn Fs, into: &'a Layout, manifest: &[u8]) -> Result<Self, Wrong> {
        let manifest = Manifest::parse(manifest);
        let manifest = manifest.map_err(|fault| faulty(manifest::NAME, &fault))?;
        let (mut waiting, mut all) = (BTreeMap::new(), 0_u64);
        for listed in manifest.files {
            let path = listed.path.clone();
            if Part::of(&path).is_none() {
                return Err(wrong("copy.bad-path", &path));
            }
            all = all.saturating_add(listed.size);
            if listed.size > LIMIT || all > ALL {
                return Err(wrong("copy.too-large", &path));
            }
            if waiting.insert(path.clone(), listed).is_some() {
                return Err(wrong("copy.twice", &path));
            }
        }
        make_dir(fs, &into.units())?;
        Ok(Self {
            fs,
            into,
            made: manifest.made,
            files: waiting.len(),
            waiting,
            book: None,
            dirs: [into.root().to_owned(), into.units()].into(),
        })
    }

    /// How long a file may be that comes now.
    fn expected(&self, path: &str) -> Result<u64, Wrong> {
        let listed = self.waiting.get(path);
        listed.map_or_else(
            || Err(wrong("copy.unlisted", path)),
            |listed| Ok(listed.size),
        )
    }

    /// Takes a file that is as it was when the copy was made, and that the store can read.
    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Wrong> {
        let listed = self.waiting.remove(path);
        if listed != Some(Listed::new(path.to_owned(), bytes)) {
            return Err(wrong("copy.changed", path));
        }
        let fault = |fault| faulty(path, &fault);
        match Part::of(path) {
            Some(Part::Book) => {
                self.book = Some(parse_header(bytes).map_err(fault)?.value.id);
            }
            Some(Part::Unit(id)) => {
                if parse_unit(bytes).map_err(fault)?.value.id != id {
                    return Err(fault(Fault::key("file.wrong-id")));
                }
            }
            // A torn or damaged line is shown by `check`, and is no reason to go without the book.
            Some(Part::Journal) => {}
            None => return Err(wrong("copy.bad-path", path)),
        }
        let to = self.into.root().join(path);
        if let Some(dir) = to.parent() {
            make_dir(self.fs, dir)?;
            self.dirs.insert(dir.to_owned());
        }
        Ok(write(self.fs, &to, bytes, Rights::CLOSED)?)
    }

    /// Nothing may be missing.
    fn end(self) -> Result<Unpacked, Wrong> {
        if let Some(path) = self.waiting.keys().next() {
            return Err(wrong("copy.missing", path));
        }
        let book = self.book.ok_or_else(|| wrong("copy.missing", "book.ron"))?;
        for dir in &self.dirs {
            let fail = |error| StoreError::io(dir, &error);
            self.fs.sync_dir(dir).map_err(fail)?;
        }
        Ok(Unpacked {
            book,
            files: self.files,
            made: self.made,
        })
    }
}
