//! The quota report: who admitted how many, against what was given.

use super::people::STAGES;
use super::tree::{Record, value_on};
use super::way::{self, File};
use chrono::NaiveDate;
use ketnap::model::{Candidate, Code, Quota, Sex, Unit, UnitId};
use serde_json::{Map, Value, json};

/// The row of an organisation.
pub(super) fn row(of: &Record, unit: &Unit) -> Value {
    let day = of.day();
    let listed = of.made_in(&unit.id).len() as u32;
    let unlisted = of.unlisted(&unit.id);
    let admitted = listed + unlisted;
    let quotas = of.book.settings().tracks.iter();
    let quotas = quotas.filter_map(|track| progress(of, unit, &track.id, admitted));
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
    put("name", json!(value_on(&unit.names, day)));
    put("kind", json!(value_on(&unit.kinds, day)));
    put("admitted", json!(admitted));
    put("listed", json!(listed));
    put("unlisted", json!(unlisted));
    put("quotas", quotas.collect());
    put("groups", groups(of, unit));
    put("exempt", json!(exempt(of, unit)));
    put("stages", stages(of, &unit.id));
    let on_the_way = |row: &&(usize, File)| row.0 != way::FULL;
    put(
        "open",
        json!(open(of, &unit.id).iter().filter(on_the_way).count()),
    );
    put("year_before", json!(year_before(of, unit)));
    Value::Object(row)
}

/// What the report of the year before says; none where that has no row, or nothing is on record.
fn year_before(of: &Record, unit: &Unit) -> Option<u32> {
    let before = of.of_year(of.year - 1);
    let count = before.made_in(&unit.id).len() as u32 + before.unlisted(&unit.id);
    (has_row(&before, unit) && known(&before, &unit.id)).then_some(count)
}

/// Whether anything is on record of a year's admissions.
pub(super) fn known(of: &Record, id: &UnitId) -> bool {
    let recorded = of
        .book
        .settings()
        .recorded_from
        .is_some_and(|from| from <= of.year);
    let mut rows = of
        .book
        .units()
        .iter()
        .filter(|unit| of.is_in(&unit.id, id, of.day()));
    let row = rows.any(|unit| unit.unlisted.iter().any(|row| row.year == of.year));
    recorded || row || of.unlisted(id) > 0 || !of.made_in(id).is_empty()
}

/// The number in force on a day: the latest begun, of these the highest revision.
pub(super) fn quota<'a>(
    unit: &'a Unit,
    (year, day): (i32, NaiveDate),
    track: &Code,
    group: Option<&Code>,
) -> Option<&'a Quota> {
    let of = |row: &&Quota| row.year == year && row.track == *track && row.group.as_ref() == group;
    let begun = |row: &&Quota| row.from.is_none_or(|from| from <= day);
    let rows = unit.quotas.iter().filter(of).filter(begun);
    rows.max_by_key(|row| (row.from, row.revision))
}

fn exempt(of: &Record, unit: &Unit) -> bool {
    let day = of.day();
    let mut rows = unit.exemptions.iter();
    rows.any(|row| row.year == of.year && row.from <= day)
}

fn progress(of: &Record, unit: &Unit, track: &Code, admitted: u32) -> Option<Value> {
    let day = of.day();
    let at = (of.year, day);
    let target = quota(unit, at, track, None).map(|row| row.target);
    let below =
        of.book.units().iter().filter(|other| {
            other.id != unit.id && of.above(&other.id, day).first() == Some(&unit.id)
        });
    let given = below.filter_map(|other| quota(other, at, track, None).map(|row| row.target));
    let given: Vec<u32> = given.collect();
    let allotted = (!given.is_empty()).then(|| given.iter().sum::<u32>());
    if target.is_none() && allotted.is_none() {
        return None;
    }
    let owed = target.filter(|_| !exempt(of, unit));
    Some(json!({
        "track": track,
        "target": target,
        "missing": owed.map(|target| target.saturating_sub(admitted)),
        "percent": target.filter(|target| *target > 0).map(|target| percent(admitted, target)),
        "allotted": allotted,
    }))
}

