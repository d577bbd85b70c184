//! Where the folders are: from the root down, never by chance of the current folder, never in somebody else's.

use crate::help::place::Place;
use crate::world::temp;
use std::fs;
use std::process::{Command, Output};

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The program in an empty environment, in the home's folder.
fn bare(place: &Place) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ketnap"));
    command.env_clear().current_dir(place.home.path());
    command
}

#[test]
fn a_tilde_is_the_users_home_in_every_path_and_never_another_accounts() {
    let place = Place::sample();
    let home = place.home.path();
    let run = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = bare(&place);
        command.env("HOME", home).args(args);
        command.envs(variables.iter().copied()).output().unwrap()
    };
    let data = home.join("data").display().to_string();
    let info = |output: Output| -> serde_json::Value {
        assert!(output.status.success(), "{}", said(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let json = ["info", "--format", "json"];
    let by_option = info(run(
        &[&["--data-dir=~/data", "--config-dir=~/c"][..], &json].concat(),
        &[],
    ));
    assert_eq!(by_option["data_dir"], data);
    assert_eq!(
        by_option["config_dir"],
        home.join("c").display().to_string()
    );
    assert_eq!(by_option["book"]["id"], "mau-bac-kan-2022");
    let variables = [("KETNAP_DATA_DIR", "~/data"), ("KETNAP_CONFIG_DIR", "~/c")];
    assert_eq!(info(run(&json, &variables))["data_dir"], data);
    let relative = info(run(&[&["--data-dir", "data"][..], &json].concat(), &[]));
    assert_eq!(relative["data_dir"], data, "shown from the root down");
    for args in [
        &["report", "quota", "--output=~/so.csv"][..],
        &["backup", "--output=~/so.tar"],
        &["restore", "~/so.tar"],
    ] {
        let output = run(args, &variables);
        assert!(output.status.success(), "{args:?}: {}", said(&output));
    }
    assert!(home.join("so.csv").is_file() && home.join("so.tar").is_file());
    for args in [
        &["--data-dir=~ai/so", "info"][..],
        &["--config-dir=~ai/so", "info"],
        &["report", "quota", "--output=~ai/so.csv"],
        &["backup", "--output=~ai/so.tar"],
        &["restore", "~ai/so.tar"],
    ] {
        let output = run(args, &[("KETNAP_DATA_DIR", &data)]);
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        assert!(said(&output).contains("~ai"), "{}", said(&output));
    }
    let made = run(&["init", "--data-dir=./~so"], &[]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(home.join("~so/book.ron").is_file(), "with ./ it is a name");
    assert!(!home.join("~").exists());
    let nowhere = run(&["--data-dir", "khong-co", "report", "quota"], &[]);
    let whole = home.join("khong-co").display().to_string();
    assert!(said(&nowhere).contains(&whole), "{}", said(&nowhere));
}

#[test]
fn a_home_that_depends_on_the_current_folder_makes_no_book() {
    let place = Place::empty();
    for args in [&["init"][..], &["info"], &["report", "quota"]] {
        let output = bare(&place).env("HOME", "nha").args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        assert!(said(&output).contains("HOME") && said(&output).contains("--data-dir"));
    }
    assert_eq!(fs::read_dir(place.home.path()).unwrap().count(), 0);
    let data = place.data();
    let given = bare(&place)
        .env("HOME", "nha")
        .arg("--data-dir")
        .arg(&data)
        .arg("info")
        .output();
    let given = given.unwrap();
    assert!(given.status.success(), "{}", said(&given));
    assert!(said(&given).contains("--config-dir"), "{}", said(&given));
    for home in [None, Some("")] {
        let mut command = bare(&place);
        command.envs(home.map(|home| ("HOME", home)));
        let output = command.args(["info", "--format", "json"]).output().unwrap();
        if output.status.success() {
            let info: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(
                info["data_dir"].as_str().unwrap().starts_with('/'),
                "the account's own"
            );
        } else {
            assert!(said(&output).contains("HOME"), "{}", said(&output));
        }
    }
}

#[test]
fn a_relative_folder_of_the_desktops_convention_is_not_heeded_and_told() {
    let place = Place::empty();
    let home = place.home.path();
    let mut command = bare(&place);
    command
        .env("HOME", home)
        .env("XDG_DATA_HOME", "d")
        .env("XDG_CONFIG_HOME", "c");
    let output = command.args(["info", "--format", "json"]).output().unwrap();
    let info: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let usual = home.join(".local/share/ketnap").display().to_string();
    assert_eq!(info["data_dir"], usual);
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
        assert!(said(&output).contains(name), "{}", said(&output));
    }
    let mut command = bare(&place);
    command
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("d"));
    assert_eq!(said(&command.arg("info").output().unwrap()), "");
}

#[test]
fn a_folder_that_is_in_use_for_something_else_is_made_no_book() {
    let used = temp();
    fs::write(used.path().join("thu.txt"), "của người khác").unwrap();
    // The harmless one first: where it is not refused, the others are not tried.
    let used_dir = used.path().to_str().unwrap();
    for dir in [used_dir, "/", "/etc", "/usr", "/dev", "/proc"] {
        let place = Place::empty();
        let (code, said) = place.fails(&["init", "--data-dir", dir]);
        assert_eq!(code, 3, "{dir}: {said}");
        assert!(
            said.contains(&format!("{dir} đang dùng cho việc khác")),
            "{said}"
        );
        let (code, _) = place.fails(&["init", "--shared", "--demo", "--data-dir", dir]);
        assert_eq!(code, 3, "{dir}");
    }
    assert!(!std::path::Path::new("/book.ron").exists());
    let names = fs::read_dir(used.path()).unwrap().count();
    assert_eq!(names, 1, "nothing is made in it");
    let place = Place::empty();
    fs::create_dir_all(place.data().join(".git")).unwrap();
    place.ok(&["init"]);
}

/// The program with the libraries that it needs in a folder of its own; none where that cannot be.
fn alone() -> Option<tempfile::TempDir> {
    let root = temp();
    let program = env!("CARGO_BIN_EXE_ketnap");
    let needed = Command::new("ldd").arg(program).output().ok()?;
    let needed = String::from_utf8(needed.stdout).ok()?;
    for library in needed
        .split_whitespace()
        .filter(|word| word.starts_with('/'))
    {
        let to = root.path().join(library.trim_start_matches('/'));
        fs::create_dir_all(to.parent()?).ok()?;
        fs::copy(library, to).ok()?;
    }
    fs::copy(program, root.path().join("ketnap")).ok()?;
    let tried = Command::new("chroot")
        .arg(root.path())
        .args(["/ketnap", "--version"])
        .output();
    tried
        .ok()
        .filter(|output| output.status.success())
        .map(|_| root)
}

#[test]
fn the_sample_is_shown_where_there_is_no_usual_place_and_its_lack_is_told_in_words() {
    let place = Place::empty();
    let elsewhere = place
        .command()
        .env("TMPDIR", "/khong-co")
        .arg("demo")
        .output()
        .unwrap();
    assert!(
        said(&elsewhere).contains("/khong-co"),
        "{}",
        said(&elsewhere)
    );
    assert!(
        said(&elsewhere).contains("ketnap report quota"),
        "it came as far as the board"
    );
    let Some(root) = alone() else {
        eprintln!("skipped: no chroot here");
        return;
    };
    let demo = |runtime: &str| {
        let mut command = Command::new("chroot");
        command.arg(root.path()).args(["/ketnap", "demo"]);
        command
            .env_clear()
            .env("HOME", "/")
            .env("XDG_RUNTIME_DIR", runtime);
        command
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .output()
            .unwrap()
    };
    let nowhere = demo("/run/khong-co");
    assert_eq!(nowhere.status.code(), Some(3));
    let told = said(&nowhere);
    assert!(told.contains("TMPDIR") && told.contains("/tmp"), "{told}");
    assert!(
        !told.contains("os error") && !told.contains("No such"),
        "{told}"
    );
    fs::create_dir_all(root.path().join("run/toi")).unwrap();
    let told = said(&demo("/run/toi"));
    assert!(
        told.contains("/run/toi") && told.contains("ketnap report quota"),
        "{told}"
    );
    assert_eq!(
        fs::read_dir(root.path().join("run/toi")).unwrap().count(),
        0
    );
}
