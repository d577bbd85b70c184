//! Copies of the book: the snapshot before the first change of a day, and which of them stay.

mod archive;
mod restore;

use crate::help::place::Place;
use crate::world::{day, person_id, stamp, stored};
use chrono::NaiveDate;
use ketnap::model::{Book, CandidateField, Change};
use ketnap::store::{Access, Stamp, Store, StoreError};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// A manifest as others read it.
#[derive(Debug, Deserialize)]
struct Manifest {
    format: u32,
    made: String,
    files: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    path: String,
    size: u64,
    sha256: String,
}

fn stamp_on(on: &str) -> Stamp {
    Stamp {
        at: format!("{on}T08:00:00+07:00").parse().unwrap(),
        ..stamp()
    }
}

/// Gives somebody another name.
pub(crate) fn rename(store: &Store, book: &mut Book, name: &str, on: &str) {
    let change = Change::SetCandidate(person_id("p1"), CandidateField::Name(name.into()));
    let edit = book.edit(change).unwrap();
    store.save(book, &edit, None, &stamp_on(on)).unwrap();
}

fn snapshot(store: &Store, on: &str) -> PathBuf {
    store.dir().join(".backup").join(on)
}

fn manifest(dir: &Path) -> Manifest {
    ron::from_str(&fs::read_to_string(dir.join("manifest.ron")).unwrap()).unwrap()
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(dir).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect()
}

#[test]
fn the_first_change_of_a_day_keeps_the_book_as_it_was_before() {
    let (_place, store, mut book) = stored();
    let before = book.clone();
    assert_eq!(store.snapshots(), Vec::<NaiveDate>::new());
    rename(&store, &mut book, "Người Mẫu Một", "2026-11-23");
    rename(&store, &mut book, "Người Mẫu Hai", "2026-11-23");
    assert_eq!(store.snapshots(), [day(2026, 11, 23)]);
    let kept = Store::new(snapshot(&store, "2026-11-23"), Access::ReadOnly);
    assert_eq!(kept.load().unwrap(), before);
    rename(&store, &mut book, "Người Mẫu Ba", "2026-11-24");
    assert_eq!(store.snapshots(), [day(2026, 11, 23), day(2026, 11, 24)]);
    assert_eq!(kept.load().unwrap(), before);
    assert_eq!(store.load().unwrap(), book);
    assert_eq!(store.snapshot_trouble(), None);
}

#[test]
fn the_manifest_names_every_file_with_its_size_and_hash() {
    let (_place, store, mut book) = stored();
    let strange = store.dir().join("units/Không Phải Mã.ron");
    fs::write(&strange, "x").unwrap();
    fs::write(store.dir().join("units/c.ron"), "hỏng").unwrap();
    rename(&store, &mut book, "Người Mẫu Một", "2026-11-23");
    let dir = snapshot(&store, "2026-11-23");
    let manifest = manifest(&dir);
    assert_eq!(manifest.format, 2);
    assert_eq!(manifest.made, "2026-11-23T08:00:00+07:00");
    let paths = manifest.files.iter().map(|file| file.path.as_str());
    let all = [
        "book.ron",
        "units/a.ron",
        "units/b.ron",
        "units/c.ron",
        "units/goc.ron",
    ];
    assert!(paths.eq(all));
    for file in &manifest.files {
        let bytes = fs::read(dir.join(&file.path)).unwrap();
        assert_eq!(bytes.len() as u64, file.size);
        assert_eq!(format!("{:x}", Sha256::digest(&bytes)), file.sha256);
    }
    let text = fs::read_to_string(dir.join("manifest.ron")).unwrap();
    let row = |line: &&str| line.trim().starts_with("(path: \"units/");
    assert_eq!(text.lines().filter(row).count(), 4, "{text}");
}

#[test]
fn a_snapshot_is_links_and_closed_to_others() {
    let (_place, store, mut book) = stored();
    rename(&store, &mut book, "Người Mẫu Một", "2026-11-23");
    let dir = snapshot(&store, "2026-11-23");
    let inode = |path: PathBuf| fs::metadata(path).unwrap().ino();
    let (kept, now) = (dir.join("units/b.ron"), store.dir().join("units/b.ron"));
    assert_eq!(inode(kept), inode(now), "unchanged, it takes no space");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&dir.join("units")), 0o700);
    for name in ["book.ron", "manifest.ron", "units/a.ron"] {
        assert_eq!(mode(&dir.join(name)), 0o600, "{name}");
    }
    assert_eq!(names(dir.parent().unwrap()), ["2026-11-23".into()].into());
}

