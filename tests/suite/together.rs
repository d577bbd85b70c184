//! Two boards, the command line and an editor on one book: nothing of anybody is lost, and what two
//! changed differently is asked.

mod minute;
mod others;
mod seen;

use crate::desk::{Desk, sample};
use crate::world::{code, day, person_id, stamp, temp, unit_id};
use ketnap::app::{Msg, Overlay, SaveMark, Settle};
use ketnap::model::*;
use ketnap::store::{Access, Saved, Store};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// The sample book in a directory.
struct Office {
    place: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { place: temp() };
        let book = sample();
        let store = office.store();
        store.create(book.header(), book.units()).unwrap();
        office
    }

    fn store(&self) -> Store {
        Store::new(self.place.path().join("data"), Access::ReadWrite)
    }

    fn board(&self) -> Desk {
        Desk::on(self.store())
    }

    fn file(&self, unit: &str) -> PathBuf {
        self.place.path().join(format!("data/units/{unit}.ron"))
    }

    fn book(&self) -> Book {
        self.store().load().unwrap()
    }

    fn person(&self, id: &str) -> Candidate {
        let book = self.book();
        book.candidate(&person_id(id)).unwrap().1.clone()
    }

    /// Somebody else's edit, from a fresh reading.
    fn edit(&self, change: Change) {
        let store = self.store();
        let mut book = store.load().unwrap();
        let edit = book.edit(change).unwrap();
        store.save(&book, &edit, None, &stamp()).unwrap();
    }

    /// An editor that writes into the file as it is.
    fn replace(&self, unit: &str, from: &str, to: &str) {
        let path = self.file(unit);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
}

fn set(id: &str, field: CandidateField) -> Change {
    Change::SetCandidate(person_id(id), field)
}

fn phone(number: &str) -> CandidateField {
    CandidateField::Phone(Some(number.into()))
}

fn name(text: &str) -> CandidateField {
    CandidateField::Name(text.into())
}

/// Goes to a person's row.
fn go(desk: &mut Desk, id: &str) {
    let number = id.trim_start_matches("mau-").to_owned();
    if desk.app.screens.board.focus == ketnap::app::Pane::Tree {
        desk.press("Tab");
    }
    desk.press("/")
        .write(&format!("mẫu {number}"))
        .press("Enter");
    let line = desk.app.screens.board.pipeline.line().unwrap();
    assert_eq!(line.person(&desk.app.book).id, person_id(id));
}

/// Gives the selected person another name.
fn rename(desk: &mut Desk, name: &str) {
    desk.press("e Ctrl+U").write(name).press("Enter");
}

fn settle(desk: &Desk) -> &Settle {
    match desk.app.overlays.last() {
        Some(Overlay::Settle(settle)) => settle,
        other => panic!("nothing is asked: {other:?}"),
    }
}

#[test]
fn different_fields_of_one_person_are_both_kept() {
    let office = Office::new();
    let (mut one, mut two) = (office.board(), office.board());
    for desk in [&mut one, &mut two] {
        go(desk, "mau-19");
    }
    rename(&mut one, "Hà Mẫu 19");
    two.press("→ → → → → → e").write("đã gọi").press("Enter");
    assert_eq!(two.app.saved, SaveMark::Saved);
    assert!(two.said().contains("người khác"), "{}", two.said());
    let person = office.person("mau-19");
    assert_eq!(person.name, "Hà Mẫu 19");
    assert_eq!(person.notes.last().unwrap().text, "đã gọi");
    assert_eq!(two.app.book, office.book());
    // Undo takes back my part only.
    two.press("u");
    let person = office.person("mau-19");
    assert_eq!(person.name, "Hà Mẫu 19");
    assert!(person.notes.iter().all(|note| note.text != "đã gọi"));
}

#[test]
fn undo_takes_my_remark_back_and_leaves_theirs() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    let before = office.person("mau-19").notes;
    let note = |text: &str| Note {
        on: day(2022, 11, 27),
        text: text.into(),
    };
    let theirs = [&before[..], &[note("của họ")]].concat();
    office.edit(set("mau-19", CandidateField::Notes(theirs.clone())));
    desk.press("→ → → → → → e").write("của mình").press("Enter");
    assert_eq!(office.person("mau-19").notes.len(), before.len() + 2);
    desk.press("u");
    assert_eq!(office.person("mau-19").notes, theirs, "{}", desk.said());
    desk.press("Ctrl+R");
    assert_eq!(office.person("mau-19").notes.len(), before.len() + 2);
}

#[test]
fn another_book_in_the_place_of_ours_is_not_merged_with() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    let head = office.place.path().join("data/book.ron");
    let text = fs::read_to_string(&head).unwrap();
    fs::write(&head, text.replacen("mau-bac-kan-2022", "so-khac", 1)).unwrap();
    rename(&mut desk, "Của Mẫu 19");
    assert_eq!(desk.app.saved, SaveMark::Failed);
    assert_eq!(office.person("mau-19").name, "Hà Thị Mẫu 19");
}

