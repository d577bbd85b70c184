//! An edit is taken back once, by its number, whoever asks: shells, boards, another account, an editor; nothing jams.

use crate::again::another_account_made;
use crate::desk::Desk;
use crate::help::place::Place;
use crate::world::{person_id, stamp};
use ketnap::app::Overlay;
use ketnap::app::command::Context;
use ketnap::model::{Book, CandidateField, Change, Refusal, Whose};
use ketnap::store::{Access, Saved, Store, StoreError};
use std::fs;

fn store(place: &Place) -> Store {
    Store::new(place.data(), Access::ReadWrite)
}

fn board(place: &Place) -> Desk {
    Desk::on(store(place))
}

fn phone(place: &Place, id: &str) -> String {
    let book = store(place).load().unwrap();
    let phone = book.candidate(&person_id(id)).unwrap().1.phone.clone();
    phone.unwrap_or_default()
}

/// Sets a phone from a shell.
fn shell(place: &Place, id: &str, number: &str) {
    place.ok(&["set", id, &format!("phone={number}"), "--as-typed"]);
}

/// Sets a phone on a board, as its sheet would.
fn on_board(desk: &mut Desk, id: &str, number: &str) {
    let field = CandidateField::Phone((!number.is_empty()).then(|| number.to_owned()));
    let change = Change::SetCandidate(person_id(id), field);
    desk.look().make(change);
}

/// Writes another phone into the file, as an editor does.
fn editor(place: &Place, id: &str, from: &str, to: &str) {
    let book = store(place).load().unwrap();
    let unit = book.home(&person_id(id)).unwrap();
    let path = place.data().join(format!("units/{unit}.ron"));
    let text = fs::read_to_string(&path).unwrap();
    let (from, to) = (format!("phone: \"{from}\""), format!("phone: \"{to}\""));
    assert!(text.contains(&from));
    fs::write(path, text.replace(&from, &to)).unwrap();
}

