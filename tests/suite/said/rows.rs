//! Every row that a person or an organisation can have, in both languages, of whole books and of books in which nothing is known.

use super::sheet;
use crate::desk::{Desk, sample};
use crate::inert::board::{Drawn, front, look, try_all, wander};
use crate::inert::{places, read};
use crate::world::day;
use ketnap::app::{self, App, Facts, Screen, Sheet};
use ketnap::config::Config;
use ketnap::model::{Arg, Book, Candidate, Message, Unit, UnitScalar, candidate_texts, clean};
use ketnap::rules::{Known, Line};
use ketnap::store::{Access, Store, read_files};
use ketnap::text::{Lang, Texts, places as values};
use ketnap::words::{Part, Row, Telling, Words};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for whatever no rule, no list and no book knows.
const STRANGE: &str = "khong-biet";

/// A book of an earlier release in which every field holds something.
fn golden() -> Book {
    let (header, units) = read_files(
        include_str!("../../fixtures/golden/1/book.ron"),
        &[
            include_str!("../../fixtures/golden/1/units/thon-mau-1.ron"),
            include_str!("../../fixtures/golden/1/units/thon-mau-2.ron"),
            include_str!("../../fixtures/golden/1/units/xa-mau.ron"),
        ],
    )
    .unwrap();
    Book::new(header, units, Vec::new())
}

fn hostile() -> Book {
    let place = crate::inert::hostile();
    Store::new(place.data(), Access::ReadOnly).load().unwrap()
}

/// A record with all it refers to, and every other text, changed to what nobody knows; ids stay.
fn strange<T: Serialize + DeserializeOwned>(record: &T, known: &mut BTreeMap<String, bool>) -> T {
    let mut value = serde_json::to_value(record).unwrap();
    let mut all = Vec::new();
    places(&value, "", &mut all);
    for place in all {
        let names = place
            .split('/')
            .filter(|name| name.parse::<usize>().is_err());
        let path: Vec<&str> = names.collect();
        if path.last() == Some(&"id") {
            continue;
        }
        let takes = *known.entry(path.join("/")).or_insert_with(|| {
            let mut tried = value.clone();
            *tried.pointer_mut(&place).unwrap() = STRANGE.into();
            read::<T>(&tried).is_some()
        });
        if takes {
            *value.pointer_mut(&place).unwrap() = STRANGE.into();
        }
    }
    read(&value).unwrap()
}

fn unknown(book: &Book) -> Book {
    let mut header = book.header().clone();
    header.settings = strange(&header.settings, &mut BTreeMap::new());
    let (mut units, mut people) = (BTreeMap::new(), BTreeMap::new());
    let all = book.units().iter().map(|unit| {
        let persons = unit.candidates.iter();
        let persons = persons.map(|person| strange(person, &mut people)).collect();
        let mut bare = unit.clone();
        bare.candidates.clear();
        let mut unit = strange(&bare, &mut units);
        unit.candidates = persons;
        unit
    });
    let all = all.collect();
    assert!(people.values().filter(|takes| **takes).count() > 20);
    Book::new(header, all, Vec::new())
}

fn books() -> Vec<(&'static str, Book)> {
    let (golden, hostile) = (golden(), hostile());
    vec![
        ("golden, unknown", unknown(&golden)),
        ("hostile, unknown", unknown(&hostile)),
        ("golden", golden),
        ("hostile", hostile),
        ("sample", sample()),
    ]
}

/// Everything that is not as it must be: a key without a sentence, a place without a value.
fn faults(texts: &Texts, arg: &Arg, found: &mut Vec<String>) {
    let message = |message: &Message, found: &mut Vec<String>| {
        if !texts.has(message.key) {
            found.push(format!("no sentence {}", message.key));
        }
        for place in values(texts.get(message.key)) {
            if message.args.iter().all(|(name, _)| *name != place) {
                found.push(format!("{} without {place}", message.key));
            }
        }
        for (_, arg) in &message.args {
            faults(texts, arg, found);
        }
    };
    match arg {
        Arg::Key(key) if !texts.has(key) => found.push(format!("no word {key}")),
        Arg::Message(inner) => message(inner, found),
        Arg::Several(_, all) => all.iter().for_each(|arg| faults(texts, arg, found)),
        _ => {}
    }
}

