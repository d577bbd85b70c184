//! Every command in every format and both languages, and whatever goes wrong, on a hostile book.

use super::book::{self, CELL};
use super::payload::{ALL, found};
use crate::help::place::Place;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Output;

/// Every command there is, by what the program itself says.
fn known(place: &Place) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for command in place.commands(&[]) {
        let below = place.commands(&[&command]);
        if below.is_empty() {
            all.insert(command);
        } else {
            all.extend(below.iter().map(|sub| format!("{command} {sub}")));
        }
    }
    all
}

/// Whom the commands are about: everything is filled in.
const PERSON: &str = crate::erase::ID;

/// A list in which every text of the file holds each payload that a text file can hold.
fn list(place: &Place) -> String {
    let all: String = ALL.iter().filter(|text| **text != "\0").copied().collect();
    let text = all.replace('"', "");
    let mut rows = vec![
        format!("\"Họ và tên\",\"Năm sinh\",\"Chi bộ\",\"Cột {text}\",\"Quê quán\""),
        format!("\"Hà Mẫu {text}\",\"1990{text}\",\"{CELL}\",\"{text}\",\"Xã {text}Mẫu\""),
        format!("\"Lý Mẫu\",\"1991\",\"Lạ {text}\",\"{text}\",\"=HYPERLINK({text})\""),
        format!("\"\",\"{text}1991\",\"\",\"\",\"\""),
        format!("\"Ghi chú: {text}\",\"\",\"\",\"\",\"\""),
    ];
    // A file with more such signs than letters is taken for no text.
    let plain = (0..800).map(|at| format!("Nông Văn Mẫu {at},1992,{CELL},,Xã Mẫu"));
    rows.extend(plain);
    let path = place
        .home
        .path()
        .join(format!("danh sách{}.csv", ALL[5].replace('/', "")));
    fs::write(&path, rows.join("\n")).unwrap();
    path.display().to_string()
}

/// What follows a command. What is changed here is a copy.
fn arguments(place: &Place) -> Vec<(String, Vec<String>)> {
    let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect();
    let copy = place.home.path().join("sao.tar.gz").display().to_string();
    let reports = place.reports().into_iter().map(|report| {
        let asks = [("--year ", "2022"), ("--years", "1"), ("--days", "9999")];
        let asked = asks
            .into_iter()
            .filter(|(option, _)| place.takes(&["report", &report], option));
        let more = asked.flat_map(|(option, value)| [option.trim(), value]);
        (
            format!("report {report}"),
            more.map(str::to_owned).collect(),
        )
    });
    let others = [
        ("show", texts(&[PERSON])),
        ("check", texts(&[])),
        ("log", texts(&[])),
        ("rules", texts(&[])),
        ("info", texts(&[])),
        ("completions", texts(&["bash"])),
        ("guide", texts(&["import"])),
        ("add", texts(&["--unit", CELL, "--name", "Hà Mẫu"])),
        ("set", texts(&[PERSON, "phone=0900000000"])),
        ("note", texts(&[PERSON, "đã gặp"])),
        ("advance", texts(&["mau-19", "--on", "2022-11-26"])),
        ("undo", texts(&[])),
        ("backup", vec!["-o".into(), copy.clone()]),
        ("restore", vec![copy]),
        ("export people", texts(&[])),
        ("export template", texts(&[])),
        ("import", vec![list(place), "--take".into(), "file".into()]),
        ("erase", texts(&[PERSON, "--reason", "thử"])),
        ("anonymise", texts(&["--months", "1"])),
        ("init", texts(&[])),
        ("demo", texts(&[])),
    ];
    let others = others.map(|(name, more)| (name.to_owned(), more));
    reports.chain(others).collect()
}

