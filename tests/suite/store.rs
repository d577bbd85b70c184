//! The disk: what is written, what is refused, and how an edit is taken back.

use crate::world::{self, person_id, stamp, stored, unit_id};
use ketnap::model::*;
use ketnap::store::*;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

pub(crate) fn rename(id: &str, name: &str) -> Change {
    Change::SetCandidate(person_id(id), CandidateField::Name(name.into()))
}

pub(crate) fn save(store: &Store, book: &mut Book, change: Change) -> Result<u64, StoreError> {
    let edit = book.edit(change).unwrap();
    store.save(book, &edit, None, &stamp())
}

fn undo(store: &Store, book: &mut Book) -> Option<u64> {
    let last = store.last_undoable().unwrap()?;
    let edit = book.edit(last.inverse).unwrap();
    Some(store.save(book, &edit, Some(last.n), &stamp()).unwrap())
}

fn all_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

/// Everything on disk, for "nothing was altered".
fn snapshot(dir: &Path) -> Vec<(PathBuf, u64, SystemTime, Vec<u8>)> {
    let files = all_files(dir).into_iter().filter(|path| path.is_file());
    files
        .map(|path| {
            let about = fs::metadata(&path).unwrap();
            let bytes = fs::read(&path).unwrap();
            (path, about.ino(), about.modified().unwrap(), bytes)
        })
        .collect()
}

#[test]
fn a_unit_file_looks_like_this() {
    let (_place, store, _) = stored();
    let text = fs::read_to_string(store.dir().join("units/b.ron")).unwrap();
    insta::assert_snapshot!(text, @r#"
        (
          format: 2,
          unit: (
            id: "b",
            kinds: [
              (
                value: "cell",
              ),
            ],
            names: [
              (
                value: "Chi bộ B",
              ),
            ],
            parents: [
              (
                value: "goc",
              ),
            ],
            candidates: [
              (
                id: "p3",
                name: "MẬT Lê Ừng",
                steps: [
                  (
                    on: "2026-01-05",
                    to: Stage("introduced"),
                  ),
                ],
                notes: [
                  (
                    on: "2026-01-05",
                    text: "MẬT: \"hai\" \\ hết",
                  ),
                ],
              ),
            ],
          ),
        )
        "#);
    let text = fs::read_to_string(store.dir().join("book.ron")).unwrap();
    insta::assert_snapshot!(text, @r#"
        (
          format: 2,
          least_reader: 2,
          id: "so-thu",
          roots: [
            (
              value: "goc",
            ),
          ],
          settings: (
            counting: Ceremony,
          ),
        )
        "#);
}

#[test]
fn what_is_stored_is_loaded() {
    let (_place, store, book) = stored();
    assert_eq!(store.presence().unwrap(), Presence::Book);
    assert_eq!(store.load().unwrap(), book);
    let again = store.create(book.header(), book.units());
    assert!(matches!(again, Err(StoreError::Exists(_))));
}

#[test]
fn no_book_is_said_so_and_nothing_is_made() {
    let place = world::temp();
    let store = Store::new(place.path().join("none"), Access::ReadWrite);
    assert_eq!(store.presence().unwrap(), Presence::Empty);
    assert!(matches!(store.load(), Err(StoreError::NoBook(_))));
    let mut book = world::book();
    let saved = save(&store, &mut book, rename("p1", "X"));
    assert!(matches!(saved, Err(StoreError::NoBook(_))));
    assert!(!store.dir().exists());
}

#[test]
fn a_half_made_book_can_be_finished_but_strange_units_are_kept() {
    let (_place, store, book) = stored();
    fs::remove_file(store.dir().join("book.ron")).unwrap();
    fs::remove_file(store.dir().join("units/b.ron")).unwrap();
    store.create(book.header(), book.units()).unwrap();
    assert_eq!(store.load().unwrap(), book);
    fs::remove_file(store.dir().join("book.ron")).unwrap();
    fs::write(store.dir().join("units/b.ron"), "mine").unwrap();
    let made = store.create(book.header(), book.units());
    assert!(matches!(made, Err(StoreError::Leftovers(_))));
}

#[test]
fn files_are_private_whatever_the_umask() {
    let old = rustix::process::umask(rustix::fs::Mode::empty());
    let (_place, store, mut book) = stored();
    save(&store, &mut book, rename("p1", "Khác")).unwrap();
    rustix::process::umask(old);
    for path in all_files(store.dir())
        .iter()
        .chain([&store.dir().to_owned()])
    {
        let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let meant = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, meant, "{}", path.display());
    }
    let shared = store.dir().join("units/a.ron");
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o660)).unwrap();
    save(&store, &mut book, rename("p1", "Nữa")).unwrap();
    let mode = fs::metadata(&shared).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o660);
}

