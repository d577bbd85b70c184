//! Candidates of three versions of several organisations, merged wherever each version keeps them.

use super::conflict::{AnyField, AnyRecord, Clash, Conflict, Side};
use crate::model::fields::record::{Contested, merge_record};
use crate::model::{Candidate, CandidateField, CandidateId, Unit, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// One organisation in three versions; none where a version does not have it.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// Which.
    pub id: &'a UnitId,
    /// The version that both sides come from.
    pub base: Option<&'a Unit>,
    /// The one that is being saved.
    pub mine: Option<&'a Unit>,
    /// The one that is on disk.
    pub theirs: Option<&'a Unit>,
}

/// Where a version keeps a candidate, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) unit: &'a UnitId,
    pub(super) person: &'a Candidate,
}

impl Spot<'_> {
    fn same(&self, other: &Self) -> bool {
        self.unit == other.unit && self.person == other.person
    }
}

/// One candidate in three versions, and what came of it.
#[derive(Debug)]
pub(super) struct Person<'a> {
    pub(super) base: Option<Spot<'a>>,
    pub(super) mine: Option<Spot<'a>>,
    pub(super) theirs: Option<Spot<'a>>,
    /// The organisation it comes to, and the record; none where it goes.
    pub(super) value: Option<(&'a UnitId, Candidate)>,
    pub(super) conflicts: Vec<Conflict>,
}

#[derive(Default)]
struct Found<'a> {
    versions: [Vec<Spot<'a>>; 3],
}

impl<'a> Found<'a> {
    /// As one candidate, wherever it is. An id that stands twice in one version is nobody's
    /// identity: each organisation's is then taken by itself.
    fn parts(&self) -> Vec<[Option<Spot<'a>>; 3]> {
        let [base, mine, theirs] = &self.versions;
        if self.versions.iter().all(|spots| spots.len() <= 1) {
            return vec![[base, mine, theirs].map(|spots| spots.first().copied())];
        }
        let all = self.versions.iter().flatten();
        let units: BTreeSet<&UnitId> = all.map(|spot| spot.unit).collect();
        let mut parts = Vec::new();
        for unit in units {
            let here = |spots: &[Spot<'a>], n: usize| {
                let mut here = spots.iter().filter(|spot| spot.unit == unit);
                here.nth(n).copied()
            };
            let each = (0..).map(|n| [base, mine, theirs].map(|spots| here(spots, n)));
            parts.extend(each.take_while(|part| part.iter().any(Option::is_some)));
        }
        parts
    }
}

/// All candidates of the organisations, by id.
pub(super) fn people<'a>(sides: &[Sides<'a>]) -> Vec<Person<'a>> {
    let mut found: BTreeMap<&CandidateId, Found<'a>> = BTreeMap::new();
    for side in sides {
        let versions = [side.base, side.mine, side.theirs];
        for (at, unit) in versions.into_iter().enumerate() {
            for person in unit.map_or(&[][..], |unit: &'a Unit| &unit.candidates) {
                let spot = Spot {
                    unit: side.id,
                    person,
                };
                found.entry(&person.id).or_default().versions[at].push(spot);
            }
        }
    }
    let parts = found.values().flat_map(Found::parts);
    parts
        .map(|[base, mine, theirs]| merged(base, mine, theirs))
        .collect()
}

fn merged<'a>(
    base: Option<Spot<'a>>,
    mine: Option<Spot<'a>>,
    theirs: Option<Spot<'a>>,
) -> Person<'a> {
    let mut person = Person {
        base,
        mine,
        theirs,
        value: None,
        conflicts: Vec::new(),
    };
    match (base, mine, theirs) {
        (_, Some(mine), Some(theirs)) => person.blend(mine, theirs),
        (None, Some(only), None) | (None, None, Some(only)) => person.stand(only),
        (Some(base), Some(kept), None) if !kept.same(&base) => {
            person.contest_removal(Side::Theirs, base, kept);
        }
        (Some(base), None, Some(kept)) if !kept.same(&base) => {
            person.contest_removal(Side::Mine, base, kept);
            person.stand(kept);
        }
        _ => {}
    }
    person
}

impl<'a> Person<'a> {
    fn stand(&mut self, spot: Spot<'a>) {
        self.value = Some((spot.unit, spot.person.clone()));
    }

    fn contest_removal(&mut self, by: Side, base: Spot<'_>, kept: Spot<'_>) {
        let whole = |spot: Spot<'_>| AnyRecord::Candidate(Box::new(spot.person.clone()));
        self.conflicts.push(Conflict {
            unit: Some(kept.unit.clone()),
            candidate: Some(kept.person.id.clone()),
            clash: Clash::Removed {
                by,
                base: whole(base),
                kept: whole(kept),
            },
        });
    }

    fn blend(&mut self, mine: Spot<'a>, theirs: Spot<'a>) {
        let base = self.base.map(|spot| spot.person);
        let (value, contested) = merge_record(base, mine.person, theirs.person);
        let base = self.base.map(|spot| spot.unit);
        let moved =
            mine.unit != theirs.unit && base != Some(mine.unit) && base != Some(theirs.unit);
        let home = if base == Some(theirs.unit) {
            mine.unit
        } else {
            theirs.unit
        };
        self.value = Some((home, value));
        for field in contested {
            // Which cell handed the file over goes with the cell it was handed to.
            if !(moved && matches!(field.mine, CandidateField::Handovers(_))) {
                self.contest(home, field);
            }
        }
        if moved {
            self.contest_home(mine, theirs.unit);
        }
    }

    fn contest(&mut self, unit: &UnitId, field: Contested<CandidateField>) {
        let Some((_, value)) = &self.value else {
            return;
        };
        self.conflicts.push(Conflict {
            unit: Some(unit.clone()),
            candidate: Some(value.id.clone()),
            clash: Clash::Field {
                base: field.base.map(AnyField::Candidate),
                mine: AnyField::Candidate(field.mine),
                theirs: AnyField::Candidate(field.theirs),
            },
        });
    }

    /// Says that the sides put it into different organisations. Comes first: once it is settled the
    /// fields are.
    pub(super) fn contest_home(&mut self, mine: Spot<'_>, theirs: &UnitId) {
        let Some((_, value)) = &self.value else {
            return;
        };
        let mut person = value.clone();
        person.handovers.clone_from(&mine.person.handovers);
        let conflict = Conflict {
            unit: Some(theirs.clone()),
            candidate: Some(person.id.clone()),
            clash: Clash::Moved {
                base: self.base.map(|spot| spot.unit.clone()),
                mine: mine.unit.clone(),
                theirs: theirs.clone(),
                person: Box::new(person),
            },
        };
        self.conflicts.insert(0, conflict);
    }
}
