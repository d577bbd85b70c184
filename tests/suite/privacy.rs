//! Who can read what the program leaves behind, and where a person's data stands and where it must not.

use crate::erase::{ID, MARK, mark, person};
use crate::help::place::Place;
use crate::help::terminal::cut_off;
use crate::world::{person_id, stamp};
use ketnap::model::Change;
use ketnap::store::{Access, Store};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Everything below a directory, and itself.
pub(crate) fn below(dir: &Path) -> Vec<PathBuf> {
    let mut found = vec![dir.to_owned()];
    let mut at = 0;
    while at < found.len() {
        if found[at].is_dir() {
            let entries = fs::read_dir(&found[at]).unwrap();
            let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
            paths.sort();
            found.extend(paths);
        }
        at += 1;
    }
    found
}

/// Whatever stands below a directory has the mode meant for a file, or for a directory.
pub(crate) fn have_modes(dir: &Path, file: u32, folder: u32) {
    let all = below(dir);
    assert!(all.iter().any(|path| path.is_file()), "{}", dir.display());
    for path in all {
        let meant = if path.is_dir() { folder } else { file };
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode, meant, "{mode:o} is not {meant:o}: {}", path.display());
    }
}

/// Runs the program under a umask.
fn under(place: &Place, umask: &str, args: &[&str]) -> Output {
    let program = place.command();
    let mut shell = Command::new("/bin/sh");
    let script = format!("umask {umask}; exec \"$0\" \"$@\"");
    shell
        .args(["-c", &script, env!("CARGO_BIN_EXE_ketnap")])
        .args(args);
    shell.env_clear();
    shell.envs(
        program
            .get_envs()
            .filter_map(|(key, value)| Some((key, value?))),
    );
    shell.output().unwrap()
}

#[test]
fn whatever_is_made_is_closed_to_others_under_any_umask() {
    for umask in ["000", "022", "077"] {
        let place = Place::empty();
        let home = place.home.path();
        let copy = home.join("sao.tar.gz");
        let copy = copy.to_str().unwrap();
        for args in [
            &["init", "--demo"][..],
            &["note", "mau-19", "đã gặp"],
            &["set", "mau-19", "phone=0900000000"],
            &["undo"],
            &["advance", "mau-24", "--on", "2022-11-26"],
            &["backup", "-o", copy],
        ] {
            let output = under(&place, umask, args);
            assert!(output.status.success(), "{umask} {args:?}: {output:?}");
        }
        // Somebody who was cut off while typing leaves a draft and a session.
        cut_off(
            &place,
            &format!("umask {umask}; exec \"$0\""),
            "gặp ở nhà văn hóa",
        );
        for word in ["draft-", "undo"] {
            let local = fs::read_dir(place.data().join(".local")).unwrap();
            let mut names = local.map(|file| file.unwrap().file_name().into_string().unwrap());
            assert!(names.any(|name| name.starts_with(word)), "no {word}");
        }
        assert!(place.data().join(".backup").is_dir(), "no snapshot");
        have_modes(&place.data(), 0o600, 0o700);
        let output = under(&place, umask, &["restore", copy]);
        assert!(output.status.success(), "{output:?}");
        // The copy, the book that was restored, and the one that was kept beside it.
        let made = fs::read_dir(home)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let made: Vec<PathBuf> = made.collect();
        assert!(made.len() >= 3, "{made:?}");
        for path in made {
            have_modes(&path, 0o600, 0o700);
        }
    }
}

/// A book with a person in it whose every text is unmistakable.
fn marked() -> Place {
    let place = Place::sample();
    let store = Store::new(place.data(), Access::ReadWrite);
    let mut book = store.load().unwrap();
    let home = book.home(&person_id("mau-01")).unwrap().clone();
    let edit = book
        .edit(Change::AddCandidate(home, Box::new(person(&place))))
        .unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
    place
}

/// Runs the program with its temporary files in the sandbox.
fn run(place: &Place, args: &[&str]) -> Output {
    let temporary = place.home.path().join("tmp");
    fs::create_dir_all(&temporary).unwrap();
    place
        .command()
        .env("TMPDIR", temporary)
        .args(args)
        .output()
        .unwrap()
}

