//! The command line as scripts use it: exit codes, exact JSON, nothing changed by a refusal.

mod copies;
mod out;
mod paths;
mod usage;

use crate::help::place::Place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

fn row<'a>(report: &'a Value, unit: &str) -> &'a Value {
    report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["unit"] == unit)
        .unwrap()
}

#[test]
fn the_articles_figures_come_out_exactly() {
    let place = Place::sample();
    let report = place.json(&["report", "quota", "--year", "2022"]);
    assert_eq!(report["as_of"], "2022-11-27");
    assert_eq!(report["counting"], "ceremony");
    let city = row(&report, "bac-kan");
    assert_eq!(city["admitted"], 69);
    assert_eq!(city["quotas"][0]["track"], "KH27");
    assert_eq!(city["quotas"][0]["target"], 110);
    assert_eq!(city["quotas"][0]["percent"].to_string(), "62.7");
    assert_eq!(city["quotas"][0]["missing"], 41);
    assert_eq!(city["quotas"][1]["track"], "NQ");
    assert_eq!(city["quotas"][1]["percent"].to_string(), "76.7");
    assert_eq!(city["quotas"][1]["missing"], 21);
    let over = row(&report, "nong-thuong");
    assert_eq!(
        (&over["admitted"], &over["listed"]),
        (&13.into(), &13.into())
    );
    assert_eq!(over["quotas"][0]["percent"].to_string(), "108.3");
    assert_eq!(over["quotas"][0]["missing"], 0);
    let stuck = row(&report, "duong-quang");
    assert_eq!(
        (&stuck["admitted"], &stuck["quotas"][0]["target"]),
        (&0.into(), &12.into())
    );
    assert_eq!(stuck["stages"]["decision"], 1);
    let before = place.json(&["report", "quota", "--year", "2021"]);
    assert_eq!(before["as_of"], "2021-12-31");
    assert_eq!(row(&before, "bac-kan")["admitted"], 67);
    assert_eq!(row(&before, "nong-thuong")["admitted"], 13);
    assert_eq!(row(&before, "duong-quang")["admitted"], 4);
    assert_eq!(row(&before, "duong-quang")["quotas"][0]["target"], 8);
}

#[test]
fn the_keys_of_a_report_are_the_contract() {
    let place = Place::sample();
    let names =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names.join(" ")
    };
    let quota = place.json(&["report", "quota", "--year", "2022", "--unit", "duong-quang"]);
    assert_eq!(sorted(names(&quota)), "as_of counting rows year");
    assert_eq!(
        sorted(names(&quota["rows"][0])),
        "admitted depth exempt forecast groups kind listed name needed open parent per_month \
         quotas reference stages unit unlisted year_before"
    );
    assert_eq!(
        sorted(names(&quota["rows"][0]["quotas"][0])),
        "allotted missing percent target track"
    );
    let pipeline = place.json(&["report", "pipeline", "--unit", "duong-quang"]);
    assert_eq!(sorted(names(&pipeline)), "as_of rows");
    assert_eq!(
        sorted(names(&pipeline["rows"][0])),
        "blockers candidate days due name next overdue since stage unit"
    );
}

#[test]
fn a_step_is_made_logged_and_taken_back() {
    let place = Place::sample();
    let file = place.data().join("units/song-cau-mau-1.ron");
    let before = std::fs::read(&file).unwrap();
    place.ok(&["advance", "mau-49", "--on", "2022-11-27"]);
    let report = place.json(&["report", "quota", "--year", "2022", "--unit", "song-cau"]);
    assert_eq!(report["rows"][0]["stages"]["grassroots"], 0);
    assert_eq!(report["rows"][0]["stages"]["decision"], 1);
    place.ok(&["undo"]);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let (code, said) = place.fails(&["undo"]);
    assert_eq!(code, 3);
    assert!(said.contains("Không có gì để hoàn tác"), "{said}");
}

