//! Weak cells: silent for years, without a source, with one group only, or nearly too small.

use super::tree::Record;
use super::way;
use chrono::Datelike;
use ketnap::model::{Code, Unit, UnitId};
use serde_json::{Map, Value, json};

/// Full members that a cell must have.
const LEAST: u32 = 3;

/// Whether a cell is known to have admitted nobody for so many years, this one too.
pub(super) fn is_silent(of: &Record, unit: &Unit, years: u32) -> bool {
    let last = of.today.year();
    let mut asked = last - years as i32 + 1..=last;
    asked.all(|year| {
        let row = unit.unlisted.iter().find(|row| row.year == year);
        let recorded = of
            .book
            .settings()
            .recorded_from
            .is_some_and(|from| from <= year);
        let admitted = of
            .admissions()
            .iter()
            .any(|(made, _)| made.cell == unit.id && made.on.year() == year);
        !admitted && row.map_or(recorded, |row| row.count == 0)
    })
}

/// The source groups of those who are on the way to an admission.
pub(super) fn sources<'a>(of: &'a Record, unit: &Unit) -> Vec<Option<&'a Code>> {
    let mut all = Vec::new();
    for (home, person) in of.people() {
        let here = way::cell_on(&home.id, person, of.today) == &unit.id;
        if here && of.is_to_be_admitted(home, person) {
            all.push(person.source.as_ref());
        }
    }
    all
}

/// Cells by id: those below an organisation, as it stood in the year asked about, that are weak today.
pub(super) fn cells(of: &Record, id: &UnitId, years: u32) -> (Value, Value) {
    let (mut silent, mut others) = (Map::new(), Map::new());
    for unit in of.book.units() {
        let ended = unit.ended.is_some_and(|end| end < of.today);
        if !super::books::is_cell(unit) || ended || !of.is_in(&unit.id, id, of.day()) {
            continue;
        }
        let is_silent = is_silent(of, unit, years);
        let sources = sources(of, unit);
        let only = sources.first().copied().flatten();
        let only = only.filter(|_| sources.iter().all(|source| *source == only));
        let count = unit
            .members
            .iter()
            .filter(|row| row.on <= of.today)
            .max_by_key(|row| row.on);
        let few = count.and_then(|row| row.full).filter(|full| *full <= LEAST);
        let last = of
            .admissions()
            .into_iter()
            .filter(|(made, _)| made.cell == unit.id);
        let row = json!({
            "silent": is_silent,
            "last_admission": last.map(|(made, _)| made.on).max(),
            "open": sources.len(),
            "no_source": sources.is_empty(),
            "only_source": only,
            "few_members": few,
        });
        if is_silent {
            silent.insert(unit.id.to_string(), row);
        } else if sources.is_empty() || only.is_some() || few.is_some() {
            others.insert(unit.id.to_string(), row);
        }
    }
    (Value::Object(silent), Value::Object(others))
}
