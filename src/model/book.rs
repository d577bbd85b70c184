//! The book of one Party committee: all its organisations, and the door through which they change.

use super::candidate::Candidate;
use super::change::{BookField, Change};
use super::fields::{UnitField, check_candidate, check_unit};
use super::header::{BookSettings, Header, Unreadable};
use super::id::{CandidateId, UnitId};
use super::refusal::Refusal;
use super::unit::{Dated, Unit};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// All data of one committee, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    header: Header,
    units: Vec<Unit>,
    homes: HashMap<CandidateId, UnitId>,
    doubled: BTreeSet<CandidateId>,
    unreadable: Vec<Unreadable>,
}

/// How much of a change is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Checks {
    /// Its values too.
    All,
    /// Only that its records are there, or not there, as it needs.
    Identity,
}

impl Book {
    /// Puts a book together; sorts units and candidates by id and notes doubled candidates.
    pub fn new(header: Header, mut units: Vec<Unit>, unreadable: Vec<Unreadable>) -> Self {
        units.sort_by(|a, b| a.id.cmp(&b.id));
        let people = units.iter().map(|u| u.candidates.len()).sum();
        let mut homes = HashMap::with_capacity(people);
        let mut doubled = BTreeSet::new();
        for unit in &mut units {
            if !unit.candidates.is_sorted_by(|a, b| a.id < b.id) {
                unit.candidates.sort_by(|a, b| a.id.cmp(&b.id));
            }
            for person in &unit.candidates {
                if homes.insert(person.id.clone(), unit.id.clone()).is_some() {
                    doubled.insert(person.id.clone());
                }
            }
        }
        Self {
            header,
            units,
            homes,
            doubled,
            unreadable,
        }
    }

    /// The head.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The book's settings.
    pub fn settings(&self) -> &BookSettings {
        &self.header.settings
    }

    /// All organisations, by id.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Files that could not be read.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Candidates whose id stands more than once.
    pub fn doubled(&self) -> &BTreeSet<CandidateId> {
        &self.doubled
    }

    /// How many candidates the book follows.
    pub fn candidate_count(&self) -> usize {
        self.units.iter().map(|u| u.candidates.len()).sum()
    }

    /// The place of an organisation among [`Book::units`].
    pub fn position(&self, id: &UnitId) -> Option<usize> {
        self.units.binary_search_by(|u| u.id.cmp(id)).ok()
    }

