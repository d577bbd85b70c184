//! The analysis: the year's course, the years before, files by stage, sources, and what waits above its cell.

use super::calendar::Calendar;
use super::people::STAGES;
use super::program::SILENT;
use super::tree::{Record, value_on};
use super::way::{self, File};
use super::{admitted, agenda, causes, quota, silent};
use chrono::{Datelike, NaiveDate};
use ketnap::model::{Unit, UnitId, Unlisted};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const SOURCES: [&str; 12] = [
    "youth-union",
    "local-officer",
    "ex-soldier",
    "graduate",
    "public-service",
    "private-worker",
    "women-union",
    "farmers-union",
    "veterans",
    "worker",
    "student",
    "other",
];

fn last_of(year: i32, month: u32) -> NaiveDate {
    let next = NaiveDate::from_ymd_opt(year + i32::from(month == 12), month % 12 + 1, 1);
    next.unwrap().pred_opt().unwrap()
}

/// The parts that are reckoned, for an organisation and all below it.
pub(super) fn report(of: &Record, id: &UnitId, calendar: &Calendar) -> Value {
    let (weak, others) = silent::cells(of, id, SILENT);
    json!({
        "curve": {"points": points(of, id), "targets": targets(of, id, of.year)},
        "history": history(of, id),
        "funnel": funnel(of, id),
        "causes": causes::rows(of, id),
        "sources": sources(of, id),
        "newly_admitted": admitted::form(of, id),
        "cells": {"rows": weak, "others": others},
        "waiting": waiting(of, id, calendar),
    })
}

/// Those on record, by the end of each month that has begun.
fn points(of: &Record, id: &UnitId) -> Value {
    let made = of.made_in(id);
    let point = |month: u32| {
        let first = NaiveDate::from_ymd_opt(of.year, month, 1).unwrap();
        let until = last_of(of.year, month);
        let come = first <= of.today;
        let until = if come { until.min(of.today) } else { until };
        let listed = made.iter().filter(|(made, _)| made.on <= until).count();
        // An amount without records counts from the day as of which it is known.
        let row_day = |row: &Unlisted| row.as_of.unwrap_or(of.day()).min(of.day());
        let unlisted = of.unlisted_by(id, |row| row_day(row) <= until);
        json!({
            "month": month,
            "until": until,
            "listed": come.then_some(listed),
            "unlisted": come.then_some(unlisted),
            "admitted": come.then_some(listed as u32 + unlisted),
        })
    };
    (1..=12).map(point).collect()
}

/// What an organisation was to admit in a year, by track.
fn targets(of: &Record, id: &UnitId, year: i32) -> Value {
    let unit = of.unit(id).unwrap();
    let tracks = of.book.settings().tracks.iter();
    let given = tracks.filter_map(|track| {
        let row = quota::quota(unit, (year, of.day()), &track.id, None)?;
        Some(json!({"track": track.id, "target": row.target}))
    });
    given.collect()
}

/// The year and those before it. Of what stands at the top they are of the whole book, whatever stood
/// there then.
fn history(of: &Record, id: &UnitId) -> Value {
    let whole = value_on(&of.book.header().roots, of.day()) == Some(id);
    let row = |year: i32| {
        let past = of.of_year(year);
        let top = value_on(&of.book.header().roots, past.day())
            .filter(|_| whole)
            .unwrap_or(id);
        let (listed, unlisted) = (past.made_in(top).len() as u32, past.unlisted(top));
        let mut givers = of.above(id, of.day());
        givers.push(id.clone());
        let units = (of.unit(id).unwrap(), top);
        let known = known(&past, of.year, units, (&givers, listed + unlisted));
        json!({
            "listed": listed,
            "unlisted": unlisted,
            "targets": targets(&past, id, year),
            "admitted": known.then_some(listed + unlisted),
        })
    };
    let rows: Map<String, Value> = (of.year - 4..=of.year)
        .map(|year| (year.to_string(), row(year)))
        .collect();
    Value::Object(rows)
}

