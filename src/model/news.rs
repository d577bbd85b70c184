//! What somebody else has changed on disk while a book is open, and taking it over.

use super::book::Book;
use super::change::shapes_tree;
use super::fields::record::Record as _;
use super::header::{Header, Unreadable};
use super::id::UnitId;
use super::message::Message;
use super::unit::Unit;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// An organisation whose file is no more though no edit took it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The organisation.
    pub unit: UnitId,
    /// How many people it had.
    pub people: usize,
    /// The day of the snapshot that has it; none if none has.
    pub snapshot: Option<NaiveDate>,
}

impl Gone {
    /// Where it can be had from.
    pub fn kept(&self) -> Message {
        match self.snapshot {
            Some(day) => Message::info("gone.kept").with("day", day.to_string()),
            None => Message::info("gone.kept-nowhere"),
        }
    }
}

/// Organisations and settings that are not as an open book has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct News {
    /// The head of the book, if it is another.
    pub header: Option<Header>,
    /// Organisations as they are now.
    pub units: Vec<Unit>,
    /// Organisations whose files cannot be read now.
    pub unreadable: Vec<Unreadable>,
    /// Organisations that are no more.
    pub gone: Vec<UnitId>,
    /// Those of them that no edit took out.
    pub lost: Vec<Gone>,
    /// Organisations that were changed but are left as the book has them, since they are being
    /// edited: their news come once they are not.
    pub waiting: Vec<UnitId>,
}

impl News {
    /// All that is different in the book on disk, but for the organisations being edited.
    pub fn between(then: &Book, now: &Book, edited: &BTreeSet<UnitId>) -> Self {
        let free = |id: &UnitId| !edited.contains(id);
        let bad = |book: &Book| -> BTreeMap<UnitId, Unreadable> {
            let rows = book.unreadable().iter();
            rows.map(|row| (row.id.clone(), row.clone())).collect()
        };
        let (bad_then, bad_now) = (bad(then), bad(now));
        let same = |unit: &&Unit| then.unit(&unit.id) == Some(*unit);
        let units: Vec<&Unit> = now.units().iter().filter(|unit| !same(unit)).collect();
        let unreadable = bad_now.values();
        let unreadable: Vec<&Unreadable> = unreadable
            .filter(|row| bad_then.get(&row.id) != Some(row))
            .collect();
        let known = then.units().iter().map(|unit| &unit.id);
        let gone = known.chain(bad_then.keys());
        let gone: Vec<&UnitId> = gone
            .filter(|id| now.unit(id).is_none() && !bad_now.contains_key(id))
            .collect();
        let told = units.iter().map(|unit| &unit.id);
        let told = told.chain(unreadable.iter().map(|row| &row.id));
        let waiting = told.chain(gone.iter().copied()).filter(|id| !free(id));
        Self {
            header: (then.header() != now.header()).then(|| now.header().clone()),
            waiting: waiting.cloned().collect(),
            units: units.into_iter().filter(|u| free(&u.id)).cloned().collect(),
            unreadable: unreadable
                .into_iter()
                .filter(|row| free(&row.id))
                .cloned()
                .collect(),
            lost: Vec::new(),
            gone: gone.into_iter().filter(|id| free(id)).cloned().collect(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the tree is another: names, parents, kinds, organisations coming, going or unreadable.
    pub fn touches_tree(&self, book: &Book) -> bool {
        let same = |unit: &Unit| {
            let then = book.unit(&unit.id);
            then.is_some_and(|then| !then.changes(unit).iter().any(shapes_tree))
        };
        !self.gone.is_empty() || !self.unreadable.is_empty() || !self.units.iter().all(same)
    }

    /// The organisations that are to be put in the place of what a book has.
    pub(super) fn touched(&self) -> BTreeSet<UnitId> {
        let units = self.units.iter().map(|unit| &unit.id);
        let bad = self.unreadable.iter().map(|row| &row.id);
        units.chain(bad).chain(&self.gone).cloned().collect()
    }
}

impl Book {
    /// Takes over what somebody else has changed on disk.
    pub fn take_over(&mut self, news: News) {
        let stale = news.touched();
        let (header, mut units, mut bad) = self.take_apart();
        units.retain(|unit| !stale.contains(&unit.id));
        units.extend(news.units);
        bad.retain(|row| !stale.contains(&row.id));
        bad.extend(news.unreadable);
        bad.sort_by(|a, b| a.id.cmp(&b.id));
        let header = news.header.unwrap_or(header);
        *self = Self::new(header, units, bad);
    }
}