/// Label and value as they are read; fails where something of them is missing.
fn said(texts: &Texts, row: &Row, whose: &str) -> (String, String) {
    let mut found = Vec::new();
    faults(texts, &row.label, &mut found);
    faults(texts, &row.value, &mut found);
    assert_eq!(found, Vec::<String>::new(), "{whose}: {row:?}");
    let said = (texts.arg(&row.label), texts.arg(&row.value));
    let both = format!("{} {}", said.0, said.1);
    assert!(!both.contains(['{', '}']), "{whose}: {both}");
    said
}

/// The fields of a record that hold something, as its file names them.
fn held(record: &impl Serialize, but: &[&str]) -> BTreeSet<String> {
    let Value::Object(fields) = serde_json::to_value(record).unwrap() else {
        panic!("no record");
    };
    let names = fields.into_iter().map(|(name, _)| name);
    names.filter(|name| !but.contains(&name.as_str())).collect()
}

fn fields(parts: &[Part]) -> BTreeSet<String> {
    parts.iter().map(|part| part.field.to_owned()).collect()
}

fn words<'a>(book: &'a Book, config: &'a Config, telling: Telling) -> Words<'a> {
    Words {
        known: Known::new(book, &config.rules, day(2022, 11, 27)),
        names_of: day(2022, 11, 27),
        telling,
    }
}

fn people(book: &Book) -> impl Iterator<Item = (&Unit, &Candidate)> {
    let units = book.units().iter();
    units.flat_map(|unit| unit.candidates.iter().map(move |person| (unit, person)))
}

#[test]
fn every_field_of_a_record_is_said_with_all_its_values_in_both_languages() {
    for (name, book) in books() {
        for lang in [Lang::Vi, Lang::En] {
            let config = Config::load(None, Some(lang));
            let texts = &config.texts;
            for telling in [Telling::Now, Telling::All] {
                let words = words(&book, &config, telling);
                let rows = |whose: &str, parts: &[Part]| {
                    for row in parts.iter().flat_map(|part| &part.rows) {
                        let (label, value) = said(texts, row, whose);
                        assert!(!label.is_empty() && !value.is_empty(), "{whose}: {row:?}");
                    }
                };
                for (_, person) in people(&book) {
                    let whose = format!("{name}, {}", person.id);
                    let parts = words.person(person);
                    rows(&whose, &parts);
                    if telling == Telling::All {
                        assert_eq!(fields(&parts), held(person, &["id"]), "{whose}");
                    }
                }
                for unit in book.units() {
                    let whose = format!("{name}, {}", unit.id);
                    let parts = words.unit(unit);
                    rows(&whose, &parts);
                    assert_eq!(fields(&parts), held(unit, &["id", "candidates"]), "{whose}");
                }
                for row in words.settings(book.settings()) {
                    let (_, value) = said(texts, &row, name);
                    assert!(!value.is_empty(), "{name}: {row:?}");
                }
            }
        }
    }
}

#[test]
fn whoever_asks_what_is_held_is_told_every_text_of_it() {
    let config = Config::load(None, Some(Lang::Vi));
    for (name, book) in books() {
        let words = words(&book, &config, Telling::All);
        for (_, person) in people(&book) {
            let parts = words.person(person);
            for (field, text) in candidate_texts(person) {
                let part = parts.iter().find(|part| part.field == field).unwrap();
                let told = part.rows.iter().any(|row| {
                    let said = config.texts.arg(&row.value);
                    said.contains(&*clean(text))
                });
                assert!(told, "{name}, {}: {field} {text:?}", person.id);
            }
        }
    }
}

