//! A book that is copied, moved, restored or carried by git and Syncthing: no two folders write one journal.

use crate::help::place::Place;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a command on a book.
fn on(place: &Place, data: &Path, args: &[&str]) -> String {
    let output = place
        .command()
        .env("KETNAP_DATA_DIR", data)
        .args(args)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{args:?}: {said}");
    String::from_utf8(output.stdout).unwrap() + &said
}

fn note(place: &Place, data: &Path, text: &str) {
    on(place, data, &["note", "mau-19", text]);
}

fn replica(data: &Path) -> String {
    fs::read_to_string(data.join(".local/replica"))
        .unwrap()
        .trim()
        .to_owned()
}

/// The lines of each replica's journals.
fn lines(data: &Path) -> BTreeMap<String, Vec<String>> {
    let replicas = fs::read_dir(data.join("journal")).unwrap();
    let each = replicas.map(|entry| {
        let dir = entry.unwrap().path();
        let mut files: Vec<PathBuf> = fs::read_dir(&dir)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        files.sort();
        let text: String = files
            .iter()
            .map(|file| fs::read_to_string(file).unwrap())
            .collect();
        let name = dir.file_name().unwrap().to_str().unwrap().to_owned();
        (name, text.lines().map(str::to_owned).collect())
    });
    each.collect()
}

/// Holds that what two folders wrote apart stands under different names.
fn apart(one: &Path, other: &Path) {
    let (one, other) = (lines(one), lines(other));
    for (name, mine) in &one {
        let Some(theirs) = other.get(name) else {
            continue;
        };
        let short = mine.len().min(theirs.len());
        assert_eq!(mine[..short], theirs[..short], "both have written {name}");
    }
}

fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp")
        .arg("-a")
        .arg(from)
        .arg(to)
        .status()
        .unwrap();
    assert!(done.success());
}

#[test]
fn a_copied_book_takes_a_name_of_its_own_at_its_first_save_and_says_so() {
    let place = Place::sample();
    let (data, twin) = (place.data(), place.home.path().join("ban-sao"));
    note(&place, &data, "một");
    copy(&data, &twin);
    let first = replica(&data);
    let info = on(&place, &twin, &["info"]);
    assert!(info.contains("lần lưu đầu tiên"), "{info}");
    assert_eq!(replica(&twin), first, "looking changes nothing");
    note(&place, &twin, "ở bản sao");
    note(&place, &data, "ở bản chính");
    note(&place, &twin, "ở bản sao lần nữa");
    assert_eq!(replica(&data), first);
    assert_ne!(replica(&twin), first);
    apart(&data, &twin);
    assert_eq!(lines(&twin).len(), 2, "and keeps to it");
    for command in ["info", "log"] {
        let told = on(&place, &twin, &[command]);
        assert!(
            told.contains("bản sao") && told.contains(&first),
            "{command}: {told}"
        );
        let told = on(&place, &data, &[command]);
        assert!(!told.contains("bản sao của sổ"), "{command}: {told}");
    }
    on(&place, &twin, &["undo"]);
    for book in [&data, &twin] {
        on(&place, book, &["check"]);
    }
}

#[test]
fn a_book_that_is_moved_or_reached_through_a_link_keeps_its_name() {
    let place = Place::sample();
    let (data, moved) = (place.data(), place.home.path().join("noi-khac"));
    let first = replica(&data);
    fs::rename(&data, &moved).unwrap();
    note(&place, &moved, "chuyển chỗ");
    assert_eq!(replica(&moved), first);
    place.ok(&["init", "--name", "Sổ khác"]);
    note(&place, &moved, "chỗ cũ đã có sổ khác");
    std::os::unix::fs::symlink(&moved, place.home.path().join("loi-tat")).unwrap();
    note(&place, &place.home.path().join("loi-tat"), "qua liên kết");
    note(&place, &moved, "lại thẳng");
    assert_eq!(replica(&moved), first);
    assert_eq!(lines(&moved).len(), 1);
}

#[test]
fn a_folder_put_back_from_a_copy_in_the_same_place_is_a_copy() {
    let place = Place::sample();
    let (data, aside) = (place.data(), place.home.path().join("de-rieng"));
    note(&place, &data, "một");
    fs::rename(&data, &aside).unwrap();
    copy(&aside, &data);
    note(&place, &data, "ở bản đặt lại");
    note(&place, &aside, "ở bản để riêng");
    apart(&data, &aside);
}

#[test]
fn another_machine_is_another_place_and_a_book_of_before_is_bound_as_it_is() {
    let place = Place::sample();
    let data = place.data();
    let bound = data.join(".local/replica-place");
    let first = replica(&data);
    fs::remove_file(&bound).unwrap();
    note(&place, &data, "bản trước chưa có tệp này");
    assert_eq!(replica(&data), first);
    let text = fs::read_to_string(&bound).unwrap();
    let at = text.find("machine: \"").unwrap() + "machine: \"".len();
    let end = at + text[at..].find('"').unwrap();
    fs::write(
        &bound,
        format!("{}{}{}", &text[..at], "0".repeat(end - at), &text[end..]),
    )
    .unwrap();
    note(&place, &data, "máy khác");
    assert_ne!(replica(&data), first);
    let second = replica(&data);
    fs::write(&bound, "hỏng").unwrap();
    note(&place, &data, "không rõ ở đâu");
    assert_ne!(replica(&data), second, "what is not known is not trusted");
}

