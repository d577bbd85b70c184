//! The three-way merge: its laws for any two sides, and what it makes of the meetings an office knows.

mod meetings;

use crate::help::edits::{Op, fields, made, op};
use crate::world;
use ketnap::model::*;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Cell c without people, and some rows to begin with.
fn start(ops: &[Op]) -> Book {
    let mut book = world::book();
    made(&mut book, &[Op::AddUnit(2)]);
    made(&mut book, ops);
    book
}

fn ids(books: [&Book; 3]) -> Vec<UnitId> {
    let all = books.into_iter().flat_map(Book::units);
    let ids: BTreeSet<UnitId> = all.map(|unit| unit.id.clone()).collect();
    ids.into_iter().collect()
}

fn merge(base: &Book, mine: &Book, theirs: &Book) -> MergedUnits {
    let ids = ids([base, mine, theirs]);
    let sides = ids.iter().map(|id| Sides {
        id,
        base: base.unit(id),
        mine: mine.unit(id),
        theirs: theirs.unit(id),
    });
    merge_units(&sides.collect::<Vec<_>>())
}

fn standing(merged: &MergedUnits) -> Vec<Unit> {
    let units = merged.units.iter();
    units.filter_map(|(_, unit)| unit.clone()).collect()
}

/// Every value of a record by field, and how often it is there; the entries of a list each by itself.
type Atoms = BTreeMap<(String, String), BTreeMap<String, usize>>;

fn count(atoms: &mut Atoms, record: &str, field: &str, values: impl IntoIterator<Item = String>) {
    let counts = atoms
        .entry((record.to_owned(), field.to_owned()))
        .or_default();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
}

fn add(atoms: &mut Atoms, record: &str, value: &Value) {
    for (field, value) in value.as_object().unwrap() {
        match value {
            _ if field == "candidates" || field == "id" => {}
            Value::Array(rows) => {
                count(atoms, record, field, rows.iter().map(ToString::to_string));
            }
            one => count(atoms, record, field, [one.to_string()]),
        }
    }
}

fn atoms<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Atoms {
    let mut found = Atoms::new();
    for unit in units {
        add(
            &mut found,
            unit.id.as_str(),
            &serde_json::to_value(unit).unwrap(),
        );
        for person in &unit.candidates {
            let value = serde_json::to_value(person).unwrap();
            add(&mut found, person.id.as_str(), &value);
            count(
                &mut found,
                person.id.as_str(),
                "home",
                [unit.id.to_string()],
            );
        }
    }
    found
}

/// What the conflicts hold, under the record and field they are about.
fn contested(conflicts: &[Conflict]) -> Atoms {
    let mut found = Atoms::new();
    for conflict in conflicts {
        let record = conflict.candidate.as_ref().map(ToString::to_string);
        let record = record.or(conflict.unit.as_ref().map(ToString::to_string));
        let record = record.unwrap_or_default();
        match &conflict.clash {
            Clash::Field { mine, theirs, .. } => {
                for field in [mine, theirs] {
                    let value = match field {
                        AnyField::Candidate(field) => serde_json::to_value(field),
                        AnyField::Unit(field) => serde_json::to_value(field),
                        AnyField::Book(field) => serde_json::to_value(field),
                    };
                    let value = value.unwrap();
                    let value = value.as_object().unwrap().values().next().unwrap();
                    let one = serde_json::json!({ field.key(): value });
                    add(&mut found, &record, &one);
                }
            }
            Clash::Removed { kept, .. } => match kept {
                AnyRecord::Candidate(person) => {
                    add(&mut found, &record, &serde_json::to_value(person).unwrap());
                    let unit = conflict.unit.clone().unwrap().to_string();
                    count(&mut found, &record, "home", [unit]);
                }
                AnyRecord::Unit(unit) => found.extend(atoms([&**unit])),
            },
            Clash::Moved {
                mine,
                theirs,
                person,
                ..
            } => {
                add(&mut found, &record, &serde_json::to_value(person).unwrap());
                let homes = [mine.to_string(), theirs.to_string()];
                count(&mut found, &record, "home", homes);
            }
        }
    }
    found
}

