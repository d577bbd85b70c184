//! Taking people out for good: of the records, then of all else on this machine that holds values.

use super::erasing::Erasing;
use super::held::{Keeping, Kept, kept};
use crate::store::disk::atomic;
use crate::store::disk::file::{NoBytes, kind_of, names_in, read_into};
use crate::store::disk::fs::{About, Fs, Kind};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::save::imports;
use crate::store::save::recover::sweep_dir;
use crate::store::snapshots::manifest::{self, Listed, Manifest};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What was erased of people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Erased {
    /// The number of the change to the records; none where there was none to make.
    pub record: Option<u64>,
    /// Drafts and what crashes had left, removed.
    pub drafts: usize,
    /// Lines of undo values, removed or rewritten.
    pub undo: usize,
    /// Files in snapshots, rewritten.
    pub snapshots: usize,
    /// Files that still tell of the people, as they cannot be read or are not the program's own.
    pub left: Vec<String>,
    /// Places that could not be looked into, so that nobody knows whether they tell of the people.
    pub unseen: Vec<String>,
}

impl Erased {
    /// Whether everything that tells of the people had to be left as it is.
    pub fn did_nothing(&self) -> bool {
        self.record.is_none() && self.drafts + self.undo + self.snapshots == 0
    }
}

/// Drafts and torn ends go; what became of imported rows, and a unit's file that could not be put in
/// place, are rewritten.
pub(in crate::store) fn clean_local(
    fs: &dyn Fs,
    layout: &Layout,
    erasing: &Erasing<'_>,
) -> Result<usize, StoreError> {
    let local = layout.local();
    let places = kept(fs, layout, erasing)?.into_iter();
    let own = |kept: &Kept| {
        matches!(
            kept.keeping,
            Keeping::Draft | Keeping::Import | Keeping::Aside
        )
    };
    let places = places.filter(own);
    let mut gone = 0;
    for place in places {
        let path = layout.root().join(&place.path);
        let fail = |error| StoreError::io(&path, &error);
        if place.keeping == Keeping::Import {
            imports::without(fs, &path, |row| {
                row.person
                    .as_ref()
                    .is_some_and(|id| erasing.people.contains(id))
            })?;
            gone += 1;
            continue;
        }
        let torn = |name: &OsStr| name.as_encoded_bytes().starts_with(b"torn-");
        if place.keeping == Keeping::Draft || path.file_name().is_some_and(torn) {
            fs.remove(&path).map_err(fail)?;
            gone += 1;
            continue;
        }
        let mut bytes = Vec::new();
        let unit = read_into(fs, &path, &mut bytes).is_ok();
        if let Some(rewritten) = unit.then(|| erasing.without_them(&bytes)).flatten() {
            atomic::write(fs, &path, &rewritten?)?;
            gone += 1;
        }
    }
    if gone > 0 {
        let fail = |error| StoreError::io(&local, &error);
        fs.sync_dir(&local).map_err(fail)?;
    }
    Ok(gone)
}

/// The folders in a folder.
fn folders(fs: &dyn Fs, dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for name in names_in(fs, dir)? {
        let path = dir.join(name);
        if kind_of(fs, &path)? == Some(Kind::Dir) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Rewrites the files of all snapshots that hold the people. A snapshot's file may be a link of the
/// live one, so the new content takes its name and nothing is written into it.
pub(in crate::store) fn clean_snapshots(
    fs: &dyn Fs,
    layout: &Layout,
    erasing: &Erasing<'_>,
) -> Result<usize, StoreError> {
    let mut cleaned = 0;
    for snapshot in folders(fs, &layout.snapshots())? {
        let units = snapshot.join("units");
        sweep_dir(fs, &snapshot);
        sweep_dir(fs, &units);
        let mut files = names_in(fs, &units)?;
        files.sort();
        let mut bytes = Vec::new();
        for name in files {
            let path = units.join(&name);
            let like = match read_into(fs, &path, &mut bytes) {
                Ok(about) => about,
                Err(NoBytes::Failed(error)) => return Err(error),
                Err(NoBytes::Missing | NoBytes::Fault(_)) => continue,
            };
            if !erasing.named_in(&String::from_utf8_lossy(&bytes)) {
                continue;
            }
            let Some(new) = erasing.without_them(&bytes).transpose()? else {
                continue;
            };
            // First what the file is to be: broken off here, the next time does the same again.
            relist(fs, &snapshot, &format!("units/{}", name.display()), &new)?;
            put(fs, &path, &new, &like)?;
            cleaned += 1;
        }
    }
    Ok(cleaned)
}

fn put(fs: &dyn Fs, path: &Path, bytes: &[u8], like: &About) -> Result<(), StoreError> {
    atomic::stage(fs, path, &atomic::token(), bytes, Some(like))?.publish()?;
    let dir = path.parent().unwrap_or(path);
    let fail = |error| StoreError::io(dir, &error);
    fs.sync_dir(dir).map_err(fail)
}

/// Puts a file's new size and sum in the list of a snapshot, if it has one that names the file.
fn relist(fs: &dyn Fs, snapshot: &Path, file: &str, new: &[u8]) -> Result<(), StoreError> {
    let path = snapshot.join(manifest::NAME);
    let mut bytes = Vec::new();
    let like = match read_into(fs, &path, &mut bytes) {
        Ok(about) => about,
        Err(NoBytes::Failed(error)) => return Err(error),
        Err(NoBytes::Missing | NoBytes::Fault(_)) => return Ok(()),
    };
    // One that is no list any more says nothing of its files.
    let Ok(mut manifest) = Manifest::parse(&bytes) else {
        return Ok(());
    };
    let Some(row) = manifest.files.iter_mut().find(|row| row.path == file) else {
        return Ok(());
    };
    *row = Listed::new(file.to_owned(), new);
    put(fs, &path, &manifest.print()?, &like)
}
