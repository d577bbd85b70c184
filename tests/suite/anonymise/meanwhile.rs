//! Somebody else edits the person meanwhile, or has the old record on a board: asked or refused, never lost.

use super::{STRIP, followed, record, strip};
use crate::desk::Desk;
use crate::erase::{ID, MARK, holding, mark, save, set, store};
use crate::help::place::Place;
use crate::world::{person_id, stamp};
use ketnap::config::Config;
use ketnap::model::{Book, CandidateField, Change};
use ketnap::rules::{Known, anonymised, closed_too_long};
use ketnap::store::{Saved, StoreError};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn phone(id: &str, text: &str) -> Change {
    Change::SetCandidate(person_id(id), CandidateField::Phone(Some(text.into())))
}

/// Somebody else of the person's cell.
fn neighbour(place: &Place) -> String {
    let book = store(place).load().unwrap();
    let (unit, _) = book.candidate(&person_id(ID)).unwrap();
    let mut people = unit.candidates.iter();
    let other = people.find(|person| person.id.as_str() != ID).unwrap();
    other.id.to_string()
}

fn edit_of(book: &mut Book) -> ketnap::model::Edit {
    let rules = Config::load(None, None).rules;
    let found = closed_too_long(Known::new(book, &rules, crate::world::day(2022, 11, 27)), 1);
    book.edit(anonymised(book, &found)).unwrap()
}

#[test]
fn what_was_saved_since_the_book_was_read_is_not_written_over() {
    let place = followed();
    let mut book = store(&place).load().unwrap();
    save(&place, phone(ID, "0900"));
    let edit = edit_of(&mut book);
    let people = BTreeSet::from([person_id(ID)]);
    let before = place.files();
    let done = store(&place).anonymise(&people, Some((&book, &edit)), &stamp());
    assert!(matches!(done, Err(StoreError::Clash { .. })), "{done:?}");
    assert_eq!(place.files(), before);
    assert_eq!(record(&place, ID).phone.as_deref(), Some("0900"));
}

#[test]
fn an_edit_of_the_person_on_an_old_board_is_asked_about() {
    let place = followed();
    let (old, other) = (store(&place), neighbour(&place));
    let mut book = old.load().unwrap();
    assert!(strip(&place).status.success());
    let stripped = record(&place, ID);
    let edit = book.edit(phone(ID, "0900")).unwrap();
    let saved = old.save_merged(&book, &edit, None, &stamp()).unwrap();
    assert!(matches!(saved, Saved::Asked(..)), "{saved:?}");
    assert_eq!(record(&place, ID), stripped);
    book.revert(&edit).unwrap();
    // Somebody else of the same cell goes together with it.
    let edit = book.edit(phone(&other, "0911")).unwrap();
    let saved = old.save_merged(&book, &edit, None, &stamp()).unwrap();
    assert!(matches!(saved, Saved::Merged(..)), "{saved:?}");
    assert_eq!(record(&place, ID), stripped);
    assert_eq!(record(&place, &other).phone.as_deref(), Some("0911"));
    assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
}

#[test]
fn a_board_that_is_open_reads_it_and_opens_the_sheet() {
    let place = followed();
    let mut desk = Desk::on(store(&place));
    strip(&place);
    desk.look();
    desk.press("/").write("ẩn danh mau").press("Enter");
    assert!(desk.screen(120, 36).contains("Ẩn danh mau"));
    desk.press("Enter");
    let sheet = desk.screen(120, 60);
    assert!(
        sheet.contains("Ẩn danh mau") && !sheet.contains(MARK),
        "{sheet}"
    );
}

#[test]
fn the_part_of_a_common_edit_that_is_somebody_elses_can_still_be_undone() {
    let place = followed();
    let other = neighbour(&place);
    let both = vec![
        set(CandidateField::Phone(Some(mark("số")))),
        phone(&other, "0911"),
    ];
    save(&place, Change::Many(both));
    strip(&place);
    assert!(place.run(&["undo"]).status.success());
    assert_ne!(record(&place, &other).phone.as_deref(), Some("0911"));
    assert!(record(&place, ID).is_anonymous());
    assert!(place.run(&STRIP).status.success());
}
