//! Ways that lead back, end and begin anew: the admissions that they hold, and the clocks that run on them.

use super::{at, book, book_by, handed, listed, person, rules, stage, unit, units};
use crate::world::{code, day, person_id, unit_id};
use chrono::{Datelike, NaiveDate};
use ketnap::exchange::{OutreachReport, QuotaReport, SurveyReport};
use ketnap::model::{
    Candidate, Counting, Letter, Outreach, Paper, PaperState, Period, Place, Relation, Step,
    Survey, SurveyGroup, Unlisted,
};
use ketnap::rules::{Case, Counted, Figures, Known, agenda};

/// Steps such as `probation 2/8/2023`; an end is `!struck-off …`.
fn way(steps: &[(&str, NaiveDate)]) -> Candidate {
    let steps = steps.iter().map(|(word, on)| match word.strip_prefix('!') {
        Some(exit) => Step::plain(*on, Place::Exit(code(exit))),
        None => stage(word, *on),
    });
    person("p1", steps.collect())
}

/// What the years from 2019 on count of a way, as known on 31/12/2026.
fn counted(counting: Counting, person: Candidate) -> Vec<i32> {
    let mut all = units();
    at(&mut all, "cb-1").candidates = vec![person];
    let book = book_by(counting, all);
    let years = 2019..=2026;
    let of_year = |year| (0..listed(&book, year, day(2026, 12, 31), "goc")).map(move |_| year);
    years.flat_map(of_year).collect()
}

#[test]
fn a_way_holds_the_admissions_that_stood() {
    use Counting::{Ceremony, Decision};
    let source = ("source", day(2019, 1, 1));
    for (counting, steps, years) in [
        // A decision on which the next year came back, and the one that its ceremony followed.
        (
            Decision,
            vec![
                source,
                ("ceremony", day(2022, 12, 29)),
                ("decision", day(2023, 3, 20)),
                ("ceremony", day(2023, 4, 19)),
                ("probation", day(2023, 5, 3)),
            ],
            vec![2023],
        ),
        // A decision that lapsed with the file; the way begins anew, and comes to nothing yet.
        (
            Decision,
            vec![
                source,
                ("ceremony", day(2019, 8, 21)),
                ("!withdrawn", day(2020, 2, 1)),
                ("source", day(2022, 7, 8)),
            ],
            vec![],
        ),
        // A ceremony that was a slip of the year.
        (
            Ceremony,
            vec![
                source,
                ("probation", day(2023, 8, 2)),
                ("ceremony", day(2023, 9, 1)),
            ],
            vec![],
        ),
        // Struck off and admitted again: both were admissions, by either way of counting.
        (
            Ceremony,
            vec![
                source,
                ("ceremony", day(2019, 12, 20)),
                ("probation", day(2020, 1, 10)),
                ("!struck-off", day(2020, 9, 1)),
                ("source", day(2023, 10, 1)),
                ("ceremony", day(2025, 12, 24)),
                ("probation", day(2026, 1, 20)),
            ],
            vec![2020, 2026],
        ),
        (
            Decision,
            vec![
                source,
                ("ceremony", day(2019, 12, 20)),
                ("probation", day(2020, 1, 10)),
                ("!struck-off", day(2020, 9, 1)),
                ("source", day(2023, 10, 1)),
                ("ceremony", day(2025, 12, 24)),
                ("probation", day(2026, 1, 20)),
            ],
            vec![2019, 2025],
        ),
        // Expelled and restored: a member since the first day, admitted once.
        (
            Ceremony,
            vec![
                source,
                ("probation", day(2020, 1, 10)),
                ("full", day(2021, 2, 1)),
                ("!moved", day(2022, 5, 1)),
                ("full", day(2022, 9, 1)),
            ],
            vec![2020],
        ),
    ] {
        assert_eq!(counted(counting, way(&steps)), years, "{steps:?}");
    }
}