#[test]
fn a_restore_gives_no_number_twice_whatever_the_copy_holds() {
    let place = Place::sample();
    let (data, home) = (place.data(), place.home.path());
    note(&place, &data, "một");
    let tar = home.join("so.tar");
    on(&place, &data, &["backup", "-o", tar.to_str().unwrap()]);
    note(&place, &data, "hai, sau bản sao");
    let before = lines(&data);
    on(&place, &data, &["restore", tar.to_str().unwrap()]);
    let aside = fs::read_dir(home).unwrap().map(|e| e.unwrap().path());
    let aside = aside
        .into_iter()
        .find(|path| path.to_str().unwrap().contains(".before-"))
        .unwrap();
    note(&place, &data, "ở sổ khôi phục");
    note(&place, &aside, "ở sổ để bên cạnh");
    note(&place, &data, "lại ở sổ khôi phục");
    apart(&data, &aside);
    for (name, written) in &before {
        let now = &lines(&data)[name];
        assert_eq!(now[..written.len()], written[..], "what was written stays");
    }
    assert_ne!(replica(&data), replica(&aside));
    for book in [&data, &aside] {
        on(&place, book, &["check"]);
    }
}

#[test]
fn a_restore_from_a_book_that_went_another_way_takes_a_new_name() {
    let place = Place::sample();
    let (data, home) = (place.data(), place.home.path());
    note(&place, &data, "một");
    // As an earlier release left it: two folders under one name.
    let twin = home.join("ban-sao");
    copy(&data, &twin);
    for book in [&data, &twin] {
        fs::remove_file(book.join(".local/replica-place")).unwrap();
    }
    note(&place, &twin, "ở bản sao");
    note(&place, &data, "ở bản chính");
    let tar = home.join("so.tar");
    on(&place, &twin, &["backup", "-o", tar.to_str().unwrap()]);
    let old = replica(&data);
    on(&place, &data, &["restore", tar.to_str().unwrap()]);
    note(&place, &data, "sau khôi phục");
    assert_ne!(replica(&data), old, "numbers of {old} are given already");
}

#[test]
fn git_and_syncthing_are_kept_off_this_machines_own_files() {
    let place = Place::sample();
    let data = place.data();
    note(&place, &data, "một");
    let git = |args: &[&str]| {
        let output = Command::new("git")
            .arg("-C")
            .arg(&data)
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    let carried = git(&["ls-files"]);
    assert!(
        carried.contains("book.ron") && carried.contains("journal/"),
        "{carried}"
    );
    assert!(
        !carried.contains(".local") && !carried.contains(".backup"),
        "{carried}"
    );
    let patterns = fs::read_to_string(data.join(".stignore")).unwrap();
    assert!(patterns.lines().any(|line| line == "/.local"), "{patterns}");
    fs::create_dir(data.join(".stfolder")).unwrap();
    let unfenced = || -> Vec<String> {
        let report = place.json(&["check"]);
        let codes = report["findings"].as_array().unwrap().iter();
        let codes = codes.map(|finding| finding["code"].as_str().unwrap().to_owned());
        codes.filter(|code| code.ends_with("-unfenced")).collect()
    };
    assert_eq!(unfenced(), [""; 0]);
    fs::write(data.join(".gitignore"), "!.local/\n*.bak\n").unwrap();
    fs::remove_file(data.join(".stignore")).unwrap();
    assert_eq!(unfenced(), ["git-unfenced", "syncthing-unfenced"]);
    fs::write(data.join(".git/info/exclude"), ".local\n.backup/\n").unwrap();
    fs::write(data.join(".stignore"), "(?d).local\n(?d).backup\n").unwrap();
    assert_eq!(unfenced(), [""; 0]);
}

#[test]
fn fences_of_the_users_own_stay_also_through_a_restore() {
    let place = Place::empty();
    let data = place.data();
    fs::create_dir(&data).unwrap();
    fs::write(data.join(".gitignore"), "riêng\n").unwrap();
    place.ok(&["init", "--demo"]);
    let own = || fs::read_to_string(data.join(".gitignore")).unwrap();
    assert_eq!(own(), "riêng\n");
    assert!(data.join(".stignore").is_file());
    let tar = place.home.path().join("so.tar");
    place.ok(&["backup", "-o", tar.to_str().unwrap()]);
    place.ok(&["restore", tar.to_str().unwrap()]);
    assert_eq!(own(), "riêng\n");
    assert!(data.join(".stignore").is_file());
}

#[test]
fn a_book_in_a_folder_that_is_carried_as_a_whole_is_told() {
    let place = Place::sample();
    let home = place.home.path();
    for sign in [".git", ".stfolder"] {
        fs::create_dir(home.join(sign)).unwrap();
    }
    fs::remove_file(place.data().join(".gitignore")).unwrap();
    let text = place.ok(&["check"]);
    let fence = home.join(".stignore").display().to_string();
    assert!(text.contains("git-unfenced"), "{text}");
    assert!(
        text.contains(&fence),
        "where Syncthing looks for it: {text}"
    );
}
