//! Which edits can be taken back, and what stands in the way: by their numbers, each once.

use super::undo::{self, LineHead, Undoable};
use crate::model::{Edit, Refusal, Whose};
use crate::store::disk::file::names_in;
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::journal::line::{Line, Mark};
use crate::store::journal::replica::known_replica;
use crate::store::journal::series::Newest;
use crate::store::journal::tail::Backwards;
use crate::store::journal::touched::Touches;
use crate::store::journal::{self, files};
use chrono::DateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The edit that another takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Undoes {
    pub(in crate::store) n: u64,
    /// Up to this number the newer edits of the same fields are known to whoever asks.
    pub(in crate::store) known: u64,
    /// Whether the edit is exactly what takes the other back, not merged with what came after it.
    pub(in crate::store) exact: bool,
}

impl Undoes {
    /// Takes back an edit on which no newer one stands.
    pub(in crate::store) fn alone(n: u64) -> Self {
        let (known, exact) = (n, true);
        Self { n, known, exact }
    }
}

/// A newer edit of fields that an older one has touched too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// Its number.
    pub n: u64,
    /// Who made it.
    pub who: String,
    /// Whose it is, seen from here.
    pub whose: Whose,
    /// The machine that made it; none for this one.
    pub replica: Option<String>,
}

/// What has come of an edit since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// The edit that took it back.
    pub by: Option<u64>,
    /// Those that stand on it, the newest first.
    pub later: Vec<Later>,
}

impl After {
    /// Why the edit cannot be taken back.
    pub fn refusal(&self, n: u64) -> Refusal {
        match (self.by, &self.later[..]) {
            (Some(by), _) => Refusal::TakenBack { n, by },
            (None, []) => Refusal::NoLonger(n),
            (None, later) => {
                let by = later.iter().map(|one| one.n).collect();
                Refusal::Overtaken { n, by }
            }
        }
    }
}

/// An edit that has not been taken back, as it is come upon from the newest to the oldest.
#[derive(Debug)]
pub struct Offer<'a> {
    /// Its number.
    pub n: u64,
    /// Whose it is, seen from here.
    pub whose: Whose,
    /// Whether it was named before as one that cannot be taken back.
    pub passed: bool,
    pub(in crate::store) line: &'a [u8],
}

impl Offer<'_> {
    /// The edit with its values; none if they cannot be read.
    pub fn edit(&self) -> Option<Undoable> {
        undo::edit_of(self.line, self.whose)
    }
}

/// An edit that was taken back, and the one that did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// What was taken back.
    pub edit: Undoable,
    /// What took it back.
    pub by: Undoable,
}

pub(in crate::store) fn last_number(fs: &dyn Fs, layout: &Layout) -> Result<u64, StoreError> {
    let values = undo::last_number(fs, layout)?;
    let Some(replica) = known_replica(fs, layout)? else {
        return Ok(values);
    };
    let journal = journal::Journal::read(fs, layout, &replica)?;
    Ok(values.max(journal.number()))
}

/// Refuses to take back what was taken back already, what newer edits stand on that nobody was
/// told of, and what is not kept any more. Asked under the lock.
pub(super) fn must_stand(
    fs: &dyn Fs,
    layout: &Layout,
    undoes: Undoes,
    edit: &Edit,
) -> Result<(), StoreError> {
    let n = undoes.n;
    let refuse = |refusal| Err(StoreError::NotTaken(refusal));
    let line = undo::find(fs, layout, n)?;
    let Some(made) = line.and_then(|line| undo::edit_of(&line, Whose::Other)) else {
        return refuse(Refusal::Forgotten(n));
    };
    let mut after = own_after(fs, layout, n, &Touches::of(&made.change))?;
    after.later.retain(|later| later.n > undoes.known);
    if after.by.is_some() || !after.later.is_empty() {
        return refuse(after.refusal(n));
    }
    // Somebody may have been erased from it since it was read.
    if undoes.exact && made.inverse != edit.change {
        return refuse(Refusal::Forgotten(n));
    }
    Ok(())
}

/// An edit as a journal tells it, read from its end.
#[derive(Debug, Default)]
struct Told {
    n: u64,
    at: String,
    who: String,
    undoes: Option<u64>,
    /// Nothing came of it.
    gone: bool,
    records: BTreeMap<String, BTreeSet<String>>,
}

