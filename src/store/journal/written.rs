//! Up to where this machine has written its journal: kept beside the book, so that another journal in its place is noticed.

use super::line::{Line, seal_of};
use super::replica::known_replica;
use super::tail::{Backwards, append};
use crate::model::{Damage, DamageKind, Message};
use crate::store::disk::file::read_into;
use crate::store::disk::fs::{Fs, Rights};
use crate::store::disk::layout::Layout;
use crate::store::disk::{atomic, git};
use crate::store::error::StoreError;
use crate::store::format::{parse_line, print_line};
use crate::store::journal::{Journal, files};
use serde::{Deserialize, Serialize};

/// The end of the journal when this machine last wrote in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    replica: String,
    n: u64,
    /// The seal of the last line that was durable.
    seal: String,
    /// The branch of git that was checked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
}

/// From this size on the file begins anew, in bytes.
const ROOM: usize = 4096;

/// Keeps in mind how an edit ended the journal; `end` is its last line that is durable. Losing it
/// costs a warning, not a record.
pub(in crate::store) fn note(fs: &dyn Fs, layout: &Layout, replica: &str, (n, end): (u64, &[u8])) {
    let Some(seal) = seal_of(end) else {
        return;
    };
    let written = Written {
        replica: replica.to_owned(),
        n,
        seal: seal.to_owned(),
        branch: git::branch(fs, layout),
    };
    let _ = print_line(&written).and_then(|line| put(fs, layout, &format!("{line}\n")));
}

/// The file grows for a while: to put another in its place takes as long as to make one durable.
fn put(fs: &dyn Fs, layout: &Layout, line: &str) -> Result<(), StoreError> {
    let (path, mut bytes) = (layout.written(), Vec::new());
    let grows = read_into(fs, &path, &mut bytes).is_ok() && bytes.len() < ROOM;
    if grows && bytes.ends_with(b"\n") && append(fs, &path, line.as_bytes()).is_ok() {
        return Ok(());
    }
    atomic::write_soon(fs, &path, line.as_bytes(), Rights::CLOSED)
}

/// What is known under a name; of more lines than one the last that can be read.
fn known(fs: &dyn Fs, layout: &Layout, replica: &str) -> Option<Written> {
    let mut bytes = Vec::new();
    read_into(fs, &layout.written(), &mut bytes).ok()?;
    let mut lines = bytes.rsplit(|byte| *byte == b'\n');
    let written: Written = lines.find_map(parse_line)?;
    (replica == written.replica).then_some(written)
}

/// The number of the last edit that this machine made under a name, as far as it remembers.
pub(in crate::store) fn number(fs: &dyn Fs, layout: &Layout, replica: &str) -> u64 {
    known(fs, layout, replica).map_or(0, |written| written.n)
}

/// That this machine's journal is not the one it has written, and what may be the cause. What
/// cannot be read is told where all journals are.
pub(in crate::store) fn elsewhere(fs: &dyn Fs, layout: &Layout) -> Option<Damage> {
    let replica = known_replica(fs, layout).ok()??;
    let written = known(fs, layout, &replica)?;
    let journal = Journal::read(fs, layout, &written.replica).ok()?;
    if holds(fs, layout, &written).ok()? {
        return None;
    }
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let now = journal.number();
    let (kind, message) = if git::is_there(fs, layout) {
        let named = |branch: Option<String>| match branch {
            Some(name) => Message::info("check.git-branch").with("name", name),
            None => Message::info("check.git-detached"),
        };
        let message = Message::warning("check.journal-git")
            .with("branch", named(git::branch(fs, layout)))
            .with("then", named(written.branch));
        (DamageKind::Branch, message)
    } else if now < written.n {
        (DamageKind::Older, Message::error("check.journal-older"))
    } else {
        (DamageKind::Older, Message::error("check.journal-other"))
    };
    Some(Damage {
        kind,
        path: format!("journal/{}", written.replica),
        line: 0,
        message: message
            .with("now", number(now))
            .with("known", number(written.n)),
    })
}

/// Whether the line that ended the journal still stands in it. Only the edits since are gone back.
fn holds(fs: &dyn Fs, layout: &Layout, written: &Written) -> Result<bool, StoreError> {
    for file in files(fs, &layout.journals(&written.replica))?.iter().rev() {
        let Some(mut lines) = Backwards::open(fs, file)? else {
            continue;
        };
        while let Some(line) = lines.previous()? {
            if seal_of(&line) == Some(&written.seal) {
                return Ok(true);
            }
            let number = Line::parse(&line).and_then(|line| line.number());
            if number.is_some_and(|n| n < written.n) {
                return Ok(false);
            }
        }
    }
    Ok(false)
}
