//! The user's rule sets: a mistake is told with its place and the valid names, and the file is left out as a whole.

use crate::gates::{case, file, in_words, today};
use crate::help::place::Place;
use crate::world::{code, day};
use ketnap::config::{Config, Problem};
use ketnap::model::Refusal;
use ketnap::rules::{Procedure, Rules};
use ketnap::text::Lang;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// A file of a set: its words, its first day, and its other fields, one on a line.
fn set(id: &str, from: &str, fields: &str) -> String {
    format!(
        "(\n  format: 1,\n  procedure: (\n    id: \"{id}\",\n    name: (vi: \"Bộ {id}\", en: \"Set {id}\"),\n    \
         from: \"{from}\",\n    basis: \"mẫu\",\n{fields}  ),\n)\n"
    )
}

/// A row that is sound: the decision within 20 working days.
const LIMIT: &str = "    limits: [(id: \"decision\", name: (vi: \"Quyết định\"), kind: Deadline, \
    clock: (from: CellVote, to: DecisionIssued), length: WorkingDays(20), missed: (vi: \"báo cáo\"), \
    basis: \"mẫu\", confirmed: true)],\n";

fn home(files: &[(&str, String)]) -> (Place, PathBuf) {
    let place = Place::empty();
    let folder = place.home.path().join("config/procedures");
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    (place, folder)
}

/// What the program knows with these files, and what it says of each, without the folder's path.
fn read(files: &[(&str, String)]) -> (Config, Vec<String>) {
    let (place, folder) = home(files);
    let config = Config::load(Some(&place.home.path().join("config")), Some(Lang::Vi));
    let folder = format!("{}/", folder.display());
    let said = |problem: &Problem| {
        assert!(problem.path.starts_with(&folder), "{}", problem.path);
        config.texts.say(&problem.message).replace(&folder, "")
    };
    let said = config.problems.iter().map(said).collect();
    (config, said)
}

fn words<'a>(sets: impl IntoIterator<Item = &'a Procedure>) -> Vec<&'a str> {
    sets.into_iter().map(|set| set.id.as_str()).collect()
}

/// The rules are those of the program.
fn untouched(rules: &Rules) {
    let own = Config::load(None, None).rules;
    assert_eq!(rules.sets, own.sets);
    assert_eq!(rules.procedure, own.procedure);
}

const LEFT_OUT: &str = "Tệp này bị bỏ qua, đang dùng giá trị gốc.";
const SETS: &str = "29-qd-tw, 24-qd-tw, 232-qd-tw, 294-qd-tw, 20-qd-tw, 208-qd-tw";
const STAGES: &str = "source, course, dossier, verification, opinions, cell, grassroots, decision, \
    ceremony, probation, recognition, full";
const EXITS: &str = "withdrawn, not-qualified, struck-off, moved, died";

fn paper(stage: &str) -> String {
    format!(
        "    papers: [\n      (id: \"X-1\", form: \"X-1\", stage: \"{stage}\", name: (vi: \"giấy mẫu\"), \
         basis: \"mẫu\", confirmed: true),\n    ],\n"
    )
}

fn vote(stage: &str) -> String {
    format!(
        "    votes: [\n      (id: \"x\", body: (vi: \"hội nghị mẫu\"), of: (vi: \"người dự\"), \
         share: AtLeast(2, 3), basis: \"mẫu\", confirmed: true,\n       stage: \"{stage}\"),\n    ],\n"
    )
}

fn criterion(stage: &str) -> String {
    format!(
        "    criteria: [\n      // stage: \"{stage}\" is what this is about\n      (id: \"x\", \
         stage: \"{stage}\", name: (vi: \"điều kiện mẫu\"), check: Schooling, basis: \"mẫu\", \
         confirmed: true),\n    ],\n"
    )
}

