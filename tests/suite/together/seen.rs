//! Changes of others under an open board: seen at the next look, shown, and never mixed into what is
//! being typed.

use super::{Office, go, name, phone, rename, set, settle};
use crate::desk::sample;
use crate::world::{at_rest, person_id, soon, stamp, stored, unit_id};
use ketnap::app::{Overlay, SaveMark, Sheet};
use ketnap::model::*;
use ketnap::store::{Access, Store, StoreError};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

#[test]
fn changes_of_others_are_seen_and_selections_stay() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    desk.look();
    assert_eq!(desk.app.notice, None, "nothing has changed yet");
    office.edit(set("mau-19", phone("0900000001")));
    desk.look();
    assert!(
        desk.said().contains("vừa được sửa ở nơi khác"),
        "{}",
        desk.said()
    );
    assert_eq!(desk.app.book, office.book());
    let line = desk.app.screens.board.pipeline.line().unwrap();
    assert_eq!(line.person(&desk.app.book).id, person_id("mau-19"));
    // A name sorts the person elsewhere; the selection goes with them.
    office.edit(set("mau-19", name("An Mẫu 19")));
    desk.look();
    let line = desk.app.screens.board.pipeline.line().unwrap();
    assert_eq!(line.person(&desk.app.book).name, "An Mẫu 19");
    // What is saved here is no news here.
    desk.press("e Ctrl+U").write("Ba Mẫu 19").press("Enter");
    let said = desk.said();
    desk.look();
    assert_eq!(desk.said(), said);
    assert_eq!(desk.app.saved, SaveMark::Saved);
}

#[test]
fn an_editor_is_seen_at_an_older_day_and_an_equal_size() {
    let office = Office::new();
    let mut desk = office.board();
    let home = office
        .book()
        .home(&person_id("mau-19"))
        .unwrap()
        .to_string();
    desk.look();
    at_rest(&office.file(&home));
    desk.look();
    let then = fs::metadata(office.file(&home)).unwrap();
    office.replace(&home, "Hà Thị Mẫu 19", "Hà Thị Mẫu 91");
    let file = fs::File::open(office.file(&home)).unwrap();
    file.set_modified(then.modified().unwrap()).unwrap();
    assert_eq!(file.metadata().unwrap().len(), then.len());
    desk.look();
    let person = desk.app.book.candidate(&person_id("mau-19")).unwrap().1;
    assert_eq!(person.name, "Hà Thị Mẫu 91");
    office.replace(&home, "Hà Thị Mẫu 91", "Hà Thị Mẫu 19");
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    desk.look();
    let person = desk.app.book.candidate(&person_id("mau-19")).unwrap().1;
    assert_eq!(person.name, "Hà Thị Mẫu 19");
}

#[test]
fn an_edit_in_progress_keeps_what_it_began_from() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    desk.press("e Ctrl+U").write("Của Mẫu");
    office.edit(set("mau-19", name("Họ Mẫu 19")));
    desk.look();
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!()
    };
    assert_eq!(prompt.input.value(), "Của Mẫu");
    assert_eq!(prompt.fault.as_ref().unwrap().key, "said.changed-here");
    desk.write(" 19").look();
    let Some(Overlay::Prompt(prompt)) = desk.app.overlays.last() else {
        panic!()
    };
    assert_eq!(prompt.fault, None, "it is said once");
    desk.press("Enter");
    let [Conflict { clash, .. }] = &settle(&desk).joined.conflicts[..] else {
        panic!()
    };
    let field = |text: &str| AnyField::Candidate(name(text));
    let meant = Clash::Field {
        base: Some(field("Hà Thị Mẫu 19")),
        mine: field("Của Mẫu 19"),
        theirs: field("Họ Mẫu 19"),
    };
    assert_eq!(*clash, meant);
    // Left without saving, the news are taken over.
    desk.press("Esc Esc").look();
    assert_eq!(desk.app.book, office.book());
    desk.press("e");
    office.edit(set("mau-19", phone("0900000001")));
    office.edit(set("mau-01", phone("0900000002")));
    desk.look();
    assert_eq!(
        desk.app
            .book
            .candidate(&person_id("mau-19"))
            .unwrap()
            .1
            .phone,
        None
    );
    let other = desk.app.book.candidate(&person_id("mau-01")).unwrap().1;
    assert_eq!(
        other.phone.as_deref(),
        Some("0900000002"),
        "others are taken over at once"
    );
    desk.press("Esc").look();
    assert_eq!(desk.app.book, office.book());
}

