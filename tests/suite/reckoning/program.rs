//! What the program says: its reports on a book, through the library and through the command line.

use super::Asked;
use crate::help::place::Place;
use chrono::Datelike;
use ketnap::cli::run_on;
use ketnap::config::Config;
use ketnap::exchange::{
    AdmittedReport, AgendaReport, AnalysisReport, CausesReport, OutreachReport, PipelineReport,
    QuotaReport, SilentReport, SurveyReport, VisitsReport,
};
use ketnap::model::Book;
use ketnap::rules::{Counted, Figures, Known};
use ketnap::store::{Access, Store};
use serde_json::Value;

/// The reports, as the command line calls them.
pub(super) const REPORTS: [&str; 10] = [
    "quota",
    "pipeline",
    "agenda",
    "analysis",
    "causes",
    "silent",
    "newly-admitted",
    "survey",
    "visits",
    "outreach",
];

/// Days that the agenda looks ahead, and years that make a cell silent.
pub(super) const AHEAD: u32 = 60;
pub(super) const SILENT: u32 = 3;

/// Whether a report is of a year; the others are of a day.
pub(super) fn takes_year(name: &str) -> bool {
    !["pipeline", "agenda", "silent", "visits"].contains(&name)
}

/// Every report of the library, on a book that holds nothing later than the day.
pub(super) fn library(book: &Book, config: &Config, asked: &Asked) -> Vec<(&'static str, Value)> {
    let (rules, texts) = (&config.rules, &config.texts);
    let figures = |year| Figures::new(Known::new(book, rules, asked.today), year);
    let (of_the_day, of_the_year) = (figures(asked.today.year()), figures(asked.year));
    let told = |name: &str| {
        let unit = asked.unit.as_ref();
        let figures = if takes_year(name) {
            &of_the_year
        } else {
            &of_the_day
        };
        let counted = Counted::new(book, rules, figures);
        let value = match name {
            "quota" => QuotaReport::new(counted, unit).map(serde_json::to_value),
            "pipeline" => PipelineReport::new(counted, unit, texts).map(serde_json::to_value),
            "agenda" => AgendaReport::new(counted, unit, AHEAD, texts).map(serde_json::to_value),
            "analysis" => AnalysisReport::new(counted, unit, texts).map(serde_json::to_value),
            "causes" => CausesReport::new(counted, unit, texts).map(serde_json::to_value),
            "silent" => SilentReport::new(counted, (unit, SILENT), texts).map(serde_json::to_value),
            "newly-admitted" => AdmittedReport::new(counted, unit).map(serde_json::to_value),
            "survey" => SurveyReport::new(counted, unit).map(serde_json::to_value),
            "visits" => VisitsReport::new(counted, unit).map(serde_json::to_value),
            _ => OutreachReport::new(counted, unit).map(serde_json::to_value),
        };
        // An organisation that the tree of the day does not hold has no report.
        value.map_or_else(|why| Value::String(format!("{why:?}")), Result::unwrap)
    };
    REPORTS.map(|name| (name, told(name))).to_vec()
}

/// What is typed for a report.
fn typed(name: &str, asked: &Asked) -> Vec<String> {
    let (today, year) = (asked.today.to_string(), asked.year.to_string());
    let (ahead, silent) = (AHEAD.to_string(), SILENT.to_string());
    let mut args = vec!["report", name, "--today", &today, "--format", "json"];
    if takes_year(name) {
        args.extend(["--year", &year]);
    }
    match name {
        "agenda" => args.extend(["--days", &ahead]),
        "silent" => args.extend(["--years", &silent]),
        _ => {}
    }
    if let Some(unit) = asked.unit.as_ref() {
        args.extend(["--unit", unit.as_str()]);
    }
    args.into_iter().map(str::to_owned).collect()
}

/// A report of the command line; none where it is refused.
pub(super) fn command(place: &Place, config: &Config, name: &str, asked: &Asked) -> Option<Value> {
    let store = Store::new(place.data(), Access::ReadOnly);
    let (code, printed) = run_on(store, "mau", config.clone(), &typed(name, asked));
    (code == 0).then(|| serde_json::from_str(&printed.data).unwrap())
}

/// The same by the program in a process of its own.
pub(super) fn process(place: &Place, name: &str, asked: &Asked) -> Option<Value> {
    let typed = typed(name, asked);
    let output = place.run(&typed.iter().map(String::as_str).collect::<Vec<_>>());
    (output.status.success()).then(|| serde_json::from_slice(&output.stdout).unwrap())
}

/// A home with the book in its data directory.
pub(super) fn place(book: &Book) -> Place {
    let place = Place::empty();
    let store = Store::new(place.data(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    place
}
