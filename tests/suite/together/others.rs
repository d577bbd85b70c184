//! The command line beside an editor, and many edits of several clerks at once.

use crate::help::edits::{self, Op};
use crate::help::place::Place;
use crate::world::{self, stamp, stored};
use ketnap::model::*;
use ketnap::store::{Access, Saved, Store};
use rustix::fs::{FlockOperation, flock};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

/// Runs commands that have all read the book when something else is done to it.
fn meanwhile(place: &Place, commands: &[&[&str]], done: impl FnOnce()) -> Vec<Output> {
    let lock = File::open(place.data().join(".local/lock")).unwrap();
    flock(&lock, FlockOperation::LockExclusive).unwrap();
    let start = |args: &&[&str]| {
        let mut command = place.command();
        let command = command
            .args(*args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        wait_until_read(place, &child);
        child
    };
    let children: Vec<Child> = commands.iter().map(start).collect();
    done();
    flock(&lock, FlockOperation::Unlock).unwrap();
    let ended = children.into_iter().map(Child::wait_with_output);
    ended.map(Result::unwrap).collect()
}

/// Runs a command that has read the book when an editor changes a file of it.
fn beside_an_editor(place: &Place, args: &[&str], from: &str, to: &str) -> Output {
    let edited = || {
        let path = place.data().join("units/duong-quang-mau-1.ron");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    };
    meanwhile(place, &[args], edited).pop().unwrap()
}

/// Waits until a process has read as much as the book is long and rests again and again without
/// reading on: it then waits for the lock.
fn wait_until_read(place: &Place, child: &Child) {
    let files = place.files();
    let book = files.iter().filter(|(path, _)| {
        path.parent() == Some(&place.data()) || path.parent() == Some(&place.data().join("units"))
    });
    let long: usize = book.map(|(_, bytes)| bytes.len()).sum();
    let until = Instant::now() + Duration::from_secs(20);
    let read = || {
        let io = fs::read_to_string(format!("/proc/{}/io", child.id())).unwrap();
        let line = io.lines().find_map(|line| line.strip_prefix("rchar: "));
        line.unwrap().parse::<usize>().unwrap()
    };
    let rests = || {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let rests = |line: &str| {
            line.strip_prefix("voluntary_ctxt_switches:")?
                .trim()
                .parse()
                .ok()
        };
        status.lines().find_map(rests).unwrap()
    };
    let mut since: (usize, u64) = (read(), rests());
    while since.0 < long || rests() < since.1 + 3 {
        assert!(Instant::now() < until, "it does not wait for the lock");
        std::thread::sleep(Duration::from_millis(2));
        if read() != since.0 {
            since = (read(), rests());
        }
    }
}

#[test]
fn the_command_line_merges_and_where_it_cannot_names_the_field() {
    let place = Place::sample();
    let person = |field: &str| {
        let path = place.data().join("units/duong-quang-mau-1.ron");
        let text = fs::read_to_string(path).unwrap();
        text.contains(field)
    };
    let args = ["set", "mau-19", "phone=0900000001"];
    let output = beside_an_editor(&place, &args, "Hà Thị Mẫu 19", "Hà Mẫu 19");
    assert_eq!(output.status.code(), Some(0));
    assert!(person("\"Hà Mẫu 19\"") && person("\"0900000001\""));

    let args = ["set", "mau-19", "name=Của Mẫu 19", "phone=0900000002"];
    let output = beside_an_editor(&place, &args, "Hà Mẫu 19", "Họ Mẫu 19");
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("mau-19 (Họ và tên)"), "{said}");
    for secret in ["Mẫu 19", "Điện thoại"] {
        assert!(!said.contains(secret), "{said}");
    }
    assert!(
        person("\"Họ Mẫu 19\"") && person("\"0900000001\""),
        "nothing was written"
    );
}

/// A list of two people.
fn list_of_two(place: &Place) -> String {
    let path = place.home.path().join("hai-nguoi.csv");
    let rows = "STT;Họ và tên;Ngày sinh;Dân tộc\n\
        1;Lê Văn Mẫu 9001;13/2/1999;Tày\n2;Lê Thị Mẫu 9002;14/3/1998;Tày\n";
    fs::write(&path, rows).unwrap();
    path.display().to_string()
}

/// How many people of the book have a name.
fn called(place: &Place, name: &str) -> usize {
    let book = Store::new(place.data(), Access::ReadOnly).load().unwrap();
    let people = book.units().iter().flat_map(|unit| &unit.candidates);
    people.filter(|person| person.name == name).count()
}

#[test]
fn a_list_taken_over_beside_an_editor_loses_nothing() {
    let place = Place::sample();
    let list = list_of_two(&place);
    let args = ["import", &list, "--unit", "duong-quang-mau-1", "--yes"];
    let output = beside_an_editor(&place, &args, "Hà Thị Mẫu 19", "Hà Mẫu 19");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    for name in ["Hà Mẫu 19", "Lê Văn Mẫu 9001", "Lê Thị Mẫu 9002"] {
        assert_eq!(called(&place, name), 1, "{name}");
    }
}