/// Whatever a side put in or took out is so in the result, or a conflict speaks of that field. What
/// the other side did to the same value is allowed for.
fn assert_kept(base: &Atoms, (side, other): (&Atoms, &Atoms), value: &Atoms, contested: &Atoms) {
    let keys: BTreeSet<_> = base.keys().chain(side.keys()).collect();
    for key in keys {
        let counts = |atoms: &Atoms| atoms.get(key).cloned().unwrap_or_default();
        let [before, after, others, now, asked] = [base, side, other, value, contested].map(counts);
        // Where the whole record is contested, so are all its fields.
        let whole = (key.0.clone(), "home".to_owned());
        let spoken_of = contested.contains_key(key) || contested.contains_key(&whole);
        let atoms: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        for atom in atoms {
            let n = |counts: &BTreeMap<String, usize>| counts.get(atom).copied().unwrap_or(0);
            let (before, after, others, now) = (n(&before), n(&after), n(&others), n(&now));
            let least = after.saturating_sub(before.saturating_sub(others));
            let lost = after > before && now < least && n(&asked) == 0;
            assert!(!lost, "{key:?} lost {atom}");
            let most = after + others.saturating_sub(before);
            let kept = after < before && now > most && !spoken_of;
            assert!(!kept, "{key:?} kept {atom}");
        }
    }
}

fn swapped(conflict: &Conflict) -> Conflict {
    let clash = match conflict.clash.clone() {
        Clash::Field { base, mine, theirs } => Clash::Field {
            base,
            mine: theirs,
            theirs: mine,
        },
        Clash::Removed { by, base, kept } => Clash::Removed {
            by: if by == Side::Mine {
                Side::Theirs
            } else {
                Side::Mine
            },
            base,
            kept,
        },
        moved @ Clash::Moved { .. } => moved,
    };
    Conflict {
        clash,
        ..conflict.clone()
    }
}