#[test]
fn a_clash_is_refused_and_nothing_changes() {
    let (_place, store, mut mine) = stored();
    let mut theirs = mine.clone();
    save(&store, &mut theirs, rename("p2", "Họ sửa")).unwrap();
    let before = snapshot(store.dir());
    // The first touched unit is clean; it must not be written either.
    let both = Change::Many(vec![rename("p3", "Tôi"), rename("p1", "Tôi")]);
    let saved = save(&store, &mut mine, both);
    assert_eq!(saved, Err(StoreError::Clash { unit: unit_id("a") }));
    assert_eq!(snapshot(store.dir()), before);
}

#[test]
fn a_clash_of_settings_is_refused() {
    let (_place, store, mut mine) = stored();
    let settings = |note: &str| {
        let settings = BookSettings {
            note: Some(note.into()),
            ..BookSettings::default()
        };
        Change::SetBook(BookField::Settings(Box::new(settings)))
    };
    save(&store, &mut mine.clone(), settings("họ")).unwrap();
    let saved = save(&store, &mut mine, settings("tôi"));
    assert_eq!(saved, Err(StoreError::BookClash));
}

#[test]
fn the_same_save_twice_writes_nothing() {
    let (_place, store, mut book) = stored();
    let edit = book.edit(rename("p1", "Khác")).unwrap();
    let n = store.save(&book, &edit, None, &stamp()).unwrap();
    let before = snapshot(store.dir());
    assert_eq!(store.save(&book, &edit, None, &stamp()).unwrap(), n);
    let none = book.edit(Change::Many(Vec::new())).unwrap();
    assert_eq!(store.save(&book, &none, None, &stamp()).unwrap(), n);
    assert_eq!(snapshot(store.dir()), before);
}

#[test]
fn units_come_and_go() {
    let (_place, store, mut book) = stored();
    let mut unit = Unit::new(unit_id("c"), world::code("cell"), "Chi bộ C".into());
    unit.parents = book.unit(&unit_id("a")).unwrap().parents.clone();
    save(&store, &mut book, Change::AddUnit(Box::new(unit))).unwrap();
    assert_eq!(store.load().unwrap(), book);
    save(&store, &mut book, Change::RemoveUnit(unit_id("c"))).unwrap();
    assert!(!store.dir().join("units/c.ron").exists());
    assert_eq!(store.load().unwrap(), book);
    undo(&store, &mut book).unwrap();
    assert_eq!(store.load().unwrap(), book);
    assert!(book.unit(&unit_id("c")).is_some());
}

#[test]
fn one_edit_of_several_units_is_saved_whole() {
    let (_place, store, mut book) = stored();
    let person = book.candidate(&person_id("p1")).unwrap().1.clone();
    let moved = Change::Many(vec![
        Change::RemoveCandidate(person_id("p1")),
        Change::AddCandidate(unit_id("b"), Box::new(person)),
    ]);
    save(&store, &mut book, moved).unwrap();
    assert_eq!(store.load().unwrap(), book);
    undo(&store, &mut book).unwrap();
    assert_eq!(store.load().unwrap(), world::book());
}

#[test]
fn reading_only_writes_nothing() {
    let (_place, store, mut book) = stored();
    let store = Store::new(store.dir().to_owned(), Access::ReadOnly);
    let before = snapshot(store.dir());
    let saved = save(&store, &mut book, rename("p1", "X"));
    assert_eq!(saved, Err(StoreError::ReadOnly));
    assert_eq!(snapshot(store.dir()), before);
}

#[test]
fn undo_goes_back_step_by_step_and_an_undone_undo_counts_not() {
    let (_place, store, mut book) = stored();
    assert_eq!(undo(&store, &mut book), None);
    for name in ["Một", "Hai", "Ba"] {
        save(&store, &mut book, rename("p1", name)).unwrap();
    }
    assert_eq!(undo(&store, &mut book), Some(4));
    assert_eq!(store.last_undoable().unwrap().unwrap().n, 2);
    // Redo: the undo is taken back.
    let edit = book.edit(rename("p1", "Ba")).unwrap();
    store.save(&book, &edit, Some(4), &stamp()).unwrap();
    assert_eq!(store.last_undoable().unwrap().unwrap().n, 3);
    while undo(&store, &mut book).is_some() {}
    assert_eq!(book, world::book());
    assert_eq!(store.load().unwrap(), world::book());
}