/// Whether the whole of a year is known: nothing on record is not nobody. The papers leave open what it
/// takes; the program asks for a year since which all is recorded, a row of the top itself or of every
/// cell (in the year asked about also of one that ended and still holds files), or a quota against which something was counted.
fn known(
    past: &Record,
    asked: i32,
    (unit, top): (&Unit, &UnitId),
    (givers, admitted): (&[UnitId], u32),
) -> bool {
    let says = |unit: &Unit| unit.unlisted.iter().any(|row| row.year == past.year);
    let inside = |unit: &&Unit| {
        let left = past.year == asked && quota::has_row(past, unit);
        let lives = left || unit.ended.is_none_or(|end| end.year() >= past.year);
        lives && super::books::is_cell(unit) && past.is_in(&unit.id, top, past.day())
    };
    let cells: Vec<&Unit> = past.book.units().iter().filter(inside).collect();
    let mut givers = givers.iter().filter_map(|id| past.unit(id));
    let quota = givers.any(|unit| unit.quotas.iter().any(|row| row.year == past.year));
    let recorded = past
        .book
        .settings()
        .recorded_from
        .is_some_and(|from| from <= past.year);
    let each = !cells.is_empty() && cells.iter().all(|unit| says(unit));
    recorded || says(unit) || (admitted > 0 && quota) || each
}

fn funnel(of: &Record, id: &UnitId) -> Value {
    let files = quota::open(of, id);
    let count = |at: usize| {
        files
            .iter()
            .filter(|row| **row == (at, File::Active))
            .count()
    };
    let stages = STAGES.iter().enumerate();
    let stages = stages.map(|(at, stage)| json!({"stage": stage, "people": count(at)}));
    let paused = files.iter().filter(|(_, file)| *file == File::Resting);
    json!({"stages": stages.collect::<Vec<_>>(), "paused": paused.count()})
}

fn sources(of: &Record, id: &UnitId) -> Value {
    let all = SOURCES.map(|source| (source.to_owned(), (0, 0)));
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::from(all);
    let name = |person: &ketnap::model::Candidate| {
        person
            .source
            .as_ref()
            .map_or("–".to_owned(), ToString::to_string)
    };
    for (home, person) in of.people() {
        let cell = way::cell_on(&home.id, person, of.day());
        let now = way::standing(person, of.day());
        if now.is_some_and(|now| now.is_open()) && of.is_in(cell, id, of.day()) {
            counts.entry(name(person)).or_default().0 += 1;
        }
    }
    for (_, person) in of.made_in(id) {
        counts.entry(name(person)).or_default().1 += 1;
    }
    let row = |(source, (open, admitted)): (String, (u32, u32))| {
        (source, json!({"open": open, "admitted": admitted}))
    };
    with_people(counts.into_iter().map(row).collect())
}

/// Without the row of no group where nobody is in it.
pub(super) fn with_people(mut rows: Value) -> Value {
    let rows_by_source = rows.as_object_mut().unwrap();
    rows_by_source.retain(|source, row| source != "–" || row["open"] != 0 || row["admitted"] != 0);
    rows
}

/// Files with the bodies above the cell: today's, below the organisation as it stood in the year asked
/// about, which the papers leave open.
fn waiting(of: &Record, id: &UnitId, calendar: &Calendar) -> Value {
    let mut rows = Map::new();
    for (home, person) in of.people() {
        let Some(now) = way::standing(person, of.today) else {
            continue;
        };
        // In the recognition it waits above from the cell's vote on.
        let stage = STAGES[now.stage];
        let vote = person
            .votes
            .iter()
            .filter(|vote| vote.stage.as_str() == stage)
            .map(|vote| vote.on);
        let since = match stage {
            "grassroots" | "decision" => Some(now.since),
            "recognition" => vote.max().map(|on| on.max(now.since)),
            _ => None,
        };
        let since = since.filter(|_| now.file == File::Active && of.is_in(&home.id, id, of.day()));
        if let Some(since) = since {
            let due = agenda::pressing(&agenda::running(person, of.today, calendar));
            let row = json!({
                "due": due,
                "overdue": due.is_some_and(|due| due < of.today),
                "unit": home.id,
                "stage": stage,
                "since": since,
                "days": (of.today - since).num_days(),
            });
            rows.insert(person.id.to_string(), row);
        }
    }
    Value::Object(rows)
}
