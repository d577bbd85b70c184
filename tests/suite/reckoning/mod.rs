//! A second reckoning: the figures of every report by a plain, slow count over the records, on random books.
//!
//! It is written from what the field and the law say, not from the program's rules, and uses none of
//! their functions. Left out are what is forecast (`forecast`, `needed`, `per_month`, `even`, medians,
//! needs of a visit but silence, papers that will lose their worth at the usual pace), sentences and
//! names of the data files (`next`, `blockers`, `why`, `action`, `who`, `basis`, `remedies`), whether a
//! value is confirmed, the aims for the membership, totals of surveys, and the order of rows.
//!
//! `KETNAP_CASES` says how many books, `KETNAP_SEED` which is the first.

mod admitted;
mod agenda;
mod analysis;
mod books;
mod calendar;
mod causes;
mod compare;
mod cut;
mod outreach;
mod people;
mod pipeline;
mod program;
mod quota;
mod silent;
mod survey;
mod tree;
mod visits;
mod way;

use chrono::{Datelike, NaiveDate};
use compare::{compared, differences, hold};
use ketnap::config::Config;
use ketnap::model::{Book, UnitId};
use ketnap::rules::{Counted, Figures, Forecast, Known, Pace};
use serde_json::Value;

/// How many differences are shown.
const SHOWN: usize = 60;
/// Of so many books one is asked by the program's own process.
const BY_PROCESS: u64 = 8;

/// What a report is asked.
struct Asked {
    today: NaiveDate,
    year: i32,
    unit: Option<UnitId>,
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().unwrap())
}

/// The seeds to try.
fn seeds() -> impl Iterator<Item = u64> {
    let first = number("KETNAP_SEED", 1);
    first..first + number("KETNAP_CASES", 64)
}

/// A random day, a year up to it, and now and then one organisation.
fn asked(seed: u64, book: &Book) -> Asked {
    let rng = &mut fastrand::Rng::with_seed(seed ^ 0x5eed);
    let today = loop {
        let day = books::any_day(rng);
        if day.year() > books::SPAN.0 {
            break day;
        }
    };
    let year = today.year() - books::one(rng, &[0, 0, 1, 2]);
    let unit = books::in_hundred(rng, 30).then(|| books::one(rng, book.units()).id);
    Asked { today, year, unit }
}

impl Asked {
    /// A difference, with all that it takes to see it again.
    fn told(&self, seed: u64, what: &str) -> String {
        let Self { today, year, unit } = self;
        let unit = unit.as_ref().map_or("the book", UnitId::as_str);
        format!("seed {seed}, {unit} on {today}, year {year}: {what}")
    }
}

fn assert_none(faults: &[String]) {
    let shown = &faults[..faults.len().min(SHOWN)];
    let count = faults.len();
    assert!(count == 0, "{count} differences\n{}", shown.join("\n"));
}

#[test]
fn every_report_is_what_the_records_come_to() {
    let (config, calendar) = (Config::load(None, None), calendar::Calendar::new());
    let mut faults = Vec::new();
    for seed in seeds() {
        let book = books::book(seed);
        let mut asked = asked(seed, &book);
        let known = cut::cut(&book, asked.today);
        let record = tree::Record {
            book: &known,
            today: asked.today,
            year: asked.year,
            whole: false,
        };
        // What nothing was known of on the day cannot be asked about.
        asked.unit = asked.unit.filter(|id| record.unit(id).is_some());
        for (name, told) in program::library(&known, &config, &asked) {
            let (told, reckoned) = compared(name, &told, (&record, asked.unit.as_ref()), &calendar);
            let mut found = Vec::new();
            hold(name, &told, &reckoned, &mut found);
            faults.extend(found.iter().map(|what| asked.told(seed, what)));
        }
    }
    assert_none(&faults);
}

#[test]
fn a_book_cut_at_a_day_reports_what_the_whole_book_reports_of_that_day() {
    let config = Config::load(None, None);
    let mut faults = Vec::new();
    for seed in seeds() {
        let book = books::book(seed);
        let asked = asked(seed, &book);
        let place = program::place(&book);
        let known = cut::cut(&book, asked.today);
        for (name, there) in program::library(&known, &config, &asked) {
            let here = if seed % BY_PROCESS == 0 {
                program::process(&place, name, &asked)
            } else {
                program::command(&place, &config, name, &asked)
            };
            let mut found = Vec::new();
            match here {
                Some(here) => differences(name, &here, &there, &mut found),
                // Both refuse an organisation of which nothing was known.
                None if matches!(there, Value::String(_)) => {}
                None => found.push(format!("{name}: refused of the whole book")),
            }
            faults.extend(found.iter().map(|what| asked.told(seed, what)));
        }
    }
    assert_none(&faults);
}

#[test]
fn what_is_done_by_the_forecast_is_what_was_admitted() {
    let config = Config::load(None, None);
    let mut faults = Vec::new();
    for seed in seeds() {
        let book = books::book(seed);
        let asked = asked(seed, &book);
        let known = cut::cut(&book, asked.today);
        for year in [asked.year, asked.today.year()] {
            let figures = Figures::new(Known::new(&known, &config.rules, asked.today), year);
            let counted = Counted::new(&known, &config.rules, &figures);
            let forecast = Forecast::new(counted, Pace::in_figures(counted), None);
            for node in 0..figures.tree.nodes.len() {
                let (done, admitted) = (forecast.count(node).done, figures.tally(node).admitted());
                if done != admitted {
                    let what = format!("node {node} of {year}: done {done}, admitted {admitted}");
                    faults.push(asked.told(seed, &what));
                }
            }
        }
    }
    assert_none(&faults);
}
