//! Visits: their checks, the plan of them, what was agreed on them in the agenda, and what check finds.

use crate::agenda::{figures, person, rules};
use crate::surveys::{ON, cell, group, of, survey, town};
use crate::world::{code, day, header, unit_id};
use ketnap::config::Config;
use ketnap::exchange::{AgendaReport, Format, Report, VisitsReport};
use ketnap::model::{Book, Change, Outreach, Quota, Refusal, Track, UnitField, Unlisted, Visit};
use ketnap::rules::{
    Counted, Harm, LastVisit, Task, VisitNeed, agenda, findings, follow_ups, set_visit,
    visits_to_make,
};
use ketnap::text::Lang;

pub(crate) fn visit(on: Option<(i32, u32, u32)>, held: bool) -> Visit {
    Visit {
        on: on.map(|(y, m, d)| day(y, m, d)),
        held,
        who: "đảng ủy viên Mẫu".into(),
        findings: None,
        agreed: None,
        by: None,
        done: None,
        source: None,
    }
}

pub(crate) fn promise(by: Option<(i32, u32, u32)>) -> Visit {
    Visit {
        agreed: Some("giao việc thử thách".into()),
        by: by.map(|(y, m, d)| day(y, m, d)),
        ..visit(Some((2022, 10, 3)), true)
    }
}

#[test]
fn a_visit_has_results_only_when_it_was_held_and_days_in_order() {
    let (book, today) = (town(Vec::new()), day(2022, 11, 28));
    let put = |row| {
        let change = set_visit(&book, &unit_id("a1"), None, Some(row), today);
        let applied = change.and_then(|change| book.clone().apply(change));
        applied.map(|_| ())
    };
    for sound in [
        visit(None, true),
        visit(None, false),
        visit(Some((2023, 1, 5)), false),
        promise(None),
        promise(Some((2023, 1, 5))),
    ] {
        assert_eq!(put(sound.clone()), Ok(()), "{sound:?}");
    }
    let early = Visit {
        held: false,
        ..promise(None)
    };
    assert_eq!(put(early), Err(Refusal::NotHeld));
    let nothing = Visit {
        agreed: None,
        ..promise(Some((2022, 12, 1)))
    };
    assert_eq!(put(nothing), Err(Refusal::NothingAgreed));
    let ahead = Err(Refusal::Future(day(2022, 11, 29)));
    assert_eq!(put(visit(Some((2022, 11, 29)), true)), ahead);
    let done = Visit {
        done: Some(day(2022, 11, 29)),
        ..promise(None)
    };
    assert_eq!(put(done), ahead);
    assert!(matches!(
        put(promise(Some((2022, 10, 2)))),
        Err(Refusal::OutOfOrder { .. })
    ));
    let nobody = Visit {
        who: String::new(),
        ..visit(None, true)
    };
    assert_eq!(put(nobody), Err(Refusal::Empty));
}

#[test]
fn silent_cells_come_first_then_those_without_sources_then_those_at_risk() {
    let rules = rules();
    let empty = |year| Unlisted {
        year,
        count: 0,
        source: None,
        as_of: None,
    };
    let mut a1 = cell("a1");
    a1.visits = vec![visit(Some((2022, 9, 1)), true)];
    a1.candidates = vec![of(1, "graduate", "course")];
    let mut a2 = cell("a2");
    a2.unlisted = vec![empty(2020), empty(2021), empty(2022)];
    a2.candidates = vec![of(2, "graduate", "course")];
    a2.visits = vec![
        visit(Some((2022, 10, 1)), true),
        visit(Some((2022, 12, 9)), false),
        visit(Some((2022, 12, 5)), false),
        visit(Some((2022, 11, 1)), false),
    ];
    let mut b1 = cell("b1");
    let willing = vec![group("graduate", [1; 4])];
    b1.surveys = vec![survey(ON, (2022, None), willing)];
    b1.quotas = vec![Quota::new(2022, code("KH"), 1)];
    let mut head = header();
    head.settings.tracks = vec![Track {
        id: code("KH"),
        name: "Kế hoạch Mẫu".into(),
    }];
    let units = town(vec![a1, a2, b1]).units().to_vec();
    let book = Book::new(head, units, Vec::new());
    let figures = figures(&book, &rules);
    let plan = visits_to_make(
        Counted::new(&book, &rules, &figures),
        0..figures.tree.nodes.len(),
    );
    let id = |node: usize| {
        let units = book.units().iter().enumerate();
        let mut named = units.filter(|(at, _)| figures.tree.node_of(*at) == Some(node));
        named.next().unwrap().1.id.to_string()
    };
    let seen: Vec<_> = plan
        .iter()
        .map(|row| (id(row.node), row.needs.clone(), row.last, row.planned))
        .collect();
    let on = |m, d| LastVisit::On(day(2022, m, d));
    let expected = [
        (
            "a2",
            vec![VisitNeed::Silent],
            on(10, 1),
            Some(day(2022, 12, 5)),
        ),
        ("b2", vec![VisitNeed::NoSource], LastVisit::Never, None),
        ("b1", vec![VisitNeed::AtRisk], LastVisit::Never, None),
        ("a1", Vec::new(), on(9, 1), None),
    ];
    let expected = expected.map(|(id, needs, last, planned)| (id.to_owned(), needs, last, planned));
    assert_eq!(seen, expected);
}

