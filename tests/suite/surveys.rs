//! Surveys of sources and introductions by mass organisations: their checks, their sums, their reports.

use crate::agenda::{figures, person, rules};
use crate::world::{code, day, header, person_id, unit_id};
use ketnap::config::Config;
use ketnap::exchange::{Format, OutreachReport, Report, SurveyReport};
use ketnap::model::{
    Book, Candidate, Change, Code, Dated, Outreach, Period, Refusal, Survey, SurveyGroup, Unit,
    UnitField,
};
use ketnap::rules::{
    Counted, Figures, Known, SourceGap, introductions, newest_survey, set_outreach, set_survey,
    survey_gap,
};
use ketnap::text::{Lang, width};

pub(crate) fn group(source: &str, numbers: [u32; 4]) -> SurveyGroup {
    let [people, fit, asked, willing] = numbers;
    SurveyGroup {
        source: code(source),
        people,
        fit,
        asked,
        willing,
    }
}

pub(crate) fn survey(
    on: (i32, u32, u32),
    years: (i32, Option<i32>),
    groups: Vec<SurveyGroup>,
) -> Survey {
    Survey {
        on: day(on.0, on.1, on.2),
        period: Period {
            from: years.0,
            until: years.1,
        },
        groups,
        note: None,
        source: None,
    }
}

fn unit(id: &str, kind: &str, above: Option<&str>) -> Unit {
    let mut unit = Unit::new(unit_id(id), code(kind), format!("Tổ chức Mẫu {id}"));
    unit.parents.extend(above.map(|above| Dated {
        from: None,
        value: unit_id(above),
    }));
    unit
}

/// A city with two wards of two cells each, these organisations in the place of their namesakes.
pub(crate) fn town(others: Vec<Unit>) -> Book {
    let mut units = vec![
        unit("goc", "city", None),
        unit("a", "ward", Some("goc")),
        unit("a1", "cell", Some("a")),
        unit("a2", "cell", Some("a")),
        unit("b", "ward", Some("goc")),
        unit("b1", "cell", Some("b")),
        unit("b2", "cell", Some("b")),
    ];
    for other in others {
        let at = units.iter().position(|unit| unit.id == other.id).unwrap();
        units[at] = other;
    }
    Book::new(header(), units, Vec::new())
}

pub(crate) fn cell(id: &str) -> Unit {
    unit(id, "cell", Some(&id[..1]))
}

/// A person of a source group at a stage since 4/7/2022.
pub(crate) fn of(number: u32, source: &str, stage: &str) -> Candidate {
    let mut person = person(number, &[(stage, (2022, 7, 4))]);
    person.source = Some(code(source));
    person
}

fn vi(refusal: &Refusal) -> String {
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    texts.say(&refusal.message())
}

pub(crate) const ON: (i32, u32, u32) = (2022, 6, 1);

#[test]
fn a_part_of_a_group_is_never_more_than_its_whole() {
    let (rules, mut book) = (rules(), town(Vec::new()));
    let today = day(2022, 11, 28);
    let mut put = |numbers| {
        let row = survey(ON, (2022, None), vec![group("ex-soldier", numbers)]);
        let whole = set_survey(
            Known::new(&book, &rules, today),
            &unit_id("a1"),
            None,
            Some(row.clone()),
        );
        let field = UnitField::Surveys(vec![row]);
        let plain = book
            .apply(Change::SetUnit(unit_id("a1"), field))
            .map(|_| ());
        (whole.map(|_| ()), plain)
    };
    for even in [[0; 4], [5; 4], [9, 5, 3, 1], [9, 0, 0, 0]] {
        assert_eq!(put(even), (Ok(()), Ok(())), "{even:?}");
    }
    let wrong = [
        (
            [4, 5, 0, 0],
            "đủ điều kiện 5 không thể nhiều hơn số người 4.",
        ),
        ([9, 5, 6, 0], "đã hỏi 6 không thể nhiều hơn đủ điều kiện 5."),
        ([9, 5, 3, 4], "đồng ý 4 không thể nhiều hơn đã hỏi 3."),
    ];
    for (numbers, why) in wrong {
        let (named, plain) = put(numbers);
        let name = "thanh niên hoàn thành nghĩa vụ quân sự";
        assert_eq!(vi(&named.unwrap_err()), format!("{name}: {why}"));
        assert_eq!(vi(&plain.unwrap_err()), format!("ex-soldier: {why}"));
    }
}

