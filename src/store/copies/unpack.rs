//! Taking a copy of a book apart: every file is checked before it counts, wherever it goes.

use super::seal::{self, Whole};
use crate::model::{Code, Header, Message, Unit, place};
use crate::model::{Fault, FaultKind};
use crate::store::disk::file::{NoBytes, Stream, read_into};
use crate::store::disk::fs::{Fs, Kind, LIMIT, Rights};
use crate::store::disk::layout::{Layout, make_dir};
use crate::store::error::StoreError;
use crate::store::format::{parse_header, parse_unit};
use crate::store::snapshots::manifest::{self, ALL, Listed, Manifest, Part};
use crate::store::snapshots::{write, write_from};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use tar::{Archive, Entry, EntryType};

/// What came out of a copy.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(in crate::store) book: Code,
    pub(in crate::store) files: usize,
    /// When the copy was made.
    pub(in crate::store) made: String,
}

/// Why a copy is no good, or what the disk says.
#[derive(Debug)]
pub(super) enum Wrong {
    Copy(Message),
    Disk(StoreError),
}

impl Wrong {
    /// The error, by what is to be said of a bad copy.
    pub(in crate::store) fn or(self, bad: impl FnOnce(Message) -> StoreError) -> StoreError {
        match self {
            Self::Disk(error) => error,
            Self::Copy(why) => bad(why),
        }
    }
}

/// What a file of a copy holds that was read and is as it was when the copy was made. A journal is
/// still to be read: it may be of any length.
pub(in crate::store) enum Held<'a> {
    Book(&'a [u8], Box<Header>),
    Unit(&'a [u8], Box<Unit>),
    Journal(&'a mut dyn Read),
    /// A record that cannot be read, where that is known.
    Broken(&'a [u8]),
}

/// Where the files of a copy go.
pub(super) trait Goal {
    /// Takes one file.
    fn receive(&mut self, path: &str, held: Held<'_>) -> Result<(), Wrong>;

    /// Whether a record is known to be unreadable.
    fn is_broken(&self, _path: &str) -> bool {
        false
    }
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
        .with("why", fault.message());
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
    goal: &'a mut dyn Goal,
    made: String,
    waiting: BTreeMap<String, Listed>,
    files: usize,
    book: Option<Code>,
}

/// A directory that a copy is unpacked into.
struct Into<'a> {
    fs: &'a dyn Fs,
    layout: &'a Layout,
    dirs: BTreeSet<PathBuf>,
}

impl Goal for Into<'_> {
    fn receive(&mut self, path: &str, held: Held<'_>) -> Result<(), Wrong> {
        let to = self.layout.root().join(path);
        if let Some(dir) = to.parent() {
            make_dir(self.fs, dir)?;
            self.dirs.insert(dir.to_owned());
        }
        match held {
            Held::Journal(bytes) => write_from(self.fs, &to, bytes, Rights::CLOSED)?,
            Held::Book(bytes, _) | Held::Unit(bytes, _) | Held::Broken(bytes) => {
                write(self.fs, &to, bytes, Rights::CLOSED)?;
            }
        }
        Ok(())
    }
}

/// Unpacks an archive or a snapshot into a directory that is empty.
pub(super) fn unpack(fs: &dyn Fs, from: &Path, into: &Layout) -> Result<Unpacked, StoreError> {
    let fail = |error| StoreError::io(from, &error);
    make_dir(fs, &into.units())?;
    let mut goal = Into {
        fs,
        layout: into,
        dirs: [into.root().to_owned(), into.units()].into(),
    };
    let unpacked = match fs.about(from).map_err(fail)?.kind {
        Kind::Dir => {
            fs.enter(from);
            from_dir(fs, from, &mut goal)
        }
        Kind::File | Kind::Other => {
            let file = File::open(from).and_then(at_hand).map_err(fail)?;
            from_file(&file, &mut goal)
        }
    };
    let unpacked = unpacked.map_err(|wrong| {
        let path = from.to_owned();
        wrong.or(|why| StoreError::BadCopy { path, why })
    })?;
    for dir in &goal.dirs {
        let fail = |error| StoreError::io(dir, &error);
        fs.sync_dir(dir).map_err(fail)?;
    }
    Ok(unpacked)
}

/// What comes through a pipe can be read but once.
fn at_hand(mut file: File) -> std::io::Result<File> {
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    let mut kept = tempfile::tempfile()?;
    std::io::copy(&mut file, &mut kept)?;
    Ok(kept)
}

fn from_dir(fs: &dyn Fs, from: &Path, goal: &mut dyn Goal) -> Result<Unpacked, Wrong> {
    let no_bytes = |path: &str, why| match why {
        NoBytes::Missing => wrong("copy.missing", path),
        NoBytes::Fault(fault) => faulty(path, &fault),
        NoBytes::Failed(error) => Wrong::Disk(error),
    };
    let mut manifest = Vec::new();
    read_into(fs, &from.join(manifest::NAME), &mut manifest)
        .map_err(|why| no_bytes(manifest::NAME, why))?;
    let mut unpacking = Unpacking::new(goal, &manifest)?;
    let paths: Vec<String> = unpacking.waiting.keys().cloned().collect();
    for path in paths {
        let stream = Stream::open(fs, &from.join(&path), None);
        let mut stream = stream.map_err(|why| no_bytes(&path, why))?;
        unpacking.put(&path, &mut stream)?;
    }
    unpacking.end()
}

/// Takes an archive apart that is at hand from its first byte on.
pub(super) fn from_file(file: &File, goal: &mut dyn Goal) -> Result<Unpacked, Wrong> {
    match seal::look(file) {
        Ok(Whole::Damaged) => return Err(cut()),
        Ok(Whole::Sealed | Whole::Unsealed) => {}
        Err(_) => return Err(no_copy()),
    }
    let mut archive = Archive::new(BufReader::new(file));
    // Raw: no long names, no sparse files, nothing that we do not write.
    let mut entries = archive.entries().map_err(|_| cut())?.raw(true);
    let mut next = |begun: bool| {
        let entry = entries.next().transpose();
        entry.map_err(|_| if begun { cut() } else { no_copy() })
    };
    let mut first = next(false)?.ok_or_else(no_copy)?;
    let path = |entry: &Entry<'_, BufReader<&File>>| {
        String::from_utf8_lossy(&entry.path_bytes()).into_owned()
    };
    if path(&first) != manifest::NAME {
        return Err(no_copy());
    }
    is_file(&first, manifest::NAME, LIMIT)?;
    let mut manifest = Vec::new();
    first.read_to_end(&mut manifest).map_err(|_| cut())?;
    let mut unpacking = Unpacking::new(goal, &manifest)?;
    while let Some(mut entry) = next(true)? {
        let path = path(&entry);
        is_file(&entry, &path, unpacking.expected(&path)?)?;
        unpacking.put(&path, &mut entry)?;
    }
    unpacking.end()
}

/// Refuses what is no file of the size that it may have.
fn is_file<R: Read>(entry: &Entry<'_, R>, path: &str, most: u64) -> Result<(), Wrong> {
    if entry.header().entry_type() != EntryType::Regular {
        return Err(wrong("copy.no-file", path));
    }
    if entry.size() > most {
        return Err(wrong("copy.too-large", path));
    }
    Ok(())
}

/// Sums up what is read on its way.
struct Summing<'a> {
    from: &'a mut dyn Read,
    sum: Sha256,
    size: u64,
}

