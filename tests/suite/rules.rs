//! The rule sets in time: which limit holds on which day, what a clock shows, votes, and the user's rows.

use crate::help::place::Place;
use crate::world::{code, day, header, unit_id};
use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::model::{
    Book, Candidate, CandidateId, Paper, PaperState, Place as To, Step, Unit, Vote,
};
use ketnap::rules::{Case, Extension, Known, Length, Rules, Share, pressing};
use serde_json::{Value, json};
use std::sync::Arc;

fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

fn person(stage: &str, on: NaiveDate) -> Candidate {
    let id = CandidateId::new("mau-1").unwrap();
    Candidate::new(id, "Quần chúng Mẫu 1".into(), code(stage), on)
}

fn paper(form: &str, on: NaiveDate) -> Paper {
    Paper {
        on: Some(on.into()),
        ..Paper::new(code(form), PaperState::Valid)
    }
}

/// Asks something of the case of a person in a cell of an empty book.
fn alone<T>(
    rules: &Rules,
    person: &Candidate,
    today: NaiveDate,
    ask: impl FnOnce(&Case<'_>) -> T,
) -> T {
    let book = Book::new(header(), Vec::new(), Vec::new());
    let unit = Unit::new(unit_id("a"), code("cell"), "Chi bộ Mẫu".to_owned());
    ask(&Case::new(Known::new(&book, rules, today), &unit, person))
}

/// The limit that presses, its start, its due day, and whether it is late.
fn shown(
    rules: &Rules,
    person: &Candidate,
    today: NaiveDate,
) -> Option<(String, NaiveDate, NaiveDate, bool)> {
    alone(rules, person, today, |case| {
        let limit = pressing(case.limits())?;
        let id = limit.limit.id.to_string();
        Some((id, limit.start, limit.due, limit.overdue(today)))
    })
}

#[test]
fn every_worked_case_is_judged_by_the_set_of_its_start() {
    let rules = rules();
    let days = |length| match length {
        Length::WorkingDays(days) => format!("{days}WD"),
        Length::Months(months) => format!("{months}M"),
    };
    let table = include_str!("../fixtures/limits.csv").lines().skip(1);
    for line in table {
        let fields: Vec<&str> = line.split(',').collect();
        let set = rules.on(fields[2].parse().unwrap());
        assert_eq!(set.id.as_str(), fields[0], "{line}");
        let limit = set.limit(fields[1]).unwrap_or_else(|| panic!("{line}"));
        let mut lengths = vec![days(limit.length)];
        lengths.extend(limit.abroad.map(days));
        if let (Length::WorkingDays(plain), Some(Extension { length, .. })) =
            (limit.length, &limit.extension)
            && let Length::WorkingDays(more) = *length
        {
            lengths.push(days(Length::WorkingDays(plain + more)));
        }
        assert!(
            lengths.iter().any(|l| l == fields[3]),
            "{line}: {lengths:?}"
        );
    }
}

#[test]
fn a_vote_a_day_later_is_under_another_rule() {
    let rules = rules();
    let decision = |voted: NaiveDate| {
        let mut file = person("cell", day(2025, 6, 1));
        file.votes
            .push(Vote::new(code("cell"), voted, 11, 11, 8, 3));
        file.steps
            .push(Step::plain(voted, To::Stage(code("grassroots"))));
        shown(&rules, &file, day(2025, 7, 10))
    };
    let (id, start, due, late) = decision(day(2025, 6, 30)).unwrap();
    assert_eq!(
        (id.as_str(), start, late),
        ("decision", day(2025, 6, 30), false)
    );
    // 60 working days, with 1 and 2 September between.
    assert_eq!(due, day(2025, 9, 24));
    let (_, start, due, _) = decision(day(2025, 7, 1)).unwrap();
    // 45 working days, with the same two.
    assert_eq!((start, due), (day(2025, 7, 1), day(2025, 9, 4)));
}

#[test]
fn a_vote_that_fails_starts_no_clock() {
    let rules = rules();
    let mut file = person("cell", day(2022, 9, 1));
    let mut vote = Vote::new(code("cell"), day(2022, 10, 3), 11, 11, 7, 4);
    file.votes.push(vote.clone());
    let (id, ..) = shown(&rules, &file, day(2022, 10, 10)).unwrap();
    assert_eq!(id, "dossier-life");
    vote.agree = 8;
    file.votes.push(vote);
    let (id, start, ..) = shown(&rules, &file, day(2022, 10, 10)).unwrap();
    assert_eq!((id.as_str(), start), ("decision", day(2022, 10, 3)));
}

#[test]
fn the_arithmetic_of_votes() {
    let two_thirds = Share::AtLeast(2, 3);
    assert_eq!(
        [11, 12, 9, 3, 1, 0].map(|n| two_thirds.needed(n)),
        [8, 8, 6, 2, 1, 0]
    );
    let half = Share::MoreThan(1, 2);
    assert_eq!([9, 8, 1].map(|n| half.needed(n)), [5, 5, 1]);
    let rules = rules();
    let votes = &rules.on(day(2022, 11, 27)).votes;
    let share = |id: &str| votes.iter().find(|v| v.id.as_str() == id).unwrap().share;
    assert!(7 < share("cell").needed(11) && 8 >= share("cell").needed(11));
    assert!(5 >= share("standing").needed(9) && 4 < share("standing").needed(8));
}

#[test]
fn a_certificate_and_a_dossier_lose_their_worth_before_the_vote() {
    let rules = rules();
    let mut file = person("course", day(2022, 1, 10));
    assert_eq!(shown(&rules, &file, day(2022, 2, 1)), None);
    file.papers.push(paper("CN-NTVD", day(2022, 1, 31)));
    let certificate = shown(&rules, &file, day(2022, 3, 1)).unwrap();
    assert_eq!(
        (certificate.0.as_str(), certificate.2),
        ("certificate-life", day(2027, 1, 31))
    );
    file.papers.push(paper("2-KND", day(2022, 2, 28)));
    let dossier = shown(&rules, &file, day(2023, 3, 1)).unwrap();
    assert_eq!(
        dossier,
        (
            "dossier-life".into(),
            day(2022, 2, 28),
            day(2023, 2, 28),
            true
        )
    );
}

#[test]
fn after_the_ceremony_a_year_then_thirty_working_days() {
    let rules = rules();
    let file = person("probation", day(2021, 11, 26));
    alone(&rules, &file, day(2022, 11, 1), |case| {
        let limits = case.limits();
        let ids: Vec<_> = limits
            .iter()
            .map(|l| (l.limit.id.as_str(), l.due))
            .collect();
        assert_eq!(ids, [("probation", day(2022, 11, 26))]);
        assert_eq!(pressing(limits), None);
    });
    let (id, start, due, _) = shown(&rules, &file, day(2022, 11, 28)).unwrap();
    assert_eq!(
        (id.as_str(), start),
        ("recognition-vote", day(2022, 11, 26))
    );
    // From Saturday: 30 working days; for the New Year, a Sunday, the Monday is off.
    assert_eq!(due, day(2023, 1, 9));
}

fn report(place: &Place, on: &str) -> Value {
    serde_json::from_str(&place.ok(&["rules", "--on", on, "--format", "json"])).unwrap()
}

fn row<'a>(report: &'a Value, list: &str, id: &str) -> &'a Value {
    let rows = report[list].as_array().unwrap();
    rows.iter().find(|r| r["id"] == id).unwrap()
}