#[test]
fn different_people_of_one_cell_are_both_kept() {
    let office = Office::new();
    let home = |id: &str| office.book().home(&person_id(id)).cloned();
    assert_eq!(home("mau-20"), home("mau-21"));
    let (mut one, mut two) = (office.board(), office.board());
    go(&mut one, "mau-20");
    go(&mut two, "mau-21");
    rename(&mut one, "Nông Mẫu 20");
    rename(&mut two, "Triệu Mẫu 21");
    assert_eq!(office.person("mau-20").name, "Nông Mẫu 20");
    assert_eq!(office.person("mau-21").name, "Triệu Mẫu 21");
    assert_eq!(two.app.book, office.book());
}

#[test]
fn one_field_changed_by_both_is_asked_and_nothing_is_written_until_then() {
    for (key, kept) in [("m", "Của Mẫu 19"), ("t", "Họ Mẫu 19")] {
        let office = Office::new();
        let (mut one, mut two) = (office.board(), office.board());
        for desk in [&mut one, &mut two] {
            go(desk, "mau-19");
        }
        rename(&mut one, "Họ Mẫu 19");
        rename(&mut two, "Của Mẫu 19");
        assert_eq!(two.app.saved, SaveMark::Failed);
        assert_eq!(office.person("mau-19").name, "Họ Mẫu 19");
        assert_eq!(two.app.book, office.book());
        let screen = two.screen(80, 24);
        for said in ["Hà Thị Mẫu 19", "Họ Mẫu 19", "Của Mẫu 19", "Họ và tên"] {
            assert!(screen.contains(said), "{said}:\n{screen}");
        }
        two.press("Enter");
        assert_eq!(settle(&two).kept, [None], "an answer is needed");
        two.press(key).press("Enter");
        assert!(two.app.overlays.is_empty());
        assert_eq!(office.person("mau-19").name, kept);
        assert_eq!(two.app.book, office.book());
    }
}

#[test]
fn left_unanswered_what_was_typed_comes_back_and_the_book_is_theirs() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    office.edit(set("mau-19", name("Họ Mẫu 19")));
    rename(&mut desk, "Của Mẫu 19");
    desk.press("Esc");
    assert_eq!(office.person("mau-19").name, "Họ Mẫu 19");
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!()
    };
    assert_eq!(prompt.input.value(), "Của Mẫu 19");
    desk.press("Enter");
    assert_eq!(
        office.person("mau-19").name,
        "Của Mẫu 19",
        "now on top of theirs"
    );
}

#[test]
fn a_form_comes_back_too() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    desk.press("Enter a")
        .write("cong van tham tra")
        .press("Enter ↓")
        .write("Xã Mẫu");
    office.edit(set(
        "mau-19",
        CandidateField::Letters(vec![Letter {
            abroad: true,
            ..Letter::new(Relation::Person, "Xã Mẫu".into())
        }]),
    ));
    desk.press("Enter");
    assert_eq!(settle(&desk).joined.conflicts[0].key(), "letters");
    desk.press("Esc");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Form(_))));
}

#[test]
fn a_person_taken_out_meanwhile_can_be_put_back_or_let_go() {
    for (key, there) in [("m", true), ("t", false)] {
        let office = Office::new();
        let mut desk = office.board();
        go(&mut desk, "mau-19");
        office.edit(Change::RemoveCandidate(person_id("mau-19")));
        rename(&mut desk, "Của Mẫu 19");
        assert_eq!(settle(&desk).joined.conflicts[0].key(), "removed");
        let screen = desk.screen(80, 24);
        assert!(
            screen.contains("đã xóa") && screen.contains("Của Mẫu 19"),
            "{screen}"
        );
        assert!(office.book().candidate(&person_id("mau-19")).is_none());
        desk.press(key).press("Enter");
        let book = office.book();
        let person = book.candidate(&person_id("mau-19"));
        assert_eq!(
            person.map(|(_, it)| it.name.as_str()),
            there.then_some("Của Mẫu 19")
        );
        assert_eq!(desk.app.book, book);
    }
}

#[test]
fn who_was_erased_for_good_is_not_settled_back() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    let (store, id) = (office.store(), person_id("mau-19"));
    let mut book = store.load().unwrap();
    let edit = book.edit(Change::RemoveCandidate(id.clone())).unwrap();
    store.erase(&id, Some((&book, &edit)), &stamp()).unwrap();
    rename(&mut desk, "Của Mẫu 19");
    assert!(desk.said().contains("xóa vĩnh viễn"), "{}", desk.said());
    assert!(!matches!(
        desk.app.overlays.last(),
        Some(Overlay::Settle(_))
    ));
    assert_eq!(office.book().home(&id), None);
    assert_eq!(desk.app.book, office.book());
}

#[test]
fn an_undo_of_what_somebody_else_changed_since_is_refused() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    rename(&mut desk, "Của Mẫu 19");
    office.edit(set("mau-19", name("Họ Mẫu 19")));
    desk.press("u");
    assert!(desk.app.overlays.is_empty());
    assert_eq!(office.person("mau-19").name, "Họ Mẫu 19");
    assert_eq!(desk.app.book, office.book());
    assert!(desk.said().contains("sửa tiếp"), "{}", desk.said());
    // Beside somebody else's change it goes through.
    rename(&mut desk, "Lại Mẫu 19");
    office.edit(set("mau-19", phone("0900000001")));
    desk.press("u");
    let person = office.person("mau-19");
    assert_eq!(
        (person.name.as_str(), person.phone.as_deref()),
        ("Họ Mẫu 19", Some("0900000001"))
    );
}

