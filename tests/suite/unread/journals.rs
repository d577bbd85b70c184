//! Journals and what lies beside them: only a machine's months are read, and what is not read is said.

use super::{codes, found, grow, newest, replica};
use crate::help::place::Place;
use std::fs;
use std::path::Path;
use std::process::Command;

fn noted(texts: &[&str]) -> Place {
    let place = Place::sample();
    for text in texts {
        place.ok(&["note", "mau-19", text]);
    }
    place
}

#[test]
fn copies_beside_a_journal_are_one_finding_and_their_lines_are_counted_nowhere() {
    let place = noted(&["một", "hai"]);
    let before = place.json(&["log"]);
    let dir = replica(&place.data());
    let file = newest(&dir);
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    let stem = name.strip_suffix(".ron").unwrap();
    let copies = [
        format!("{stem}.sync-conflict-20221127-080000-ABCDEFG.ron"),
        format!("{stem} (1).ron"),
        format!("{stem}-2.ron"),
        format!("{stem}_2.ron"),
        format!("{stem}_001.ron"),
        format!("{stem}-copy.ron"),
        format!("{name}.orig.ron"),
        format!("{name}~"),
        format!(".{name}.swp"),
        "0000-13.ron".to_owned(),
        "abc.ron".to_owned(),
    ];
    for copy in &copies {
        fs::copy(&file, dir.join(copy)).unwrap();
    }
    let journal = place.data().join("journal");
    let other = format!("{}.sync-conflict", dir.file_name().unwrap().display());
    fs::create_dir(journal.join(&other)).unwrap();
    fs::copy(&file, journal.join(&other).join(&name)).unwrap();
    fs::write(journal.join("README.ron"), "x").unwrap();
    let (strays, code) = found(&place, "journal-strays");
    assert_eq!((strays.len(), code), (1, 0), "{strays:?}");
    assert_eq!(strays[0]["level"], "warning");
    let said = strays[0]["message"].as_str().unwrap();
    for name in copies.iter().chain([&other, &"README.ron".to_owned()]) {
        assert!(said.contains(name.as_str()), "{name}: {said}");
    }
    let of_journals = |code: &String| code.starts_with("journal-");
    let told: Vec<String> = codes(&place).into_iter().filter(of_journals).collect();
    assert_eq!(told, ["journal-strays"]);
    assert_eq!(place.json(&["log"]), before);
    // The next edit goes on where the last one ended.
    place.ok(&["note", "mau-19", "ba"]);
    assert_eq!(place.json(&["log"])["rows"][0]["n"], 3);
    let out = place.home.path().join("sao.tar");
    place.ok(&["backup", "-o", out.to_str().unwrap()]);
    Place::empty().ok(&["restore", out.to_str().unwrap()]);
}

/// Puts something in the place of a path that is no file.
fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// What the log prints and says where something of the journals cannot be read.
fn log(place: &Place) -> (i32, String, String) {
    let told = place.run(&["log"]);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        told.status.code().unwrap(),
        text(told.stdout),
        text(told.stderr),
    )
}

/// A place, and what is put there that is no file.
type Make<'a> = (&'a Path, fn(&Path));

#[test]
fn a_journal_that_cannot_be_read_is_said_and_the_rest_is_printed() {
    let place = noted(&["một"]);
    let dir = replica(&place.data());
    let shown = |path: &Path| {
        let below = path.strip_prefix(place.data()).unwrap();
        below.display().to_string()
    };
    assert_eq!(log(&place).0, 0);
    // An older month of this machine, and another machine's.
    let older = dir.join("2021-01.ron");
    let other = place.data().join("journal/zzzzzzzz");
    fs::create_dir(&other).unwrap();
    let theirs = other.join("2022-11.ron");
    let file = |path: &Path| fs::create_dir(path).unwrap();
    let makes: [Make<'_>; 3] = [
        (&older, pipe),
        (&theirs, |path| {
            std::os::unix::fs::symlink("/dev/null", path).unwrap();
        }),
        (&theirs, file),
    ];
    for (path, make) in makes {
        make(path);
        let (code, out, said) = log(&place);
        assert_eq!(code, 3, "{said}");
        assert!(said.contains(&shown(path)), "{said}");
        assert!(out.contains("mau-19"), "{out}");
        let json = place.run(&["log", "--format", "json"]);
        assert_eq!(json.status.code(), Some(3));
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(json["rows"].as_array().unwrap().len(), 1);
        assert_eq!(json["damage"][0]["path"], shown(path));
        let (unread, code) = found(&place, "journal-unread");
        assert_eq!((unread.len(), code), (1, 1), "{unread:?}");
        if path.is_dir() {
            fs::remove_dir(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }
    // All of it.
    fs::rename(place.data().join("journal"), place.data().join("aside")).unwrap();
    fs::write(place.data().join("journal"), "x").unwrap();
    let (code, _, said) = log(&place);
    assert!(code == 3 && said.contains("journal"), "{said}");
}

#[test]
fn a_journal_turns_to_a_new_file_long_before_it_could_not_be_read() {
    let place = noted(&["một"]);
    let dir = replica(&place.data());
    let first = newest(&dir);
    let last = grow(&first, 16 << 20);
    place.ok(&["note", "mau-19", "hai"]);
    let second = newest(&dir);
    let stem = first.file_stem().unwrap().to_str().unwrap();
    assert_eq!(
        second.file_name().unwrap().to_str().unwrap(),
        format!("{stem}_002.ron")
    );
    let size = fs::metadata(&first).unwrap().len();
    place.ok(&["note", "mau-19", "ba"]);
    assert_eq!(fs::metadata(&first).unwrap().len(), size);
    assert_eq!(newest(&dir), second);
    let log = place.json(&["log", "--candidate", "mau-19"]);
    let numbers: Vec<u64> = log["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["n"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [last + 2, last + 1, 1]);
    assert_eq!(found(&place, "journal-damaged"), (Vec::new(), 0));
    // A line altered in either is told with its file.
    let text = fs::read_to_string(&second).unwrap();
    fs::write(&second, text.replacen("notes", "phone", 1)).unwrap();
    let (damaged, code) = found(&place, "journal-damaged");
    assert_eq!((damaged.len(), code), (1, 1));
    assert!(damaged[0]["path"].as_str().unwrap().ends_with("_002.ron"));
}