#[test]
fn a_survey_is_of_known_groups_of_years_in_order_and_of_a_day_that_has_come() {
    let (rules, book) = (rules(), town(Vec::new()));
    let today = day(2022, 11, 28);
    let fault = |row| {
        let change = set_survey(
            Known::new(&book, &rules, today),
            &unit_id("a1"),
            None,
            Some(row),
        );
        let applied = change.and_then(|change| book.clone().apply(change));
        applied.map(|_| ()).unwrap_err()
    };
    let found = || vec![group("graduate", [1, 1, 1, 1])];
    let late = fault(survey((2022, 11, 29), (2022, None), found()));
    assert_eq!(late, Refusal::Future(day(2022, 11, 29)));
    let back = fault(survey(ON, (2022, Some(2021)), found()));
    assert_eq!(
        back,
        Refusal::NotANumber {
            least: 2022,
            most: 2200
        }
    );
    assert!(matches!(
        fault(survey(ON, (12, None), found())),
        Refusal::NotANumber { least: 1900, .. }
    ));
    let empty = fault(survey(ON, (2022, None), Vec::new()));
    assert_eq!(empty, Refusal::Empty);
    let unknown = fault(survey(ON, (2022, None), vec![group("nobody", [1; 4])]));
    assert!(matches!(unknown, Refusal::Unknown { .. }));
}

#[test]
fn the_newest_survey_of_a_year_counts() {
    let mut unit = cell("a1");
    let found = |numbers| vec![group("graduate", numbers)];
    unit.surveys = vec![
        survey((2021, 5, 1), (2021, None), found([1; 4])),
        survey((2022, 5, 1), (2022, None), found([2; 4])),
        survey((2022, 5, 1), (2022, Some(2025)), found([3; 4])),
        survey((2024, 5, 1), (2024, Some(2025)), found([4; 4])),
    ];
    let people = |year| newest_survey(&unit, year).map(|row| row.groups[0].people);
    let seen = [2020, 2021, 2022, 2023, 2024, 2025, 2026].map(people);
    let expected = [None, Some(1), Some(2), Some(3), Some(4), Some(4), None];
    assert_eq!(seen, expected);
}

fn counts(gap: &SourceGap) -> (Option<&str>, [u32; 7]) {
    let numbers = [
        gap.people,
        gap.fit,
        gap.asked,
        gap.willing,
        gap.open,
        gap.admitted,
        gap.missing,
    ];
    (gap.source.as_ref().map(Code::as_str), numbers)
}

/// Cells `a1` and `a2` were surveyed, `b1` was not, and ward `b` was, as a whole.
fn surveyed_town() -> Book {
    let mut a1 = cell("a1");
    let youth = group("youth-union", [12, 6, 4, 3]);
    a1.surveys = vec![survey(ON, (2022, None), vec![youth])];
    let mut old = of(3, "youth-union", "probation");
    old.steps[0].on = day(2022, 5, 31);
    a1.candidates = vec![
        of(1, "youth-union", "course"),
        of(2, "graduate", "source"),
        old,
    ];
    let mut a2 = cell("a2");
    let youth = group("youth-union", [5, 1, 0, 0]);
    a2.surveys = vec![survey(ON, (2022, Some(2023)), vec![youth])];
    a2.candidates = vec![
        of(4, "youth-union", "cell"),
        of(5, "youth-union", "probation"),
        person(6, &[("source", (2022, 7, 4)), ("x", (2022, 8, 1))]),
        person(7, &[("source", (2022, 7, 4)), ("-", (2022, 8, 1))]),
    ];
    let mut b = unit("b", "ward", Some("goc"));
    let farmers = group("farmers-union", [40, 9, 8, 6]);
    b.surveys = vec![survey(ON, (2022, None), vec![farmers])];
    let mut b1 = cell("b1");
    let farmers = group("farmers-union", [99, 99, 99, 99]);
    b1.surveys = vec![survey((2022, 7, 1), (2022, None), vec![farmers])];
    b1.candidates = vec![of(8, "farmers-union", "opinions")];
    town(vec![a1, a2, b, b1])
}

#[test]
fn what_should_become_candidates_is_counted_cell_by_cell_and_added_up() {
    let (rules, book) = (rules(), surveyed_town());
    let figures = figures(&book, &rules);
    let whole = survey_gap(
        Counted::new(&book, &rules, &figures),
        0..figures.tree.nodes.len(),
    );
    let areas: Vec<_> = whole
        .areas
        .iter()
        .map(|area| area.groups.iter().map(counts).collect::<Vec<_>>())
        .collect();
    // The admission of 31/5 was before the survey; nobody of a2 makes up for those of a1.
    let a1 = vec![
        (Some("youth-union"), [12, 6, 4, 3, 1, 0, 2]),
        (Some("graduate"), [0, 0, 0, 0, 1, 0, 0]),
    ];
    let a2 = vec![
        (Some("youth-union"), [5, 1, 0, 0, 1, 1, 0]),
        (None, [0, 0, 0, 0, 1, 0, 0]),
    ];
    let b = vec![(Some("farmers-union"), [40, 9, 8, 6, 1, 0, 5])];
    assert_eq!(areas, [a1, a2, b]);
    let total = whole.total(&rules);
    let total: Vec<_> = total.iter().map(counts).collect();
    let expected = [
        (Some("youth-union"), [17, 7, 4, 3, 2, 1, 2]),
        (Some("graduate"), [0, 0, 0, 0, 1, 0, 0]),
        (Some("farmers-union"), [40, 9, 8, 6, 1, 0, 5]),
        (None, [0, 0, 0, 0, 1, 0, 0]),
    ];
    assert_eq!(total, expected);
    assert_eq!(whole.left_out, Vec::<usize>::new());
    let next = Figures::new(Known::new(&book, &rules, day(2023, 3, 1)), 2023);
    let later = survey_gap(Counted::new(&book, &rules, &next), 0..next.tree.nodes.len());
    assert_eq!((later.areas.len(), later.left_out.len()), (1, 3));
}

