//! A copy in the place of the book: what is kept of the old one, and what is not.

use super::archive::refused;
use super::{names, rename, snapshot};
use crate::help::place::Place;
use crate::world::{book, day, stamp, stored, temp};
use ketnap::store::{Access, Store, Visitor};
use std::fs;
use std::path::PathBuf;

const KEPT: &str = "data.before-2026-11-23-211914";

/// The old book of [`stamp`]'s moment.
fn kept(store: &Store) -> PathBuf {
    store.dir().with_file_name(KEPT)
}

#[test]
fn the_copy_takes_the_place_of_the_book_which_is_kept() {
    let (place, store, mut now) = stored();
    rename(&store, &mut now, "Người Mẫu Một", "2026-11-22");
    let copied = now.clone();
    let copy = place.path().join("sao.tar");
    store.backup(Some(&copy), &stamp().at).unwrap();
    rename(&store, &mut now, "Người Mẫu Hai", "2026-11-23");
    let local = |name: &str| fs::read(store.dir().join(".local").join(name)).ok();
    let replica = local("replica").unwrap();
    let journal = |store: &Store| {
        let replica = String::from_utf8(replica.clone()).unwrap();
        let dir = store.dir().join("journal").join(replica.trim());
        fs::read(dir.join("2026-11.ron")).unwrap()
    };
    let written = journal(&store);
    let restored = store.restore(&copy, &stamp()).unwrap();
    assert_eq!(restored.files, 5);
    assert_eq!(restored.made, "2026-11-23T21:19:14+07:00");
    assert_eq!(restored.kept, Some(kept(&store)));
    assert_eq!(store.load().unwrap(), copied);
    // All of the old book, as it was.
    let old = Store::new(kept(&store), Access::ReadWrite);
    assert_eq!(old.load().unwrap(), now);
    assert!(old.last_undoable().unwrap().is_some());
    let all = ["data", KEPT, "sao.tar"].map(str::to_owned);
    assert_eq!(names(place.path()), all.into());
    // The machine keeps its name, the journal its lines, the book its snapshots.
    assert_eq!(local("replica"), Some(replica.clone()));
    let told = journal(&store);
    let more = String::from_utf8(told.strip_prefix(&written[..]).unwrap().to_vec()).unwrap();
    assert!(more.contains("fields: [\"restored\"]"), "{more}");
    assert_eq!(more.lines().count(), 2);
    assert_eq!(store.snapshots(), [day(2026, 11, 22), day(2026, 11, 23)]);
    // What took edits of the other book back is not offered.
    assert_eq!(store.last_undoable().unwrap(), None);
    let mut again = copied;
    rename(&store, &mut again, "Người Mẫu Ba", "2026-11-24");
    assert_eq!(store.load().unwrap(), again);
    assert_eq!(store.verify_journal(), []);
    // In the same second once more.
    let second = store.restore(&copy, &stamp()).unwrap();
    assert_eq!(second.kept, Some(place.path().join(format!("{KEPT}-2"))));
}

#[test]
fn a_snapshot_is_restored_by_its_directory() {
    let (_place, store, mut now) = stored();
    rename(&store, &mut now, "Người Mẫu Một", "2026-11-22");
    rename(&store, &mut now, "Người Mẫu Hai", "2026-11-23");
    let dir = snapshot(&store, "2026-11-22");
    store.restore(&dir, &stamp()).unwrap();
    assert_eq!(store.load().unwrap(), book());
    assert_eq!(store.verify_journal(), []);
    assert_eq!(store.snapshots(), [day(2026, 11, 22), day(2026, 11, 23)]);
    let kept = Store::new(kept(&store), Access::ReadOnly);
    assert_eq!(kept.load().unwrap(), now);
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let (_place, store, mut now) = stored();
    rename(&store, &mut now, "Người Mẫu Một", "2026-11-23");
    let dir = snapshot(&store, "2026-11-23");
    let file = dir.join("units/a.ron");
    let bytes = fs::read(&file).unwrap();
    let mut changed = bytes.clone();
    changed[bytes.len() / 2] ^= 1;
    fs::write(&file, changed).unwrap();
    assert_eq!(refused(&store, &dir), "copy.changed");
    fs::remove_file(&file).unwrap();
    assert_eq!(refused(&store, &dir), "copy.missing");
    std::os::unix::fs::symlink("/etc/hostname", &file).unwrap();
    assert_eq!(refused(&store, &dir), "copy.fault");
    fs::remove_file(&file).unwrap();
    fs::write(&file, bytes).unwrap();
    fs::remove_file(dir.join("manifest.ron")).unwrap();
    assert_eq!(refused(&store, &dir), "copy.missing");
}

