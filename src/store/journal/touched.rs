//! Which records and fields a change touches: all that a journal may know of it.

use crate::model::{Book, CandidateId, Change, Deed, Edit};
use std::collections::{BTreeMap, BTreeSet};

/// A record with the names of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Record {
    pub(in crate::store) unit: String,
    pub(in crate::store) id: String,
    pub(in crate::store) fields: Vec<&'static str>,
}

const ADDED: &str = Deed::Added.key();
const REMOVED: &str = Deed::Removed.key();
const ERASED: &str = Deed::Erased.key();

/// The records of an edit, each once, in the order they are first touched.
pub(in crate::store) fn records(book: &Book, edit: &Edit) -> Vec<Record> {
    let mut found = Vec::new();
    walk(book, edit, &edit.change, &mut found);
    found
}

/// The fields that a change touches, of each record.
#[derive(Debug, Default)]
pub(in crate::store) struct Touches(BTreeMap<String, BTreeSet<&'static str>>);

impl Touches {
    pub(in crate::store) fn of(change: &Change) -> Self {
        let mut found = Self::default();
        found.add(change);
        found
    }

    fn add(&mut self, change: &Change) {
        let mut note = |id: &str, field| {
            self.0.entry(id.to_owned()).or_default().insert(field);
        };
        match change {
            Change::AddUnit(unit) => {
                note(unit.id.as_str(), ADDED);
                let people = unit.candidates.iter();
                people.for_each(|person| note(person.id.as_str(), ADDED));
            }
            Change::RemoveUnit(id) => note(id.as_str(), REMOVED),
            Change::SetUnit(id, field) => note(id.as_str(), field.key()),
            Change::AddCandidate(_, person) => note(person.id.as_str(), ADDED),
            Change::RemoveCandidate(id) => note(id.as_str(), REMOVED),
            Change::SetCandidate(id, field) => note(id.as_str(), field.key()),
            Change::SetBook(field) => note("book", field.key()),
            Change::Many(all) => all.iter().for_each(|one| self.add(one)),
        }
    }

    /// Whether an edit that a journal tells of touches some of it too. Who only moved keeps every
    /// field; who came or went did so with all of them.
    pub(in crate::store) fn meet(&self, records: &BTreeMap<String, BTreeSet<String>>) -> bool {
        records.iter().any(|(id, theirs)| {
            let Some(ours) = self.0.get(id) else {
                return false;
            };
            let came_or_went = ours.contains(ADDED) || ours.contains(REMOVED);
            let moved = theirs.contains(ADDED) && theirs.contains(REMOVED);
            came_or_went
                || (!moved && (theirs.contains(ADDED) || theirs.contains(REMOVED)))
                || theirs.contains(ERASED)
                || ours.iter().any(|field| theirs.contains(*field))
        })
    }
}

/// The records of an edit after which people are gone for good.
pub(in crate::store) fn erased(
    book: &Book,
    edit: &Edit,
    (people, deed): (&BTreeSet<CandidateId>, Deed),
) -> Vec<Record> {
    let mut found = records(book, edit);
    let own = |record: &&mut Record| people.contains(record.id.as_str());
    let own = found.iter_mut().filter(own);
    own.for_each(|record| record.fields = vec![deed.key()]);
    found
}

fn walk(book: &Book, edit: &Edit, change: &Change, found: &mut Vec<Record>) {
    match change {
        Change::AddUnit(unit) => {
            note(found, unit.id.as_str(), unit.id.as_str(), ADDED);
            for person in &unit.candidates {
                note(found, unit.id.as_str(), person.id.as_str(), ADDED);
            }
        }
        Change::RemoveUnit(id) => note(found, id.as_str(), id.as_str(), REMOVED),
        Change::SetUnit(id, field) => note(found, id.as_str(), id.as_str(), field.key()),
        Change::AddCandidate(unit, person) => {
            note(found, unit.as_str(), person.id.as_str(), ADDED);
        }
        Change::RemoveCandidate(id) => {
            note(found, &home_before(book, edit, id), id.as_str(), REMOVED);
        }
        Change::SetCandidate(id, field) => {
            let home = book.home(id).map(ToString::to_string);
            let home = home.unwrap_or_else(|| home_before(book, edit, id));
            note(found, &home, id.as_str(), field.key());
        }
        Change::SetBook(field) => note(found, "", "book", field.key()),
        Change::Many(all) => all.iter().for_each(|one| walk(book, edit, one, found)),
    }
}

fn home_before(book: &Book, edit: &Edit, id: &CandidateId) -> String {
    let held = |unit: &&crate::model::Unit| unit.candidates.iter().any(|c| c.id == *id);
    let mut before = edit.before.iter().filter_map(|(_, unit)| unit.as_ref());
    let then = before.find(held).map(|unit| &unit.id);
    then.or_else(|| book.home(id))
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn note(found: &mut Vec<Record>, unit: &str, id: &str, field: &'static str) {
    let known = found.iter_mut().find(|r| r.unit == unit && r.id == id);
    match known {
        Some(record) if record.fields.contains(&field) => {}
        Some(record) => record.fields.push(field),
        None => found.push(Record {
            unit: unit.to_owned(),
            id: id.to_owned(),
            fields: vec![field],
        }),
    }
}
