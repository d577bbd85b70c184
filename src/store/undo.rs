//! What takes edits back: their inverses, with values, kept on this machine only.

use super::Stamp;
use super::atomic;
use super::error::StoreError;
use super::file::{NoBytes, read_into};
use super::format::{parse_line, print_line};
use super::fs::Fs;
use super::layout::Layout;
use super::leaving::Leaving;
use super::tail::{Backwards, append, drop_last, put_torn_aside};
use crate::model::{Change, Edit};
use chrono::{DateTime, Days, FixedOffset};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// An edit that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The edit's number.
    pub n: u64,
    /// Who made it; empty where that is not on record.
    pub who: String,
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

/// Adds an edit. Not made durable: losing it costs an undo, not a record.
pub(crate) fn add(
    fs: &dyn Fs,
    layout: &Layout,
    n: u64,
    edit: &Edit,
    (undoes, stamp): (Option<u64>, &Stamp),
) -> Result<(), StoreError> {
    let mut line = print_line(&Line {
        n,
        at: stamp.at.to_rfc3339().into(),
        who: stamp.who.as_str().into(),
        change: Cow::Borrowed(&edit.change),
        inverse: Cow::Borrowed(&edit.inverse),
        undoes,
    })?;
    line.push('\n');
    let path = layout.undo();
    let torn = Backwards::open(fs, &path)?.and_then(|lines| lines.torn());
    if let Some(whole) = torn {
        put_torn_aside(fs, &path, whole, layout, n)?;
    }
    append(fs, &path, line.as_bytes()).map(|_| ())
}

/// Forgets the last edit if it is this one: it did not come about.
pub(crate) fn forget(fs: &dyn Fs, layout: &Layout, n: u64) -> Result<(), StoreError> {
    let meant = |line: &[u8]| parse_line::<Line>(line).is_some_and(|line| line.n == n);
    drop_last(fs, &layout.undo(), meant)
}

impl From<Line<'_>> for Undoable {
    fn from(line: Line<'_>) -> Self {
        Self {
            n: line.n,
            who: line.who.into_owned(),
            change: line.change.into_owned(),
            inverse: line.inverse.into_owned(),
        }
    }
}

/// The newest edit, of one person or of anybody, that is no undo and has not been undone. An undo
/// that was itself undone counts as not having happened. Damaged lines are passed over.
pub(crate) fn last_undoable(
    fs: &dyn Fs,
    layout: &Layout,
    who: Option<&str>,
) -> Result<Option<Undoable>, StoreError> {
    let Some(mut lines) = Backwards::open(fs, &layout.undo())? else {
        return Ok(None);
    };
    let mut undone = BTreeSet::new();
    while let Some(bytes) = lines.previous()? {
        let Some(line) = parse_line::<Line>(&bytes) else {
            continue;
        };
        if undone.contains(&line.n) {
            continue;
        }
        if let Some(n) = line.undoes {
            undone.insert(n);
            continue;
        }
        if who.is_none_or(|who| who == line.who) {
            return Ok(Some(line.into()));
        }
    }
    Ok(None)
}

/// What a person has taken back since their last other edit, the last one at the end.
pub(crate) fn undone(fs: &dyn Fs, layout: &Layout, who: &str) -> Result<Vec<Undoable>, StoreError> {
    let Some(mut lines) = Backwards::open(fs, &layout.undo())? else {
        return Ok(Vec::new());
    };
    let (mut asked, mut found, mut going) = (Vec::new(), Vec::new(), true);
    while let Some(bytes) = lines.previous()? {
        let Some(line) = parse_line::<Line>(&bytes).filter(|line| line.who == who) else {
            continue;
        };
        match line.undoes {
            Some(n) if going => asked.push(n),
            _ if asked.contains(&line.n) => found.push(Undoable::from(line)),
            _ => going = false,
        }
        if !going && found.len() == asked.len() {
            break;
        }
    }
    // The one taken back last is the one to come again first.
    found.sort_by_key(|edit| std::cmp::Reverse(asked.iter().position(|n| *n == edit.n)));
    Ok(found)
}

/// For how many days an edit can be taken back.
const KEPT: u64 = 30;

/// Forgets the edits that are too old to be taken back, with all their values.
pub(crate) fn prune(
    fs: &dyn Fs,
    layout: &Layout,
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let Some(least) = now.checked_sub_days(Days::new(KEPT)) else {
        return Ok(());
    };
    let path = layout.undo();
    let mut bytes = Vec::new();
    match read_into(fs, &path, &mut bytes) {
        Ok(_) => {}
        Err(NoBytes::Failed(error)) => return Err(error),
        Err(NoBytes::Missing | NoBytes::Fault(_)) => return Ok(()),
    }
    let recent = |line: &[u8]| {
        let line = parse_line::<Line>(line.strip_suffix(b"\n").unwrap_or(line));
        let at = line.and_then(|line| DateTime::parse_from_rfc3339(&line.at).ok());
        at.is_some_and(|at| at >= least)
    };
    let old: usize = bytes
        .split_inclusive(|b| *b == b'\n')
        .take_while(|line| !recent(line))
        .map(<[u8]>::len)
        .sum();
    match old {
        0 => Ok(()),
        old => atomic::write(fs, &path, &bytes[old..]),
    }
}

/// The number of the last edit that can be read.
pub(crate) fn last_number(fs: &dyn Fs, layout: &Layout) -> Result<u64, StoreError> {
    let Some(mut lines) = Backwards::open(fs, &layout.undo())? else {
        return Ok(0);
    };
    while let Some(bytes) = lines.previous()? {
        if let Some(line) = parse_line::<Line>(&bytes) {
            return Ok(line.n);
        }
    }
    Ok(0)
}

/// Takes people out of all edits; gives how many lines held one. An edit of nobody else goes.
pub(crate) fn erase(
    fs: &dyn Fs,
    layout: &Layout,
    leaving: &Leaving<'_>,
) -> Result<usize, StoreError> {
    let path = layout.undo();
    let mut bytes = Vec::new();
    match read_into(fs, &path, &mut bytes) {
        Ok(_) => {}
        Err(NoBytes::Failed(error)) => return Err(error),
        Err(NoBytes::Missing | NoBytes::Fault(_)) => return Ok(0),
    }
    let (mut kept, mut held) = (Vec::with_capacity(bytes.len()), 0);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if !leaving.named_in(&String::from_utf8_lossy(line)) {
            kept.extend_from_slice(line);
            continue;
        }
        held += 1;
        // A damaged line takes nothing back, and may hold anything.
        if let Some(line) = parse_line::<Line>(line).and_then(|line| line.without(leaving)) {
            kept.extend_from_slice(print_line(&line)?.as_bytes());
            kept.push(b'\n');
        }
    }
    if held > 0 {
        atomic::write(fs, &path, &kept)?;
    }
    Ok(held)
}

impl Line<'_> {
    fn without(self, leaving: &Leaving<'_>) -> Option<Self> {
        let people = leaving.people;
        Some(Self {
            change: Cow::Owned(self.change.into_owned().without(people)?),
            inverse: Cow::Owned(self.inverse.into_owned().without(people)?),
            ..self
        })
    }
}