#[test]
fn a_person_is_added_described_and_found() {
    let place = Place::sample();
    let id = place.ok(&[
        "add",
        "--unit",
        "phung-chi-kien-to-7",
        "--name",
        "Ma Văn Mẫu 99",
        "--born",
        "5/6/1999",
        "--source",
        "worker",
    ]);
    let id = id.trim();
    place.ok(&["set", id, "ethnicity=Tày", "youth_union=có"]);
    place.ok(&["note", id, "gặp lần đầu"]);
    let report = place.json(&["report", "pipeline", "--unit", "phung-chi-kien-to-7"]);
    let rows = report["rows"].as_array().unwrap();
    let row = rows.iter().find(|r| r["candidate"] == id).unwrap();
    assert_eq!(
        (row["name"].as_str(), row["stage"].as_str()),
        (Some("Ma Văn Mẫu 99"), Some("source"))
    );
    for _ in 0..3 {
        place.ok(&["undo"]);
    }
    let report = place.json(&["report", "pipeline", "--unit", "phung-chi-kien-to-7"]);
    assert!(
        report["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|r| r["candidate"] != id)
    );
}

#[test]
fn what_is_refused_changes_nothing_and_says_what_to_do() {
    let place = Place::sample();
    let before = place.files();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["advance", "nobody", "--on", "2022-11-27"], 3, "nobody"),
        (
            &["advance", "mau-19", "--on", "2022-11-28"],
            3,
            "28/11/2022",
        ),
        (&["advance", "mau-19", "--on", "30/2"], 3, "ngày"),
        (
            &["advance", "mau-19", "--to", "cell", "--on", "2022-11-27"],
            3,
            "lý do",
        ),
        (
            &["advance", "mau-19", "--to", "heaven", "--on", "2022-11-27"],
            3,
            "decision",
        ),
        (&["set", "mau-19", "shoe=42"], 3, "youth_union"),
        (&["set", "mau-19", "born"], 2, "born"),
        (
            &["set", "mau-19", "ethnicity=Tày", "born=2030-01-01"],
            3,
            "01/01/2030",
        ),
        (&["set", "mau-19", "source=mars"], 3, "worker"),
        (&["add", "--unit", "bac-kan", "--name", "Ai"], 3, "chi bộ"),
        (&["add", "--unit", "Ở đâu", "--name", "Ai"], 3, "Ở đâu"),
        (
            &["add", "--unit", "phung-chi-kien-to-7", "--name", "  "],
            3,
            "nội dung",
        ),
        (&["note", "mau-19", " "], 3, "nội dung"),
        (&["init", "--demo"], 3, "Đã có sổ"),
        (&["report", "quota", "--unit", "nowhere"], 3, "nowhere"),
        (&["report"], 2, "quota"),
        (&["nonsense"], 2, "nonsense"),
        (&["--today", "27/11/2022", "info"], 2, "27/11/2022"),
    ];
    for (args, code, word) in cases {
        let (got, said) = place.fails(args);
        assert_eq!(got, *code, "{args:?}: {said}");
        assert!(said.contains(word), "{args:?}: {said}");
    }
    assert_eq!(place.files(), before);
}

#[test]
fn a_book_opened_for_reading_stays_as_it_is() {
    let place = Place::sample();
    let before = place.files();
    for args in [
        &["--read-only", "advance", "mau-19", "--on", "2022-11-27"][..],
        &["--read-only", "note", "mau-19", "x"],
        &["--read-only", "undo"],
    ] {
        assert_eq!(place.fails(args).0, 3);
    }
    place.ok(&["--read-only", "report", "quota"]);
    place.ok(&["--read-only", "check"]);
    assert_eq!(place.files(), before);
}