fn undone(place: &Place, args: &[&str]) -> String {
    let output = place.run(args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    said
}

/// What was refused, without a byte of the book changed.
fn refused(place: &Place, args: &[&str]) -> String {
    let units = || {
        let mut files = place.files();
        files.retain(|path, _| !path.starts_with(place.data().join(".local")));
        files
    };
    let before = units();
    let (code, said) = place.fails(args);
    assert_eq!(code, 3, "{args:?}: {said}");
    assert!(units() == before, "{args:?} changed something");
    said
}

#[test]
fn what_the_shell_took_back_a_board_does_not_take_back_again_over_a_later_edit() {
    let place = Place::sample();
    let mut desk = board(&place);
    on_board(&mut desk, "mau-19", "1");
    undone(&place, &["undo", "1"]);
    // The same value again, under a number of its own.
    shell(&place, "mau-19", "1");
    desk.look().press("u");
    assert_eq!(phone(&place, "mau-19"), "1", "{}", desk.said());
    assert!(
        desk.said()
            .contains("số 1 đã được hoàn tác rồi (bởi thay đổi số 2)"),
        "{}",
        desk.said()
    );
    // And another board that has not looked meanwhile.
    let mut desk = board(&place);
    on_board(&mut desk, "mau-20", "1");
    undone(&place, &["undo", "4"]);
    shell(&place, "mau-20", "1");
    desk.press("u");
    assert_eq!(phone(&place, "mau-20"), "1", "{}", desk.said());
    assert!(
        desk.said().contains("số 4 đã được hoàn tác rồi"),
        "{}",
        desk.said()
    );
}

#[test]
fn an_edit_that_was_changed_and_changed_back_by_others_is_named_before_anything_of_theirs_is_lost()
{
    let place = Place::sample();
    let mut desk = board(&place);
    on_board(&mut desk, "mau-19", "1");
    shell(&place, "mau-19", "2");
    shell(&place, "mau-19", "1");
    for looked in [false, true] {
        if looked {
            desk.look();
        }
        desk.press("u");
        assert_eq!(phone(&place, "mau-19"), "1");
        if !looked {
            assert!(desk.said().contains("số 3, 2"), "{}", desk.said());
        }
        desk.press("Esc");
    }
}

#[test]
fn taking_back_by_a_number_names_what_is_newer_on_the_same_field() {
    let place = Place::sample();
    shell(&place, "mau-19", "1");
    let mut desk = board(&place);
    on_board(&mut desk, "mau-19", "2");
    on_board(&mut desk, "mau-19", "1");
    let said = refused(&place, &["undo"]);
    assert!(
        said.contains("số 3 của") && said.contains("số 2 của"),
        "{said}"
    );
    assert!(said.contains("ketnap undo 3"), "{said}");
    let said = undone(&place, &["undo", "1"]);
    assert!(
        said.contains("số 1") && said.contains("số 3 của") && said.contains("số 2 của"),
        "{said}"
    );
    assert_eq!(phone(&place, "mau-19"), "");
}

#[test]
fn a_script_takes_back_what_it_did_itself_beside_a_board() {
    let place = Place::sample();
    let mut desk = board(&place);
    for turn in 0..3 {
        shell(&place, "mau-19", &format!("{turn}"));
        on_board(&mut desk, "mau-20", &format!("{turn}"));
        undone(&place, &["undo"]);
        assert_eq!(phone(&place, "mau-19"), "");
        assert_eq!(
            phone(&place, "mau-20"),
            format!("{turn}"),
            "the board's stays"
        );
    }
    let said = refused(&place, &["undo"]);
    assert!(said.contains("Không có gì để hoàn tác"), "{said}");
    assert!(said.contains("ketnap undo 8"), "a next step: {said}");
    undone(&place, &["undo", "--yes"]);
    assert_eq!(phone(&place, "mau-20"), "1");
}

#[test]
fn a_newer_edit_of_a_board_is_named_and_taken_back_only_by_its_number_or_a_yes() {
    for confirmed in [&["undo", "3"][..], &["undo", "--yes"]] {
        let place = Place::sample();
        shell(&place, "mau-20", "0");
        shell(&place, "mau-19", "1");
        let mut desk = board(&place);
        on_board(&mut desk, "mau-19", "2");
        let said = refused(&place, &["undo"]);
        assert!(
            said.contains("số 2 (") && said.contains("số 3 của"),
            "{said}"
        );
        undone(&place, confirmed);
        assert_eq!(phone(&place, "mau-19"), "1");
        // Now nothing newer stands on it.
        undone(&place, &["undo"]);
        assert_eq!(phone(&place, "mau-19"), "");
        undone(&place, &["undo"]);
        assert_eq!(phone(&place, "mau-20"), "");
        assert!(refused(&place, &["undo"]).contains("Không có gì để hoàn tác"));
    }
}

#[test]
fn an_edit_of_another_account_is_never_taken_back_unasked() {
    let place = Place::sample();
    shell(&place, "mau-19", "1");
    shell(&place, "mau-19", "2");
    another_account_made(&place.data(), 2);
    shell(&place, "mau-20", "3");
    another_account_made(&place.data(), 3);
    let said = refused(&place, &["undo"]);
    assert!(
        said.contains("số 1 (") && said.contains("số 2 của"),
        "{said}"
    );
    assert_eq!(phone(&place, "mau-20"), "3");
    let mut desk = board(&place);
    desk.press("u");
    assert!(
        desk.said().contains("số 1 không hoàn tác được nữa"),
        "{}",
        desk.said()
    );
    desk.press("u");
    assert!(desk.said().contains("số 3 của"), "{}", desk.said());
    assert_eq!(phone(&place, "mau-20"), "3");
    // A key pressed once too often is no answer.
    desk.press("u u");
    assert_eq!(phone(&place, "mau-20"), "3");
    desk.press("Esc u Enter");
    assert_eq!(phone(&place, "mau-20"), "", "{}", desk.said());
    assert!(desk.said().contains("số 3 của"), "{}", desk.said());
    desk.press("u Enter");
    assert_eq!(phone(&place, "mau-19"), "1", "{}", desk.said());
}

#[test]
fn an_edit_that_no_longer_applies_is_named_once_and_then_passed_over() {
    let place = Place::sample();
    shell(&place, "mau-20", "0");
    shell(&place, "mau-19", "1");
    shell(&place, "mau-19", "2");
    editor(&place, "mau-19", "2", "9");
    let said = refused(&place, &["undo"]);
    assert!(said.contains("số 3 không hoàn tác được nữa"), "{said}");
    let said = refused(&place, &["undo"]);
    assert!(said.contains("số 2 không hoàn tác được nữa"), "{said}");
    undone(&place, &["undo"]);
    assert_eq!(phone(&place, "mau-20"), "");
    assert_eq!(phone(&place, "mau-19"), "9", "the editor's stays");
    assert!(refused(&place, &["undo"]).contains("Không có gì để hoàn tác"));
    for (n, args) in [("3", ["undo", "3"]), ("2", ["undo", "2"])] {
        let said = refused(&place, &args);
        assert!(
            said.contains(&format!("số {n} không hoàn tác được nữa")),
            "{said}"
        );
    }
    let said = refused(&place, &["undo", "1"]);
    assert!(
        said.contains("số 1 đã được hoàn tác rồi (bởi thay đổi số 4)"),
        "{said}"
    );
    assert!(refused(&place, &["undo", "77"]).contains("số 77 không hoàn tác được"));
    // What comes after it is taken back as ever.
    shell(&place, "mau-19", "5");
    undone(&place, &["undo"]);
    assert_eq!(phone(&place, "mau-19"), "9");
}

#[test]
fn a_board_tells_what_an_editor_has_overtaken_and_goes_on_to_the_one_behind() {
    let place = Place::sample();
    let mut desk = board(&place);
    on_board(&mut desk, "mau-20", "0");
    on_board(&mut desk, "mau-19", "1");
    editor(&place, "mau-19", "1", "9");
    desk.look().press("u");
    assert!(
        desk.said().contains("số 2 không hoàn tác được nữa"),
        "{}",
        desk.said()
    );
    desk.press("u");
    assert_eq!(phone(&place, "mau-20"), "", "{}", desk.said());
    assert_eq!(phone(&place, "mau-19"), "9");
    desk.press("u");
    assert!(desk.said().contains("Không có gì"), "{}", desk.said());
    desk.press("Ctrl+R");
    assert_eq!(phone(&place, "mau-20"), "0", "{}", desk.said());
}

#[test]
fn a_board_takes_back_its_own_then_an_earlier_session_then_another_that_was_confirmed() {
    let place = Place::sample();
    let mut first = board(&place);
    on_board(&mut first, "mau-19", "1");
    shell(&place, "mau-20", "2");
    let mut desk = board(&place);
    shell(&place, "mau-21", "3");
    on_board(&mut desk, "mau-22", "4");
    desk.press("u");
    assert_eq!(phone(&place, "mau-22"), "", "{}", desk.said());
    assert!(desk.said().contains("Đã hoàn tác số 4:"), "{}", desk.said());
    for (id, n) in [("mau-20", 2), ("mau-19", 1)] {
        desk.press("u");
        assert_eq!(phone(&place, id), "", "{}", desk.said());
        let meant = format!("số {n} của lần mở trước");
        assert!(desk.said().contains(&meant), "{}", desk.said());
    }
    // A shell beside the board is another process: it is asked about.
    desk.look().press("u");
    assert_eq!(phone(&place, "mau-21"), "3");
    assert!(desk.said().contains("số 3 của"), "{}", desk.said());
    assert_eq!(desk.app.context(), Context::Pick);
    desk.press("Enter");
    assert_eq!(phone(&place, "mau-21"), "", "{}", desk.said());
    desk.press("u");
    assert!(desk.said().contains("Không có gì"), "{}", desk.said());
    for id in ["mau-21", "mau-19", "mau-20", "mau-22"] {
        desk.press("Ctrl+R");
        assert_ne!(phone(&place, id), "", "{}", desk.said());
    }
}

#[test]
fn what_an_open_board_did_is_another_boards_only_if_it_is_confirmed() {
    let place = Place::sample();
    let mut store = store(&place);
    store.open_board();
    let visitor = ketnap::store::Visitor {
        who: "mau-a".into(),
        since: "2022-11-27T08:00:00+07:00".into(),
    };
    let session = store.open_session(&visitor).unwrap();
    let mut book = store.load().unwrap();
    save(&store, &mut book, "mau-19", "1");
    let mut desk = board(&place);
    desk.press("u");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Pick(_))));
    assert_eq!(phone(&place, "mau-19"), "1");
    desk.press("Esc");
    drop(session);
    desk.press("u");
    assert_eq!(phone(&place, "mau-19"), "", "{}", desk.said());
}