#[test]
fn a_row_at_an_unknown_stage_leaves_its_file_out() {
    let places = format!("{STAGES}, {EXITS}");
    let cases = [
        (paper("cel"), "mine.ron:10:39"),
        (vote("cel"), "mine.ron:11:15"),
        (criterion("cel"), "mine.ron:11:24"),
    ];
    for (rows, place) in cases {
        let file = set("24-qd-tw", "2021-07-30", &format!("{LIMIT}{rows}"));
        let (config, said) = read(&[("mine.ron", file)]);
        let problem =
            format!("{place}: stage không có \"cel\"; các tên dùng được: {places}. {LEFT_OUT}");
        assert_eq!(said, [problem]);
        assert!(config.problems[0].at.is_some());
        // The sound row of the same file does not hold either.
        untouched(&config.rules);
    }
}

#[test]
fn a_row_may_name_a_stage_or_a_way_out_of_its_own_set() {
    let stage = "    stages: [(id: \"talk\", name: (vi: \"Gặp gỡ\"), who: (vi: \"chi bộ\"), \
                 next: (vi: \"gặp\"), basis: \"mẫu\", confirmed: true)],\n";
    let rows = format!("{stage}{}{}", paper("talk"), vote("struck-off"));
    let file = set("24-qd-tw", "2021-07-30", &rows);
    let (config, said) = read(&[("mine.ron", file)]);
    assert_eq!(said, Vec::<String>::new());
    let mine = config.rules.on(day(2022, 11, 27));
    let kept = mine.papers.last().unwrap();
    assert_eq!((kept.id.as_str(), kept.stage.as_str()), ("X-1", "talk"));
    assert_eq!(mine.votes.last().unwrap().stage.as_str(), "struck-off");
    // A stage of a later set is none of an earlier one.
    let later = set("2027-mau", "2027-01-01", stage);
    let early = set("24-qd-tw", "2021-07-30", &paper("talk"));
    let (config, said) = read(&[("a.ron", early), ("b.ron", later)]);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with("a.ron:9:39: stage không có \"talk\""),
        "{said:?}"
    );
    let sets = words(&config.rules.sets);
    assert_eq!(sets.last(), Some(&"2027-mau"), "the sound file holds");
}

#[test]
fn what_a_row_asks_for_at_a_way_out_is_owed_there() {
    let row = paper("struck-off");
    let (config, said) = read(&[("mine.ron", set("24-qd-tw", "2021-07-30", &row))]);
    assert_eq!(said, Vec::<String>::new());
    let book = file(&[("probation", (2022, 3, 1))], "b");
    let owed = |rules: &Rules| {
        let (exit, on) = (code("struck-off"), day(2022, 11, 25));
        let refused = case(&book, rules, today()).stop(&exit, on, "vi phạm", false);
        let Err(Refusal::Missing(owed)) = refused else {
            panic!("{refused:?}")
        };
        in_words(&owed)
    };
    let of_the_program = owed(&Config::load(None, None).rules);
    assert_eq!(of_the_program.len(), 3);
    assert_eq!(
        owed(&config.rules),
        [vec!["X-1 giấy mẫu".into()], of_the_program].concat()
    );
}

#[test]
fn words_of_other_fields_are_looked_up_too() {
    let exit =
        "    exits: [(id: \"moved\", name: (vi: \"Chuyển đi\"), from: [\"cell\", \"celll\"])],\n";
    let route = "    routes: [(id: \"ward\", below: \"wardd\", chain: Direct, basis: \"mẫu\", \
                 confirmed: true)],\n";
    let file = |rows| [("mine.ron", set("24-qd-tw", "2021-07-30", rows))];
    let (config, said) = read(&file(exit));
    assert_eq!(
        said,
        [format!(
            "mine.ron:8:67: from không có \"celll\"; các tên dùng được: {STAGES}. {LEFT_OUT}"
        )]
    );
    untouched(&config.rules);
    let (_, said) = read(&file(route));
    assert!(
        said[0].starts_with("mine.ron:8:34: below không có \"wardd\""),
        "{said:?}"
    );
    assert!(said[0].contains("ward, grassroots-committee, section-committee"));
    let (config, said) = read(&file("    off: [\"7-KND\", \"7-KNDD\"],\n"));
    assert!(
        said[0].starts_with("mine.ron:8:20: off không có \"7-KNDD\""),
        "{said:?}"
    );
    assert!(said[0].contains("7-KND, 8-KND") && said[0].contains("decision-received"));
    untouched(&config.rules);
}

