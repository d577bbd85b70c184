//! What a save that was broken off has left: finished or undone, all or none, however often that is broken off too.

use super::undo;
use crate::model::UnitId;
use crate::store::disk::atomic::{is_temp, temp};
use crate::store::disk::file::{NoBytes, read_into};
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::journal::line::{Line, Mark, Planned, hash};
use crate::store::journal::replica::{known_replica, own_name};
use crate::store::journal::{Journal, Open};
use crate::store::snapshots;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Files that a committed edit has not put in place yet: where their content waits, or that they
/// are to go. The book's own file stands under no id.
pub(in crate::store) type Instead = BTreeMap<Option<UnitId>, Option<PathBuf>>;

/// Where a file stands between what it held and what it is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Old,
    New,
    /// Somebody else has changed it since.
    Other,
}

/// Ends what the journal left open; asked under the lock, before anything else is written.
pub(in crate::store) fn settle(journal: &mut Journal<'_>) -> Result<(), StoreError> {
    let (fs, layout) = (journal.fs(), journal.layout());
    let Some(open) = journal.open().cloned() else {
        return Ok(());
    };
    // A save that could not make it durable leaves such an end too.
    journal.make_durable()?;
    let end = conclude(fs, layout, &open)?;
    if matches!(end, Mark::Undone { .. }) {
        undo::forget(fs, layout, open.n)?;
    }
    sweep(fs, layout, Some(journal.dir()));
    // Without this line the next start finds out the same again.
    let _ = journal.add(&[Line::Mark(end)]);
    Ok(())
}

/// Removes what waits for nothing any more. Asked under the lock, so it is nobody's.
pub(in crate::store) fn sweep(fs: &dyn Fs, layout: &Layout, journal: Option<&Path>) {
    sweep_dir(fs, &layout.units());
    for dir in besides(layout, journal) {
        sweep_dir(fs, &dir);
    }
    snapshots::sweep(fs, layout);
}

/// Where files wait beside others, but for those of organisations; the folder of the own journal
/// is one.
fn besides(layout: &Layout, journal: Option<&Path>) -> Vec<PathBuf> {
    let dirs = [layout.root().to_owned(), layout.local(), layout.imports()];
    let dirs = dirs.into_iter();
    dirs.chain(journal.map(Path::to_owned)).collect()
}

/// Whether something waits for nothing beside the files of organisations.
pub(in crate::store) fn leftovers(fs: &dyn Fs, layout: &Layout, journal: Option<&Path>) -> bool {
    let mut dirs = besides(layout, journal);
    dirs.push(layout.snapshots());
    let mut names = dirs.iter().flat_map(|dir| fs.list(dir).unwrap_or_default());
    names.any(|name| is_temp(&name))
}

pub(in crate::store) fn sweep_dir(fs: &dyn Fs, dir: &Path) {
    let names = fs.list(dir).unwrap_or_default();
    for name in names.iter().filter(|name| is_temp(name)) {
        // A leftover that stays does no harm; the next start tries again.
        let _ = fs.remove(&dir.join(name));
    }
}

/// The seal of a file's content; none where there is no file.
fn seal_of(fs: &dyn Fs, path: &Path) -> Result<Option<String>, StoreError> {
    let mut bytes = Vec::new();
    match read_into(fs, path, &mut bytes) {
        Ok(_) => Ok(Some(hash(&[&bytes]))),
        Err(NoBytes::Missing) => Ok(None),
        // Not a file that we wrote, so no content of ours.
        Err(NoBytes::Fault(_)) => Ok(Some(String::new())),
        Err(NoBytes::Failed(error)) => Err(error),
    }
}

fn stand(fs: &dyn Fs, layout: &Layout, file: &Planned) -> Result<Stand, StoreError> {
    let now = seal_of(fs, &layout.file(file.unit.as_ref()))?;
    Ok(if now == file.new {
        Stand::New
    } else if now == file.old {
        Stand::Old
    } else {
        Stand::Other
    })
}

fn stands(fs: &dyn Fs, layout: &Layout, open: &Open) -> Result<Vec<Stand>, StoreError> {
    let files = open.files.iter();
    files.map(|file| stand(fs, layout, file)).collect()
}

