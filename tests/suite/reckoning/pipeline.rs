//! Who is on the way: the stage, since when, how long.

use super::agenda;
use super::calendar::Calendar;
use super::people::STAGES;
use super::tree::Record;
use super::way;
use ketnap::model::UnitId;
use serde_json::{Map, Value, json};

/// The rows by person.
pub(super) fn rows(of: &Record, id: &UnitId, calendar: &Calendar) -> Value {
    let mut rows = Map::new();
    for (home, person) in of.people() {
        let cell = way::cell_on(&home.id, person, of.today);
        let Some(now) = way::standing(person, of.today) else {
            continue;
        };
        if now.is_open() && of.is_in(cell, id, of.today) {
            let limits = agenda::running(person, of.today, calendar);
            let due = agenda::pressing(&limits);
            let row = json!({
                "due": due,
                "overdue": due.is_some_and(|due| due < of.today),
                "unit": cell,
                "name": person.name,
                "stage": STAGES[now.stage],
                "since": now.since,
                "days": (of.today - now.since).num_days(),
            });
            rows.insert(person.id.to_string(), row);
        }
    }
    Value::Object(rows)
}
