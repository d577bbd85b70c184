//! An edit joined with what somebody else has saved meanwhile: as a change to the book on disk.

use super::conflict::Conflict;
use super::merge_header;
use super::people::Sides;
use super::unit::{MergedUnits, merge_units};
use crate::model::fields::record::Record;
use crate::model::{
    Book, BookField, Candidate, CandidateField, CandidateId, Change, Edit, Unit, UnitId,
};
use std::collections::{BTreeMap, BTreeSet};

/// An edit on top of somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// What makes the edit in their book, but for the conflicts.
    pub change: Change,
    /// What they and the edit do not agree on; their book holds what they say.
    pub conflicts: Vec<Conflict>,
}

impl Joined {
    /// The change with every conflict settled: `mine` says of each whether mine is kept.
    pub fn settled(&self, mine: &[bool]) -> Change {
        let chosen = self.conflicts.iter().zip(mine);
        let kept = chosen.filter(|(_, mine)| **mine);
        let mut all = match self.change.clone() {
            Change::Many(all) => all,
            one => vec![one],
        };
        all.extend(kept.map(|(conflict, _)| conflict.keep_mine()));
        Change::Many(all)
    }
}

/// Joins an edit that `mine` has taken already with the book that is on disk now.
pub fn join(edit: &Edit, mine: &Book, theirs: &Book) -> Joined {
    let before: BTreeMap<&UnitId, Option<&Unit>> = edit
        .before
        .iter()
        .map(|(id, unit)| (id, unit.as_ref()))
        .collect();
    let mut ids: BTreeSet<&UnitId> = before.keys().copied().collect();
    // Where the other side keeps the people of these organisations now, they are looked for too.
    let mine_now = ids.iter().map(|id| mine.unit(id));
    let held = before.values().copied().chain(mine_now).flatten();
    let homes = held.flat_map(|unit| &unit.candidates);
    let homes: Vec<&UnitId> = homes.filter_map(|person| theirs.home(&person.id)).collect();
    ids.extend(homes);
    let unreadable = |id: &UnitId| theirs.unreadable().iter().any(|bad| bad.id == *id);
    let sides = ids.into_iter().map(|id| {
        let base = before.get(id).copied().unwrap_or_else(|| mine.unit(id));
        Sides {
            id,
            base,
            mine: mine.unit(id),
            // A file that cannot be read says nothing of what became of its records.
            theirs: if unreadable(id) {
                base
            } else {
                theirs.unit(id)
            },
        }
    });
    let sides: Vec<Sides<'_>> = sides.collect();
    let MergedUnits { units, conflicts } = merge_units(&sides);
    let mut all = Vec::new();
    let mut contested = Vec::new();
    if let Some(header) = &edit.header {
        let merged = merge_header(Some(header), mine.header(), theirs.header());
        contested = merged.conflicts;
        let fields = merged.value;
        let fields = fields.map(|value| BookField::differing(theirs.header(), &value));
        let fields = fields.into_iter().flatten();
        all.extend(fields.map(Change::SetBook));
    }
    all.extend(changes(&sides, &units));
    contested.extend(conflicts);
    Joined {
        change: Change::Many(all),
        conflicts: contested,
    }
}

/// What turns their organisations into the merged ones.
fn changes(sides: &[Sides<'_>], merged: &[(UnitId, Option<Unit>)]) -> Vec<Change> {
    let mut parts = Parts::default();
    for (side, (_, now)) in sides.iter().zip(merged) {
        parts.of_unit(side.theirs, now.as_ref());
    }
    let Parts {
        leaving,
        units,
        coming,
        fields,
        gone,
    } = parts;
    // People leave before they come elsewhere, and organisations are there before anybody comes.
    let all = [leaving, units, coming, fields, gone];
    all.into_iter().flatten().collect()
}

#[derive(Default)]
struct Parts {
    leaving: Vec<Change>,
    units: Vec<Change>,
    coming: Vec<Change>,
    fields: Vec<Change>,
    gone: Vec<Change>,
}

fn by_id(unit: Option<&Unit>) -> BTreeMap<&CandidateId, &Candidate> {
    let people = unit.map_or(&[][..], |unit| &unit.candidates);
    people.iter().map(|person| (&person.id, person)).collect()
}

impl Parts {
    fn of_unit(&mut self, then: Option<&Unit>, now: Option<&Unit>) {
        let (before, after) = (by_id(then), by_id(now));
        let left = before.keys().filter(|id| !after.contains_key(*id));
        let left = left.map(|id| Change::RemoveCandidate((*id).clone()));
        self.leaving.extend(left);
        let Some(now) = now else {
            self.gone
                .extend(then.map(|unit| Change::RemoveUnit(unit.id.clone())));
            return;
        };
        match then {
            None => {
                let alone = Unit {
                    candidates: Vec::new(),
                    ..now.clone()
                };
                self.units.push(Change::AddUnit(Box::new(alone)));
            }
            Some(then) => {
                let changed = then.changes(now).into_iter();
                let set = changed.map(|field| Change::SetUnit(now.id.clone(), field));
                self.units.extend(set);
            }
        }
        for (id, person) in after {
            if let Some(then) = before.get(id) {
                self.of_person(then, person);
            } else {
                let person = Box::new(person.clone());
                let come = Change::AddCandidate(now.id.clone(), person);
                self.coming.push(come);
            }
        }
    }

    fn of_person(&mut self, then: &Candidate, now: &Candidate) {
        let mut changed = then.changes(now);
        // The day of birth must not lie after the first step, not even between the two changes.
        let first = then.steps.first().map(|step| step.on);
        let late = now
            .born
            .zip(first)
            .is_some_and(|(born, first)| first < born.first());
        if late {
            changed.sort_by_key(|field| matches!(field, CandidateField::Born(_)));
        }
        let set = changed.into_iter();
        self.fields
            .extend(set.map(|field| Change::SetCandidate(now.id.clone(), field)));
    }
}
