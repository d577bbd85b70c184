//! The power goes before each operation of an erasure, and of making a file anonymous: the person is there whole or gone, and asking again leaves no byte.

use super::crash::after_a_cut;
use super::scene::{forty, store};
use crate::help::simdisk::SimDisk;
use crate::help::trouble::Trouble;
use crate::world::{person_id, stamp, unit_id};
use ketnap::model::{Book, Candidate, CandidateField, Change, differing};
use ketnap::store::{Erased, Fs, Rights, StoreError};
use std::collections::BTreeSet;
use std::path::Path;

const MARK: &str = "MẬT";
const ID: &str = "p-0-0";

fn person(book: &Book) -> Option<Candidate> {
    book.candidate(&person_id(ID)).map(|(_, one)| one.clone())
}

/// A book with somebody who was edited, and who is in a snapshot and a draft.
fn disk() -> SimDisk {
    let disk = SimDisk::new("/srv");
    let store = store(&disk);
    let mut book = forty();
    store.create(book.header(), book.units()).unwrap();
    for text in ["một", "hai"] {
        let name = CandidateField::Name(format!("{MARK} {text}"));
        let change = Change::SetCandidate(person_id(ID), name);
        let edit = book.edit(change).unwrap();
        store.save(&book, &edit, None, &stamp()).unwrap();
    }
    let unit = format!("units/{}.ron", unit_id("cb-0"));
    let content = disk.content();
    let live = format!("/srv/data/{unit}");
    let live = content.iter().find(|(path, _)| **path == live);
    let list = format!(
        "(format: 1, made: \"2026-11-20T08:00:00+07:00\", files: [(path: \"{unit}\", size: 1, sha256: \"00\")])"
    );
    let draft = format!("Line(Note(\"{ID}\"), \"{MARK}\")");
    let snapshot = Path::new("/srv/data/.backup/2026-11-20");
    for dir in [
        Path::new("/srv/data/.backup"),
        snapshot,
        &snapshot.join("units"),
    ] {
        // The edits above have made the first one already.
        disk.make_dir(dir)
            .or_else(|_| disk.about(dir).map(|_| ()))
            .unwrap();
    }
    for (path, bytes) in [
        (snapshot.join(&unit), live.unwrap().1.clone()),
        (snapshot.join("manifest.ron"), list.into_bytes()),
        (
            "/srv/data/.local/draft-abcdefgh.ron".into(),
            draft.into_bytes(),
        ),
    ] {
        let mut file = disk.create(&path, Rights::CLOSED).unwrap();
        assert_eq!(file.write(&bytes).unwrap(), bytes.len());
    }
    disk.settle();
    disk
}

fn erase(disk: &SimDisk) -> Result<Erased, StoreError> {
    let (store, id) = (store(disk), person_id(ID));
    let mut book = store.load()?;
    if book.home(&id).is_none() {
        return store.erase(&id, None, &stamp());
    }
    let edit = book.edit(Change::RemoveCandidate(id.clone())).unwrap();
    store.erase(&id, Some((&book, &edit)), &stamp())
}

fn anonymise(disk: &SimDisk) -> Result<Erased, StoreError> {
    let (store, people) = (store(disk), BTreeSet::from([person_id(ID)]));
    let mut book = store.load()?;
    let now = person(&book).unwrap();
    if now.is_anonymous() {
        return store.anonymise(&people, None, &stamp());
    }
    let fields = differing(&now, &now.anonymous()).into_iter();
    let fields = fields.map(|field| Change::SetCandidate(person_id(ID), field));
    let edit = book.edit(Change::Many(fields.collect())).unwrap();
    store.anonymise(&people, Some((&book, &edit)), &stamp())
}

fn marked(disk: &SimDisk) -> Vec<String> {
    let content = disk.content().into_iter();
    let marked = content.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(MARK));
    marked.map(|(path, _)| path).collect()
}

type Act = fn(&SimDisk) -> Result<Erased, StoreError>;

/// Breaks it off before each of its operations, and asks again.
fn cut_off_anywhere(act: Act, gone: fn(Option<&Candidate>) -> bool, fewer: usize) {
    let whole = disk();
    let before = store(&whole).load().unwrap();
    assert_eq!(marked(&whole).len(), 4);
    let count = whole.fork();
    count.expect(Trouble::default());
    act(&count).unwrap();
    let operations = count.trouble().log.len();
    assert!(operations > 50, "{operations}");
    for at in 0..=operations {
        let disk = whole.fork();
        disk.expect(Trouble::power_goes(at));
        let done = act(&disk);
        if let Ok(erased) = &done {
            assert_eq!(erased.left, Vec::<String>::new());
        }
        for left in after_a_cut(&disk, at as u64) {
            // What was said to be done is done, whatever the power took.
            if done.is_ok() {
                assert_eq!(marked(&left), Vec::<String>::new(), "{at}");
            }
            let found = store(&left).load().unwrap();
            let one = person(&found);
            assert!(gone(one.as_ref()) || one == person(&before), "{at}");
            act(&left).unwrap();
            assert_eq!(marked(&left), Vec::<String>::new(), "{at}");
            assert_eq!(left.temps(), 0, "{at}");
            assert_eq!(store(&left).verify_journal(), []);
            let now = store(&left).load().unwrap();
            assert!(gone(person(&now).as_ref()));
            assert_eq!(now.candidate_count() + fewer, before.candidate_count());
        }
    }
}

#[test]
fn an_erasure_cut_off_anywhere_leaves_all_or_none_and_is_finished_by_the_next() {
    cut_off_anywhere(erase, |one| one.is_none(), 1);
}

#[test]
fn a_file_made_anonymous_is_so_or_not_and_the_next_time_finishes_it() {
    cut_off_anywhere(anonymise, |one| one.is_some_and(Candidate::is_anonymous), 0);
}
