//! A book that a group shares: its files stay the group's and open to it, to nobody else, and `check` says where that is not so.

mod swapped;

use crate::help::place::Place;
use crate::privacy::{below, have_modes};
use crate::world::temp;
use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A group and two people, none of whom exists.
const GROUP: u32 = 61_234;
const PEOPLE: [u32; 2] = [61_235, 61_236];

/// Everything below a directory is open to one group and to nobody else.
fn all_shared(dir: &Path, group: u32) {
    have_modes(dir, 0o660, 0o2770);
    all_of(dir, group);
}

fn all_of(dir: &Path, group: u32) {
    for path in below(dir) {
        let gid = fs::symlink_metadata(&path).unwrap().gid();
        assert_eq!(gid, group, "{}", path.display());
    }
}

/// The program under a umask.
fn under(place: &Place, umask: &str, args: &[&str]) -> Output {
    let program = place.command();
    let mut command = Command::new("sh");
    command.env_clear();
    for (key, value) in program.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    let script = format!("umask {umask} && exec \"$0\" \"$@\"");
    let command = command.args(["-c", &script]).arg(program.get_program());
    let output = command.args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    output
}

#[test]
fn a_shared_book_is_open_to_the_group_whatever_the_umask() {
    for umask in ["000", "022", "077"] {
        let place = Place::empty();
        under(&place, umask, &["init", "--demo", "--shared"]);
        under(&place, umask, &["note", "mau-24", "Một"]);
        under(&place, umask, &["advance", "mau-24", "--on", "2022-11-27"]);
        under(&place, umask, &["undo"]);
        let own = fs::metadata(place.data()).unwrap().gid();
        all_shared(&place.data(), own);
        // What is carried elsewhere is its owner's alone.
        let copy = place.home.path().join("ban-sao.tar");
        let copy = copy.to_str().unwrap();
        under(&place, umask, &["backup", "-o", copy]);
        assert_eq!(fs::metadata(copy).unwrap().mode() & 0o7777, 0o600);
        under(&place, umask, &["restore", copy]);
        under(&place, umask, &["note", "mau-24", "Hai"]);
        all_shared(&place.data(), own);
        let found = place.json(&["check"]);
        let codes = found["findings"].as_array().unwrap().iter();
        assert!(!codes.into_iter().any(|row| {
            let code = row["code"].as_str().unwrap();
            code.contains("group") || code.contains("others")
        }));
    }
}

#[test]
fn check_says_what_is_open_to_the_wrong_people() {
    let codes = |place: &Place| -> BTreeSet<(String, String)> {
        let found = place.json(&["check"]);
        let rows = found["findings"].as_array().unwrap().iter();
        let rows = rows.filter(|row| row["code"].as_str().unwrap().contains("-to-"));
        rows.map(|row| {
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            assert_eq!(text("level"), "warning");
            (text("code"), text("path"))
        })
        .collect()
    };
    let set = |path: PathBuf, mode: u32| {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    };
    let said = |place: &Place, of: &[(&str, &str)]| {
        let meant = of
            .iter()
            .map(|(code, path)| ((*code).to_owned(), (*path).to_owned()));
        assert_eq!(codes(place), meant.collect());
    };
    let place = Place::sample();
    said(&place, &[]);
    set(place.data(), 0o755);
    set(place.data().join("units/xuat-hoa.ron"), 0o644);
    set(place.data().join("units/song-cau.ron"), 0o644);
    set(place.data().join("book.ron"), 0o640);
    said(
        &place,
        &[
            ("open-to-others", "."),
            ("open-to-others", "units/song-cau.ron"),
            ("open-to-group", "book.ron"),
        ],
    );
    let shared = Place::empty();
    shared.ok(&["init", "--demo", "--shared"]);
    said(&shared, &[]);
    set(shared.data().join("units"), 0o700);
    set(shared.data().join("units/song-cau.ron"), 0o640);
    set(shared.data().join("book.ron"), 0o664);
    said(
        &shared,
        &[
            ("closed-to-group", "units"),
            ("closed-to-group", "units/song-cau.ron"),
            ("open-to-others", "book.ron"),
        ],
    );
}

/// Runs the program as somebody of the group. Only root may become another.
fn as_one_of_them(place: &Place, program: &Path, uid: u32, args: &[&str]) -> Output {
    let known = place.command();
    let mut command = Command::new("setpriv");
    command.env_clear();
    for (key, value) in known.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    command.env("USER", format!("nguoi-{uid}"));
    let id = uid.to_string();
    let group = GROUP.to_string();
    command.args(["--reuid", &id, "--regid", &id, "--groups", &group]);
    command.arg(program).args(args).output().unwrap()
}

#[test]
fn two_people_of_the_group_work_on_one_book_and_everything_stays_the_groups() {
    if !rustix::process::geteuid().is_root() {
        println!("not run: only root may become somebody else");
        return;
    }
    let place = Place::empty();
    let home = place.home.path();
    fs::set_permissions(home, Permissions::from_mode(0o755)).unwrap();
    let bin = temp();
    fs::set_permissions(bin.path(), Permissions::from_mode(0o755)).unwrap();
    let program = bin.path().join("ketnap");
    fs::copy(env!("CARGO_BIN_EXE_ketnap"), &program).unwrap();
    if Command::new("setpriv").arg("--version").output().is_err() {
        println!("not run: setpriv (util-linux) is missing");
        return;
    }
    fs::create_dir(place.data()).unwrap();
    // No set-group-id bit: the program has to see to the group by itself.
    chown(place.data(), Some(PEOPLE[0]), Some(GROUP)).unwrap();
    fs::set_permissions(place.data(), Permissions::from_mode(0o770)).unwrap();
    let run = |who: usize, args: &[&str]| {
        let output = as_one_of_them(&place, &program, PEOPLE[who], args);
        assert!(output.status.success(), "{args:?}: {output:?}");
    };
    run(0, &["init", "--demo", "--shared"]);
    all_shared(&place.data(), GROUP);
    // Somebody takes the bit off the folders.
    for dir in below(&place.data()).iter().filter(|path| path.is_dir()) {
        fs::set_permissions(dir, Permissions::from_mode(0o770)).unwrap();
    }
    for turn in 0..3 {
        for who in [1, 0] {
            run(who, &["note", "mau-24", &format!("lần {turn} của {who}")]);
            run(
                who,
                &["set", "mau-26", &format!("residence=Thôn Mẫu {turn}")],
            );
        }
    }
    run(1, &["undo"]);
    run(1, &["advance", "mau-24", "--on", "2022-11-27"]);
    for path in below(&place.data()) {
        let meant = if path.is_dir() { 0o770 } else { 0o660 };
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, meant, "{}", path.display());
    }
    all_of(&place.data(), GROUP);
    // Somebody who is not of the group sees nothing.
    let mut stranger = Command::new("setpriv");
    let dir = place.data();
    let stranger = stranger.args(["--reuid", "61300", "--regid", "61300", "--clear-groups"]);
    let seen = stranger.arg("ls").arg(dir).output().unwrap();
    assert!(!seen.status.success() && seen.stdout.is_empty());
}