#[test]
fn check_finds_what_is_wrong_and_where() {
    let place = Place::sample();
    let clean = place.run(&["check", "--format", "json"]);
    assert_eq!(clean.status.code(), Some(0), "warnings alone do not fail");
    let unit = place.data().join("units/duong-quang-mau-1.ron");
    let text = std::fs::read_to_string(&unit).unwrap();
    std::fs::write(
        &unit,
        text.replace("Stage(\"decision\")", "Stage(\"nowhere\")"),
    )
    .unwrap();
    let city = place.data().join("units/song-cau.ron");
    let half = std::fs::read(&city).unwrap();
    std::fs::write(&city, &half[..half.len() / 2]).unwrap();
    let output = place.run(&["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let of = |code: &str| findings.iter().find(|f| f["code"] == code).unwrap();
    assert_eq!(of("unknown-stage")["candidate"], "mau-19");
    assert_eq!(of("unreadable")["path"], "units/song-cau.ron");
    assert!(of("unreadable")["line"].as_u64().unwrap() > 1);
    assert_eq!(of("quota-sum")["level"], "warning");
    assert_eq!(
        std::fs::read(&city).unwrap(),
        &half[..half.len() / 2],
        "left as it is"
    );
}

#[test]
fn reports_come_in_four_forms_and_two_languages() {
    let place = Place::sample();
    let table = place.ok(&["report", "quota", "--unit", "nong-thuong"]);
    assert!(table.contains("108.3%") && table.contains("Chỉ"), "{table}");
    let csv = place.ok(&[
        "report",
        "quota",
        "--unit",
        "nong-thuong",
        "--format",
        "csv",
    ]);
    assert!(csv.lines().nth(1).unwrap().contains("Nông Thượng"), "{csv}");
    let md = place.ok(&[
        "--lang",
        "en",
        "report",
        "pipeline",
        "--unit",
        "nong-thuong",
        "--format",
        "md",
    ]);
    assert!(md.starts_with("| ") && md.contains("Next"), "{md}");
    let help = place.ok(&["--lang", "en", "--help"]);
    assert!(help.contains("The admissions book"), "{help}");
    assert!(
        place
            .ok(&["--help"])
            .contains("Sổ theo dõi kết nạp đảng viên")
    );
}

#[test]
fn completions_and_info_need_no_book() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish"] {
        assert!(place.ok(&["completions", shell]).contains("ketnap"));
    }
    let info = place.json(&["info"]);
    assert!(info["book"].is_null());
    assert!(!place.data().exists(), "looking makes nothing");
}

#[test]
fn without_a_terminal_the_board_says_what_to_use() {
    let place = Place::sample();
    let (code, said) = place.fails(&[]);
    assert_eq!(code, 3);
    assert!(said.contains("ketnap report quota"), "{said}");
}

#[test]
fn an_empty_book_can_be_made_and_filled() {
    let place = Place::empty();
    place.ok(&["init", "--name", "Đảng bộ phường Mẫu", "--kind", "ward"]);
    let info = place.json(&["info"]);
    assert_eq!(info["book"]["units"], 1);
    let (code, said) = Place::empty().fails(&["init", "--kind", "kingdom"]);
    assert_eq!(code, 3);
    assert!(said.contains("ward"), "{said}");
}

#[test]
fn a_users_rows_are_merged_and_a_wrong_file_is_named_and_left_out() {
    let place = Place::sample();
    let config = place.home.path().join("config");
    std::fs::create_dir_all(config.join("text")).unwrap();
    let row = "(format: 1, rows: [(key: \"col.admitted\", text: \"KẾT NẠP\")])";
    std::fs::write(config.join("text/vi.ron"), row).unwrap();
    assert!(
        place
            .ok(&["report", "quota", "--format", "csv"])
            .contains("KẾT NẠP")
    );
    std::fs::write(
        config.join("causes.ron"),
        "(format: 1,\n rows: [(id: \"x\", nmae: 1)])",
    )
    .unwrap();
    let output = place.run(&["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(
        (finding["code"].as_str(), finding["line"].as_u64()),
        (Some("settings"), Some(2))
    );
    assert!(
        finding["message"].as_str().unwrap().contains("holds")
            || finding["message"].as_str().unwrap().contains("giá trị gốc")
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::sample();
    let command = format!(
        "{} report quota --format csv | head -1",
        env!("CARGO_BIN_EXE_ketnap")
    );
    let output = Command::new("bash")
        .args(["-o", "pipefail", "-c", &command])
        .env("KETNAP_DATA_DIR", place.data())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

/// The sample's cells, one file each, live where `Path` says.
#[test]
fn a_step_changes_a_few_lines_of_one_file() {
    let place = Place::sample();
    let before = place.files();
    place.ok(&["advance", "mau-49", "--on", "2022-11-27"]);
    let after = place.files();
    let units = place.data().join("units");
    let in_units = |path: &&PathBuf| path.parent() == Some(&units);
    let changed: Vec<&PathBuf> = after
        .keys()
        .filter(in_units)
        .filter(|p| before.get(*p) != after.get(*p))
        .collect();
    assert_eq!(changed.len(), 1);
    let lines = |files: &BTreeMap<PathBuf, Vec<u8>>| {
        String::from_utf8(files[changed[0]].clone())
            .unwrap()
            .lines()
            .count()
    };
    assert_eq!(
        lines(&after) - lines(&before),
        4,
        "one step is four lines more"
    );
}
