//! Numbers of which only the end is shown: the whole is shown once the journal says to whom, and not for long.

use crate::desk::{Desk, sample};
use crate::help::place::Place;
use crate::world::{day, person_id, temp};
use ketnap::app::{Ask, Msg, Overlay};
use ketnap::model::{Message, Outcome, ScalarField, masked};
use ketnap::rules::{Known, set_scalar};
use ketnap::store::{Access, Store};
use tempfile::TempDir;

/// An invented number.
const NUMBER: &str = "000086987654";
const HIDDEN: &str = "•••••••••654";

/// The sample in a directory, with a number on record, and a board at its row on the sheet.
fn at_the_number(access: Access) -> (TempDir, Desk) {
    let place = temp();
    let dir = place.path().join("data");
    let book = sample();
    let store = Store::new(dir.clone(), Access::ReadWrite);
    store.create(book.header(), book.units()).unwrap();
    drop(store);
    let mut desk = Desk::on(Store::new(dir, Access::ReadWrite));
    let (id, today) = (person_id("mau-24"), day(2022, 11, 27));
    let number = set_scalar(
        Known::new(&desk.app.book, &desk.world.rules, today),
        &id,
        ScalarField::IdNumber,
        NUMBER,
    );
    let edit = desk.app.book.edit(number.unwrap()).unwrap();
    let store = desk.store.as_ref().unwrap();
    store
        .save(&desk.app.book, &edit, None, &crate::world::stamp())
        .unwrap();
    desk.app.read_only = access == Access::ReadOnly;
    desk.press("Tab / m a u Space 2 4 Enter Enter");
    while !desk.screen(100, 30).lines().any(at_the_row) {
        desk.press("↓");
    }
    (place, desk)
}

fn at_the_row(line: &str) -> bool {
    line.contains('▸') && (line.contains(HIDDEN) || line.contains(NUMBER))
}

fn shown(desk: &Desk) -> usize {
    let log = desk.store.as_ref().unwrap().log();
    assert!(log.damage.is_empty());
    let looks = log.edits.iter().filter(|e| e.outcome == Outcome::Shown);
    looks.count()
}

fn visible(desk: &mut Desk) -> bool {
    let screen = desk.screen(100, 30);
    assert_ne!(screen.contains(NUMBER), screen.contains(HIDDEN), "{screen}");
    screen.contains(NUMBER)
}

#[test]
fn a_number_is_shown_once_the_journal_says_so_until_its_row_is_left() {
    let (_place, mut desk) = at_the_number(Access::ReadWrite);
    assert!(!visible(&mut desk));
    desk.press("v");
    assert!(visible(&mut desk));
    let log = desk.store.as_ref().unwrap().log();
    let look = &log.edits[0];
    assert_eq!(look.outcome, Outcome::Shown);
    assert_eq!((look.n, look.who.as_str()), (2, "thu-ky"));
    assert_eq!(look.records[0].record, "mau-24");
    assert_eq!(look.records[0].fields, ["id_number"]);
    // One look is one line, however long.
    assert_eq!(shown(&desk), 1);
    desk.press("↓");
    assert!(!visible(&mut desk));
    desk.press("↑");
    assert!(!visible(&mut desk), "hidden for good once it was left");
    assert_eq!(shown(&desk), 1);
}

#[test]
fn time_a_covered_screen_and_a_closed_sheet_hide_it_again() {
    let (_place, mut desk) = at_the_number(Access::ReadWrite);
    desk.press("v");
    desk.send(Msg::Hide);
    assert!(!visible(&mut desk));
    desk.press("v");
    desk.send(Msg::Cover);
    desk.press("v");
    assert!(!desk.app.covered);
    assert!(!visible(&mut desk), "the key only uncovers");
    desk.press("v Esc Enter");
    while !desk.screen(100, 30).lines().any(at_the_row) {
        desk.press("↓");
    }
    assert!(!visible(&mut desk));
    assert_eq!(shown(&desk), 3);
}

#[test]
fn editing_it_is_a_look_too_and_the_edit_goes_on_when_it_is_hidden() {
    let (_place, mut desk) = at_the_number(Access::ReadWrite);
    desk.press("e");
    assert_eq!(shown(&desk), 1);
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!("nothing is being typed");
    };
    assert_eq!(
        prompt.ask,
        Ask::Scalar(person_id("mau-24"), ScalarField::IdNumber)
    );
    assert_eq!(prompt.input.value(), NUMBER);
    desk.send(Msg::Hide);
    desk.press("Backspace 5 Enter");
    let (_, person) = desk.app.book.candidate(&person_id("mau-24")).unwrap();
    assert_eq!(person.id_number.as_deref(), Some("000086987655"));
    assert_eq!(desk.saves.len(), 1);
    assert!(!desk.screen(100, 30).contains("000086987655"));
}

#[test]
fn what_the_journal_cannot_say_is_not_shown() {
    let (place, mut desk) = at_the_number(Access::ReadWrite);
    // Nobody can write into a journal that is no directory any more.
    let journal = place.path().join("data/journal");
    std::fs::rename(&journal, place.path().join("aside")).unwrap();
    std::fs::write(&journal, "").unwrap();
    desk.press("v");
    assert!(!visible(&mut desk));
    assert!(desk.said().contains("Số vẫn che"), "{}", desk.said());
    desk.press("e");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Sheet(_))));

    let (_place, mut desk) = at_the_number(Access::ReadOnly);
    desk.press("v");
    assert!(!visible(&mut desk));
    assert!(desk.said().contains("chỉ để đọc"), "{}", desk.said());
    assert_eq!(shown(&desk), 0);
}

#[test]
fn a_row_without_a_hidden_number_says_so() {
    let (_place, mut desk) = at_the_number(Access::ReadWrite);
    desk.press("g v");
    let said = Message::warning("refused.nothing-hidden");
    assert_eq!(desk.app.notice, Some(said));
    assert_eq!(shown(&desk), 0);
}

#[test]
fn show_prints_it_whole_where_the_journal_can_say_so() {
    let place = Place::sample();
    place.ok(&["set", "mau-24", &format!("id_number={NUMBER}")]);
    let masked = place.run(&["show", "mau-24", "--read-only"]);
    let printed = String::from_utf8(masked.stdout).unwrap();
    assert!(printed.contains(HIDDEN) && !printed.contains(NUMBER));
    assert!(
        String::from_utf8(masked.stderr)
            .unwrap()
            .contains("vẫn che")
    );
    let report = place.json(&["show", "mau-24"]);
    assert_eq!(report["record"]["id_number"], NUMBER);
    let last = report["journal"].as_array().unwrap().last().unwrap();
    assert_eq!(last["shown"], true);
    assert_eq!(last["fields"][0], "id_number");
    let log = place.json(&["log", "--candidate", "mau-24"]);
    assert_eq!(log["rows"][0]["outcome"], "shown");
    // The look takes nothing back and is nothing to take back.
    assert!(place.run(&["undo"]).status.success());
    let report = place.json(&["show", "mau-24"]);
    assert_eq!(report["record"].get("id_number"), None);
    let looks = report["journal"].as_array().unwrap().iter();
    assert_eq!(looks.filter(|row| row["shown"] == true).count(), 1);
}

#[test]
fn of_a_short_number_less_is_shown() {
    for (number, shown) in [
        ("", ""),
        ("12", "••"),
        ("123", "••3"),
        ("12345678", "••••••78"),
        ("0900000111", "•••••••111"),
    ] {
        assert_eq!(masked(number), shown);
    }
}
