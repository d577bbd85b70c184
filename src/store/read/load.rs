//! Reading a whole book: every file once, on two threads; a broken file is one bad row.

use super::head::Head;
use crate::model::{Book, Fault, FaultKind, Header, Unit, UnitId, Unreadable, both, fold};
use crate::store::disk::atomic::is_temp;
use crate::store::disk::file::{NoBytes, read_into, read_with};
use crate::store::disk::fs::{Fs, Reader};
use crate::store::disk::layout::{Layout, is_record};
use crate::store::disk::lock;
use crate::store::error::StoreError;
use crate::store::format::head::read_header;
use crate::store::format::parse_unit;
use crate::store::journal::Journal;
use crate::store::journal::replica::known_replica;
use crate::store::save::recover::{Instead, instead, leftovers, settle, sweep};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewer files than this are read sooner than a thread is started.
const ALONE: usize = 64;
/// Files that a thread takes at a time: few, so that one large cell does not hold up the rest.
const TURN: usize = 4;

/// How often a book is read again because somebody saved meanwhile.
const TRIES: usize = 3;

/// How far the reading of a book is, to be asked from beside.
#[derive(Debug, Default)]
pub struct Reading {
    read: AtomicUsize,
    all: AtomicUsize,
}

impl Reading {
    /// How many files are read, and how many there are; none before they are counted.
    pub fn so_far(&self) -> (usize, usize) {
        let all = self.all.load(Ordering::Relaxed);
        (self.read.load(Ordering::Relaxed).min(all), all)
    }
}

/// Reads the book of a data directory, the head only where it has not stayed as it was opened. What
/// a broken-off save has left is mended first, if `mend` allows; else it is read as if it were.
pub(in crate::store) fn load(
    fs: &dyn Fs,
    layout: &Layout,
    (mend, mut head): (bool, Option<Head>),
    reading: &Reading,
) -> Result<Book, StoreError> {
    let mut tries = 1..=TRIES;
    loop {
        let mut journal = look(fs, layout);
        let is_open = |journal: &Journal<'_>| journal.open().is_some();
        if mend && journal.as_ref().is_some_and(is_open) {
            // What cannot be mended now is mended by the next save, or the one after.
            let _ = tidy_up(fs, layout);
            journal = look(fs, layout);
        }
        let open = journal.as_ref().and_then(Journal::open);
        let instead = open.map(|open| instead(fs, layout, open));
        let instead = instead.and_then(Result::ok).unwrap_or_default();
        let head = head.take().and_then(|head| head.still(fs));
        let waiting = (&instead, journal.as_ref().map(Journal::dir));
        let (book, temps) = read_book(fs, layout, (waiting, head), reading)?;
        if temps && mend {
            let _ = tidy_up(fs, layout);
        }
        // An edit of several files may have been half in place while they were read.
        let state = |journal: Option<Journal<'_>>| journal.and_then(|j| j.state().cloned());
        tries.next();
        if tries.is_empty() || state(journal) == state(look(fs, layout)) {
            return Ok(book);
        }
    }
}

/// The journal, if there is one that can be read: a damaged one must not keep a book closed.
pub(in crate::store) fn look<'a>(fs: &'a dyn Fs, layout: &'a Layout) -> Option<Journal<'a>> {
    let replica = known_replica(fs, layout).ok()??;
    Journal::read(fs, layout, &replica).ok()
}

/// Ends what was broken off and sweeps, unless somebody holds the lock.
fn tidy_up(fs: &dyn Fs, layout: &Layout) -> Result<(), StoreError> {
    let _lock = lock::take(fs, layout, lock::GLANCE)?;
    let replica = known_replica(fs, layout)?;
    if let Some(replica) = &replica {
        settle(&mut Journal::read(fs, layout, replica)?)?;
    }
    let dir = replica.map(|replica| layout.journals(&replica));
    sweep(fs, layout, dir.as_deref());
    Ok(())
}

/// Reads every file, and tells whether there are some that wait for nothing.
fn read_book(
    fs: &dyn Fs,
    layout: &Layout,
    ((instead, journal), head): ((&Instead, Option<&Path>), Option<Header>),
    reading: &Reading,
) -> Result<(Book, bool), StoreError> {
    let waiting = instead.get(&None).and_then(Option::as_deref);
    let header = match (waiting, head) {
        (Some(waiting), _) => read_header(fs, waiting, &mut Vec::new())?.value,
        (None, Some(head)) => head,
        (None, None) => read_header(fs, &layout.book(), &mut Vec::new())?.value,
    };
    let dir = layout.units();
    let (mut names, unit_temps) = list(fs, &dir)?;
    let moved: BTreeMap<OsString, Option<&Path>> = instead
        .iter()
        .filter_map(|(id, path)| Some((format!("{}.ron", id.as_ref()?).into(), path.as_deref())))
        .collect();
    if !moved.is_empty() {
        names.retain(|name| !moved.contains_key(name));
        let waiting = moved.iter().filter(|(_, path)| path.is_some());
        names.extend(waiting.map(|(name, _)| name.clone()));
    }
    names.sort_unstable();
    let (mut units, mut bad, mut strange) =
        (Vec::with_capacity(names.len()), Vec::new(), Vec::new());
    for found in read_all(fs, &dir, (&names, reading), &moved) {
        match found {
            Found::Unit(unit) => units.push(*unit),
            Found::Bad(row) => bad.push(row),
            Found::Strange(name) => strange.push(name),
        }
    }
    if !strange.is_empty() {
        let mut taken: BTreeSet<UnitId> = units.iter().map(|u: &Unit| u.id.clone()).collect();
        taken.extend(bad.iter().map(|row: &Unreadable| row.id.clone()));
        for name in strange {
            let row = nameless(&name, &taken)?;
            taken.insert(row.id.clone());
            bad.push(row);
        }
    }
    let book = Book::new(header, units, bad);
    Ok((book, unit_temps || leftovers(fs, layout, journal)))
}