#[test]
fn among_equals_the_longest_time_without_a_visit_comes_first() {
    let rules = rules();
    let with = |id: &str, visits| {
        let mut cell = cell(id);
        cell.visits = visits;
        cell
    };
    let book = town(vec![
        with(
            "a1",
            vec![
                visit(Some((2022, 3, 1)), true),
                visit(Some((2021, 1, 1)), true),
            ],
        ),
        with("a2", vec![visit(Some((2021, 9, 1)), true)]),
        with("b1", vec![visit(None, true)]),
    ]);
    let figures = figures(&book, &rules);
    let report = VisitsReport::new(Counted::new(&book, &rules, &figures), None).unwrap();
    let order: Vec<_> = report.plan.iter().map(|row| row.unit.as_str()).collect();
    assert_eq!(order, ["b2", "b1", "a2", "a1"]);
    let told = |at: usize| (report.plan[at].visited, report.plan[at].last);
    assert_eq!(told(0), (false, None));
    assert_eq!(told(1), (true, None));
    assert_eq!(told(3), (true, Some(day(2022, 3, 1))));
    let ward =
        VisitsReport::new(Counted::new(&book, &rules, &figures), Some(&unit_id("a"))).unwrap();
    assert_eq!(ward.plan.len(), 2);
}

/// A late decision, promises late, near, far, kept and without a day, and two plans.
fn promises() -> Book {
    let mut a1 = cell("a1");
    a1.candidates = vec![
        person(1, &[("cell", (2022, 7, 1)), ("grassroots", (2022, 7, 11))]),
        person(
            2,
            &[
                ("verification", (2021, 11, 10)),
                ("opinions", (2022, 1, 10)),
            ],
        ),
    ];
    let kept = Visit {
        done: Some(day(2022, 11, 1)),
        ..promise(Some((2022, 11, 2)))
    };
    a1.visits = vec![
        promise(Some((2022, 11, 20))),
        kept,
        promise(None),
        promise(Some((2023, 6, 1))),
    ];
    let mut b1 = cell("b1");
    b1.visits = vec![
        visit(Some((2022, 11, 25)), false),
        visit(Some((2022, 12, 5)), false),
        visit(None, false),
        promise(Some((2022, 11, 28))),
    ];
    town(vec![a1, b1])
}

#[test]
fn promises_stand_between_what_is_overdue_and_what_lost_its_worth() {
    let (rules, book) = (rules(), promises());
    let figures = figures(&book, &rules);
    let seen = |node, days| -> Vec<(Harm, String, i64)> {
        let tasks = agenda(Counted::new(&book, &rules, &figures), node, days);
        let row = |task: &Task| {
            let whose = match task.line() {
                Some(line) => line.person(&book).id.to_string(),
                None => book.units()[task.unit()].id.to_string(),
            };
            (task.harm, whose, task.days_left)
        };
        tasks.iter().map(row).collect()
    };
    let row = |harm, whose: &str, left| (harm, whose.to_owned(), left);
    let late = [
        row(Harm::Overdue, "mau-01", -54),
        row(Harm::Promised, "a1", -8),
        row(Harm::Promised, "b1", -3),
        row(Harm::Expired, "mau-02", -18),
    ];
    let today = [row(Harm::Due, "b1", 0)];
    let near = [row(Harm::Due, "b1", 7)];
    let far = [row(Harm::Due, "a1", 185)];
    assert_eq!(seen(0, 0), [&late[..], &today].concat());
    assert_eq!(seen(0, 7), [&late[..], &today, &near].concat());
    assert_eq!(seen(0, 365), [&late[..], &today, &near, &far].concat());
    let b = figures.tree.node_of(book.position(&unit_id("b")).unwrap());
    assert_eq!(
        seen(b.unwrap(), 7),
        [late[2].clone(), today[0].clone(), near[0].clone()]
    );
}