#[test]
fn organisations_come_and_go_under_an_open_board() {
    let office = Office::new();
    let mut desk = office.board();
    let to_7 = unit_id("phung-chi-kien-to-7");
    desk.press("/").write("to 7").press("Enter Enter");
    assert!(matches!(
        desk.app.overlays.last(),
        Some(Overlay::Sheet(Sheet { subject: Subject::Unit(id), .. })) if *id == to_7
    ));
    let rows = desk.app.figures.tree.nodes.len();
    fs::rename(
        office.file("phung-chi-kien-to-7"),
        office.place.path().join("x"),
    )
    .unwrap();
    desk.look();
    assert!(
        desk.app.overlays.is_empty(),
        "the sheet of what is gone is closed"
    );
    assert_eq!(desk.app.figures.tree.nodes.len(), rows - 1);
    fs::rename(
        office.place.path().join("x"),
        office.file("phung-chi-kien-to-7"),
    )
    .unwrap();
    desk.look();
    assert_eq!(desk.app.figures.tree.nodes.len(), rows);
    assert_eq!(desk.app.book, office.book());
    // Names that are no ids, too.
    fs::write(office.file("Chi bộ Lạ"), "x").unwrap();
    desk.look();
    assert_eq!(desk.app.book.unreadable().len(), 1);
    fs::remove_file(office.file("Chi bộ Lạ")).unwrap();
    desk.look();
    assert_eq!(desk.app.book, office.book());
}

#[test]
fn a_file_that_becomes_a_link_a_pipe_or_a_directory_is_marked_and_nothing_hangs() {
    soon(marks_what_is_no_file_any_more);
}