/// A part in percent, with one decimal.
pub(super) fn percent(part: u32, whole: u32) -> f64 {
    let tenths = (u64::from(part) * 2000 + u64::from(whole)) / (2 * u64::from(whole));
    tenths as f64 / 10.0
}

/// Whether a person is of a group, by what the data file says tells it.
fn is_of(person: &Candidate, group: &str) -> bool {
    let source = |id: &str| person.source.as_ref().is_some_and(|of| of.as_str() == id);
    let marked = person.groups.iter().any(|of| of.as_str() == group);
    marked
        || match group {
            "women" => person.sex == Some(Sex::Female),
            "youth" => person.youth_union == Some(true) || source("youth-union"),
            "ethnic-minority" => person.ethnicity.as_ref().is_some_and(|of| of != "Kinh"),
            "private-enterprise" => source("private-worker"),
            _ => false,
        }
}

fn groups(of: &Record, unit: &Unit) -> Value {
    let order = [
        "women",
        "youth",
        "militia",
        "ethnic-minority",
        "private-enterprise",
    ];
    let mut rows = Vec::new();
    for track in &of.book.settings().tracks {
        for group in order {
            let code = Code::new(group).unwrap();
            let Some(row) = quota(unit, (of.year, of.day()), &track.id, Some(&code)) else {
                continue;
            };
            let made = of.made_in(&unit.id);
            let admitted = made
                .iter()
                .filter(|(_, person)| is_of(person, group))
                .count() as u32;
            let owed = (!exempt(of, unit)).then(|| row.target.saturating_sub(admitted));
            rows.push(json!({
                "group": group,
                "track": track.id,
                "target": row.target,
                "admitted": admitted,
                "missing": owed,
                "deadline": row.deadline,
            }));
        }
    }
    Value::Array(rows)
}

/// The files of an organisation and of all below it that are not closed: stage, and whether at rest.
///
/// The file of a full member in a cell that ended before is not told of any more: the papers ask only
/// that an open one is not lost.
pub(super) fn open(of: &Record, id: &UnitId) -> Vec<(usize, File)> {
    let day = of.day();
    let mut all = Vec::new();
    for (home, person) in of.people() {
        let cell = way::cell_on(&home.id, person, day);
        let now = way::standing(person, day);
        let now = now.filter(|now| now.file != File::Closed && of.is_in(cell, id, day));
        let ended = of
            .unit(cell)
            .is_some_and(|cell| !lived(of, cell) && !has_open(of, cell));
        let now = now.filter(|now| now.stage != way::FULL || !ended);
        all.extend(now.map(|now| (now.stage, now.file)));
    }
    all
}

fn has_open(of: &Record, unit: &Unit) -> bool {
    let day = of.day();
    of.people().any(|(home, person)| {
        let here = way::cell_on(&home.id, person, day) == &unit.id;
        here && way::standing(person, day).is_some_and(|now| now.is_open())
    })
}

fn stages(of: &Record, id: &UnitId) -> Value {
    let open = open(of, id);
    let count = |at: usize| {
        open.iter()
            .filter(|row| **row == (at, File::Active))
            .count()
    };
    let rows = STAGES.iter().enumerate();
    rows.map(|(at, stage)| ((*stage).to_owned(), json!(count(at))))
        .collect()
}

/// Whether an organisation has a row: it lived in the year, or holds open files.
pub(super) fn has_row(of: &Record, unit: &Unit) -> bool {
    lived(of, unit) || has_open(of, unit)
}

/// Whether an organisation was there in the year.
fn lived(of: &Record, unit: &Unit) -> bool {
    let first = NaiveDate::from_ymd_opt(of.year, 1, 1).unwrap();
    let begun = unit.founded.is_none_or(|day| day <= of.day());
    begun && unit.ended.is_none_or(|end| end >= first)
}

/// The report of an organisation and of all below it, as a map of its rows.
pub(super) fn report(of: &Record, id: &UnitId) -> Value {
    let inside = |unit: &&Unit| has_row(of, unit) && of.is_in(&unit.id, id, of.day());
    let units = of.book.units().iter().filter(inside);
    let rows: Map<String, Value> = units
        .map(|unit| (unit.id.to_string(), row(of, unit)))
        .collect();
    Value::Object(rows)
}
