//! Saving: checked against the disk first, made durable beside it, then put in place; what takes it back; and making a new book.

pub(super) mod back;
pub(super) mod imports;
pub(super) mod origins;
pub(super) mod recover;
pub(super) mod session;
pub(super) mod shown;
mod transaction;
pub(super) mod undo;

use crate::model::{Book, CandidateId, Deed, Edit, Fault, FaultKind, Header, Import, Unit, UnitId};
use crate::store::disk::atomic::{self, stage};
use crate::store::disk::file::{NoBytes, fits, is_there, names_in, read_into};
use crate::store::disk::fs::{About, Fs};
use crate::store::disk::layout::{Layout, make_dir};
use crate::store::disk::{fences, lock};
use crate::store::error::StoreError;
use crate::store::format::head::read_header;
use crate::store::format::{Read, parse_header, parse_unit, print_header, print_unit};
use crate::store::journal::line::Stamp;
use crate::store::journal::line::{Entry, Line, Mark};
use crate::store::journal::replica::own_name;
use crate::store::journal::touched::{self, Record};
use crate::store::journal::written;
use crate::store::snapshots::{Daily, thin_out};
use back::{Undoes, must_stand};
use chrono::SecondsFormat;
use recover::{own_journal, sweep};
use session::Seat;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use transaction::{Failed, Plan, Transaction};

/// What a file held before it was planned to change.
enum Disk<T> {
    Nothing,
    Holds(Read<T>),
    Broken(Fault),
}

/// How an edit is kept in mind.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way<'a> {
    /// With what takes it back; it may itself take one back.
    Edit { undoes: Option<Undoes> },
    /// Takes people out for good: nothing takes it back. The journal says that of their records.
    Erasure {
        people: &'a BTreeSet<CandidateId>,
        deed: Deed,
    },
}

/// Where a save is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) fs: &'a dyn Fs,
    pub(super) layout: &'a Layout,
    /// By whom of this machine.
    pub(super) seat: &'a Seat,
    /// The copies of the days before.
    pub(super) daily: &'a Daily,
    /// How long another who saves is waited for.
    pub(super) patience: Duration,
}

/// Saves an edit that `book` has taken already; gives its number.
pub(super) fn save_edit(
    at: At<'_>,
    book: &Book,
    edit: &Edit,
    way: Way<'_>,
    stamp: &Stamp,
) -> Result<u64, StoreError> {
    let At {
        fs,
        layout,
        seat,
        daily,
        patience,
    } = at;
    if !is_there(fs, &layout.book())? {
        return Err(StoreError::NoBook(layout.root().to_owned()));
    }
    let _lock = lock::take(fs, layout, patience)?;
    let (replica, mut journal) = own_journal(fs, layout)?;
    if let Way::Edit {
        undoes: Some(undoes),
    } = way
    {
        must_stand(fs, layout, undoes, edit)?;
    }
    let plans = plan(fs, layout, book, edit)?;
    let last = journal.number().max(undo::last_number(fs, layout)?);
    // A journal that git or a copy has put back must not give a number twice.
    let last = last.max(written::number(fs, layout, &replica));
    if plans.is_empty() {
        return Ok(last);
    }
    let n = last.saturating_add(1);
    let values = match way {
        Way::Edit { undoes } => {
            let undoes = undoes.map(|undoes| undoes.n);
            Some(undo::line_of(n, edit, (undoes, stamp))?)
        }
        Way::Erasure { .. } => None,
    };
    let snapshot = daily.before_a_change(fs, layout, stamp);
    journal.turn_to(stamp);
    let transaction = Transaction::new(fs, layout, n, &plans);
    let (undoes, records) = match way {
        Way::Edit { undoes } => (undoes.map(|it| it.n), touched::records(book, edit)),
        Way::Erasure { people, deed } => (None, touched::erased(book, edit, (people, deed))),
    };
    let entries = records.iter().map(|one| entry(one, n, undoes, stamp));
    let lines: Vec<Line> = std::iter::once(transaction.intent(false))
        .chain(entries)
        .chain(imports(book, edit, n))
        .collect();
    let promised = journal.add_durably(&lines);
    let promised = promised.and_then(|()| match &values {
        // First where it is made: what can be taken back has its origin.
        Some(line) => {
            origins::note(fs, layout, n, seat)?;
            undo::add(fs, layout, n, line)
        }
        None => Ok(()),
    });
    let done = match promised {
        Ok(()) => transaction.carry_out(&mut journal),
        Err(error) => Err(Failed::Nothing(error)),
    };
    if snapshot {
        thin_out(fs, layout);
    }
    match done {
        Ok(()) => {
            let seal = String::new();
            let end = journal.last().to_owned();
            // Without this line the next start finds out the same.
            let _ = journal.add(&[Line::Mark(Mark::Done { n, seal })]);
            written::note(fs, layout, &replica, (n, &end));
            Ok(n)
        }
        Err(Failed::Unsure(path)) => Err(StoreError::Unsure(path)),
        Err(Failed::Nothing(error)) => {
            // As long as the intent stands, the next start does the same. It stands for as long as
            // the line that would take the edit back: a number that only that one knows would be
            // missing in the journal.
            if undo::forget(fs, layout, n).is_ok() {
                let _ = journal.drop_added();
            }
            Err(error)
        }
        Err(Failed::Back(error)) => Err(error),
    }
}

