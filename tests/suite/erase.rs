//! What is held about a person is shown whole, and erased whole: no byte of it stays on the machine.

use crate::help::place::Place;
use crate::world::{code, day, person_id, stamp};
use ketnap::app::{Ask, Draft};
use ketnap::model::{
    Absent, Candidate, CandidateField, Card, Cause, Change, Extended, Former, Guide, GuideKind,
    Letter, Note, Outreach, Paper, PaperState, PartialDay, Relation, Remedy, Reminder, ScalarField,
};
use ketnap::store::{Access, Store};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Stands in every text of the invented person.
pub(crate) const MARK: &str = "MẬT";
pub(crate) const ID: &str = "uv-xoa-mau";

pub(crate) fn mark(what: &str) -> String {
    format!("{MARK} Mẫu {what}")
}

pub(crate) fn store(place: &Place) -> Store {
    Store::new(place.data(), Access::ReadWrite)
}

pub(crate) fn save(place: &Place, change: Change) {
    let store = store(place);
    let mut book = store.load().unwrap();
    let edit = book.edit(change).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
}

/// Words of one's own in every field that no figure reads.
pub(crate) fn write_about(person: &mut Candidate, word: impl Fn(&str) -> String) {
    let on = person.steps[0].on;
    let text = |what: &str| Some(word(what));
    let guide = |what: &str| Guide {
        from: Some(on.into()),
        together: Some(on),
        post: text("chức vụ"),
        born: PartialDay::of_year(1980),
        ..Guide::new(word(what), GuideKind::Member)
    };
    person.name = word("tên Mẫu");
    person.religion = text("tôn giáo");
    person.schooling = text("học vấn");
    person.profession = text("chuyên môn");
    person.occupation = text("nghề");
    person.other_name = text("tên khác");
    person.theory = text("lý luận");
    person.title = text("học vị");
    person.work = text("đơn vị");
    person.posts = text("chức danh");
    person.home = text("quê");
    person.birthplace = text("nơi sinh");
    person.union_on = PartialDay::of_year(2010);
    person.residence = text("nơi ở");
    person.id_number = text("căn cước");
    person.phone = text("điện thoại");
    person.helpers = vec![guide("giúp đỡ")];
    person.introducers = vec![guide("giới thiệu")];
    person.papers.push(Paper {
        number: text("số"),
        on: Some(on.into()),
        reason: text("lý do giấy"),
        grade: text("xếp loại"),
        issuer: text("nơi cấp"),
        ..Paper::new(code("1-KND"), PaperState::NotNeeded)
    });
    person.letters = vec![Letter {
        sent: Some(on),
        number: text("số thư"),
        reminders: vec![on],
        ..Letter::new(Relation::Mother, word("nơi hỏi"))
    }];
    if let Some(vote) = person.votes.first_mut() {
        vote.chair = text("chủ trì");
        vote.minutes = text("thư ký");
        vote.why_against = text("không tán thành");
        vote.absent = vec![Absent {
            count: 0,
            reason: text("vắng"),
        }];
    }
    person.reminders = vec![Reminder {
        limit: code("decision"),
        on,
        step: code("don-doc"),
    }];
    person.extensions = vec![Extended {
        limit: code("decision"),
        on,
        reason: text("gia hạn"),
    }];
    person.causes.push(Cause {
        code: code("away"),
        from: on,
        until: None,
        note: text("vướng"),
        source: text("nguồn tin"),
    });
    person.remedies = vec![Remedy {
        cause: code("livelihood"),
        text: word("việc"),
        who: text("ai"),
        by: Some(on),
        done: None,
    }];
    person.notes = vec![Note {
        on,
        text: word("ghi chú"),
    }];
    person.introduced = Some(Outreach {
        by: code("youth"),
        on,
    });
}