fn settle(book: &Book, joined: &Joined, mine: bool) -> Result<Book, Refusal> {
    let mut book = book.clone();
    let choices = vec![mine; joined.conflicts.len()];
    book.edit(joined.settled(&choices)).map(|_| book)
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    proptest::collection::vec(op(), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_side_alone_is_what_stands(first in ops(), second in ops()) {
        let base = start(&first);
        let mut other = base.clone();
        made(&mut other, &second);
        for merged in [
            merge(&base, &other, &base),
            merge(&base, &base, &other),
            merge(&base, &other, &other),
        ] {
            prop_assert_eq!(&merged.conflicts, &Vec::new());
            prop_assert_eq!(&standing(&merged)[..], other.units());
        }
        for id in ids([&base, &other, &other]) {
            let (b, x) = (base.unit(&id), other.unit(&id));
            for merged in [merge_unit(b, x, b), merge_unit(b, b, x), merge_unit(b, x, x)] {
                prop_assert_eq!(&merged.conflicts, &Vec::new());
                prop_assert_eq!(merged.value.as_ref(), x);
            }
        }
    }

    #[test]
    fn nothing_is_invented_and_nothing_is_lost(first in ops(), mine in ops(), theirs in ops()) {
        let base = start(&first);
        let (mut ours, mut others) = (base.clone(), base.clone());
        made(&mut ours, &mine);
        made(&mut others, &theirs);
        let merged = merge(&base, &ours, &others);
        let units = standing(&merged);
        let value = atoms(&units);
        let (b, m, t) = (atoms(base.units()), atoms(ours.units()), atoms(others.units()));
        for (key, found) in &value {
            let known = [&b, &m, &t].map(|atoms| atoms.get(key).cloned().unwrap_or_default());
            for one in found.keys() {
                let anybodys = known.iter().any(|counts| counts.contains_key(one));
                prop_assert!(anybodys, "{:?} {} is nobody's", key, one);
            }
        }
        let asked = contested(&merged.conflicts);
        assert_kept(&b, (&m, &t), &value, &asked);
        assert_kept(&b, (&t, &m), &value, &asked);
        for unit in &units {
            prop_assert_eq!(check_unit(unit), Ok(()));
            for person in &unit.candidates {
                prop_assert_eq!(check_candidate(person), Ok(()));
            }
        }
        let whole = Book::new(base.header().clone(), units, Vec::new());
        prop_assert!(whole.doubled().is_empty());
    }

    #[test]
    fn swapped_sides_come_out_alike(first in ops(), mine in ops(), theirs in ops()) {
        let base = start(&first);
        let (mut ours, mut others) = (base.clone(), base.clone());
        made(&mut ours, &mine);
        made(&mut others, &theirs);
        for id in ids([&base, &ours, &others]) {
            let (b, m, t) = (base.unit(&id), ours.unit(&id), others.unit(&id));
            let (one, two) = (merge_unit(b, m, t), merge_unit(b, t, m));
            let turned: Vec<Conflict> = two.conflicts.iter().map(swapped).collect();
            prop_assert_eq!(&one.conflicts, &turned);
            if one.conflicts.is_empty() {
                prop_assert_eq!(one.value, two.value);
            }
        }
        let (one, two) = (merge(&base, &ours, &others), merge(&base, &others, &ours));
        prop_assert_eq!(one.conflicts.is_empty(), two.conflicts.is_empty());
        if one.conflicts.is_empty() {
            prop_assert_eq!(one, two);
        }
    }

    #[test]
    fn different_fields_never_meet(first in ops(), mine in proptest::collection::vec(fields(2, 0), 0..8), theirs in proptest::collection::vec(fields(2, 1), 0..8)) {
        let base = start(&first);
        let (mut ours, mut others) = (base.clone(), base.clone());
        made(&mut ours, &mine);
        made(&mut others, &theirs);
        let merged = merge(&base, &ours, &others);
        prop_assert_eq!(merged.conflicts, Vec::new());
    }

    #[test]
    fn an_edit_joins_the_book_on_disk(first in ops(), mine in ops(), theirs in ops()) {
        let base = start(&first);
        let (mut ours, mut others) = (base.clone(), base.clone());
        let edit = made(&mut ours, &mine);
        made(&mut others, &theirs);
        let joined = join(&edit, &ours, &others);
        let now = settle(&others, &joined, false);
        let now = match now {
            Ok(now) => now,
            Err(refusal) => return Err(TestCaseError::fail(format!("{refusal:?} {joined:?}"))),
        };
        let merged = merge(&base, &ours, &others);
        prop_assert_eq!(now.units(), &standing(&merged)[..]);
        let head = merge_header(Some(base.header()), ours.header(), others.header());
        prop_assert_eq!(Some(now.header()), head.value.as_ref());
        prop_assert_eq!(joined.conflicts.len(), merged.conflicts.len() + head.conflicts.len());
        // Mine can be kept, unless their book no longer has the place for it.
        if let Err(refusal) = settle(&others, &joined, true) {
            let fits = matches!(
                refusal,
                Refusal::NoUnit(_) | Refusal::NoCandidate(_) | Refusal::CandidateExists(_)
                    | Refusal::HasCandidates(_) | Refusal::OutOfOrder { .. } | Refusal::Empty
            );
            prop_assert!(fits, "{:?} {:?}", refusal, joined);
        } else if joined.conflicts.iter().all(|c| matches!(c.clash, Clash::Field { .. })) {
            let back = merge(&base, &others, &ours);
            let kept = settle(&others, &joined, true).unwrap();
            prop_assert_eq!(kept.units(), &standing(&back)[..]);
        }
    }
}
