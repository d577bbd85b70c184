//! What takes edits back: their inverses, with values, kept on this machine only.

use super::error::StoreError;
use super::format::{parse_line, print_line};
use super::fs::Fs;
use super::layout::Layout;
use super::tail::{Backwards, append, drop_last, put_torn_aside};
use crate::model::{Change, Edit};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// An edit that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The edit's number.
    pub n: u64,
    /// What was done.
    pub change: Change,
    /// What takes it back.
    pub inverse: Change,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    n: u64,
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
    undoes: Option<u64>,
) -> Result<(), StoreError> {
    let mut line = print_line(&Line {
        n,
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

/// The newest edit that is no undo and has not been undone. An undo that was itself undone
/// counts as not having happened. Damaged lines are passed over.
pub(crate) fn last_undoable(fs: &dyn Fs, layout: &Layout) -> Result<Option<Undoable>, StoreError> {
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
        return Ok(Some(Undoable {
            n: line.n,
            change: line.change.into_owned(),
            inverse: line.inverse.into_owned(),
        }));
    }
    Ok(None)
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