#[test]
fn a_torn_undo_line_is_passed_over() {
    let (_place, store, mut book) = stored();
    save(&store, &mut book, rename("p1", "Một")).unwrap();
    let path = store.dir().join(".local/undo.ron");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, [&whole[..], b"(n: 2, chan"].concat()).unwrap();
    assert_eq!(store.last_undoable().unwrap().unwrap().n, 1);
    assert_eq!(save(&store, &mut book, rename("p1", "Hai")).unwrap(), 2);
    assert_eq!(store.last_undoable().unwrap().unwrap().n, 2);
}

#[test]
fn the_journal_is_a_chain_without_names() {
    let (_place, store, mut book) = stored();
    let both = Change::Many(vec![rename("p1", "MẬT Một"), rename("p3", "MẬT Hai")]);
    save(&store, &mut book, both).unwrap();
    undo(&store, &mut book).unwrap();
    let mut later = stamp();
    later.at += chrono::Duration::days(30);
    let edit = book.edit(Change::RemoveCandidate(person_id("p2"))).unwrap();
    assert_eq!(store.save(&book, &edit, None, &later).unwrap(), 3);
    let files = all_files(&store.dir().join("journal"));
    let files: Vec<_> = files.into_iter().filter(|path| path.is_file()).collect();
    let text: String = files
        .iter()
        .map(|f| fs::read_to_string(f).unwrap())
        .collect();
    // The word in the names of temporary files is another each time, and so are all seals.
    let plain = |line: &str| {
        let (line, _) = line.split_once("seal: ").unwrap();
        let Some((head, rest)) = line.split_once("token: \"") else {
            return format!("{line}…");
        };
        format!("{head}{}…", &rest[11..])
    };
    let text = text.lines().map(plain).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(text, @r#"
        Head(format: 2, …
        Intent(n: 1, files: [(unit: "a", old: "f884026a96e7c40c", new: "3a9ab9a2d8d09108"), (unit: "b", old: "379ee972bb55e8b5", new: "277b89365bac736b")], …
        (n: 1, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "a", record: "p1", fields: ["name"], …
        (n: 1, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "b", record: "p3", fields: ["name"], …
        Commit(n: 1, …
        Done(n: 1, …
        Intent(n: 2, files: [(unit: "a", old: "3a9ab9a2d8d09108", new: "f884026a96e7c40c"), (unit: "b", old: "277b89365bac736b", new: "379ee972bb55e8b5")], …
        (n: 2, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "b", record: "p3", fields: ["name"], undoes: 1, …
        (n: 2, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "a", record: "p1", fields: ["name"], undoes: 1, …
        Commit(n: 2, …
        Done(n: 2, …
        Head(format: 2, …
        Intent(n: 3, files: [(unit: "a", old: "f884026a96e7c40c", new: "582bcc7425c61903")], …
        (n: 3, at: "2026-12-23T21:19:14+07:00", who: "thu-ky", unit: "a", record: "p2", fields: ["removed"], …
        Done(n: 3, …
        "#);
    assert!(!text.contains("MẬT"));
    assert_eq!(store.verify_journal(), []);
    assert_eq!(files.len(), 2);
}

#[test]
fn what_a_killed_save_left_is_swept_at_the_next_start() {
    let (_place, store, book) = stored();
    let left = [
        "units/.a.ron.ketnap-abcdefgh.tmp",
        ".book.ron.ketnap-abcdefgh.tmp",
        ".local/.replica.ketnap-abcdefgh.tmp",
    ];
    for path in left {
        fs::write(store.dir().join(path), "(").unwrap();
    }
    let reader = Store::new(store.dir().to_owned(), Access::ReadOnly);
    assert_eq!(reader.load().unwrap(), book);
    assert!(left.iter().all(|path| store.dir().join(path).exists()));
    assert_eq!(store.load().unwrap(), book);
    let files = all_files(store.dir());
    let ends = |path: &&PathBuf| path.to_string_lossy().ends_with(".tmp");
    assert_eq!(files.iter().filter(ends).count(), 0);
}

#[test]
fn a_start_does_not_wait_long_for_a_stopped_holder_and_leaves_its_files_alone() {
    use rustix::fs::{FlockOperation, flock};
    let (_place, store, book) = stored();
    let held = fs::File::open(store.dir().join(".local/lock")).unwrap();
    flock(&held, FlockOperation::LockExclusive).unwrap();
    let waiting = store.dir().join("units/.a.ron.ketnap-abcdefgh.tmp");
    fs::write(&waiting, "(").unwrap();
    let begun = Instant::now();
    assert_eq!(store.load().unwrap(), book);
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(waiting.exists());
}

#[test]
fn what_does_not_read_back_the_same_is_not_written() {
    let (_place, store, mut book) = stored();
    let before = snapshot(store.dir());
    // A year of five digits can be printed, but not read.
    let on = world::day(12_345, 1, 5);
    let text = "Ghi chú mẫu".to_owned();
    let notes = CandidateField::Notes(vec![Note { on, text }]);
    let change = Change::SetCandidate(person_id("p1"), notes);
    assert_eq!(save(&store, &mut book, change), Err(StoreError::Internal));
    assert_eq!(snapshot(store.dir()), before);
    let (_place, store, mut book) = stored();
    let before = snapshot(store.dir());
    let settings = BookSettings {
        today: Some(on),
        ..BookSettings::default()
    };
    let change = Change::SetBook(BookField::Settings(Box::new(settings)));
    assert_eq!(save(&store, &mut book, change), Err(StoreError::Internal));
    assert_eq!(snapshot(store.dir()), before);
}

#[test]
fn a_failed_save_leaves_no_trace() {
    let (_place, store, mut book) = stored();
    save(&store, &mut book, rename("p1", "Một")).unwrap();
    let before = snapshot(store.dir());
    // A directory in the way of the second file makes its rename fail.
    let mut unit = Unit::new(unit_id("c"), world::code("cell"), "C".into());
    unit.parents = book.unit(&unit_id("a")).unwrap().parents.clone();
    let edit = book
        .edit(Change::Many(vec![
            rename("p1", "Hai"),
            Change::AddUnit(Box::new(unit)),
        ]))
        .unwrap();
    fs::create_dir(store.dir().join("units/c.ron")).unwrap();
    assert!(store.save(&book, &edit, None, &stamp()).is_err());
    assert_eq!(snapshot(store.dir()), before);
}

#[test]
fn the_lock_is_waited_for_and_a_deleted_lock_file_is_no_lock() {
    use rustix::fs::{FlockOperation, flock};
    let (_place, store, mut book) = stored();
    let path = store.dir().join(".local/lock");
    let held = fs::File::open(&path).unwrap();
    flock(&held, FlockOperation::LockExclusive).unwrap();
    let edit = book.edit(rename("p1", "Một")).unwrap();
    let asked = Instant::now();
    let saved = store.save(&book, &edit, None, &stamp());
    assert_eq!(saved, Err(StoreError::Locked));
    let waited = asked.elapsed();
    assert!(waited > Duration::from_secs(2) && waited < Duration::from_secs(5));
    fs::remove_file(&path).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
}

#[test]
fn a_board_that_was_cut_off_has_the_book_open_no_more() {
    let place = world::temp();
    let store = Store::new(place.path().join("data"), Access::ReadWrite);
    let visitor = Visitor {
        who: "ba".to_owned(),
        since: "2022-11-27T08:00:00+07:00".to_owned(),
    };
    let own = store.open_session(&visitor).unwrap();
    own.keep(&"nửa câu").unwrap();
    assert_eq!(store.visitors(Some(&own)), []);
    assert_eq!(store.visitors(None), [visitor]);
    // As a killed program leaves them: both files, and no lock.
    let local = store.dir().join(".local");
    for entry in std::fs::read_dir(&local).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some((word, rest)) = name.split_once('-') {
            let end = rest.strip_suffix(".ron").map_or("", |_| ".ron");
            let dead = local.join(format!("{word}-dead{end}"));
            std::fs::copy(local.join(&name), dead).unwrap();
        }
    }
    own.forget();
    let left = store.left_drafts::<String>();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].draft, "nửa câu");
    assert_eq!(store.visitors(Some(&own)), []);
    assert!(
        store.left_drafts::<String>().is_empty(),
        "offered once only"
    );
    drop(left);
    assert_eq!(store.left_drafts::<String>().len(), 1);
}
