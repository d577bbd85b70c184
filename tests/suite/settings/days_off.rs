//! Days off of the user's own: what the law gives already is one day, and the row is named as no longer needed.

use super::{folder, said};
use crate::help::place::Place;
use crate::world::day;
use ketnap::config::Config;
use ketnap::rules::Length;
use std::fs;

/// Rows as earlier releases taught them, and two that are still needed.
const ROWS: &str = "(\n  format: 1,\n  rows: [\n    \
    (id: \"2022-bu\", name: (vi: \"Nghỉ bù\"), days: [\"2022-01-03\"], confirmed: true),\n    \
    (id: \"2022-ngap\", name: (vi: \"Nghỉ lũ\"), days: [\"2022-01-05\"], confirmed: true),\n    \
    (id: \"2017-tet\", name: (vi: \"Tết\"), days: [\"2017-01-26\", \"2017-01-27\", \"2017-01-28\", \
    \"2017-01-29\", \"2017-01-30\", \"2017-02-01\", \"2017-01-31\"], confirmed: true),\n    \
    (id: \"2026-doi\", name: (vi: \"Nghỉ hoán đổi\"), days: [\"2026-08-31\"], worked: [\"2026-08-22\"], \
    confirmed: true),\n    \
    (id: \"2018-tet\", name: (vi: \"Tết\"), days: [\"2018-02-13\", \"2018-02-14\", \"2018-02-15\", \
    \"2018-02-16\", \"2018-02-17\", \"2018-02-18\"], confirmed: true),\n    \
    (id: \"2029-doi\", name: (vi: \"Nghỉ hoán đổi\"), days: [\"2029-04-02\"], worked: [\"2029-04-07\"], \
    confirmed: true),\n  ],\n)\n";

#[test]
fn own_rows_that_the_law_has_overtaken_alter_nothing_and_are_named() {
    let place = folder(&[("holidays.ron", ROWS)]);
    let (plain, own) = (
        Config::load(None, None),
        Config::load(Some(place.path()), None),
    );
    assert_eq!(own.problems, []);
    let places: Vec<_> = own.needless.iter().map(|row| row.at).collect();
    assert_eq!(places, [Some((4, 5)), Some((6, 5)), Some((7, 5))]);
    let told = said(&own, &own.needless, place.path());
    for (sentence, id) in told.iter().zip(["2022-bu", "2017-tet", "2026-doi"]) {
        assert!(
            sentence.starts_with("holidays.ron:") && sentence.contains(id),
            "{sentence}"
        );
    }
    let due = |config: &Config, start, n| {
        let calendar = &config.rules.calendar;
        calendar.due(start, Length::WorkingDays(n))
    };
    // Without the flood's day off both count alike, beyond it by one day.
    for (start, n, later) in [
        (day(2016, 12, 1), 60, 0),
        (day(2021, 12, 31), 1, 0),
        (day(2021, 12, 31), 2, 1),
        (day(2022, 1, 5), 60, 0),
        (day(2026, 8, 3), 45, 0),
    ] {
        let (one, other) = (due(&plain, start, n), due(&own, start, n));
        let between = plain.rules.calendar.working_days(one, other);
        assert_eq!(between, later, "{start} {n}: {one} {other}");
    }
    assert_eq!(due(&own, day(2021, 12, 31), 1), day(2022, 1, 4));
    assert!(own.rules.calendar.is_working(day(2029, 4, 7)));
    // A day more before the holiday takes none of those that are given after it.
    for date in [13, 19, 20] {
        assert!(!own.rules.calendar.is_working(day(2018, 2, date)), "{date}");
    }
    assert!(own.rules.calendar.is_working(day(2018, 2, 21)));
}

#[test]
fn check_names_the_rows_that_are_no_longer_needed() {
    let place = Place::sample();
    let folder = place.home.path().join("config");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("holidays.ron"), ROWS).unwrap();
    let output = place.run(&["check", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = found["findings"].as_array().unwrap().iter();
    let rows: Vec<_> = rows
        .filter(|row| row["code"] == "needless-day-off")
        .collect();
    assert_eq!(rows.len(), 3, "{found}");
    for (row, line) in rows.iter().zip([4, 6, 7]) {
        assert_eq!(
            (&row["level"], &row["line"]),
            (&"warning".into(), &line.into()),
            "{row}"
        );
        assert!(
            row["path"].as_str().unwrap().ends_with("holidays.ron"),
            "{row}"
        );
    }
}