/// Sets a phone straight in a store.
fn save(store: &Store, book: &mut Book, id: &str, number: &str) -> u64 {
    let field = CandidateField::Phone(Some(number.into()));
    let edit = book.edit(Change::SetCandidate(person_id(id), field));
    store.save(book, &edit.unwrap(), None, &stamp()).unwrap()
}

#[test]
fn a_store_takes_an_edit_back_once_whoever_holds_its_values() {
    let place = Place::sample();
    let (one, other) = (store(&place), store(&place));
    let mut book = one.load().unwrap();
    let n = save(&one, &mut book, "mau-19", "1");
    let held = other.undoable(n).unwrap().unwrap();
    let back = |store: &Store| {
        let mut book = store.load().unwrap();
        let edit = book.edit_back(held.inverse.clone()).unwrap();
        store.save(&book, &edit, Some(n), &stamp())
    };
    assert_eq!(back(&one), Ok(2));
    let mut book = one.load().unwrap();
    save(&one, &mut book, "mau-19", "1");
    let taken = Refusal::TakenBack { n, by: 2 };
    assert_eq!(back(&other), Err(StoreError::NotTaken(taken.clone())));
    // Nor where the values that tell of it went with the power: the journal has them still.
    let path = place.data().join(".local/undo.ron");
    let text = fs::read_to_string(&path).unwrap();
    let lost: String = text
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("(n: 2,"))
        .collect();
    assert_ne!(lost, text);
    fs::write(&path, lost).unwrap();
    assert_eq!(back(&other), Err(StoreError::NotTaken(taken)));
    assert_eq!(phone(&place, "mau-19"), "1");
    // An undo that was itself taken back counts as not having happened.
    let place = Place::sample();
    let store = store(&place);
    let mut book = store.load().unwrap();
    let n = save(&store, &mut book, "mau-19", "1");
    for undoes in [n, 2, n, 4, n] {
        let last = store.undoable(undoes).unwrap().unwrap();
        let edit = book.edit_back(last.inverse).unwrap();
        store.save(&book, &edit, Some(undoes), &stamp()).unwrap();
    }
    assert_eq!(phone(&place, "mau-19"), "");
}