/// Somebody admitted in 2022, whose every text is unmistakable.
pub(crate) fn person(place: &Place) -> Candidate {
    let book = store(place).load().unwrap();
    let (_, like) = book.candidate(&person_id("mau-01")).unwrap();
    let on = day(2022, 1, 10);
    let mut person = like.clone();
    person.id = person_id(ID);
    write_about(&mut person, mark);
    person.ethnicity = Some(mark("dân tộc"));
    person.steps[0].reason = Some(mark("bước"));
    person.former = Some(Box::new(Former {
        left: on.into(),
        consent: None,
    }));
    person.card = Some(Box::new(Card {
        number: mark("thẻ"),
        on,
    }));
    person
}

pub(crate) fn set(field: CandidateField) -> Change {
    Change::SetCandidate(person_id(ID), field)
}

/// A snapshot as one is made: links of the live files, and a list with their sums.
fn snapshot(data: &Path, date: &str) -> PathBuf {
    let dir = data.join(".backup").join(date);
    fs::create_dir_all(dir.join("units")).unwrap();
    let mut list =
        String::from("(\n  format: 1,\n  made: \"2022-11-20T08:00:00+07:00\",\n  files: [\n");
    let units = fs::read_dir(data.join("units")).unwrap();
    let mut names: Vec<String> = units
        .map(|unit| format!("units/{}", unit.unwrap().file_name().display()))
        .collect();
    names.push("book.ron".into());
    names.sort();
    for name in names {
        fs::hard_link(data.join(&name), dir.join(&name)).unwrap();
        let (size, sum) = size_and_sum(&dir.join(&name));
        let _ = writeln!(
            list,
            "    (path: \"{name}\", size: {size}, sha256: \"{sum}\"),"
        );
    }
    fs::write(dir.join("manifest.ron"), list + "  ],\n)\n").unwrap();
    dir
}

pub(crate) fn size_and_sum(path: &Path) -> (usize, String) {
    let bytes = fs::read(path).unwrap();
    (bytes.len(), format!("{:x}", Sha256::digest(&bytes)))
}

/// The sample with a person who was added, edited, moved along with others, half typed about, and
/// kept in two snapshots, of which one is as the book is now.
fn followed() -> Place {
    followed_as(person)
}

pub(crate) fn followed_as(person: impl Fn(&Place) -> Candidate) -> Place {
    let place = Place::sample();
    let mut young = person(&place);
    young.notes.clear();
    let home = store(&place).load().unwrap();
    let home = home.home(&person_id("mau-01")).unwrap().clone();
    save(&place, Change::AddCandidate(home, Box::new(young)));
    snapshot(&place.data(), "2022-11-20");
    let note = |text: &str| Note {
        on: day(2022, 11, 26),
        text: text.into(),
    };
    save(&place, set(CandidateField::Notes(person(&place).notes)));
    save(&place, set(CandidateField::Name(mark("tên khác"))));
    save(
        &place,
        Change::Many(vec![
            set(CandidateField::Phone(Some(mark("điện thoại khác")))),
            Change::SetCandidate(
                person_id("mau-25"),
                CandidateField::Notes(vec![note("của người khác")]),
            ),
        ]),
    );
    let undone = place.run(&["undo"]);
    assert!(undone.status.success());
    snapshot(&place.data(), "2022-11-26");
    let draft = Draft::Line(
        Ask::Scalar(person_id(ID), ScalarField::Residence),
        mark("đang gõ"),
    );
    let store = store(&place);
    let visitor = ketnap::store::Visitor {
        who: "thu-ky".into(),
        since: "2022-11-27T08:00:00+07:00".into(),
    };
    store.open_session(&visitor).unwrap().keep(&draft).unwrap();
    // What a crash left of a line with values.
    let torn = format!("(n: 9, change: SetCandidate(\"{ID}\", Name(\"{MARK} x");
    fs::write(place.data().join(".local/torn-9"), torn).unwrap();
    place
}

fn erase(place: &Place) -> Output {
    place.run(&["erase", ID, "--reason", "đề nghị của đương sự", "--yes"])
}

