//! What must not go wrong at the board: failed saves, clashes, pastes, unchanged values, lost selections.

use crate::board::at;
use crate::desk::{Desk, sample};
use crate::world::{person_id, unit_id};
use ketnap::app::{Msg, Overlay, SaveMark};
use ketnap::model::{Change, Message};

#[test]
fn a_failed_save_takes_the_change_back_and_gives_the_typing_back() {
    let mut desk = at("mau-19");
    desk.disk = Some(Msg::NotSaved(Message::error("store.no-space")));
    desk.press("e Ctrl+U").write("Hà Mẫu 19").press("Enter");
    assert_eq!(desk.app.book, sample());
    assert_eq!(desk.app.saved, SaveMark::Failed);
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!()
    };
    assert_eq!(prompt.input.value(), "Hà Mẫu 19");
    desk.press("Enter");
    assert_eq!(desk.app.saved, SaveMark::Saved, "the next try goes through");
    desk.disk = Some(Msg::NotSaved(Message::error("store.no-space")));
    desk.press("e Ctrl+U").write("Hạ Mẫu 19").press("Enter ← →");
    assert_eq!(desk.app.saved, SaveMark::Failed, "it can be tried again");
    desk.press("Esc ↓");
    assert_eq!(desk.app.saved, SaveMark::Clean, "nothing waits any more");
}

#[test]
fn a_clash_takes_the_other_book_over_and_keeps_the_typing() {
    let mut desk = at("mau-19");
    let mut other = sample();
    other
        .apply(Change::RemoveCandidate(person_id("mau-01")))
        .unwrap();
    let why = Message::error("store.clash").with("unit", "x");
    desk.disk = Some(Msg::Clash(why, Box::new(other.clone())));
    desk.press("e Ctrl+U").write("Hà Mẫu 19").press("Enter");
    assert_eq!(desk.app.book, other);
    assert!(
        matches!(desk.app.overlays.last(), Some(Overlay::Prompt(p)) if p.input.value() == "Hà Mẫu 19")
    );
}

#[test]
fn nothing_changes_in_a_book_opened_for_reading() {
    let mut desk = at("mau-19");
    desk.app.read_only = true;
    for keys in ["e", ">", "<", "m", "p", "x", "a"] {
        desk.press(keys);
        assert!(desk.app.overlays.is_empty(), "{keys}");
        assert!(!desk.said().is_empty(), "{keys} says why");
    }
    assert!(desk.saves.is_empty());
}

#[test]
fn pasted_text_is_never_a_command() {
    let mut desk = at("mau-19");
    desk.send(Msg::Paste(">>>qqq\n>".to_owned()));
    assert_eq!(desk.app.book, sample());
    assert!(desk.effects.is_empty());
    desk.press("e Ctrl+U");
    desk.send(Msg::Paste("Hà\nThị\tMẫu\u{1b}[31m 19".to_owned()));
    desk.press("Enter");
    let name = &desk
        .app
        .book
        .candidate(&person_id("mau-19"))
        .unwrap()
        .1
        .name;
    assert_eq!(name, "Hà Thị Mẫu[31m 19");
}

#[test]
fn a_huge_paste_is_cut_and_said() {
    let mut desk = at("mau-19");
    desk.press("→ → → → → → e");
    desk.send(Msg::Paste("x".repeat(5_000_000)));
    assert!(desk.said().contains("ký tự"), "{}", desk.said());
    let screen = desk.screen(120, 36);
    assert!(screen.contains(&desk.said()[..30]), "{screen}");
    desk.press("Enter");
    assert_eq!(
        desk.app
            .book
            .candidate(&person_id("mau-19"))
            .unwrap()
            .1
            .notes
            .last()
            .unwrap()
            .text
            .len(),
        2_000
    );
}

