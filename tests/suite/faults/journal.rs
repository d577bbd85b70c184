//! Journals torn at their end or damaged anywhere: what is put aside, what is found, and that the book opens.

use super::scene::{self, Scene, store};
use crate::bad_files::lines;
use crate::help::place::Place;
use crate::help::simdisk::SimDisk;
use crate::help::trouble::Trouble;
use crate::world::stamp;
use ketnap::model::{CandidateField, Change};
use ketnap::store::Fs;
use std::fs;
use std::path::PathBuf;

/// The only journal of a disk, and what it holds.
fn journal(disk: &SimDisk) -> (PathBuf, Vec<u8>) {
    let all = disk.content();
    let found = all.into_iter().find(|(path, _)| path.contains("/journal/"));
    let (path, bytes) = found.unwrap();
    (PathBuf::from(path), bytes)
}

/// The disk of a scene after it, with something else in its journal.
fn with_journal(disk: &SimDisk, bytes: &[u8]) -> SimDisk {
    let disk = disk.fork();
    let mut file = disk.append(&journal(&disk).0).unwrap();
    file.cut(0).unwrap();
    file.write(bytes).unwrap();
    disk
}

fn after(scene: &Scene) -> SimDisk {
    let disk = scene.disk.fork();
    scene.act(&store(&disk)).unwrap();
    disk
}

fn go_on(scene: &Scene, disk: &SimDisk) {
    let mut book = scene.after.clone();
    let person = book.units().iter().flat_map(|unit| &unit.candidates).next();
    let id = person.unwrap().id.clone();
    let change = Change::SetCandidate(id, CandidateField::Name("Sau cùng".into()));
    let edit = book.edit(change).unwrap();
    store(disk).save(&book, &edit, None, &stamp()).unwrap();
    assert_eq!(store(disk).load().unwrap(), book);
}

#[test]
fn of_a_journal_that_is_cut_while_it_is_read_what_is_left_is_told() {
    let disk = after(&scene::edit());
    let (path, whole) = journal(&disk);
    let edits = |disk: &SimDisk| store(disk).log().edits.len();
    disk.expect(Trouble::default());
    assert_eq!(edits(&disk), 2);
    let operations = disk.trouble().log.len();
    let all: Vec<&[u8]> = whole.split_inclusive(|b| *b == b'\n').collect();
    let first = all[..all.len() / 2].concat();
    let mut found = [0, 0];
    for at in 0..operations {
        let disk = disk.fork();
        disk.expect(Trouble::intrudes(at, &path, &first));
        let told = edits(&disk);
        assert!(told == 1 || told == 2, "{told} at {at}");
        found[told - 1] += 1;
    }
    assert!(found.iter().all(|count| *count > 0), "{found:?}");
}

#[test]
fn a_journal_torn_at_any_byte_is_cut_there_and_the_rest_kept_aside() {
    let scene = scene::reorganisation();
    let disk = after(&scene);
    let (_, whole) = journal(&disk);
    for end in 0..whole.len() {
        let torn = with_journal(&disk, &whole[..end]);
        let good = whole[..end].iter().rposition(|b| *b == b'\n');
        let good = good.map_or(0, |at| at + 1);
        assert_eq!(store(&torn).verify_journal(), [], "{end}");
        assert_eq!(store(&torn).load().unwrap(), scene.after, "{end}");
        go_on(&scene, &torn);
        let (_, now) = journal(&torn);
        assert_eq!(now[..good], whole[..good], "{end}");
        // Where not one line of the edit is left, the next one's number tells.
        let kept = String::from_utf8_lossy(&whole[..good]);
        let lost = kept.contains("n: 1") && !kept.contains("n: 2");
        let told = store(&torn).verify_journal();
        let told: Vec<&str> = told.iter().map(|damage| damage.message.key).collect();
        let meant = if lost {
            &["check.journal-gap"][..]
        } else {
            &[]
        };
        assert_eq!(told, meant, "{end}");
        let content = torn.content();
        let aside = content.iter().filter(|(path, _)| path.contains("/torn-"));
        let aside: Vec<_> = aside.map(|(_, bytes)| &bytes[..]).collect();
        let meant = &whole[good..end];
        assert_eq!(
            aside,
            Vec::from_iter((good < end).then_some(meant)),
            "{end}"
        );
    }
}