/// The names of a directory's files of records, and whether some are temporary.
fn list(fs: &dyn Fs, dir: &Path) -> Result<(Vec<OsString>, bool), StoreError> {
    let mut names = match fs.list(dir) {
        Ok(names) => names,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(StoreError::io(dir, &error)),
    };
    let temps = names.iter().any(|name| is_temp(name));
    names.retain(|name| is_record(name));
    Ok((names, temps))
}

/// What a file of `units/` turned out to be.
pub(in crate::store) enum Found {
    Unit(Box<Unit>),
    Bad(Unreadable),
    /// Not named like a unit.
    Strange(OsString),
}

fn read_all(
    fs: &dyn Fs,
    dir: &Path,
    (names, reading): (&[OsString], &Reading),
    moved: &BTreeMap<OsString, Option<&Path>>,
) -> Vec<Found> {
    reading.read.store(0, Ordering::Relaxed);
    reading.all.store(names.len(), Ordering::Relaxed);
    let next = &reading.read;
    let reader = fs.reader(dir);
    let work = || {
        let mut found = Vec::with_capacity(names.len() / 2 + 1);
        let mut bytes = Vec::new();
        loop {
            let from = next.fetch_add(TURN, Ordering::Relaxed);
            let Some(turn) = names.get(from..names.len().min(from + TURN)) else {
                return found;
            };
            if turn.is_empty() {
                return found;
            }
            found.extend((from..).zip(turn).map(|(at, name)| {
                let waiting = moved.get(name).copied().flatten();
                let waiting = waiting.map(|path| (fs, path));
                (at, read_one(&reader, (dir, name), waiting, &mut bytes))
            }));
        }
    };
    let mut found = if names.len() < ALONE {
        work()
    } else {
        let (mut found, more) = both(work, work);
        found.extend(more);
        found
    };
    // The names are almost in the order of the ids, in which a book keeps its organisations: those
    // are large, and are moved once.
    found.sort_unstable_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, found)| found).collect()
}

/// Reads a unit's file from where it stands, or first from where its new content waits.
pub(in crate::store) fn read_one(
    reader: &Reader<'_>,
    (dir, name): (&Path, &OsStr),
    waiting: Option<(&dyn Fs, &Path)>,
    bytes: &mut Vec<u8>,
) -> Found {
    let stem = name.to_str().and_then(|name| name.strip_suffix(".ron"));
    let Some(id) = stem.and_then(|stem| UnitId::new(stem).ok()) else {
        return Found::Strange(name.to_owned());
    };
    let waited = waiting.map(|(fs, path)| read_into(fs, path, bytes));
    let read = match waited {
        Some(Ok(about)) => Ok(about),
        _ => read_with(reader, (dir, name), bytes),
    };
    let fault = match read {
        Ok(_) => match parse_unit(bytes) {
            Ok(read) if read.value.id == id => return Found::Unit(Box::new(read.value)),
            Ok(_) => Fault::whole(FaultKind::WrongId),
            Err(fault) => fault,
        },
        Err(NoBytes::Fault(fault)) => fault,
        Err(NoBytes::Missing) => Fault::whole(FaultKind::Empty),
        Err(NoBytes::Failed(error)) => Fault::whole(FaultKind::NotRead(Box::new(error.message()))),
    };
    Found::Bad(Unreadable {
        file: format!("units/{id}.ron"),
        id,
        fault,
    })
}

/// A row for a file whose name is no id: under one made from the name, and nobody else's.
fn nameless(name: &OsStr, taken: &BTreeSet<UnitId>) -> Result<Unreadable, StoreError> {
    let name = name.to_string_lossy();
    let kept = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let slug: String = fold(name.trim_end_matches(".ron"))
        .chars()
        .map(|c| if kept(c) { c } else { '-' })
        .take(40)
        .collect();
    let id = (1..=taken.len() + 1)
        .filter_map(|n| UnitId::new(&format!("file-{slug}-{n}")).ok())
        .find(|id| !taken.contains(id))
        .ok_or(StoreError::Internal)?;
    Ok(Unreadable {
        id,
        file: format!("units/{name}"),
        fault: Fault::whole(FaultKind::BadName),
    })
}
