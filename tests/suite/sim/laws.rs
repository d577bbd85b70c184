//! The laws of merging, on edits drawn by seed and saved by stores that began with one book.

use super::players::{DATA, book};
use super::run::disk_with;
use crate::help::simdisk::SimDisk;
use crate::world::{day, person_id, stamp, unit_id};
use fastrand::Rng;
use ketnap::model::{Book, Candidate, CandidateField, Change, Note};
use ketnap::store::{Access, Saved, Store};
use std::path::PathBuf;
use std::sync::Arc;

/// So many cases of each law.
const CASES: u64 = 64;

fn store(disk: &SimDisk) -> Store {
    Store::on(
        Arc::new(disk.clone()),
        PathBuf::from(DATA),
        Access::ReadWrite,
    )
}

/// Somebody who has read the book and saves later, when others have saved meanwhile.
struct Author {
    store: Store,
    book: Book,
}

impl Author {
    fn on(disk: &SimDisk) -> Self {
        let store = store(disk);
        let book = store.load().unwrap();
        Self { store, book }
    }

    /// Saves a change; its number and what takes it back, if it was not asked or refused.
    fn save(mut self, change: Change, undoes: Option<u64>) -> Option<(u64, Change)> {
        let edit = match undoes {
            Some(_) => self.book.edit_back(change).ok()?,
            None => self.book.edit(change).ok()?,
        };
        match self
            .store
            .save_merged(&self.book, &edit, undoes, &stamp())
            .unwrap()
        {
            Saved::AsMade(n) => Some((n, edit.inverse)),
            Saved::Merged(n, edit, _) => Some((n, edit.inverse)),
            Saved::Asked(..) | Saved::Refused(..) => None,
        }
    }
}

fn there(disk: &SimDisk) -> Book {
    store(disk).load().unwrap()
}

const FIELDS: [fn(String) -> CandidateField; 4] = [
    |text| CandidateField::Name(text),
    |text| CandidateField::Residence(Some(text)),
    |text| CandidateField::Occupation(Some(text)),
    |text| CandidateField::Profession(Some(text)),
];

/// An edit of some fields of some people; `lane` keeps the fields of two authors apart.
fn fields(rng: &mut Rng, lane: usize, lanes: usize) -> Change {
    let mut all = Vec::new();
    for person in ["p1", "p2", "p3", "p4"] {
        for (at, field) in FIELDS.iter().enumerate() {
            let mine = at % lanes == lane % FIELDS.len().min(lanes);
            if mine && rng.u8(..3) == 0 {
                let text = format!("Mẫu {lane} {}", rng.u16(..));
                all.push(Change::SetCandidate(person_id(person), field(text)));
            }
        }
    }
    let text = format!("Mẫu {lane} luôn {}", rng.u16(..));
    all.push(Change::SetCandidate(
        person_id("p1"),
        FIELDS[lane % lanes](text),
    ));
    Change::Many(all)
}

/// A remark added to those that a person has in a book.
fn note(book: &Book, person: &str, text: &str) -> Change {
    let id = person_id(person);
    let mut notes = book.candidate(&id).unwrap().1.notes.clone();
    notes.push(Note {
        on: day(2026, 11, 23),
        text: text.into(),
    });
    Change::SetCandidate(id, CandidateField::Notes(notes))
}

/// The book after changes that were all made on the same book and saved in an order.
fn merged(changes: &[Change], order: &[usize]) -> Book {
    let disk = disk_with(&book());
    let mut authors: Vec<Option<Author>> =
        changes.iter().map(|_| Some(Author::on(&disk))).collect();
    for at in order {
        let author = authors[*at].take().unwrap();
        assert!(author.save(changes[*at].clone(), None).is_some());
    }
    assert_eq!(store(&disk).verify_journal(), []);
    there(&disk)
}

fn each_case(mut case: impl FnMut(&mut Rng)) {
    for seed in 0..CASES {
        case(&mut Rng::with_seed(seed));
    }
}

