//! Surveys of sources against the files, and counts of officers.

use super::quota::{self, percent};
use super::tree::{Record, value_on};
use ketnap::model::{Candidate, Code, Survey, SurveyGroup, Unit, UnitId};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn newest<'a>(of: &Record, unit: &'a Unit) -> Option<&'a Survey> {
    let covers = |row: &&Survey| row.period.from <= of.year && of.year <= row.period.last();
    unit.surveys.iter().filter(covers).max_by_key(|row| row.on)
}

/// The surveys by organisation, and the cells that none covers.
pub(super) fn report(of: &Record, id: &UnitId) -> Value {
    let day = of.day();
    let below = || {
        of.book
            .units()
            .iter()
            .filter(|unit| quota::has_row(of, unit) && of.is_in(&unit.id, id, day))
    };
    let mut rows = Map::new();
    for unit in below() {
        // What the survey of a committee that is asked about tells of is told once.
        let mut above = of.above(&unit.id, day);
        above.retain(|above| of.is_in(above, id, day));
        let covered = above
            .iter()
            .any(|id| of.unit(id).is_some_and(|unit| newest(of, unit).is_some()));
        if let Some(survey) = newest(of, unit).filter(|_| !covered) {
            rows.insert(unit.id.to_string(), row(of, unit, survey));
        }
    }
    let covered = |unit: &Unit| {
        let mut above = of.above(&unit.id, day);
        above.push(unit.id.clone());
        above
            .iter()
            .any(|id| of.unit(id).is_some_and(|unit| newest(of, unit).is_some()))
    };
    let left_out = below().filter(|unit| super::books::is_cell(unit) && !covered(unit));
    let left_out: BTreeSet<_> = left_out.map(|unit| unit.id.to_string()).collect();
    let mut officers = Map::new();
    for unit in below() {
        let counts = unit.officers.iter().filter(|row| row.on <= day);
        if let Some(count) = counts.max_by_key(|row| row.on) {
            let row = json!({
                "name": value_on(&unit.names, day),
                "on": count.on,
                "officers": count.officers,
                "members": count.members,
                "percent": percent(count.members, count.officers),
            });
            officers.insert(unit.id.to_string(), row);
        }
    }
    json!({"rows": rows, "not_surveyed": left_out, "officers": officers})
}

fn row(of: &Record, unit: &Unit, survey: &Survey) -> Value {
    let mut groups: BTreeMap<String, (SurveyGroup, u32, u32)> = BTreeMap::new();
    let nothing = || SurveyGroup {
        source: Code::new("none").unwrap(),
        people: 0,
        fit: 0,
        asked: 0,
        willing: 0,
    };
    for group in &survey.groups {
        groups.insert(group.source.to_string(), (group.clone(), 0, 0));
    }
    let name = |person: &Candidate| {
        person
            .source
            .as_ref()
            .map_or("–".to_owned(), ToString::to_string)
    };
    let mut group = |person: &Candidate, open: u32, admitted: u32| {
        let row = groups
            .entry(name(person))
            .or_insert_with(|| (nothing(), 0, 0));
        (row.1, row.2) = (row.1 + open, row.2 + admitted);
    };
    for (home, person) in of.people() {
        if of.is_in(&home.id, &unit.id, of.day()) && of.is_to_be_admitted(home, person) {
            group(person, 1, 0);
        }
    }
    // What stands at the top now looks at the whole book, whatever stood there before.
    let all = value_on(&of.book.header().roots, of.day()) == Some(&unit.id);
    // People, whether or not one was admitted twice.
    let mut counted = BTreeSet::new();
    for (made, person) in of.admissions() {
        let here = all || of.is_in(&made.cell, &unit.id, made.on);
        if made.on >= survey.on && here && counted.insert(&person.id) {
            group(person, 0, 1);
        }
    }
    let row = |(source, (group, open, admitted)): (String, (SurveyGroup, u32, u32))| {
        let row = json!({
            "people": group.people,
            "fit": group.fit,
            "asked": group.asked,
            "willing": group.willing,
            "open": open,
            "admitted": admitted,
            "missing": group.willing.saturating_sub(open + admitted),
        });
        (source, row)
    };
    let groups: Map<String, Value> = groups.into_iter().map(row).collect();
    json!({
        "name": value_on(&unit.names, of.day()),
        "on": survey.on,
        "from": survey.period.from,
        "until": survey.period.last(),
        "groups": groups,
    })
}
