//! Every field of a golden book is told wherever its record is: on the sheet, in `show`, between versions, in journals.

use super::{books, copied, load};
use crate::desk::Desk;
use crate::world::{code, day};
use ketnap::app::{Msg, Overlay, Sheet};
use ketnap::exchange::{Numbers, PersonReport, Report as _};
use ketnap::model::{
    AnyField, Book, Candidate, CandidateField, CandidateId, Change, Clash, Conflict, Deed, Joined,
    Unit, UnitField, UnitId, differing, field_key,
};
use ketnap::text::Lang;
use std::collections::BTreeSet;

fn golden() -> impl Iterator<Item = Book> {
    books().into_iter().map(|dir| load(&copied(&dir)))
}

/// The fields of a person that say something, as they are where nothing is known.
fn blank(person: &Candidate) -> Vec<CandidateField> {
    let name = "Không Tên".to_owned();
    let nobody = Candidate::new(person.id.clone(), name, code("source"), day(1999, 9, 9));
    differing(person, &nobody)
}

/// The book without one field of a person.
fn without(book: &Book, id: &CandidateId, field: CandidateField) -> Book {
    let mut book = book.clone();
    book.edit_back(Change::SetCandidate(id.clone(), field))
        .unwrap();
    book
}

/// Names every field without which the same is told as with it, in none of the golden books.
fn told(tell: impl Fn(&Book, &CandidateId) -> String) {
    let (mut known, mut all) = (BTreeSet::new(), BTreeSet::new());
    for book in golden() {
        for person in book.units().iter().flat_map(|unit| &unit.candidates) {
            let whole = tell(&book, &person.id);
            for field in blank(person) {
                let key = field.key();
                all.insert(key);
                if tell(&without(&book, &person.id, field), &person.id) != whole {
                    known.insert(key);
                }
            }
        }
    }
    let tables = CandidateField::WORDS.iter().map(|(key, _)| *key);
    assert_eq!(all, tables.collect::<BTreeSet<_>>());
    assert_eq!(
        all.difference(&known).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
}

#[test]
fn every_field_of_a_person_is_on_the_sheet() {
    told(|book, id| {
        let mut desk = Desk::with(book.clone(), Lang::Vi);
        let sheet = Sheet::person(id.clone());
        desk.app.overlays.push(Overlay::Sheet(sheet));
        let screen = desk.screen(100, 300);
        // Its window is as wide as the screen; above and below it stands what is told of a step.
        let lines = screen.lines().filter(|line| line.starts_with('│'));
        lines.collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn every_field_of_a_person_is_in_show() {
    let desk = Desk::new();
    let texts = &desk.config.texts;
    told(|book, id| {
        let kept = (Vec::new(), Vec::new());
        let report = PersonReport::new(desk.world.known(book), id, kept, Numbers::Whole);
        format!("{:?}", report.table(texts))
    });
}

/// The window in which somebody chooses between two versions of a field.
fn settled(
    book: &Book,
    (unit, candidate): (&UnitId, Option<&CandidateId>),
    [mine, theirs]: [AnyField; 2],
) -> String {
    let clash = Clash::Field {
        base: None,
        mine,
        theirs,
    };
    let conflict = Conflict {
        unit: Some(unit.clone()),
        candidate: candidate.cloned(),
        clash,
    };
    let joined = Joined {
        change: Change::Many(Vec::new()),
        conflicts: vec![conflict],
    };
    let mut desk = Desk::with(book.clone(), Lang::Vi);
    desk.disk = Some(Msg::Conflict(Box::new(joined), Box::new(book.clone())));
    let sector = UnitField::Sector(Some("Nơi thử".to_owned()));
    desk.make(Change::SetUnit(unit.clone(), sector));
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Settle(_))));
    desk.screen(100, 60)
}

#[test]
fn every_field_is_told_where_versions_of_it_are_chosen_from() {
    let mut untold = BTreeSet::new();
    for book in golden() {
        for unit in book.units() {
            let mut tell = |person: Option<&CandidateId>, full: AnyField, none: AnyField| {
                let whose = (&unit.id, person);
                let without = settled(&book, whose, [none.clone(), none.clone()]);
                if settled(&book, whose, [full.clone(), none]) == without {
                    untold.insert(full.key());
                }
            };
            for person in &unit.candidates {
                for none in blank(person) {
                    let mut other = person.clone();
                    none.clone().put(&mut other);
                    let full = differing(&other, person).remove(0);
                    let [full, none] = [full, none].map(AnyField::Candidate);
                    tell(Some(&person.id), full, none);
                }
            }
            let nothing = Unit::new(unit.id.clone(), code("kind"), "Không Tên".to_owned());
            let fields = UnitField::all(unit)
                .into_iter()
                .zip(UnitField::all(&nothing));
            for (full, none) in fields.filter(|(full, none)| full != none) {
                tell(None, AnyField::Unit(full), AnyField::Unit(none));
            }
        }
    }
    assert_eq!(untold, BTreeSet::new());
}

#[test]
fn a_word_of_the_journals_is_said_alike_whosever_field_it_is() {
    let fields = CandidateField::WORDS.iter().chain(UnitField::WORDS);
    let deeds = Deed::ALL.map(|deed| (deed.key(), deed.text_key()));
    for (key, words) in fields.chain(&deeds) {
        assert_eq!(field_key(key), *words, "{key}");
    }
    assert_eq!(field_key("settings"), "field.book");
    assert_eq!(field_key("of-a-newer-program"), "field.other");
}
