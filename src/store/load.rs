//! Reading a whole book: every file once, on two threads; a broken file is one bad row.

use super::atomic::is_temp;
use super::error::StoreError;
use super::fault::Fault;
use super::file::{NoBytes, read_into};
use super::format::{Read, parse_header, parse_unit};
use super::layout::Layout;
use crate::model::{Book, Header, Unit, UnitId, Unreadable, fold};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewer files than this are read sooner than a thread is started.
const ALONE: usize = 64;
/// Files that a thread takes at a time: few, so that one large cell does not hold up the rest.
const TURN: usize = 4;

/// A book, and what killed saves have left beside it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) book: Book,
    pub(crate) temps: Vec<PathBuf>,
}

/// Reads the book of a data directory.
pub(crate) fn load(layout: &Layout) -> Result<Loaded, StoreError> {
    let header = read_header(layout, &mut Vec::new())?.value;
    let mut temps = Vec::new();
    list(layout.root(), &mut temps, |_| {})?;
    let mut names = Vec::new();
    list(&layout.units(), &mut temps, |name| names.push(name))?;
    names.sort_unstable();
    let dir = layout.units();
    let (mut units, mut bad, mut strange) = (Vec::new(), Vec::new(), Vec::new());
    for found in read_all(&dir, &names) {
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
    Ok(Loaded {
        book: Book::new(header, units, bad),
        temps,
    })
}

/// Reads `book.ron`.
pub(crate) fn read_header(
    layout: &Layout,
    bytes: &mut Vec<u8>,
) -> Result<Read<Header>, StoreError> {
    let path = layout.book();
    let fault = match read_into(&path, bytes) {
        Ok(_) => match parse_header(bytes) {
            Ok(read) => return Ok(read),
            Err(fault) => fault,
        },
        Err(NoBytes::Missing) => return Err(StoreError::NoBook(layout.root().to_owned())),
        Err(NoBytes::Failed(error)) => return Err(error),
        Err(NoBytes::Fault(fault)) => fault,
    };
    if fault.message.key == "file.newer" {
        return Err(StoreError::Newer(path));
    }
    Err(StoreError::Book { path, fault })
}

/// Calls for every unit file's name in a directory, and notes the temporary files.
fn list(
    dir: &Path,
    temps: &mut Vec<PathBuf>,
    mut each: impl FnMut(OsString),
) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(dir, &error);
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(fail(error)),
    };
    for entry in entries {
        let name = entry.map_err(fail)?.file_name();
        let text = name.as_encoded_bytes();
        if is_temp(&name) {
            temps.push(dir.join(name));
        } else if text.ends_with(b".ron") && !text.starts_with(b".") {
            each(name);
        }
    }
    Ok(())
}

/// What a file of `units/` turned out to be.
enum Found {
    Unit(Box<Unit>),
    Bad(Unreadable),
    /// Not named like a unit.
    Strange(OsString),
}

fn read_all(dir: &Path, names: &[OsString]) -> Vec<Found> {
    let next = AtomicUsize::new(0);
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
            found.extend(turn.iter().map(|name| read_one(dir, name, &mut bytes)));
        }
    };
    if names.len() < ALONE {
        return work();
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut found = work();
        match other.join() {
            Ok(more) => found.extend(more),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        found
    })
}

fn read_one(dir: &Path, name: &OsStr, bytes: &mut Vec<u8>) -> Found {
    let stem = name.to_str().and_then(|name| name.strip_suffix(".ron"));
    let Some(id) = stem.and_then(|stem| UnitId::new(stem).ok()) else {
        return Found::Strange(name.to_owned());
    };
    let fault = match read_into(&dir.join(name), bytes) {
        Ok(_) => match parse_unit(bytes) {
            Ok(read) if read.value.id == id => return Found::Unit(Box::new(read.value)),
            Ok(_) => Fault::key("file.wrong-id"),
            Err(fault) => fault,
        },
        Err(NoBytes::Fault(fault)) => fault,
        Err(NoBytes::Missing) => Fault::key("file.empty"),
        Err(NoBytes::Failed(error)) => Fault::whole(error.message()),
    };
    Found::Bad(Unreadable {
        file: format!("units/{id}.ron"),
        id,
        line: fault.line,
        column: fault.column,
        fault: fault.message,
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
    let fault = Fault::key("file.bad-name");
    Ok(Unreadable {
        id,
        file: format!("units/{name}"),
        line: 0,
        column: 0,
        fault: fault.message,
    })
}
