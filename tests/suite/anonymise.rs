//! Closed files of people who did not join: listed first, then no byte of the person stays, and every year counts as before.

mod meanwhile;
mod who;

use crate::erase::{ID, MARK, followed_as, holding, person, said, save, set, size_and_sum, store};
use crate::help::place::Place;
use crate::world::{code, person_id, stamp};
use ketnap::model::{Candidate, CandidateField, Change, Place as To, Step, differing};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Output;

/// Somebody who withdrew, whose every text is unmistakable.
pub(crate) fn withdrawn(place: &Place) -> Candidate {
    let mut person = person(place);
    person.ethnicity = Some("Tày".into());
    (person.former, person.card) = (None, None);
    let short = |step: &Step| step.to != To::Stage(code("ceremony"));
    let way = person.steps.iter().take_while(|step| short(step));
    person.steps = way.cloned().collect();
    let last = person.steps.last().unwrap().on;
    let mut end = Step::plain(last, To::Exit(code("withdrawn")));
    end.reason = Some(crate::erase::mark("xin rút"));
    person.steps.push(end);
    person
}

/// The sample with that person, who was added, edited, half typed about, and kept in snapshots.
fn followed() -> Place {
    followed_as(withdrawn)
}

const STRIP: [&str; 4] = ["anonymise", "--months", "1", "--yes"];

fn strip(place: &Place) -> Output {
    place.run(&STRIP)
}

fn record(place: &Place, id: &str) -> Candidate {
    let book = store(place).load().unwrap();
    book.candidate(&person_id(id)).unwrap().1.clone()
}

