//! The newly admitted of a year, in the columns of the statistical form.

use super::tree::Record;
use chrono::{Datelike, NaiveDate};
use ketnap::model::{Candidate, PartialDay, Sex, UnitId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const BANDS: [(u32, Option<u32>); 8] = [
    (18, Some(30)),
    (31, Some(35)),
    (36, Some(40)),
    (41, Some(45)),
    (46, Some(50)),
    (51, Some(55)),
    (56, Some(60)),
    (61, None),
];

/// The form of an organisation with all below it. Words are a map here: their order says nothing.
pub(super) fn form(of: &Record, id: &UnitId) -> Value {
    let made = of.made_in(id);
    let people: Vec<&Candidate> = made.iter().map(|(_, person)| *person).collect();
    let unlisted = of.unlisted(id);
    let words = |field: fn(&Candidate) -> &Option<String>| words(&people, field);
    let again = made.iter().filter(|(made, person)| {
        // Only a membership that had ended by then.
        let former = person.former.as_ref();
        former.is_some_and(|former| former.left.first() <= made.on)
    });
    let ages: Vec<Age> = made
        .iter()
        .map(|(made, person)| age(person.born, made.on))
        .collect();
    let religious = |person: &&Candidate| person.religion.as_ref().map(|it| it != "Không");
    json!({
        "admitted": people.len() as u32 + unlisted,
        "listed": people.len(),
        "unlisted": unlisted,
        "women": split(people.iter().map(|it| it.sex.map(|sex| sex == Sex::Female))),
        "ethnic_minority": split(people.iter().map(|it| it.ethnicity.as_ref().map(|it| it != "Kinh"))),
        "religion": split(people.iter().map(religious)),
        "youth_union": split(people.iter().map(|it| it.youth_union)),
        "readmitted": again.count(),
        "ages": told(&ages),
        "ethnicities": words(|it| &it.ethnicity),
        "schooling": words(|it| &it.schooling),
        "profession": words(|it| &it.profession),
        "occupation": words(|it| &it.occupation),
    })
}

fn split(answers: impl Iterator<Item = Option<bool>>) -> Value {
    let answers: Vec<_> = answers.collect();
    let count = |sought: Option<bool>| answers.iter().filter(|it| **it == sought).count();
    json!({"yes": count(Some(true)), "no": count(Some(false)), "unknown": count(None)})
}

fn words(people: &[&Candidate], field: fn(&Candidate) -> &Option<String>) -> Value {
    let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
    let mut unknown = 0;
    for person in people {
        match field(person) {
            Some(word) => *rows.entry(word).or_default() += 1,
            None => unknown += 1,
        }
    }
    let row = |(word, n): (&str, u32)| (word.to_owned(), json!({"value": word, "people": n}));
    let rows: serde_json::Map<String, Value> = rows.into_iter().map(row).collect();
    json!({"rows": rows, "unknown": unknown})
}

/// The youngest and the oldest that somebody can have been.
type Age = Option<(i32, i32)>;

/// Completed years by the month.
fn age(born: Option<PartialDay>, on: NaiveDate) -> Age {
    let born = born?;
    let years = on.year() - born.year();
    Some(match born.month() {
        Some((_, month)) => {
            let age = years - i32::from(on.month() < month);
            (age, age)
        }
        None => (years - i32::from(on.month() < 12), years),
    })
}

fn told(ages: &[Age]) -> Value {
    let sure = |age: &Age| {
        age.filter(|(least, most)| least == most)
            .map(|(age, _)| age)
    };
    let known: Vec<i32> = ages.iter().filter_map(sure).collect();
    let within = |from: u32, to: Option<u32>| {
        let most = to.map_or(i32::MAX, |to| to as i32);
        known
            .iter()
            .filter(|age| (from as i32..=most).contains(age))
            .count()
    };
    let bands = BANDS.map(|(from, to)| json!({"from": from, "to": to, "people": within(from, to)}));
    let sum: i32 = known.iter().sum();
    let average = (!known.is_empty()).then(|| {
        let n = known.len() as i32;
        f64::from((sum * 20 + n) / (2 * n)) / 10.0
    });
    json!({
        "younger": known.iter().filter(|age| **age < 18).count(),
        "bands": bands,
        "unknown": ages.len() - known.len(),
        "average": average,
    })
}