/// What went well or was refused is said without a word of the person; only what is taken back is
/// named.
fn silent(place: &Place, args: &[&str], code: i32) {
    let output = run(place, args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    let said = if args == ["undo"] {
        said.replace(&mark("tên mới"), "")
    } else {
        said
    };
    assert!(!said.contains(MARK), "{args:?}: {said}");
}

#[test]
fn a_persons_data_stands_where_it_is_kept_and_nowhere_else() {
    let place = marked();
    let residence = format!("residence={}", mark("nơi ở mới"));
    let name = format!("name={}", mark("tên mới"));
    let note = mark("ghi chú mới");
    for (args, code) in [
        (&["set", ID, &residence, &name][..], 0),
        // Numbers that are none, and one that does not fit the person.
        (&["set", ID, &format!("phone={}", mark("gọi mẹ"))], 3),
        (&["set", ID, &format!("id_number={}", mark("số"))], 3),
        (&["set", ID, "id_number=001999000001"], 3),
        (&["note", ID, &note], 0),
        (
            &[
                "advance",
                ID,
                "--to",
                "source",
                "--on",
                "2022-11-26",
                "--reason",
                &note,
            ],
            0,
        ),
        (&["undo"], 0),
        (&["undo"], 0),
        // Refused, for reasons that lie in the record.
        (&["set", ID, "born=31/31/1990"], 3),
        (&["set", ID, "born=2030-01-01"], 3),
        (&["set", ID, "name="], 3),
        (&["set", ID, "nothing=1"], 3),
        (&["set", ID, "source=nowhere"], 3),
        (&["advance", ID, "--to", "nowhere", "--on", "2022-11-26"], 3),
        (&["advance", ID, "--on", "2021-01-01"], 3),
        (&["advance", ID, "--to", "full", "--on", "2022-11-26"], 3),
        (&["erase", ID, "--reason", "thử"], 2),
        (&["--read-only", "note", ID, "x"], 3),
        (&["log"], 0),
        (&["log", "--candidate", ID], 0),
        (&["check"], 1),
    ] {
        silent(&place, args, code);
    }
    spoilt(&place);
    cut_off(&place, "exec \"$0\"", &mark("đang gõ"));
    let sandbox = place.home.path();
    let temporary = sandbox.join("tmp");
    assert_eq!(fs::read_dir(temporary).unwrap().count(), 0, "left behind");
    let data = place.data();
    let may = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let local = path.parent() == Some(&*data.join(".local"));
        path.starts_with(data.join("units"))
            || path.starts_with(data.join(".backup"))
            || (local && (name.starts_with("draft-") || name.starts_with("undo")))
    };
    let mut held = Vec::new();
    for path in below(sandbox) {
        let name = path.strip_prefix(sandbox).unwrap().to_string_lossy();
        assert!(!name.contains(MARK), "{name}");
        if path.is_file() && String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(MARK) {
            assert!(may(&path), "{name} holds something of the person");
            held.push(name.into_owned());
        }
    }
    for kept in [
        "data/units/",
        "data/.local/draft-",
        "data/.local/undo",
        "data/.backup/",
    ] {
        assert!(
            held.iter().any(|name| name.starts_with(kept)),
            "{kept} is not in {held:?}"
        );
    }
    // The journal tells of all that, by ids and names of fields.
    let journal = below(&data.join("journal"));
    let journal = journal.iter().filter(|path| path.is_file());
    let told: String = journal
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    assert!(told.contains(ID) && told.contains("residence") && !told.contains("MẬT"));
}

/// The person's file broken at every kind of place: what is said of it, by each command, has no word
/// of it.
fn spoilt(place: &Place) {
    let store = Store::new(place.data(), Access::ReadWrite);
    let home = store.load().unwrap().home(&person_id(ID)).unwrap().clone();
    let file = place.data().join(format!("units/{home}.ron"));
    let whole = fs::read_to_string(&file).unwrap();
    let at = whole.find(MARK).unwrap();
    let cut = whole[..at + MARK.len() + 2].to_owned();
    let number = whole.replacen(&format!("\"{MARK}"), &format!("7 \"{MARK}"), 1);
    let field = whole.replacen("phone: ", &format!("{MARK}: "), 1);
    let day = whole.replacen("on: \"2022", &format!("on: \"{MARK}2022"), 1);
    let word = whole.replacen("sex: ", &format!("sex: {MARK}"), 1);
    let id = whole.replacen(ID, &format!("{ID} {MARK}"), 1);
    for (turn, text) in [cut, number, field, day, word, id].iter().enumerate() {
        assert_ne!(*text, whole, "{turn}");
        fs::write(&file, text).unwrap();
        for args in [
            &["check"][..],
            &["note", ID, "x"],
            &["log"],
            &["show", ID],
            &["report", "quota"],
        ] {
            let output = run(place, args);
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(!said.contains(MARK), "{turn} {args:?}: {said}");
            let printed = String::from_utf8(output.stdout).unwrap();
            assert!(!printed.contains(MARK), "{turn} {args:?}: {printed}");
        }
    }
    fs::write(&file, whole).unwrap();
}