/// Lays down snapshots of these days.
fn lay(store: &Store, days: &[NaiveDate]) {
    for day in days {
        let dir = snapshot(store, &day.to_string());
        fs::create_dir_all(dir.join("units")).unwrap();
        fs::write(dir.join("manifest.ron"), "x").unwrap();
        fs::write(dir.join("units/a.ron"), "x").unwrap();
    }
}

#[test]
fn seven_days_four_weeks_and_twelve_months_stay() {
    let (_place, store, mut book) = stored();
    let last = day(2026, 11, 23);
    let back = |days: u64| last - chrono::Days::new(days);
    let every_day: Vec<NaiveDate> = (1..=500).map(back).collect();
    lay(&store, &every_day);
    rename(&store, &mut book, "Người Mẫu Một", "2026-11-23");
    let kept: Vec<String> = store.snapshots().iter().map(ToString::to_string).collect();
    assert_eq!(
        kept,
        [
            // The newest of each of eleven months, the twelfth being this one.
            "2025-12-31",
            "2026-01-31",
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
            "2026-10-31",
            // The Sundays of two weeks; the third is among the seven days, the fourth is this one.
            "2026-11-08",
            "2026-11-15",
            "2026-11-17",
            "2026-11-18",
            "2026-11-19",
            "2026-11-20",
            "2026-11-21",
            "2026-11-22",
            "2026-11-23",
        ]
    );
}

#[test]
fn days_without_a_change_do_not_use_up_what_is_kept() {
    let (_place, store, mut book) = stored();
    let rare = [
        (2019, 1, 5),
        (2020, 2, 5),
        (2021, 3, 5),
        (2022, 4, 5),
        (2023, 5, 5),
        (2024, 6, 5),
        (2024, 7, 5),
        (2025, 8, 5),
        (2026, 9, 5),
    ];
    let days = rare.map(|(y, m, d)| day(y, m, d));
    lay(&store, &days);
    rename(&store, &mut book, "Người Mẫu Một", "2026-11-23");
    assert_eq!(store.snapshots().len(), 10);
}

#[test]
fn only_whole_snapshots_named_by_a_day_are_removed() {
    let (_place, store, mut book) = stored();
    let last = day(2026, 11, 23);
    let every_day: Vec<NaiveDate> = (1..=120).map(|n| last - chrono::Days::new(n)).collect();
    lay(&store, &every_day);
    let above = store.dir().join(".backup");
    let others = ["2026-08-03", "truoc-dai-hoi", "2026-8-4", ".2026-x"];
    for name in others {
        fs::create_dir_all(above.join(name)).unwrap();
        fs::write(above.join(name).join("x"), "x").unwrap();
    }
    fs::remove_file(above.join("2026-08-03/manifest.ron")).unwrap();
    let cut = above.join(".2026-08-05.ketnap-abcdefgh.tmp");
    fs::create_dir_all(cut.join("units")).unwrap();
    fs::write(cut.join("units/a.ron"), "x").unwrap();
    rename(&store, &mut book, "Người Mẫu Một", "2026-11-23");
    let left = names(&above);
    for name in others {
        assert!(left.contains(name), "{name}");
    }
    assert!(!cut.exists(), "a cut one is swept");
    assert!(!left.contains("2026-08-06"));
}

#[test]
fn a_snapshot_that_fails_hinders_no_save_and_is_told_once() {
    let (_place, store, mut book) = stored();
    fs::write(store.dir().join(".backup"), "x").unwrap();
    rename(&store, &mut book, "Người Mẫu Một", "2026-11-23");
    assert_eq!(store.load().unwrap(), book);
    assert!(matches!(
        store.snapshot_trouble(),
        Some(StoreError::Io { .. })
    ));
    rename(&store, &mut book, "Người Mẫu Hai", "2026-11-23");
    assert_eq!(store.load().unwrap(), book);
    assert_eq!(store.snapshot_trouble(), None);
    fs::remove_file(store.dir().join(".backup")).unwrap();
    rename(&store, &mut book, "Người Mẫu Ba", "2026-11-24");
    assert_eq!(store.snapshots(), [day(2026, 11, 24)]);
}

#[test]
fn info_names_the_newest_and_a_failure_is_said() {
    let place = Place::sample();
    let info = |place: &Place| place.json(&["info"])["book"]["last_snapshot"].clone();
    assert!(info(&place).is_null());
    fs::write(place.data().join(".backup"), "x").unwrap();
    let output = place.run(&["note", "mau-19", "một"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("bản sao đầu ngày"), "{said}");
    fs::remove_file(place.data().join(".backup")).unwrap();
    let output = place.run(&["note", "mau-19", "hai"]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let today = crate::world::office_day().to_string();
    assert_eq!(info(&place), today);
}
