//! A book of so many organisations that it is gone through in two halves, taken back to a day.

use crate::world::{code, day, header, person_id, unit_id};
use chrono::NaiveDate;
use ketnap::model::{Book, Candidate, Handover, Note, Unit};

fn past() -> NaiveDate {
    day(2022, 6, 1)
}

fn later() -> NaiveDate {
    day(2022, 6, 2)
}

fn person(id: &str, begun: NaiveDate) -> Candidate {
    Candidate::new(person_id(id), id.to_owned(), code("source"), begun)
}

/// Cells with two people each.
fn cells() -> Vec<Unit> {
    let cells = (0..300).map(|n| {
        let mut cell = Unit::new(
            unit_id(&format!("chi-bo-{n:03}")),
            code("cell"),
            n.to_string(),
        );
        let people = ["a", "b"].map(|which| person(&format!("uv-{n:03}{which}"), past()));
        cell.candidates = people.into();
        cell
    });
    cells.collect()
}

fn book(cells: Vec<Unit>) -> Book {
    Book::new(header(), cells, Vec::new())
}

#[test]
fn where_nobody_was_elsewhere_only_what_was_written_later_is_gone() {
    let mut cells = cells();
    let whole = book(cells.clone());
    for n in [0, 299] {
        let text = "Ghi chú mẫu".to_owned();
        cells[n].candidates[1]
            .notes
            .push(Note { on: later(), text });
    }
    let known = book(cells).known_by(past());
    assert_eq!(known, whole);
    let home = known.home(&person_id("uv-299b")).unwrap();
    assert_eq!(home, &unit_id("chi-bo-299"));
}

#[test]
fn whoever_came_or_was_handed_over_later_is_where_the_file_was() {
    let mut then = cells();
    let mut now = then.clone();
    for (from, to) in [(10, 290), (280, 20)] {
        let mut moved = now[from].candidates.remove(0);
        moved.handovers.push(Handover {
            on: later(),
            from: now[from].id.clone(),
        });
        now[to].candidates.push(moved);
    }
    for n in [5, 295] {
        now[n].candidates.push(person(&format!("uv-{n}c"), later()));
    }
    then.remove(150);
    now[150].founded = Some(later());
    now[150].candidates.clear();
    let known = book(now).known_by(past());
    assert_eq!(known, book(then));
    assert!(known.home(&person_id("uv-5c")).is_none());
    let home = known.home(&person_id("uv-010a")).unwrap();
    assert_eq!(home, &unit_id("chi-bo-010"));
}
