//! Two boards and an editor on one book at once: in the end it holds all that was accepted and no more.
//! `KETNAP_TOGETHER_SECONDS=60 cargo test together::minute` goes on for a minute.

use crate::desk::{Desk, sample};
use crate::world::{person_id, temp};
use fastrand::Rng;
use ketnap::app::{Field, Overlay};
use ketnap::model::{Book, Candidate, Unit};
use ketnap::store::{Access, Store};
use rustix::fs::{FlockOperation, flock};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// People of three cells, so that all three often meet.
const PEOPLE: [&str; 6] = ["19", "22", "23", "24", "25", "26"];

/// What somebody has been told is saved.
#[derive(Debug, Default)]
struct Accepted {
    /// Names by person, each with the number of its edit.
    names: Vec<(String, u64, String)>,
    /// Remarks by person.
    notes: BTreeSet<(String, String)>,
    /// Telephones by person, the last one at the end.
    phones: Vec<(String, String)>,
    /// Edits that were not taken, because somebody else had changed the same.
    asked: usize,
}

fn seconds() -> u64 {
    let asked = std::env::var("KETNAP_TOGETHER_SECONDS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(4)
}

fn store(data: &Path) -> Store {
    Store::new(data.to_owned(), Access::ReadWrite)
}

/// A clerk who renames people and writes remarks, now and then after a look at the files.
fn clerk(data: &Path, word: &str, until: Instant) -> Accepted {
    let mut rng = Rng::with_seed(word.len() as u64);
    let mut desk = Desk::on(store(data));
    let mut done = Accepted::default();
    for turn in 0.. {
        if Instant::now() > until {
            break;
        }
        if rng.u8(..4) > 0 {
            desk.look();
        }
        let number = PEOPLE[rng.usize(..PEOPLE.len())];
        let id = format!("mau-{number}");
        desk.press("1 /").write(&format!("mau {number}"));
        desk.press("Enter");
        let line = desk.app.screens.board.pipeline.line();
        let found = line.map(|line| line.person(&desk.app.book).id.clone());
        if found != Some(person_id(&id)) {
            // The editor was seen in the middle of its writing, so the cell is a bad row until the
            // next look.
            assert!(!desk.app.book.unreadable().is_empty(), "{id}");
            desk.look();
            continue;
        }
        let rename = rng.bool();
        let text = if rename {
            format!("{word} {turn} Mẫu {number}")
        } else {
            format!("{word} {turn}")
        };
        desk.app.screens.board.pipeline.field = if rename { Field::Name } else { Field::Note };
        let before = desk.numbers.len();
        desk.press("e Ctrl+U").write(&text);
        desk.press("Enter");
        if desk.numbers.len() == before {
            // Asked, or refused because the person's cell is no more as it was: nothing was written.
            done.asked += 1;
            while !desk.app.overlays.is_empty() {
                assert!(!matches!(desk.app.overlays.last(), Some(Overlay::Help(_))));
                desk.press("Esc");
            }
        } else if rename {
            done.names.push((id, desk.numbers[before], text));
        } else {
            done.notes.insert((id, text));
        }
    }
    done
}

/// An editor that writes telephones into the files, each time what it has just read and one line more.
fn editor(data: &Path, until: Instant) -> Accepted {
    let mut rng = Rng::with_seed(7);
    let mut done = Accepted::default();
    let units = data.join("units");
    let files: Vec<PathBuf> = fs::read_dir(&units)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    for turn in 0.. {
        if Instant::now() > until {
            break;
        }
        let id = format!("mau-{}", PEOPLE[rng.usize(..PEOPLE.len())]);
        let record = format!("        id: \"{id}\",\n");
        // An editor cannot compare and replace at once; it writes while nobody else does.
        let lock = File::open(data.join(".local/lock")).unwrap();
        flock(&lock, FlockOperation::LockExclusive).unwrap();
        let holds = |path: &&PathBuf| fs::read_to_string(path).unwrap().contains(&record);
        let path = files.iter().find(holds).unwrap();
        let text = fs::read_to_string(path).unwrap();
        let (before, after) = text.split_once(&record).unwrap();
        let end = after.find("\n      ),\n").unwrap();
        let kept = after[..end].lines();
        let kept = kept.filter(|line| !line.starts_with("        phone: "));
        let kept = kept.collect::<Vec<_>>().join("\n");
        let phone = format!("0{turn:08}");
        let line = format!("        phone: \"{phone}\",\n");
        let text = format!("{before}{record}{line}{kept}{}", &after[end..]);
        fs::write(path, text).unwrap();
        drop(lock);
        done.phones.push((id, phone));
        std::thread::sleep(Duration::from_millis(rng.u64(5..40)));
    }
    done
}

/// A person without what the three change.
fn rest(person: &Candidate) -> Candidate {
    Candidate {
        name: String::new(),
        phone: None,
        notes: Vec::new(),
        ..person.clone()
    }
}

fn all_else_is_as_before(before: &Book, after: &Book) {
    let rest_of = |unit: &Unit| Unit {
        candidates: unit.candidates.iter().map(rest).collect(),
        ..unit.clone()
    };
    let of = |book: &Book| book.units().iter().map(rest_of).collect::<Vec<_>>();
    assert_eq!(of(before), of(after));
}

#[test]
fn two_boards_and_an_editor_end_with_all_that_was_accepted() {
    let place = temp();
    let data = place.path().join("data");
    let before = sample();
    store(&data)
        .create(before.header(), before.units())
        .unwrap();
    // The first edit makes the lock that the editor waits for.
    let start = Instant::now();
    drop(Desk::on(store(&data)));
    fs::create_dir_all(data.join(".local")).unwrap();
    fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(data.join(".local/lock"))
        .unwrap();
    let until = start + Duration::from_secs(seconds());
    let [first, second, third] = std::thread::scope(|scope| {
        let first = scope.spawn(|| clerk(&data, "An", until));
        let second = scope.spawn(|| clerk(&data, "Bình", until));
        let third = scope.spawn(|| editor(&data, until));
        [first, second, third].map(|thread| thread.join().unwrap())
    });
    assert!(!first.notes.is_empty() && !second.names.is_empty() && !third.phones.is_empty());
    let after = store(&data).load().unwrap();
    assert!(after.unreadable().is_empty());
    assert!(store(&data).verify_journal().is_empty());
    all_else_is_as_before(&before, &after);

    let mut names: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    for (id, number, name) in first.names.iter().chain(&second.names) {
        let last = names.entry(id).or_insert((*number, name));
        *last = (*last).max((*number, name));
    }
    let phones: BTreeMap<&str, &str> = third
        .phones
        .iter()
        .map(|(id, phone)| (id.as_str(), phone.as_str()))
        .collect();
    let mut notes = BTreeSet::new();
    for number in PEOPLE {
        let id = format!("mau-{number}");
        let then = before.candidate(&person_id(&id)).unwrap().1;
        let now = after.candidate(&person_id(&id)).unwrap().1;
        let name = names
            .get(id.as_str())
            .map_or(then.name.as_str(), |last| last.1);
        assert_eq!(now.name, name, "{id}");
        assert_eq!(
            now.phone.as_deref(),
            phones.get(id.as_str()).copied(),
            "{id}"
        );
        let new = now.notes.iter().filter(|note| !then.notes.contains(note));
        let new: Vec<_> = new.map(|note| (id.clone(), note.text.clone())).collect();
        assert_eq!(
            new.len(),
            now.notes.len() - then.notes.len(),
            "{id}: one twice"
        );
        notes.extend(new);
    }
    let accepted: BTreeSet<_> = first.notes.union(&second.notes).cloned().collect();
    assert_eq!(notes, accepted);
    println!(
        "{} names, {} remarks, {} telephones; {} edits were asked about",
        first.names.len() + second.names.len(),
        accepted.len(),
        third.phones.len(),
        first.asked + second.asked
    );
}
