//! The files that take edits back: turned in time, looked through at any size, and never taken for empty.

use crate::erase::{ID, MARK, mark, person, save, store};
use crate::help::place::Place;
use crate::world::{day, person_id, stamp};
use chrono::{DateTime, Days, FixedOffset};
use ketnap::model::{BookField, BookSettings, CandidateField, Change, Note};
use ketnap::store::StoreError;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Output;

/// What the release before left behind at the most: beyond what is read at once.
const LEFT: usize = 71 << 20;

/// The sample with the person, and the line that takes one edit of them back.
fn followed() -> (Place, String) {
    let place = Place::sample();
    let book = store(&place).load().unwrap();
    let home = book.home(&person_id("mau-01")).unwrap().clone();
    let person = person(&place);
    save(&place, Change::AddCandidate(home, Box::new(person)));
    save(&place, remarks(ID, &mark("ghi chú").repeat(90), 6));
    let line = values(&place).lines().last().unwrap().to_owned();
    assert!(
        line.starts_with("(n: 2, at: ") && line.len() > 8_000,
        "{line}"
    );
    (place, line)
}

/// A remark in the place of all.
fn about(id: &str, text: &str) -> Change {
    remarks(id, text, 1)
}

fn remarks(id: &str, text: &str, count: usize) -> Change {
    let note = Note {
        on: day(2022, 11, 26),
        text: text.into(),
    };
    Change::SetCandidate(person_id(id), CandidateField::Notes(vec![note; count]))
}

/// Remarks of about two thirds of a megabyte.
fn long(id: &str, word: &str, turn: u64) -> Change {
    remarks(id, &format!("{word} {turn} {}", "á".repeat(1_900)), 180)
}

fn undo_ron(place: &Place) -> PathBuf {
    place.data().join(".local/undo.ron")
}

fn values(place: &Place) -> String {
    fs::read_to_string(undo_ron(place)).unwrap()
}

/// The line under the numbers from three on, in a file of a length, one of somebody else after it.
fn grow(place: &Place, line: &str, at: &DateTime<FixedOffset>, length: usize) -> usize {
    let file = File::options().append(true).open(undo_ron(place)).unwrap();
    let mut file = BufWriter::new(file);
    let (_, rest) = line.split_once(", who: ").unwrap();
    let count = length / line.len() + 1;
    for n in 0..count {
        writeln!(
            file,
            "(n: {}, at: \"{}\", who: {rest}",
            n + 3,
            at.to_rfc3339()
        )
        .unwrap();
    }
    file.into_inner().unwrap().sync_all().unwrap();
    save(place, about("mau-25", "của người khác"));
    count
}

fn erase(place: &Place) -> Output {
    place.run(&["erase", ID, "--reason", "vì", "--yes"])
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The files under a folder that hold a word, read bytewise.
fn holding(dir: &Path, word: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, word));
        } else if fs::read(&path)
            .unwrap()
            .windows(word.len())
            .any(|part| part == word.as_bytes())
        {
            found.push(path);
        }
    }
    found
}

fn files(place: &Place) -> Vec<String> {
    let names = fs::read_dir(place.data().join(".local")).unwrap();
    let names = names.map(|name| name.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("undo")).collect();
    names.sort();
    names
}

#[test]
fn of_seventy_one_megabytes_of_undo_values_no_byte_of_who_was_erased_stays() {
    let (place, line) = followed();
    let count = grow(&place, &line, &stamp().at, LEFT);
    let shown = place.json(&["show", ID]);
    let kept = shown["kept"].as_array().unwrap();
    let kept = kept.iter().find(|row| row["kind"] == "undo").unwrap();
    assert_eq!(kept["count"], count + 2, "{kept}");
    let output = erase(&place);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let told = format!("giá trị hoàn tác {} dòng", count + 2);
    assert!(said(&output).contains(&told), "{}", said(&output));
    assert_eq!(holding(&place.data(), MARK), Vec::<PathBuf>::new());
    assert_eq!(
        holding(&place.data().join(".local"), ID),
        Vec::<PathBuf>::new()
    );
    let last = store(&place).last_undoable().unwrap().unwrap();
    assert_eq!(last.change, about("mau-25", "của người khác"));
}

#[test]
fn of_seventy_one_megabytes_what_is_old_is_forgotten() {
    let (place, line) = followed();
    grow(&place, &line, &stamp().at, LEFT);
    let store = store(&place);
    let later = stamp().at + Days::new(31);
    store.forget_old_edits(later).unwrap();
    assert_eq!(
        holding(&place.data().join(".local"), MARK),
        Vec::<PathBuf>::new()
    );
    assert_eq!(store.last_undoable().unwrap(), None);
}

