//! Copies that editors and sync programs leave of a person's file are named by their paths, and so is what nobody could look into.

use crate::help::place::Place;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use unicode_normalization::UnicodeNormalization;

const ID: &str = "mau-19";
const NAME: &str = "Hà Thị Mẫu 19";

/// Where a person's record is.
pub(super) fn home(place: &Place) -> PathBuf {
    let units = fs::read_dir(place.data().join("units")).unwrap();
    let mut units = units.map(|unit| unit.unwrap().path());
    let holds = |path: &PathBuf| fs::read_to_string(path).unwrap().contains("\"mau-19\"");
    units.find(holds).unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    let all = [0xfeff].into_iter().chain(text.encode_utf16());
    all.flat_map(u16::to_le_bytes).collect()
}

/// Files that hold the person in one way or another, by their paths from the data directory down.
fn scatter(place: &Place) -> Vec<String> {
    let data = place.data();
    let whole = fs::read(home(place)).unwrap();
    let id = format!("… {ID} …").into_bytes();
    let padded = |text: String| [vec![b'.'; 262_140], text.into_bytes(), vec![b'.'; 99]].concat();
    let files: [(&str, Vec<u8>); 15] = [
        ("units/a.ron~", whole.clone()),
        ("units/.a.ron.swp", [&b"b0VIM 9.0"[..], &whole].concat()),
        ("units/a.ron.txt", whole.clone()),
        ("units/a.ron.orig", id.clone()),
        ("units/a.ron.rej", NAME.to_uppercase().into_bytes()),
        ("units/a.sync-conflict-20221127-080000-ABCDEFG.txt", id),
        ("units/a (conflicted copy).txt", NAME.as_bytes().to_vec()),
        ("danh-sach.csv", NAME.nfd().collect::<String>().into_bytes()),
        ("danh-sach-2.csv", b"HA THI MAU 19;x".to_vec()),
        ("excel.txt", utf16(NAME)),
        ("giua.txt", padded(NAME.to_owned())),
        (".local/rieng/ghi-chu", b"0912 345 678".to_vec()),
        (".backup/cu/a.ron~", whole.clone()),
        (".stversions/units/a~20221127.ron", whole),
        ("journal/ghi.txt", b"(001199001234)".to_vec()),
    ];
    files
        .map(|(path, bytes)| {
            let whole = data.join(path);
            fs::create_dir_all(whole.parent().unwrap()).unwrap();
            fs::write(whole, bytes).unwrap();
            path.to_owned()
        })
        .to_vec()
}

/// What may hold the person or not, as nobody can see into it.
fn close(place: &Place) -> Vec<String> {
    let data = place.data();
    fs::create_dir_all(data.join(".git/objects/ab")).unwrap();
    fs::write(data.join(".git/objects/ab/cd"), b"x\x9c").unwrap();
    fs::write(data.join("cu.zip"), b"PK\x03\x04....").unwrap();
    fs::write(data.join("cu.tar.gz"), b"\x1f\x8b....").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", data.join("noi")).unwrap();
    let pipe = Command::new("mkfifo")
        .arg(data.join("units/ong.txt"))
        .status();
    assert!(pipe.unwrap().success());
    let paths = [".git", "cu.zip", "cu.tar.gz", "noi", "units/ong.txt"];
    paths.map(str::to_owned).to_vec()
}

/// Files that tell of others only.
fn decoys(place: &Place) -> Vec<String> {
    let files = [
        ("khac.txt", "mau-199 xmau-19 mau-19-b Hà Thị Mẫu 1"),
        ("so.txt", "00011990012345"),
    ];
    files
        .map(|(path, text)| {
            fs::write(place.data().join(path), text).unwrap();
            path.to_owned()
        })
        .to_vec()
}

fn prepared() -> Place {
    let place = Place::sample();
    place.ok(&[
        "set",
        ID,
        "id_number=001199001234",
        "phone=0912345678",
        "--as-typed",
    ]);
    place
}

#[test]
fn every_stray_that_may_hold_a_person_is_named_by_show_and_erase() {
    let place = prepared();
    let (strays, closed, decoys) = (scatter(&place), close(&place), decoys(&place));
    let shown = place.json(&["show", ID]);
    let of = |kinds: &[&str]| -> Vec<String> {
        let kept = shown["kept"].as_array().unwrap().iter();
        let kept = kept.filter(|row| kinds.contains(&row["kind"].as_str().unwrap()));
        kept.map(|row| row["path"].as_str().unwrap().to_owned())
            .collect()
    };
    let (named, unseen) = (of(&["other", "aside"]), of(&["unseen"]));
    for path in &strays {
        assert!(named.contains(path), "{path}: {named:?}");
    }
    for path in &closed {
        assert!(unseen.contains(path), "{path}: {unseen:?}");
    }
    for path in &decoys {
        assert!(!named.contains(path) && !unseen.contains(path), "{path}");
    }
    let output = place.run(&["erase", ID, "--reason", "vì", "--yes"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    for path in strays.iter().chain(&closed) {
        assert!(said.contains(path.as_str()), "{path}: {said}");
    }
    for path in &decoys {
        assert!(!said.contains(path.as_str()), "{path}: {said}");
    }
    for path in &strays {
        assert!(place.data().join(path).exists(), "{path}");
    }
}

#[test]
fn somebody_of_whom_nothing_is_known_is_not_erased_for_what_nobody_can_see_into() {
    let place = Place::sample();
    close(&place);
    let before = place.data().join("cu.zip");
    let (code, said) = place.fails(&["erase", "khong-ai", "--reason", "vì", "--yes"]);
    assert!(
        code == 3 && said.contains("Không còn gì về khong-ai"),
        "{said}"
    );
    assert!(before.exists());
    assert_eq!(place.run(&["show", "khong-ai"]).status.code(), Some(3));
}