#[test]
fn the_command_says_what_is_in_force_and_where_it_stands() {
    let place = Place::empty();
    let before = report(&place, "2022-11-27");
    assert_eq!(before["set"], "24-qd-tw");
    let decision = row(&before, "limits", "decision");
    assert_eq!(
        decision["length"],
        json!({"unit": "working_days", "count": 60})
    );
    assert_eq!(decision["confirmed"], true);
    assert_eq!(decision["file"], "procedures/2021-24-qd-tw.ron");
    let after = report(&place, "2025-08-01");
    assert_eq!(row(&after, "limits", "decision")["length"]["count"], 45);
    assert_eq!(
        row(&after, "limits", "decision")["basis"],
        "294-QĐ/TW mục 4.3.1"
    );
    let now = report(&place, "2026-11-23");
    let decision = row(&now, "limits", "decision");
    assert_eq!(
        (&now["set"], &now["read"]),
        (&json!("208-qd-tw"), &json!(false))
    );
    assert_eq!(decision["length"]["count"], 45);
    assert_eq!(
        (&decision["confirmed"], &decision["basis"]),
        (&json!(false), &json!("294-QĐ/TW mục 4.3.1"))
    );
    assert_eq!(decision["stated_by"], "294-qd-tw");
    let on = ["--on", "2026-11-23", "--lang", "vi"];
    let table = place.ok(&[&["rules", "--format", "csv"], &on[..]].concat());
    let said = "45 ngày làm việc; gia hạn 15 ngày làm việc";
    let basis = "\"theo 294-QĐ/TW mục 4.3.1, chưa xác nhận cho Quy định 208-QĐ/TW\"";
    assert!(table.contains(said) && table.contains(basis), "{table}");
    assert_eq!(report(&place, "2018-05-05")["set"], "29-qd-tw");
    assert_eq!(
        row(&report(&place, "2018-05-05"), "limits", "decision")["confirmed"],
        true
    );
}