#[test]
fn merging_is_commutative() {
    each_case(|rng| {
        let changes = [fields(rng, 0, 2), fields(rng, 1, 2)];
        assert_eq!(merged(&changes, &[0, 1]), merged(&changes, &[1, 0]));
    });
}

#[test]
fn merging_is_associative() {
    each_case(|rng| {
        let changes = [fields(rng, 0, 3), fields(rng, 1, 3), fields(rng, 2, 3)];
        let one = merged(&changes, &[0, 1, 2]);
        for order in [[1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            assert_eq!(merged(&changes, &order), one);
        }
        // Two of them as one edit, the third beside them.
        let both = Change::Many(vec![changes[1].clone(), changes[2].clone()]);
        assert_eq!(merged(&[changes[0].clone(), both], &[0, 1]), one);
    });
}

#[test]
fn merging_is_idempotent() {
    each_case(|rng| {
        let change = fields(rng, 0, 1);
        let once = merged(std::slice::from_ref(&change), &[0]);
        let twice = [change.clone(), change];
        assert_eq!(merged(&twice, &[0, 1]), once);
    });
}

#[test]
fn ones_own_edit_survives_merging() {
    each_case(|rng| {
        let disk = disk_with(&book());
        let (mine, theirs) = (Author::on(&disk), Author::on(&disk));
        let (my_change, their_change) = (fields(rng, 0, 2), fields(rng, 1, 2));
        let remark = note(&mine.book, "p2", "của mình");
        let their_remark = note(&theirs.book, "p2", "của họ");
        let (my, their) = (
            Change::Many(vec![my_change.clone(), remark]),
            Change::Many(vec![their_change.clone(), their_remark]),
        );
        theirs.save(their, None).unwrap();
        mine.save(my, None).unwrap();
        let mut now = there(&disk);
        let notes: Vec<String> = now
            .candidate(&person_id("p2"))
            .unwrap()
            .1
            .notes
            .iter()
            .map(|note| note.text.clone())
            .collect();
        assert!(notes.contains(&"của mình".into()) && notes.contains(&"của họ".into()));
        // Both stand already: making them again alters nothing.
        let same = now.clone();
        now.apply(my_change).unwrap();
        now.apply(their_change).unwrap();
        assert_eq!(now, same);
    });
}

#[test]
fn nobody_who_was_taken_out_comes_back_by_merging() {
    each_case(|rng| {
        let disk = disk_with(&book());
        let (mine, theirs) = (Author::on(&disk), Author::on(&disk));
        let gone = ["p1", "p2", "p3", "p4"][rng.usize(..4)];
        theirs
            .save(Change::RemoveCandidate(person_id(gone)), None)
            .unwrap();
        let text = format!("Mẫu {}", rng.u16(..));
        let change = Change::SetCandidate(person_id(gone), FIELDS[rng.usize(..4)](text));
        let before = there(&disk);
        assert_eq!(mine.save(change, None), None);
        assert_eq!(there(&disk), before);
        assert!(before.candidate(&person_id(gone)).is_none());
    });
}

#[test]
fn merging_and_taking_back_is_taking_back_and_merging() {
    each_case(|rng| {
        let mut change = fields(rng, 0, 2);
        if rng.bool() {
            let on = day(2026, 1, 5);
            let new = Candidate::new(
                person_id("p5"),
                "Mẫu Mới".into(),
                crate::world::code("source"),
                on,
            );
            change = Change::Many(vec![
                change,
                Change::AddCandidate(unit_id("b"), Box::new(new)),
            ]);
        }
        let theirs = fields(rng, 1, 2);
        let after = |late: bool| {
            let disk = disk_with(&book());
            let (mine, other) = (Author::on(&disk), Author::on(&disk));
            let (n, back) = mine.save(change.clone(), None).unwrap();
            let mut other = Some(other);
            let mut beside = || other.take().unwrap().save(theirs.clone(), None).unwrap();
            if !late {
                beside();
            }
            Author::on(&disk).save(back, Some(n)).unwrap();
            if late {
                beside();
            }
            there(&disk)
        };
        assert_eq!(after(true), after(false));
    });
}