impl Read for Summing<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(into)?;
        self.sum.update(&into[..read]);
        self.size += read as u64;
        Ok(read)
    }
}

impl<'a> Unpacking<'a> {
    /// Begins with the list of the copy's files, none of which may lead elsewhere.
    fn new(goal: &'a mut dyn Goal, manifest: &[u8]) -> Result<Self, Wrong> {
        let manifest = Manifest::parse(manifest);
        let manifest = manifest.map_err(|fault| faulty(manifest::NAME, &fault))?;
        let (mut waiting, mut all) = (BTreeMap::new(), 0_u64);
        for listed in manifest.files {
            let path = listed.path.clone();
            let most = match Part::of(&path) {
                Some(Part::Journal) => ALL,
                Some(Part::Book | Part::Unit(_)) => LIMIT,
                None => return Err(wrong("copy.bad-path", &path)),
            };
            all = all.saturating_add(listed.size);
            if listed.size > most || all > ALL {
                return Err(wrong("copy.too-large", &path));
            }
            if waiting.insert(path.clone(), listed).is_some() {
                return Err(wrong("copy.twice", &path));
            }
        }
        Ok(Self {
            goal,
            made: manifest.made,
            files: waiting.len(),
            waiting,
            book: None,
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
    fn put(&mut self, path: &str, from: &mut dyn Read) -> Result<(), Wrong> {
        let listed = self.waiting.remove(path);
        let fault = |fault| faulty(path, &fault);
        let part = Part::of(path).ok_or_else(|| wrong("copy.bad-path", path))?;
        if part == Part::Journal {
            let mut summing = Summing {
                from,
                sum: Sha256::new(),
                size: 0,
            };
            // A torn or damaged line is shown by `check`, and is no reason to go without the book.
            self.goal.receive(path, Held::Journal(&mut summing))?;
            let sha256 = format!("{:x}", summing.sum.finalize());
            let same = |listed: &Listed| listed.size == summing.size && listed.sha256 == sha256;
            return match listed {
                Some(listed) if same(&listed) => Ok(()),
                _ => Err(wrong("copy.changed", path)),
            };
        }
        let mut bytes = Vec::new();
        let read = from.take(LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(|_| cut())?;
        if listed != Some(Listed::new(path.to_owned(), &bytes)) {
            return Err(wrong("copy.changed", path));
        }
        if self.goal.is_broken(path) {
            return self.goal.receive(path, Held::Broken(&bytes));
        }
        match part {
            Part::Book => {
                let header = parse_header(&bytes).map_err(fault)?.value;
                self.book = Some(header.id.clone());
                self.goal
                    .receive(path, Held::Book(&bytes, Box::new(header)))
            }
            Part::Unit(id) => {
                let unit = parse_unit(&bytes).map_err(fault)?.value;
                if unit.id != id {
                    return Err(fault(Fault::whole(FaultKind::WrongId)));
                }
                self.goal.receive(path, Held::Unit(&bytes, Box::new(unit)))
            }
            Part::Journal => Ok(()),
        }
    }

    /// Nothing may be missing.
    fn end(self) -> Result<Unpacked, Wrong> {
        if let Some(path) = self.waiting.keys().next() {
            return Err(wrong("copy.missing", path));
        }
        let book = self.book.ok_or_else(|| wrong("copy.missing", "book.ron"))?;
        Ok(Unpacked {
            book,
            files: self.files,
            made: self.made,
        })
    }
}