#[test]
fn a_users_row_overrides_adds_or_switches_off() {
    let place = Place::empty();
    let folder = place.home.path().join("config/procedures");
    std::fs::create_dir_all(&folder).unwrap();
    let set = |rows: &str| {
        format!(
            "(format: 1, procedure: (id: \"24-qd-tw\", name: (vi: \"24-QĐ/TW\", en: \"24-QĐ/TW\"), \
             from: \"2021-07-30\", basis: \"thử\",\n{rows}))"
        )
    };
    let limit = "limits: [(id: \"decision\", name: (vi: \"Quyết định\", en: \"Decision\"), \
                 kind: Deadline, clock: (from: CellVote, to: DecisionIssued), \
                 length: WorkingDays(20), missed: (vi: \"báo cáo\", en: \"report\"), \
                 basis: \"mẫu\", confirmed: true)], off: [\"7-KND\"]";
    let known = report(&place, "2022-11-27")["papers"]
        .as_array()
        .unwrap()
        .len();
    std::fs::write(folder.join("mine.ron"), set(limit)).unwrap();
    let seen = report(&place, "2022-11-27");
    let decision = row(&seen, "limits", "decision");
    assert_eq!(
        (&decision["length"]["count"], &decision["basis"]),
        (&json!(20), &json!("mẫu"))
    );
    assert!(
        decision["file"]
            .as_str()
            .unwrap()
            .ends_with("procedures/mine.ron")
    );
    let papers = seen["papers"].as_array().unwrap();
    assert!(papers.iter().all(|p| p["id"] != "7-KND") && papers.len() == known - 1);

    let wrong = set(&limit.replace("kind: Deadline", "knid: Deadline"));
    std::fs::write(folder.join("mine.ron"), wrong).unwrap();
    let seen = report(&place, "2022-11-27");
    assert_eq!(row(&seen, "limits", "decision")["length"]["count"], 60);
    let problem = seen["problems"][0].as_str().unwrap().to_owned();
    for word in ["mine.ron:2:", "knid", "`kind`", "`length`"] {
        assert!(problem.contains(word), "{word}: {problem}");
    }
    place.ok(&["init", "--demo"]);
    let check = place.run(&["check"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(
        String::from_utf8(check.stdout)
            .unwrap()
            .contains("mine.ron:2:")
    );
}

#[test]
fn the_sentence_says_by_when_and_by_what() {
    let place = Place::sample();
    let text = place.ok(&["report", "pipeline", "--format", "json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let of = |id: &str| {
        let rows = report["rows"].as_array().unwrap();
        rows.iter().find(|r| r["candidate"] == id).unwrap().clone()
    };
    // The cell voted on 11/7/2022; 60 working days on, 1 and 2 September left out.
    let late = of("mau-52");
    assert_eq!(
        (&late["due"], &late["overdue"]),
        (&json!("2022-10-05"), &json!(true))
    );
    let next = late["next"].as_str().unwrap();
    assert!(
        next.contains("quá hạn 53 ngày, hạn 05/10/2022") && next.contains("(24-QĐ/TW mục 4.3.1)"),
        "{next}"
    );
    let waiting = of("mau-19");
    assert_eq!(
        (&waiting["due"], &waiting["overdue"]),
        (&json!("2022-12-30"), &json!(false))
    );
    assert_eq!(of("mau-25")["due"], Value::Null);
}
