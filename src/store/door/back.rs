//! Taking edits back: which can be, and what stands in the way of one.

use super::Store;
use super::join::Saved;
use crate::model::{Book, Edit, Whose};
use crate::store::disk::atomic::token;
use crate::store::disk::lock;
use crate::store::error::StoreError;
use crate::store::journal::line::Stamp;
use crate::store::journal::series::Newest;
use crate::store::journal::touched::Touches;
use crate::store::save::back::{After, Offer, Undoes, Undone, elsewhere, last_number, own_after};
use crate::store::save::origins::{self, Origins};
use crate::store::save::session::Seat;
use crate::store::save::undo::{self, LineHead, Undoable};
use std::collections::{BTreeMap, BTreeSet};

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
            let Some(head) = LineHead::of(&line) else {
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
            let Some(head) = LineHead::of(&line) else {
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
        origins::pass_over(fs, layout, n, undo::last_number(fs, layout)?)
    }

    /// From here on edits are a board's, until it ends.
    pub fn open_board(&mut self) {
        self.seat = Seat::Board {
            session: token(),
            since: self.last_number().ok(),
        };
    }
}
