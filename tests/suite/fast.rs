//! The quick way to read unit files and the `ron` crate must agree on every text.

use crate::help::books::{Size, book};
use crate::world::{code, day};
use ketnap::model::{Header, Note, Outreach, Period, Survey, SurveyGroup, Unit, Visit};
use ketnap::store::{Access, Store, read_by_both, read_files};

fn texts(header: &Header, units: &[Unit]) -> (String, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("book");
    let store = Store::new(root.clone(), Access::ReadWrite);
    store.create(header, units).unwrap();
    let read = |name: String| std::fs::read_to_string(root.join(name)).unwrap();
    let files = units.iter().map(|u| read(format!("units/{}.ron", u.id)));
    (read("book.ron".to_owned()), files.collect())
}

fn unit(head: &str, text: &str) -> Option<Unit> {
    let (_, mut units) = read_files(head, &[text]).ok()?;
    units.pop()
}

fn survey() -> Survey {
    Survey {
        on: day(2022, 6, 1),
        period: Period {
            from: 2022,
            until: Some(2025),
        },
        groups: vec![SurveyGroup {
            source: code("graduate"),
            people: 4,
            fit: 3,
            asked: 2,
            willing: 1,
        }],
        note: Some("minh họa".to_owned()),
        source: None,
    }
}

fn visit() -> Visit {
    Visit {
        on: None,
        held: true,
        who: "tổ công tác Mẫu".to_owned(),
        findings: None,
        agreed: Some("gặp từng người".to_owned()),
        by: Some(day(2022, 12, 1)),
        done: None,
        source: Some("minh họa".to_owned()),
    }
}

fn quickly(text: &str) -> Option<Unit> {
    read_by_both(text.as_bytes()).0
}

fn slowly(text: &str) -> Option<Unit> {
    read_by_both(text.as_bytes()).1.ok()
}

#[test]
fn both_ways_give_the_same_units() {
    let (header, units) = book(Size::City, 3);
    let mut some: Vec<Unit> = units.into_iter().step_by(9).collect();
    some[0].surveys = vec![survey()];
    some[0].visits = vec![visit()];
    let (head, texts) = texts(&header, &some);
    assert!(texts[0].contains("until: 2025") && texts[0].contains("held: true"));
    for (text, unit_as_made) in texts.iter().zip(&some) {
        assert_eq!(unit(&head, text).as_ref(), Some(unit_as_made));
        assert_eq!(quickly(text).as_ref(), Some(unit_as_made));
        assert_eq!(slowly(text).as_ref(), Some(unit_as_made));
    }
}

#[test]
fn a_text_is_read_to_its_end_wherever_a_letter_stands_that_is_not_simply_part_of_it() {
    let (header, units) = book(Size::City, 3);
    let mut one = units[0].clone();
    let places = (0..20).flat_map(|at| ["\"", "\\", "\n", "\u{a2}", "!#]"].map(|it| (at, it)));
    let notes = places.map(|(at, letter)| Note {
        on: day(2022, 9, 15),
        text: format!("{}{letter}{}", "a".repeat(at), "ẫ".repeat(at % 5)),
    });
    one.notes = notes.collect();
    let (_, texts) = texts(&header, std::slice::from_ref(&one));
    assert_eq!(quickly(&texts[0]).as_ref(), Some(&one));
    assert_eq!(slowly(&texts[0]).as_ref(), Some(&one));
}

#[test]
fn both_ways_agree_on_damaged_files() {
    let (header, units) = book(Size::City, 4);
    let largest = units
        .iter()
        .max_by_key(|u| u.notes.len() + u.candidates.len());
    let mut one = largest.unwrap().clone();
    one.candidates.truncate(2);
    one.candidates[0].residence = Some("\"Xóm\" \\ Mẫu\n1".to_owned());
    one.candidates[1].introduced = Some(Outreach {
        by: code("youth-union"),
        on: day(2022, 3, 26),
    });
    one.surveys = vec![survey()];
    one.visits = vec![visit()];
    let (head, texts) = texts(&header, &[one]);
    let text = &texts[0];
    let pieces = [
        "", " ", "\n", "\r", ",", ":", "(", ")", "[", "]", "\"", "\\", "-", "0", "7", "_", ".",
        "a", "é", "#", "None", "Some(", "true", "//", "/*", "\u{feff}", "\u{a0}", "r\"", "'",
    ];
    let starts = text.char_indices().map(|(at, _)| at);
    for (turn, at) in starts.step_by(3).enumerate() {
        let piece = pieces[turn % pieces.len()];
        let (before, after) = text.split_at(at);
        let mut rest = after.chars();
        rest.next();
        for damaged in [
            format!("{before}{piece}{after}"),
            format!("{before}{piece}{}", rest.as_str()),
        ] {
            assert_eq!(unit(&head, &damaged), slowly(&damaged), "{damaged}");
            crate::corpus::fast::holds(damaged.as_bytes());
        }
    }
}
