//! Causes and remedies as records: typed in forms, saved, taken back, reported and checked.

use crate::desk::{Desk, sample};
use crate::help::place::Place as Home;
use crate::world::{code, day, person_id, unit_id};
use ketnap::config::Config;
use ketnap::model::{Book, Candidate, Cause, Change, Refusal, Remedy, Subject, Unit, UnitField};
use ketnap::rules::{
    Counted, Figures, Known, Severity, causes, causes_of, findings, put_cause, put_remedy,
    remedies_of, remove_cause, remove_remedy,
};
use ketnap::store::{Access, Store, read_files};
use serde_json::{Value, json};

fn remedy(text: &str) -> Remedy {
    Remedy {
        cause: code("away"),
        text: text.to_owned(),
        who: Some("bí thư chi bộ Mẫu".to_owned()),
        by: Some(day(2022, 12, 15)),
        done: None,
    }
}

fn person<'a>(book: &'a Book, id: &str) -> &'a Candidate {
    book.candidate(&person_id(id)).unwrap().1
}

fn unit<'a>(book: &'a Book, id: &str) -> &'a Unit {
    book.unit(&unit_id(id)).unwrap()
}

/// The sheet of a person of the cell of street group 7.
fn sheet() -> Desk {
    let mut desk = Desk::with(sample(), ketnap::text::Lang::Vi);
    desk.press("/").write("mẫu 26").press("Enter Enter");
    assert!(desk.screen(100, 30).contains("Nguyễn Thị Mẫu 26"));
    desk
}

#[test]
fn a_remedy_is_typed_into_a_form_and_taken_back() {
    let mut desk = sheet();
    desk.press("a").write("biện pháp").press("Enter");
    let screen = desk.screen(100, 30);
    assert!(
        screen.contains("chưa hiểu, do dự"),
        "the open cause comes first: {screen}"
    );
    assert!(
        screen.contains("Gợi ý: phân công một đảng viên"),
        "{screen}"
    );
    desk.press("↓").write("giao chị Mẫu trò chuyện").press("↓");
    desk.write("chi ủy Mẫu")
        .press("↓")
        .write("15/12")
        .press("Enter");
    let made = &person(&desk.app.book, "mau-26").remedies;
    assert_eq!(
        *made,
        [Remedy {
            cause: code("unsure"),
            text: "giao chị Mẫu trò chuyện".to_owned(),
            who: Some("chi ủy Mẫu".to_owned()),
            by: Some(day(2022, 12, 15)),
            done: None,
        }]
    );
    let screen = desk.screen(110, 90);
    assert!(
        screen.contains("giao chị Mẫu trò chuyện · chi ủy Mẫu · trước 15/12/2022"),
        "{screen}"
    );
    assert_eq!(desk.saves.len(), 1);
    desk.press("u");
    assert!(person(&desk.app.book, "mau-26").remedies.is_empty());
    assert!(desk.said().contains("Biện pháp"), "{}", desk.said());
}

#[test]
fn a_form_without_words_or_with_a_day_to_come_is_refused() {
    let mut desk = sheet();
    desk.press("a").write("biện pháp").press("Enter Enter");
    assert!(desk.screen(100, 30).contains("Cần có nội dung"));
    desk.press("↓")
        .write("việc")
        .press("↓ ↓ ↓")
        .write("28/11/2022")
        .press("Enter");
    assert!(desk.screen(100, 30).contains("28/11/2022 chưa tới"));
    assert!(person(&desk.app.book, "mau-26").remedies.is_empty());
}

#[test]
fn a_cause_is_edited_with_its_days_and_its_note() {
    let mut desk = sheet();
    let before = person(&desk.app.book, "mau-26").causes.clone();
    // The entry of the record, not the line of the open ones.
    while !selected(&mut desk).contains("Vướng mắc 08/06/2022") {
        desk.press("↓");
    }
    desk.press("e ↓ ↓")
        .write("20/11")
        .press("↓")
        .write("; đã rõ")
        .press("Enter");
    let after = &person(&desk.app.book, "mau-26").causes;
    assert_eq!(
        *after,
        [Cause {
            until: Some(day(2022, 11, 20)),
            note: Some("còn do dự, muốn nghe thêm; đã rõ".to_owned()),
            ..before[0].clone()
        }]
    );
    desk.press("Delete");
    assert!(person(&desk.app.book, "mau-26").causes.is_empty());
    desk.press("u u");
    assert_eq!(person(&desk.app.book, "mau-26").causes, before);
}

