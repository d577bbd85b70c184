//! Surveys, visits and introductions by keys, on screen and in the sample book.

use crate::agenda::{figures, rules};
use crate::desk::Desk;
use crate::help::place::Place as Home;
use crate::surveys::{ON, cell, group, survey, town};
use crate::visits::{promise, visit};
use crate::world::{code, day, person_id, unit_id};
use ketnap::app::{Overlay, Pane, Screen, Sheet, SheetRow};
use ketnap::config::Config;
use ketnap::exchange::{Format, Report, SurveyReport, VisitsReport};
use ketnap::model::{Change, Outreach, Subject, Unit, UnitField, Visit};
use ketnap::rules::{Counted, Harm};
use ketnap::text::{Lang, width};
use serde_json::Value as Json;

#[test]
fn the_sample_says_of_the_articles_visit_only_what_the_article_says() {
    let place = Home::sample();
    let json = |args: &[&str]| -> Json {
        let args = [&["report"], args, &["--format", "json"]].concat();
        serde_json::from_str(&place.ok(&args)).unwrap()
    };
    let report = json(&["visits", "--unit", "phung-chi-kien-to-7"]);
    let row = &report["plan"][0];
    assert_eq!((&row["visited"], &row["last"]), (&true.into(), &Json::Null));
    assert_eq!(report["follow_ups"], Json::Array(Vec::new()));
    let report = json(&["visits"]);
    assert_eq!(report["plan"][2]["unit"], "duong-quang-mau-3");
    let needs = serde_json::json!(["silent", "no-source"]);
    assert_eq!(report["plan"][2]["needs"], needs);
    let desk = Desk::new();
    let cell = desk.app.book.unit(&unit_id("phung-chi-kien-to-7")).unwrap();
    let [visit] = &cell.visits[..] else {
        panic!("one visit");
    };
    assert_eq!(visit.who, "tổ công tác của Thành ủy Bắc Kạn");
    assert!(visit.held && visit.on.is_none());
    assert_eq!((&visit.findings, &visit.agreed), (&None, &None));
    assert!(visit.source.as_ref().unwrap().contains("chú thích ảnh"));
    let invented = |unit: &Unit| {
        let surveys = unit.surveys.iter().map(|row| row.note.clone());
        let visits = unit.visits.iter().map(|row| row.source.clone());
        surveys.chain(visits).collect::<Vec<_>>()
    };
    let others = desk
        .app
        .book
        .units()
        .iter()
        .filter(|unit| unit.id != cell.id);
    let marks: Vec<_> = others.flat_map(invented).collect();
    assert_eq!(marks.len(), 4);
    let illustration = Some("dữ liệu minh họa".to_owned());
    assert!(marks.iter().all(|mark| *mark == illustration));
    let agenda = json(&["agenda"]);
    let rows = agenda["rows"].as_array().unwrap();
    let visits: Vec<_> = rows.iter().filter(|row| row["limit"] == "visit").collect();
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0]["unit"], "xuat-hoa-mau-1");
    assert_eq!(visits[0]["candidate"], Json::Null);
    let survey = json(&["survey", "--year", "2022"]);
    assert_eq!(survey["rows"].as_array().unwrap().len(), 3);
    let later = json(&["survey", "--year", "2024"]);
    assert_eq!(later["rows"].as_array().unwrap().len(), 1);
    let outreach = json(&["outreach", "--year", "2022"]);
    assert_eq!(
        outreach["rows"][0]["candidates"],
        serde_json::json!(["mau-26", "mau-20"])
    );
    for report in ["survey", "visits", "outreach"] {
        for format in Format::ALL {
            let text = place.ok_at_eighty(&["report", report, "--format", format.word()]);
            let wide = text.lines().map(width).max().unwrap();
            assert!(format != Format::Table || wide <= 80, "{text}");
        }
        let wrong = place.run(&["report", report, "--unit", "khong-co"]);
        assert_eq!(wrong.status.code(), Some(3), "{report}");
    }
}

/// The sheet of the cell that the board's tree finds by this name.
fn sheet(name: &str) -> Desk {
    let mut desk = Desk::new();
    desk.press("/").write(name).press("Enter Enter");
    desk
}

fn cell_of<'a>(desk: &'a Desk, id: &str) -> &'a Unit {
    desk.app.book.unit(&unit_id(id)).unwrap()
}