/// The line that tells of a record.
pub(super) fn entry(record: &Record, n: u64, undoes: Option<u64>, stamp: &Stamp) -> Line {
    Line::Entry(Entry {
        n,
        at: stamp.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        who: stamp.who.clone(),
        unit: record.unit.clone(),
        record: record.id.clone(),
        fields: record.fields.iter().map(|f| (*f).to_owned()).collect(),
        undoes,
        seal: String::new(),
    })
}

/// The lines that tell of lists which an edit took over.
fn imports(book: &Book, edit: &Edit, n: u64) -> Vec<Line> {
    let Some(before) = &edit.header else {
        return Vec::new();
    };
    let new = book.header().imports.iter();
    let new = new.filter(|row| before.imports.iter().all(|old| old.n != row.n));
    let line = |row: &Import| {
        Line::Mark(Mark::TakenOver {
            n,
            import: row.n,
            sha256: row.sha256.clone(),
            rows: row.rows,
            seal: String::new(),
        })
    };
    new.map(line).collect()
}

/// Compares every touched file with what it was when it was read, before any is written.
fn plan(fs: &dyn Fs, layout: &Layout, book: &Book, edit: &Edit) -> Result<Vec<Plan>, StoreError> {
    let mut bytes = Vec::new();
    let header = read_header(fs, &layout.book(), &mut bytes)?;
    if header.newer() {
        return Err(StoreError::Newer(layout.book()));
    }
    if header.value.id != book.header().id {
        return Err(StoreError::BookClash);
    }
    let mut plans = Vec::new();
    for (id, before) in &edit.before {
        plans.extend(plan_unit(fs, layout, id, before.as_ref(), book.unit(id))?);
    }
    match &edit.header {
        Some(before) => plans.extend(plan_header(fs, layout, before, book.header())?),
        // The first save after an earlier format raises the head, which tells a program that knows
        // only that format to write nothing more; other files follow when they are saved.
        None if header.older() && !plans.is_empty() => {
            plans.extend(plan_header(fs, layout, &header.value, &header.value)?);
        }
        None => {}
    }
    if !plans.is_empty() {
        make_dir(fs, &layout.units())?;
    }
    Ok(plans)
}

fn plan_unit(
    fs: &dyn Fs,
    layout: &Layout,
    id: &UnitId,
    before: Option<&Unit>,
    after: Option<&Unit>,
) -> Result<Option<Plan>, StoreError> {
    let path = layout.unit(id);
    let (old, like) = bytes_of(fs, &path)?;
    let new = after.map(print_unit).transpose()?;
    new.iter().try_for_each(|bytes| fits(&path, bytes))?;
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
        Disk::Broken(Fault {
            kind: FaultKind::Newer,
            ..
        }) => return Err(StoreError::Newer(path)),
        Disk::Holds(read) if read.newer() => return Err(StoreError::Newer(path)),
        Disk::Holds(read) => Some(read.value),
        Disk::Broken(fault) => return Err(StoreError::Unit { path, fault }),
    };
    if now.as_ref() != before {
        return Err(StoreError::Clash { unit: id.clone() });
    }
    Ok(Some(Plan {
        unit: Some(id.clone()),
        path,
        old: old.ok(),
        like,
        new,
    }))
}

fn plan_header(
    fs: &dyn Fs,
    layout: &Layout,
    before: &Header,
    after: &Header,
) -> Result<Option<Plan>, StoreError> {
    let path = layout.book();
    let (old, like) = bytes_of(fs, &path)?;
    let new = print_header(after)?;
    fits(&path, &new)?;
    let Ok(old) = old else {
        return Err(StoreError::BookClash);
    };
    if old == new {
        return Ok(None);
    }
    match parse_header(&old) {
        Ok(read) if read.value == *before => Ok(Some(Plan {
            unit: None,
            path,
            old: Some(old),
            like,
            new: Some(new),
        })),
        _ => Err(StoreError::BookClash),
    }
}

/// A file's bytes and what is known of it, or why there are none.
#[allow(clippy::type_complexity)]
fn bytes_of(
    fs: &dyn Fs,
    path: &Path,
) -> Result<(Result<Vec<u8>, Disk<()>>, Option<About>), StoreError> {
    let mut bytes = Vec::new();
    match read_into(fs, path, &mut bytes) {
        Ok(about) => Ok((Ok(bytes), Some(about))),
        Err(NoBytes::Missing) => Ok((Err(Disk::Nothing), None)),
        Err(NoBytes::Fault(fault)) => Ok((Err(Disk::Broken(fault)), None)),
        Err(NoBytes::Failed(error)) => Err(error),
    }
}