fn marks_what_is_no_file_any_more() {
    let makes: [fn(&PathBuf); 4] = [
        |path| std::os::unix::fs::symlink("/etc/hostname", path).unwrap(),
        |path| {
            let made = std::process::Command::new("mkfifo").arg(path).status();
            assert!(made.unwrap().success());
        },
        |path| fs::create_dir(path).unwrap(),
        |path| fs::File::create(path).unwrap().set_len(2 << 30).unwrap(),
    ];
    for make in makes {
        let office = Office::new();
        let mut desk = office.board();
        go(&mut desk, "mau-19");
        let home = office.book().home(&person_id("mau-19")).unwrap().clone();
        let path = office.file(home.as_str());
        let aside = office.place.path().join("aside");
        fs::rename(&path, &aside).unwrap();
        make(&path);
        rename(&mut desk, "Của Mẫu 19");
        assert_eq!(desk.app.saved, SaveMark::Failed, "{}", desk.said());
        desk.press("Esc").look();
        let rows: Vec<&UnitId> = desk
            .app
            .book
            .unreadable()
            .iter()
            .map(|row| &row.id)
            .collect();
        assert_eq!(rows, [&home]);
        assert!(desk.said().contains("không đọc được"), "{}", desk.said());
        assert!(!path.symlink_metadata().unwrap().is_file() || path.metadata().unwrap().len() > 9);
        if path.is_dir() {
            fs::remove_dir(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        fs::rename(&aside, &path).unwrap();
        desk.look();
        assert_eq!(desk.app.book, sample(), "back as it was");
    }
}

#[test]
fn a_vanished_directory_takes_nothing_off_the_board() {
    let office = Office::new();
    let mut desk = office.board();
    let data = office.place.path().join("data");
    fs::rename(&data, office.place.path().join("away")).unwrap();
    let store = desk.store.as_ref().unwrap();
    let looked = store.watch().look();
    assert!(matches!(looked, Err(StoreError::NoBook(_))), "{looked:?}");
    assert_eq!(desk.app.book, sample());
    assert!(!data.exists());
    fs::rename(office.place.path().join("away"), &data).unwrap();
    desk.look();
    assert_eq!(desk.app.notice, None);
}

#[test]
fn a_file_spoilt_while_it_is_being_edited_is_marked_once_the_edit_ends() {
    let office = Office::new();
    let mut desk = office.board();
    go(&mut desk, "mau-19");
    let home = office.book().home(&person_id("mau-19")).unwrap().clone();
    desk.press("e Ctrl+U").write("Của Mẫu 19");
    fs::write(office.file(home.as_str()), "(").unwrap();
    at_rest(&office.file(home.as_str()));
    desk.look();
    assert!(desk.app.book.unreadable().is_empty(), "it waits");
    desk.press("Enter");
    assert_eq!(desk.app.saved, SaveMark::Failed);
    desk.press("Esc").look();
    assert_eq!(desk.app.book.unreadable()[0].id, home);
}

#[test]
fn nothing_is_looked_at_until_something_was_touched() {
    let office = Office::new();
    let store = office.store();
    let mut book = store.load().unwrap();
    let home = book.home(&person_id("mau-19")).unwrap().clone();
    let mut watch = store.watch();
    let mut news = |book: &Book| {
        let traces = watch.look().unwrap();
        let looked = traces.is_some();
        let none = BTreeSet::new();
        (looked, store.news(traces, book, &none).unwrap())
    };
    assert_eq!(news(&book), (true, News::default()), "the first time");
    if news(&book).0 {
        eprintln!("this disk tells of no changes: every look is at all files");
        return;
    }
    assert_eq!(news(&book), (false, News::default()));
    // In place, through another name, away and back, and the whole directory.
    office.replace(home.as_str(), "Hà Thị Mẫu 19", "Hà Thị Mẫu 91");
    let (looked, found) = news(&book);
    assert!(looked && found.units.len() == 1);
    book.take_over(found);
    office.edit(set("mau-19", name("Họ Mẫu 19")));
    let (_, found) = news(&book);
    assert_eq!(found.units.len(), 1);
    book.take_over(found);
    let aside = office.place.path().join("aside");
    fs::rename(office.file("song-cau"), &aside).unwrap();
    assert_eq!(news(&book).1.gone, [unit_id("song-cau")]);
    fs::rename(&aside, office.file("song-cau")).unwrap();
    assert_eq!(news(&book).1, News::default());
    let settings = BookSettings {
        note: Some("khác".into()),
        ..book.settings().clone()
    };
    office.edit(Change::SetBook(BookField::Settings(Box::new(settings))));
    assert!(news(&book).1.header.is_some());
    let data = store.dir().to_owned();
    let copy = office.place.path().join("copy");
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .args([&data, &copy])
        .status();
    assert!(copied.unwrap().success());
    assert!(
        !news(&book).0 || !news(&book).0,
        "a copy elsewhere is no change here"
    );
    fs::rename(&data, office.place.path().join("old")).unwrap();
    fs::rename(&copy, &data).unwrap();
    assert!(news(&book).0, "another directory in its place");
}

#[test]
fn a_directory_moved_with_the_one_above_it_is_missed_at_once() {
    let office = Office::new();
    let outer = office.place.path().join("outer");
    fs::create_dir(&outer).unwrap();
    let data = outer.join("data");
    fs::rename(office.store().dir(), &data).unwrap();
    let mut watch = Store::new(data, Access::ReadWrite).watch();
    watch.look().unwrap();
    watch.look().unwrap();
    fs::rename(&outer, office.place.path().join("elsewhere")).unwrap();
    assert!(matches!(watch.look(), Err(StoreError::NoBook(_))));
}

#[test]
fn a_save_that_fails_beside_a_broken_file_loses_no_news() {
    let (_place, store, mut book) = stored();
    let set = |id: &str, text: &str| Change::SetCandidate(person_id(id), name(text));
    let other = Store::new(store.dir().to_owned(), Access::ReadWrite);
    let mut theirs = other.load().unwrap();
    let sector = UnitField::Sector(Some("Mẫu".into()));
    for change in [Change::SetUnit(unit_id("goc"), sector), set("p2", "Họ")] {
        let edit = theirs.edit(change).unwrap();
        other.save(&theirs, &edit, None, &stamp()).unwrap();
    }
    fs::write(store.dir().join("units/b.ron"), "(").unwrap();
    at_rest(&store.dir().join("units/b.ron"));
    let mut mine = book.clone();
    let both = Change::Many(vec![set("p1", "Tôi"), set("p3", "Tôi")]);
    let edit = mine.edit(both).unwrap();
    let saved = store.save_merged(&mine, &edit, None, &stamp());
    assert!(matches!(saved, Err(StoreError::Unit { .. })), "{saved:?}");
    let traces = store.watch().look().unwrap();
    let news = store.news(traces, &book, &BTreeSet::new()).unwrap();
    book.take_over(news);
    assert_eq!(book, store.load().unwrap());
    assert_eq!(book.unreadable().len(), 1);
    assert_eq!(
        book.candidate(&person_id("p1")).unwrap().1.name,
        "MẬT Nguyễn Ất"
    );
}