    /// An organisation.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.position(id).map(|at| &self.units[at])
    }

    /// The organisation that holds a candidate.
    pub fn home(&self, id: &CandidateId) -> Option<&UnitId> {
        self.homes.get(id)
    }

    /// A candidate and the organisation that holds it.
    pub fn candidate(&self, id: &CandidateId) -> Option<(&Unit, &Candidate)> {
        let unit = self.unit(self.homes.get(id)?)?;
        let at = unit.candidates.binary_search_by(|c| c.id.cmp(id)).ok()?;
        Some((unit, &unit.candidates[at]))
    }

    /// Which units' files a change would touch. Asked before the change is applied.
    pub fn touched(&self, change: &Change) -> BTreeSet<UnitId> {
        match change {
            Change::AddUnit(unit) => BTreeSet::from([unit.id.clone()]),
            Change::RemoveUnit(id) | Change::SetUnit(id, _) | Change::AddCandidate(id, _) => {
                BTreeSet::from([id.clone()])
            }
            Change::RemoveCandidate(id) | Change::SetCandidate(id, _) => {
                self.homes.get(id).cloned().into_iter().collect()
            }
            Change::SetBook(_) => BTreeSet::new(),
            Change::Many(all) => all.iter().flat_map(|c| self.touched(c)).collect(),
        }
    }

    /// Makes a change and returns the one that takes it back. A refused change alters nothing.
    pub fn apply(&mut self, change: Change) -> Result<Change, Refusal> {
        self.make(change, Checks::All)
    }

    /// Puts back what stood there. A file may hold values that would be refused if they were
    /// typed today; a failed edit must still give them back.
    pub(super) fn restore(&mut self, inverse: Change) -> Result<Change, Refusal> {
        self.make(inverse, Checks::Identity)
    }

    /// What the book is made of, to be put together anew.
    pub(super) fn take_apart(&mut self) -> (Header, Vec<Unit>, Vec<Unreadable>) {
        let units = std::mem::take(&mut self.units);
        let unreadable = std::mem::take(&mut self.unreadable);
        (self.header.clone(), units, unreadable)
    }

    /// Alters the head and the organisations. Where that tells that somebody has come, gone or moved,
    /// or an organisation is no more, the book is put together anew.
    pub(super) fn altered(
        mut self,
        alter: impl FnOnce(&mut Header, &mut Vec<Unit>) -> bool,
    ) -> Self {
        let moved = alter(&mut self.header, &mut self.units);
        if moved {
            Self::new(self.header, self.units, self.unreadable)
        } else {
            self
        }
    }

    fn make(&mut self, change: Change, checks: Checks) -> Result<Change, Refusal> {
        let values = checks == Checks::All;
        match change {
            Change::AddUnit(unit) => self.add_unit(*unit, values),
            Change::RemoveUnit(id) => self.remove_unit(&id, values),
            Change::SetUnit(id, field) => {
                let at = self.require_unit(&id)?;
                if values {
                    field.check(&self.units[at])?;
                }
                if let (true, UnitField::Parents(rows)) = (values, &field) {
                    self.check_parents(&id, rows)?;
                }
                Ok(Change::SetUnit(id, field.swap(&mut self.units[at])))
            }
            Change::AddCandidate(id, person) => {
                if values {
                    check_candidate(&person)?;
                }
                if self.homes.contains_key(&person.id) {
                    return Err(Refusal::CandidateExists(person.id));
                }
                let at = self.require_unit(&id)?;
                let people = &mut self.units[at].candidates;
                let slot = people.partition_point(|c| c.id < person.id);
                let inverse = Change::RemoveCandidate(person.id.clone());
                self.homes.insert(person.id.clone(), id);
                people.insert(slot, *person);
                Ok(inverse)
            }
            Change::RemoveCandidate(id) => {
                let (at, slot) = self.require_candidate(&id)?;
                let person = self.units[at].candidates.remove(slot);
                self.homes.remove(&id);
                Ok(Change::AddCandidate(
                    self.units[at].id.clone(),
                    Box::new(person),
                ))
            }
            Change::SetCandidate(id, field) => {
                let (at, slot) = self.require_candidate(&id)?;
                let person = &mut self.units[at].candidates[slot];
                if values {
                    field.check(person)?;
                }
                Ok(Change::SetCandidate(id, field.swap(person)))
            }
            Change::SetBook(field) => {
                if let (true, BookField::Roots(rows)) = (values, &field) {
                    self.check_roots(rows)?;
                }
                Ok(Change::SetBook(field.swap(&mut self.header)))
            }
            Change::Many(all) => self.make_all(all, checks),
        }
    }

    fn make_all(&mut self, all: Vec<Change>, checks: Checks) -> Result<Change, Refusal> {
        let mut inverses = Vec::with_capacity(all.len());
        for change in all {
            match self.make(change, checks) {
                Ok(inverse) => inverses.push(inverse),
                Err(refusal) => {
                    for inverse in inverses.into_iter().rev() {
                        self.restore(inverse)
                            .expect("an inverse just made can be applied");
                    }
                    return Err(refusal);
                }
            }
        }
        inverses.reverse();
        Ok(Change::Many(inverses))
    }

    fn add_unit(&mut self, unit: Unit, values: bool) -> Result<Change, Refusal> {
        if values {
            check_unit(&unit)?;
            unit.candidates.iter().try_for_each(check_candidate)?;
            self.check_parents(&unit.id, &unit.parents)?;
        }
        if self.unreadable.iter().any(|bad| bad.id == unit.id) {
            return Err(Refusal::UnitUnreadable(unit.id));
        }
        let Err(slot) = self.units.binary_search_by(|u| u.id.cmp(&unit.id)) else {
            return Err(Refusal::UnitExists(unit.id));
        };
        if let Some(person) = unit
            .candidates
            .iter()
            .find(|c| self.homes.contains_key(&c.id))
        {
            return Err(Refusal::CandidateExists(person.id.clone()));
        }
        for person in &unit.candidates {
            self.homes.insert(person.id.clone(), unit.id.clone());
        }
        let inverse = Change::RemoveUnit(unit.id.clone());
        self.units.insert(slot, unit);
        Ok(inverse)
    }

    fn remove_unit(&mut self, id: &UnitId, values: bool) -> Result<Change, Refusal> {
        let at = self.require_unit(id)?;
        if self.header.is_root(id) {
            return Err(Refusal::IsRoot);
        }
        if values && !self.units[at].candidates.is_empty() {
            return Err(Refusal::HasCandidates(id.clone()));
        }
        let below = |u: &Unit| u.parents.iter().any(|row| row.value == *id);
        if values && self.units.iter().any(below) {
            return Err(Refusal::HasChildren(id.clone()));
        }
        self.homes.retain(|_, home| home != id);
        Ok(Change::AddUnit(Box::new(self.units.remove(at))))
    }

    fn require_unit(&self, id: &UnitId) -> Result<usize, Refusal> {
        if self.unreadable.iter().any(|bad| bad.id == *id) {
            return Err(Refusal::UnitUnreadable(id.clone()));
        }
        self.position(id).ok_or_else(|| Refusal::NoUnit(id.clone()))
    }

    fn require_candidate(&self, id: &CandidateId) -> Result<(usize, usize), Refusal> {
        if self.doubled.contains(id) {
            return Err(Refusal::Ambiguous(id.clone()));
        }
        let missing = || Refusal::NoCandidate(id.clone());
        let at = self
            .homes
            .get(id)
            .and_then(|home| self.position(home))
            .ok_or_else(missing)?;
        let people = &self.units[at].candidates;
        let slot = people
            .binary_search_by(|c| c.id.cmp(id))
            .map_err(|_| missing())?;
        Ok((at, slot))
    }

    /// Something of the book stands at the top on every day.
    fn check_roots(&self, rows: &[Dated<UnitId>]) -> Result<(), Refusal> {
        if rows.is_empty() {
            return Err(Refusal::Empty);
        }
        let mut units = rows.iter().map(|row| &row.value);
        units.try_for_each(|id| self.require_unit(id).map(|_| ()))
    }

    /// No unit may come to stand below itself on any day that the rows speak of.
    fn check_parents(&self, id: &UnitId, rows: &[Dated<UnitId>]) -> Result<(), Refusal> {
        for row in rows {
            let day = row.from.unwrap_or(NaiveDate::MIN);
            let mut above = Some(&row.value);
            for _ in 0..=self.units.len() {
                let Some(next) = above else { break };
                if next == id {
                    return Err(Refusal::Cycle);
                }
                above = self.unit(next).and_then(|unit| unit.parent_on(day));
            }
        }
        Ok(())
    }
}
