//! Taking people out for good, and what is kept about them.

use super::Store;
use crate::model::{Book, Candidate, CandidateId, Edit};
use crate::store::disk::lock;
use crate::store::error::StoreError;
use crate::store::journal::line::Stamp;
use crate::store::privacy::erase::{Erased, clean_local, clean_snapshots};
use crate::store::privacy::erased_words::Words;
use crate::store::privacy::erasing::{Erasing, Rest};
use crate::store::privacy::held::{Keeping, Kept, kept};
use crate::store::save::recover::{own_journal, sweep};
use crate::store::save::{self, Way, undo};
use std::collections::BTreeSet;

impl Store {
    /// Removes a person: by an edit that `book` has taken already, if there is a record, and from
    /// drafts, undo values and snapshots. The journal keeps the id and no value. Broken off, it
    /// is to be asked again: what is gone stays gone, the rest follows.
    pub fn erase(
        &self,
        id: &CandidateId,
        edit: Option<(&Book, &Edit)>,
        stamp: &Stamp,
    ) -> Result<Erased, StoreError> {
        let people = BTreeSet::from([id.clone()]);
        let whole = Erasing {
            people: &people,
            rest: Rest::Nothing,
            words: words(&people, edit),
        };
        self.erase_everywhere(&whole, edit, stamp)
    }

    /// Leaves of people's records what is counted: in the book by an edit that it has taken already,
    /// if there is any left to make, and in snapshots; in drafts and undo values nothing. Broken off, it is
    /// to be asked again with the same people, anonymous by then or not.
    pub fn anonymise(
        &self,
        people: &BTreeSet<CandidateId>,
        edit: Option<(&Book, &Edit)>,
        stamp: &Stamp,
    ) -> Result<Erased, StoreError> {
        let erasing = Erasing {
            people,
            rest: Rest::Figures,
            words: words(people, edit),
        };
        self.erase_everywhere(&erasing, edit, stamp)
    }

    fn erase_everywhere(
        &self,
        erasing: &Erasing<'_>,
        edit: Option<(&Book, &Edit)>,
        stamp: &Stamp,
    ) -> Result<Erased, StoreError> {
        self.may_write()?;
        let (fs, layout) = (&*self.fs, &self.layout);
        let mut erased = Erased::default();
        if erasing.people.is_empty() {
            return Ok(erased);
        }
        // What cannot be looked into later is told before anything is gone.
        undo::must_be_readable(fs, layout)?;
        if let Some((book, edit)) = edit {
            let way = Way::Erasure {
                people: erasing.people,
                deed: erasing.deed(),
            };
            erased.record = Some(save::save_edit(self.at(), book, edit, way, stamp)?);
        }
        let record = erased.record;
        self.clean(erasing, erased)
            .map_err(|why| StoreError::HalfErased {
                record,
                why: Box::new(why),
            })
    }

    /// Takes people out of everything but the records.
    fn clean(&self, erasing: &Erasing<'_>, mut erased: Erased) -> Result<Erased, StoreError> {
        let (fs, layout) = (&*self.fs, &self.layout);
        let _lock = lock::take(fs, layout, lock::PATIENCE)?;
        let (_, journal) = own_journal(fs, layout)?;
        // What was broken off waits beside the files and may hold the people.
        sweep(fs, layout, Some(journal.dir()));
        erased.undo = undo::erase(fs, layout, erasing.people, &|lines, piece| {
            erasing.named_by(lines, piece)
        })?;
        erased.drafts = clean_local(fs, layout, erasing)?;
        erased.snapshots = clean_snapshots(fs, layout, erasing)?;
        let left = kept(fs, layout, erasing)?.into_iter();
        let (unseen, left): (Vec<Kept>, Vec<Kept>) =
            left.partition(|kept| kept.keeping == Keeping::Unseen);
        erased.left = left.into_iter().map(|kept| kept.path).collect();
        erased.unseen = unseen.into_iter().map(|kept| kept.path).collect();
        Ok(erased)
    }

    /// What else of the data directory keeps something about a person. What is not the program's
    /// own is looked through for the names and numbers of the record too, where there is one.
    pub fn kept_about(
        &self,
        id: &CandidateId,
        record: Option<&Candidate>,
    ) -> Result<Vec<Kept>, StoreError> {
        let people = BTreeSet::from([id.clone()]);
        let whole = Erasing {
            people: &people,
            rest: Rest::Nothing,
            words: Words::of(&people, record),
        };
        kept(&*self.fs, &self.layout, &whole)
    }

    /// What else of the data directory keeps more about people than what is counted.
    pub fn kept_of_anonymous(
        &self,
        people: &BTreeSet<CandidateId>,
    ) -> Result<Vec<Kept>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let erasing = Erasing {
            people,
            rest: Rest::Figures,
            words: Words::of(people, None),
        };
        kept(&*self.fs, &self.layout, &erasing)
    }
}

/// What people are known by, of whom an edit changes the records.
fn words(people: &BTreeSet<CandidateId>, edit: Option<(&Book, &Edit)>) -> Words {
    let before = edit.iter().flat_map(|(_, edit)| &edit.before);
    let units = before.filter_map(|(_, unit)| unit.as_ref());
    let records = units.flat_map(|unit| &unit.candidates);
    Words::of(people, records.filter(|person| people.contains(&person.id)))
}