#[test]
fn undo_values_turn_to_a_new_file_long_before_a_limit_and_all_of_them_are_known() {
    let place = Place::sample();
    let book = store(&place).load().unwrap();
    let home = book.home(&person_id("mau-01")).unwrap().clone();
    save(&place, Change::AddCandidate(home, Box::new(person(&place))));
    for turn in 0..14 {
        save(&place, long(ID, MARK, turn));
    }
    let names = files(&place);
    assert!(names.len() >= 3, "{names:?}");
    for name in &names {
        let size = fs::metadata(place.data().join(".local").join(name)).unwrap();
        assert!(size.len() < 16 << 20, "{name}: {}", size.len());
    }
    // Each is taken back, across the files, down to the first.
    let store = store(&place);
    let mut book = store.load().unwrap();
    for turn in (0..14).rev() {
        let last = store.last_undoable().unwrap().unwrap();
        assert_eq!(last.change, long(ID, MARK, turn));
        let edit = book.edit_back(last.inverse).unwrap();
        store.save(&book, &edit, Some(last.n), &stamp()).unwrap();
    }
    assert_eq!(store.last_undoable().unwrap().unwrap().n, 1);
    let shown = place.json(&["show", ID]);
    let kept = shown["kept"].as_array().unwrap().iter();
    let kept = kept.filter(|row| row["kind"] == "undo");
    assert_eq!(kept.count(), files(&place).len());
    // A copy of the book holds none of them.
    let copy = place.home.path().join("copy.tar");
    place.ok(&["backup", "-o", copy.to_str().unwrap()]);
    assert!(
        !fs::read(&copy)
            .unwrap()
            .windows(5)
            .any(|part| part == b"undo-")
    );
    let output = erase(&place);
    assert!(
        said(&output).contains("giá trị hoàn tác 29 dòng"),
        "{}",
        said(&output)
    );
    assert_eq!(
        holding(&place.data().join(".local"), ID),
        Vec::<PathBuf>::new()
    );
    assert_eq!(
        holding(&place.data().join(".local"), MARK),
        Vec::<PathBuf>::new()
    );
}

#[test]
fn full_files_of_undo_values_go_when_all_in_them_is_old() {
    let place = Place::sample();
    let store = store(&place);
    let mut book = store.load().unwrap();
    for turn in 0..12 {
        let edit = book.edit(long("mau-25", "lần", turn)).unwrap();
        let mut stamp = stamp();
        stamp.at = stamp.at + Days::new(turn);
        store.save(&book, &edit, None, &stamp).unwrap();
    }
    let before = files(&place);
    store.forget_old_edits(stamp().at + Days::new(36)).unwrap();
    let after = files(&place);
    assert!(after.len() < before.len(), "{before:?} {after:?}");
    let mut left = Vec::new();
    while let Some(last) = store.last_undoable().unwrap() {
        let edit = book.edit_back(last.inverse).unwrap();
        store.save(&book, &edit, Some(last.n), &stamp()).unwrap();
        left.push(last.n);
    }
    assert_eq!(left, [12, 11, 10, 9, 8, 7]);
}

#[test]
fn a_line_too_long_to_be_read_goes_if_it_names_who_is_erased_and_stays_if_it_does_not() {
    let (place, line) = followed();
    let long = |id: &str| {
        format!(
            "(n: 3, change: SetCandidate(\"{id}\", {}",
            "x".repeat(65 << 20)
        )
    };
    let other = long("mau-25");
    fs::write(
        undo_ron(&place),
        format!("{line}\n{}\n{other}\n{line}\n", long(ID)),
    )
    .unwrap();
    let people = person_id(ID);
    let erased = store(&place).erase(&people, None, &stamp()).unwrap();
    assert_eq!(erased.undo, 3);
    assert!(
        values(&place) == format!("{other}\n"),
        "the other stays as it is"
    );
    // It is no edit, so nothing is taken back by it, and nothing is in its way.
    assert_eq!(store(&place).last_undoable().unwrap(), None);
    save(&place, about("mau-25", "sau đó"));
    assert!(store(&place).last_undoable().unwrap().is_some());
}

#[test]
fn undo_values_that_cannot_be_looked_into_are_told_and_nothing_is_erased() {
    for name in ["undo.ron", "undo-7.ron"] {
        let (place, _) = followed();
        let path = place.data().join(".local").join(name);
        let _ = fs::rename(&path, path.with_extension("aside"));
        fs::create_dir(&path).unwrap();
        let record = place.data().join("units");
        let before = holding(&record, ID);
        for args in [
            &["erase", ID, "--reason", "vì", "--yes"][..],
            &["show", ID],
            &["anonymise", "--months", "1", "--yes"],
        ] {
            let output = place.run(args);
            assert_eq!(output.status.code(), Some(3), "{name} {args:?}");
            assert!(said(&output).contains(name), "{args:?}: {}", said(&output));
        }
        assert_eq!(holding(&record, ID), before, "the record is still there");
        let pruned = store(&place).forget_old_edits(stamp().at);
        assert_eq!(pruned, Err(StoreError::NoFile(path)));
    }
}

#[test]
fn an_edit_that_could_not_be_taken_back_is_refused_before_anything_is_written() {
    let (place, _) = followed();
    let store = store(&place);
    let mut book = store.load().unwrap();
    let huge = |word: &str| BookSettings {
        note: Some(word.repeat(33 << 20)),
        ..book.settings().clone()
    };
    let huge = [huge("a"), huge("b")].map(|it| Change::SetBook(BookField::Settings(Box::new(it))));
    let [first, second] = huge;
    let edit = book.edit(first).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
    let edit = book.edit(second).unwrap();
    let before = place.files();
    let refused = store.save(&book, &edit, None, &stamp());
    assert_eq!(refused, Err(StoreError::TooMuch));
    assert!(place.files() == before);
}
