//! What is to be done: the order of the agenda, its words, and its report.

use crate::help::books;
use crate::help::place::Place as Home;
use crate::world::{code, day, header, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::config::Config;
use ketnap::exchange::{AgendaReport, Format, Report};
use ketnap::model::{
    Book, Candidate, Dated, Extended, Letter, Paper, PaperState, Place, Relation, Step, Unit,
};
use ketnap::rules::{Counted, Figures, Harm, Known, Pace, Rules, agenda, agenda_at};
use ketnap::text::Lang;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

pub(crate) type Days<'a> = &'a [(&'a str, (i32, u32, u32))];

pub(crate) fn rules() -> Arc<Rules> {
    Config::load(None, None).rules
}

/// A person with the steps of their way; `-` rests, `x` closes.
pub(crate) fn person(number: u32, way: Days<'_>) -> Candidate {
    let id = person_id(&format!("mau-{number:02}"));
    let on = |(y, m, d)| day(y, m, d);
    let name = format!("Quần chúng Mẫu {number}");
    let mut person = Candidate::new(id, name, code(way[0].0), on(way[0].1));
    person.steps.extend(way[1..].iter().map(|(to, date)| {
        Step::plain(
            on(*date),
            match *to {
                "-" => Place::Paused,
                "x" => Place::Exit(code("withdrawn")),
                stage => Place::Stage(code(stage)),
            },
        )
    }));
    person
}

fn paper(form: &str, on: NaiveDate, received: Option<NaiveDate>) -> Paper {
    Paper {
        on: Some(on.into()),
        received,
        ..Paper::new(code(form), PaperState::Valid)
    }
}

fn letter(received: NaiveDate) -> Letter {
    Letter {
        sent: Some(received),
        received: Some(received),
        ..Letter::new(Relation::Father, "Đảng ủy xã Mẫu".into())
    }
}

pub(crate) fn unit(id: &str, kind: &str, above: Option<&str>) -> Unit {
    let mut unit = Unit::new(unit_id(id), code(kind), format!("Tổ chức Mẫu {id}"));
    unit.parents.extend(above.map(|above| Dated {
        from: None,
        value: unit_id(above),
    }));
    unit
}

/// A city with a ward, whose cell `a` is followed by these people, and a grassroots committee with
/// cell `b` and the others.
pub(crate) fn book(a: Vec<Candidate>, b: Vec<Candidate>) -> Book {
    let mut cell_a = unit("a", "cell", Some("phuong"));
    cell_a.candidates = a;
    let mut cell_b = unit("b", "cell", Some("co-so"));
    cell_b.candidates = b;
    let units = vec![
        unit("goc", "city", None),
        unit("phuong", "ward", Some("goc")),
        cell_a,
        unit("co-so", "grassroots-committee", Some("goc")),
        cell_b,
    ];
    Book::new(header(), units, Vec::new())
}

const TODAY: (i32, u32, u32) = (2022, 11, 28);

pub(crate) fn today() -> NaiveDate {
    day(TODAY.0, TODAY.1, TODAY.2)
}

pub(crate) fn figures(book: &Book, rules: &Rules) -> Figures {
    Figures::new(Known::new(book, rules, today()), 2022)
}

/// One of each, on 28/11/2022; nobody three times past a stage, so there is no pace.
fn each_harm() -> Book {
    // The cell voted on 11/7; 60 working days on, 1 and 2 September left out: 5/10.
    let decision = person(1, &[("cell", (2022, 7, 1)), ("grassroots", (2022, 7, 11))]);
    // 30 working days from 3/10: 14/11.
    let mut asked = person(2, &[("verification", (2022, 9, 1))]);
    asked.letters = vec![letter(day(2022, 10, 3)), letter(day(2022, 11, 1))];
    asked.letters[1].answered = Some(day(2022, 11, 8));
    let worthless = person(
        3,
        &[
            ("verification", (2021, 11, 10)),
            ("opinions", (2022, 1, 10)),
        ],
    );
    let mut course = person(4, &[("dossier", (2022, 10, 1))]);
    course.papers = vec![paper("CN-NTVD", day(2017, 11, 1), None)];
    let soon = person(5, &[("opinions", (2021, 12, 20))]);
    let mut held = person(6, &[("ceremony", (2022, 11, 8))]);
    held.papers = vec![paper("9-KND", day(2022, 11, 8), Some(day(2022, 11, 10)))];
    let mut member = person(7, &[("probation", (2021, 12, 15))]);
    // Nobody asks any more who was admitted.
    member.letters = vec![letter(day(2021, 6, 1))];
    let resting = person(8, &[("verification", (2021, 1, 4)), ("-", (2021, 5, 4))]);
    let closed = person(9, &[("verification", (2021, 1, 4)), ("x", (2021, 5, 4))]);
    let through = person(10, &[("full", (2021, 1, 4))]);
    book(
        vec![member, held, soon, course, resting],
        vec![worthless, asked, decision, closed, through],
    )
}

#[test]
fn the_most_harmful_comes_first() {
    let (rules, book) = (rules(), each_harm());
    let figures = figures(&book, &rules);
    let listed = |days| -> Vec<_> {
        let tasks = agenda(Counted::new(&book, &rules, &figures), 0, days);
        let seen = tasks.iter().map(|task| {
            let who = task.line().unwrap().person(&book).id.to_string();
            let limit = task.limit().to_owned();
            (task.harm, who, limit, task.due, task.days_left)
        });
        seen.collect()
    };
    let row = |harm, who: &str, limit: &str, due, left| {
        (harm, who.to_owned(), limit.to_owned(), due, left)
    };
    let late = [
        row(Harm::Overdue, "mau-01", "decision", day(2022, 10, 5), -54),
        row(
            Harm::Overdue,
            "mau-02",
            "verification-answer",
            day(2022, 11, 14),
            -14,
        ),
        row(
            Harm::Expired,
            "mau-04",
            "certificate-life",
            day(2022, 11, 1),
            -27,
        ),
        row(
            Harm::Expired,
            "mau-03",
            "dossier-life",
            day(2022, 11, 10),
            -18,
        ),
    ];
    let soon = [
        row(
            Harm::Expiring,
            "mau-05",
            "dossier-life",
            day(2022, 12, 20),
            22,
        ),
        row(Harm::Due, "mau-06", "ceremony", day(2022, 12, 22), 24),
        row(
            Harm::ProbationEnds,
            "mau-07",
            "probation",
            day(2022, 12, 15),
            17,
        ),
    ];
    assert_eq!(listed(30), [&late[..], &soon[..]].concat());
    assert_eq!(listed(24), [&late[..], &soon[..]].concat());
    assert_eq!(listed(23), [&late[..], &soon[..1], &soon[2..]].concat());
    assert_eq!(listed(16), late);
    assert_eq!(listed(0), late);
}

#[test]
fn an_extension_takes_a_task_off_the_agenda() {
    let rules = rules();
    let mut file = person(1, &[("cell", (2022, 7, 1)), ("grassroots", (2022, 7, 11))]);
    file.extensions.push(Extended {
        limit: code("decision"),
        on: day(2022, 10, 3),
        reason: None,
    });
    let book = book(vec![file], Vec::new());
    let figures = figures(&book, &rules);
    let tasks = agenda(Counted::new(&book, &rules, &figures), 0, 30);
    // 30 working days from 5/10.
    assert_eq!(
        (tasks[0].harm, tasks[0].due),
        (Harm::Overdue, day(2022, 11, 16))
    );
}

#[test]
fn a_task_says_what_to_do_who_acts_why_and_by_what() {
    let (rules, book) = (rules(), each_harm());
    let config = Config::load(None, Some(Lang::Vi));
    let figures = figures(&book, &rules);
    let tasks = agenda(Counted::new(&book, &rules, &figures), 0, 30);
    let said: Vec<String> = tasks
        .iter()
        .map(|task| {
            let who = task.who(Known::new(&book, &rules, today()));
            let why = config.texts.say(&task.why());
            let action = config
                .texts
                .say(&task.action(Known::new(&book, &rules, today())));
            format!("{action} | {} | {why}", config.texts.label(&who))
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r"
        báo cáo cấp trên; họp xét, cần ≥ 2/3 số cấp ủy viên tán thành | đảng ủy cơ sở | đã quá hạn 05/10/2022, chậm 54 ngày và còn chậm thêm từng ngày
        đôn đốc nơi được hỏi: Đảng ủy xã Mẫu (bố đẻ) | chi bộ, đảng ủy cơ sở | đã quá hạn 14/11/2022, chậm 14 ngày và còn chậm thêm từng ngày
        chi bộ cử đi học lại lớp bồi dưỡng nhận thức về Đảng | chi bộ, trung tâm chính trị | đã hết giá trị sau ngày 01/11/2022; phải làm lại mới đi tiếp được
        làm lại giấy giới thiệu và nghị quyết đoàn thể; bổ sung ý kiến, thẩm tra | người xin vào Đảng, chi bộ | đã hết giá trị sau ngày 10/11/2022; phải làm lại mới đi tiếp được
        lấy đủ giấy giới thiệu và ý kiến nhận xét | người giới thiệu, đoàn thể, nơi cư trú | còn 22 ngày là hết giá trị (20/12/2022); để quá phải làm lại
        làm lễ kết nạp | chi bộ | còn 24 ngày là đến hạn 22/12/2022
        học lớp đảng viên mới, đủ 12 tháng thì xét; chuẩn bị bước Xét công nhận chính thức | người giúp đỡ, chi bộ | còn 17 ngày là hết thời gian dự bị (15/12/2022)
        ");
    assert!(
        tasks
            .iter()
            .all(|task| task.confirmed(&rules) != (task.limit() == "certificate-life"))
    );
}

#[test]
fn a_life_that_ends_before_its_use_at_the_usual_pace_is_told_early() {
    let rules = rules();
    let walked = |number| {
        person(
            number,
            &[
                ("verification", (2021, 1, 1)),
                ("opinions", (2021, 3, 2)),
                ("cell", (2021, 4, 1)),
                ("grassroots", (2021, 4, 21)),
                ("full", (2022, 10, 1)),
            ],
        )
    };
    // Both dossiers are worth something for more than 30 days.
    let mut late = person(4, &[("verification", (2022, 11, 20))]);
    late.papers = vec![paper("2-KND", day(2022, 1, 20), None)];
    let mut fine = person(5, &[("verification", (2022, 11, 20))]);
    fine.papers = vec![paper("2-KND", day(2022, 3, 10), None)];
    let book = book(vec![walked(1), walked(2), walked(3)], vec![late, fine]);
    let pace = Pace::of(Known::new(&book, &rules, today()));
    let at = |id: &str| rules.procedure.index(&code(id)).unwrap();
    let medians = ["verification", "opinions", "cell"].map(|id| pace.median(at(id)));
    assert_eq!(medians, [Some((60, 3)), Some((30, 3)), Some((20, 3))]);
    let tasks = agenda(Counted::new(&book, &rules, &figures(&book, &rules)), 0, 30);
    // 60 - 8 + 30 + 20 days from 28/11: 10/3, a life to that day is enough.
    let seen: Vec<_> = tasks
        .iter()
        .map(|t| {
            let who = t.line().unwrap().person(&book).id.to_string();
            (who, t.harm, t.due, t.usual())
        })
        .collect();
    let usual = Some(day(2023, 3, 10));
    assert_eq!(
        seen,
        [("mau-04".into(), Harm::Expiring, day(2023, 1, 20), usual)]
    );
}

#[test]
fn a_book_without_its_root_is_listed_whole() {
    let (rules, whole) = (rules(), each_harm());
    let units = whole.units().iter();
    let units: Vec<Unit> = units.filter(|u| u.id != unit_id("goc")).cloned().collect();
    let book = Book::new(header(), units, Vec::new());
    let figures = figures(&book, &rules);
    assert_eq!(
        agenda(Counted::new(&book, &rules, &figures), 0, 30).len(),
        7
    );
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    let rows = |unit: Option<&str>| {
        let unit = unit.map(unit_id);
        let report = AgendaReport::new(
            Counted::new(&book, &rules, &figures),
            unit.as_ref(),
            30,
            &texts,
        );
        report.unwrap().rows.len()
    };
    assert_eq!(
        (rows(None), rows(Some("phuong")), rows(Some("co-so"))),
        (7, 4, 3)
    );
}

#[test]
fn the_report_has_the_keys_of_the_contract_in_order() {
    let (rules, book) = (rules(), each_harm());
    let figures = figures(&book, &rules);
    let texts = Config::load(None, Some(Lang::En)).texts;
    let report = AgendaReport::new(
        Counted::new(&book, &rules, &figures),
        Some(&unit_id("b")),
        30,
        &texts,
    );
    let mut report = report.unwrap();
    assert_eq!(report.rows.len(), 3);
    report.rows.truncate(1);
    insta::assert_snapshot!(report.json(), @r#"
        {
          "as_of": "2022-11-28",
          "rows": [
            {
              "candidate": "mau-01",
              "unit": "b",
              "limit": "decision",
              "due": "2022-10-05",
              "days_left": -54,
              "who": "grassroots committee",
              "action": "report up; meet and vote: ≥ 2/3 of committee members",
              "basis": "24-QĐ/TW mục 4.3.1",
              "confirmed": true,
              "name": "Quần chúng Mẫu 1",
              "overdue": true,
              "why": "was due on 05/10/2022, 54 days late and more each day"
            }
          ]
        }
        "#);
    let nowhere = AgendaReport::new(
        Counted::new(&book, &rules, &figures),
        Some(&unit_id("x")),
        30,
        &texts,
    );
    assert!(nowhere.is_err());
}

#[test]
fn the_table_keeps_eighty_columns() {
    let (rules, book) = (rules(), each_harm());
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    let report = AgendaReport::new(
        Counted::new(&book, &rules, &figures(&book, &rules)),
        None,
        30,
        &texts,
    );
    let text = report.unwrap().print(Format::Table, &texts);
    assert!(
        text.lines().all(|line| ketnap::text::width(line) <= 80),
        "{text}"
    );
    insta::assert_snapshot!(text, @r"
        Mã hồ sơ Tổ chức đảng Họ và tên        Hạn           Còn Việc cần làm
                                                          (ngày)
        ────────────────────────────────────────────────────────────────────────────────
        mau-01   b            Quần chúng Mẫu 1 05/10/2022    -54 báo cáo cấp trên; họp
                                                                 xét, cần ≥ 2/3 số cấp
                                                                 ủy viên tán thành ·
                                                                 đảng ủy cơ sở · Ra
                                                                 quyết định kết nạp
                                                                 (24-QĐ/TW mục 4.3.1)
        mau-02   b            Quần chúng Mẫu 2 14/11/2022    -14 đôn đốc nơi được hỏi:
                                                                 Đảng ủy xã Mẫu (bố đẻ)
                                                                 · chi bộ, đảng ủy cơ
                                                                 sở · Trả lời thẩm tra
                                                                 (01-HD/TW 28/9/2021)
        mau-04   a            Quần chúng Mẫu 4 01/11/2022    -27 chi bộ cử đi học lại
                                                                 lớp bồi dưỡng nhận
                                                                 thức về Đảng · chi bộ,
                                                                 trung tâm chính trị ·
                                                                 Giấy chứng nhận còn
                                                                 giá trị (theo 01-HD/TW
                                                                 28/9/2021, chưa xác
                                                                 nhận cho Quy định
                                                                 29-QĐ/TW)
        mau-03   b            Quần chúng Mẫu 3 10/11/2022    -18 làm lại giấy giới
                                                                 thiệu và nghị quyết
                                                                 đoàn thể; bổ sung ý
                                                                 kiến, thẩm tra · người
                                                                 xin vào Đảng, chi bộ ·
                                                                 Hồ sơ còn giá trị
                                                                 (01-HD/TW 28/9/2021)
        mau-05   a            Quần chúng Mẫu 5 20/12/2022     22 lấy đủ giấy giới thiệu
                                                                 và ý kiến nhận xét ·
                                                                 người giới thiệu, đoàn
                                                                 thể, nơi cư trú · Hồ
                                                                 sơ còn giá trị
                                                                 (01-HD/TW 28/9/2021)
        mau-06   a            Quần chúng Mẫu 6 22/12/2022     24 làm lễ kết nạp · chi
                                                                 bộ · Tổ chức lễ kết
                                                                 nạp (24-QĐ/TW mục 4.1)
        mau-07   a            Quần chúng Mẫu 7 15/12/2022     17 học lớp đảng viên mới,
                                                                 đủ 12 tháng thì xét;
                                                                 chuẩn bị bước Xét công
                                                                 nhận chính thức ·
                                                                 người giúp đỡ, chi bộ
                                                                 · Thời gian dự bị
                                                                 (24-QĐ/TW)
        ");
}

#[test]
fn the_command_prints_the_sample_in_every_format() {
    let place = Home::sample();
    for format in Format::ALL {
        let args = ["report", "agenda", "--days", "60", "--format"];
        let text = place.ok(&[&args[..], &[format.word()]].concat());
        assert!(!text.is_empty());
    }
    let report = place.ok(&["report", "agenda", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["as_of"], "2022-11-27");
    let wrong = place.run(&["report", "agenda", "--days", "-3"]);
    assert_eq!(wrong.status.code(), Some(2));
}

/// The bench's city with its figures and pace.
fn city() -> &'static (Arc<Rules>, Book, Figures, Pace) {
    static CITY: OnceLock<(Arc<Rules>, Book, Figures, Pace)> = OnceLock::new();
    CITY.get_or_init(|| {
        let rules = rules();
        let (header, units) = books::book(books::Size::City, 3);
        let book = Book::new(header, units, Vec::new());
        let figures = Figures::new(Known::new(&book, &rules, books::as_of()), 2022);
        let pace = Pace::of(Known::new(&book, &rules, books::as_of()));
        (rules, book, figures, pace)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_nodes_agenda_is_the_books_restricted_to_it(at in 1usize..400, days in 0u32..400) {
        let (rules, book, figures, pace) = city();
        let counted = Counted::new(book, rules, figures);
        let nodes = &figures.tree.nodes;
        let node = at % nodes.len();
        let own = agenda_at(counted, pace, node.max(1), days);
        let below = node.max(1)..nodes[node.max(1)].end;
        let units: BTreeSet<_> = (0..book.units().len())
            .filter(|unit| figures.tree.node_of(*unit).is_some_and(|n| below.contains(&n)))
            .collect();
        let mut whole = agenda_at(counted, pace, 0, days);
        prop_assert!(!whole.is_empty());
        whole.retain(|task| units.contains(&task.unit()));
        prop_assert_eq!(own, whole);
    }
}
