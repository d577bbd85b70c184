//! Files that people, editors and disks have spoilt, and texts that try to spoil one.

use crate::store::{rename, save};
use crate::world::{self, person_id, stored, unit_id};
use ketnap::model::*;
use ketnap::store::*;
use proptest::prelude::*;
use std::fs;
use std::os::unix::fs::symlink;

pub(crate) fn lines(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).matches('\n').count()
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
fn a_cut_file_is_one_bad_row_at_any_length() {
    let text = printed();
    for end in 0..text.trim_end().len() {
        let row = bad(&text.as_bytes()[..end]);
        let kept = &text.as_bytes()[..end];
        if String::from_utf8_lossy(kept).trim().is_empty() {
            assert_eq!(row.fault.kind.text_key(), "file.empty");
            continue;
        }
        assert_eq!(
            row.fault.kind.text_key(),
            "file.cut",
            "{}",
            String::from_utf8_lossy(kept)
        );
        assert_eq!(row.fault.line, lines(kept) + 1);
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
            swap("    kinds", "<<<<<<< ours\n    kinds"),
            at("kinds"),
        ),
        ("file.newer", swap("format: 2", "format: 3, shape: [1]"), 0),
        ("file.unknown-field", swap("kinds:", "sorts:"), at("kinds:")),
        (
            "file.missing-field",
            swap("name: ", "phone: "),
            at("\n      ),\n      (") + 1,
        ),
        (
            "file.doubled-field",
            swap("kinds: ", "kind: \"x\", kinds: "),
            at("kinds:"),
        ),
        ("file.unknown-word", swap("Stage(", "Stages("), at("Stage(")),
        ("file.syntax", swap("kinds:", "kinds;"), at("kinds:")),
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
        assert_eq!(row.fault.kind.text_key(), key, "{about}");
        assert_eq!(row.fault.line, line, "{about}");
    }
    let row = bad(&swap("kinds:", "kínds:"));
    assert!(!format!("{row:?}").contains("kínds"), "{row:?}");
}

#[test]
fn what_is_no_regular_file_is_refused_without_hanging() {
    world::soon(refuses_what_is_no_regular_file);
}

fn refuses_what_is_no_regular_file() {
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
        .map(|row| (row.id.as_str(), row.fault.kind.text_key()))
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
    fs::write(&path, text.replace("roots", "tops")).unwrap();
    let Err(StoreError::Book { fault, .. }) = store.load() else {
        panic!()
    };
    assert_eq!(
        (fault.kind.text_key(), fault.line),
        ("file.unknown-field", 5)
    );
    fs::write(&path, text.replace("least_reader: 2", "least_reader: 3")).unwrap();
    assert!(matches!(store.load(), Err(StoreError::TooNew(_))));
    fs::write(&path, text.replace("format: 2", "format: 3")).unwrap();
    let mut book = store.load().unwrap();
    let saved = save(&store, &mut book, rename("p1", "X"));
    assert!(matches!(saved, Err(StoreError::Newer(_))));
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
        person.born = days.1.map(Into::into);
        person.youth_union = rest.0;
        person.sex = rest.1.map(|m| if m { Sex::Male } else { Sex::Female });
        person.votes.push(Vote::new(
            world::code("cell"),
            days.0,
            rest.2,
            0,
            u32::MAX,
            1,
        ));
        person.steps.push(Step {
            reason: texts.2,
            ..Step::plain(days.0, rest.3)
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
