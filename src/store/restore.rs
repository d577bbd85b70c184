//! Putting a copy in the place of the book: all of it or nothing, and what was there is kept beside it.

use super::error::StoreError;
use super::fences;
use super::file::read_into;
use super::fs::{Fs, Kind, Rights};
use super::journal::files;
use super::layout::{Layout, make_dir};
use super::load::read_header;
use super::lock::{self, Lock};
use super::replica::own_journal;
use super::snapshot::{remove_tree, write};
use super::telling::note_restored;
use super::unpack::{Unpacked, unpack};
use super::{Stamp, atomic};
use crate::model::Code;
use chrono::{DateTime, FixedOffset};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// How many files the copy held.
    pub files: usize,
    /// When the copy was made, as it says itself.
    pub made: String,
    /// Where that is now which was in its place; none if there was nothing.
    pub kept: Option<PathBuf>,
}

/// A directory that goes again unless it is put in place.
struct Beside<'a> {
    fs: &'a dyn Fs,
    layout: Layout,
    placed: bool,
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        if !self.placed {
            let _ = remove_tree(self.fs, self.layout.root());
        }
    }
}

/// Restores the book from an archive or a snapshot.
pub(crate) fn restore(
    fs: &dyn Fs,
    layout: &Layout,
    from: &Path,
    stamp: &Stamp,
) -> Result<Restored, StoreError> {
    let root = layout.root();
    let above = root.parent().filter(|p| !p.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new("."));
    let temp = atomic::temp(root, &atomic::token()).ok_or(StoreError::Internal)?;
    make_dir(fs, &temp)?;
    fs.enter(&temp);
    let mut beside = Beside {
        fs,
        layout: Layout::new(temp),
        placed: false,
    };
    let there = is_there(fs, root)?;
    if there {
        let fail = |error| StoreError::io(root, &error);
        fs.belong(beside.layout.root(), root).map_err(fail)?;
    }
    let unpacked = unpack(fs, from, &beside.layout)?;
    keep_fences(fs, layout, &beside.layout)?;
    let book = read_header(fs, &beside.layout.book(), &mut Vec::new())?;
    if book.value.settings.group_shared {
        let temp = beside.layout.root();
        share_all(fs, temp, if there { root } else { temp })?;
    }
    let kept = if there {
        Some(change_places(fs, layout, &mut beside, &unpacked, stamp)?)
    } else {
        note_restored(fs, &beside.layout, stamp)?;
        let fail = |error| StoreError::io(root, &error);
        fs.rename(beside.layout.root(), root).map_err(fail)?;
        beside.placed = true;
        None
    };
    fs.sync_dir(above)
        .map_err(|_| StoreError::Unsure(root.to_owned()))?;
    Ok(Restored {
        files: unpacked.files,
        made: unpacked.made,
        kept,
    })
}

/// Gives a directory with all that is in it to the group of another: first what lies in it, so that
/// nobody else can be in it meanwhile.
fn share_all(fs: &dyn Fs, path: &Path, like: &Path) -> Result<(), StoreError> {
    let fail = |error| StoreError::io(path, &error);
    if fs.about(path).map_err(fail)?.kind == Kind::Dir {
        let names = fs.list(path).map_err(fail)?.into_iter();
        names
            .map(|name| path.join(name))
            .try_for_each(|below| share_all(fs, &below, like))?;
    }
    fs.share(path, like).map_err(fail)
}

fn is_there(fs: &dyn Fs, path: &Path) -> Result<bool, StoreError> {
    match fs.about(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io(path, &error)),
    }
}

/// Puts the restored book in the place of the one that is there; tells where that is now.
fn change_places(
    fs: &dyn Fs,
    layout: &Layout,
    beside: &mut Beside<'_>,
    unpacked: &Unpacked,
    stamp: &Stamp,
) -> Result<PathBuf, StoreError> {
    let root = layout.root();
    let _old = lock::take(fs, layout, lock::PATIENCE)?;
    // The lock of those that come to the new book before we are done.
    let _new: Lock = lock::take(fs, &beside.layout, lock::GLANCE)?;
    // What is kept is to be whole; if it cannot be mended, that is why it is replaced.
    let known = own_journal(fs, layout).ok().map(|(name, _)| name);
    let same = is_same_book(fs, layout, &unpacked.book);
    let known = known.filter(|_| same);
    carry_over(fs, layout, &beside.layout, (same, known.as_deref()))?;
    note_restored(fs, &beside.layout, stamp)?;
    let kept = free_name(fs, root, &stamp.at)?;
    let (snapshots, there) = (layout.snapshots(), beside.layout.snapshots());
    let fail = |error| StoreError::io(root, &error);
    let moved = same && is_there(fs, &snapshots)?;
    if moved {
        fs.rename(&snapshots, &there).map_err(fail)?;
        // From here on they are to be found there, not where they were.
        let synced = fs.sync_dir(beside.layout.root());
        if let Err(error) = synced.and_then(|()| fs.sync_dir(root)) {
            beside.placed = fs.rename(&there, &snapshots).is_err();
            return Err(fail(error));
        }
    }
    match exchange(fs, beside.layout.root(), root, &kept) {
        Ok(kept) => {
            beside.placed = true;
            fs.enter(&kept);
            stay_known(fs, &Layout::new(kept.clone()), layout);
            Ok(kept)
        }
        Err(error) => {
            // Where the snapshots cannot go back, they must not go with the rest.
            beside.placed = moved && fs.rename(&there, &snapshots).is_err();
            Err(fail(error))
        }
    }
}