/// Where the new content of a file waits, if it does.
fn waiting(
    fs: &dyn Fs,
    layout: &Layout,
    open: &Open,
    file: &Planned,
) -> Result<Option<PathBuf>, StoreError> {
    let Some(temp) = temp(&layout.file(file.unit.as_ref()), &open.token) else {
        return Ok(None);
    };
    let whole = file.new.is_some() && seal_of(fs, &temp)? == file.new;
    Ok(whole.then_some(temp))
}

/// Puts in place what is committed, and tells how the edit ended.
fn conclude(fs: &dyn Fs, layout: &Layout, open: &Open) -> Result<Mark, StoreError> {
    let (n, seal) = (open.n, String::new());
    let stands = stands(fs, layout, open)?;
    let all = |meant: Stand| stands.iter().all(|stand| *stand == meant);
    if !all(Stand::New) && !open.committed {
        // One file needs no commit: its rename is all or nothing.
        let certain = open.files.len() > 1 || all(Stand::Old);
        return Ok(if certain {
            Mark::Undone { n, seal }
        } else {
            Mark::Unclear { n, seal }
        });
    }
    let mut places = Vec::new();
    for (file, stand) in open.files.iter().zip(&stands) {
        let temp = waiting(fs, layout, open, file)?;
        if *stand == Stand::Old && file.new.is_some() && temp.is_none() {
            // Taken back before anything was put in place, and then the machine stopped.
            let untouched = !stands.contains(&Stand::New) && !open.back;
            return Ok(if untouched {
                Mark::Undone { n, seal }
            } else {
                Mark::Unclear { n, seal }
            });
        }
        places.push((layout.file(file.unit.as_ref()), *stand, temp, file));
    }
    for (path, stand, temp, file) in &places {
        let fail = |error| StoreError::io(path, &error);
        match (stand, temp) {
            (Stand::New, _) | (Stand::Other, None) => {}
            (Stand::Old, Some(temp)) => fs.rename(temp, path).map_err(fail)?,
            (Stand::Old, None) => fs.remove(path).map_err(fail)?,
            // Neither theirs nor ours may be lost.
            (Stand::Other, Some(temp)) => {
                let aside = layout.unplaced(n, file.unit.as_ref());
                fs.rename(temp, &aside).map_err(fail)?;
            }
        }
    }
    for dir in [layout.units(), layout.root().to_owned()] {
        let fail = |error| StoreError::io(&dir, &error);
        fs.sync_dir(&dir).map_err(fail)?;
    }
    Ok(match (stands.contains(&Stand::Other), open.back) {
        (true, _) => Mark::Unclear { n, seal },
        (false, true) => Mark::Undone { n, seal },
        (false, false) => Mark::Done { n, seal },
    })
}

/// For reading without mending: what a committed edit has still to put in place.
pub(in crate::store) fn instead(
    fs: &dyn Fs,
    layout: &Layout,
    open: &Open,
) -> Result<Instead, StoreError> {
    let mut found = Instead::new();
    if !open.committed {
        return Ok(found);
    }
    for (file, stand) in open.files.iter().zip(stands(fs, layout, open)?) {
        let temp = waiting(fs, layout, open, file)?;
        match stand {
            Stand::Old if file.new.is_some() && temp.is_none() => return Ok(Instead::new()),
            Stand::Old => _ = found.insert(file.unit.clone(), temp),
            Stand::New | Stand::Other => {}
        }
    }
    Ok(found)
}

/// The journal that is written from here, after what was broken off has been ended, with its name.
/// Only under the lock.
pub(in crate::store) fn own_journal<'a>(
    fs: &'a dyn Fs,
    layout: &'a Layout,
) -> Result<(String, Journal<'a>), StoreError> {
    let known = known_replica(fs, layout)?;
    if let Some(known) = known {
        let mut journal = Journal::read(fs, layout, &known)?;
        settle(&mut journal)?;
        let name = own_name(fs, layout)?;
        if name == known {
            return Ok((name, journal));
        }
    }
    let name = own_name(fs, layout)?;
    let journal = Journal::read(fs, layout, &name)?;
    Ok((name, journal))
}
