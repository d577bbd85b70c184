//! Small books and empty places for tests.

use chrono::{DateTime, FixedOffset, NaiveDate};
use ketnap::model::{
    Book, BookSettings, Candidate, CandidateId, Code, Dated, Header, Note, Unit, UnitId,
};
use ketnap::store::{Access, Stamp, Store};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A directory that goes when the test ends.
pub(crate) fn temp() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// The day that it is at the office, whatever zone this machine keeps.
pub(crate) fn office_day() -> NaiveDate {
    (chrono::Utc::now() + chrono::TimeDelta::hours(7)).date_naive()
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn unit_id(text: &str) -> UnitId {
    UnitId::new(text).unwrap()
}

pub(crate) fn person_id(text: &str) -> CandidateId {
    CandidateId::new(text).unwrap()
}

pub(crate) fn header() -> Header {
    Header::new(code("so-thu"), unit_id("goc"), BookSettings::default())
}

/// A committee, two cells below it, three people, with names no message may show.
pub(crate) fn book() -> Book {
    let root = Unit::new(unit_id("goc"), code("committee"), "Đảng bộ Mẫu".into());
    let cell = |id: &str, name: &str, people: &[(&str, &str)]| {
        let mut unit = Unit::new(unit_id(id), code("cell"), name.into());
        unit.parents = vec![Dated {
            from: None,
            value: unit_id("goc"),
        }];
        for (id, name) in people {
            let on = day(2026, 1, 5);
            let mut person = Candidate::new(person_id(id), (*name).into(), code("introduced"), on);
            person.notes.push(Note {
                on,
                text: "MẬT: \"hai\" \\ hết".into(),
            });
            unit.candidates.push(person);
        }
        unit
    };
    let units = vec![
        root,
        cell(
            "a",
            "Chi bộ A",
            &[("p1", "MẬT Nguyễn Ất"), ("p2", "MẬT Trần Đỏ")],
        ),
        cell("b", "Chi bộ B", &[("p3", "MẬT Lê Ừng")]),
    ];
    Book::new(header(), units, Vec::new())
}

/// A store that holds [`book`], in `data` of a temporary directory.
pub(crate) fn stored() -> (TempDir, Store, Book) {
    let place = temp();
    let store = Store::new(place.path().join("data"), Access::ReadWrite);
    let book = book();
    store.create(book.header(), book.units()).unwrap();
    (place, store, book)
}

pub(crate) fn stamp() -> Stamp {
    let at: DateTime<FixedOffset> = "2026-11-23T21:19:14+07:00".parse().unwrap();
    Stamp {
        at,
        who: "thu-ky".into(),
    }
}

/// Does something that must not hang: beside the test, which fails if it takes too long.
pub(crate) fn soon(what: impl FnOnce() + Send + 'static) {
    let (done, waits) = std::sync::mpsc::channel();
    let beside = std::thread::spawn(move || {
        what();
        let _ = done.send(());
    });
    let hangs = waits.recv_timeout(std::time::Duration::from_secs(60));
    assert!(
        hangs != Err(std::sync::mpsc::RecvTimeoutError::Timeout),
        "it hangs"
    );
    if let Err(panic) = beside.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Waits until a file was last changed so long ago that a look at it no longer takes it for changed
/// on account of its time alone.
pub(crate) fn at_rest(file: &Path) {
    let close = Duration::from_millis(2_010);
    let changed = || {
        let about = std::fs::symlink_metadata(file).unwrap();
        let since = Duration::new(about.ctime() as u64, about.ctime_nsec() as u32);
        SystemTime::UNIX_EPOCH + since
    };
    while let Ok(left) = (changed() + close).duration_since(SystemTime::now()) {
        std::thread::sleep(left);
    }
}
