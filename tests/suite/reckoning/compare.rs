//! What a report told beside what the records come to, in one shape; and where two values differ.

use super::tree::{Record, value_on};
use super::{
    admitted, agenda, analysis, calendar, causes, outreach, pipeline, program, quota, silent,
    survey, visits,
};
use chrono::Datelike;
use ketnap::model::UnitId;
use serde_json::{Value, json};

/// Every field in which two reports differ.
pub(super) fn differences(path: &str, whole: &Value, cut: &Value, out: &mut Vec<String>) {
    hold(path, whole, cut, out);
    if out.is_empty() {
        hold(path, cut, whole, out);
    }
}

/// Rows by a key of theirs.
fn keyed(rows: &Value, key: &str) -> Value {
    let rows = rows.as_array().into_iter().flatten();
    let name = |row: &Value| row[key].as_str().unwrap_or("–").to_owned();
    Value::Object(rows.map(|row| (name(row), row.clone())).collect())
}

/// Holds every field that was reckoned against what the program told of it.
pub(super) fn hold(path: &str, told: &Value, reckoned: &Value, out: &mut Vec<String>) {
    match (told, reckoned) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, b) in b {
                let a = a.get(key).unwrap_or(&Value::Null);
                hold(&format!("{path}/{key}"), a, b, out);
            }
            // Rows by a key of theirs: none too many.
            let rows = path != "analysis" && a.values().chain(b.values()).all(Value::is_object);
            for (key, row) in a.iter().filter(|(key, _)| rows && !b.contains_key(*key)) {
                out.push(format!(
                    "{path}/{key}: told {row}, but nothing was reckoned"
                ));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                hold(&format!("{path}/{at}"), a, b, out);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let only = |a: &[Value], b: &[Value]| {
                let only = a.iter().filter(|row| !b.contains(row));
                only.map(ToString::to_string).collect::<Vec<_>>().join(" ")
            };
            out.push(format!(
                "{path}: told {}; reckoned {}",
                only(a, b),
                only(b, a)
            ));
        }
        _ if told == reckoned => {}
        _ => out.push(format!("{path}: told {told}, reckoned {reckoned}")),
    }
}

/// Rows in an order of their own, where theirs says nothing.
fn in_order(rows: &Value) -> Value {
    let mut rows = rows.as_array().cloned().unwrap_or_default();
    rows.sort_by_key(ToString::to_string);
    Value::Array(rows)
}

/// Rows without what is not reckoned of them, for their order to be one.
fn only(rows: &Value, keys: &[&str]) -> Value {
    let mut rows = rows.clone();
    for row in rows.as_array_mut().unwrap() {
        let row = row.as_object_mut().unwrap();
        row.retain(|key, _| keys.contains(&key.as_str()));
    }
    rows
}

fn words(form: &Value) -> Value {
    let mut form = form.clone();
    for field in ["ethnicities", "schooling", "profession", "occupation"] {
        form[field]["rows"] = keyed(&form[field]["rows"], "value");
    }
    form
}

fn by_code(rows: &Value) -> Value {
    let mut rows = keyed(rows, "code");
    for row in rows.as_object_mut().unwrap().values_mut() {
        for list in ["units", "sources", "under_way"] {
            row[list] = in_order(&row[list]);
        }
    }
    rows
}

/// The history by year.
fn by_year(rows: &Value) -> Value {
    let rows = rows.as_array().into_iter().flatten();
    Value::Object(
        rows.map(|row| (row["year"].to_string(), row.clone()))
            .collect(),
    )
}

