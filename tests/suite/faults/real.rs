//! Limits of the real system: a file may be too long, a disk full; the program says so and lives, and nothing has changed.

use crate::help::place::Place;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Output};

/// Somebody of the sample.
const PERSON: &str = "mau-26";

/// Runs the program below a shell that does something first.
fn after(place: &Place, first: &str, args: &[&str]) -> Output {
    let mut command = Command::new("sh");
    let program = place.command();
    command.env_clear();
    for (key, value) in program.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    let script = format!("{first} && exec \"$0\" \"$@\"");
    let command = command.args(["-c", &script]).arg(program.get_program());
    command.args(args).output().unwrap()
}

#[test]
fn a_limit_on_the_size_of_files_is_told_and_does_not_kill() {
    let place = Place::sample();
    // A first save, so that only records can be too long.
    place.ok(&["note", PERSON, "Một"]);
    let before = place.ok(&["report", "pipeline", "--format", "json"]);
    let said = |output: &Output| String::from_utf8(output.stderr.clone()).unwrap();
    let mut refused = 0;
    for limit in 1..64 {
        let first = format!("ulimit -f {limit}");
        let changed = after(&place, &first, &["set", PERSON, "name=Người Mẫu Hai"]);
        if changed.status.success() {
            break;
        }
        assert_eq!(changed.status.code(), Some(3), "{changed:?}");
        assert!(said(&changed).contains("ulimit -f"), "{changed:?}");
        let now = place.ok(&["report", "pipeline", "--format", "json"]);
        assert_eq!(now, before);
        refused += 1;
    }
    assert!(refused > 1);
    let now = place.ok(&["report", "pipeline", "--format", "json"]);
    assert!(now.contains("Người Mẫu Hai"));
}

/// A small file system in memory, as long as this lives. Only root may make one.
pub(crate) struct Tmpfs<'a>(&'a std::path::Path);

impl<'a> Tmpfs<'a> {
    pub(crate) fn mount(at: &'a std::path::Path, size: &str) -> Option<Self> {
        let options = format!("size={size}");
        let mut mount = Command::new("mount");
        let mount = mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self(at))
    }

    pub(crate) fn run(&self, what: &str, args: &[&str]) {
        let output = Command::new(what).args(args).arg(self.0).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

impl Drop for Tmpfs<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).output();
    }
}

#[test]
fn a_full_or_read_only_disk_is_told_and_nothing_changes() {
    let place = Place::empty();
    let data = place.data();
    std::fs::create_dir(&data).unwrap();
    let Some(disk) = Tmpfs::mount(&data, "512k") else {
        println!("not run: only root may mount a file system in memory");
        return;
    };
    place.ok(&["init", "--demo"]);
    place.ok(&["note", PERSON, "Một"]);
    let report = || place.ok(&["report", "pipeline", "--format", "json"]);
    let before = report();
    let filling = data.join("filling");
    let mut left = 0;
    // From full to the brim down to room enough.
    loop {
        let all = vec![b'x'; 1 << 20];
        let _ = std::fs::write(&filling, &all);
        let full = std::fs::metadata(&filling).unwrap().len();
        let file = std::fs::File::options().write(true).open(&filling).unwrap();
        file.set_len(full.saturating_sub(left)).unwrap();
        let changed = place.run(&["set", PERSON, "name=Người Mẫu Hai"]);
        if changed.status.success() {
            break;
        }
        let said = String::from_utf8(changed.stderr).unwrap();
        assert_eq!(changed.status.code(), Some(3), "{said}");
        assert!(said.contains("đĩa đầy"), "{said}");
        assert_eq!(report(), before);
        left += 4_096;
    }
    assert!(left > 0, "it was never full");
    assert!(report().contains("Người Mẫu Hai"));
    let before = report();
    std::fs::remove_file(&filling).unwrap();
    disk.run("mount", &["-o", "remount,ro"]);
    let changed = place.run(&["note", PERSON, "Hai"]);
    let said = String::from_utf8(changed.stderr).unwrap();
    assert_eq!(changed.status.code(), Some(3), "{said}");
    assert!(said.contains("chỉ để đọc"), "{said}");
    assert_eq!(report(), before);
}

/// Nothing can be made or changed in a directory, as long as this lives; root passes its mode, so
/// for root it must be more.
struct Shut<'a>(&'a std::path::Path);

impl<'a> Shut<'a> {
    fn new(dir: &'a std::path::Path) -> Option<Self> {
        let mode = Permissions::from_mode(0o555);
        std::fs::set_permissions(dir, mode).unwrap();
        let shut = Self(dir);
        let open = |()| std::fs::write(dir.join("probe"), "").is_ok();
        if open(()) {
            std::fs::remove_file(dir.join("probe")).unwrap();
            let _ = Command::new("chattr").arg("+i").arg(dir).output();
        }
        (!open(())).then_some(shut)
    }
}

impl Drop for Shut<'_> {
    fn drop(&mut self) {
        let _ = Command::new("chattr").arg("-i").arg(self.0).output();
        let _ = std::fs::set_permissions(self.0, Permissions::from_mode(0o700));
    }
}

#[test]
fn a_directory_that_may_not_be_written_to_is_told_and_still_read() {
    let place = Place::sample();
    place.ok(&["note", PERSON, "Một"]);
    let before = place.files();
    for folder in ["units", ".local", "journal", ""] {
        let dir = place.data().join(folder);
        let Some(shut) = Shut::new(&dir) else {
            println!("not run: root writes into any directory here, and chattr +i does nothing");
            return;
        };
        let changed = place.run(&["set", PERSON, "name=Người Mẫu Hai"]);
        let said = String::from_utf8(changed.stderr).unwrap();
        if folder == "units" {
            assert_eq!(changed.status.code(), Some(3), "{said}");
            assert!(said.contains("Không có quyền dùng"), "{said}");
            assert_eq!(place.files(), before);
        } else if changed.status.code() == Some(3) {
            assert!(said.contains("Không có quyền dùng"), "{folder}: {said}");
        }
        place.ok(&["report", "quota"]);
        drop(shut);
        place.ok(&["set", PERSON, "name=Ma Văn Mẫu 26"]);
        assert_eq!(place.run(&["check"]).status.code(), Some(0));
    }
}

/// Somebody who owns nothing here.
const NOBODY: u32 = 65_534;

#[test]
fn a_book_of_another_is_told_and_none_is_made_elsewhere() {
    let place = Place::sample();
    let open = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    };
    open(place.home.path(), 0o755);
    let other = |args: &[&str]| {
        let mut command = place.command();
        command.uid(NOBODY).args(args).output()
    };
    let Ok(version) = other(&["--version"]) else {
        println!("not run: only root may run a program as somebody else");
        return;
    };
    assert!(version.status.success());
    let before = place.files();
    let denied = |args: &[&str]| {
        let output = other(args).unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}: {said}");
        assert!(said.contains("Không có quyền dùng"), "{said}");
    };
    let edit = ["note", PERSON, "Một"];
    for args in [&["report", "quota"][..], &edit, &["init", "--demo"]] {
        denied(args);
    }
    // It may be read, and no more.
    for file in before
        .keys()
        .cloned()
        .chain([place.data(), place.data().join("units")])
    {
        open(&file, if file.is_dir() { 0o755 } else { 0o644 });
    }
    assert!(other(&["report", "quota"]).unwrap().status.success());
    denied(&edit);
    assert_eq!(place.files(), before);
    let made = std::fs::read_dir(place.home.path()).unwrap().count();
    assert_eq!(made, 1, "something was made elsewhere");
}
