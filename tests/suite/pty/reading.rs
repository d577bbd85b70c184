//! A book that takes a while to read: how far that is can be seen, and left, and what is typed
//! meanwhile is not lost.

use crate::help::books::{Size, book};
use crate::help::place::Place;
use crate::help::terminal::Terminal;
use ketnap::store::{Access, Store};
use std::fs;

fn large() -> Place {
    let place = Place::empty();
    let (header, units) = book(Size::City, 7);
    let store = Store::new(place.data(), Access::ReadWrite);
    store.create(&header, &units).unwrap();
    place
}

#[test]
fn a_large_book_says_how_far_it_is_and_keeps_what_is_typed() {
    let place = large();
    let mut terminal = Terminal::start(&place, (80, 24), &[]);
    terminal.wait_for("Đang đọc sổ").send("?");
    terminal.wait_for("Các phím");
    terminal.send("\x1b").wait_for("Tổ chức đảng ·").send("q");
    assert_eq!(terminal.end(), 0);
}

/// One cell again and again, so that reading takes seconds.
fn very_large() -> Place {
    let place = large();
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