#[test]
fn a_book_that_cannot_be_read_any_more_is_replaced() {
    let (place, store, mut now) = stored();
    rename(&store, &mut now, "Người Mẫu Một", "2026-11-23");
    let copy = place.path().join("sao.tar");
    store.backup(Some(&copy), &stamp().at).unwrap();
    fs::write(store.dir().join("book.ron"), "hỏng").unwrap();
    fs::remove_dir_all(store.dir().join("units")).unwrap();
    store.restore(&copy, &stamp()).unwrap();
    assert_eq!(store.load().unwrap(), now);
    assert_eq!(store.snapshots(), [day(2026, 11, 23)]);
    let old = fs::read(kept(&store).join("book.ron")).unwrap();
    assert_eq!(old, "hỏng".as_bytes());
}

#[test]
fn another_book_takes_nothing_of_the_old_one() {
    let (place, store, mut now) = stored();
    rename(&store, &mut now, "Người Mẫu Một", "2026-11-23");
    let other = Place::sample();
    let copy = place.path().join("mau.tar");
    other.ok(&["backup", "-o", copy.to_str().unwrap()]);
    store.restore(&copy, &stamp()).unwrap();
    let theirs = Store::new(other.data(), Access::ReadOnly);
    assert_eq!(store.load(), theirs.load());
    assert_eq!(store.snapshots(), []);
    let told = store.log().edits;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].records[0].fields, ["restored"]);
    let old = Store::new(kept(&store), Access::ReadOnly);
    assert_eq!(old.snapshots(), [day(2026, 11, 23)]);
}

#[test]
fn an_open_board_stays_known_and_keeps_what_is_typed() {
    let (place, store, _) = stored();
    let copy = place.path().join("sao.tar");
    store.backup(Some(&copy), &stamp().at).unwrap();
    let visitor = Visitor {
        who: "thu-ky".into(),
        since: "2026-11-23T08:00:00+07:00".into(),
    };
    let session = store.open_session(&visitor).unwrap();
    session.keep(&"đang gõ").unwrap();
    store.restore(&copy, &stamp()).unwrap();
    assert_eq!(store.visitors(None), [visitor]);
    assert!(store.left_drafts::<String>().is_empty(), "it lives");
    drop(session);
    let left = store.left_drafts::<String>();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].draft, "đang gõ");
}

#[test]
fn the_command_says_where_the_old_book_is_and_changes_nothing_when_it_refuses() {
    let place = Place::sample();
    let copy = place.home.path().join("sao.tar");
    let copy = copy.to_str().unwrap();
    place.ok(&["backup", "-o", copy]);
    let before = place.files();
    let (code, said) = place.fails(&["--read-only", "restore", copy]);
    assert!(code == 3 && said.contains("chỉ để đọc"), "{said}");
    let (code, said) = place.fails(&["restore", "không-có.tar"]);
    assert!(code == 3 && said.contains("không-có.tar"), "{said}");
    let own = place.data().join("book.ron");
    let (code, said) = place.fails(&["restore", own.to_str().unwrap()]);
    assert!(code == 3 && said.contains("Sổ giữ nguyên"), "{said}");
    assert!(place.files() == before);
    let output = place.run(&["restore", copy]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("data.before-"), "{said}");
    place.ok(&["check"]);
}

#[test]
fn a_linked_data_directory_stays_linked() {
    let place = Place::sample();
    let copy = place.home.path().join("sao.tar");
    place.ok(&["backup", "-o", copy.to_str().unwrap()]);
    let real = temp();
    let moved = real.path().join("so");
    fs::rename(place.data(), &moved).unwrap_or_else(|_| panic!("one file system"));
    std::os::unix::fs::symlink(&moved, place.data()).unwrap();
    place.ok(&["restore", copy.to_str().unwrap()]);
    assert!(place.data().is_symlink());
    assert_eq!(names(real.path()).len(), 2);
}