/// What a report told and what the records come to, in one shape.
pub(super) fn compared(
    name: &str,
    told: &Value,
    (of, unit): (&Record, Option<&UnitId>),
    calendar: &calendar::Calendar,
) -> (Value, Value) {
    let root = unit
        .or(value_on(&of.book.header().roots, of.day()))
        .unwrap();
    // Reports of a day are of its year.
    let now = of.of_year(of.today.year());
    let root_now = unit
        .or(value_on(&of.book.header().roots, of.today))
        .unwrap();
    let asked = if program::takes_year(name) { of } else { &now };
    // What stands at the top is the whole book, asked about or not.
    let top = value_on(&of.book.header().roots, of.day());
    let whole = Record {
        whole: unit.is_none_or(|unit| Some(unit) == top),
        ..*of
    };
    if unit.is_some_and(|id| !quota::has_row(asked, of.unit(id).unwrap())) {
        return (told.is_string().into(), true.into());
    }
    match name {
        "quota" => (keyed(&told["rows"], "unit"), quota::report(of, root)),
        "pipeline" => (
            keyed(&told["rows"], "candidate"),
            pipeline::rows(&now, root_now, calendar),
        ),
        "agenda" => {
            let reckoned = agenda::rows(&now, root_now, calendar, program::AHEAD);
            // What will lose its worth at the usual pace is told earlier: a forecast.
            let mut rows = told["rows"].clone();
            let near = |row: &Value| row["days_left"].as_i64() <= Some(i64::from(program::AHEAD));
            rows.as_array_mut().unwrap().retain(near);
            let keys = ["candidate", "unit", "limit", "due", "days_left", "overdue"];
            (in_order(&only(&rows, &keys)), reckoned)
        }
        "analysis" => {
            let told = json!({
                "curve": told["curve"],
                "history": by_year(&told["history"]),
                "funnel": told["funnel"],
                "causes": by_code(&told["causes"]),
                "sources": analysis::with_people(keyed(&told["sources"], "source")),
                "newly_admitted": words(&told["newly_admitted"]),
                "cells": {
                    "rows": keyed(&told["cells"]["rows"], "unit"),
                    "others": keyed(&told["cells"]["others"], "unit"),
                },
                "waiting": keyed(&told["waiting"], "candidate"),
            });
            (told, analysis::report(&whole, root, calendar))
        }
        "causes" => (by_code(&told["rows"]), causes::rows(of, root)),
        "silent" => {
            let (rows, others) = silent::cells(&now, root_now, program::SILENT);
            let told = json!({
                "rows": keyed(&told["rows"], "unit"),
                "others": keyed(&told["others"], "unit"),
            });
            (told, json!({"rows": rows, "others": others}))
        }
        "newly-admitted" => (words(told), admitted::form(&whole, root)),
        "survey" => {
            let mut rows = keyed(&told["rows"], "unit");
            for row in rows.as_object_mut().unwrap().values_mut() {
                row["groups"] = keyed(&row["groups"], "source");
            }
            let left_out = keyed(&told["not_surveyed"], "unit");
            let left_out: Vec<&String> = left_out.as_object().unwrap().keys().collect();
            let told = json!({
                "rows": rows,
                "not_surveyed": left_out,
                "officers": keyed(&told["officers"], "unit"),
            });
            (told, survey::report(of, root))
        }
        "visits" => {
            let keys = ["unit", "on", "who", "agreed", "by", "days_left"];
            // Of the needs only silence is reckoned: the others lean on the forecast.
            let mut plan = keyed(&told["plan"], "unit");
            for row in plan.as_object_mut().unwrap().values_mut() {
                row["silent"] = json!(row["needs"].as_array().unwrap().contains(&json!("silent")));
            }
            let told = json!({
                "follow_ups": in_order(&only(&told["follow_ups"], &keys)),
                "plan": plan,
            });
            (told, visits::report(&now, root_now))
        }
        "outreach" => {
            let mut rows = keyed(&told["rows"], "organisation");
            for row in rows.as_object_mut().unwrap().values_mut() {
                row["candidates"] = in_order(&row["candidates"]);
            }
            (rows, outreach::rows(&whole, root))
        }
        _ => unreachable!("{name} is reckoned"),
    }
}
