//! Any bytes as a journal, and what follows a line of `====` as what takes edits back: the book opens, and the next save goes through or says why.

use ketnap::config::demo;
use ketnap::model::{CandidateField, CandidateId, Change};
use ketnap::store::{Access, Stamp, Store, read_files};
use std::fs;

const PART: &[u8] = b"====\n";

pub(crate) fn holds(bytes: &[u8]) {
    let part = bytes.windows(PART.len()).position(|part| part == PART);
    let (journal, undo) = part.map_or((bytes, &bytes[..0]), |at| {
        (&bytes[..at], &bytes[at + PART.len()..])
    });
    let place = tempfile::tempdir().expect("a place");
    let data = place.path().join("data");
    let (header, units) = read_files(demo::BOOK, &demo::UNITS[..1]).expect("the sample");
    let store = Store::new(data.clone(), Access::ReadWrite);
    store.create(&header, &units).expect("a new book");
    for (dir, file, bytes) in [
        ("journal/abcdefgh", "2022-11.ron", journal),
        (".local", "undo.ron", undo),
        (".local", "replica", &b"abcdefgh\n"[..]),
    ] {
        fs::create_dir_all(data.join(dir)).expect("a folder");
        fs::write(data.join(dir).join(file), bytes).expect("a file");
    }
    let _ = store.log();
    let _ = store.verify_journal();
    let _ = store.last_undoable();
    let mut book = store.load().expect("records that no journal can break");
    assert_eq!(book.units(), &units);
    let Some(person) = book.units().iter().flat_map(|unit| &unit.candidates).next() else {
        return;
    };
    let id: CandidateId = person.id.clone();
    let phone = CandidateField::Phone(Some("0123".to_owned()));
    let Ok(edit) = book.edit(Change::SetCandidate(id, phone)) else {
        return;
    };
    let stamp = Stamp {
        at: "2022-11-27T08:00:00+07:00".parse().expect("a time"),
        who: "mau".to_owned(),
    };
    if store.save(&book, &edit, None, &stamp).is_ok() {
        assert_eq!(store.load().expect("what was saved").units(), book.units());
    }
}
