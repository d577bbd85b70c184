//! Copies hold all of the book or are none, are read back before they are called done, and lose no line of a journal.

use super::{found, grow, newest, replica};
use crate::help::place::Place;
use chrono::DateTime;
use ketnap::model::Book;
use ketnap::store::{Access, Store, StoreError};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

fn backup(place: &Place) -> (Option<i32>, String, PathBuf) {
    let out = place.home.path().join("sao.tar");
    let output = place.run(&["backup", "-o", out.to_str().unwrap()]);
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said, out)
}

/// What lies beside the data directory.
fn beside(place: &Place) -> Vec<String> {
    let all = fs::read_dir(place.home.path()).unwrap();
    let mut names: Vec<String> = all
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_journal_of_seventy_megabytes_is_read_verified_packed_and_restored() {
    let place = Place::sample();
    place.ok(&["note", "mau-19", "một"]);
    let file = newest(&replica(&place.data()));
    let last = grow(&file, 70 << 20);
    let written = fs::metadata(&file).unwrap().len();
    let log = place.run(&["log", "--candidate", "mau-19"]);
    let said = String::from_utf8(log.stderr).unwrap();
    assert_eq!((log.status.code(), said.as_str()), (Some(0), ""));
    assert_eq!(found(&place, "journal-damaged"), (Vec::new(), 0));
    let (code, said, out) = backup(&place);
    assert_eq!(code, Some(0), "{said}");
    assert!(fs::metadata(&out).unwrap().len() > written);
    let other = Place::empty();
    other.ok(&["restore", out.to_str().unwrap()]);
    let below = file.strip_prefix(place.data()).unwrap();
    assert!(fs::read(other.data().join(below)).unwrap() == fs::read(&file).unwrap());
    // Over the book itself, after one edit more: neither is lost.
    place.ok(&["note", "mau-19", "hai"]);
    let output = place.run(&["restore", out.to_str().unwrap()]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("thiếu 1 lần sửa"), "{said}");
    assert!(said.contains(&format!("số {}", last + 1)), "{said}");
    assert_eq!(found(&place, "journal-damaged"), (Vec::new(), 0));
    let log = place.json(&["log", "--candidate", "mau-19"]);
    assert_eq!(log["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn a_copy_restored_over_a_book_that_went_another_way_keeps_the_lines_of_both() {
    let place = Place::sample();
    place.ok(&["note", "mau-19", "một"]);
    let file = newest(&replica(&place.data()));
    let old = fs::read(&file).unwrap();
    place.ok(&["note", "mau-19", "hai"]);
    let (code, said, out) = backup(&place);
    assert_eq!(code, Some(0), "{said}");
    fs::write(&file, &old).unwrap();
    place.ok(&["note", "mau-20", "ba"]);
    let now = fs::read_to_string(&file).unwrap();
    place.ok(&["restore", out.to_str().unwrap()]);
    let lines = fs::read_to_string(&file).unwrap();
    for line in now.lines() {
        assert!(lines.contains(line), "{line}");
    }
    let log = place.json(&["log"]);
    let of = |id: &str| {
        let rows = log["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["record"] == id).count()
    };
    assert_eq!((of("mau-19"), of("mau-20")), (2, 1));
    assert_eq!(found(&place, "journal-damaged"), (Vec::new(), 0));
}

#[test]
fn a_copy_mends_a_journal_that_was_altered_and_keeps_what_came_after_it() {
    let place = Place::sample();
    for text in ["một", "hai"] {
        place.ok(&["note", "mau-19", text]);
    }
    let (_, _, out) = backup(&place);
    place.ok(&["note", "mau-19", "ba"]);
    let file = newest(&replica(&place.data()));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("notes", "phone", 1)).unwrap();
    assert_eq!(found(&place, "journal-damaged").0.len(), 1);
    place.ok(&["restore", out.to_str().unwrap()]);
    assert_eq!(found(&place, "journal-damaged"), (Vec::new(), 0));
    assert!(fs::read_to_string(&file).unwrap().starts_with(&text));
}

/// A file, and what is done to it.
type Spoil<'a> = (&'a Path, &'a dyn Fn(&Path));

#[test]
fn a_backup_that_cannot_hold_a_file_of_the_book_fails_and_leaves_nothing() {
    let place = Place::sample();
    place.ok(&["note", "mau-19", "một"]);
    let file = newest(&replica(&place.data()));
    let unit = place.data().join("units/nong-thuong.ron");
    let larger = |path: &Path| {
        let file = fs::OpenOptions::new().append(true).open(path).unwrap();
        file.set_len((64 << 20) + 1).unwrap();
    };
    let linked = |path: &Path| {
        fs::remove_file(path).unwrap();
        std::os::unix::fs::symlink("/dev/null", path).unwrap();
    };
    let spoils: [Spoil<'_>; 3] = [(&unit, &larger), (&unit, &linked), (&file, &linked)];
    for (path, spoil) in spoils {
        let whole = fs::read(path).unwrap();
        spoil(path);
        let before = beside(&place);
        let (code, said, _) = backup(&place);
        assert_eq!(code, Some(3), "{said}");
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(said.contains(name), "{said}");
        assert_eq!(beside(&place), before);
        fs::remove_file(path).unwrap();
        fs::write(path, whole).unwrap();
    }
    assert_eq!(backup(&place).0, Some(0));
}

#[test]
fn a_unit_that_could_not_be_read_again_is_not_written() {
    let place = Place::sample();
    let unit = super::strays::home(&place);
    let text = fs::read_to_string(&unit).unwrap();
    // Into a remark, which the program writes again as it stands.
    let (head, tail) = text.split_once("    candidates: [").unwrap();
    let remark = |long: &str| {
        format!(
            "{head}    notes: [(on: \"2022-11-27\", text: \"{long}\")],\n    candidates: [{tail}"
        )
    };
    let long = remark(&"x".repeat(67_108_742 - remark("").len()));
    assert_eq!(long.len(), 67_108_742);
    fs::write(&unit, &long).unwrap();
    let before = place.files();
    let (code, said) = place.fails(&["note", "mau-19", &"một ghi chú dài ".repeat(20)]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("64.0 MiB"), "{said}");
    let mut after = place.files();
    after.retain(|path, _| before.contains_key(path));
    assert!(after == before);
    assert_eq!(fs::metadata(&unit).unwrap().len(), 67_108_742);
    place.ok(&["info"]);
}

#[test]
fn a_backup_damaged_in_any_one_byte_is_never_restored() {
    let place = Place::sample();
    place.ok(&["note", "mau-19", "một"]);
    let units = place.data().join("units");
    for unit in fs::read_dir(&units).unwrap() {
        let path = unit.unwrap().path();
        let kept = ["bac-kan.ron", "nong-thuong.ron"];
        if !kept.contains(&path.file_name().unwrap().to_str().unwrap()) {
            fs::remove_file(path).unwrap();
        }
    }
    let (code, said, out) = backup(&place);
    assert_eq!(code, Some(0), "{said}");
    let whole = fs::read(&out).unwrap();
    let other = crate::world::temp();
    let restore = |at: usize, bytes: &[u8]| {
        let copy = other.path().join("hong.tar");
        fs::write(&copy, bytes).unwrap();
        let dir = other.path().join(at.to_string());
        let store = ketnap::store::Store::new(dir.clone(), ketnap::store::Access::ReadWrite);
        let done = store.restore(&copy, &crate::world::stamp());
        assert_eq!(dir.exists(), done.is_ok(), "{at}");
        done.is_ok()
    };
    assert!(restore(0, &whole));
    // Most of the first headers and of the end, and some between.
    let end = whole.len() - 1_400;
    let some = (0..1_600).step_by(5).chain(257..310);
    let some = some.chain((1_600..end).step_by(1_511));
    let some = some.chain((end..whole.len()).step_by(7));
    for at in some {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        assert!(!restore(at + 1, &bytes), "byte {at} of {}", whole.len());
    }
    for length in (0..whole.len())
        .step_by(2_048)
        .chain([end, whole.len() - 79, whole.len() - 1])
    {
        assert!(!restore(length + 1, &whole[..length]), "cut to {length}");
    }
}

#[test]
fn info_says_how_old_the_newest_copy_on_another_disk_is_or_that_none_is_known() {
    use std::os::unix::fs::MetadataExt;
    let place = Place::sample();
    let told = |place: &Place| place.json(&["info"])["book"]["outside_copy"].clone();
    let shown = |place: &Place| place.ok(&["info"]);
    assert!(told(&place).is_null());
    assert!(shown(&place).contains("Chưa biết bản sao nào ngoài đĩa này"));
    // On the same disk it is lost with the book.
    assert_eq!(backup(&place).0, Some(0));
    assert!(told(&place).is_null());
    let device = |path: &Path| fs::metadata(path).map(|about| about.dev()).ok();
    let disk = Path::new("/dev/shm");
    if device(disk).is_none() || device(disk) == device(&place.data()) {
        eprintln!("no second disk here");
        return;
    }
    let stick = tempfile::tempdir_in(disk).unwrap();
    let out = stick.path().join("sao.tar");
    place.ok(&["backup", "-o", out.to_str().unwrap()]);
    let copy = told(&place);
    assert_eq!(copy["path"], out.to_str().unwrap());
    assert_eq!(
        (copy["days"].as_i64(), copy["read_back"].as_bool()),
        (Some(0), Some(true))
    );
    assert!(shown(&place).contains("0 ngày trước, đã đọc lại thử"));
    let kept = fs::read_to_string(place.data().join(".local/copied.ron")).unwrap();
    let line = kept.replace("at: \"20", "at: \"19");
    fs::write(place.data().join(".local/copied.ron"), line).unwrap();
    assert!(told(&place)["days"].as_i64().unwrap() > 36_000);
    // A restored book goes on knowing it.
    place.ok(&["restore", out.to_str().unwrap()]);
    assert!(!told(&place).is_null());
}

#[test]
fn a_backup_that_does_not_show_what_the_book_shows_is_not_called_done() {
    let place = Place::sample();
    place.ok(&["note", "mau-19", "một"]);
    let out = place.home.path().join("sao.tar");
    let store = Store::new(place.data(), Access::ReadWrite);
    let at = DateTime::parse_from_rfc3339("2022-11-27T09:00:00+07:00").unwrap();
    let before = beside(&place);
    let asked = Cell::new(0);
    let other = |packed: &Book, back: &Book| {
        asked.set(asked.get() + 1);
        packed != back
    };
    let error = store.backup_if(Some(&out), &at, &other).unwrap_err();
    assert!(matches!(error, StoreError::BadBackup { .. }), "{error:?}");
    assert_eq!((asked.get(), beside(&place)), (1, before));
    let same = |packed: &Book, back: &Book| packed == back;
    assert!(store.backup_if(Some(&out), &at, &same).is_ok());
}
