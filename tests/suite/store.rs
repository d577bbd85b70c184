//! The disk: what is written, what is refused, and what bad files turn into.

use crate::world::{self, person_id, stamp, stored, unit_id};
use ketnap::model::*;
use ketnap::store::*;
use proptest::prelude::*;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

fn rename(id: &str, name: &str) -> Change {
    Change::SetCandidate(person_id(id), CandidateField::Name(name.into()))
}

fn save(store: &Store, book: &mut Book, change: Change) -> Result<u64, StoreError> {
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

fn lines(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).matches('\n').count()
}

fn journal(store: &Store) -> PathBuf {
    let found = all_files(&store.dir().join("journal"));
    found.into_iter().find(|path| path.is_file()).unwrap()
}

/// Puts bytes in the place of cell a's file and gives the row they turn into.
fn bad(bytes: &[u8]) -> Unreadable {
    let (_place, store, _) = stored();
    let path = store.dir().join("units/a.ron");
    fs::write(&path, bytes).unwrap();
    let book = store.load().unwrap();
    assert_eq!(
        book.unreadable().len(),
        1,
        "{:?}",
        String::from_utf8_lossy(bytes)
    );
    assert_eq!(book.units().len(), 2);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let row = book.unreadable()[0].clone();
    assert_eq!((row.id.as_str(), row.file.as_str()), ("a", "units/a.ron"));
    assert!(!format!("{row:?}").contains("MẬT"), "{row:?}");
    row
}

fn printed() -> String {
    let (_place, store, _) = stored();
    fs::read_to_string(store.dir().join("units/a.ron")).unwrap()
}