#[test]
fn a_file_taken_up_again_stands_where_it_is_since_that_day() {
    let mut all = units();
    at(&mut all, "cb-1").candidates = vec![way(&[
        ("source", day(2019, 8, 31)),
        ("!withdrawn", day(2019, 10, 1)),
        ("source", day(2023, 6, 30)),
    ])];
    let (book, rules) = (book(all), rules());
    let known = Known::new(&book, &rules, day(2023, 7, 10));
    let case = Case::find(known, &person_id("p1")).unwrap();
    let now = case.now().unwrap();
    assert_eq!((now.since, now.rested), (day(2023, 6, 30), 0));
}

/// The limits that run for somebody, and those that the agenda of the day tells.
fn clocks(person: Candidate, today: NaiveDate) -> (Vec<String>, Vec<String>) {
    let mut all = units();
    at(&mut all, "cb-1").candidates = vec![person];
    let (book, rules) = (book(all), rules());
    let known = Known::new(&book, &rules, today);
    let case = Case::find(known, &person_id("p1")).unwrap();
    let limits = case.limits().iter();
    let limits = limits.map(|running| running.limit.id.to_string()).collect();
    let figures = Figures::new(known, 2026);
    let tasks = agenda(Counted::new(&book, &rules, &figures), 0, 3650);
    (
        limits,
        tasks.iter().map(|task| task.limit().to_owned()).collect(),
    )
}

#[test]
fn what_an_earlier_way_left_starts_no_clock() {
    let mut again = way(&[
        ("source", day(2019, 1, 1)),
        ("ceremony", day(2020, 6, 20)),
        ("probation", day(2020, 7, 10)),
        ("!struck-off", day(2021, 3, 1)),
        ("source", day(2024, 4, 1)),
    ]);
    let form = |form: &str, on: NaiveDate| Paper {
        on: Some(on.into()),
        ..Paper::new(code(form), PaperState::Valid)
    };
    let decision = Paper {
        received: Some(day(2020, 6, 30)),
        ..form("9-KND", day(2020, 6, 20))
    };
    again.papers = vec![form("2-KND", day(2019, 9, 1)), decision];
    again.letters = vec![Letter {
        received: Some(day(2019, 10, 1)),
        ..Letter::new(Relation::Person, "xã Mẫu".into())
    }];
    let nothing = (vec![], vec![]);
    assert_eq!(clocks(again.clone(), day(2026, 5, 4)), nothing);
    // What is written on the way that is walked does, and so does a certificate whenever it was got.
    again.papers.push(form("CN-NTVD", day(2019, 3, 1)));
    again.steps.push(stage("dossier", day(2024, 6, 1)));
    again.letters.push(Letter {
        received: Some(day(2026, 4, 1)),
        ..Letter::new(Relation::Person, "xã Mẫu".into())
    });
    let told = ["certificate-life", "verification-answer"].map(str::to_owned);
    let mut now = clocks(again, day(2026, 5, 4));
    now.0.sort();
    now.1.sort();
    assert_eq!(now, (told.to_vec(), told.to_vec()));
}

#[test]
fn nobody_is_waited_for_who_was_asked_about_a_member() {
    let mut member = way(&[
        ("source", day(2025, 1, 1)),
        ("verification", day(2025, 2, 1)),
    ]);
    member.letters = vec![Letter {
        received: Some(day(2025, 3, 3)),
        ..Letter::new(Relation::Person, "xã Mẫu".into())
    }];
    let asked = "verification-answer".to_owned();
    let limits = clocks(member.clone(), day(2026, 5, 4)).0;
    assert!(limits.contains(&asked), "{limits:?}");
    member.steps.push(stage("probation", day(2026, 3, 1)));
    let (limits, tasks) = clocks(member, day(2026, 5, 4));
    assert_eq!(limits, tasks);
    assert!(!limits.contains(&asked), "{limits:?}");
}