/// Files anywhere in the sandbox that hold a word.
pub(crate) fn holding(place: &Place, word: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![place.home.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(word) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The columns of a year's report that count admissions; `open` and `stages` count files.
fn admissions(place: &Place, year: &str) -> Vec<Value> {
    let report = place.json(&["report", "quota", "--year", year]);
    let rows = report["rows"].as_array().unwrap().iter();
    let keys = [
        "unit",
        "admitted",
        "quotas",
        "forecast",
        "needed",
        "year_before",
        "per_month",
    ];
    rows.map(|row| keys.iter().map(|key| row[*key].clone()).collect())
        .collect()
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn no_byte_of_an_erased_person_is_left_and_the_years_count_as_before() {
    let place = followed();
    let before = ["2022", "2023"].map(|year| admissions(&place, year));
    let listed = place.json(&["report", "quota", "--year", "2022"])["rows"][0]["listed"].clone();
    assert!(holding(&place, MARK).len() > 5);
    let output = erase(&place);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(output.stdout.is_empty());
    assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
    // The id stands in the journal, as it must, and nowhere else.
    let journal = place.data().join("journal");
    let named = holding(&place, &format!("\"{ID}\""));
    assert!(named.iter().all(|path| path.starts_with(&journal)));
    let after = ["2022", "2023"].map(|year| admissions(&place, year));
    assert_eq!(after, before);
    let city = &place.json(&["report", "quota", "--year", "2022"])["rows"][0];
    assert_eq!(
        city["listed"].as_u64().unwrap() + 1,
        listed.as_u64().unwrap()
    );
}

#[test]
fn the_journal_says_that_somebody_was_erased_and_not_why() {
    let place = followed();
    let output = erase(&place);
    let reason = "đề nghị của đương sự";
    assert!(said(&output).contains(reason));
    assert_eq!(holding(&place, reason), Vec::<PathBuf>::new());
    let shown = place.json(&["show", ID]);
    let last = shown["journal"].as_array().unwrap().last().unwrap();
    assert_eq!(last["fields"], serde_json::json!(["erased"]));
    assert_eq!(shown["record"], Value::Null);
    assert_eq!(shown["kept"], serde_json::json!([]));
    assert!(place.run(&["check"]).status.code() != Some(3));
    let damaged = store(&place).verify_journal();
    assert!(damaged.is_empty(), "{damaged:?}");
}

#[test]
fn undo_does_not_bring_an_erased_person_back() {
    let place = followed();
    erase(&place);
    // As often as there may be edits: each takes back somebody else's, or is refused.
    for _ in 0..8 {
        place.run(&["undo"]);
        let book = store(&place).load().unwrap();
        assert!(book.candidate(&person_id(ID)).is_none());
        assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
    }
}

#[test]
fn the_part_of_a_common_edit_that_is_somebody_elses_can_still_be_undone() {
    let place = followed();
    save(
        &place,
        Change::Many(vec![
            set(CandidateField::Phone(Some(mark("số mới")))),
            Change::SetCandidate(person_id("mau-25"), CandidateField::Phone(Some("1".into()))),
        ]),
    );
    erase(&place);
    assert!(place.run(&["undo"]).status.success());
    let book = store(&place).load().unwrap();
    let (_, other) = book.candidate(&person_id("mau-25")).unwrap();
    assert_ne!(other.phone.as_deref(), Some("1"));
}

#[test]
fn snapshots_stay_whole_and_the_live_files_are_not_written_into() {
    let place = followed();
    let data = place.data();
    // Another name of a file that a snapshot holds, as the live one may be.
    let home = store(&place).load().unwrap();
    let home = home.home(&person_id(ID)).unwrap().clone();
    let old = data.join(format!(".backup/2022-11-20/units/{home}.ron"));
    let other = place.home.path().join("other");
    fs::hard_link(&old, &other).unwrap();
    let before = fs::read(&other).unwrap();
    erase(&place);
    assert_eq!(fs::read(&other).unwrap(), before);
    assert_ne!(fs::read(&old).unwrap(), before);
    for date in ["2022-11-20", "2022-11-26"] {
        let dir = data.join(".backup").join(date);
        let list = fs::read_to_string(dir.join("manifest.ron")).unwrap();
        let mut rows = 0;
        for entry in fs::read_dir(dir.join("units")).unwrap() {
            let path = entry.unwrap().path();
            let (size, sum) = size_and_sum(&path);
            let name = path.file_name().unwrap().display();
            let row = format!("(path: \"units/{name}\", size: {size}, sha256: \"{sum}\")");
            assert!(list.contains(&row), "{row}");
            rows += 1;
        }
        assert_eq!(list.matches("(path:").count(), rows + 1);
    }
    assert!(store(&place).load().unwrap().unreadable().is_empty());
}

#[test]
fn an_erasure_broken_off_is_finished_by_the_next_one() {
    let place = followed();
    let (store, id) = (store(&place), person_id(ID));
    let mut book = store.load().unwrap();
    // As if the machine had stopped right after the record went.
    let edit = book.edit(Change::RemoveCandidate(id)).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
    assert!(!holding(&place, MARK).is_empty());
    let output = erase(&place);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(holding(&place, MARK), Vec::<PathBuf>::new());
    let again = erase(&place);
    assert_eq!(again.status.code(), Some(3));
    assert!(said(&again).contains("Không còn gì về uv-xoa-mau"));
}

#[test]
fn nothing_is_erased_without_a_yes_or_a_reason_or_on_a_book_to_look_at() {
    let place = followed();
    let before = place.files();
    let refused = |args: &[&str], code: i32| {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert_eq!(place.files(), before);
    };
    refused(&["erase", ID, "--reason", "vì"], 2);
    refused(&["erase", ID, "--yes"], 2);
    refused(&["erase", ID, "--reason", " ", "--yes"], 2);
    refused(&["erase", ID, "--reason", "vì", "--yes", "--read-only"], 3);
    refused(&["erase", "khong-co", "--reason", "vì", "--yes"], 3);
}

#[test]
fn what_cannot_be_mended_is_named() {
    let place = followed();
    let broken = place.data().join(".backup/2022-11-20/units/hong.ron");
    fs::write(&broken, format!("(unit: (candidates: [(id: \"{ID}\"")).unwrap();
    let output = erase(&place);
    assert!(
        said(&output).contains(".backup/2022-11-20"),
        "{}",
        said(&output)
    );
    assert!(broken.exists());
}

#[test]
fn everything_held_about_a_person_is_shown() {
    let place = followed();
    let shown = place.json(&["show", ID]);
    let record = shown["record"].as_object().unwrap();
    let book = store(&place).load().unwrap();
    let (_, person) = book.candidate(&person_id(ID)).unwrap();
    let whole = serde_json::to_value(person).unwrap();
    assert_eq!(record, whole.as_object().unwrap());
    let numbers = shown["journal"].as_array().unwrap().iter();
    let numbers: Vec<u64> = numbers.map(|row| row["number"].as_u64().unwrap()).collect();
    // The last one is this look.
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let kinds = shown["kept"].as_array().unwrap().iter();
    let kinds: Vec<&str> = kinds.map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["draft", "undo", "aside", "snapshot", "snapshot", "snapshot"]
    );
    // Every text of the record stands in the table too, the identity number in full.
    let table: String = place.ok(&["show", ID]).split_whitespace().collect();
    let mut texts = Vec::new();
    all_texts(&whole, &mut texts);
    let marked = texts.iter().filter(|text| text.starts_with(MARK));
    for text in marked {
        let text: String = text.split_whitespace().collect();
        assert!(table.contains(&text), "{text} in {table}");
    }
    assert_eq!(place.run(&["show", "khong-co"]).status.code(), Some(3));
}

fn all_texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| all_texts(one, into)),
        Value::Object(all) => all.values().for_each(|one| all_texts(one, into)),
        _ => {}
    }
}

#[test]
fn what_is_shown_is_not_called_all_where_a_file_cannot_be_read() {
    let place = followed();
    let home = store(&place).load().unwrap();
    let home = home.home(&person_id(ID)).unwrap().clone();
    let file = place.data().join(format!("units/{home}.ron"));
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let output = place.run(&["show", ID]);
    assert!(output.status.success());
    let said = said(&output);
    assert!(said.contains("Chưa chắc là toàn bộ"), "{said}");
    assert!(said.contains(&format!("units/{home}.ron")), "{said}");
    assert!(!said.contains("toàn bộ dữ liệu cá nhân"), "{said}");
}