#[test]
fn a_set_over_an_unknown_one_is_left_out() {
    let mine = set(
        "2027-mau",
        "2027-01-01",
        &format!("    over: \"294\",\n{LIMIT}"),
    );
    let (config, said) = read(&[("mine.ron", mine)]);
    let known = format!("{SETS}, 2027-mau");
    let problem =
        format!("mine.ron:8:11: over không có \"294\"; các tên dùng được: {known}. {LEFT_OUT}");
    assert_eq!(said, [problem]);
    untouched(&config.rules);
    // A set of the program keeps what it stands over.
    let mine = set(
        "294-qd-tw",
        "2025-07-01",
        &format!("    over: \"23-qd-tw\",\n{LIMIT}"),
    );
    let (config, said) = read(&[("mine.ron", mine)]);
    assert!(
        said[0].starts_with("mine.ron:8:11: over không có \"23-qd-tw\""),
        "{said:?}"
    );
    untouched(&config.rules);
    // Only a set is stated over another; a row is not.
    let row = LIMIT.replace("kind: Deadline", "over: \"nope\", kind: Deadline");
    let (config, said) = read(&[("mine.ron", set("24-qd-tw", "2021-07-30", &row))]);
    for word in ["mine.ron:8:", "`over`", "`id`", "`clock`", LEFT_OUT] {
        assert!(said[0].contains(word), "{word}: {said:?}");
    }
    let row = criterion("cell").replace("check:", "over: \"nope\", check:");
    let (_, said) = read(&[("mine.ron", set("24-qd-tw", "2021-07-30", &row))]);
    for word in ["mine.ron:10:", "`over`", "`stage`", "`check`", LEFT_OUT] {
        assert!(said[0].contains(word), "{word}: {said:?}");
    }
    untouched(&config.rules);
}

#[test]
fn sets_in_a_ring_are_told_and_left_out() {
    let one = set("2027-mot", "2027-01-01", "    over: \"2028-hai\",\n");
    let two = set("2028-hai", "2028-01-01", "    over: \"2027-mot\",\n");
    let fine = set("2029-ba", "2029-01-01", LIMIT);
    let files = [("a.ron", one), ("b.ron", two), ("c.ron", fine)];
    let (config, said) = read(&files);
    let ring = |file, words| {
        format!("{file}:8:11: các bộ quy định tham chiếu vòng tròn qua over: {words}. {LEFT_OUT}")
    };
    assert_eq!(
        said,
        [
            ring("a.ron", "2027-mot → 2028-hai → 2027-mot"),
            ring("b.ron", "2028-hai → 2027-mot → 2028-hai"),
        ]
    );
    assert!(
        config
            .problems
            .iter()
            .all(|problem| problem.at == Some((8, 11)))
    );
    let sets = words(&config.rules.sets);
    assert_eq!(sets.join(", "), format!("{SETS}, 2029-ba"));
    let set = config.rules.on(day(2029, 6, 1));
    let limit = set.limit("decision").unwrap();
    assert_eq!(limit.origin.set.as_ref().unwrap().as_str(), "2029-ba");
    let en = Config::load(None, Some(Lang::En)).texts;
    let said = en.say(&config.problems[0].message);
    assert!(
        said.contains("in a ring: 2027-mot → 2028-hai → 2027-mot"),
        "{said}"
    );
}

#[test]
fn a_set_of_the_program_in_a_ring_does_not_stop_it() {
    // The set of 2016 stands over this one already.
    let over = |word: &str| {
        set(
            "24-qd-tw",
            "2021-07-30",
            &format!("    over: \"{word}\",\n{LIMIT}"),
        )
    };
    for (word, ring) in [
        ("29-qd-tw", "24-qd-tw → 29-qd-tw → 24-qd-tw"),
        ("24-qd-tw", "24-qd-tw → 24-qd-tw"),
    ] {
        let (config, said) = read(&[("mine.ron", over(word))]);
        assert_eq!(said.len(), 1);
        assert!(said[0].contains(ring), "{said:?}");
        untouched(&config.rules);
    }
    // An override without the ring, beside one with it, holds.
    let sound = set("294-qd-tw", "2025-07-01", LIMIT);
    let (config, said) = read(&[("mine.ron", over("29-qd-tw")), ("two.ron", sound)]);
    assert_eq!(said.len(), 1);
    let limit = |on| {
        config
            .rules
            .on(on)
            .limit("decision")
            .unwrap()
            .origin
            .file
            .to_string()
    };
    assert!(limit(day(2025, 8, 1)).ends_with("two.ron"));
    assert_eq!(limit(day(2022, 8, 1)), "procedures/2021-24-qd-tw.ron");
}

