//! The causes report: what held in the year, what still does, and what is being done.

use super::quota;
use super::tree::Record;
use super::way::{self, File};
use chrono::NaiveDate;
use ketnap::model::{Candidate, Cause, Remedy, UnitId};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a cause holds back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Person,
    Cell,
    Committee,
}

struct Held<'a> {
    holder: Holder,
    unit: &'a UnitId,
    candidate: Option<&'a str>,
    /// The day on which the way came to its end.
    closed: Option<NaiveDate>,
    causes: &'a [Cause],
    remedies: &'a [Remedy],
}

fn closed(person: &Candidate, day: NaiveDate) -> Option<NaiveDate> {
    let now = way::standing(person, day)?;
    let last = person.steps.iter().rfind(|step| step.on <= day)?;
    match now.file {
        File::Closed => Some(last.on),
        _ => (now.stage == way::FULL).then_some(now.since),
    }
}

impl Held<'_> {
    /// The last day of a cause: nobody is held back whose way is at its end. What was written down
    /// after that held on its one day.
    fn until(&self, cause: &Cause) -> Option<NaiveDate> {
        let closed = self.closed.map(|on| on.max(cause.from));
        [cause.until, closed].into_iter().flatten().min()
    }
}

fn everything<'a>(of: &'a Record, id: &UnitId) -> Vec<Held<'a>> {
    let day = of.day();
    let mut all = Vec::new();
    for unit in of
        .book
        .units()
        .iter()
        .filter(|unit| quota::has_row(of, unit) && of.is_in(&unit.id, id, day))
    {
        let cell = super::books::is_cell(unit);
        all.push(Held {
            holder: if cell {
                Holder::Cell
            } else {
                Holder::Committee
            },
            unit: &unit.id,
            candidate: None,
            closed: None,
            causes: &unit.causes,
            remedies: &unit.remedies,
        });
    }
    for (home, person) in of.people() {
        // The papers leave open which cell a cause weighs on after a hand-over: it goes along.
        let cell = &home.id;
        if quota::has_row(of, home) && of.is_in(cell, id, day) {
            all.push(Held {
                holder: Holder::Person,
                unit: cell,
                candidate: Some(person.id.as_str()),
                closed: closed(person, day),
                causes: &person.causes,
                remedies: &person.remedies,
            });
        }
    }
    all
}

/// The rows by code, for an organisation and all below it.
pub(super) fn rows(of: &Record, id: &UnitId) -> Value {
    let day = of.day();
    let first = NaiveDate::from_ymd_opt(of.year, 1, 1).unwrap();
    let held = everything(of, id);
    let mut codes: BTreeMap<&str, Vec<(&Held, &Cause)>> = BTreeMap::new();
    for from in &held {
        for cause in from.causes {
            if cause.from <= day && from.until(cause).is_none_or(|until| until >= first) {
                codes
                    .entry(cause.code.as_str())
                    .or_default()
                    .push((from, cause));
            }
        }
    }
    // What is being done has its row, even against what held in another year.
    for from in &held {
        for remedy in from
            .remedies
            .iter()
            .filter(|row| row.done.is_none_or(|done| done > day))
        {
            codes.entry(remedy.cause.as_str()).or_default();
        }
    }
    let row = |code: &str, all: &[(&Held, &Cause)]| {
        let of_holder = |holder| all.iter().filter(|(held, _)| held.holder == holder).count();
        let open = all
            .iter()
            .filter(|(held, cause)| held.until(cause).is_none_or(|until| until > day));
        let units: BTreeSet<&str> = all.iter().map(|(held, _)| held.unit.as_str()).collect();
        let sources: BTreeSet<&str> = all
            .iter()
            .filter_map(|(_, cause)| cause.source.as_deref())
            .collect();
        json!({
            "times": all.len(),
            "open": open.count(),
            "candidates": of_holder(Holder::Person),
            "cells": of_holder(Holder::Cell),
            "committees": of_holder(Holder::Committee),
            "units": units,
            "sourced": all.iter().filter(|(_, cause)| cause.source.is_some()).count(),
            "sources": sources,
            "under_way": under_way(code, &held, day),
        })
    };
    let rows: Map<String, Value> = codes
        .iter()
        .map(|(code, all)| ((*code).to_owned(), row(code, all)))
        .collect();
    Value::Object(rows)
}

fn under_way(code: &str, held: &[Held], day: NaiveDate) -> Value {
    let mut rows = Vec::new();
    for from in held {
        for remedy in from.remedies.iter().filter(|it| it.cause.as_str() == code) {
            if remedy.done.is_none_or(|done| done > day) {
                rows.push(json!({
                    "unit": from.unit,
                    "candidate": from.candidate,
                    "text": remedy.text,
                    "who": remedy.who,
                    "by": remedy.by,
                    "overdue": remedy.by.is_some_and(|by| by < day),
                }));
            }
        }
    }
    rows.sort_by_key(ToString::to_string);
    Value::Array(rows)
}