/// Words about a person, of which only that they are there is counted.
fn without_words(value: &mut Value) {
    match value {
        Value::Object(all) => {
            for (key, value) in all.iter_mut() {
                match (key.as_str(), value) {
                    ("who" | "text", value) => *value = Value::Null,
                    ("sources", Value::Array(words)) if words.iter().all(Value::is_string) => {
                        words.clear();
                    }
                    (_, value) => without_words(value),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(without_words),
        _ => {}
    }
}

/// Every report of every year that the sample knows.
fn reports(place: &Place) -> Vec<Value> {
    let mut all = Vec::new();
    for report in place.reports() {
        let args = ["report", &report];
        if place.takes(&args, "--year ") {
            for year in ["2020", "2021", "2022", "2023"] {
                all.push(place.json(&[&args[..], &["--year", year]].concat()));
            }
        } else {
            all.push(place.json(&args));
        }
    }
    all.iter_mut().for_each(without_words);
    all
}

fn errors(place: &Place) -> Vec<Value> {
    let output = place.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = found["findings"].as_array().unwrap().clone();
    let errors = found.into_iter().filter(|row| row["level"] == "error");
    errors.collect()
}

#[test]
fn no_byte_of_the_person_is_left_and_every_year_counts_as_before() {
    let place = followed();
    let (before, wrong) = (reports(&place), errors(&place));
    assert!(holding(&place, MARK).len() > 5);
    let output = strip(&place);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(output.stdout.is_empty());
    assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
    assert_eq!(reports(&place), before);
    assert_eq!(errors(&place), wrong);
    let now = record(&place, ID);
    assert_eq!(now.name, "Ẩn danh mau");
    let ends = now.steps.last().unwrap();
    assert_eq!(ends.to, To::Exit(code("withdrawn")));
    assert!(ends.reason.is_some(), "still owed");
    assert_eq!(now.causes.len(), 1);
    // Who is on the way or joined is as before.
    assert!(!record(&place, "mau-01").is_anonymous());
    assert!(!record(&place, "mau-22").is_anonymous());
}

#[test]
fn all_that_is_left_of_a_person_is_shown() {
    let place = followed();
    strip(&place);
    let shown = place.json(&["show", ID]);
    assert_eq!(shown["record"]["name"], "Ẩn danh mau");
    let last = shown["journal"].as_array().unwrap().last().unwrap();
    assert_eq!(last["fields"], json!(["anonymised"]));
    let kept = shown["kept"].as_array().unwrap();
    assert!(kept.iter().all(|row| row["kind"] == "snapshot"), "{kept:?}");
    // Where the table breaks its lines is no matter.
    let table = place.ok(&["show", ID]);
    let words: Vec<&str> = table.split_whitespace().filter(|w| *w != "│").collect();
    assert!(words.join(" ").contains("ẩn danh hồ sơ"), "{table}");
    assert_eq!(store(&place).verify_journal(), []);
}

#[test]
fn the_list_comes_first_and_changes_nothing() {
    let place = followed();
    let before = place.files();
    let output = place.run(&["anonymise", "--months", "1", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let listed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&listed["as_of"], &listed["months"]),
        (&json!("2022-11-27"), &json!(1))
    );
    let rows = listed["rows"].as_array().unwrap();
    let own = rows.iter().find(|row| row["candidate"] == ID).unwrap();
    let last = record(&place, ID).steps.last().unwrap().on.to_string();
    let home = store(&place).load().unwrap();
    let home = home.home(&person_id(ID)).unwrap().to_string();
    let name = record(&place, ID).name;
    assert_eq!(
        *own,
        json!({"candidate": ID, "unit": home, "name": name, "exit": "withdrawn", "since": last})
    );
    let days: Vec<&str> = rows
        .iter()
        .map(|row| row["since"].as_str().unwrap())
        .collect();
    assert!(days.is_sorted() && days.len() > 2, "{days:?}");
    let on = format!("{} hồ sơ đã đóng quá thời hạn", days.len());
    assert!(said(&output).contains(&on), "{}", said(&output));
    assert!(said(&output).contains("ketnap anonymise --months 1 --yes"));
    for format in ["table", "csv", "md"] {
        let table = place.ok(&["anonymise", "--months", "1", "--format", format]);
        assert!(
            table.contains(ID) && table.contains("xin rút đơn"),
            "{table}"
        );
    }
    let looked = place.run(&["anonymise", "--months", "1", "--read-only"]);
    assert_eq!(looked.status.code(), Some(0));
    assert_eq!(place.files(), before);
}

#[test]
fn without_a_period_or_a_yes_or_a_book_to_write_nothing_is_done() {
    let place = followed();
    let before = place.files();
    for (args, exit) in [
        (&["anonymise"][..], 3),
        (&["anonymise", "--yes"], 3),
        (&["anonymise", "--months", "0", "--yes"], 2),
        (&["anonymise", "--months", "70000"], 2),
        (&["anonymise", "--months", "1", "--yes", "--read-only"], 3),
    ] {
        let (code, said) = place.fails(args);
        assert_eq!(code, exit, "{args:?}: {said}");
        assert!(!said.is_empty());
    }
    let (_, said) = place.fails(&["anonymise"]);
    assert!(
        said.contains("anonymise_after trong settings.ron"),
        "{said}"
    );
    assert_eq!(place.files(), before);
    let none = place.json(&["anonymise", "--months", "600"]);
    assert_eq!(none["rows"], json!([]));
}

fn setting(place: &Place, value: &str) {
    let config = place.home.path().join("config");
    fs::create_dir_all(&config).unwrap();
    let text = format!("(format: 1, anonymise_after: {value})");
    fs::write(config.join("settings.ron"), text).unwrap();
}

fn told(place: &Place) -> Vec<Value> {
    let output = place.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = found["findings"].as_array().unwrap().clone();
    let told = found
        .into_iter()
        .filter(|row| row["code"] == "kept-too-long");
    told.collect()
}

#[test]
fn a_period_in_the_settings_is_told_and_nothing_is_done_by_itself() {
    let place = followed();
    assert_eq!(told(&place), Vec::<Value>::new());
    setting(&place, "1");
    let before = place.files();
    let rows = place.json(&["anonymise"])["rows"].as_array().unwrap().len();
    let found = told(&place);
    assert_eq!(found.len(), rows);
    assert!(found.iter().all(|row| row["level"] == "warning"));
    let own = found.iter().find(|row| row["candidate"] == ID).unwrap();
    assert!(
        own["message"].as_str().unwrap().contains("1 tháng"),
        "{own}"
    );
    place.json(&["info"]);
    assert_eq!(place.files(), before);
    let output = place.run(&["anonymise", "--yes"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains(&format!("Đã ẩn danh {rows} hồ sơ")));
    assert_eq!(told(&place), Vec::<Value>::new());
}

#[test]
fn a_period_that_cannot_be_is_told_and_is_none() {
    let place = followed();
    for value in ["70000", "-1", "\"sáu\""] {
        setting(&place, value);
        let output = place.run(&["check"]);
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("settings.ron:1:"), "{text}");
        assert_eq!(told(&place), Vec::<Value>::new());
        assert_eq!(place.run(&["anonymise"]).status.code(), Some(3));
    }
}

#[test]
fn asked_again_nothing_changes() {
    let place = followed();
    strip(&place);
    let before = place.files();
    let again = strip(&place);
    assert_eq!(again.status.code(), Some(0));
    assert!(
        said(&again).contains("Không có hồ sơ nào"),
        "{}",
        said(&again)
    );
    assert_eq!(place.files(), before);
}

#[test]
fn undo_brings_nothing_back() {
    let place = followed();
    strip(&place);
    for _ in 0..8 {
        place.run(&["undo"]);
        assert!(record(&place, ID).is_anonymous());
        assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
    }
}

#[test]
fn what_is_written_into_an_anonymous_file_is_listed_again() {
    let place = followed();
    strip(&place);
    save(&place, set(CandidateField::Phone(Some(MARK.into()))));
    let rows = place.json(&["anonymise", "--months", "1"])["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["candidate"], ID);
    assert!(strip(&place).status.success());
    assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
}

#[test]
fn snapshots_keep_what_their_day_counted_and_can_be_put_back() {
    let place = followed();
    let before = place.json(&["report", "quota", "--year", "2022"]);
    strip(&place);
    for date in ["2022-11-20", "2022-11-26"] {
        let dir = place.data().join(".backup").join(date);
        let list = fs::read_to_string(dir.join("manifest.ron")).unwrap();
        for entry in fs::read_dir(dir.join("units")).unwrap() {
            let path = entry.unwrap().path();
            let (size, sum) = size_and_sum(&path);
            let name = path.file_name().unwrap().display();
            let row = format!("(path: \"units/{name}\", size: {size}, sha256: \"{sum}\")");
            assert!(list.contains(&row), "{row}");
        }
    }
    let copy = place.data().join(".backup/2022-11-26");
    assert!(
        place
            .run(&["restore", copy.to_str().unwrap()])
            .status
            .success()
    );
    assert!(record(&place, ID).is_anonymous());
    assert_eq!(place.json(&["report", "quota", "--year", "2022"]), before);
}

#[test]
fn what_cannot_be_mended_is_named() {
    let place = followed();
    let broken = place.data().join(".backup/2022-11-20/units/hong.ron");
    fs::write(&broken, format!("(unit: (candidates: [(id: \"{ID}\"")).unwrap();
    let output = strip(&place);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        said(&output).contains(".backup/2022-11-20"),
        "{}",
        said(&output)
    );
    let again = strip(&place);
    assert_eq!(again.status.code(), Some(3), "{}", said(&again));
    assert!(broken.exists());
}

#[test]
fn one_broken_off_is_told_and_finished_by_the_next() {
    let place = followed();
    // As if the machine had stopped right after the records.
    let (store, mut book) = (store(&place), store(&place).load().unwrap());
    let stripped = record(&place, ID).anonymous();
    let fields = differing(&record(&place, ID), &stripped);
    let change = Change::Many(fields.into_iter().map(set).collect());
    let edit = book.edit(change).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
    assert!(!holding(&place, MARK).is_empty());
    let listed = place.run(&["anonymise", "--months", "600"]);
    assert!(
        said(&listed).contains("còn sót dữ liệu cũ"),
        "{}",
        said(&listed)
    );
    let output = place.run(&["anonymise", "--months", "600", "--yes"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("xóa nốt"), "{}", said(&output));
    assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
    let listed = place.run(&["anonymise", "--months", "600"]);
    assert!(!said(&listed).contains("còn sót"), "{}", said(&listed));
}
