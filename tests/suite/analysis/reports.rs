//! The reports behind the analysis: exact keys, every format, eighty columns, the article's numbers.

use crate::desk::sample;
use crate::help::place::Place;
use crate::world::{code, day, unit_id};
use ketnap::config::Config;
use ketnap::exchange::{
    AdmittedReport, AnalysisReport, CausesReport, Format, Report, SilentReport,
};
use ketnap::model::{Book, Change, UnitField, Unreadable};
use ketnap::rules::{Counted, Figures, Known};
use ketnap::text::{Lang, width};
use serde_json::{Value, json};

const REPORTS: [&[&str]; 4] = [
    &["report", "analysis", "--year", "2022"],
    &["report", "causes", "--year", "2022"],
    &["report", "silent", "--years", "3"],
    &["report", "newly-admitted", "--year", "2022"],
];

fn asked(place: &Place, args: &[&str], more: &[&str]) -> String {
    place.ok(&[args, more].concat())
}

fn data(place: &Place, args: &[&str], unit: &str) -> Value {
    let text = asked(place, args, &["--unit", unit, "--format", "json"]);
    serde_json::from_str(&text).unwrap()
}

fn keys(value: &Value) -> String {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys.join(" ")
}

#[test]
fn each_report_comes_in_each_format_and_language() {
    let place = Place::sample();
    for args in REPORTS {
        for lang in ["vi", "en"] {
            let mut narrow = place.command();
            narrow.env("COLUMNS", "80").args(args);
            let table = narrow.args(["--lang", lang]).output().unwrap();
            let table = String::from_utf8(table.stdout).unwrap();
            assert!(table.lines().count() > 10, "{args:?}");
            assert!(
                table.lines().all(|line| width(line) <= 80),
                "{args:?}: {table}"
            );
            assert!(
                !table.contains("analysis.") && !table.contains("col."),
                "{table}"
            );
            let csv = asked(&place, args, &["--lang", lang, "--format", "csv"]);
            let mut rows = csv::Reader::from_reader(csv.as_bytes());
            assert!(rows.records().all(|row| row.is_ok()), "{csv}");
            let md = asked(&place, args, &["--lang", lang, "--format", "md"]);
            assert!(md.lines().all(|line| line.starts_with("| ")), "{md}");
        }
        let text = asked(&place, args, &["--format", "json"]);
        assert!(text.starts_with("{\n") && text.ends_with("}\n"));
        serde_json::from_str::<Value>(&text).unwrap();
        let unknown = place.run(&[args, &["--unit", "nowhere"]].concat());
        assert_eq!(unknown.status.code(), Some(3), "{args:?}");
    }
    let help = asked(&place, &["--lang", "en", "report"], &["--help"]);
    assert!(help.contains("columns of the statistical form"), "{help}");
    assert_eq!(
        place
            .run(&["report", "silent", "--years", "0"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn the_causes_of_the_city_have_the_keys_of_the_contract() {
    let place = Place::sample();
    let report = data(&place, REPORTS[1], "bac-kan");
    assert_eq!(keys(&report), "as_of rows year");
    let rows = report["rows"].as_array().unwrap();
    let away = rows.iter().find(|row| row["code"] == "away").unwrap();
    assert_eq!(
        keys(away),
        "candidates cells code committees kind name open remedies sourced sources times under_way \
         units"
    );
    assert_eq!(
        (&away["name"], &away["kind"], &away["committees"]),
        (
            &json!("đi làm ăn xa, đi học"),
            &json!("objective"),
            &json!(2)
        )
    );
    let units = away["units"].as_array().unwrap();
    assert_eq!(units[0], "bac-kan");
    assert!(units.contains(&json!("duong-quang")));
    assert!(away["sources"][0].as_str().unwrap().contains("Đăng Bách"));
    assert_eq!(away["remedies"][0], "giữ liên lạc");
    let before = place.ok(&["report", "causes", "--year", "2021", "--format", "json"]);
    let before: Value = serde_json::from_str(&before).unwrap();
    assert_eq!(before["as_of"], "2021-12-31");
    let mut rows = before["rows"].as_array().unwrap().iter();
    let epidemic = rows.find(|row| row["code"] == "epidemic").unwrap();
    assert_eq!(
        (&epidemic["committees"], &epidemic["open"]),
        (&json!(2), &json!(0))
    );
}

#[test]
fn silent_cells_are_rows_and_weak_ones_stand_beside_them() {
    let place = Place::sample();
    let report = data(&place, REPORTS[2], "duong-quang");
    assert_eq!(keys(&report), "as_of others rows years");
    assert_eq!(report["years"], 3);
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        rows[0],
        json!({
            "unit": "duong-quang-mau-3", "name": "Chi bộ thôn Mẫu 3", "silent": true,
            "last_admission": null, "open": 0, "no_source": true, "only_source": null,
            "few_members": null, "why": "3 năm không kết nạp ai; không có nguồn",
        })
    );
    let others = report["others"].as_array().unwrap();
    assert!(others.iter().all(|row| row["silent"] == false));
    assert_eq!(others[0]["only_source"], "local-officer");
}

#[test]
fn the_newly_admitted_have_the_columns_of_the_form() {
    let place = Place::sample();
    let report = data(&place, REPORTS[3], "bac-kan");
    assert_eq!(
        keys(&report),
        "admitted ages as_of ethnic_minority ethnicities listed occupation profession readmitted \
         religion schooling unlisted women year youth_union"
    );
    assert_eq!(
        (&report["admitted"], &report["listed"], &report["unlisted"]),
        (&json!(69), &json!(13), &json!(56))
    );
    for column in ["women", "ethnic_minority", "religion", "youth_union"] {
        let split = &report[column];
        assert_eq!(keys(split), "no unknown yes");
        let all = ["yes", "no", "unknown"].map(|key| split[key].as_u64().unwrap());
        assert_eq!(all.iter().sum::<u64>(), 13, "{column}");
    }
    let ages = &report["ages"];
    assert_eq!(keys(ages), "average bands unknown younger");
    assert_eq!(ages["bands"].as_array().unwrap().len(), 8);
    assert_eq!(ages["bands"][0]["from"], 18);
    assert_eq!(
        ages["bands"][7],
        json!({"from": 61, "to": null, "people": 0})
    );
    assert_eq!(keys(&report["occupation"]), "rows unknown");
    assert_eq!(keys(&report["occupation"]["rows"][0]), "people value");
}

#[test]
fn the_analysis_says_all_in_one_object() {
    let place = Place::sample();
    let report = data(&place, REPORTS[0], "bac-kan");
    assert_eq!(
        keys(&report),
        "as_of causes cells curve funnel history name newly_admitted sources unit waiting year"
    );
    let point = &report["curve"]["points"][10];
    assert_eq!(keys(&report["curve"]), "points targets unlisted_as_of");
    assert_eq!(
        *point,
        json!({
            "month": 11, "until": "2022-11-27", "admitted": 69, "listed": 13, "unlisted": 56,
            "even": [{"track": "KH27", "people": 99.8}, {"track": "NQ", "people": 81.6}],
        })
    );
    assert_eq!(report["curve"]["points"][11]["admitted"], Value::Null);
    assert_eq!(report["curve"]["unlisted_as_of"], "2022-11-27");
    assert_eq!(
        report["history"][3],
        json!({
            "year": 2021, "admitted": 67, "listed": 2, "unlisted": 65,
            "targets": [{"track": "KH27", "target": 110}, {"track": "NQ", "target": 90}],
        })
    );
    assert_eq!(report["history"][2]["admitted"], Value::Null);
    let stages = report["funnel"]["stages"].as_array().unwrap();
    assert_eq!(keys(&report["funnel"]), "paused stages");
    assert_eq!(keys(&stages[0]), "median_days median_of people stage");
    assert_eq!(keys(&report["sources"][0]), "admitted open source");
    let last = report["sources"].as_array().unwrap().last().unwrap();
    assert_eq!(last["source"], Value::Null);
    assert_eq!(keys(&report["cells"]), "others rows years");
    let south = data(&place, REPORTS[0], "duong-quang");
    assert_eq!(
        south["waiting"],
        json!([{
            "candidate": "mau-19", "unit": "duong-quang-mau-1", "name": "Hà Thị Mẫu 19",
            "stage": "decision", "since": "2022-10-17", "days": 41, "due": "2022-12-30",
            "overdue": false,
        }])
    );
    assert_eq!(south["history"][4]["admitted"], 0);
}

#[test]
fn the_parts_say_the_same_as_their_own_reports() {
    let place = Place::sample();
    for unit in ["bac-kan", "duong-quang", "nong-thuong"] {
        let all = data(&place, REPORTS[0], unit);
        assert_eq!(all["causes"], data(&place, REPORTS[1], unit)["rows"]);
        let silent = data(&place, REPORTS[2], unit);
        assert_eq!(all["cells"]["rows"], silent["rows"]);
        assert_eq!(all["cells"]["others"], silent["others"]);
        let form = data(&place, REPORTS[3], unit);
        for (key, value) in all["newly_admitted"].as_object().unwrap() {
            assert_eq!(form[key], *value, "{unit} {key}");
        }
        let quota = data(&place, &["report", "quota", "--year", "2022"], unit);
        let stages = all["funnel"]["stages"].as_array().unwrap();
        for stage in stages {
            let id = stage["stage"].as_str().unwrap();
            assert_eq!(quota["rows"][0]["stages"][id], stage["people"]);
        }
    }
}

#[test]
fn a_course_drawn_as_text() {
    let place = Place::sample();
    let text = asked(
        &place,
        REPORTS[0],
        &["--unit", "nong-thuong", "--lang", "en"],
    );
    let head: Vec<&str> = text.lines().take(22).collect();
    insta::assert_snapshot!(head.join("\n"), @"
    Đảng bộ xã Nông Thượng · 2022 · as of 27/11/2022

    Admissions since the year began
      by 31/01/2022      1 █░░░░░░░░░░░░░░░░░░░░░░░  at an even pace: KH27 1.0
      by 28/02/2022      2 ███░░░░░░░░░░░░░░░░░░░░░  at an even pace: KH27 1.9
      by 31/03/2022      4 ███████░░░░░░░░░░░░░░░░░  at an even pace: KH27 3.0
      by 30/04/2022      5 █████████░░░░░░░░░░░░░░░  at an even pace: KH27 3.9
      by 31/05/2022      6 ███████████░░░░░░░░░░░░░  at an even pace: KH27 5.0
      by 30/06/2022      7 ████████████░░░░░░░░░░░░  at an even pace: KH27 6.0
      by 31/07/2022      8 ██████████████░░░░░░░░░░  at an even pace: KH27 7.0
      by 31/08/2022     10 ██████████████████░░░░░░  at an even pace: KH27 8.0
      by 30/09/2022     11 ████████████████████░░░░  at an even pace: KH27 9.0
      by 31/10/2022     12 ██████████████████████░░  at an even pace: KH27 10.0
      by 27/11/2022     13 ████████████████████████  at an even pace: KH27 10.9
      by 31/12/2022      –                           at an even pace: KH27 12.0

    Admissions year by year
      2018      –
      2019      –
      2020      –
      2021     13 ████████████████████████  KH27 12
      2022     13 ████████████████████████  KH27 12
    ");
}

#[test]
fn a_broken_file_below_is_said_and_a_book_without_a_root_has_its_say() {
    let config = Config::load(None, Some(Lang::Vi));
    let (rules, texts) = (&config.rules, &config.texts);
    let said = |book: &Book| {
        let figures = Figures::new(Known::new(book, rules, day(2022, 11, 27)), 2022);
        AnalysisReport::new(Counted::new(book, rules, &figures), None, texts).unwrap()
    };
    let book = sample();
    let bad = Unreadable {
        id: unit_id("hong"),
        file: "units/hong.ron".to_owned(),
        fault: ketnap::model::Fault {
            kind: ketnap::model::FaultKind::Syntax,
            line: 1,
            column: 1,
        },
    };
    let broken = Book::new(book.header().clone(), book.units().to_vec(), vec![bad]);
    assert!(said(&broken).incomplete && !said(&book).incomplete);
    let text = said(&broken).print(Format::Table, texts);
    assert!(text.contains("không đọc được"), "{text}");
    let headless = book
        .units()
        .iter()
        .filter(|unit| !book.header().is_root(&unit.id));
    let headless = Book::new(
        book.header().clone(),
        headless.cloned().collect(),
        Vec::new(),
    );
    assert_eq!(said(&headless).newly_admitted.listed, 13);
    let empty = Book::new(book.header().clone(), Vec::new(), Vec::new());
    let report = said(&empty);
    assert_eq!((report.unit.as_ref(), report.name.as_str()), (None, ""));
    assert!(report.print(Format::Table, texts).lines().count() > 10);
}

#[test]
fn hostile_words_are_inert() {
    const HOSTILE: &str = "=Mẫu\u{1b}[31m\u{202e}|x\u{200b}<b>\u{9b}";
    let config = Config::load(None, Some(Lang::Vi));
    let (rules, texts) = (&config.rules, &config.texts);
    let mut units = sample().units().to_vec();
    for unit in &mut units {
        unit.names[0].value = HOSTILE.to_owned();
        for cause in &mut unit.causes {
            cause.source = Some(HOSTILE.to_owned());
        }
        for person in &mut unit.candidates {
            person.name = HOSTILE.to_owned();
            person.ethnicity = Some(HOSTILE.to_owned());
            person.occupation = Some(HOSTILE.to_owned());
        }
    }
    let book = Book::new(sample().header().clone(), units, Vec::new());
    let figures = Figures::new(Known::new(&book, rules, day(2022, 11, 27)), 2022);
    for format in Format::ALL {
        let all = [
            AnalysisReport::new(Counted::new(&book, rules, &figures), None, texts)
                .unwrap()
                .print(format, texts),
            CausesReport::new(Counted::new(&book, rules, &figures), None, texts)
                .unwrap()
                .print(format, texts),
            SilentReport::new(Counted::new(&book, rules, &figures), (None, 3), texts)
                .unwrap()
                .print(format, texts),
            AdmittedReport::new(Counted::new(&book, rules, &figures), None)
                .unwrap()
                .print(format, texts),
        ];
        for text in all {
            let bad = text
                .chars()
                .find(|c| *c != '\n' && !ketnap::model::is_inert(*c));
            assert_eq!(bad, None, "{format:?}: {text}");
            assert!(
                !text.contains("\\u001b") && !text.contains("\\u202e"),
                "{format:?}"
            );
        }
    }
}

#[test]
fn a_cause_without_a_row_is_still_counted() {
    let config = Config::load(None, Some(Lang::Vi));
    let (rules, texts) = (&config.rules, &config.texts);
    let mut book = sample();
    let mut causes = book.unit(&unit_id("xuat-hoa")).unwrap().causes.clone();
    let known = book.unit(&unit_id("bac-kan")).unwrap().causes[1].clone();
    causes.push(ketnap::model::Cause {
        code: code("mars"),
        source: None,
        ..known
    });
    let change = Change::SetUnit(unit_id("xuat-hoa"), UnitField::Causes(causes));
    book.apply(change).unwrap();
    let figures = Figures::new(Known::new(&book, rules, day(2022, 11, 27)), 2022);
    let report = CausesReport::new(
        Counted::new(&book, rules, &figures),
        Some(&unit_id("xuat-hoa")),
        texts,
    );
    let report = report.unwrap();
    let row = report
        .rows
        .iter()
        .find(|row| row.code == code("mars"))
        .unwrap();
    assert_eq!((row.kind, row.name.as_str(), row.open), (None, "mars", 1));
    assert!(row.remedies.is_empty() && row.sources.is_empty());
}
