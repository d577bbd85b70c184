//! What takes edits back: their inverses, with values, kept on this machine only.

use super::origins;
use crate::model::{CandidateId, Change, Edit, Whose};
use crate::store::disk::atomic;
use crate::store::disk::fs::{Fs, Handle, write_all};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::format::{parse_line, print_line};
use crate::store::journal::line::Stamp;
use crate::store::journal::lines::{LONGEST, Lines, Piece};
use crate::store::journal::series::{self, Newest};
use crate::store::journal::tail::drop_last;
use chrono::{DateTime, Days, FixedOffset};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// An edit that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The edit's number.
    pub n: u64,
    /// When, as it was written; empty where that is not on record.
    pub at: String,
    /// Who made it; empty where that is not on record.
    pub who: String,
    /// Whose it is, seen from here.
    pub whose: Whose,
    /// What was done.
    pub change: Change,
    /// What takes it back.
    pub inverse: Change,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    n: u64,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    at: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    who: Cow<'a, str>,
    change: Cow<'a, Change>,
    inverse: Cow<'a, Change>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undoes: Option<u64>,
}

/// What a line of an edit begins and ends with; the values between are not read for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct LineHead {
    pub(in crate::store) n: u64,
    pub(in crate::store) at: String,
    pub(in crate::store) undoes: Option<u64>,
}

impl LineHead {
    /// None if it is damaged.
    pub(in crate::store) fn of(line: &[u8]) -> Option<Self> {
        let quick = || {
            let line = std::str::from_utf8(line).ok()?;
            let (n, rest) = line.strip_prefix("(n: ")?.split_once(',')?;
            let at = rest.strip_prefix(" at: \"")?.split_once('"')?.0;
            // A text would end in a quote before the bracket.
            let last = line.strip_suffix(')')?.rsplit_once(", undoes: ");
            Some(Self {
                n: n.parse().ok()?,
                at: at.to_owned(),
                undoes: last.and_then(|(_, n)| n.parse().ok()),
            })
        };
        let whole = || {
            let line = parse_line::<Line>(line)?;
            Some(Self {
                n: line.n,
                at: line.at.into_owned(),
                undoes: line.undoes,
            })
        };
        quick().or_else(whole)
    }
}

/// Adds an edit. Not made durable: losing it costs an undo, not a record.
pub(in crate::store) fn add(
    fs: &dyn Fs,
    layout: &Layout,
    n: u64,
    line: &[u8],
) -> Result<(), StoreError> {
    series::add(fs, layout, &layout.undo(), n, line)
}

/// The line of an edit, asked for before anything is written: one that is too long to be read
/// again is refused.
pub(super) fn line_of(
    n: u64,
    edit: &Edit,
    (undoes, stamp): (Option<u64>, &Stamp),
) -> Result<Vec<u8>, StoreError> {
    let mut line = print_line(&Line {
        n,
        at: stamp.at.to_rfc3339().into(),
        who: stamp.who.as_str().into(),
        change: Cow::Borrowed(&edit.change),
        inverse: Cow::Borrowed(&edit.inverse),
        undoes,
    })?;
    if line.len() as u64 > LONGEST {
        return Err(StoreError::TooMuch);
    }
    line.push('\n');
    Ok(line.into_bytes())
}

/// Forgets the last edit if it is this one: it did not come about.
pub(super) fn forget(fs: &dyn Fs, layout: &Layout, n: u64) -> Result<(), StoreError> {
    let meant = |line: &[u8]| parse_line::<Line>(line).is_some_and(|line| line.n == n);
    drop_last(fs, &layout.undo(), meant)?;
    origins::forget(fs, layout, n)
}

/// The edit of a line; none if it is damaged.
pub(in crate::store) fn edit_of(line: &[u8], whose: Whose) -> Option<Undoable> {
    let line = parse_line::<Line>(line)?;
    Some(Undoable {
        n: line.n,
        at: line.at.into_owned(),
        who: line.who.into_owned(),
        whose,
        change: line.change.into_owned(),
        inverse: line.inverse.into_owned(),
    })
}

/// The line of an edit, by its number.
pub(in crate::store) fn find(
    fs: &dyn Fs,
    layout: &Layout,
    n: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut lines = Newest::open(fs, layout, &layout.undo())?;
    while let Some(line) = lines.previous()? {
        match LineHead::of(&line) {
            Some(head) if head.n == n => return Ok(Some(line)),
            Some(head) if head.n < n => break,
            _ => {}
        }
    }
    Ok(None)
}

/// The number of the first edit that is kept.
pub(in crate::store) fn first_number(
    fs: &dyn Fs,
    layout: &Layout,
) -> Result<Option<u64>, StoreError> {
    for path in series::files(fs, layout, &layout.undo())? {
        let Some(mut lines) = Lines::of(fs, &path)? else {
            continue;
        };
        while let Some(piece) = lines.next()? {
            if let Some(head) = piece.line.as_deref().and_then(LineHead::of) {
                return Ok(Some(head.n));
            }
        }
    }
    Ok(None)
}