#[test]
fn a_list_taken_over_by_two_at_once_is_taken_over_once() {
    let place = Place::sample();
    let list = list_of_two(&place);
    let args: &[&str] = &["import", &list, "--unit", "duong-quang-mau-1", "--yes"];
    let ended = meanwhile(&place, &[args, args], || ());
    assert!(
        ended.iter().all(|output| output.status.success()),
        "{ended:?}"
    );
    for name in ["Lê Văn Mẫu 9001", "Lê Thị Mẫu 9002"] {
        assert_eq!(called(&place, name), 1, "{name}");
    }
}

/// A clerk with a book that may be out of date.
struct Clerk {
    store: Store,
    book: Book,
}

/// What was accepted, field by field; remarks by their texts, which are all different.
#[derive(Default)]
struct Sum {
    fields: BTreeMap<(CandidateId, &'static str), CandidateField>,
    notes: BTreeSet<(CandidateId, String)>,
}

impl Sum {
    fn add(&mut self, edit: &Edit) {
        let Change::Many(all) = &edit.change else {
            panic!()
        };
        for change in all {
            match change {
                Change::SetCandidate(id, CandidateField::Notes(notes)) => {
                    let texts = notes.iter().map(|note| (id.clone(), note.text.clone()));
                    self.notes.extend(texts);
                }
                Change::SetCandidate(id, field) => {
                    self.fields.insert((id.clone(), field.key()), field.clone());
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

fn some_edit(clerk: &mut Clerk, rng: &mut fastrand::Rng, round: usize) -> Edit {
    if rng.bool() {
        let ids = ["p1", "p2", "p3"];
        let id = world::person_id(ids[rng.usize(..3)]);
        let mut notes = clerk.book.candidate(&id).unwrap().1.notes.clone();
        notes.push(Note {
            on: world::day(2026, 2, 1),
            text: format!("Ghi {round}"),
        });
        let change = Change::SetCandidate(id, CandidateField::Notes(notes));
        return clerk.book.edit(Change::Many(vec![change])).unwrap();
    }
    let mut op = || Op::Scalar(rng.u8(..3), [0, 3][rng.usize(..2)], rng.u8(..4));
    let ops = [op(), op()];
    edits::made(&mut clerk.book, &ops)
}

#[test]
fn many_edits_of_three_clerks_end_as_the_sum_of_what_was_accepted() {
    let (_place, first, start) = stored();
    let mut rng = fastrand::Rng::with_seed(7);
    let clerk = || {
        let store = Store::new(first.dir().to_owned(), Access::ReadWrite);
        let book = store.load().unwrap();
        Clerk { store, book }
    };
    let mut clerks = [clerk(), clerk(), clerk()];
    let mut sum = Sum::default();
    let [mut merged, mut asked] = [0, 0];
    for round in 0..300 {
        let clerk = &mut clerks[rng.usize(..3)];
        if rng.u8(..9) == 0 {
            let traces = clerk.store.watch().look().unwrap();
            let news = clerk.store.news(traces, &clerk.book, &BTreeSet::new());
            let news = news.unwrap();
            clerk.book.take_over(news);
        }
        let mut edit = some_edit(clerk, &mut rng, round);
        loop {
            let saved = clerk.store.save_merged(&clerk.book, &edit, None, &stamp());
            match saved.unwrap() {
                Saved::AsMade(_) => sum.add(&edit),
                Saved::Merged(_, edit, book) => {
                    merged += 1;
                    sum.add(&edit);
                    clerk.book = *book;
                }
                Saved::Asked(joined, book) => {
                    asked += 1;
                    clerk.book = *book;
                    let mine: Vec<bool> = joined.conflicts.iter().map(|_| rng.bool()).collect();
                    edit = clerk.book.edit(joined.settled(&mine)).unwrap();
                    continue;
                }
                Saved::Refused(refusal, _) => panic!("{refusal:?}"),
            }
            break;
        }
    }
    assert!(
        merged > 30 && asked > 10,
        "they met: {merged} merged, {asked} asked"
    );
    let end = first.load().unwrap();
    for person in end.units().iter().flat_map(|unit| &unit.candidates) {
        let before = start.candidate(&person.id).unwrap().1;
        let mut meant = Book::new(world::header(), vec![home(person, before)], Vec::new());
        for ((id, _), field) in &sum.fields {
            if *id == person.id {
                let change = Change::SetCandidate(id.clone(), field.clone());
                meant.apply(change).unwrap();
            }
        }
        let meant = meant.candidate(&person.id).unwrap().1;
        let without_notes = |person: &Candidate| Candidate {
            notes: Vec::new(),
            ..person.clone()
        };
        assert_eq!(without_notes(person), without_notes(meant));
        let notes: Vec<String> = person.notes.iter().map(|note| note.text.clone()).collect();
        let accepted = sum.notes.iter().filter(|(id, _)| *id == person.id);
        let mut accepted: Vec<String> = accepted.map(|(_, text)| text.clone()).collect();
        let mut notes_sorted = notes.clone();
        notes_sorted.sort();
        accepted.sort();
        assert_eq!(notes_sorted, accepted, "each once, none lost");
    }
}

/// A cell with one person.
fn home(person: &Candidate, before: &Candidate) -> Unit {
    let mut unit = Unit::new(world::unit_id("goc"), world::code("cell"), "Mẫu".into());
    assert_eq!(person.id, before.id);
    unit.candidates.push(before.clone());
    unit
}
