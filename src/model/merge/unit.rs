//! Organisations merged with the candidates they hold: by themselves, or several together, so that
//! a candidate that was moved between them is followed.

use super::Merged;
use super::conflict::{AnyField, AnyRecord, Clash, Conflict, Side};
use super::people::{Person, Sides, Spot, people};
use crate::model::fields::record::{Record, merge_record};
use crate::model::{Unit, UnitId};

/// What came out of a merge of several organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedUnits {
    /// What stands of each; none where it goes.
    pub units: Vec<(UnitId, Option<Unit>)>,
    /// What the sides do not agree on: organisations first, then their people.
    pub conflicts: Vec<Conflict>,
}

/// Merges one organisation, as a file by itself.
pub fn merge_unit(base: Option<&Unit>, mine: Option<&Unit>, theirs: Option<&Unit>) -> Merged<Unit> {
    let Some(any) = theirs.or(mine).or(base) else {
        return Merged {
            value: None,
            conflicts: Vec::new(),
        };
    };
    let sides = Sides {
        id: &any.id,
        base,
        mine,
        theirs,
    };
    let merged = merge_units(&[sides]);
    Merged {
        value: merged.units.into_iter().find_map(|(_, unit)| unit),
        conflicts: merged.conflicts,
    }
}

/// Merges organisations together: a candidate that one side moved from one to another and the other
/// side changed comes to the new place with the change.
pub fn merge_units(sides: &[Sides<'_>]) -> MergedUnits {
    let mut people = people(sides);
    let mut conflicts = Vec::new();
    let mut units = Vec::with_capacity(sides.len());
    for side in sides {
        let (unit, contested) = own(*side, &mut people);
        units.push((side.id.clone(), unit));
        conflicts.extend(contested);
    }
    for person in &mut people {
        place(person, &mut units);
        conflicts.append(&mut person.conflicts);
    }
    for unit in units.iter_mut().filter_map(|(_, unit)| unit.as_mut()) {
        unit.candidates.sort_by(|a, b| a.id.cmp(&b.id));
    }
    MergedUnits { units, conflicts }
}

/// An organisation without its people.
fn alone(unit: &Unit) -> Unit {
    Unit {
        candidates: Vec::new(),
        ..unit.clone()
    }
}

/// What stands of an organisation itself.
fn own(side: Sides<'_>, people: &mut [Person<'_>]) -> (Option<Unit>, Vec<Conflict>) {
    match (side.base, side.mine, side.theirs) {
        (base, Some(mine), Some(theirs)) => {
            let (unit, contested) = merge_record(base, mine, theirs);
            let conflicts = contested.into_iter().map(|field| Conflict {
                unit: Some(side.id.clone()),
                candidate: None,
                clash: Clash::Field {
                    base: field.base.map(AnyField::Unit),
                    mine: AnyField::Unit(field.mine),
                    theirs: AnyField::Unit(field.theirs),
                },
            });
            (Some(unit), conflicts.collect())
        }
        (None, Some(only), None) | (None, None, Some(only)) => (Some(alone(only)), Vec::new()),
        (Some(base), None, Some(kept)) => removed(Side::Mine, base, kept, people),
        (Some(base), Some(kept), None) => removed(Side::Theirs, base, kept, people),
        (_, None, None) => (None, Vec::new()),
    }
}

/// The organisation of one side with those of its people whom the other side has nowhere else; they
/// are settled with it.
fn with_its_own<'a>(
    unit: &Unit,
    people: &mut [Person<'a>],
    (ours, others): (Version<'a>, Version<'a>),
) -> Unit {
    let mut kept = alone(unit);
    for person in people {
        let here = ours(person).filter(|spot| *spot.unit == unit.id);
        if let (Some(spot), None) = (here, others(person)) {
            kept.candidates.push(spot.person.clone());
            person.value = None;
            person.conflicts.clear();
        }
    }
    kept
}

type Version<'a> = fn(&Person<'a>) -> Option<Spot<'a>>;

/// One side took it out: a conflict if the other one changed it or any of its people. It stands
/// where the side that has it is on disk.
fn removed<'a>(
    by: Side,
    base: &Unit,
    kept: &Unit,
    people: &mut [Person<'a>],
) -> (Option<Unit>, Vec<Conflict>) {
    let versions: (Version<'a>, Version<'a>) = match by {
        Side::Mine => (|it| it.theirs, |it| it.mine),
        Side::Theirs => (|it| it.mine, |it| it.theirs),
    };
    let wanted = |person: &Person<'a>| {
        let home = person.value.as_ref().map(|(home, _)| *home);
        let here = versions.0(person).filter(|spot| *spot.unit == kept.id);
        home == Some(&kept.id) || (here.is_some() && !person.conflicts.is_empty())
    };
    if base.changes(kept).is_empty() && !people.iter().any(wanted) {
        return (None, Vec::new());
    }
    let kept = with_its_own(kept, people, versions);
    let stands = (by == Side::Mine).then(|| kept.clone());
    let conflict = Conflict {
        unit: Some(kept.id.clone()),
        candidate: None,
        clash: Clash::Removed {
            by,
            base: AnyRecord::Unit(Box::new(base.clone())),
            kept: AnyRecord::Unit(Box::new(kept)),
        },
    };
    (stands, vec![conflict])
}

/// Puts a candidate into its organisation; where that is gone, back to where the other side has it.
fn place(person: &mut Person<'_>, units: &mut [(UnitId, Option<Unit>)]) {
    let Some((home, _)) = &person.value else {
        return;
    };
    let mut standing = |id: &UnitId| {
        let found = units.iter_mut().find(|(unit, _)| unit == id);
        found.is_some_and(|(_, unit)| unit.is_some())
    };
    if !standing(home)
        && let (Some(mine), Some(theirs)) = (person.mine, person.theirs)
    {
        person.contest_home(mine, theirs.unit);
        if let Some((home, value)) = &mut person.value {
            *home = theirs.unit;
            value.handovers.clone_from(&theirs.person.handovers);
        }
    }
    let Some((home, value)) = person.value.take() else {
        return;
    };
    let found = units.iter_mut().find(|(unit, _)| unit == home);
    if let Some((_, Some(unit))) = found {
        unit.candidates.push(value);
    }
}