#[test]
fn a_merged_save_refuses_an_edit_that_was_taken_back_and_gives_the_book_as_it_is() {
    let place = Place::sample();
    let store = store(&place);
    let mut book = store.load().unwrap();
    let n = save(&store, &mut book, "mau-19", "1");
    let last = store.undoable(n).unwrap().unwrap();
    assert_eq!(last.whose, Whose::Own);
    let edit = book.edit_back(last.inverse).unwrap();
    undone(&place, &["undo"]);
    let saved = store.save_merged(&book, &edit, Some(n), &stamp()).unwrap();
    let Saved::Refused(why, now) = saved else {
        panic!("{saved:?}")
    };
    assert_eq!(why, Refusal::TakenBack { n, by: 2 });
    assert_eq!(*now, store.load().unwrap());
}

#[test]
fn an_undo_can_be_taken_back_by_its_number_and_then_the_edit_again() {
    let place = Place::sample();
    shell(&place, "mau-19", "1");
    undone(&place, &["undo"]);
    undone(&place, &["undo", "2"]);
    assert_eq!(phone(&place, "mau-19"), "1");
    assert!(refused(&place, &["undo", "2"]).contains("số 2 đã được hoàn tác rồi"));
    undone(&place, &["undo"]);
    assert_eq!(phone(&place, "mau-19"), "");
    assert!(refused(&place, &["undo", "1"]).contains("số 1 đã được hoàn tác rồi"));
}

