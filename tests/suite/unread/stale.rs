//! Another journal in the place of the one this machine has written: an older copy, or what git has checked out.

use super::{found, newest, replica};
use crate::help::place::Place;
use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) fn noted(texts: &[&str]) -> Place {
    let place = Place::sample();
    for text in texts {
        place.ok(&["note", "mau-19", text]);
    }
    place
}

fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(done.unwrap().success());
}

#[test]
fn an_older_copy_over_a_newer_book_is_said_at_the_start_by_check_and_by_log() {
    let place = noted(&["một", "hai"]);
    let stick = place.home.path().join("usb");
    fs::create_dir(&stick).unwrap();
    for name in ["units", "journal", "book.ron"] {
        copy(&place.data().join(name), &stick.join(name));
    }
    for text in ["ba", "bốn", "năm"] {
        place.ok(&["note", "mau-19", text]);
    }
    assert_eq!(found(&place, "journal-older"), (Vec::new(), 0));
    for name in ["units", "journal"] {
        copy(&stick.join(name).join("."), &place.data().join(name));
    }
    copy(&stick.join("book.ron"), &place.data().join("book.ron"));
    let (older, code) = found(&place, "journal-older");
    assert_eq!((older.len(), code), (1, 1));
    let said = older[0]["message"].as_str().unwrap();
    assert!(said.contains("số 2") && said.contains("số 5"), "{said}");
    let log = place.run(&["log"]);
    let said = String::from_utf8(log.stderr).unwrap();
    assert!(said.contains("số 2") && said.contains("số 5"), "{said}");
    // What is edited from here on gets a number of its own, and the gap is told.
    place.ok(&["note", "mau-19", "sáu"]);
    assert_eq!(place.json(&["log"])["rows"][0]["n"], 6);
    let (gap, code) = found(&place, "journal-damaged");
    assert_eq!((gap.len(), code), (1, 1));
    let said = gap[0]["message"].as_str().unwrap();
    assert!(said.contains("từ số 3 đến số 5"), "{said}");
}

#[test]
fn what_this_machine_knows_of_its_journal_outlives_a_torn_line_and_stays_short() {
    let place = noted(&["một"]);
    let stick = place.home.path().join("usb");
    fs::create_dir(&stick).unwrap();
    for name in ["units", "journal"] {
        copy(&place.data().join(name), &stick.join(name));
    }
    place.ok(&["note", "mau-19", "hai"]);
    let known = place.data().join(".local/written.ron");
    let lines = fs::read_to_string(&known).unwrap();
    assert_eq!(lines.lines().count(), 2, "{lines}");
    fs::write(&known, format!("{lines}(replica: \"")).unwrap();
    for name in ["units", "journal"] {
        copy(&stick.join(name).join("."), &place.data().join(name));
    }
    let (older, _) = found(&place, "journal-older");
    assert_eq!(older.len(), 1);
    place.ok(&["note", "mau-19", "ba"]);
    assert_eq!(place.json(&["log"])["rows"][0]["n"], 3);
    assert_eq!(fs::read_to_string(&known).unwrap().lines().count(), 1);
    fs::write(&known, "x\n".repeat(4000)).unwrap();
    place.ok(&["note", "mau-19", "bốn"]);
    assert_eq!(fs::read_to_string(&known).unwrap().lines().count(), 1);
}

/// Git in the data directory, with nobody's settings.
pub(crate) fn git(place: &Place, args: &[&str]) -> bool {
    let output = Command::new("git")
        .current_dir(place.data())
        .env("HOME", place.home.path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_EDITOR", "true")
        .args(["-c", "user.name=x", "-c", "user.email=x@localhost"])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.hooksPath=/dev/null",
        ])
        .args(args)
        .output()
        .unwrap();
    output.status.success()
}

/// A book in git, committed; the first branch is `chinh`.
pub(crate) fn in_git() -> Place {
    let place = noted(&["một", "hai"]);
    assert!(git(&place, &["init", "-q", "-b", "chinh"]));
    fs::write(place.data().join(".gitignore"), ".local/\n.backup/\n").unwrap();
    commit(&place);
    place
}

pub(crate) fn commit(place: &Place) {
    assert!(git(place, &["add", "-A"]));
    assert!(git(place, &["commit", "-q", "-m", "x"]));
}

/// Nothing is an error, and what is told of the journal names git.
pub(crate) fn told(place: &Place) -> Vec<String> {
    let checked = place.run(&["check", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(checked.status.code(), Some(0), "{told}");
    let all = told["findings"].as_array().unwrap().iter();
    let own = all.filter(|row| row["code"] == "journal-branch");
    own.map(|row| row["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn git_beneath_the_book_leaves_check_green_or_is_named_as_the_cause() {
    let place = in_git();
    assert_eq!(told(&place), Vec::<String>::new());
    // Another branch goes on, and the first comes back.
    assert!(git(&place, &["checkout", "-q", "-b", "thu"]));
    for text in ["ba", "bốn"] {
        place.ok(&["note", "mau-19", text]);
    }
    commit(&place);
    assert!(git(&place, &["checkout", "-q", "chinh"]));
    let said = told(&place);
    assert_eq!(said.len(), 1);
    for word in ["nhánh chinh", "nhánh thu", "số 2", "số 4"] {
        assert!(said[0].contains(word), "{word}: {said:?}");
    }
    // An edit there has a number of its own.
    place.ok(&["note", "mau-20", "năm"]);
    assert_eq!(place.json(&["log"])["rows"][0]["n"], 5);
    let said = told(&place);
    assert!(
        said.len() == 1 && said[0].contains("từ số 3 đến số 4"),
        "{said:?}"
    );
    commit(&place);
    // A merge that does not go through: the marks are named, and are gone when it is given up.
    assert!(!git(&place, &["merge", "-q", "thu"]));
    let (conflict, code) = found(&place, "journal-conflict");
    assert_eq!((conflict.len(), code), (1, 1));
    assert_eq!(
        found(&place, "journal-damaged").0,
        Vec::<serde_json::Value>::new()
    );
    assert!(git(&place, &["merge", "--abort"]));
    assert_eq!(told(&place), said);
    // One in which both sides of the journal are kept.
    assert!(!git(&place, &["merge", "-q", "thu"]));
    let file = newest(&replica(&place.data()));
    let both = fs::read_to_string(&file).unwrap();
    let mark = |line: &&str| {
        !["<<<<<<<", "=======", ">>>>>>>"]
            .iter()
            .any(|m| line.starts_with(m))
    };
    let lines: Vec<&str> = both.lines().filter(mark).collect();
    fs::write(&file, lines.join("\n") + "\n").unwrap();
    commit(&place);
    let said = told(&place);
    assert!(!said.is_empty());
    let log = place.json(&["log"]);
    assert_eq!(log["rows"].as_array().unwrap().len(), 5);
    // Put away and brought back; put in a row anew.
    place.ok(&["note", "mau-19", "sáu"]);
    assert!(git(&place, &["stash", "-q"]));
    assert!(told(&place).iter().any(|said| said.contains("nhánh chinh")));
    assert!(git(&place, &["stash", "pop", "-q"]));
    assert_eq!(told(&place).len(), said.len());
    commit(&place);
    assert!(git(&place, &["checkout", "-q", "thu"]));
    told(&place);
    assert!(git(&place, &["rebase", "-q", "chinh"]));
    told(&place);
    // A line that somebody altered is told all the same.
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("notes", "phone", 1)).unwrap();
    let (damaged, code) = found(&place, "journal-damaged");
    assert_eq!((damaged.len(), code), (1, 1));
}