fn select(desk: &mut Desk, row: SheetRow) {
    desk.press("g");
    for _ in 0..60 {
        let Some(Overlay::Sheet(sheet)) = desk.app.overlays.last() else {
            panic!("no sheet");
        };
        if sheet.rows(desk.app.see(&desk.world))[sheet.at] == row {
            return;
        }
        desk.press("↓");
    }
    panic!("no row {row:?}");
}

#[test]
fn a_survey_is_typed_group_by_group_and_refused_by_name() {
    let mut desk = sheet("to 7");
    desk.press("a").write("khao sat").press("Enter");
    desk.write("12/7/5/6");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("không thể nhiều hơn"), "{screen}");
    desk.press("Enter");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Form(_))));
    let screen = desk.screen(120, 36);
    assert!(
        screen.contains("đoàn viên thanh niên: đồng ý 6"),
        "{screen}"
    );
    desk.press("Ctrl+U")
        .write("12/7/5/3")
        .press("↓")
        .write("4/a");
    desk.press("Enter");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Cần tới bốn số"), "{screen}");
    desk.press("Ctrl+U").write("4/2").press("Enter");
    assert!(desk.said().contains("cộng: 16/9/5/3"), "{}", desk.said());
    let surveys = &cell_of(&desk, "phung-chi-kien-to-7").surveys;
    let groups = vec![
        group("youth-union", [12, 7, 5, 3]),
        group("local-officer", [4, 2, 0, 0]),
    ];
    assert_eq!(surveys[..], [survey((2022, 11, 27), (2022, None), groups)]);
    let screen = desk.screen(120, 36);
    assert!(
        screen.contains("đoàn viên thanh niên   đồng ý 3, đang có hồ sơ 1"),
        "{screen}"
    );
    select(&mut desk, SheetRow::Survey(0));
    desk.press("Enter ↓ Ctrl+U Enter");
    let groups = vec![group("youth-union", [12, 7, 5, 3])];
    let surveys = &cell_of(&desk, "phung-chi-kien-to-7").surveys;
    assert_eq!(surveys[..], [survey((2022, 11, 27), (2022, None), groups)]);
    select(&mut desk, SheetRow::SurveyGap(0));
    desk.press("e");
    assert!(desk.said().contains("tính ra"), "{}", desk.said());
    select(&mut desk, SheetRow::Survey(0));
    desk.press("Delete");
    assert!(cell_of(&desk, "phung-chi-kien-to-7").surveys.is_empty());
    desk.press("u");
    assert_eq!(cell_of(&desk, "phung-chi-kien-to-7").surveys.len(), 1);
    assert!(desk.said().contains("Khảo sát nguồn"), "{}", desk.said());
}

#[test]
fn a_group_that_no_row_names_any_more_is_kept() {
    let mut desk = sheet("to 7");
    let gone = survey(ON, (2022, Some(2025)), vec![group("choir", [3, 2, 1, 0])]);
    let field = UnitField::Surveys(vec![gone]);
    let id = unit_id("phung-chi-kien-to-7");
    desk.app.book.apply(Change::SetUnit(id, field)).unwrap();
    select(&mut desk, SheetRow::Survey(0));
    desk.press("Enter").write("9/1").press("Enter");
    let groups = vec![
        group("youth-union", [9, 1, 0, 0]),
        group("choir", [3, 2, 1, 0]),
    ];
    let surveys = &cell_of(&desk, "phung-chi-kien-to-7").surveys;
    assert_eq!(surveys[..], [survey(ON, (2022, Some(2025)), groups)]);
}

