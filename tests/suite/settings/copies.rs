//! Copies that sync tools and editors leave in the folder of settings, and rows that are set twice.

use super::{folder, read, said};
use crate::help::place::Place;
use ketnap::config::Config;
use serde_json::Value;
use std::fs;

/// A set of its own with a few rows: papers at stages, and the months of a wait.
fn set(months: u32, papers: &[&str]) -> String {
    let paper = |id: &&str| {
        format!(
            "      (id: \"{id}\", form: \"{id}\", stage: \"cell\", name: (vi: \"giấy\"), basis: \"m\", \
             confirmed: true),\n"
        )
    };
    let papers: String = papers.iter().map(paper).collect();
    format!(
        "(\n  format: 1,\n  procedure: (\n    id: \"24-qd-tw\",\n    name: (vi: \"24\"),\n    \
         from: \"2021-07-30\",\n    basis: \"mẫu\",\n    limits: [\n      (id: \"decision\", name: (vi: \"Q\"), \
         kind: Deadline, clock: (from: CellVote, to: DecisionIssued), length: Months({months}), \
         missed: (vi: \"b\"), basis: \"mẫu\", confirmed: true),\n    ],\n    papers: [\n{papers}    ],\n  ),\n)\n"
    )
}

fn decision(config: &Config) -> String {
    let set = config
        .rules
        .sets
        .iter()
        .find(|set| set.id.as_str() == "24-qd-tw");
    format!("{:?}", set.unwrap().limit("decision").unwrap().length)
}

fn papers(config: &Config) -> Vec<&str> {
    let set = config
        .rules
        .sets
        .iter()
        .find(|set| set.id.as_str() == "24-qd-tw");
    let rows = set.unwrap().papers.iter().map(|row| row.id.as_str());
    rows.filter(|id| id.starts_with("X-")).collect()
}

#[test]
fn two_files_that_set_the_same_row_are_told_with_both_places_and_neither_holds() {
    let (one, two) = (set(36, &["X-1", "X-2"]), set(48, &["X-2", "X-3"]));
    let files = [
        ("procedures/a.ron", &*one),
        ("procedures/a-copy.ron", &*two),
    ];
    let (config, said) = read(&files);
    assert_eq!(said.len(), 2, "{said:?}");
    let twice = "Một mục đặt hai lần thì không nơi nào được dùng";
    let limit =
        "procedures/a.ron:9:7: 24-qd-tw limits decision đã đặt ở procedures/a-copy.ron:9:7.";
    let paper = "procedures/a.ron:13:7: 24-qd-tw papers X-2 đã đặt ở procedures/a-copy.ron:12:7.";
    for (said, start) in said.iter().zip([limit, paper]) {
        assert!(said.starts_with(start) && said.contains(twice), "{said}");
    }
    assert_eq!(config.problems[0].at, Some((9, 7)));
    assert_eq!(decision(&config), decision(&Config::load(None, None)));
    // What only one of them sets holds.
    assert_eq!(papers(&config), ["X-3", "X-1"]);
    let (alone, said) = read(&files[..1]);
    assert_eq!(said, Vec::<String>::new());
    assert!(decision(&alone).contains("36"));
}

#[test]
fn a_row_twice_in_one_file_holds_in_neither_place() {
    let (config, told) = read(&[("procedures/a.ron", &set(36, &["X-1", "X-1", "X-2"]))]);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("a.ron:13:7") && told[0].contains("a.ron:12:7"),
        "{told:?}"
    );
    assert_eq!(papers(&config), ["X-2"]);
    for (name, row) in [
        ("kinds.ron", "(id: \"cell\", name: (vi: \"N\"))"),
        (
            "causes.ron",
            "(id: \"x\", name: (vi: \"N\"), kind: Objective)",
        ),
        ("sources.ron", "(id: \"x\", name: (vi: \"N\"))"),
        ("groups.ron", "(id: \"women\", name: (vi: \"N\"))"),
        ("organisations.ron", "(id: \"x\", name: (vi: \"N\"))"),
        ("headings.ron", "(id: \"x\", words: [\"N x\"])"),
        (
            "mappings.ron",
            "(headings: \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\", columns: [])",
        ),
        (
            "aims.ron",
            "(id: \"x\", name: (vi: \"N\"), since: 2022, low: 1, basis: \"b\")",
        ),
        (
            "holidays.ron",
            "(id: \"2022-x\", name: (vi: \"N\"), days: [], confirmed: true)",
        ),
        ("theme.ron", "(id: \"bad\", fg: \"blue\")"),
        ("keys.ron", "(on: Tree, command: Add, keys: [\"F5\"])"),
        ("text/vi.ron", "(key: \"col.admitted\", text: \"N\")"),
    ] {
        let text = format!("(format: 1, rows: [\n{row},\n{row},\n {row}])");
        let (config, told) = read(&[(name, &text)]);
        assert_eq!(told.len(), 2, "{name}: {told:?}");
        let both = |told: &str, at: &str| told.contains(&format!("{name}:{at}"));
        assert!(both(&told[0], "3:1") && both(&told[0], "2:1"), "{told:?}");
        assert!(both(&told[1], "4:2") && both(&told[1], "2:1"), "{told:?}");
        let own = Config::load(None, None);
        assert_eq!(
            format!("{:?}", config.rules),
            format!("{:?}", own.rules),
            "{name}"
        );
        assert_eq!(
            format!("{:?}", config.theme),
            format!("{:?}", own.theme),
            "{name}"
        );
        assert_eq!(
            format!("{:?}", config.keys),
            format!("{:?}", own.keys),
            "{name}"
        );
        assert_eq!(
            config.texts.get("col.admitted"),
            own.texts.get("col.admitted")
        );
        assert_eq!(config.mappings, own.mappings, "{name}");
    }
    let text = "(format: 1,\n silent_years: 4,\n silent_years: 5, cover_after: 1)";
    let (config, told) = read(&[("settings.ron", text)]);
    assert!(told[0].contains("settings.ron:3:2") && told[0].contains("settings.ron:2:2"));
    assert_eq!((told.len(), config.settings.silent_years), (1, 3));
    assert_eq!(config.settings.cover_after, 1);
}

