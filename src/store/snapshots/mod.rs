//! Snapshots: the book as it was before the first change of a day, kept beside it: links to its files, which no save writes over.

pub(super) mod manifest;
mod rotation;

use crate::store::disk::atomic;
use crate::store::disk::file::{NoBytes, read_into};
use crate::store::disk::fs::{Fs, Kind, Rights, write_all};
use crate::store::disk::layout::{Layout, is_record, make_dir};
use crate::store::error::StoreError;
use crate::store::journal::line::Stamp;
use crate::store::journal::month::day_of;
use chrono::NaiveDate;
use manifest::{Listed, Manifest, Part};
use rotation::outlived;
use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Fewer files than this are hashed sooner than a thread is started.
const ALONE: usize = 64;

/// The daily snapshots of one store. One that failed is not tried again on the same day: it must
/// not slow every save.
#[derive(Debug, Default)]
pub(super) struct Daily(Mutex<Option<Failed>>);

#[derive(Debug)]
struct Failed {
    on: NaiveDate,
    /// None once it has been told.
    why: Option<StoreError>,
}

impl Daily {
    /// Asked under the lock before anything is written. Makes the day's snapshot unless there is
    /// one, and tells whether it did; that it fails hinders nobody.
    pub(super) fn before_a_change(&self, fs: &dyn Fs, layout: &Layout, stamp: &Stamp) -> bool {
        let on = stamp.at.date_naive();
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.as_ref().is_some_and(|failed| failed.on == on) {
            return false;
        }
        match make(fs, layout, stamp) {
            Ok(made) => made,
            Err(error) => {
                let why = Some(error);
                *failed = Some(Failed { on, why });
                false
            }
        }
    }

    /// Why there is no snapshot of the day, told once.
    pub(super) fn trouble(&self) -> Option<StoreError> {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed.as_mut()?.why.take()
    }
}

fn make(fs: &dyn Fs, layout: &Layout, stamp: &Stamp) -> Result<bool, StoreError> {
    let path = layout.snapshot(stamp.at.date_naive());
    match fs.about(&path) {
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(StoreError::io(&path, &error)),
    }
    let above = layout.snapshots();
    make_dir(fs, &above)?;
    sweep(fs, layout);
    let temp = atomic::temp(&path, &atomic::token()).ok_or(StoreError::Internal)?;
    let whole = fill(fs, layout, &temp, stamp);
    let fail = |error| StoreError::io(&path, &error);
    let placed = whole.and_then(|()| fs.rename(&temp, &path).map_err(fail));
    if placed.is_err() {
        // What stays is swept before the next one is made.
        let _ = remove_tree(fs, &temp);
    }
    placed?;
    fs.sync_dir(&above).map_err(fail)?;
    Ok(true)
}

/// Makes all of a snapshot durable under a name that is not its own yet.
fn fill(fs: &dyn Fs, layout: &Layout, temp: &Path, stamp: &Stamp) -> Result<(), StoreError> {
    let (units, copies) = (layout.units(), temp.join("units"));
    make_dir(fs, &copies)?;
    let mut names = match fs.list(&units) {
        Ok(names) => names,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(StoreError::io(&units, &error)),
    };
    names.retain(|name| is_record(name));
    names.sort_unstable();
    let book = keep(fs, &layout.book(), &temp.join("book.ron"), "book.ron")?;
    let mut files = Vec::from_iter(book);
    files.extend(keep_all(fs, &units, &copies, &names)?);
    let manifest = Manifest::new(&stamp.at, files).print()?;
    write(fs, &temp.join(manifest::NAME), &manifest, Rights::CLOSED)?;
    for dir in [&*copies, temp] {
        let fail = |error| StoreError::io(dir, &error);
        fs.sync_dir(dir).map_err(fail)?;
    }
    Ok(())
}

/// Keeps the files of organisations, on two threads where there are many.
fn keep_all(
    fs: &dyn Fs,
    units: &Path,
    copies: &Path,
    names: &[OsString],
) -> Result<Vec<Listed>, StoreError> {
    let work = |names: &[OsString]| {
        let one = |name: &OsString| {
            let path = format!("units/{}", name.to_str()?);
            // Under another name it is nothing that could be put back.
            Part::of(&path)?;
            keep(fs, &units.join(name), &copies.join(name), &path).transpose()
        };
        names.iter().filter_map(one).collect::<Result<Vec<_>, _>>()
    };
    if names.len() < ALONE {
        return work(names);
    }
    let (one, other) = names.split_at(names.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(other));
        let mut files = work(one)?;
        match other.join() {
            Ok(more) => files.extend(more?),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        Ok(files)
    })
}