#[test]
fn what_is_derived_of_a_record_is_said_with_all_its_values_in_both_languages() {
    let mut kinds = BTreeMap::new();
    for (name, book) in books() {
        for lang in [Lang::Vi, Lang::En] {
            let config = Config::load(None, Some(lang));
            let world = crate::desk::world(&config);
            let app = App::new(book.clone(), &world, false, 1);
            let words = words(&book, &config, Telling::Now);
            let mut tell = |kind: &'static str, row: Row| {
                said(&config.texts, &row, name);
                *kinds.entry(kind).or_insert(0) += 1;
            };
            for (unit, person) in people(&book) {
                let case = app.see(&world).case(&person.id).unwrap();
                for limit in case.limits() {
                    tell("limit", words.limit(person, limit));
                }
                for missing in case.owed() {
                    tell("missing", words.missing(missing));
                }
                let facts = Sheet::person(person.id.clone()).facts(app.see(&world));
                let Some(Facts::Person(facts)) = facts else {
                    panic!("{}", person.id)
                };
                for leg in &facts.legs {
                    tell("leg", words.leg(leg));
                }
                let line = Line::find(&book, &unit.id, &person.id).unwrap();
                let seen = app.see(&world).forecast().of(line);
                tell("plan", words.plan(2022, seen.as_ref()));
                tell("groups", words.groups(person));
                tell("introduced", words.introduced(person.introduced.as_ref()));
            }
            for paper in config.rules.sets.iter().flat_map(|set| &set.papers) {
                tell("no paper", words.no_paper(paper));
            }
            for unit in book.units() {
                let facts = Sheet::unit(unit.id.clone()).facts(app.see(&world));
                let Some(Facts::Unit(facts)) = facts else {
                    panic!("{}", unit.id)
                };
                for gap in &facts.gaps {
                    tell("gap", words.gap(gap));
                }
                tell("not surveyed", words.not_surveyed(facts.not_surveyed));
                tell("name", words.name_now(unit));
                tell("parent", words.parent_now(unit));
                tell("passage", words.passage(unit));
                for field in UnitScalar::ALL {
                    tell("scalar", words.unit_scalar(unit, field));
                }
                tell("kind", words.kind_now(unit));
                tell("members", words.members(unit.members.last()));
                tell("officers", words.officers(unit.officers.last()));
            }
        }
    }
    assert_eq!(kinds.len(), 16, "{kinds:?}");
}

#[test]
fn no_sheet_of_a_book_in_which_nothing_is_known_shows_a_brace_or_a_key() {
    let book = unknown(&golden());
    for lang in [Lang::Vi, Lang::En] {
        let people = people(&book).map(|(_, person)| Sheet::person(person.id.clone()));
        let units = book.units().iter().map(|unit| Sheet::unit(unit.id.clone()));
        for open in people.chain(units) {
            let drawn = sheet(&book, lang, open);
            assert!(drawn.contains(STRANGE), "{drawn}");
            assert!(!drawn.contains(['{', '}']), "{drawn}");
            assert!(
                !drawn.contains("sheet.") && !drawn.contains("value."),
                "{drawn}"
            );
        }
    }
}

#[test]
fn every_screen_and_window_of_a_book_in_which_nothing_is_known_has_all_its_values() {
    // A sentence without a value stops a debug build where it is said.
    fastrand::seed(1);
    let book = unknown(&golden());
    let mut drawn = Drawn::new();
    let looked = |desk: &mut Desk, drawn: &mut Drawn| {
        let screen = look(desk, drawn, 1);
        assert!(!screen.contains(['{', '}']), "{screen}");
        screen
    };
    let mut strange = 0;
    for lang in [Lang::Vi, Lang::En] {
        for keys in front() {
            let mut desk = Desk::with(book.clone(), lang);
            desk.press(&keys);
            strange += usize::from(looked(&mut desk, &mut drawn).contains(STRANGE));
            try_all(&mut desk, &mut drawn);
        }
        let mut parts = Desk::with(book.clone(), lang);
        parts.press("4");
        for _ in app::Part::ALL {
            looked(&mut parts, &mut drawn);
            parts.press("→");
        }
        for seed in 0..3 {
            wander(&mut Desk::with(book.clone(), lang), &mut drawn, seed, 300);
        }
    }
    assert!(strange > 4, "{strange}");
    let known = Screen::ALL
        .iter()
        .filter(|screen| **screen != Screen::Welcome);
    for screen in known {
        assert!(drawn.contains(&format!("Screen::{screen:?}")), "{screen:?}");
    }
}
