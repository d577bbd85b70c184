//! A record is said once: `show`, the sheet and the window of two versions say it in the same words, every value in its place.

mod rows;

use crate::desk::Desk;
use crate::erase::{save, store};
use crate::help::place::Place;
use crate::world::{code, day, person_id};
use ketnap::app::{Msg, Overlay, Sheet};
use ketnap::model::{
    AnyField, Book, CandidateField, Change, Clash, Conflict, Guide, GuideKind, Joined, Vote,
};
use ketnap::text::Lang;

const ID: &str = "mau-24";

fn vote(agree: u32) -> Vote {
    Vote::new(code("khong-ro"), day(2022, 10, 3), 9, 8, agree, 2)
}

fn votes(agree: u32) -> CandidateField {
    CandidateField::Votes(vec![vote(agree)])
}

/// A sheet as it is drawn, with room for all of it.
fn sheet(book: &Book, lang: Lang, sheet: Sheet) -> String {
    let mut desk = Desk::with(book.clone(), lang);
    desk.app.overlays.push(Overlay::Sheet(sheet));
    desk.screen(140, 250)
}

/// The window in which a person's votes are asked about, with what stands in the book as theirs.
fn asked(book: &Book, lang: Lang, mine: CandidateField, theirs: CandidateField) -> String {
    let (unit, _) = book.candidate(&person_id(ID)).unwrap();
    let conflict = Conflict {
        unit: Some(unit.id.clone()),
        candidate: Some(person_id(ID)),
        clash: Clash::Field {
            base: None,
            mine: AnyField::Candidate(mine),
            theirs: AnyField::Candidate(theirs),
        },
    };
    let joined = Joined {
        change: Change::Many(Vec::new()),
        conflicts: vec![conflict],
    };
    let mut desk = Desk::with(book.clone(), lang);
    desk.disk = Some(Msg::Conflict(Box::new(joined), Box::new(book.clone())));
    desk.press("Tab e Ctrl+U").write("Của tôi").press("Enter");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Settle(_))));
    desk.screen(140, 40)
}

#[test]
fn a_vote_that_no_rule_knows_is_said_alike_wherever_it_is_read() {
    let place = Place::sample();
    save(&place, Change::SetCandidate(person_id(ID), votes(6)));
    let book = store(&place).load().unwrap();
    for (lang, said) in [
        (
            Lang::Vi,
            "không đạt 6/9, cần – · có mặt 8, không tán thành 2",
        ),
        (Lang::En, "failed 6/9, – needed · present 8, against 2"),
    ] {
        let shown = place.ok(&["--lang", lang.code(), "show", ID]);
        assert!(shown.contains(said), "{shown}");
        let drawn = sheet(&book, lang, Sheet::person(person_id(ID)));
        assert!(drawn.contains(said), "{drawn}");
        let window = asked(&book, lang, votes(6), votes(5));
        let other = said.replace("6/9", "5/9");
        assert!(window.contains(said) && window.contains(&other), "{window}");
    }
}

#[test]
fn an_introducer_is_told_on_the_sheet_as_whole_as_to_whoever_asks() {
    let place = Place::sample();
    let guide = |name: &str, together| Guide {
        together,
        ..Guide::new(name.into(), GuideKind::Member)
    };
    let both = vec![
        guide("Hà Mẫu Một", Some(day(2020, 1, 8))),
        guide("Hà Mẫu Hai", None),
    ];
    let change = CandidateField::Introducers(both);
    save(&place, Change::SetCandidate(person_id(ID), change));
    let book = store(&place).load().unwrap();
    let shown = place.ok(&["show", ID]);
    let drawn = sheet(&book, Lang::Vi, Sheet::person(person_id(ID)));
    for said in [
        "Hà Mẫu Một · đảng viên chính thức · cùng từ 08/01/2020",
        "Hà Mẫu Hai · đảng viên chính thức",
    ] {
        for told in [&shown, &drawn] {
            let line = told.lines().find(|line| line.contains(said));
            let line = line.unwrap_or_else(|| panic!("{said}: {told}"));
            let rest = line.split_once(said).unwrap().1;
            assert!(!rest.contains('·'), "{line}");
        }
    }
}