#[test]
fn a_paste_of_lines_keeps_the_words_apart() {
    let mut desk = at("mau-19");
    desk.press("e Ctrl+U");
    desk.send(Msg::Paste("Hà\rThị\r\nMẫu 19".to_owned()));
    assert_eq!(desk.said(), "", "nothing was left out");
    desk.press("Enter");
    let name = &desk
        .app
        .book
        .candidate(&person_id("mau-19"))
        .unwrap()
        .1
        .name;
    assert_eq!(name, "Hà Thị Mẫu 19");
}

#[test]
fn enter_on_an_unchanged_value_changes_nothing() {
    let mut desk = at("mau-19");
    for _ in 0..6 {
        desk.press("e");
        if matches!(desk.app.overlays.last(), Some(Overlay::Prompt(_))) {
            desk.press("Enter");
        } else {
            desk.press("Esc");
        }
        desk.press("→");
    }
    desk.press("Tab Enter");
    for _ in 0..6 {
        desk.press("e");
        match desk.app.overlays.last() {
            Some(Overlay::Prompt(p)) if !p.input.value().is_empty() => desk.press("Enter"),
            Some(Overlay::Prompt(_) | Overlay::Pick(_)) => desk.press("Esc"),
            _ => &mut desk,
        }
        .press("↓");
    }
    assert_eq!(desk.app.book, sample());
    assert!(desk.saves.is_empty());
}

#[test]
fn two_numbers_are_asked_for_together() {
    let mut desk = Desk::new();
    desk.press("/")
        .write("to 7")
        .press("Enter Enter ↓ ↓ ↓ ↓ e")
        .write("32/")
        .press("Enter");
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!()
    };
    assert_eq!(prompt.fault.as_ref().unwrap().key, "refused.not-a-pair");
    desk.write("30").press("Enter");
    let unit = desk.app.book.unit(&unit_id("phung-chi-kien-to-7")).unwrap();
    assert_eq!(
        (unit.members[0].members, unit.members[0].full),
        (32, Some(30))
    );
}

#[test]
fn the_quota_screen_stays_on_its_organisation() {
    let mut desk = Desk::new();
    desk.press("2 / x u a t Enter [ [");
    let shown = |desk: &Desk| {
        let ketnap::rules::Spot::Unit(at) =
            desk.app.figures.tree.nodes[desk.app.screens.quotas.at].spot
        else {
            panic!()
        };
        desk.app.book.units()[at].id.clone()
    };
    assert_eq!(shown(&desk), unit_id("xuat-hoa"));
    desk.press("o ↑ e Ctrl+U")
        .write("A đứng đầu")
        .press("Enter Esc");
    assert_eq!(
        shown(&desk),
        unit_id("xuat-hoa"),
        "a new name sorts it elsewhere"
    );
}

#[test]
fn what_cannot_be_searched_is_not_found_and_nothing_fails() {
    let mut desk = Desk::new();
    desk.press("/").write("trường mẫu 3").press("Enter Tab");
    for _ in 0..10 {
        if desk.app.screens.board.pipeline.line().is_none() {
            break;
        }
        desk.press("x")
            .write("di")
            .press("Enter")
            .write("thử")
            .press("Enter");
        // The file just closed stays in sight until the list is made anew.
        desk.press("f f f");
    }
    assert!(
        desk.app.screens.board.pipeline.line().is_none(),
        "an empty list"
    );
    desk.press("/").write("ai").press("Enter n N");
    assert!(desk.said().contains("Không thấy"), "{}", desk.said());
}

#[test]
fn a_covered_screen_shows_nobody_and_the_next_key_only_uncovers() {
    let mut desk = Desk::new();
    desk.press("Tab");
    let before = desk.screen(80, 24);
    desk.send(Msg::Cover);
    let covered = desk.screen(80, 24);
    assert!(
        !covered.contains("Mẫu") && !covered.contains("69/110"),
        "{covered}"
    );
    assert!(covered.contains("được che"));
    desk.press(">");
    assert!(desk.saves.is_empty());
    assert_eq!(desk.screen(80, 24), before);
}
