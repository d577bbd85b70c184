//! Saving: checked against the disk first, made durable beside it, then put in place; and making a new book.

use super::atomic::{self, Staged, stage, sync_dir};
use super::error::StoreError;
use super::fault::Fault;
use super::file::{NoBytes, read_into};
use super::format::{Read, parse_header, parse_unit, print_header, print_unit};
use super::journal::{self, Journal};
use super::layout::{Layout, make_dir};
use super::load::read_header;
use super::{Stamp, lock, touched, undo};
use crate::model::{Book, Edit, Header, Unit, UnitId};
use std::ffi::OsStr;
use std::path::PathBuf;

/// One file as it is and as it is to be.
struct Plan {
    path: PathBuf,
    old: Option<Vec<u8>>,
    mode: Option<u32>,
    new: Option<Vec<u8>>,
}

/// What a file held before it was planned to change.
enum Disk<T> {
    Nothing,
    Holds(Read<T>),
    Broken(Fault),
}

/// Saves an edit that `book` has taken already; gives its number.
pub(crate) fn save(
    layout: &Layout,
    book: &Book,
    edit: &Edit,
    undoes: Option<u64>,
    stamp: &Stamp,
    temps: &[PathBuf],
) -> Result<u64, StoreError> {
    if !layout.book().exists() {
        return Err(StoreError::NoBook(layout.root().to_owned()));
    }
    let _lock = lock::take(layout)?;
    for path in temps {
        atomic::sweep(path);
    }
    let plans = plan(layout, book, edit)?;
    if plans.is_empty() {
        return undo::last_number(layout);
    }
    let replica = journal::replica(layout)?;
    let journal = Journal::find(layout, &replica, stamp)?;
    let n = 1 + journal.last_number().max(undo::last_number(layout)?);
    let staged = plans
        .iter()
        .map(|plan| match &plan.new {
            Some(bytes) => stage(&plan.path, bytes, plan.mode).map(Some),
            None => Ok(None),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let records = touched::records(book, edit);
    let lines = journal.append(layout, &records, n, undoes, stamp)?;
    let kept = undo::add(layout, n, &edit.change, &edit.inverse, undoes);
    let done = kept.and_then(|kept| publish(&plans, staged).inspect_err(|_| kept.take_back()));
    if let Err(error) = done {
        lines.take_back();
        return Err(error);
    }
    for dir in [layout.units(), layout.root().to_owned()] {
        let concerned = |plan: &&Plan| plan.path.parent() == Some(&dir);
        if let Some(plan) = plans.iter().find(concerned) {
            sync_dir(&dir).map_err(|_| StoreError::Unsure(plan.path.clone()))?;
        }
    }
    Ok(n)
}

/// Compares every touched file with what it was when it was read, before any is written.
fn plan(layout: &Layout, book: &Book, edit: &Edit) -> Result<Vec<Plan>, StoreError> {
    let mut bytes = Vec::new();
    let header = read_header(layout, &mut bytes)?;
    if header.newer {
        return Err(StoreError::Newer(layout.book()));
    }
    if header.value.id != book.header().id {
        return Err(StoreError::BookClash);
    }
    let mut plans = Vec::new();
    for (id, before) in &edit.before {
        plans.extend(plan_unit(layout, id, before.as_ref(), book.unit(id))?);
    }
    if let Some(before) = &edit.header {
        plans.extend(plan_header(layout, before, book.header())?);
    }
    if !plans.is_empty() {
        make_dir(&layout.units())?;
    }
    Ok(plans)
}

fn plan_unit(
    layout: &Layout,
    id: &UnitId,
    before: Option<&Unit>,
    after: Option<&Unit>,
) -> Result<Option<Plan>, StoreError> {
    let path = layout.unit(id);
    let (old, mode) = bytes_of(&path)?;
    let new = after.map(print_unit).transpose()?;
    if old.as_ref().ok() == new.as_ref() && (new.is_some() || matches!(old, Err(Disk::Nothing))) {
        return Ok(None);
    }
    let disk = match &old {
        Ok(bytes) => parse_unit(bytes).map_or_else(Disk::Broken, Disk::Holds),
        Err(Disk::Broken(fault)) => Disk::Broken(fault.clone()),
        Err(_) => Disk::Nothing,
    };
    let now = match disk {
        Disk::Nothing => None,
        Disk::Holds(Read { newer: true, .. }) => return Err(StoreError::Newer(path)),
        Disk::Holds(read) => Some(read.value),
        Disk::Broken(fault) if fault.message.key == "file.newer" => {
            return Err(StoreError::Newer(path));
        }
        Disk::Broken(fault) => return Err(StoreError::Unit { path, fault }),
    };
    if now.as_ref() != before {
        return Err(StoreError::Clash { unit: id.clone() });
    }
    Ok(Some(Plan {
        path,
        old: old.ok(),
        mode,
        new,
    }))
}

fn plan_header(
    layout: &Layout,
    before: &Header,
    after: &Header,
) -> Result<Option<Plan>, StoreError> {
    let path = layout.book();
    let (old, mode) = bytes_of(&path)?;
    let new = print_header(after)?;
    let Ok(old) = old else {
        return Err(StoreError::BookClash);
    };
    if old == new {
        return Ok(None);
    }
    match parse_header(&old) {
        Ok(read) if read.value == *before => Ok(Some(Plan {
            path,
            old: Some(old),
            mode,
            new: Some(new),
        })),
        _ => Err(StoreError::BookClash),
    }
}

/// A file's bytes and mode, or why there are none.
#[allow(clippy::type_complexity)]
fn bytes_of(
    path: &std::path::Path,
) -> Result<(Result<Vec<u8>, Disk<()>>, Option<u32>), StoreError> {
    let mut bytes = Vec::new();
    match read_into(path, &mut bytes) {
        Ok(mode) => Ok((Ok(bytes), Some(mode))),
        Err(NoBytes::Missing) => Ok((Err(Disk::Nothing), None)),
        Err(NoBytes::Fault(fault)) => Ok((Err(Disk::Broken(fault)), None)),
        Err(NoBytes::Failed(error)) => Err(error),
    }
}

/// Puts all files in place, or as far as the system lets us, none.
fn publish(plans: &[Plan], staged: Vec<Option<Staged>>) -> Result<(), StoreError> {
    for (at, (plan, staged)) in plans.iter().zip(staged).enumerate() {
        let done = match staged {
            Some(staged) => staged.publish(),
            None => {
                std::fs::remove_file(&plan.path).map_err(|error| StoreError::io(&plan.path, &error))
            }
        };
        if let Err(error) = done {
            return Err(put_back(&plans[..at]).map_or(error, StoreError::Unsure));
        }
    }
    Ok(())
}

/// Restores files that were put in place already; gives the first that could not be.
fn put_back(plans: &[Plan]) -> Option<PathBuf> {
    let restore = |plan: &Plan| match &plan.old {
        Some(bytes) => atomic::write(&plan.path, bytes, plan.mode).is_ok(),
        None => std::fs::remove_file(&plan.path).is_ok(),
    };
    let failed: Vec<&Plan> = plans.iter().filter(|plan| !restore(plan)).collect();
    failed.first().map(|plan| plan.path.clone())
}

/// Makes a book where none is. `book.ron` comes last: a half-made book is no book.
pub(crate) fn create(layout: &Layout, header: &Header, units: &[Unit]) -> Result<(), StoreError> {
    if layout.book().symlink_metadata().is_ok() {
        return Err(StoreError::Exists(layout.root().to_owned()));
    }
    make_dir(layout.root())?;
    let _lock = lock::take(layout)?;
    // Asked again: another program may have made one while we waited.
    if layout.book().symlink_metadata().is_ok() {
        return Err(StoreError::Exists(layout.root().to_owned()));
    }
    make_dir(&layout.units())?;
    let mut printed = Vec::with_capacity(units.len());
    for unit in units {
        let mut sorted = unit.clone();
        sorted.candidates.sort_by(|a, b| a.id.cmp(&b.id));
        printed.push((layout.unit(&unit.id), print_unit(&sorted)?));
    }
    refuse_leftovers(layout, &printed)?;
    for (path, bytes) in &printed {
        stage(path, bytes, None)?.publish()?;
    }
    let unsure = |_| StoreError::Unsure(layout.book());
    sync_dir(&layout.units()).map_err(unsure)?;
    journal::replica(layout)?;
    atomic::write(&layout.book(), &print_header(header)?, None)?;
    if let Some(above) = layout.root().parent().filter(|p| !p.as_os_str().is_empty()) {
        sync_dir(above).map_err(unsure)?;
    }
    Ok(())
}

/// Unit files without a book may be somebody's work; only those of the same making, cut short
/// earlier, are written over.
fn refuse_leftovers(layout: &Layout, printed: &[(PathBuf, Vec<u8>)]) -> Result<(), StoreError> {
    let units = layout.units();
    let fail = |error| StoreError::io(&units, &error);
    for entry in std::fs::read_dir(&units).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.extension() != Some(OsStr::new("ron")) {
            continue;
        }
        let ours = printed.iter().find(|(known, _)| *known == path);
        let same = ours.is_some_and(|(_, bytes)| {
            bytes_of(&path).is_ok_and(|(old, _)| old.is_ok_and(|old| old == *bytes))
        });
        if !same {
            return Err(StoreError::Leftovers(units));
        }
    }
    Ok(())
}
