//! Taking people out for good: of the records, then of all else on this machine that holds values.

use super::erased_words::Words;
use super::erasing::{Erasing, Rest};
use super::held::{Keeping, Kept, kept};
use crate::model::{Book, CandidateId, Edit};
use crate::store::disk::file::{NoBytes, kind_of, names_in, read_into};
use crate::store::disk::fs::{About, Fs, Kind};
use crate::store::disk::layout::Layout;
use crate::store::disk::{atomic, lock};
use crate::store::journal::replica::own_journal;
use crate::store::save::recover::{sweep, sweep_dir};
use crate::store::save::{self, Way, undo};
use crate::store::snapshots::manifest::{self, Listed, Manifest};
use crate::store::{Stamp, Store, StoreError};
use std::collections::BTreeSet;
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

impl Store {
    /// Removes a person: by an edit that `book` has taken already, if there is a record, and from
    /// drafts, undo values and snapshots. The journal keeps the id and no value. Broken off, it
    /// is to be asked again: what is gone stays gone, the rest follows.
    pub fn erase(
        &self,
        id: &CandidateId,
        edit: Option<(&Book, &Edit)>,
        stamp: &Stamp,
    ) -> Result<Erased, StoreError> {
        let people = BTreeSet::from([id.clone()]);
        let whole = Erasing {
            people: &people,
            rest: Rest::Nothing,
            words: words(&people, edit),
        };
        self.erase_everywhere(&whole, edit, stamp)
    }

    /// Leaves of people's records what is counted: in the book by an edit that it has taken already,
    /// if there is any left to make, and in snapshots; in drafts and undo values nothing. Broken off, it is
    /// to be asked again with the same people, anonymous by then or not.
    pub fn anonymise(
        &self,
        people: &BTreeSet<CandidateId>,
        edit: Option<(&Book, &Edit)>,
        stamp: &Stamp,
    ) -> Result<Erased, StoreError> {
        let erasing = Erasing {
            people,
            rest: Rest::Figures,
            words: words(people, edit),
        };
        self.erase_everywhere(&erasing, edit, stamp)
    }

    fn erase_everywhere(
        &self,
        erasing: &Erasing<'_>,
        edit: Option<(&Book, &Edit)>,
        stamp: &Stamp,
    ) -> Result<Erased, StoreError> {
        self.may_write()?;
        let (fs, layout) = (&*self.fs, &self.layout);
        let mut erased = Erased::default();
        if erasing.people.is_empty() {
            return Ok(erased);
        }
        // What cannot be looked into later is told before anything is gone.
        undo::must_be_readable(fs, layout)?;
        if let Some((book, edit)) = edit {
            let way = Way::Erasure(erasing);
            let (place, made) = ((fs, layout), (book, edit));
            let by = (stamp, &self.seat);
            let n = save::save_edit(place, made, way, by, &self.daily, self.patience)?;
            erased.record = Some(n);
        }
        let record = erased.record;
        self.clean(erasing, erased)
            .map_err(|why| StoreError::HalfErased {
                record,
                why: Box::new(why),
            })
    }

    /// Takes people out of everything but the records.
    fn clean(&self, erasing: &Erasing<'_>, mut erased: Erased) -> Result<Erased, StoreError> {
        let (fs, layout) = (&*self.fs, &self.layout);
        let _lock = lock::take(fs, layout, lock::PATIENCE)?;
        let (_, journal) = own_journal(fs, layout)?;
        // What was broken off waits beside the files and may hold the people.
        sweep(fs, layout, Some(journal.dir()));
        erased.undo = undo::erase(fs, layout, erasing)?;
        erased.drafts = clean_local(fs, layout, erasing)?;
        erased.snapshots = clean_snapshots(fs, layout, erasing)?;
        let left = kept(fs, layout, erasing)?.into_iter();
        let (unseen, left): (Vec<Kept>, Vec<Kept>) =
            left.partition(|kept| kept.keeping == Keeping::Unseen);
        erased.left = left.into_iter().map(|kept| kept.path).collect();
        erased.unseen = unseen.into_iter().map(|kept| kept.path).collect();
        Ok(erased)
    }
}

/// What people are known by, of whom an edit changes the records.
fn words(people: &BTreeSet<CandidateId>, edit: Option<(&Book, &Edit)>) -> Words {
    let before = edit.iter().flat_map(|(_, edit)| &edit.before);
    let units = before.filter_map(|(_, unit)| unit.as_ref());
    let records = units.flat_map(|unit| &unit.candidates);
    Words::of(people, records.filter(|person| people.contains(&person.id)))
}

/// Drafts and torn ends go; a unit's file that could not be put in place is rewritten.
fn clean_local(fs: &dyn Fs, layout: &Layout, erasing: &Erasing<'_>) -> Result<usize, StoreError> {
    let local = layout.local();
    let places = kept(fs, layout, erasing)?.into_iter();
    let places = places.filter(|k| matches!(k.keeping, Keeping::Draft | Keeping::Aside));
    let mut gone = 0;
    for place in places {
        let path = layout.root().join(&place.path);
        let fail = |error| StoreError::io(&path, &error);
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
fn clean_snapshots(
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
