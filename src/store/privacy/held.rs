//! What is kept about one person beside the record: drafts, undo values, snapshots, and files that are nobody's.

use super::erased_words::Seen;
use super::erasing::Erasing;
use crate::store::disk::file::{NoBytes, Stream, kind_of, names_in, read_into};
use crate::store::disk::fs::{Fs, Kind};
use crate::store::disk::layout::{Layout, is_record};
use crate::store::error::StoreError;
use crate::store::format::parse_unit;
use crate::store::journal::series;
use crate::store::journal::verify::shown;
use crate::store::save::undo;
use crate::store::snapshots::manifest::Part;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a place is that keeps something about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeping {
    /// A unit's file that cannot be read, so that the person cannot be seen in it.
    Unreadable,
    /// What was being typed.
    Draft,
    /// What became of the rows of an import.
    Import,
    /// Values that take edits back.
    Undo,
    /// Bytes that a crash left, put aside.
    Aside,
    /// A snapshot of a day.
    Snapshot,
    /// A file that the program did not make.
    Other,
    /// A place that nobody could look into: it may hold the person or not.
    Unseen,
}

/// A place that keeps something about a person, the record itself aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub keeping: Keeping,
    /// The file, or the folder of a snapshot, from the data directory down.
    pub path: String,
    /// How many lines or files of it.
    pub count: usize,
}

/// What else than the records speaks of people of whom it should not. What cannot be read is told:
/// nobody can say that it holds nothing.
pub(in crate::store) fn kept(
    fs: &dyn Fs,
    layout: &Layout,
    erasing: &Erasing<'_>,
) -> Result<Vec<Kept>, StoreError> {
    undo::must_be_readable(fs, layout)?;
    let mut places: BTreeMap<(Keeping, String), usize> = BTreeMap::new();
    let (files, closed) = all_files(fs, layout);
    for path in closed {
        places.insert((Keeping::Unseen, shown(layout, &path)), 1);
    }
    let mut bytes = Vec::new();
    for path in files {
        let found = match place(layout, &path) {
            Place::Journal => continue,
            Place::Lines(keeping) => {
                let count = erasing.lines_of(fs, &path)?;
                (count > 0).then_some((keeping, count))
            }
            Place::Record(keeping) => record(fs, &path, erasing, (keeping, &mut bytes))?,
            Place::Raw(keeping) => raw(fs, &path, erasing, keeping),
        };
        let Some((keeping, count)) = found else {
            continue;
        };
        let whole = shown(layout, &path);
        let named = if keeping == Keeping::Snapshot {
            whole.split('/').take(2).collect::<Vec<_>>().join("/")
        } else {
            whole
        };
        *places.entry((keeping, named)).or_default() += count;
    }
    let kept = places.into_iter().map(|((keeping, path), count)| Kept {
        keeping,
        path,
        count,
    });
    Ok(kept.collect())
}

/// Whether a file is one of those with undo values.
fn is_undo(layout: &Layout, path: &Path) -> bool {
    let known = |name| series::has(&layout.undo(), name);
    path.parent() == Some(&layout.local()) && path.file_name().is_some_and(known)
}

/// What a file is by where it lies.
enum Place {
    /// It holds no values.
    Journal,
    /// A record or the book's own file, here or in a snapshot.
    Record(Keeping),
    /// Lines of the program, of any length.
    Lines(Keeping),
    /// Anything: a file that is not the program's, or not one that it reads again.
    Raw(Keeping),
}

fn place(layout: &Layout, path: &Path) -> Place {
    let whole = shown(layout, path);
    match Part::of(&whole) {
        Some(Part::Journal) => return Place::Journal,
        Some(Part::Book | Part::Unit(_)) => return Place::Record(Keeping::Unreadable),
        None => {}
    }
    let parts: Vec<&str> = whole.split('/').collect();
    match parts[..] {
        ["units", name] if is_record(name.as_ref()) => Place::Record(Keeping::Unreadable),
        [".backup", _, "units", name] if is_record(name.as_ref()) => {
            Place::Record(Keeping::Snapshot)
        }
        [".backup", _, "book.ron" | "manifest.ron"] => Place::Record(Keeping::Snapshot),
        [".local", name] if name.starts_with("draft-") => Place::Lines(Keeping::Draft),
        [".local", "imports", _] => Place::Lines(Keeping::Import),
        [".local", _] if is_undo(layout, path) => Place::Lines(Keeping::Undo),
        [".local", ..] => Place::Raw(Keeping::Aside),
        _ => Place::Raw(Keeping::Other),
    }
}

/// A file of records that speaks of the people. A record of theirs that can be read, and is not in a
/// snapshot, is none that is kept beside it.
fn record(
    fs: &dyn Fs,
    path: &Path,
    erasing: &Erasing<'_>,
    (keeping, bytes): (Keeping, &mut Vec<u8>),
) -> Result<Option<(Keeping, usize)>, StoreError> {
    match read_into(fs, path, bytes) {
        Ok(_) if keeping == Keeping::Unreadable && parse_unit(bytes).is_ok() => Ok(None),
        Ok(_) => Ok((erasing.lines_in(bytes) > 0).then_some((keeping, 1))),
        Err(NoBytes::Fault(_)) => Ok(Some((Keeping::Unseen, 1))),
        Err(NoBytes::Failed(error)) => Err(error),
        Err(NoBytes::Missing) => Ok(None),
    }
}

/// Whether the people stand in the bytes of a file, whatever it is and however long.
fn raw(
    fs: &dyn Fs,
    path: &Path,
    erasing: &Erasing<'_>,
    keeping: Keeping,
) -> Option<(Keeping, usize)> {
    let mut stream = match Stream::open(fs, path, None) {
        Ok(stream) => stream,
        Err(NoBytes::Missing) => return None,
        Err(NoBytes::Fault(_) | NoBytes::Failed(_)) => return Some((Keeping::Unseen, 1)),
    };
    match erasing.words.look(&mut stream) {
        Ok(Seen::Nothing) => None,
        Ok(Seen::Somebody) => {
            let mut bytes = Vec::new();
            let whole = read_into(fs, path, &mut bytes).is_ok();
            let stays = whole && erasing.may_stay(&bytes);
            (!stays).then_some((keeping, 1))
        }
        Ok(Seen::Packed) | Err(_) => Some((Keeping::Unseen, 1)),
    }
}

/// Every file of the data directory, and what in it could not be looked into. Links are not
/// followed, and what git keeps is packed.
fn all_files(fs: &dyn Fs, layout: &Layout) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let mut folders = vec![layout.root().to_owned()];
    let (mut found, mut closed) = (Vec::new(), Vec::new());
    while let Some(folder) = folders.pop() {
        let Ok(names) = names_in(fs, &folder) else {
            closed.push(folder);
            continue;
        };
        for name in names {
            let path = folder.join(&name);
            match kind_of(fs, &path) {
                Ok(Some(Kind::Dir)) if name == ".git" => closed.push(path),
                Ok(Some(Kind::Dir)) => folders.push(path),
                Ok(Some(Kind::File)) => found.push(path),
                Ok(None) => {}
                Ok(Some(Kind::Other)) | Err(_) => closed.push(path),
            }
        }
    }
    found.sort();
    (found, closed)
}
