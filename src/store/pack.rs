//! The whole book in one file: a tar archive that begins with the list of what is in it.

use super::error::StoreError;
use super::file::{NoBytes, kind_of, names_in, read_into};
use super::format::{parse_header, parse_unit};
use super::fs::{Fs, Kind};
use super::give_out::{Existing, give_out};
use super::journal::Journal;
use super::layout::Layout;
use super::load::{is_record, look, read_header};
use super::lock;
use super::manifest::{self, Listed, Manifest, Part};
use super::recover::settle;
use super::replica::known_replica;
use chrono::{DateTime, FixedOffset};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tar::{Builder, EntryType, Header};

/// How often a book that is only read is read again because somebody saved meanwhile.
const TRIES: usize = 3;

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Where it is.
    pub path: PathBuf,
    /// How many files of the book are in it.
    pub files: usize,
    /// Files beside the book's that are no part of it and so are not in the copy.
    pub left_out: Vec<String>,
    /// Files that are in the copy as they are, but cannot be read, so that it cannot be put back.
    pub unreadable: Vec<String>,
}

/// The files of a book with what they hold, and the names of others beside them.
#[derive(Debug, Default)]
struct Gathered {
    files: Vec<(String, Vec<u8>)>,
    left_out: Vec<String>,
}

/// Packs the book into a file that is not there yet: the one named, else one in the current
/// directory that is named by the book and the day.
pub(crate) fn pack(
    fs: &dyn Fs,
    layout: &Layout,
    may_lock: bool,
    out: Option<&Path>,
    at: &DateTime<FixedOffset>,
) -> Result<Packed, StoreError> {
    let header = read_header(fs, &layout.book(), &mut Vec::new())?.value;
    let named = || PathBuf::from(format!("ketnap-{}-{}.tar", header.id, at.date_naive()));
    let path = out.map_or_else(named, Path::to_owned);
    if path.symlink_metadata().is_ok() {
        return Err(StoreError::Taken(path));
    }
    let gathered = if may_lock {
        gather_alone(fs, layout)?
    } else {
        gather_beside(fs, layout)?
    };
    let path = write(layout, &path, &gathered.files, at)?;
    let bad = |(path, bytes): &(String, Vec<u8>)| !is_readable(path, bytes);
    let unreadable = gathered.files.iter().filter(|file| bad(file));
    Ok(Packed {
        path,
        files: gathered.files.len(),
        unreadable: unreadable.map(|(path, _)| path.clone()).collect(),
        left_out: gathered.left_out,
    })
}

fn is_readable(path: &str, bytes: &[u8]) -> bool {
    match Part::of(path) {
        Some(Part::Book) => parse_header(bytes).is_ok(),
        Some(Part::Unit(id)) => parse_unit(bytes).is_ok_and(|read| read.value.id == id),
        Some(Part::Journal) => true,
        None => false,
    }
}

/// Under the lock, and after what was broken off has been ended.
fn gather_alone(fs: &dyn Fs, layout: &Layout) -> Result<Gathered, StoreError> {
    let _lock = lock::take(fs, layout, lock::PATIENCE)?;
    if let Some(replica) = known_replica(fs, layout)? {
        settle(&mut Journal::read(fs, layout, &replica)?)?;
    }
    gather(fs, layout)
}

/// Without the lock, until nobody has saved meanwhile.
fn gather_beside(fs: &dyn Fs, layout: &Layout) -> Result<Gathered, StoreError> {
    let state = || {
        let journal = look(fs, layout);
        let open = journal.as_ref().is_some_and(|j| j.open().is_some());
        (open, journal.and_then(|journal| journal.state().cloned()))
    };
    for _ in 0..TRIES {
        let before = state();
        let gathered = gather(fs, layout)?;
        if !before.0 && before == state() {
            return Ok(gathered);
        }
    }
    Err(StoreError::Locked)
}

fn gather(fs: &dyn Fs, layout: &Layout) -> Result<Gathered, StoreError> {
    let mut found = Gathered::default();
    found.take(fs, layout, "book.ron".to_owned())?;
    found.take_all(fs, layout, "units")?;
    for replica in names(fs, &layout.journal_dir())? {
        found.take_all(fs, layout, &format!("journal/{replica}"))?;
    }
    Ok(found)
}

impl Gathered {
    fn take_all(&mut self, fs: &dyn Fs, layout: &Layout, dir: &str) -> Result<(), StoreError> {
        for name in names(fs, &layout.root().join(dir))? {
            if is_record(name.as_ref()) {
                self.take(fs, layout, format!("{dir}/{name}"))?;
            }
        }
        Ok(())
    }

    fn take(&mut self, fs: &dyn Fs, layout: &Layout, path: String) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        let read = read_into(fs, &layout.root().join(&path), &mut bytes);
        match read {
            Ok(_) if Part::of(&path).is_some() => self.files.push((path, bytes)),
            Ok(_) | Err(NoBytes::Fault(_)) => self.left_out.push(path),
            Err(NoBytes::Missing) => {}
            Err(NoBytes::Failed(error)) => return Err(error),
        }
        Ok(())
    }
}

/// The names in a directory, sorted; none where there is no directory.
fn names(fs: &dyn Fs, dir: &Path) -> Result<Vec<String>, StoreError> {
    if kind_of(fs, dir)? != Some(Kind::Dir) {
        return Ok(Vec::new());
    }
    let names = names_in(fs, dir)?.into_iter();
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Writes the archive where nothing is yet; gives its path.
fn write(
    layout: &Layout,
    path: &Path,
    files: &[(String, Vec<u8>)],
    at: &DateTime<FixedOffset>,
) -> Result<PathBuf, StoreError> {
    let listed = files.iter();
    let listed = listed.map(|(path, bytes)| Listed::new(path.clone(), bytes));
    let manifest = Manifest::new(at, listed.collect()).print()?;
    let mtime = u64::try_from(at.timestamp()).unwrap_or_default();
    give_out(layout.root(), path, Existing::Kept, |file| {
        let mut archive = Builder::new(BufWriter::new(file));
        let mut add = |path: &str, bytes: &[u8]| {
            let mut header = Header::new_ustar();
            header.set_entry_type(EntryType::Regular);
            header.set_size(bytes.len() as u64);
            header.set_mode(0o600);
            header.set_mtime(mtime);
            archive.append_data(&mut header, path, bytes)
        };
        add(manifest::NAME, &manifest)?;
        for (path, bytes) in files {
            add(path, bytes)?;
        }
        archive.into_inner()?.flush()
    })
}