#[test]
fn a_unit_file_looks_like_this() {
    let (_place, store, _) = stored();
    let text = fs::read_to_string(store.dir().join("units/b.ron")).unwrap();
    insta::assert_snapshot!(text, @r#"
    (
      format: 1,
      unit: (
        id: "b",
        kind: "cell",
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
      format: 1,
      least_reader: 1,
      id: "so-thu",
      root: "goc",
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
        let mut settings = BookSettings::default();
        settings.note = Some(note.into());
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
fn a_refused_edit_gives_back_what_a_file_held_though_it_is_untidy() {
    let (_place, store, _) = stored();
    let text = printed().replace("MẬT Trần Đỏ", "MẬT  Trần\\nĐỏ");
    fs::write(store.dir().join("units/a.ron"), text).unwrap();
    let mut book = store.load().unwrap();
    let before = book.clone();
    let gone = Change::RemoveCandidate(person_id("p2"));
    let refused = book.apply(Change::Many(vec![gone.clone(), gone.clone()]));
    assert!(refused.is_err());
    assert_eq!(book, before);
    let edit = book.edit(gone).unwrap();
    book.revert(&edit).unwrap();
    assert_eq!(book, before);
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
fn a_cut_file_is_one_bad_row_at_any_length() {
    let text = printed();
    for end in 0..text.trim_end().len() {
        let row = bad(&text.as_bytes()[..end]);
        let kept = &text.as_bytes()[..end];
        if String::from_utf8_lossy(kept).trim().is_empty() {
            assert_eq!(row.fault.key, "file.empty");
            continue;
        }
        assert_eq!(
            row.fault.key,
            "file.cut",
            "{}",
            String::from_utf8_lossy(kept)
        );
        assert_eq!(row.line, lines(kept) + 1);
    }
}

#[test]
fn other_units_are_saved_beside_a_cut_one() {
    let (_place, store, _) = stored();
    let path = store.dir().join("units/a.ron");
    let cut = &printed().into_bytes()[..300];
    fs::write(&path, cut).unwrap();
    let mut book = store.load().unwrap();
    save(&store, &mut book, rename("p3", "Mới")).unwrap();
    assert_eq!(fs::read(&path).unwrap(), cut);
    assert_eq!(store.load().unwrap(), book);
    // Nor is a file written over that broke while the book was open.
    let mut open = world::book();
    let saved = save(&store, &mut open, rename("p1", "Mới"));
    assert!(matches!(saved, Err(StoreError::Unit { .. })), "{saved:?}");
    assert_eq!(fs::read(&path).unwrap(), cut);
}

#[test]
fn bom_and_crlf_are_read() {
    let (_place, store, mut book) = stored();
    let text = format!("\u{feff}{}", printed().replace('\n', "\r\n"));
    fs::write(store.dir().join("units/a.ron"), text).unwrap();
    assert_eq!(store.load().unwrap(), book);
    save(&store, &mut book, rename("p1", "Mới")).unwrap();
    let text = fs::read_to_string(store.dir().join("units/a.ron")).unwrap();
    assert!(text.starts_with("(\n") && !text.contains('\r'));
}

#[test]
fn every_bad_file_says_what_is_wrong_and_where() {
    let text = printed();
    let at = |needle: &str| text[..text.find(needle).unwrap()].matches('\n').count() + 1;
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = utf16.iter().copied();
    let with_mark: Vec<u8> = [0xff, 0xfe].into_iter().chain(marked).collect();
    let mut latin = text.clone().into_bytes();
    let name = text.find("MẬT").unwrap();
    latin[name] = 0xe1;
    let swap = |from: &str, to: &str| text.replacen(from, to, 1).into_bytes();
    let (head, tail) = text.rsplit_once("hết\"").unwrap();
    let open_text = format!("{head}hết{tail}").into_bytes();
    let last_note = head.matches('\n').count() + 1;
    let cases: Vec<(&str, Vec<u8>, usize)> = vec![
        ("file.empty", b" \n".to_vec(), 0),
        ("file.utf16", with_mark, 0),
        ("file.utf16", utf16, 0),
        ("file.binary", vec![0; 500], 1),
        (
            "file.binary",
            b"\x7fELF\0\0\xff\xff\xff\xff\xff\xff".to_vec(),
            1,
        ),
        ("file.not-utf8", latin, at("MẬT")),
        (
            "file.conflict",
            format!("<<<<<<< ours\n{text}").into_bytes(),
            1,
        ),
        (
            "file.conflict",
            swap("    kind", "<<<<<<< ours\n    kind"),
            at("kind"),
        ),
        ("file.newer", swap("format: 1", "format: 2, shape: [1]"), 0),
        ("file.unknown-field", swap("kind:", "kinds:"), at("kind:")),
        (
            "file.missing-field",
            swap("name: ", "phone: "),
            at("\n      ),\n      (") + 1,
        ),
        (
            "file.doubled-field",
            swap("kind: ", "kind: \"x\", kind: "),
            at("kind:"),
        ),
        ("file.unknown-word", swap("Stage(", "Stages("), at("Stage(")),
        ("file.syntax", swap("kind:", "kind;"), at("kind:")),
        (
            "file.syntax",
            format!("{text}x").into_bytes(),
            text.lines().count() + 1,
        ),
        ("file.syntax", "[".repeat(1_000_000).into_bytes(), 1),
        (
            "file.bad-value",
            swap("2026-01-05", "2026-02-30"),
            at("2026-01-05"),
        ),
        ("file.bad-value", swap("\"cell\"", "7"), at("\"cell\"")),
        ("file.bad-value", swap("\"p1\"", "\"MẬT\""), at("\"p1\"")),
        ("file.cut", open_text, last_note),
        ("file.wrong-id", swap("\"a\"", "\"z\""), 0),
    ];
    for (key, bytes, line) in cases {
        let row = bad(&bytes);
        let about = format!("{key}: {row:?}");
        assert_eq!(row.fault.key, key, "{about}");
        assert_eq!(row.line, line, "{about}");
    }
    let row = bad(&swap("kind:", "kínd:"));
    assert!(!format!("{row:?}").contains("kínd"), "{row:?}");
}

#[test]
fn what_is_no_regular_file_is_refused_without_hanging() {
    let (_place, store, _) = stored();
    let units = store.dir().join("units");
    symlink("/etc/hostname", units.join("link.ron")).unwrap();
    symlink(units.join("a.ron"), units.join("link2.ron")).unwrap();
    fs::create_dir(units.join("dir.ron")).unwrap();
    let fifo = std::process::Command::new("mkfifo")
        .arg(units.join("fifo.ron"))
        .status();
    assert!(fifo.unwrap().success());
    let sparse = fs::File::create(units.join("huge.ron")).unwrap();
    sparse.set_len(2 << 30).unwrap();
    fs::write(units.join("Chi bộ Ất.ron"), "x").unwrap();
    fs::write(units.join("Chi bo At.ron"), "x").unwrap();
    fs::write(units.join(".hidden.ron"), "x").unwrap();
    fs::write(units.join("notes.txt"), "x").unwrap();
    let book = store.load().unwrap();
    let rows: Vec<_> = book
        .unreadable()
        .iter()
        .map(|row| (row.id.as_str(), row.fault.key))
        .collect();
    let meant = [
        ("dir", "file.not-a-file"),
        ("fifo", "file.not-a-file"),
        ("huge", "file.too-large"),
        ("link", "file.not-a-file"),
        ("link2", "file.not-a-file"),
        ("file-chi-bo-at-1", "file.bad-name"),
        ("file-chi-bo-at-2", "file.bad-name"),
    ];
    assert_eq!(rows, meant);
    fs::remove_file(units.join("a.ron")).unwrap();
    symlink("/etc/hostname", units.join("a.ron")).unwrap();
    let saved = save(&store, &mut world::book(), rename("p1", "X"));
    assert!(matches!(saved, Err(StoreError::Unit { .. })), "{saved:?}");
}

#[test]
fn a_broken_head_is_told_with_its_place() {
    let (_place, store, _) = stored();
    let path = store.dir().join("book.ron");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("root", "roots")).unwrap();
    let Err(StoreError::Book { fault, .. }) = store.load() else {
        panic!()
    };
    assert_eq!((fault.message.key, fault.line), ("file.unknown-field", 5));
    fs::write(&path, text.replace("least_reader: 1", "least_reader: 2")).unwrap();
    assert!(matches!(store.load(), Err(StoreError::Newer(_))));
    fs::write(&path, text.replace("format: 1", "format: 2")).unwrap();
    let mut book = store.load().unwrap();
    let saved = save(&store, &mut book, rename("p1", "X"));
    assert!(matches!(saved, Err(StoreError::Newer(_))));
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
    insta::assert_snapshot!(text, @r#"
    (n: 1, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "a", record: "p1", fields: ["name"], prev: "0000000000000000")
    (n: 1, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "b", record: "p3", fields: ["name"], prev: "0d46c55e369a3f9b")
    (n: 2, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "b", record: "p3", fields: ["name"], undoes: 1, prev: "bd32b2a1a3b82a6c")
    (n: 2, at: "2026-11-23T21:19:14+07:00", who: "thu-ky", unit: "a", record: "p1", fields: ["name"], undoes: 1, prev: "2f22f6d23aaf7b15")
    (n: 3, at: "2026-12-23T21:19:14+07:00", who: "thu-ky", unit: "a", record: "p2", fields: ["removed"], prev: "4aa0a2637ffc4fe6")
    "#);
    assert_eq!(files.len(), 2);
}

#[test]
fn a_torn_journal_line_is_cut_and_kept_aside_at_every_length() {
    let (_place, store, mut book) = stored();
    save(&store, &mut book, rename("p1", "Một")).unwrap();
    let path = journal(&store);
    let whole = fs::read(&path).unwrap();
    for (round, end) in (1..whole.len() - 1).step_by(17).enumerate() {
        fs::write(&path, [&whole[..], &whole[..end]].concat()).unwrap();
        save(&store, &mut book, rename("p1", &format!("Lần {round}"))).unwrap();
        let now = fs::read(&path).unwrap();
        assert_eq!(now[..whole.len()], whole[..]);
        assert_eq!(lines(&now), 2);
        let aside = store.dir().join(format!(".local/torn-{}", round + 2));
        assert_eq!(fs::read(aside).unwrap(), whole[..end]);
    }
}

#[test]
fn what_a_killed_save_left_is_swept_once_it_is_old() {
    let (_place, store, mut book) = stored();
    let old = store.dir().join("units/.a.ron.ketnap-x1y2.tmp");
    let new = store.dir().join(".book.ron.ketnap-x1y2.tmp");
    for path in [&old, &new] {
        fs::write(path, "(").unwrap();
    }
    let then = SystemTime::now() - Duration::from_secs(90);
    fs::File::open(&old).unwrap().set_modified(then).unwrap();
    assert_eq!(store.load().unwrap(), book);
    save(&store, &mut book, rename("p1", "Một")).unwrap();
    assert!(!old.exists());
    assert!(new.exists());
    let temps = all_files(store.dir());
    let temps = temps
        .iter()
        .filter(|p| p.to_string_lossy().ends_with(".tmp"));
    assert_eq!(temps.count(), 1);
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
    let saved = store.save(&book, &edit, None, &stamp());
    assert_eq!(saved, Err(StoreError::Locked));
    fs::remove_file(&path).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ a-zA-ZđĐăâêôơưẬắừỹÝ\"'\\\\\n\r\t(){},:#/*]{0,40}",
        any::<String>(),
    ]
}

fn date() -> impl Strategy<Value = chrono::NaiveDate> {
    (1900i32..2200, 1u32..=12, 1u32..=28).prop_map(|(y, m, d)| world::day(y, m, d))
}

fn person(at: usize) -> impl Strategy<Value = Candidate> {
    let texts = (
        text(),
        proptest::option::of(text()),
        proptest::option::of(text()),
    );
    let days = (date(), proptest::option::of(date()));
    let place = prop_oneof![
        Just(Place::Paused),
        "[a-zA-Z0-9][a-z.-]{0,9}".prop_map(|c| Place::Stage(world::code(&c))),
        Just(Place::Exit(world::code("None"))),
    ];
    let rest = (
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        any::<u32>(),
        place,
    );
    (texts, days, rest).prop_map(move |(texts, days, rest)| {
        let id = person_id(&format!("p{at}"));
        let mut person = Candidate::new(id, texts.0.clone(), world::code("1"), days.0);
        person.ethnicity = texts.1;
        person.phone = texts.2.clone();
        person.born = days.1;
        person.youth_union = rest.0;
        person.sex = rest.1.map(|m| if m { Sex::Male } else { Sex::Female });
        person.votes.push(Vote {
            stage: world::code("cell"),
            on: days.0,
            n: rest.2,
            present: 0,
            agree: u32::MAX,
            against: 1,
        });
        person.steps.push(Step {
            on: days.0,
            to: rest.3,
            reason: texts.2,
        });
        person.notes.push(Note {
            on: days.0,
            text: texts.0,
        });
        person
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_back(name in text(), people in (0usize..6).prop_flat_map(|n| (0..n).map(person).collect::<Vec<_>>())) {
        let place = world::temp();
        let store = Store::new(place.path().join("data"), Access::ReadWrite);
        let mut unit = Unit::new(unit_id("goc"), world::code("cell"), name);
        unit.candidates = people;
        let book = Book::new(world::header(), vec![unit], Vec::new());
        store.create(book.header(), book.units()).unwrap();
        prop_assert_eq!(store.load().unwrap(), book);
    }
}