#[test]
fn the_agenda_says_of_a_visit_what_it_says_of_a_limit() {
    let (rules, mut book) = (rules(), promises());
    let mut visits = book.unit(&unit_id("b1")).unwrap().visits.clone();
    visits[0].source = Some("kế hoạch Mẫu".into());
    let field = UnitField::Visits(visits);
    book.apply(Change::SetUnit(unit_id("b1"), field)).unwrap();
    let figures = figures(&book, &rules);
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    let report = AgendaReport::new(
        Counted::new(&book, &rules, &figures),
        Some(&unit_id("goc")),
        0,
        &texts,
    );
    let mut report = report.unwrap();
    report.rows.retain(|row| row.candidate.is_none());
    report.rows.truncate(2);
    insta::assert_snapshot!(report.json(), @r#"
    {
      "as_of": "2022-11-28",
      "rows": [
        {
          "candidate": null,
          "unit": "a1",
          "limit": "visit",
          "due": "2022-11-20",
          "days_left": -8,
          "who": "đảng ủy viên Mẫu",
          "action": "đã thống nhất: giao việc thử thách",
          "basis": null,
          "confirmed": true,
          "name": "Tổ chức Mẫu a1",
          "overdue": true,
          "why": "hạn đã hẹn 20/11/2022, chậm 8 ngày"
        },
        {
          "candidate": null,
          "unit": "b1",
          "limit": "visit",
          "due": "2022-11-25",
          "days_left": -3,
          "who": "đảng ủy viên Mẫu",
          "action": "dự sinh hoạt như đã định",
          "basis": "kế hoạch Mẫu",
          "confirmed": true,
          "name": "Tổ chức Mẫu b1",
          "overdue": true,
          "why": "định dự ngày 25/11/2022, đã qua 3 ngày"
        }
      ]
    }
    "#);
    insta::assert_snapshot!(report.print(Format::Table, &texts), @r"
    Mã hồ sơ Tổ chức đảng Họ và tên      Hạn           Còn Việc cần làm
                                                    (ngày)
    ────────────────────────────────────────────────────────────────────────────────
             a1           Tổ chức Mẫu a1 20/11/2022     -8 đã thống nhất: giao việc
                                                           thử thách · đảng ủy viên
                                                           Mẫu · dự sinh hoạt chi
                                                           bộ
             b1           Tổ chức Mẫu b1 25/11/2022     -3 dự sinh hoạt như đã định
                                                           · đảng ủy viên Mẫu · dự
                                                           sinh hoạt chi bộ (kế
                                                           hoạch Mẫu)
    ");
}

#[test]
fn what_was_agreed_without_a_day_comes_last_in_the_report() {
    let (rules, book) = (rules(), promises());
    let figures = figures(&book, &rules);
    let open = follow_ups(&book, &figures, 0..figures.tree.nodes.len());
    let days: Vec<_> = open.iter().map(|row| row.visit.by).collect();
    let by = |y, m, d| Some(day(y, m, d));
    assert_eq!(
        days,
        [by(2022, 11, 20), by(2022, 11, 28), by(2023, 6, 1), None]
    );
}

#[test]
fn check_finds_words_that_nothing_knows_and_days_that_have_not_come() {
    let rules = rules();
    let mut a1 = cell("a1");
    let twice = vec![group("graduate", [1; 4]), group("graduate", [2; 4])];
    a1.surveys = vec![
        survey((2022, 12, 1), (2022, None), twice),
        survey(ON, (2022, None), vec![group("choir", [1; 4])]),
        survey(ON, (2022, None), vec![group("student", [1, 2, 0, 0])]),
    ];
    a1.visits = vec![
        visit(Some((2022, 12, 3)), true),
        visit(Some((2022, 12, 4)), false),
    ];
    let mut introduced = of(1, "graduate", "source");
    introduced.introduced = Some(Outreach {
        by: code("choir"),
        on: day(2022, 12, 5),
    });
    a1.candidates = vec![introduced];
    let book = town(vec![a1]);
    let figures = figures(&book, &rules);
    let found = findings(Counted::new(&book, &rules, &figures));
    let of_cell = found.iter().filter(|row| row.unit == Some(unit_id("a1")));
    let mut codes: Vec<_> = of_cell.map(|row| row.code).collect();
    codes.sort_unstable();
    let expected = [
        "doubled-group",
        "future-date",
        "future-date",
        "future-date",
        "invalid-value",
        "unknown-organisation",
        "unknown-source",
    ];
    assert_eq!(codes, expected);
}