/// The fences that the user has there, else the usual ones.
fn keep_fences(fs: &dyn Fs, old: &Layout, new: &Layout) -> Result<(), StoreError> {
    let mut bytes = Vec::new();
    for name in [".gitignore", ".stignore"] {
        if read_into(fs, &old.root().join(name), &mut bytes).is_ok() {
            write(fs, &new.root().join(name), &bytes, Rights::CLOSED)?;
        }
    }
    fences::put_up(fs, new)
}

/// Whether a book may be taken for the one that is restored: one that cannot be read may.
fn is_same_book(fs: &dyn Fs, layout: &Layout, book: &Code) -> bool {
    let now = read_header(fs, &layout.book(), &mut Vec::new());
    now.map_or(true, |header| header.value.id == *book)
}

/// Of the same book's journals what was written since the copy was made; and this machine's name,
/// if every line that was written under it is there, so that no number is given twice.
fn carry_over(
    fs: &dyn Fs,
    old: &Layout,
    new: &Layout,
    (same, known): (bool, Option<&str>),
) -> Result<(), StoreError> {
    let synced = |dir: &Path| {
        let fail = |error| StoreError::io(dir, &error);
        fs.sync_dir(dir).map_err(fail)
    };
    let mut whole = true;
    let replicas = fs.list(&old.journal_dir()).unwrap_or_default();
    for replica in replicas.iter().filter(|_| same) {
        let dir = new.journal_dir().join(replica);
        for file in files(fs, &old.journal_dir().join(replica))? {
            let carried = carry_journal(fs, &file, &dir)?;
            whole &= carried || known.is_none_or(|known| *replica != *known);
        }
        if is_there(fs, &dir)? {
            synced(&dir)?;
        }
    }
    if let Some(known) = known.filter(|_| whole) {
        let name = format!("{known}\n");
        write(fs, &new.replica(), name.as_bytes(), Rights::CLOSED)?;
    }
    synced(&new.local())?;
    synced(new.root())
}

/// Takes a journal's file if it goes on from what the copy holds of it; whether all of it is there.
fn carry_journal(fs: &dyn Fs, file: &Path, dir: &Path) -> Result<bool, StoreError> {
    let Some(name) = file.file_name() else {
        return Ok(false);
    };
    let (mut old, mut copied, to) = (Vec::new(), Vec::new(), dir.join(name));
    if read_into(fs, file, &mut old).is_err() {
        return Ok(false);
    }
    let there = read_into(fs, &to, &mut copied).is_ok();
    if there && (old.len() <= copied.len() || !old.starts_with(&copied)) {
        return Ok(copied.starts_with(&old));
    }
    make_dir(fs, dir)?;
    if there {
        let fail = |error| StoreError::io(&to, &error);
        fs.remove(&to).map_err(fail)?;
    }
    write(fs, &to, &old, Rights::CLOSED)?;
    Ok(true)
}

/// A name beside the book that says what is under it and since when.
fn free_name(fs: &dyn Fs, root: &Path, at: &DateTime<FixedOffset>) -> Result<PathBuf, StoreError> {
    let mut name = root.file_name().map(OsString::from).unwrap_or_default();
    name.push(format!(".before-{}", at.format("%Y-%m-%d-%H%M%S")));
    let mut path = root.with_file_name(&name);
    let mut more = 2..;
    while is_there(fs, &path)? {
        let mut next = name.clone();
        next.push(format!("-{}", more.next().unwrap_or(0)));
        path = root.with_file_name(next);
    }
    Ok(path)
}

/// Puts `new` in the place of `root`, and tells where that is now: under `kept`, unless it could
/// not be renamed any more.
fn exchange(fs: &dyn Fs, new: &Path, root: &Path, kept: &Path) -> std::io::Result<PathBuf> {
    match fs.exchange(new, root) {
        Ok(()) => Ok(match fs.rename(new, kept) {
            Ok(()) => kept.to_owned(),
            Err(_) => new.to_owned(),
        }),
        // A file system that cannot do it in one step.
        Err(error) if is_unknown(error.kind()) => {
            fs.rename(root, kept)?;
            if let Err(error) = fs.rename(new, root) {
                fs.rename(kept, root)?;
                return Err(error);
            }
            Ok(kept.to_owned())
        }
        Err(error) => Err(error),
    }
}

fn is_unknown(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

/// Boards that are open, and what is being typed in them, go over to the restored book. What
/// takes edits back does not: its values are those of the other.
fn stay_known(fs: &dyn Fs, old: &Layout, new: &Layout) {
    for name in fs.list(&old.local()).unwrap_or_default() {
        let text = name.to_string_lossy();
        if text.starts_with("session-") || text.starts_with("draft-") {
            let _ = fs.rename(&old.local().join(&name), &new.local().join(&name));
        }
    }
}
