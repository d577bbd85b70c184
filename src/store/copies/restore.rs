//! Putting a copy in the place of the book: all of it or nothing, and what was there is kept beside it.

use super::unpack::{Unpacked, unpack};
use crate::model::{Code, LogEdit, Outcome};
use crate::store::disk::file::{NoBytes, Stream, is_there, names_in, read_into};
use crate::store::disk::fs::{Fs, Kind, Rights};
use crate::store::disk::layout::{Layout, make_dir};
use crate::store::disk::lock::{self, Lock};
use crate::store::disk::{atomic, fences};
use crate::store::error::StoreError;
use crate::store::format::head::read_header;
use crate::store::journal::line::Stamp;
use crate::store::journal::lines::Lines;
use crate::store::journal::month::is_journal;
use crate::store::journal::verify::shown;
use crate::store::journal::{files, log};
use crate::store::save::recover::own_journal;
use crate::store::save::shown::note_restored;
use crate::store::snapshots::{remove_tree, write, write_from};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
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
    /// How many edits of the same book the copy does not know, and the number of the newest. Their
    /// lines of the journal are kept.
    pub lacks: (usize, Option<u64>),
    /// Journals of the same book that could not be read, and so are in the kept one only.
    pub left: Vec<String>,
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
pub(in crate::store) fn restore(
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
    let mut restored = Restored {
        files: unpacked.files,
        made: unpacked.made.clone(),
        kept: None,
        lacks: (0, None),
        left: Vec::new(),
    };
    if there {
        change_places(fs, layout, (&mut beside, &mut restored), &unpacked, stamp)?;
    } else {
        note_restored(fs, &beside.layout, stamp)?;
        let fail = |error| StoreError::io(root, &error);
        fs.rename(beside.layout.root(), root).map_err(fail)?;
        beside.placed = true;
    }
    fs.sync_dir(above)
        .map_err(|_| StoreError::Unsure(root.to_owned()))?;
    Ok(restored)
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

/// Puts the restored book in the place of the one that is there; tells where that is now, and what
/// it holds that the restored one does not.
fn change_places(
    fs: &dyn Fs,
    layout: &Layout,
    (beside, restored): (&mut Beside<'_>, &mut Restored),
    unpacked: &Unpacked,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let root = layout.root();
    let _old = lock::take(fs, layout, lock::PATIENCE)?;
    // The lock of those that come to the new book before we are done.
    let _new: Lock = lock::take(fs, &beside.layout, lock::GLANCE)?;
    // What is kept is to be whole; if it cannot be mended, that is why it is replaced.
    let known = own_journal(fs, layout).ok().map(|(name, _)| name);
    let same = is_same_book(fs, layout, &unpacked.book);
    let known = known.filter(|name| same && !is_forked(fs, layout, &beside.layout, name));
    if same {
        restored.lacks = lacking(fs, layout, &beside.layout);
    }
    restored.left = carry_over(fs, layout, &beside.layout, (same, known.as_deref()))?;
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
            restored.kept = Some(kept);
            Ok(())
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

/// Whether the copy's journal of a name went another way than the book's, as where two folders
/// wrote under one name: what goes on from both gives numbers again.
fn is_forked(fs: &dyn Fs, old: &Layout, new: &Layout, name: &str) -> bool {
    let whole = |layout: &Layout| {
        let mut all: Box<dyn Read> = Box::new(io::empty());
        for file in files(fs, &layout.journals(name)).ok()? {
            all = Box::new(all.chain(Stream::open(fs, &file, None).ok()?));
        }
        Some(BufReader::new(all))
    };
    // What cannot be read may say anything.
    let (Some(mut old), Some(mut new)) = (whole(old), whole(new)) else {
        return true;
    };
    loop {
        let (Ok(one), Ok(other)) = (old.fill_buf(), new.fill_buf()) else {
            return true;
        };
        let size = one.len().min(other.len());
        if size == 0 || one[..size] != other[..size] {
            return size > 0;
        }
        old.consume(size);
        new.consume(size);
    }
}

/// Of the same book's journals what was written since the copy was made; and this machine's name,
/// if every line that was written under it is there, so that no number is given twice. Tells which
/// journals could not be read.
fn carry_over(
    fs: &dyn Fs,
    old: &Layout,
    new: &Layout,
    (same, known): (bool, Option<&str>),
) -> Result<Vec<String>, StoreError> {
    let synced = |dir: &Path| {
        let fail = |error| StoreError::io(dir, &error);
        fs.sync_dir(dir).map_err(fail)
    };
    let above = old.journal_dir();
    let mut left = Vec::new();
    let replicas = match names_in(fs, &above) {
        Ok(names) if same => names,
        // What cannot be read stays in the old book, and is no reason to go without the new one.
        Err(_) if same => {
            left.push(shown(old, &above));
            Vec::new()
        }
        Ok(_) | Err(_) => Vec::new(),
    };
    let replicas = replicas.iter().filter_map(|name| name.to_str());
    for replica in replicas.filter(|name| is_journal(fs, old, name)) {
        let dir = new.journals(replica);
        let Ok(files) = files(fs, &old.journals(replica)) else {
            left.push(shown(old, &old.journals(replica)));
            continue;
        };
        for file in files {
            if !carry_journal(fs, &file, &dir)? {
                left.push(shown(old, &file));
            }
        }
        if is_there(fs, &dir)? {
            synced(&dir)?;
        }
    }
    let own = known.map(|known| shown(old, &old.journals(known)));
    let whole = |own: &String| {
        !left
            .iter()
            .any(|path| own.starts_with(path) || path.starts_with(own))
    };
    if let Some(known) = known.filter(|_| own.as_ref().is_some_and(whole)) {
        let name = format!("{known}\n");
        write(fs, &new.replica(), name.as_bytes(), Rights::CLOSED)?;
    }
    let mut bytes = Vec::new();
    if same && read_into(fs, &old.copied(), &mut bytes).is_ok() {
        write(fs, &new.copied(), &bytes, Rights::CLOSED)?;
    }
    synced(&new.local())?;
    synced(new.root())?;
    Ok(left)
}

/// Puts what a journal's file holds beyond the copy's behind that; false if it cannot be read.
fn carry_journal(fs: &dyn Fs, file: &Path, dir: &Path) -> Result<bool, StoreError> {
    let Some(name) = file.file_name() else {
        return Ok(true);
    };
    let to = dir.join(name);
    let fail = |error| StoreError::io(&to, &error);
    let copied = is_there(fs, &to)?;
    let Ok(parts) = beyond(fs, file, copied.then_some(&*to)) else {
        return Ok(false);
    };
    let Some((kept, from)) = parts else {
        return Ok(true);
    };
    let again = |path: &Path, until| match Stream::open(fs, path, until) {
        Ok(stream) => Ok(stream),
        Err(NoBytes::Failed(error)) => Err(error),
        Err(NoBytes::Missing | NoBytes::Fault(_)) => Err(StoreError::Internal),
    };
    let mut rest = again(file, None)?;
    rest.skip(from);
    make_dir(fs, dir)?;
    if !copied {
        write_from(fs, &to, &mut rest, Rights::CLOSED)?;
        return Ok(true);
    }
    let aside = to.with_extension("copied");
    fs.rename(&to, &aside).map_err(fail)?;
    let mut all = again(&aside, Some(kept))?.chain(rest);
    write_from(fs, &to, &mut all, Rights::CLOSED)?;
    fs.remove(&aside).map_err(fail)?;
    Ok(true)
}

/// Up to where the copy of a journal's file is to be kept, and from where on the file is to follow
/// it; none if the copy has all of it. No line of either is lost.
fn beyond(fs: &dyn Fs, file: &Path, copy: Option<&Path>) -> Result<Option<(u64, u64)>, NoBytes> {
    let mut now = Lines::open(fs, file, None)?;
    let Some(copy) = copy else {
        return Ok(Some((0, 0)));
    };
    let mut copied = Lines::open(fs, copy, None)?;
    // What both begin with, and how long the copy is without a torn end.
    let (mut common, mut kept, mut last, mut apart) = (0, 0, Vec::new(), false);
    while let Some(line) = copied.next_held()?.filter(|line| line.ends_with(b"\n")) {
        kept += line.len() as u64;
        if !apart {
            apart = now.next_held()? != Some(line);
        }
        if !apart {
            common = kept;
        }
        line.clone_into(&mut last);
    }
    if !apart {
        return Ok(now.next_held()?.is_some().then_some((kept, kept)));
    }
    let (mut now, mut at, mut from) = (Lines::open(fs, file, None)?, 0, None);
    while let Some(line) = now.next_held()? {
        at += line.len() as u64;
        if line == last {
            from = Some(at);
        }
    }
    // The copy's last line stands in it: what follows that. Else all from where the two part; or
    // nothing, where the copy only goes on further.
    let from = from.unwrap_or(common);
    Ok((from < at).then_some((kept, from)))
}

/// How many edits the journals of a book tell of that those of a copy do not, and the newest's number.
fn lacking(fs: &dyn Fs, old: &Layout, new: &Layout) -> (usize, Option<u64>) {
    let name = |edit: &LogEdit| (edit.replica.clone(), edit.n, edit.at.clone());
    let copied: BTreeSet<_> = log::read(fs, new).edits.iter().map(name).collect();
    let edits = log::read(fs, old).edits.into_iter();
    let edits = edits.filter(|edit| matches!(edit.outcome, Outcome::Done | Outcome::Unclear));
    let lacking: Vec<LogEdit> = edits.filter(|edit| !copied.contains(&name(edit))).collect();
    (lacking.len(), lacking.first().map(|edit| edit.n))
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