#[test]
fn a_number_without_records_counts_for_the_committee_of_its_day() {
    let mut all = units();
    let cell = at(&mut all, "cb-1");
    *cell = unit("cb-1", &[(None, "p"), (Some(day(2024, 7, 20)), "r")]);
    cell.unlisted = vec![Unlisted {
        year: 2024,
        count: 2,
        source: None,
        as_of: Some(day(2024, 4, 2)),
    }];
    let (book, rules) = (book(all), rules());
    for (year, of_p, of_r) in [
        (2024, (2, Some(0)), (0, Some(0))),
        (2025, (0, Some(2)), (0, Some(0))),
    ] {
        let figures = Figures::new(Known::new(&book, &rules, day(2025, 12, 31)), year);
        let report = QuotaReport::new(Counted::new(&book, &rules, &figures), None).unwrap();
        let row = |id: &str| {
            let row = report
                .rows
                .iter()
                .find(|row| row.unit.as_str() == id)
                .unwrap();
            (row.admitted, row.year_before)
        };
        assert_eq!((row("p"), row("r")), (of_p, of_r), "{year}");
    }
}

#[test]
fn an_organisation_has_a_row_from_the_day_it_was_founded() {
    let mut all = units();
    at(&mut all, "r").founded = Some(day(2025, 7, 1));
    let (book, rules) = (book(all), rules());
    for (today, rows) in [
        (day(2024, 12, 31), 4),
        (day(2025, 6, 30), 4),
        (day(2025, 7, 1), 5),
    ] {
        let figures = Figures::new(Known::new(&book, &rules, today), today.year());
        assert_eq!(figures.tree.nodes.len(), rows, "{today}");
    }
}

#[test]
fn what_became_of_a_survey_and_of_an_introduction_is_told_where_it_was() {
    let source = code("graduate");
    let mut moved = way(&[("source", day(2022, 1, 1)), ("probation", day(2022, 6, 1))]);
    moved.source = Some(source.clone());
    moved.introduced = Some(Outreach {
        by: code("youth-union"),
        on: day(2022, 2, 1),
    });
    let moved = handed(moved, day(2022, 9, 1), "cb-1");
    let survey = Survey {
        on: day(2022, 1, 5),
        period: Period {
            from: 2022,
            until: None,
        },
        groups: vec![SurveyGroup {
            source,
            people: 3,
            fit: 3,
            asked: 3,
            willing: 3,
        }],
        note: None,
        source: None,
    };
    let mut all = units();
    at(&mut all, "cb-1").surveys = vec![survey.clone()];
    at(&mut all, "cb-2").surveys = vec![survey.clone()];
    at(&mut all, "cb-2").candidates = vec![moved];
    let (book, rules) = (book(all.clone()), rules());
    let figures = Figures::new(Known::new(&book, &rules, day(2022, 12, 1)), 2022);
    let counted = Counted::new(&book, &rules, &figures);
    let report = SurveyReport::new(counted, None).unwrap();
    let admitted = |id: &str| {
        let row = report
            .rows
            .iter()
            .find(|row| row.unit.as_str() == id)
            .unwrap();
        row.groups.iter().map(|group| group.admitted).sum::<u32>()
    };
    assert_eq!((admitted("cb-1"), admitted("cb-2")), (1, 0));
    // The survey of the committee above covers a cell that is asked about alone.
    at(&mut all, "cb-1").surveys.clear();
    at(&mut all, "goc").surveys = vec![survey];
    let book = book_by(Counting::Ceremony, all);
    let figures = Figures::new(Known::new(&book, &rules, day(2022, 12, 1)), 2022);
    let counted = Counted::new(&book, &rules, &figures);
    let report = SurveyReport::new(counted, Some(&unit_id("cb-1"))).unwrap();
    assert_eq!((report.rows.len(), report.not_surveyed.len()), (0, 0));
    let report = OutreachReport::new(counted, None).unwrap();
    let row = report
        .rows
        .iter()
        .find(|row| row.organisation.as_str() == "youth-union");
    assert_eq!(row.map(|row| (row.introduced, row.admitted)), Some((1, 1)));
}