#[test]
fn a_byte_turned_anywhere_is_found_and_the_book_opens() {
    let scene = scene::edit();
    let disk = after(&scene);
    let (path, whole) = journal(&disk);
    let path = path
        .strip_prefix("/srv/data")
        .unwrap()
        .display()
        .to_string();
    for (at, mask) in (0..whole.len()).flat_map(|at| [(at, 0x01), (at, 0x20), (at, 0x80)]) {
        let mut bytes = whole.clone();
        bytes[at] ^= mask;
        let damaged = with_journal(&disk, &bytes);
        let line = lines(&whole[..at]) + 1;
        let places = || {
            let all = store(&damaged).verify_journal();
            all.into_iter()
                .map(|damage| (damage.path, damage.line))
                .collect::<Vec<_>>()
        };
        // Without its end, or with a zero, the last line is torn, not damaged.
        let zero = bytes[at] == 0 && line == lines(&whole);
        let torn = at + 1 == whole.len() || zero;
        let meant = Vec::from_iter((!torn).then(|| (path.clone(), line)));
        assert_eq!(places(), meant, "{at}");
        assert_eq!(store(&damaged).load().unwrap(), scene.after, "{at}");
        if mask == 0x01 {
            go_on(&scene, &damaged);
            assert_eq!(places(), meant, "{at}");
        }
    }
}

#[test]
fn a_line_more_or_less_is_found() {
    let scene = scene::edit();
    let disk = after(&scene);
    let (_, whole) = journal(&disk);
    let all: Vec<&[u8]> = whole.split_inclusive(|b| *b == b'\n').collect();
    let places = |lines: &[&[u8]]| {
        let disk = with_journal(&disk, &lines.concat());
        let all = store(&disk).verify_journal();
        all.into_iter()
            .map(|damage| damage.line)
            .collect::<Vec<_>>()
    };
    for at in 0..all.len() - 1 {
        let mut fewer = all.clone();
        fewer.remove(at);
        assert_eq!(places(&fewer), [at + 1], "without line {}", at + 1);
        let mut more = all.clone();
        more.insert(at, all[at]);
        assert_eq!(places(&more), [at + 2], "line {} twice", at + 1);
    }
}

/// Somebody of the sample.
const PERSON: &str = "mau-26";

#[test]
fn check_fails_on_a_damaged_journal_and_says_where() {
    let place = Place::sample();
    for text in ["Một", "Hai"] {
        let noted = place.run(&["note", PERSON, text]);
        assert!(noted.status.success(), "{noted:?}");
    }
    let folder = std::fs::read_dir(place.data().join("journal")).unwrap();
    let folder = folder.map(|entry| entry.unwrap().path()).next().unwrap();
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    let shown = file.path();
    let shown = shown
        .strip_prefix(place.data())
        .unwrap()
        .display()
        .to_string();
    let findings = || {
        let checked = place.run(&["check", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
        let all = json["findings"].as_array().unwrap().clone();
        let damaged = all.into_iter().filter(|f| f["code"] == "journal-damaged");
        (checked.status.code(), damaged.collect::<Vec<_>>())
    };
    assert_eq!(findings().1, Vec::<serde_json::Value>::new());
    let text = std::fs::read_to_string(file.path()).unwrap();
    let other = text.replacen("fields: [\"notes\"]", "fields: [\"phone\"]", 1);
    assert_ne!(other, text);
    std::fs::write(file.path(), other).unwrap();
    let (code, damaged) = findings();
    assert_eq!((code, damaged.len()), (Some(1), 1));
    assert_eq!(damaged[0]["level"], "error");
    assert_eq!(damaged[0]["path"], shown);
    assert_eq!(damaged[0]["line"], 3);
    assert!(place.run(&["report", "quota"]).status.success());
}

#[test]
fn an_end_that_was_cut_off_between_two_lines_is_found_at_the_next_one() {
    let place = Place::sample();
    for text in ["một", "hai", "ba"] {
        place.ok(&["note", "mau-19", text]);
    }
    let replica = fs::read_dir(place.data().join("journal")).unwrap().next();
    let month = fs::read_dir(replica.unwrap().unwrap().path()).unwrap();
    let file = month.map(|file| file.unwrap().path()).next().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let first = text.find("Intent(n: 2").unwrap();
    fs::write(&file, &text[..first]).unwrap();
    place.ok(&["note", "mau-19", "bốn"]);
    let found = place.run(&["check", "--format", "json"]);
    assert_eq!(found.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    let all = found["findings"].as_array().unwrap().iter();
    let own = all
        .into_iter()
        .filter(|row| row["code"] == "journal-damaged");
    let said: Vec<&str> = own.map(|row| row["message"].as_str().unwrap()).collect();
    assert!(
        said.len() == 1 && said[0].contains("từ số 2 đến số 3"),
        "{said:?}"
    );
    // The rest goes on as ever.
    place.ok(&["note", "mau-19", "năm"]);
    assert_eq!(place.json(&["log"])["rows"][0]["n"], 5);
}