/// Everything printed, checked.
pub(super) fn printed(args: &[&str], output: &Output) -> String {
    let mut all = String::new();
    for bytes in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(bytes.clone());
        let text = text.unwrap_or_else(|_| panic!("{args:?}: not UTF-8"));
        assert_eq!(found(&text), None, "{args:?}");
        for (at, _) in text.match_indices("\\u") {
            let code = u32::from_str_radix(text.get(at + 2..at + 6).unwrap_or("-"), 16);
            let acts = code.ok().and_then(char::from_u32);
            let acts = acts.is_some_and(|c| found(&c.to_string()).is_some() || c == '\n');
            assert!(!acts, "{args:?}: an escape for {acts:?}");
        }
        all.push_str(&text);
    }
    all
}

/// No text of a JSON answer acts when a program prints it.
fn still(value: &Value) -> bool {
    match value {
        Value::String(text) => found(text).is_none() && !text.contains('\n'),
        Value::Array(all) => all.iter().all(still),
        Value::Object(all) => all
            .iter()
            .all(|(key, one)| found(key).is_none() && still(one)),
        _ => true,
    }
}

/// Commands that show no text of the book; every other must, so that something was there to be
/// cleaned.
const SILENT: [&str; 17] = [
    "export template",
    "report outreach",
    "rules",
    "info",
    "completions",
    "guide",
    "add",
    "set",
    "note",
    "advance",
    "undo",
    "backup",
    "restore",
    "erase",
    "anonymise",
    "init",
    "demo",
];

#[test]
fn no_stored_text_acts_in_what_a_command_prints() {
    for raw in [true, false] {
        let place = book::place(raw);
        spoil(&place);
        let arguments = arguments(&place);
        let known = known(&place);
        let named: BTreeSet<String> = arguments.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(named, known, "commands without a line here");
        for (name, more) in &arguments {
            let words = name.split(' ').chain(more.iter().map(String::as_str));
            let words: Vec<&str> = words.collect();
            let help = place.ok(&[
                &words[..name.split(' ').count()],
                &["--help", "--lang", "en"],
            ]
            .concat());
            let formats: &[&str] = if help.contains("--format") {
                &["table", "json", "csv", "md"]
            } else {
                &[""]
            };
            let mut shows = false;
            for (format, lang) in formats.iter().flat_map(|f| [(f, "vi"), (f, "en")]) {
                let mut args = vec!["--lang", lang];
                args.extend(&words);
                if !format.is_empty() {
                    args.extend(["--format", format]);
                }
                let output = place.run(&args);
                let text = printed(&args, &output);
                shows |= text.contains('\u{fffd}');
                if *format == "json" {
                    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
                    assert!(still(&value), "{args:?}: {value}");
                }
            }
            assert!(
                shows || SILENT.contains(&name.as_str()),
                "{name} shows no text"
            );
        }
    }
}