#[test]
fn two_files_that_say_of_a_set_what_differs_change_nothing_of_it_as_a_whole() {
    let (one, two) = (
        set(36, &[]),
        set(48, &[]).replace("2021-07-30", "2021-09-01"),
    );
    let two = two.replace("\"decision\"", "\"other\"");
    let (config, told) = read(&[("procedures/a.ron", &one), ("procedures/b.ron", &two)]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("procedures/b.ron:3:3: 24-qd-tw đã đặt ở procedures/a.ron:3:3"));
    let own = Config::load(None, None);
    let head = |config: &Config| {
        let set = config
            .rules
            .sets
            .iter()
            .find(|set| set.id.as_str() == "24-qd-tw");
        (set.unwrap().from, set.unwrap().name.clone())
    };
    assert_eq!(head(&config), head(&own));
    assert!(decision(&config).contains("36"), "the rows hold");
    // A set of the user's own is not known by either.
    let mine = |text: &str| text.replace("24-qd-tw", "mau");
    let (config, told) = read(&[
        ("procedures/a.ron", &mine(&one)),
        ("procedures/b.ron", &mine(&two)),
    ]);
    assert_eq!(told.len(), 1);
    assert_eq!(config.rules.sets, own.rules.sets);
}

#[test]
fn only_plain_names_are_read_and_the_others_are_named() {
    let strays = [
        "procedures/a (1).ron",
        "procedures/a.ron~",
        "procedures/.a.ron.swp",
        "procedures/.hidden.ron",
        "procedures/a.sync-conflict-20261128-101500-ABCDEFG.ron",
        "procedures/A.ron",
        "procedures/a.RON",
        "procedures/a_b.ron",
        "procedures/á.ron",
        "procedures/.ron",
        "procedures/a.ron.bak",
        "#settings.ron#",
        "Keys.ron",
        "settings (conflicted copy).ron",
        "theme.ron.orig",
        "other.ron",
        "text/fr.ron",
        "text/vi.ron~",
    ];
    let text = set(48, &["X-1"]);
    let mut files: Vec<(&str, &str)> = strays.iter().map(|name| (*name, &*text)).collect();
    let plain = set(36, &[]);
    files.extend([("procedures/a-2.ron", &*plain), (".gitignore", "*~")]);
    let place = folder(&files);
    let config = Config::load(Some(place.path()), None);
    assert_eq!(config.problems, []);
    assert!(decision(&config).contains("36") && papers(&config).is_empty());
    let told = said(&config, &config.strays, place.path());
    assert_eq!(told.len(), strays.len(), "{told:?}");
    for name in strays {
        let start = format!("{name}: không được đọc.");
        assert!(told.iter().any(|said| said.starts_with(&start)), "{name}");
    }
}

#[test]
fn check_info_and_rules_name_the_strays() {
    let place = Place::sample();
    let folder = place.home.path().join("config/procedures");
    fs::create_dir_all(&folder).unwrap();
    let stray = folder.join("a.ron~");
    fs::write(&stray, set(48, &[])).unwrap();
    let shown = stray.display().to_string();
    let found = place.json(&["check"]);
    let found = found["findings"].as_array().unwrap();
    let found = found
        .iter()
        .find(|row| row["code"] == "settings-stray")
        .unwrap();
    assert_eq!(
        (&found["path"], &found["level"]),
        (&Value::from(&*shown), &"warning".into())
    );
    assert_eq!(
        place.json(&["info"])["settings_strays"],
        Value::from(vec![&*shown])
    );
    assert!(place.ok(&["info", "--format", "csv"]).contains(&shown));
    let rules = place.run(&["rules", "--format", "json"]);
    assert!(String::from_utf8_lossy(&rules.stderr).contains(&shown));
    let report: Value = serde_json::from_slice(&rules.stdout).unwrap();
    assert!(report["problems"][0].as_str().unwrap().contains(&shown));
}