impl Told {
    fn follow(&mut self, line: Line) {
        match line {
            Line::Entry(entry) => {
                self.undoes = entry.undoes;
                (self.at, self.who) = (entry.at, entry.who);
                let fields = self.records.entry(entry.record).or_default();
                fields.extend(entry.fields);
            }
            Line::Mark(Mark::Undone { .. } | Mark::Shown { .. }) => self.gone = true,
            Line::Mark(_) => {}
        }
    }
}

/// Goes over the edits of one journal, the newest first, until it is told to stop.
fn each_edit(
    fs: &dyn Fs,
    dir: &Path,
    mut take: impl FnMut(&Told) -> bool,
) -> Result<(), StoreError> {
    let mut told: Option<Told> = None;
    for file in files(fs, dir)?.iter().rev() {
        let Some(mut lines) = Backwards::open(fs, file)? else {
            continue;
        };
        while let Some(line) = lines.previous()? {
            let Some(line) = Line::parse(&line) else {
                continue;
            };
            let Some(n) = line.number() else { continue };
            if let Some(whole) = told.take_if(|told| told.n != n)
                && !take(&whole)
            {
                return Ok(());
            }
            let new = || Told {
                n,
                ..Told::default()
            };
            told.get_or_insert_with(new).follow(line);
        }
    }
    told.as_ref().map(take);
    Ok(())
}

/// What has come of an edit of this machine since, by its own journal.
pub(in crate::store) fn own_after(
    fs: &dyn Fs,
    layout: &Layout,
    n: u64,
    touches: &Touches,
) -> Result<After, StoreError> {
    let mut after = After::default();
    let mut undone = BTreeSet::new();
    // Where the power went, the journal knows more than the values do; where the place has got
    // another name since, the values know more.
    let mut lines = Newest::open(fs, layout, &layout.undo())?;
    while let Some(line) = lines.previous()? {
        let Some(head) = LineHead::of(&line) else {
            continue;
        };
        if head.n <= n {
            break;
        }
        if !undone.contains(&head.n)
            && let Some(back) = head.undoes
        {
            undone.insert(back);
            if back == n {
                after.by = Some(head.n);
            }
        }
    }
    let Some(replica) = known_replica(fs, layout)? else {
        return Ok(after);
    };
    each_edit(fs, &layout.journals(&replica), |told| {
        if told.n <= n {
            return false;
        }
        if told.gone || undone.contains(&told.n) {
            return true;
        }
        if let Some(back) = told.undoes {
            undone.insert(back);
            if back == n {
                after.by = Some(told.n);
            }
        }
        // What takes back a newer one leaves nothing behind.
        if told.undoes.is_none_or(|back| back < n) && touches.meet(&told.records) {
            after.later.push(Later {
                n: told.n,
                who: told.who.clone(),
                whose: Whose::Other,
                replica: None,
            });
        }
        true
    })?;
    Ok(after)
}

/// Newer edits of the same fields in the journals of other machines, by the clock.
pub(in crate::store) fn elsewhere(
    fs: &dyn Fs,
    layout: &Layout,
    edit: &Undoable,
    touches: &Touches,
) -> Result<Vec<Later>, StoreError> {
    let mut found = Vec::new();
    let Ok(at) = DateTime::parse_from_rfc3339(&edit.at) else {
        return Ok(found);
    };
    let own = known_replica(fs, layout)?;
    for name in names_in(fs, &layout.journal_dir())? {
        let replica = name.to_string_lossy().into_owned();
        if own.as_ref() == Some(&replica) {
            continue;
        }
        let mut undone = BTreeSet::new();
        each_edit(fs, &layout.journals(&replica), |told| {
            let newer = DateTime::parse_from_rfc3339(&told.at).is_ok_and(|then| then > at);
            if !newer || told.gone || undone.contains(&told.n) {
                return newer || told.at.is_empty();
            }
            undone.extend(told.undoes);
            if touches.meet(&told.records) {
                found.push(Later {
                    n: told.n,
                    who: told.who.clone(),
                    whose: Whose::Other,
                    replica: Some(replica.clone()),
                });
            }
            true
        })?;
    }
    Ok(found)
}
