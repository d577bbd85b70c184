//! A command line that is none is told in the user's language alone, whatever is wrong with it.

use crate::help::place::Place;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

/// What the library says of itself.
const ENGLISH: [&str; 34] = [
    "error:",
    "rror",
    "unexpected",
    "argument",
    "required",
    "invalid",
    "possible",
    "Usage",
    "usage",
    "For more",
    "try '",
    "tip:",
    "similar",
    "found",
    "cannot",
    "were not",
    "provided",
    "recognized",
    "Options",
    "OPTIONS",
    "Commands",
    "COMMAND",
    "Arguments",
    "Print",
    "[default",
    "[env",
    "subcommand",
    "is not in",
    "digit",
    "input contains",
    "supplied",
    "multiple times",
    "value",
    "trailing",
];

/// Asked once, at the top.
const EVERYWHERE: [&str; 7] = [
    "--help",
    "--version",
    "--data-dir",
    "--config-dir",
    "--today",
    "--lang",
    "--read-only",
];

struct Commands {
    place: Place,
    /// Each command with the options that its help names.
    all: Vec<(Vec<String>, Vec<String>)>,
}

fn help(place: &Place, command: &[String]) -> String {
    let mut args: Vec<&str> = command.iter().map(String::as_str).collect();
    args.push("--help");
    place.ok(&args)
}

/// The words at the left under a heading.
fn under<'a>(help: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1);
    let lines = lines.take_while(|line| line.starts_with("  "));
    lines
        .filter_map(|line| line.split_whitespace().next())
        .collect()
}

fn walk(place: Place) -> Commands {
    let mut all = Vec::new();
    let mut waiting = vec![Vec::new()];
    while let Some(command) = waiting.pop() {
        let help = help(&place, &command);
        for name in under(&help, "Lệnh:") {
            let mut below = command.clone();
            below.push(name.to_owned());
            waiting.push(below);
        }
        let words = help.split(|c: char| c.is_whitespace() || c == ',');
        let options = words.filter(|word| word.starts_with("--"));
        let options = options.map(str::to_owned).collect();
        all.push((command, options));
    }
    assert!(all.len() > 25, "{}", all.len());
    Commands { place, all }
}

impl Commands {
    /// Runs it and holds that the answer has no English, unless it was no usage error.
    fn vietnamese(&self, command: &[String], args: &[&str]) -> bool {
        let line: Vec<&str> = command
            .iter()
            .map(String::as_str)
            .chain(args.iter().copied())
            .collect();
        // What a command makes by itself is made in the home.
        let mut run = self.place.command();
        let run = run.current_dir(self.place.home.path()).args(&line);
        let output = run.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        if output.status.code() != Some(2) {
            return false;
        }
        assert!(output.stdout.is_empty(), "{line:?}");
        let own = line
            .iter()
            .fold(said.clone(), |said, arg| said.replace(arg, ""));
        for english in ENGLISH {
            assert!(!own.contains(english), "{line:?}: {english}: {said}");
        }
        true
    }
}

#[test]
fn no_mistake_in_any_command_is_answered_in_english() {
    let commands = walk(Place::empty());
    let mut told = 0;
    for (command, options) in &commands.all {
        let mut cases: Vec<Vec<&str>> = vec![
            vec!["--khong-co"],
            vec!["--khong-co=1"],
            vec!["-Z"],
            vec!["-5 điểm"],
            vec!["một", "hai", "ba", "bốn"],
            vec!["--lang", "xx"],
            vec!["--today", "hôm kia"],
        ];
        if !command.is_empty() {
            cases.push(vec![]);
        }
        let own = |option: &&String| command.is_empty() || !EVERYWHERE.contains(&&***option);
        for option in options.iter().filter(own) {
            cases.push(vec![option]);
            cases.push(vec![option, "??", option, "??"]);
        }
        told += cases
            .iter()
            .filter(|args| commands.vietnamese(command, args))
            .count();
    }
    assert!(told > 200, "{told}");
    let more: [&[&str]; 8] = [
        &["init", "--demo", "--name", "Một"],
        &["report", "quota", "--year", "hai"],
        &["report", "quota", "--year", "99999999999"],
        &["report", "silent", "--years", "0"],
        &["report", "silent", "--years", "-1"],
        &["report", "agenda", "--days", "-1"],
        &["anonymise", "--months", "0"],
        &["completions", "tcsh"],
    ];
    for line in more {
        assert!(commands.vietnamese(&[], line), "{line:?}");
    }
}