#[test]
fn a_set_that_leans_on_a_file_left_out_is_left_out_too() {
    let one = set("2027-mot", "2027-01-01", &paper("cel"));
    let two = set("2028-hai", "2028-01-01", "    over: \"2027-mot\",\n");
    let (config, said) = read(&[("a.ron", one), ("b.ron", two)]);
    assert_eq!(said.len(), 2);
    assert!(said[0].starts_with("a.ron:9:39: stage"), "{said:?}");
    assert!(
        said[1].starts_with("b.ron:8:11: over không có \"2027-mot\""),
        "{said:?}"
    );
    untouched(&config.rules);
}

#[test]
fn a_set_before_all_others_needs_stages() {
    let mine = set("2010-mau", "2010-01-01", LIMIT);
    let (config, said) = read(&[("mine.ron", mine)]);
    assert_eq!(
        said,
        [format!(
            "mine.ron:4:9: bộ quy định \"2010-mau\" không có bước nào; cần nêu stages, hoặc over một \
             bộ có bước. {LEFT_OUT}"
        )]
    );
    untouched(&config.rules);
    let over = set(
        "2010-mau",
        "2010-01-01",
        &format!("    over: \"24-qd-tw\",\n{LIMIT}"),
    );
    let (config, said) = read(&[("mine.ron", over)]);
    assert_eq!(said, Vec::<String>::new());
    let limit = config.rules.on(day(2011, 1, 1)).limit("decision").unwrap();
    assert!(limit.origin.file.ends_with("mine.ron"));
}

#[test]
fn check_and_rules_say_it_and_the_program_goes_on() {
    let field = LIMIT.replace("kind: Deadline", "knid: Deadline");
    for (rows, words) in [
        (
            field.as_str(),
            ["mine.ron:8:", "knid", "`kind`", "`length`"],
        ),
        (
            &paper("cel"),
            ["mine.ron:9:39", "\"cel\"", "cell, grassroots", "struck-off"],
        ),
    ] {
        let file = set("24-qd-tw", "2021-07-30", rows);
        let (place, folder) = home(&[("mine.ron", file.clone())]);
        place.ok(&["init", "--demo"]);
        let shown = folder.join("mine.ron").display().to_string();

        let rules = place.run(&["rules", "--on", "2022-11-27", "--format", "json"]);
        assert_eq!(rules.status.code(), Some(0));
        let said = String::from_utf8(rules.stderr).unwrap();
        let report: Value = serde_json::from_slice(&rules.stdout).unwrap();
        let limits = report["limits"].as_array().unwrap();
        let decision = limits.iter().find(|row| row["id"] == "decision").unwrap();
        assert_eq!(decision["length"]["count"], 60);

        let check = place.run(&["check", "--format", "json"]);
        assert_eq!(check.status.code(), Some(1));
        let found: Value = serde_json::from_slice(&check.stdout).unwrap();
        let found = found["findings"].as_array().unwrap();
        let of_settings: Vec<_> = found.iter().filter(|f| f["code"] == "settings").collect();
        assert_eq!(of_settings.len(), 1);
        assert_eq!(of_settings[0]["path"], shown);
        assert_eq!(
            of_settings[0]["line"].to_string(),
            words[0].split(':').nth(1).unwrap()
        );
        for word in words {
            let problem = report["problems"][0].as_str().unwrap();
            let finding = of_settings[0]["message"].as_str().unwrap();
            for text in [problem, finding] {
                assert!(text.contains(word), "{word}: {text}");
            }
        }
        let flat: String = said.split_whitespace().collect();
        assert!(flat.contains(words[0]), "{said}");
        assert_eq!(fs::read_to_string(folder.join("mine.ron")).unwrap(), file);
    }
}
