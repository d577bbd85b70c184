//! A book that takes a while to read: how far that is can be seen, and left, and what is typed
//! meanwhile is not lost.

use crate::help::books::{Size, book};
use crate::help::place::Place;
use crate::help::terminal::Terminal;
use crate::world::unit_id;
use ketnap::model::Unit;
use ketnap::store::{Access, Store};
use std::fs;

/// A book of a city with so many more cells, in which nobody is.
fn large(more: usize) -> Place {
    let place = Place::empty();
    let (header, mut units) = book(Size::City, 7);
    let cell = units.iter().find(|unit| !unit.candidates.is_empty());
    let (kind, parents) = cell
        .map(|unit| (unit.kinds[0].value.clone(), unit.parents.clone()))
        .unwrap();
    units.extend((0..more).map(|n| {
        let name = format!("Chi bộ Mẫu {n}");
        let mut unit = Unit::new(unit_id(&format!("mau-{n}")), kind.clone(), name);
        unit.parents.clone_from(&parents);
        unit
    }));
    let store = Store::new(place.data(), Access::ReadWrite);
    store.create(&header, &units).unwrap();
    place
}

#[test]
fn a_large_book_says_how_far_it_is_and_keeps_what_is_typed() {
    // From two thousand files on it is said at once, however quickly they are read.
    let place = large(4_000);
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Đang đọc sổ").send("?");
    terminal.wait_for("Các phím");
    terminal.send("\x1b").wait_for("Tổ chức đảng ·").send("q");
    assert_eq!(terminal.end(), 0);
}

/// One cell again and again, so that reading takes seconds.
fn very_large() -> Place {
    let place = large(0);
    let units = place.data().join("units");
    let text = fs::read_to_string(units.join("cb-00001.ron")).unwrap();
    for n in 10_000..15_000 {
        let text = text.replacen("cb-00001", &format!("cb-{n}"), 1);
        fs::write(units.join(format!("cb-{n}.ron")), text).unwrap();
    }
    place
}

#[test]
fn a_large_book_need_not_be_waited_for() {
    let place = very_large();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Đang đọc sổ").send("q");
    assert_eq!(terminal.end(), 0);
    let seen = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(!seen.contains("┌"), "{seen}");
    assert!(seen.contains("\x1b[?1049l"), "{seen}");
}