#[test]
fn a_visit_is_planned_held_and_followed_up() {
    let mut desk = sheet("to 7");
    desk.press("a").write("dinh du").press("Enter");
    desk.press("← ↓ Ctrl+U")
        .write("20/11")
        .press("↓")
        .write("phó bí thư Mẫu");
    desk.press("↓").write("chưa biết").press("Enter");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Chưa dự thì chưa có kết quả"), "{screen}");
    desk.press("Ctrl+U Enter");
    let planned = Visit {
        who: "phó bí thư Mẫu".into(),
        ..visit(Some((2022, 11, 20)), false)
    };
    let visits = |desk: &Desk| cell_of(desk, "phung-chi-kien-to-7").visits.clone();
    assert_eq!(visits(&desk)[1], planned);
    desk.press("Esc 3 /").write("to 7").press("Enter");
    let task = |desk: &Desk| desk.app.screens.agenda.task().unwrap().clone();
    assert_eq!(
        (task(&desk).harm, task(&desk).days_left),
        (Harm::Promised, -7)
    );
    let screen = desk.screen(120, 36);
    assert!(
        screen.contains("Đã hẹn với chi bộ mà chưa làm (2)"),
        "{screen}"
    );
    assert!(screen.contains("dự sinh hoạt như đã định"), "{screen}");
    desk.press("w");
    assert!(desk.said().contains("Chưa chọn hồ sơ"), "{}", desk.said());
    desk.press("o");
    let Some(Overlay::Sheet(Sheet { subject, .. })) = desk.app.overlays.last() else {
        panic!("no sheet");
    };
    assert_eq!(*subject, Subject::Unit(unit_id("phung-chi-kien-to-7")));
    desk.press("Enter → ↓ ↓ ↓")
        .write("nghe chi bộ báo cáo")
        .press("↓");
    desk.write("gặp từng người")
        .press("↓")
        .write("30/11")
        .press("Enter");
    let held = Visit {
        held: true,
        findings: Some("nghe chi bộ báo cáo".into()),
        agreed: Some("gặp từng người".into()),
        by: Some(day(2022, 11, 30)),
        ..planned
    };
    assert_eq!(visits(&desk)[1], held);
    desk.press("Esc");
    assert_eq!((task(&desk).harm, task(&desk).days_left), (Harm::Due, 3));
    desk.press("Enter");
    assert_eq!(
        (desk.app.screens.open, desk.app.screens.board.focus),
        (Screen::Board, Pane::Tree)
    );
    let node = desk.app.screens.board.tree.node().unwrap();
    assert_eq!(desk.app.see(&desk.world).name_of(node), "Chi bộ tổ 7");
    desk.press("Enter");
    select(&mut desk, SheetRow::Visit(1));
    desk.press("Delete");
    assert_eq!(visits(&desk).len(), 1);
}

#[test]
fn who_introduced_a_person_is_chosen_on_the_sheet() {
    let mut desk = Desk::new();
    desk.press("Tab /").write("mau 28").press("Enter Enter");
    desk.press("a").write("doan the").press("Enter");
    desk.press("→ → ↓ Ctrl+U").write("8/3").press("Enter");
    let introduced = |desk: &Desk| {
        let (_, person) = desk.app.book.candidate(&person_id("mau-28")).unwrap();
        person.introduced.clone()
    };
    let by = Outreach {
        by: code("trade-union"),
        on: day(2022, 3, 8),
    };
    assert_eq!(introduced(&desk), Some(by.clone()));
    select(&mut desk, SheetRow::Outreach);
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Công đoàn · 08/03/2022"), "{screen}");
    desk.press("Enter ← ← Enter");
    assert_eq!(introduced(&desk), None);
    desk.press("u Delete");
    assert_eq!(introduced(&desk), None);
}

#[test]
fn no_text_of_a_visit_or_a_survey_reaches_the_screen_alive() {
    let hostile = "Mẫu\u{1b}]52;c;QQ==\u{7}\u{9b}31m\u{202e}M\u{200b}ẫu\r\n".to_owned();
    let mut a1 = cell("a1");
    let mut found = survey(ON, (2022, None), vec![group("graduate", [1; 4])]);
    found.note = Some(hostile.clone());
    found.source = Some(hostile.clone());
    a1.surveys = vec![found];
    let mut wild = promise(Some((2022, 11, 1)));
    for text in [&mut wild.findings, &mut wild.agreed, &mut wild.source] {
        *text = Some(hostile.clone());
    }
    wild.who = hostile;
    a1.visits = vec![wild];
    let book = town(vec![a1]);
    for keys in ["3", "3 o", "3 o Enter"] {
        let mut desk = Desk::with(book.clone(), Lang::Vi);
        desk.press(keys);
        for size in [(80, 24), (160, 40)] {
            let screen = desk.screen(size.0, size.1);
            let alive = screen
                .chars()
                .find(|c| *c != '\n' && !ketnap::model::is_inert(*c));
            assert_eq!(alive, None, "after {keys}");
        }
    }
    let rules = rules();
    let figures = figures(&book, &rules);
    let texts = Config::load(None, Some(Lang::Vi)).texts;
    let report = VisitsReport::new(Counted::new(&book, &rules, &figures), None).unwrap();
    let survey = SurveyReport::new(Counted::new(&book, &rules, &figures), None).unwrap();
    for format in Format::ALL {
        let text = report.print(format, &texts) + &survey.print(format, &texts);
        let alive = text
            .chars()
            .find(|c| *c != '\n' && !ketnap::model::is_inert(*c));
        assert_eq!(alive, None);
    }
}
