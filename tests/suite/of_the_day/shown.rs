//! The same on the screen: an ended cell with a file left, a birth known by its year, the plan of a book in which nothing was left yet.

use super::{at, book, member, person, stage, unit, units};
use crate::desk::Desk;
use crate::world::{day, unit_id};
use ketnap::model::{Book, PartialDay, Quota, Successor, Track};
use ketnap::text::Lang;

fn shown(name: &str, book: &Book, keys: &[(&str, &str)]) {
    for (lang, code) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
        let mut desk = Desk::with(book.clone(), lang);
        for (press, write) in keys {
            desk.press(press);
            if !write.is_empty() {
                desk.write(write);
            }
        }
        insta::assert_snapshot!(format!("{name}_{code}"), desk.screen(80, 24));
    }
}

#[test]
fn an_ended_cell_with_a_file_left() {
    let mut all = units();
    let ended = at(&mut all, "cb-1");
    ended.ended = Some(day(2021, 6, 30));
    ended.candidates = vec![person("p1", vec![stage("course", day(2021, 2, 2))])];
    ended.became = vec![Successor {
        unit: unit_id("cb-2"),
        on: day(2021, 7, 1),
        basis: None,
    }];
    let book = book(all);
    shown("ended_cell", &book, &[("/", "cb-1"), ("Enter", "")]);
}

#[test]
fn a_birth_known_by_its_year_at_the_gate_of_age() {
    let mut all = units();
    let mut young = person("p1", vec![stage("cell", day(2022, 10, 10))]);
    young.born = PartialDay::of_year(2004);
    young.schooling = Some("12/12".into());
    at(&mut all, "cb-1").candidates = vec![young];
    shown(
        "birth_year",
        &book(all),
        &[("Tab /", "mẫu p1"), ("Enter Enter", "")],
    );
}

#[test]
fn the_plan_of_a_new_book_claims_nothing_it_does_not_know() {
    let mut all = units();
    at(&mut all, "cb-1").candidates = vec![person("p1", vec![stage("source", day(2022, 11, 1))])];
    at(&mut all, "goc").quotas = vec![Quota::new(2022, crate::world::code("KH"), 5)];
    all.push(unit("cb-3", &[(None, "r")]));
    at(&mut all, "cb-3").candidates = vec![member("p2", day(2022, 2, 2))];
    let plain = book(all);
    let mut head = plain.header().clone();
    head.settings.tracks = vec![Track {
        id: crate::world::code("KH"),
        name: "Kế hoạch Mẫu".into(),
    }];
    let new = Book::new(head, plain.units().to_vec(), Vec::new());
    shown(
        "new_book_plan",
        &new,
        &[("Tab /", "mẫu p1"), ("Enter Enter Tab", "")],
    );
    shown("new_book_quotas", &new, &[("2", "")]);
    // The whole sentence: the first stage of which a last day is known, not the source's 31 December.
    let mut desk = Desk::with(new, Lang::Vi);
    let screen = desk.press("2").screen(160, 24);
    assert!(!screen.contains("bước Nguồn"), "{screen}");
}