/// For how many days an edit can be taken back.
const KEPT: u64 = 30;

/// Forgets the edits that are too old to be taken back, with all their values.
pub(in crate::store) fn prune(
    fs: &dyn Fs,
    layout: &Layout,
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let Some(least) = now.checked_sub_days(Days::new(KEPT)) else {
        return Ok(());
    };
    let recent = |piece: &Piece| {
        let head = piece.line.as_deref().and_then(LineHead::of);
        let at = head.and_then(|head| DateTime::parse_from_rfc3339(&head.at).ok());
        at.is_some_and(|at| at >= least)
    };
    for path in series::files(fs, layout, &layout.undo())? {
        let Some(mut lines) = Lines::of(fs, &path)? else {
            continue;
        };
        let mut old = 0;
        let first = loop {
            match lines.next()? {
                Some(piece) if recent(&piece) => break Some(piece),
                Some(_) => old += 1,
                None => break None,
            }
        };
        match first {
            Some(_) if old == 0 => return Ok(()),
            Some(first) => return keep_from(fs, &path, lines, &first),
            // All of it is old; what comes after it may be so too.
            None if path != layout.undo() => series::remove(fs, layout, &path)?,
            None if old > 0 => atomic::write(fs, &path, b"")?,
            None => {}
        }
    }
    Ok(())
}

/// Leaves a file with what it holds from one line on.
fn keep_from(fs: &dyn Fs, path: &Path, mut lines: Lines, first: &Piece) -> Result<(), StoreError> {
    atomic::rewrite(fs, path, |to| {
        lines.copy(first, to, path)?;
        while let Some(piece) = lines.next()? {
            lines.copy(&piece, to, path)?;
        }
        Ok(())
    })
}

/// The number of the last edit that can be read.
pub(in crate::store) fn last_number(fs: &dyn Fs, layout: &Layout) -> Result<u64, StoreError> {
    let mut lines = Newest::open(fs, layout, &layout.undo())?;
    while let Some(bytes) = lines.previous()? {
        if let Some(head) = LineHead::of(&bytes) {
            return Ok(head.n);
        }
    }
    Ok(0)
}

/// Refuses where one of the files cannot be looked into, before anything is erased.
pub(in crate::store) fn must_be_readable(fs: &dyn Fs, layout: &Layout) -> Result<(), StoreError> {
    let mut files = series::files(fs, layout, &layout.undo())?.into_iter();
    files.try_for_each(|path| Lines::of(fs, &path).map(|_| ()))
}

/// Takes people out of all edits; gives how many lines held one. An edit of nobody else goes, and
/// so does a line that cannot be read: it takes nothing back, and may hold anything. Whether a line
/// names one of them is asked of `names`.
pub(in crate::store) fn erase(
    fs: &dyn Fs,
    layout: &Layout,
    people: &BTreeSet<CandidateId>,
    names: Names<'_>,
) -> Result<usize, StoreError> {
    let mut all = 0;
    for path in series::files(fs, layout, &layout.undo())? {
        let mut held = 0;
        let Some(mut lines) = Lines::of(fs, &path)? else {
            continue;
        };
        while let Some(piece) = lines.next()? {
            held += usize::from(names(&lines, &piece)?);
        }
        if held > 0 {
            let Some(lines) = Lines::of(fs, &path)? else {
                continue;
            };
            atomic::rewrite(fs, &path, |to| rewrite(lines, (people, names), to, &path))?;
            all += held;
        }
    }
    Ok(all)
}

/// Whether a line of a file names somebody, however long it is.
type Names<'a> = &'a dyn Fn(&Lines, &Piece) -> Result<bool, StoreError>;

fn rewrite(
    mut lines: Lines,
    (people, names): (&BTreeSet<CandidateId>, Names<'_>),
    to: &mut dyn Handle,
    path: &Path,
) -> Result<(), StoreError> {
    while let Some(piece) = lines.next()? {
        if !names(&lines, &piece)? {
            lines.copy(&piece, to, path)?;
            continue;
        }
        let line = piece.line.as_deref().and_then(parse_line::<Line>);
        if let Some(line) = line.and_then(|line| line.without(people)) {
            let printed = print_line(&line)? + "\n";
            write_all(to, printed.as_bytes()).map_err(|error| StoreError::io(path, &error))?;
        }
    }
    Ok(())
}

impl Line<'_> {
    fn without(self, people: &BTreeSet<CandidateId>) -> Option<Self> {
        Some(Self {
            change: Cow::Owned(self.change.into_owned().without(people)?),
            inverse: Cow::Owned(self.inverse.into_owned().without(people)?),
            ..self
        })
    }
}