/// Files that cannot be read, of names and contents that act; a journal with a line like that.
fn spoil(place: &Place) {
    let units = place.data().join("units");
    for (at, payload) in ALL.iter().enumerate() {
        let name = payload.replace(['\0', '/'], "");
        fs::write(units.join(format!("mẫu{name}{at}.ron")), "x").unwrap();
        let text = fs::read_to_string(units.join("song-cau.ron")).unwrap();
        let texts = [
            text.replacen("kind:", &format!("kind{payload}:"), 1),
            text.replacen("kind: \"", &format!("kind: \"{payload}"), 1),
            text.replacen("song-cau", &format!("{payload}song-cau"), 1),
            text.replacen("kind:", &format!("\"{payload}\": kind:"), 1),
            format!("<<<<<<< {payload}\n{text}"),
        ];
        for (kind, text) in texts.iter().enumerate() {
            fs::write(units.join(format!("hong-{at}-{kind}.ron")), text).unwrap();
        }
    }
    let journal = place.data().join("journal");
    let replica = fs::read_dir(&journal).unwrap().next().unwrap().unwrap();
    let file = fs::read_dir(replica.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let line = fs::read_to_string(file.path()).unwrap();
    let line = line.lines().next().unwrap().to_owned();
    for payload in ALL {
        let other = journal.join(format!("may{}khac", payload.replace(['\0', '/'], "")));
        fs::create_dir(&other).unwrap();
        let text = format!("{line}\n{payload}\n{line}\n");
        fs::write(other.join("2022-11.ron"), text).unwrap();
    }
}

/// What may be given on a command line: a program is started for each.
const GIVEN: [&str; 4] = [
    "\u{1b}[31m\u{1b}]0;tên\u{7}",
    "\n\u{9b}31m\u{9d}0;tên\u{9c}",
    "\u{202e}\u{2066}\r",
    "\u{200b}o\u{301}\u{301}\u{301}\u{301}\u{301}",
];

#[test]
fn nothing_that_is_given_acts_in_what_is_said_against_it() {
    let place = Place::sample();
    let at = place.home.path().join("none").display().to_string();
    for payload in GIVEN {
        let word = format!("x{payload}y");
        let path = format!("{at}{payload}/z");
        let field = format!("{word}=1");
        let scalar = format!("born={word}");
        let cases: [&[&str]; 25] = [
            &[&word],
            &["report", &word],
            &["report", "quota", "--year", &word],
            &["report", "quota", "--unit", &word],
            &["report", "quota", "--format", &word],
            &["--lang", &word, "info"],
            &["--today", &word, "info"],
            &["--data-dir", &path, "check"],
            &["--data-dir", &path, "info"],
            &["--config-dir", &path, "info"],
            &["show", &word],
            &["log", "--candidate", &word],
            &["add", "--unit", &word, "--name", "Mẫu"],
            &["add", "--unit", CELL, "--name", "Mẫu", "--source", &word],
            &["add", "--unit", CELL, "--name", "Mẫu", "--born", &word],
            &["set", "mau-19", &field],
            &["set", "mau-19", &scalar],
            &["note", &word, "x"],
            &["advance", "mau-19", "--to", &word, "--on", "2022-11-26"],
            &["advance", "mau-19", "--on", &word],
            &["erase", &word, "--reason", "thử", "--yes"],
            &["restore", &path],
            &["backup", "-o", &path],
            &["completions", &word],
            &["guide", &word],
        ];
        for args in cases {
            let output = place.run(args);
            assert!(
                !printed(args, &output).trim().is_empty(),
                "{args:?} says nothing"
            );
        }
        let home = place.home.path().join("home");
        let kind = ["init", "--kind", &word];
        let output = place
            .command()
            .env("KETNAP_DATA_DIR", &home)
            .args(kind)
            .output();
        printed(&kind, &output.unwrap());
        for name in [
            "KETNAP_DATA_DIR",
            "KETNAP_CONFIG_DIR",
            "KETNAP_TODAY",
            "KETNAP_LANG",
        ] {
            for args in [&["--help"][..], &["info"]] {
                let output = place.command().env(name, &word).args(args).output();
                printed(&[name], &output.unwrap());
            }
        }
    }
}

#[test]
fn no_stored_text_is_a_formula_in_a_sheet() {
    let formulas = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "  =1", "＝1"];
    let place = book::place_with(&formulas, true);
    let mut guarded = 0;
    for (name, more) in arguments(&place) {
        let words = name.split(' ').chain(more.iter().map(String::as_str));
        let words: Vec<&str> = words.collect();
        let help = place.ok(&[
            &words[..name.split(' ').count()],
            &["--help", "--lang", "en"],
        ]
        .concat());
        if !help.contains("--format") {
            continue;
        }
        let output = place.run(&[&words[..], &["--format", "csv"]].concat());
        let mut rows = csv::ReaderBuilder::new();
        let mut rows = rows
            .flexible(true)
            .has_headers(false)
            .from_reader(&*output.stdout);
        for row in rows.records() {
            for cell in &row.unwrap() {
                let formula = cell
                    .trim_start()
                    .starts_with(['=', '+', '-', '@', '＝', '\t', '\r']);
                let number = cell.parse::<f64>().is_ok() && !cell.starts_with('+');
                assert!(!formula || number, "{name}: {cell}");
                guarded += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(guarded > 100, "{guarded}");
}
