//! What was typed into a form goes back to the row and the value it was typed for, or is shown.

use super::{forms, gone_on_with, kept, open};
use crate::board::go_to;
use crate::desk::{Desk, sample};
use crate::world::{code, day, person_id, unit_id};
use ketnap::app::{Draft, FormFor, Overlay, SheetRow, Slot, Typed};
use ketnap::model::{Book, CandidateField, Change, Extended, Letter, Relation, Unit, UnitId, Vote};
use ketnap::text::Lang;

/// A board on a changed sample that goes on with a draft.
fn gone_on_in(book: Book, draft: &Draft) -> Desk {
    let mut desk = Desk::with(book, Lang::Vi);
    desk.app.offer_drafts(vec![kept(draft)]);
    desk.press("Enter");
    desk
}

fn text_of(desk: &Desk, slot: &Slot) -> String {
    let entries = desk.form().entries.iter();
    let found = entries.filter(|(known, _)| known == slot);
    let texts: Vec<&str> = found.map(|(_, entry)| entry.value.word()).collect();
    texts.concat()
}

/// The faults' own case: four numbers typed, the board killed, a cell added that comes first.
#[test]
fn numbers_handed_down_go_back_to_their_organisations_whoever_has_come_or_gone() {
    let mut desk = Desk::new();
    desk.press("2");
    desk.press("/").write("duong quang").press("Enter d");
    let parts = |desk: &Desk| -> Vec<Slot> {
        let slots = desk.form().entries.iter().map(|(slot, _)| slot.clone());
        slots.filter(|slot| matches!(slot, Slot::Part(_))).collect()
    };
    let cells = parts(&desk);
    assert!(cells.len() >= 4, "{cells:?}");
    while desk.form().entries[desk.form().at].0 != cells[0] {
        desk.press("↓");
    }
    for at in 1..=cells.len() {
        desk.press("Ctrl+U")
            .write(&(11 * at).to_string())
            .press("↓");
    }
    let draft = desk.app.draft().unwrap();

    // Another office renames one so that it comes last, adds one that comes first, takes one out.
    let new = unit_id("a-first");
    let (then, mut book) = (sample(), sample());
    let unit = |id: &UnitId| then.unit(id).unwrap().clone();
    let Slot::Part(first) = &cells[0] else {
        panic!()
    };
    let Slot::Part(gone) = &cells[2] else {
        panic!()
    };
    let mut added = unit(first);
    added.id = new.clone();
    added.candidates.clear();
    for (id, name) in [(&new, "A đầu tiên"), (first, "Ỷ sau cùng")] {
        let mut unit = if id == &new {
            added.clone()
        } else {
            unit(first)
        };
        for dated in &mut unit.names {
            name.clone_into(&mut dated.value);
        }
        book = with_unit(&book, unit);
    }
    book = without_unit(&book, gone);
    let again = gone_on_in(book, &draft);
    let now = parts(&again);
    assert_ne!(now, cells);
    for (at, slot) in cells.iter().enumerate() {
        let text = if at == 2 {
            String::new()
        } else {
            (11 * (at + 1)).to_string()
        };
        assert_eq!(text_of(&again, slot), text, "{slot:?}");
    }
    assert!(!["11", "22", "33", "44"].contains(&&*text_of(&again, &Slot::Part(new))));
    // What has no place any more is shown.
    let fault = again.form().fault.clone().unwrap();
    assert_eq!(
        again.config.texts.say(&fault),
        "Không còn chỗ cho phần đã gõ: 33"
    );
}

fn with_unit(book: &Book, unit: Unit) -> Book {
    let mut units: Vec<Unit> = book.units().to_vec();
    units.retain(|known| known.id != unit.id);
    units.push(unit);
    Book::new(book.header().clone(), units, Vec::new())
}

fn without_unit(book: &Book, id: &UnitId) -> Book {
    let mut units: Vec<Unit> = book.units().to_vec();
    units.retain(|known| known.id != *id);
    Book::new(book.header().clone(), units, Vec::new())
}

fn letter(place: &str) -> Letter {
    Letter::new(Relation::Person, place.to_owned())
}

fn with_letters(places: &[&str]) -> Book {
    let mut book = sample();
    let letters = places.iter().map(|place| letter(place)).collect();
    let field = CandidateField::Letters(letters);
    let change = Change::SetCandidate(person_id("mau-19"), field);
    book.apply(change).unwrap();
    book
}