/// Makes a book where none is. Where it cannot be made, no empty folder is left either.
pub(super) fn create(
    fs: &dyn Fs,
    layout: &Layout,
    header: &Header,
    units: &[Unit],
) -> Result<(), StoreError> {
    let dirs = [layout.local(), layout.units(), layout.root().to_owned()];
    let missing = |dir: &PathBuf| is_there(fs, dir).is_ok_and(|there| !there);
    let new: Vec<PathBuf> = dirs.into_iter().filter(missing).collect();
    let made = make(fs, layout, header, units);
    let no_book = || is_there(fs, &layout.book()).is_ok_and(|there| !there);
    if made.is_err() && no_book() {
        if new.contains(&layout.local()) {
            let _ = fs.remove(&layout.lock());
        }
        // One in which somebody else has put something meanwhile stays.
        for dir in new {
            let _ = fs.remove_dir(&dir);
        }
    }
    made
}

/// `book.ron` comes last: a half-made book is no book.
fn make(fs: &dyn Fs, layout: &Layout, header: &Header, units: &[Unit]) -> Result<(), StoreError> {
    let refuse_a_book = || {
        if is_there(fs, &layout.book())? {
            return Err(StoreError::Exists(layout.root().to_owned()));
        }
        Ok(())
    };
    refuse_a_book()?;
    refuse_strangers(fs, layout)?;
    make_dir(fs, layout.root())?;
    if header.settings.group_shared {
        let fail = |error| StoreError::io(layout.root(), &error);
        fs.share(layout.root(), layout.root()).map_err(fail)?;
    }
    let _lock = lock::take(fs, layout, lock::PATIENCE)?;
    // Asked again: another program may have made one while we waited.
    refuse_a_book()?;
    sweep(fs, layout, None);
    make_dir(fs, &layout.units())?;
    let mut printed = Vec::with_capacity(units.len());
    for unit in units {
        let mut sorted = unit.clone();
        sorted.candidates.sort_by(|a, b| a.id.cmp(&b.id));
        let (path, bytes) = (layout.unit(&unit.id), print_unit(&sorted)?);
        fits(&path, &bytes)?;
        printed.push((path, bytes));
    }
    let book = print_header(header)?;
    refuse_leftovers(fs, layout, &printed)?;
    let token = atomic::token();
    let put = |path: &Path, bytes: &[u8]| stage(fs, path, &token, bytes, None)?.publish();
    let synced = |dir: &Path| {
        let fail = |error| StoreError::io(dir, &error);
        fs.sync_dir(dir).map_err(fail)
    };
    for (path, bytes) in &printed {
        put(path, bytes)?;
    }
    synced(&layout.units())?;
    own_name(fs, layout)?;
    fences::put_up(fs, layout)?;
    // The names of the folders, before the file that says that all of it is a book.
    synced(layout.root())?;
    put(&layout.book(), &book)?;
    synced(layout.root()).map_err(|_| StoreError::Unsure(layout.book()))
}

/// What may lie in a folder that is to become a book: what a making cut short left, what carries
/// and fences the folder, and the sign of a disk of its own.
const OURS: [&str; 11] = [
    "units",
    "journal",
    ".local",
    ".backup",
    ".git",
    ".gitignore",
    ".gitattributes",
    ".stfolder",
    ".stignore",
    ".stversions",
    "lost+found",
];

/// A folder of something else is not made a book: a home, `/`, a folder of the system.
fn refuse_strangers(fs: &dyn Fs, layout: &Layout) -> Result<(), StoreError> {
    let names = names_in(fs, layout.root())?;
    let ours = |name: &OsStr| OURS.iter().any(|known| name == *known) || atomic::is_temp(name);
    let stranger = names.iter().find(|name| !ours(name));
    stranger.map_or(Ok(()), |stranger| {
        Err(StoreError::NotEmpty {
            dir: layout.root().to_owned(),
            holds: stranger.to_string_lossy().into_owned(),
        })
    })
}

/// Unit files without a book may be somebody's work; only those of the same making, cut short
/// earlier, are written over.
fn refuse_leftovers(
    fs: &dyn Fs,
    layout: &Layout,
    printed: &[(PathBuf, Vec<u8>)],
) -> Result<(), StoreError> {
    let units = layout.units();
    let fail = |error| StoreError::io(&units, &error);
    for name in fs.list(&units).map_err(fail)? {
        let path = units.join(name);
        if path.extension() != Some(OsStr::new("ron")) {
            continue;
        }
        let ours = printed.iter().find(|(known, _)| *known == path);
        let same = ours.is_some_and(|(_, bytes)| {
            bytes_of(fs, &path).is_ok_and(|(old, _)| old.is_ok_and(|old| old == *bytes))
        });
        if !same {
            return Err(StoreError::Leftovers(units));
        }
    }
    Ok(())
}