/// The selected line of a sheet.
fn selected(desk: &mut Desk) -> String {
    let screen = desk.screen(110, 90);
    let mut lines = screen.lines().filter(|line| line.contains('▸'));
    lines.next_back().unwrap_or_default().to_owned()
}

#[test]
fn an_organisation_has_remedies_of_its_own() {
    let mut desk = Desk::with(sample(), ketnap::text::Lang::Vi);
    desk.press("/")
        .write("dương quang")
        .press("Enter Enter a")
        .write("biện pháp")
        .press("Enter ↓");
    desk.write("khảo sát nguồn năm 2023").press("Enter");
    let made = &unit(&desk.app.book, "duong-quang").remedies;
    assert_eq!(made.len(), 1);
    assert_eq!((&made[0].cause, &made[0].who), (&code("away"), &None));
    while !selected(&mut desk).contains("Biện pháp") {
        desk.press("↓");
    }
    desk.press("e ↓ ↓ ↓ ↓").write("hôm nay").press("Enter");
    assert_eq!(
        unit(&desk.app.book, "duong-quang").remedies[0].done,
        Some(day(2022, 11, 27))
    );
    assert!(selected(&mut desk).contains("xong 27/11/2022"));
    desk.press("Delete");
    assert!(unit(&desk.app.book, "duong-quang").remedies.is_empty());
}

#[test]
fn what_is_wrong_is_refused_and_alters_nothing() {
    let (mut book, config) = (sample(), Config::load(None, None));
    let (rules, today) = (&config.rules, day(2022, 11, 27));
    let cell = Subject::Unit(unit_id("duong-quang-mau-1"));
    let put = |book: &Book, row| put_remedy(Known::new(book, rules, today), &cell, None, row);
    let mars = Remedy {
        cause: code("mars"),
        ..remedy("việc")
    };
    assert!(matches!(put(&book, mars), Err(Refusal::Unknown { .. })));
    let early = Remedy {
        done: Some(day(2022, 11, 28)),
        ..remedy("việc")
    };
    assert_eq!(put(&book, early), Err(Refusal::Future(day(2022, 11, 28))));
    let nobody = Subject::Person(person_id("nobody"));
    let refused = put_remedy(
        Known::new(&book, rules, today),
        &nobody,
        None,
        remedy("việc"),
    );
    assert_eq!(refused, Err(Refusal::NoCandidate(person_id("nobody"))));
    for text in ["", " việc", "vi\u{202e}ệc"] {
        let change = put(&book, remedy(text)).unwrap();
        let before = book.clone();
        assert!(book.apply(change).is_err(), "{text:?}");
        assert_eq!(book, before);
    }
    let city = Subject::Unit(unit_id("bac-kan"));
    let row = causes_of(&book, &city).unwrap()[1].clone();
    let ahead = Cause {
        from: day(2022, 11, 28),
        ..row.clone()
    };
    let refused = put_cause(Known::new(&book, rules, today), &city, Some(1), ahead);
    assert_eq!(refused, Err(Refusal::Future(day(2022, 11, 28))));
    let backwards = Cause {
        until: Some(day(2021, 12, 31)),
        ..row
    };
    let change = put_cause(Known::new(&book, rules, today), &city, Some(1), backwards).unwrap();
    assert!(book.apply(change).is_err());
}

#[test]
fn rows_are_put_over_their_own_place_and_taken_out() {
    let (mut book, config) = (sample(), Config::load(None, None));
    let start = book.clone();
    let (rules, today) = (&config.rules, day(2022, 11, 27));
    let cell = Subject::Unit(unit_id("duong-quang-mau-1"));
    let mut inverses = Vec::new();
    let mut make = |book: &mut Book, change: Result<Change, Refusal>| {
        inverses.push(book.apply(change.unwrap()).unwrap());
    };
    for (at, text) in [(None, "một"), (None, "hai"), (Some(0), "ba")] {
        let change = put_remedy(Known::new(&book, rules, today), &cell, at, remedy(text));
        make(&mut book, change);
    }
    let texts = |book: &Book| -> Vec<String> {
        let rows = remedies_of(book, &cell).unwrap();
        rows.iter().map(|row| row.text.clone()).collect()
    };
    assert_eq!(texts(&book), ["ba", "hai"]);
    let change = remove_remedy(&book, &cell, 0);
    make(&mut book, change);
    assert_eq!(texts(&book), ["hai"]);
    let city = Subject::Unit(unit_id("bac-kan"));
    let change = remove_cause(&book, &city, 0);
    make(&mut book, change);
    assert_eq!(causes_of(&book, &city).unwrap().len(), 7);
    for inverse in inverses.into_iter().rev() {
        book.apply(inverse).unwrap();
    }
    assert_eq!(book, start);
}