#[test]
fn what_was_typed_into_a_row_goes_back_to_that_row_or_is_shown() {
    let mut desk = Desk::with(with_letters(&["xã Mẫu A", "xã Mẫu B"]), Lang::Vi);
    desk.press("/").write("mau 19").press("Enter Enter");
    go_to(&mut desk, SheetRow::Letter(1));
    desk.press("e ↓").write(" (mới)");
    assert_eq!(text_of(&desk, &Slot::Place), "xã Mẫu B (mới)");
    let draft = desk.app.draft().unwrap();
    for (places, at) in [
        (&["xã Mẫu A", "xã Mẫu B"][..], 1),
        (&["xã Mẫu B"], 0),
        (&["xã Mẫu C", "xã Mẫu A", "xã Mẫu B"], 2),
    ] {
        let again = gone_on_in(with_letters(places), &draft);
        let FormFor::Letter(_, place) = &again.form().what else {
            panic!()
        };
        assert_eq!(*place, Some(at));
        assert_eq!(text_of(&again, &Slot::Place), "xã Mẫu B (mới)");
    }
    for places in [&["xã Mẫu A", "xã Mẫu C"][..], &[]] {
        let again = gone_on_in(with_letters(places), &draft);
        assert!(!matches!(again.app.overlays.last(), Some(Overlay::Form(_))));
        let said = again.said();
        assert!(
            said.contains("không còn") && said.contains("xã Mẫu B (mới)"),
            "{said}"
        );
    }
}

#[test]
fn a_choice_goes_back_by_its_word_and_not_by_its_place() {
    let what = FormFor::Quota(unit_id("duong-quang-mau-1"), None);
    let mut desk = open(&what);
    let track = text_of(&desk, &Slot::Track);
    desk.press("Space");
    let other = text_of(&desk, &Slot::Track);
    assert_ne!(other, track);
    desk.press("↓ ↓").write("7");
    let draft = desk.app.draft().unwrap();
    let mut header = sample().header().clone();
    header.settings.tracks.reverse();
    let book = Book::new(header, sample().units().to_vec(), Vec::new());
    let again = gone_on_in(book, &draft);
    assert_eq!(text_of(&again, &Slot::Track), other);
    assert_eq!(text_of(&again, &Slot::Target), "7");
}

/// A form that the release before kept: by the places of its values.
#[test]
fn a_form_as_the_release_before_kept_it_is_shown_and_moves_nowhere() {
    let handing = Desk::new().press("2 d").form().what.clone();
    let old = ron::to_string(&handing).unwrap();
    let old = old.replace("by:", "below:[\"xuat-hoa\",\"duong-quang\"],by:");
    let what: FormFor = ron::from_str(&old).unwrap();
    assert_eq!(what, handing);
    for what in forms() {
        let text = |text: &str| Typed::Text(text.to_owned());
        let draft = Draft::Form(what, vec![Typed::Place(1), text("nửa chừng"), text("22")]);
        let desk = gone_on_with(kept(&draft));
        assert!(desk.app.overlays.is_empty());
        assert_eq!(desk.said(), "Không còn chỗ cho phần đã gõ: nửa chừng · 22");
    }
}

#[test]
fn a_word_that_no_row_of_the_rules_names_stays_what_it_is_in_its_form() {
    let mut book = sample();
    let limit = Extended {
        limit: code("no-such-limit"),
        on: day(2022, 5, 1),
        reason: None,
    };
    let vote = Vote {
        body: Some(code("no-such-body")),
        ..Vote::new(code("no-such-stage"), day(2022, 5, 1), 9, 9, 9, 0)
    };
    for field in [
        CandidateField::Extensions(vec![limit.clone()]),
        CandidateField::Votes(vec![vote.clone()]),
    ] {
        let change = Change::SetCandidate(person_id("mau-19"), field);
        book.apply(change).unwrap();
    }
    let mut desk = Desk::with(book, Lang::Vi);
    desk.press("/").write("mau 19").press("Enter Enter");
    go_to(&mut desk, SheetRow::Vote(0));
    desk.press("e");
    assert_eq!(text_of(&desk, &Slot::Body), "no-such-body");
    // It is not put right silently either.
    desk.press("Enter");
    let fault = desk.form().fault.clone().unwrap();
    let said = desk.config.texts.say(&fault);
    assert!(said.contains("no-such-stage"), "{said}");
    desk.press("Esc");
    go_to(&mut desk, SheetRow::Extension(0));
    desk.press("e");
    assert_eq!(text_of(&desk, &Slot::Limit), "no-such-limit");
    desk.press("Enter");
    let fault = desk.form().fault.clone().unwrap();
    let said = desk.config.texts.say(&fault);
    assert!(said.contains("no-such-limit"), "{said}");
    desk.press("Esc");
    let (_, person) = desk.app.book.candidate(&person_id("mau-19")).unwrap();
    assert_eq!(person.votes, [vote]);
    assert_eq!(person.extensions, [limit]);
}