#[test]
fn introductions_are_counted_by_organisation_and_year() {
    let (rules, mut book) = (rules(), surveyed_town());
    let (before, today) = (book.clone(), day(2022, 11, 28));
    let mut introduce = |number: u32, by: &str, on: (i32, u32, u32)| {
        let id = person_id(&format!("mau-{number:02}"));
        let row = Outreach {
            by: code(by),
            on: day(on.0, on.1, on.2),
        };
        let change = set_outreach(Known::new(&before, &rules, today), &id, Some(row))?;
        book.apply(change).map(|_| ())
    };
    introduce(1, "youth-union", (2022, 3, 26)).unwrap();
    introduce(5, "youth-union", (2022, 3, 26)).unwrap();
    introduce(6, "youth-union", (2022, 3, 26)).unwrap();
    introduce(4, "youth-union", (2021, 3, 26)).unwrap();
    introduce(8, "farmers-union", (2022, 10, 14)).unwrap();
    assert!(matches!(
        introduce(2, "choir", (2022, 1, 1)),
        Err(Refusal::Unknown { .. })
    ));
    assert_eq!(
        introduce(2, "veterans", (2022, 12, 1)),
        Err(Refusal::Future(day(2022, 12, 1)))
    );
    let figures = figures(&book, &rules);
    let rows = introductions(
        Counted::new(&book, &rules, &figures),
        0..figures.tree.nodes.len(),
    );
    let seen: Vec<_> = rows
        .iter()
        .filter(|row| !row.people.is_empty() || row.before > 0)
        .map(|row| {
            (
                row.by.as_str(),
                row.people.len(),
                row.before,
                row.open,
                row.admitted,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [("youth-union", 3, 1, 1, 1), ("farmers-union", 1, 0, 1, 0)]
    );
    let ward =
        OutreachReport::new(Counted::new(&book, &rules, &figures), Some(&unit_id("b"))).unwrap();
    let ward: u32 = ward.rows.iter().map(|row| row.introduced).sum();
    assert_eq!(ward, 1);
}

#[test]
fn the_survey_report_has_its_keys_and_its_sums() {
    let (rules, book) = (rules(), surveyed_town());
    let figures = figures(&book, &rules);
    let report =
        SurveyReport::new(Counted::new(&book, &rules, &figures), Some(&unit_id("b"))).unwrap();
    insta::assert_snapshot!(report.json(), @r#"
    {
      "year": 2022,
      "as_of": "2022-11-28",
      "rows": [
        {
          "unit": "b",
          "name": "Tổ chức Mẫu b",
          "on": "2022-06-01",
          "from": 2022,
          "until": 2022,
          "groups": [
            {
              "source": "farmers-union",
              "people": 40,
              "fit": 9,
              "asked": 8,
              "willing": 6,
              "open": 1,
              "admitted": 0,
              "missing": 5
            }
          ],
          "note": null,
          "source": null
        }
      ],
      "total": [
        {
          "source": "farmers-union",
          "people": 40,
          "fit": 9,
          "asked": 8,
          "willing": 6,
          "open": 1,
          "admitted": 0,
          "missing": 5
        }
      ],
      "not_surveyed": [],
      "officers": []
    }
    "#);
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    let whole = SurveyReport::new(Counted::new(&book, &rules, &figures), None).unwrap();
    let table = whole.print(Format::Table, &texts);
    assert!(table.lines().all(|line| width(line) <= 80), "{table}");
    insta::assert_snapshot!(table, @r"
        Tổ chức đảng Nguồn                          Số   Đủ  Đã Đồng Hồ Kết Thiếu
                                                 người điều hỏi    ý sơ nạp
                                                       kiện
        ──────────────────────────────────────────────────────────────────────────
        a1           đoàn viên thanh niên           12    6   4    3  1   0     2
        a1           sinh viên tốt nghiệp trở về     0    0   0    0  1   0     0
        a2           đoàn viên thanh niên            5    1   0    0  1   1     0
        a2           chưa ghi nhóm nguồn             0    0   0    0  1   0     0
        b            hội viên Hội Nông dân          40    9   8    6  1   0     5
        Cộng         đoàn viên thanh niên           17    7   4    3  2   1     2
        Cộng         sinh viên tốt nghiệp trở về     0    0   0    0  1   0     0
        Cộng         hội viên Hội Nông dân          40    9   8    6  1   0     5
        Cộng         chưa ghi nhóm nguồn             0    0   0    0  1   0     0
        ");
    assert!(SurveyReport::new(Counted::new(&book, &rules, &figures), Some(&unit_id("x"))).is_err());
}