/// The sample with a remedy on the city and two on a person.
fn with_remedies() -> Book {
    let book = sample();
    let mut units = book.units().to_vec();
    for unit in &mut units {
        if unit.id == unit_id("bac-kan") {
            unit.remedies.push(Remedy {
                cause: code("epidemic"),
                who: None,
                by: None,
                ..remedy("lập lại kế hoạch năm")
            });
        }
        for person in &mut unit.candidates {
            if person.id == person_id("mau-26") {
                let cause = code("unsure");
                let early = Remedy {
                    cause: cause.clone(),
                    by: Some(day(2022, 11, 1)),
                    ..remedy("gặp \"lần\" đầu \\ một")
                };
                let done = Remedy {
                    done: Some(day(2022, 11, 2)),
                    ..early.clone()
                };
                let late = Remedy {
                    cause,
                    ..remedy("mời học")
                };
                person.remedies = vec![late, early, done];
            }
        }
    }
    Book::new(book.header().clone(), units, Vec::new())
}

#[test]
fn both_ways_to_read_a_file_agree_on_remedies() {
    let book = with_remedies();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("book");
    let store = Store::new(root.clone(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let head = read("book.ron");
    for id in ["bac-kan", "phung-chi-kien-to-7"] {
        let text = read(&format!("units/{id}.ron"));
        assert!(text.contains("remedies: ["), "{text}");
        let quick = read_files(&head, &[&text]).unwrap().1;
        // A comment is not in the plain form, so the whole text goes to `ron`.
        let slow = read_files(&head, &[&format!("{text}// slowly\n")])
            .unwrap()
            .1;
        assert_eq!(quick, slow);
        assert_eq!(&quick[0], unit(&book, id));
    }
}

#[test]
fn the_report_lists_who_does_what_by_when() {
    let book = with_remedies();
    let home = Home::empty();
    let store = Store::new(home.data(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    let text = home.ok(&["report", "causes", "--year", "2022", "--format", "json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let rows = report["rows"].as_array().unwrap();
    let of = |code: &str| rows.iter().find(|row| row["code"] == code).unwrap();
    assert_eq!(
        of("unsure")["under_way"],
        json!([
            {
                "unit": "phung-chi-kien-to-7", "candidate": "mau-26",
                "text": "gặp \"lần\" đầu \\ một", "who": "bí thư chi bộ Mẫu",
                "by": "2022-11-01", "overdue": true,
            },
            {
                "unit": "phung-chi-kien-to-7", "candidate": "mau-26", "text": "mời học",
                "who": "bí thư chi bộ Mẫu", "by": "2022-12-15", "overdue": false,
            },
        ])
    );
    let over = of("epidemic");
    assert_eq!((&over["times"], &over["units"]), (&json!(0), &json!([])));
    assert_eq!(over["under_way"][0]["candidate"], Value::Null);
    assert_eq!(of("away")["under_way"], json!([]));
    let table = home.ok_at_eighty(&["report", "causes"]);
    assert!(
        table.lines().all(|line| ketnap::text::width(line) <= 80),
        "{table}"
    );
    assert!(table.contains("mau-26"), "{table}");
    let check = home.run(&["check"]);
    assert_eq!(check.status.code(), Some(0));
}

#[test]
fn a_remedy_against_nothing_known_is_found() {
    let (mut book, config) = (sample(), Config::load(None, None));
    let today = day(2022, 11, 27);
    let row = Remedy {
        cause: code("mars"),
        done: Some(day(2023, 1, 1)),
        ..remedy("việc")
    };
    let field = UnitField::Remedies(vec![row]);
    book.apply(Change::SetUnit(unit_id("xuat-hoa"), field))
        .unwrap();
    let figures = Figures::new(Known::new(&book, &config.rules, today), 2022);
    let found = findings(Counted::new(&book, &config.rules, &figures));
    let here = found.iter().filter(|f| f.unit == Some(unit_id("xuat-hoa")));
    let codes: Vec<_> = here.map(|f| (f.level, f.code)).collect();
    assert_eq!(
        codes,
        [
            (Severity::Error, "unknown-cause"),
            (Severity::Warning, "future-date")
        ]
    );
    let counted = causes(Counted::new(&book, &config.rules, &figures), 0);
    let mars = counted.iter().find(|row| row.code == code("mars")).unwrap();
    assert_eq!((mars.times(), mars.under_way.len()), (0, 1));
}