/// Keeps one file as a link, or as a copy where there can be none; none if it is no file.
fn keep(fs: &dyn Fs, from: &Path, to: &Path, path: &str) -> Result<Option<Listed>, StoreError> {
    match fs.about(from) {
        Ok(about) if about.kind == Kind::File => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(from, &error)),
    }
    let linked = fs.link(from, to).is_ok();
    let mut bytes = Vec::new();
    // The link, not the file: somebody may put another in its place meanwhile.
    match read_into(fs, if linked { to } else { from }, &mut bytes) {
        Ok(about) if !linked => write(fs, to, &bytes, about.rights())?,
        Ok(_) => {}
        Err(NoBytes::Failed(error)) => return Err(error),
        Err(NoBytes::Missing | NoBytes::Fault(_)) => {
            if linked {
                let fail = |error| StoreError::io(to, &error);
                fs.remove(to).map_err(fail)?;
            }
            return Ok(None);
        }
    }
    Ok(Some(Listed::new(path.to_owned(), &bytes)))
}

/// Writes a file that is not there yet and makes its bytes durable.
pub(super) fn write(
    fs: &dyn Fs,
    path: &Path,
    bytes: &[u8],
    rights: Rights,
) -> Result<(), StoreError> {
    write_from(fs, path, &mut &*bytes, rights)
}

/// Writes a file that is not there yet from what is read, and makes its bytes durable.
pub(super) fn write_from(
    fs: &dyn Fs,
    path: &Path,
    from: &mut dyn Read,
    rights: Rights,
) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    let mut file = fs.create(path, rights).map_err(fail)?;
    let mut held = vec![0; 1 << 16];
    loop {
        match from.read(&mut held).map_err(fail)? {
            0 => break,
            count => write_all(&mut *file, &held[..count]).map_err(fail)?,
        }
    }
    file.sync().map_err(fail)
}

/// The days of which there are whole snapshots, oldest first.
pub(super) fn days(fs: &dyn Fs, layout: &Layout) -> Vec<NaiveDate> {
    let names = fs.list(&layout.snapshots()).unwrap_or_default();
    let named = names.iter().filter_map(|name| day_of(name.to_str()?));
    let whole = |day: &NaiveDate| {
        let manifest = fs.about(&layout.snapshot(*day).join(manifest::NAME));
        manifest.is_ok_and(|about| about.kind == Kind::File)
    };
    let mut days: Vec<NaiveDate> = named.filter(whole).collect();
    days.sort_unstable();
    days
}

/// Removes the snapshots that are of no more use. One that stays is removed after the next.
pub(super) fn thin_out(fs: &dyn Fs, layout: &Layout) {
    for day in outlived(&days(fs, layout)) {
        let path = layout.snapshot(day);
        // Half of one must not look like a whole one.
        let temp = atomic::temp(&path, &atomic::token());
        let moved = temp.filter(|temp| fs.rename(&path, temp).is_ok());
        let _ = moved.map(|temp| remove_tree(fs, &temp));
    }
}

/// Removes what is left of snapshots that were broken off. Asked under the lock.
pub(super) fn sweep(fs: &dyn Fs, layout: &Layout) {
    let above = layout.snapshots();
    let names = fs.list(&above).unwrap_or_default();
    for name in names.iter().filter(|name| atomic::is_temp(name)) {
        let _ = remove_tree(fs, &above.join(name));
    }
}

/// Removes a directory with all that is in it; no link is followed.
pub(super) fn remove_tree(fs: &dyn Fs, dir: &Path) -> std::io::Result<()> {
    for name in fs.list(dir)? {
        let path = dir.join(name);
        match fs.about(&path)?.kind {
            Kind::Dir => remove_tree(fs, &path)?,
            Kind::File | Kind::Other => fs.remove(&path)?,
        }
    }
    fs.remove_dir(dir)
}
