//! The invented books of the benches: as many records as promised, all valid, the same for a seed.

use crate::help::books::{Size, as_of, book};
use ketnap::model::{Book, Place, Unit, check_candidate, check_unit};
use std::collections::BTreeSet;

fn count(units: &[Unit], kind: &str) -> usize {
    units
        .iter()
        .filter(|u| u.kinds[0].value.as_str() == kind)
        .count()
}

fn assert_sound(size: Size, committees: usize, cells: usize, people: usize) {
    let (header, units) = book(size, 7);
    assert_eq!(units.len() - count(&units, "cell"), committees);
    assert_eq!(count(&units, "cell"), cells);
    for unit in &units {
        assert_eq!(check_unit(unit), Ok(()), "{:?}", unit.id);
        let is_root = header.is_root(&unit.id);
        assert_eq!(unit.parents.is_empty(), is_root, "{:?}", unit.id);
        for person in &unit.candidates {
            assert_eq!(check_candidate(person), Ok(()), "{:?}", person.id);
            assert!(person.name.contains("Mẫu"));
            assert!(person.steps.iter().all(|step| step.on <= as_of()));
        }
    }
    let book = Book::new(header, units, Vec::new());
    assert!(book.doubled().is_empty());
    assert_eq!(book.candidate_count(), people);
    let ids: BTreeSet<_> = book.units().iter().map(|u| &u.id).collect();
    assert_eq!(ids.len(), committees + cells);
    let known = |u: &Unit| u.parents.iter().all(|row| ids.contains(&row.value));
    assert!(book.units().iter().all(known));
}

#[test]
fn a_city_has_its_records() {
    assert_sound(Size::City, 60, 400, 3_000);
}

#[test]
fn a_province_has_its_records() {
    assert_sound(Size::Province, 1_500, 6_000, 60_000);
}

#[test]
fn one_seed_makes_one_book() {
    assert_eq!(book(Size::City, 1), book(Size::City, 1));
    assert_ne!(book(Size::City, 1), book(Size::City, 2));
}

#[test]
fn people_stand_at_every_stage_and_weigh_about_a_kilobyte() {
    let (_, units) = book(Size::City, 1);
    let people = units.iter().flat_map(|u| &u.candidates);
    let last = |place: &Place| match place {
        Place::Stage(id) => id.to_string(),
        Place::Paused => "paused".to_owned(),
        Place::Exit(_) => "exit".to_owned(),
    };
    let ends: BTreeSet<String> = people
        .clone()
        .filter_map(|p| p.steps.last().map(|s| last(&s.to)))
        .collect();
    assert_eq!(ends.len(), 14, "{ends:?}");
    // As the store writes it.
    let some = ron::extensions::Extensions::IMPLICIT_SOME;
    let options = ron::Options::default().with_default_extension(some);
    let pretty = || ron::ser::PrettyConfig::new().indentor("  ");
    let bytes: usize = people
        .clone()
        .map(|p| options.to_string_pretty(p, pretty()).unwrap().len())
        .sum();
    let each = bytes / people.count();
    assert!((800..1_200).contains(&each), "{each} bytes a candidate");
}
