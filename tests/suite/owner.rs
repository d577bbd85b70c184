//! Run by the system's own account, a book stays its owner's: what is written belongs to whom it belonged to, or is not written.

use crate::help::place::Place;
use crate::privacy::below;
use crate::world::temp;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Output};

/// Somebody who does not exist.
const OWNER: u32 = 61_240;

/// A sample book of somebody else's; none where this is not root.
fn of_another() -> Option<Place> {
    if !rustix::process::geteuid().is_root() {
        println!("not run: only root may make files for somebody else");
        return None;
    }
    let place = Place::sample();
    for path in below(&place.data()) {
        chown(path, Some(OWNER), Some(OWNER)).unwrap();
    }
    let open = Permissions::from_mode(0o755);
    fs::set_permissions(place.home.path(), open).unwrap();
    Some(place)
}

fn all_owned(dir: &Path) {
    for path in below(dir) {
        let about = fs::symlink_metadata(&path).unwrap();
        let whose = (about.uid(), about.gid());
        assert_eq!(whose, (OWNER, OWNER), "{}", path.display());
    }
}

/// The program under `setpriv` with further arguments.
fn run(place: &Place, program: &Path, as_whom: &[&str], args: &[&str]) -> Output {
    let known = place.command();
    let mut command = Command::new("setpriv");
    command.env_clear();
    for (key, value) in known.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    command.args(as_whom).arg(program).args(args);
    command.output().unwrap()
}

/// The program where everybody may run it.
fn program() -> (tempfile::TempDir, std::path::PathBuf) {
    let bin = temp();
    fs::set_permissions(bin.path(), Permissions::from_mode(0o755)).unwrap();
    let program = bin.path().join("ketnap");
    fs::copy(env!("CARGO_BIN_EXE_ketnap"), &program).unwrap();
    (bin, program)
}

#[test]
fn what_root_saves_in_anothers_book_is_the_others() {
    let Some(place) = of_another() else {
        return;
    };
    place.ok(&["note", "mau-24", "Một"]);
    place.ok(&["advance", "mau-24", "--on", "2022-11-27"]);
    place.ok(&["undo"]);
    all_owned(&place.data());
    let copy = place.home.path().join("ban-sao.tar");
    let copy = copy.to_str().unwrap();
    place.ok(&["backup", "-o", copy]);
    place.ok(&["restore", copy]);
    place.ok(&["erase", "mau-26", "--reason", "thử", "--yes"]);
    all_owned(&place.data());
    let (_bin, program) = program();
    let id = OWNER.to_string();
    let owner = ["--reuid", &id, "--regid", &id, "--clear-groups"];
    let output = run(&place, &program, &owner, &["note", "mau-24", "Hai"]);
    assert!(output.status.success(), "{output:?}");
    all_owned(&place.data());
}

#[test]
fn a_new_book_in_anothers_folder_is_the_others() {
    if !rustix::process::geteuid().is_root() {
        println!("not run: only root may make files for somebody else");
        return;
    }
    let place = Place::empty();
    fs::create_dir(place.data()).unwrap();
    chown(place.data(), Some(OWNER), Some(OWNER)).unwrap();
    place.ok(&["init", "--demo"]);
    all_owned(&place.data());
}

#[test]
fn what_cannot_be_given_to_the_owner_is_not_written() {
    let Some(place) = of_another() else {
        return;
    };
    let before: Vec<_> = below(&place.data());
    let bytes = |path: &std::path::PathBuf| fs::read(path).unwrap_or_default();
    let held: Vec<_> = before.iter().map(bytes).collect();
    let (_bin, program) = program();
    let powerless = ["--bounding-set=-chown", "--inh-caps=-chown"];
    let output = run(&place, &program, &powerless, &["note", "mau-24", "Một"]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("sudo -u"), "{said}");
    let after: Vec<_> = below(&place.data())
        .into_iter()
        .filter(|path| before.contains(path))
        .collect();
    assert_eq!(after, before);
    assert_eq!(after.iter().map(bytes).collect::<Vec<_>>(), held);
    all_owned(&place.data());
}