#[test]
fn all_help_is_in_the_language_asked_for() {
    let commands = walk(Place::empty());
    for (command, _) in &commands.all {
        let said = help(&commands.place, command);
        for english in ENGLISH
            .iter()
            .filter(|word| !matches!(**word, "rror" | "value"))
        {
            assert!(!said.contains(english), "{command:?}: {english}: {said}");
        }
        assert!(said.contains("Cách dùng: ketnap"), "{said}");
        let mut english: Vec<&str> = command.iter().map(String::as_str).collect();
        english.extend(["--lang", "en", "--help"]);
        let said = commands.place.ok(&english);
        let vietnamese = said.chars().find(|c| "ăđơưạảấầậẹếềệịọốồộụứừự".contains(*c));
        assert_eq!(vietnamese, None, "{command:?}: {said}");
        assert!(said.contains("Usage: ketnap"), "{said}");
    }
}

#[test]
fn the_language_of_a_complaint_is_the_one_of_the_settings_too() {
    let place = Place::empty();
    let config = place.home.path().join("config");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("settings.ron"), "(format: 1, lang: \"en\")").unwrap();
    let (code, said) = place.fails(&["report", "quotas"]);
    assert_eq!(code, 2);
    assert!(said.contains("There is no command “quotas”"), "{said}");
    assert!(said.contains("Do you mean quota?"), "{said}");
    let (_, said) = place.fails(&["--lang", "vi", "report", "quotas"]);
    assert!(
        said.contains("Không có lệnh “quotas”") && said.contains("quota?"),
        "{said}"
    );
    let (_, said) = place.fails(&["completions", "tcsh"]);
    assert!(said.contains("one of: bash"), "{said}");
}

#[test]
fn bytes_that_are_no_text_are_told_in_words() {
    let place = Place::sample();
    let broken = OsStr::from_bytes(b"\xff\xfe");
    let output = place
        .command()
        .arg("note")
        .arg("mau-19")
        .arg(broken)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("UTF-8") && !said.contains("invalid"),
        "{said}"
    );
}

#[test]
fn days_back_are_taken_wherever_a_day_is_asked_for() {
    let place = Place::sample();
    place.ok(&["advance", "mau-49", "--on", "-1"]);
    let report = place.json(&["report", "pipeline", "--unit", "song-cau"]);
    let rows = report["rows"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["candidate"] == "mau-49")
        .unwrap();
    assert_eq!(row["since"], "2022-11-26");
    place.ok(&["undo"]);
    place.ok(&["advance", "mau-49", "--on=-1"]);
    let on = |args: &[&str]| place.ok(&[&["rules"][..], args].concat());
    assert_eq!(on(&["--on", "-8"]), on(&["--on", "2022-11-19"]));
    let id = place.ok(&[
        "add",
        "--unit",
        "song-cau-mau-1",
        "--name",
        "Ma Văn Mẫu",
        "--born",
        "-8",
    ]);
    let report = place.json(&["show", id.trim()]).to_string();
    assert!(
        report.contains("2022-11-19") || report.contains("19/11/2022"),
        "{report}"
    );
    assert!(place.run(&["--today", "-8", "info"]).status.success());
    let (code, said) = place.fails(&["advance", "mau-49", "--on", "--to"]);
    assert_eq!(code, 2);
    assert!(said.contains("--on") && said.contains("-8"), "{said}");
}

/// Every command there is, as the words before `--help`.
fn every_command(place: &Place) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut at = 0;
    while let Some(path) = all.get(at).cloned() {
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        let below = place.commands(&words).into_iter();
        all.extend(below.map(|name| [path.clone(), vec![name]].concat()));
        at += 1;
    }
    all
}

#[test]
fn every_word_of_the_help_is_there_and_asked_for_by_a_command() {
    let place = Place::empty();
    let texts = include_str!("../../../config/text/vi.ron").lines();
    let keys = texts.filter_map(|line| line.trim().strip_prefix("(key: \"")?.split('"').next());
    let keys: Vec<&str> = keys.filter(|key| key.starts_with("help")).collect();
    assert!(keys.len() > 80, "{keys:?}");
    let commands = every_command(&place);
    assert!(commands.len() > 25, "{commands:?}");
    let rows = keys.iter();
    let rows = rows.map(|key| format!("(key: \"{key}\", text: \"<{key}>\"),"));
    let text = format!("(format: 1, rows: [{}])", rows.collect::<String>());
    let folder = place.home.path().join("config/text");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("vi.ron"), text).unwrap();
    let mut printed = String::new();
    for path in &commands {
        let mut args: Vec<&str> = path.iter().map(String::as_str).collect();
        args.extend(["--help", "--lang", "vi"]);
        let help = place.ok(&args);
        let key = [vec!["help".to_owned()], path.clone()].concat();
        let about = format!("<{}>", key.join("."));
        assert!(help.starts_with(&about), "{path:?}: {help}");
        printed.push_str(&help);
    }
    let idle = keys
        .iter()
        .filter(|key| !printed.contains(&format!("<{key}>")));
    assert_eq!(
        idle.collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "asked for by no command"
    );
}
