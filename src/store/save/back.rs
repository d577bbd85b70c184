//! Which edits can be taken back, and what stands in the way: by their numbers, each once.

use super::join::Saved;
use super::origins::{self, Origins, Seat};
use super::undo::{self, Head, Undoable};
use crate::model::{Book, Edit, Refusal, Whose};
use crate::store::disk::file::names_in;
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::disk::lock;
use crate::store::error::StoreError;
use crate::store::journal::line::{Line, Mark};
use crate::store::journal::replica::known_replica;
use crate::store::journal::series::Newest;
use crate::store::journal::tail::Backwards;
use crate::store::journal::touched::Touches;
use crate::store::journal::{self, files};
use crate::store::{Stamp, Store};
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
    pub(super) exact: bool,
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
    line: &'a [u8],
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

impl Store {
    /// Goes over the edits that can be taken back, the newest first, until it is told to stop.
    pub fn newest_edits(
        &self,
        mut take: impl FnMut(&Offer<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let (fs, layout) = (&*self.fs, &self.layout);
        let mut origins = Origins::open(fs, layout, &self.seat)?;
        let mut lines = Newest::open(fs, layout, &layout.undo())?;
        let mut undone = BTreeSet::new();
        while let Some(line) = lines.previous()? {
            let Some(head) = Head::of(&line) else {
                continue;
            };
            if undone.contains(&head.n) {
                continue;
            }
            if let Some(n) = head.undoes {
                undone.insert(n);
                continue;
            }
            let (whose, passed) = origins.of(head.n)?;
            let offer = Offer {
                n: head.n,
                whose,
                passed,
                line: &line,
            };
            if !take(&offer)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What a board takes back next: its own edit, else one of an earlier session of its account,
    /// else the newest of anybody.
    pub fn next_of_board(&self, passed: &BTreeSet<u64>) -> Result<Option<Undoable>, StoreError> {
        let since = match &self.seat {
            Seat::Shell => None,
            Seat::Board { since, .. } => *since,
        };
        let (mut earlier, mut other) = (None, None);
        let mut own = None;
        self.newest_edits(|offer| {
            if earlier.is_some() && since.is_some_and(|since| offer.n <= since) {
                return Ok(false);
            }
            let place = match offer.whose {
                Whose::Own => &mut own,
                Whose::Earlier => &mut earlier,
                Whose::Other => &mut other,
            };
            if place.is_none() && !passed.contains(&offer.n) {
                *place = self.still_there(offer)?;
            }
            Ok(own.is_none())
        })?;
        Ok(own.or(earlier).or(other))
    }

    /// The edit, unless the journal says that it was taken back: it knows more than the values do
    /// where the power took some of those.
    fn still_there(&self, offer: &Offer<'_>) -> Result<Option<Undoable>, StoreError> {
        let Some(edit) = offer.edit() else {
            return Ok(None);
        };
        let back = self.after(&edit)?.by.is_some();
        Ok((!back).then_some(edit))
    }

    /// What was taken back by this account since its last other edit, the last one at the end.
    pub fn undone_by_board(&self) -> Result<Vec<Undone>, StoreError> {
        let (fs, layout) = (&*self.fs, &self.layout);
        let mut origins = Origins::open(fs, layout, &self.seat)?;
        let mut lines = Newest::open(fs, layout, &layout.undo())?;
        // By the number of what was taken back: what did it, if that may be done again here.
        let mut undone: BTreeMap<u64, Option<Undoable>> = BTreeMap::new();
        let (mut found, mut going) = (Vec::new(), true);
        while let Some(line) = lines.previous()? {
            let Some(head) = Head::of(&line) else {
                continue;
            };
            let whose = origins.of(head.n)?.0;
            let mine = whose != Whose::Other;
            match (undone.remove(&head.n), head.undoes) {
                // An undo that counts not any more, or what another has taken back.
                (Some(_), Some(_)) | (Some(None), None) => {}
                (Some(Some(by)), None) => {
                    let edit = undo::edit_of(&line, whose);
                    found.extend(edit.map(|edit| Undone { edit, by }));
                }
                (None, Some(n)) => {
                    let by = (mine && going).then(|| undo::edit_of(&line, whose));
                    undone.insert(n, by.flatten());
                }
                (None, None) => going &= !mine,
            }
            if !going && undone.values().all(Option::is_none) {
                break;
            }
        }
        found.sort_by_key(|undone| undone.by.n);
        Ok(found)
    }

    /// An edit by its number, or the undo of one; none where its values are not on this machine.
    pub fn undoable(&self, n: u64) -> Result<Option<Undoable>, StoreError> {
        let (fs, layout) = (&*self.fs, &self.layout);
        let Some(line) = undo::find(fs, layout, n)? else {
            return Ok(None);
        };
        let whose = Origins::open(fs, layout, &self.seat)?.of(n)?.0;
        Ok(undo::edit_of(&line, whose))
    }

    /// What has come of an edit since it was made.
    pub fn after(&self, edit: &Undoable) -> Result<After, StoreError> {
        let (fs, layout) = (&*self.fs, &self.layout);
        let touches = Touches::of(&edit.change);
        let mut after = own_after(fs, layout, edit.n, &touches)?;
        let mut origins = Origins::open(fs, layout, &self.seat)?;
        for later in &mut after.later {
            later.whose = origins.of(later.n)?.0;
        }
        after.later.extend(elsewhere(fs, layout, edit, &touches)?);
        Ok(after)
    }

    /// The number of the last edit made on this machine.
    pub fn last_number(&self) -> Result<u64, StoreError> {
        last_number(&*self.fs, &self.layout)
    }

    /// Saves an edit that takes another back, whatever newer ones of the same fields there are up
    /// to a number: those have been named.
    pub fn take_back(
        &self,
        book: &Book,
        edit: &Edit,
        (n, known): (u64, u64),
        stamp: &Stamp,
    ) -> Result<Saved, StoreError> {
        let undoes = Undoes {
            known: known.max(n),
            ..Undoes::alone(n)
        };
        self.save_or_join(book, edit, Some(undoes), stamp)
    }

    /// Remembers that an edit was named as one that cannot be taken back as things are.
    pub fn pass_over(&self, n: u64) -> Result<(), StoreError> {
        self.may_write()?;
        let (fs, layout) = (&*self.fs, &self.layout);
        let _lock = lock::take(fs, layout, self.patience)?;
        origins::pass_over(fs, layout, n)
    }

    /// From here on edits are a board's, until it ends.
    pub fn open_board(&mut self) {
        self.seat = Seat::Board {
            session: crate::store::disk::atomic::token(),
            since: self.last_number().ok(),
        };
    }
}

fn last_number(fs: &dyn Fs, layout: &Layout) -> Result<u64, StoreError> {
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
            let n = line.number();
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
fn own_after(fs: &dyn Fs, layout: &Layout, n: u64, touches: &Touches) -> Result<After, StoreError> {
    let mut after = After::default();
    let mut undone = BTreeSet::new();
    // Where the power went, the journal knows more than the values do; where the place has got
    // another name since, the values know more.
    let mut lines = Newest::open(fs, layout, &layout.undo())?;
    while let Some(line) = lines.previous()? {
        let Some(head) = Head::of(&line) else {
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
fn elsewhere(
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