#[test]
fn what_a_board_remembers_of_somebody_who_was_erased_comes_back_by_no_key() {
    let place = Place::sample();
    let id = person_id("mau-19");
    let mut desk = board(&place);
    on_board(&mut desk, "mau-20", "0");
    let book = store(&place).load().unwrap();
    let home = book.home(&id).unwrap().clone();
    let mut young = book.candidate(&id).unwrap().1.clone();
    young.id = person_id("mau-moi");
    desk.make(Change::Many(vec![
        Change::AddCandidate(home, Box::new(young)),
        Change::SetCandidate(person_id("mau-20"), CandidateField::Phone(Some("1".into()))),
    ]));
    desk.press("u");
    let erased = place.run(&["erase", "mau-moi", "--reason", "vì", "--yes"]);
    assert!(erased.status.success(), "{erased:?}");
    desk.press("Ctrl+R");
    let book = store(&place).load().unwrap();
    assert!(book.candidate(&person_id("mau-moi")).is_none());
    assert!(
        desk.said().contains("số 3 không hoàn tác được"),
        "{}",
        desk.said()
    );
}

#[test]
fn an_edit_of_an_earlier_release_is_offered_only_by_its_number() {
    let place = Place::sample();
    shell(&place, "mau-19", "1");
    fs::remove_file(place.data().join(".local/origins.ron")).unwrap();
    let said = refused(&place, &["undo"]);
    assert!(said.contains("ketnap undo 1"), "{said}");
    undone(&place, &["undo", "1"]);
    assert_eq!(phone(&place, "mau-19"), "");
}

#[test]
fn a_newer_edit_that_came_from_another_machine_is_named() {
    let place = Place::sample();
    shell(&place, "mau-19", "1");
    let home = store(&place).load().unwrap();
    let home = home.home(&person_id("mau-19")).unwrap().clone();
    let dir = place.data().join("journal/maykhacx");
    fs::create_dir(&dir).unwrap();
    let line = format!(
        "(n: 9, at: \"2099-01-01T08:00:00+07:00\", who: \"mau-b\", unit: \"{home}\", record: \"mau-19\", fields: [\"phone\"], seal: \"0\")\n"
    );
    fs::write(dir.join("2099-01.ron"), line).unwrap();
    let said = refused(&place, &["undo"]);
    assert!(said.contains("số 9 của mau-b ở máy maykhacx"), "{said}");
    assert!(said.contains("ketnap undo 1"), "{said}");
    undone(&place, &["undo", "--yes"]);
    assert_eq!(phone(&place, "mau-19"), "");
}

#[test]
fn where_edits_were_made_is_written_down_without_a_word_of_anybody() {
    let place = Place::sample();
    shell(&place, "mau-19", "0900000001");
    place.ok(&["note", "mau-19", "MẬT"]);
    let mut desk = board(&place);
    on_board(&mut desk, "mau-19", "0900000002");
    editor(&place, "mau-19", "0900000002", "0900000003");
    refused(&place, &["undo", "3"]);
    undone(&place, &["undo"]);
    refused(&place, &["undo"]);
    let text = fs::read_to_string(place.data().join(".local/origins.ron")).unwrap();
    assert_eq!(text.matches("Made((n: ").count(), 4, "{text}");
    assert!(text.contains("Passed(n: 1)"), "{text}");
    for word in ["mau-19", "09000", "MẬT", "phone", "notes"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}
