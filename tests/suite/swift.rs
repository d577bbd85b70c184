//! The quick way to read unit files and the `ron` crate must agree on every text.

use crate::generate::books::{Size, book};
use ketnap::model::{Header, Unit};
use ketnap::store::{Access, Store, read_files};

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

/// A comment is not in the plain form, so the whole text goes to `ron`.
fn slowly(head: &str, text: &str) -> Option<Unit> {
    unit(head, &format!("{text}// slowly\n"))
}

#[test]
fn both_ways_give_the_same_units() {
    let (header, units) = book(Size::City, 3);
    let some: Vec<Unit> = units.into_iter().step_by(9).collect();
    let (head, texts) = texts(&header, &some);
    for (text, unit_as_made) in texts.iter().zip(&some) {
        assert_eq!(unit(&head, text).as_ref(), Some(unit_as_made));
        assert_eq!(slowly(&head, text).as_ref(), Some(unit_as_made));
    }
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
            assert_eq!(unit(&head, &damaged), slowly(&head, &damaged), "{damaged}");
        }
    }
}
