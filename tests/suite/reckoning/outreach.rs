//! Introductions by mass organisations, and what became of them.

use super::tree::Record;
use super::way;
use chrono::Datelike;
use ketnap::model::UnitId;
use serde_json::{Map, Value, json};

const ORGANISATIONS: [&str; 6] = [
    "youth-union",
    "trade-union",
    "women-union",
    "farmers-union",
    "veterans",
    "other",
];

/// The rows by organisation.
pub(super) fn rows(of: &Record, id: &UnitId) -> Value {
    let row = |by: &str| {
        let introduced = |year: i32| {
            // Each year as its own report tells it.
            let day = of.of_year(year).day();
            let people = of.people().filter(move |(home, person)| {
                let by = person.introduced.as_ref().filter(|it| it.by.as_str() == by);
                by.is_some_and(|it| it.on.year() == year)
                    && (of.whole || of.is_in(&home.id, id, day))
            });
            people.collect::<Vec<_>>()
        };
        let people = introduced(of.year);
        let open = people
            .iter()
            .filter(|(home, person)| of.is_to_be_admitted(home, person));
        let counting = of.book.settings().counting;
        let admitted = people.iter().filter(|(home, person)| {
            let since = person.introduced.as_ref().map(|it| it.on);
            let made = way::admissions(&home.id, person, counting);
            made.iter().any(|made| Some(made.on) >= since)
        });
        let ids: std::collections::BTreeSet<_> = people
            .iter()
            .map(|(_, person)| person.id.as_str())
            .collect();
        json!({
            "introduced": people.len(),
            "year_before": introduced(of.year - 1).len(),
            "open": open.count(),
            "admitted": admitted.count(),
            "candidates": ids,
        })
    };
    let rows: Map<String, Value> = ORGANISATIONS
        .map(|by| (by.to_owned(), row(by)))
        .into_iter()
        .collect();
    Value::Object(rows)
}
