//! Limits of the real system: a file may be too long, a disk full; the program says so and lives, and nothing has changed.

use crate::cli::Place;
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
struct Tmpfs<'a>(&'a std::path::Path);

impl<'a> Tmpfs<'a> {
    fn mount(at: &'a std::path::Path, size: &str) -> Option<Self> {
        let options = format!("size={size}");
        let mut mount = Command::new("mount");
        let mount = mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self(at))
    }

    fn run(&self, what: &str, args: &[&str]) {
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