#[test]
fn a_person_moved_by_one_and_changed_by_the_other_is_in_one_place() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    let to = unit_id("phung-chi-kien-to-7");
    let book = office.book();
    let (from, mut person) = {
        let (unit, person) = book.candidate(&person_id("mau-19")).unwrap();
        (unit.id.clone(), person.clone())
    };
    let on = person.steps.last().unwrap().on;
    person.handovers.push(Handover { on, from });
    office.edit(Change::Many(vec![
        Change::RemoveCandidate(person_id("mau-19")),
        Change::AddCandidate(to.clone(), Box::new(person)),
    ]));
    rename(&mut desk, "Của Mẫu 19");
    let book = office.book();
    assert!(book.doubled().is_empty());
    let (unit, person) = book.candidate(&person_id("mau-19")).unwrap();
    assert_eq!((&unit.id, person.name.as_str()), (&to, "Của Mẫu 19"));
    assert_eq!(desk.app.book, book);
}

#[test]
fn quotas_and_settings_of_two_clerks_go_together() {
    let office = Office::new();
    let (mut one, mut two) = (office.board(), office.board());
    one.press("2 a")
        .write("QS Chỉ tiêu quân sự Mẫu")
        .press("Enter");
    two.press("2 a").write("ND Chỉ tiêu nữ Mẫu").press("Enter");
    let ids: Vec<String> = office
        .book()
        .settings()
        .tracks
        .iter()
        .map(|track| track.id.to_string())
        .collect();
    assert!(
        ids.contains(&"QS".to_owned()) && ids.contains(&"ND".to_owned()),
        "{ids:?}"
    );
    two.press("a").write("QS Tên khác").press("Enter");
    one.press("a").write("QS Tên thứ ba").press("Enter");
    assert_eq!(settle(&one).joined.conflicts[0].key(), "settings");
    let screen = one.screen(120, 36);
    assert!(
        screen.contains("QS Tên khác") && screen.contains("QS Tên thứ ba"),
        "{screen}"
    );
    one.press("m Enter");
    assert_eq!(one.app.book, office.book());
}

#[test]
fn what_cannot_be_read_meanwhile_is_not_written_over() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    let home = office
        .book()
        .home(&person_id("mau-19"))
        .unwrap()
        .to_string();
    fs::write(office.file(&home), "(").unwrap();
    rename(&mut desk, "Của Mẫu 19");
    assert_eq!(desk.app.saved, SaveMark::Failed);
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Prompt(_))));
    assert_eq!(fs::read(office.file(&home)).unwrap(), b"(");
}

#[test]
fn the_versions_are_told_as_the_sheets_tell_them() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    let paper = |state: PaperState| Paper {
        number: Some("12-QĐ".into()),
        ..Paper::new(code("9-KND"), state)
    };
    let with = |state: PaperState| {
        let papers = office.person("mau-19").papers;
        CandidateField::Papers([&papers[..], &[paper(state)]].concat())
    };
    let mine = Change::Many(vec![
        set("mau-19", with(PaperState::Drafted)),
        set("mau-19", phone("0912345678")),
        set("mau-19", CandidateField::Sex(None)),
    ]);
    let edit = desk.app.book.edit(mine).unwrap();
    office.edit(Change::Many(vec![
        set("mau-19", with(PaperState::Sent)),
        set("mau-19", phone("0912445678")),
        set("mau-19", CandidateField::Sex(Some(Sex::Male))),
    ]));
    let store = desk.store.as_ref().unwrap();
    let Ok(Saved::Asked(joined, book)) = store.save_merged(&desk.app.book, &edit, None, &stamp())
    else {
        panic!()
    };
    desk.press("e Ctrl+U").write("Của Mẫu 19");
    desk.disk = Some(Msg::Conflict(joined, book));
    desk.press("Enter");
    for (width, height) in [(80, 24), (120, 36)] {
        let screen = desk.screen(width, height);
        for said in [
            "9-KNĐ · đang soạn · số 12-QĐ",
            "9-KNĐ · đã gửi",
            "••••3••678",
            "••••4••678",
        ] {
            assert!(screen.contains(said), "{said}:\n{screen}");
        }
        for hidden in ["0912", "CN-NTVĐ · hợp lệ"] {
            assert!(!screen.contains(hidden), "{hidden}:\n{screen}");
        }
    }
    let (small, short) = (desk.screen(60, 15), desk.screen(41, 10));
    assert!(small.contains("Giới tính") && !short.is_empty(), "{small}");
    desk.press("m m t Enter");
    let person = office.person("mau-19");
    assert_eq!(person.sex, None);
    assert_eq!(person.phone.as_deref(), Some("0912345678"));
    assert_eq!(person.papers.last().unwrap().state, PaperState::Sent);
}
