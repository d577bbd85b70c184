//! A real file system in a file, copied as a power cut would leave it: what was said to be saved is in the copy, and nothing is half done.

use super::kill;
use crate::help::place::Place;
use crate::help::stopped::{Stopped, length_of_a_save};
use crate::world::person_id;
use ketnap::model::Book;
use ketnap::store::{Access, Store};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Somebody of the sample.
const PERSON: &str = "mau-26";

/// As little as ext4 does of its own accord: it writes nothing until it is asked, and keeps no
/// rename back until the new file has its bytes.
const HARSH: &str = "loop,noauto_da_alloc,commit=300";

/// Runs a command of the system; what it says if it fails.
fn run(what: &str, args: &[&str], path: &Path) -> Result<(), String> {
    let output = Command::new(what).args(args).arg(path).output();
    let output = output.map_err(|error| format!("{what}: {error}"))?;
    let said = || String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let done = output.status.success();
    done.then_some(())
        .ok_or_else(|| format!("{what}: {}", said()))
}

/// An image of a disk, mounted as long as this lives. Only root may do that.
pub(crate) struct Mounted {
    image: PathBuf,
    at: PathBuf,
}

impl Mounted {
    pub(crate) fn fresh(image: PathBuf, at: PathBuf) -> Result<Self, String> {
        let made = fs::File::create(&image).and_then(|file| file.set_len(12 << 20));
        made.map_err(|error| error.to_string())?;
        run("mkfs.ext4", &["-q", "-F"], &image)?;
        Self::mount(image, at, HARSH)
    }

    fn mount(image: PathBuf, at: PathBuf, options: &str) -> Result<Self, String> {
        fs::create_dir_all(&at).map_err(|error| error.to_string())?;
        let from = image.to_str().unwrap();
        run("mount", &["-t", "ext4", "-o", options, from], &at)?;
        Ok(Self { image, at })
    }

    /// The disk fails: nothing can be written from now on.
    pub(crate) fn fails(&self) {
        run("mount", &["-o", "remount,abort"], &self.at).unwrap();
    }

    /// Which writes have reached the image, if none is on its way.
    fn quiet(&self) -> Option<String> {
        let mounts = fs::read_to_string("/proc/mounts").unwrap();
        let at = self.at.to_str().unwrap();
        let own = |line: &&str| line.split(' ').nth(1) == Some(at);
        let line = mounts.lines().find(own).unwrap();
        let device = line.split(' ').next().unwrap().trim_start_matches("/dev/");
        let told = fs::read_to_string(format!("/sys/block/{device}/stat")).unwrap();
        let counts: Vec<&str> = told.split_whitespace().collect();
        (counts[8] == "0").then(|| counts[4..7].join(" "))
    }

    /// The image at a moment, put under another name.
    fn copied(&self, to: &Path) {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            let before = self.quiet();
            fs::copy(&self.image, to).unwrap();
            if before.is_some() && before == self.quiet() {
                return;
            }
            assert!(Instant::now() < until, "the disk is never quiet");
        }
    }

    /// The book that a start finds after the power went at this moment.
    fn after_a_cut(&self) -> Book {
        let copy = self.image.with_extension("copy");
        self.copied(&copy);
        let at = self.at.with_extension("copy");
        let mounted = Self::mount(copy, at, "loop").expect("a disk that can be mounted again");
        let store = Store::new(mounted.at.join("data"), Access::ReadWrite);
        let book = store.load().unwrap();
        assert_eq!(store.verify_journal(), []);
        assert_eq!(store.load().unwrap(), book, "a second start differs");
        book
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if run("umount", &[], &self.at).is_err() {
            let _ = run("umount", &["-l"], &self.at);
        }
    }
}

/// What was found at moments in the middle of saves.
#[derive(Debug, Default)]
struct Found {
    old: usize,
    new: usize,
}

impl Found {
    fn take_in(&mut self, changed: bool) {
        *if changed {
            &mut self.new
        } else {
            &mut self.old
        } += 1;
    }

    fn tell(&self) {
        let Self { old, new } = self;
        println!("stopped in the middle of a save: {old} found as before, {new} as after");
        assert!(*old > 0);
    }
}

/// A place with an empty ext4, or why there is none.
fn place() -> Result<(Place, Mounted), String> {
    let place = Place::empty();
    let (image, at) = (place.home.path().join("disk"), place.home.path().join("m"));
    Mounted::fresh(image, at).map(|disk| (place, disk))
}

/// The program on the book of a disk.
fn program(place: &Place, disk: &Mounted, args: &[&str]) -> Command {
    let mut command = place.command();
    command.env("KETNAP_DATA_DIR", disk.at.join("data"));
    command.args(args).stdout(std::process::Stdio::null());
    command
}

#[test]
fn what_was_said_to_be_saved_is_on_the_disk_when_the_power_goes() {
    let (place, disk) = match place() {
        Ok(found) => found,
        Err(why) => return println!("not run: no ext4 in a file here ({why})"),
    };
    let name = |book: &Book| {
        let found = book.candidate(&person_id(PERSON));
        found.map(|(_, person)| person.name.clone())
    };
    let data = disk.at.join("data");
    let made = program(&place, &disk, &["init", "--demo"]).status();
    assert!(made.unwrap().success());
    let first = disk.after_a_cut();
    assert!(first.candidate_count() > 50 && first.unreadable().is_empty());
    let long = length_of_a_save(program(&place, &disk, &["note", PERSON, "Một"]), &data);
    let mut before = name(&first);
    let mut seen = Found::default();
    for turn in 0..24_u32 {
        let after = Some(format!("Người Mẫu số {turn}"));
        let field = format!("name=Người Mẫu số {turn}");
        let command = program(&place, &disk, &["set", PERSON, &field]);
        let (program, stopped) = Stopped::saving(command, &data, long * (turn % 12) / 10);
        let found = stopped.then(|| name(&disk.after_a_cut()));
        if let Some(found) = &found {
            assert!(*found == before || *found == after, "{turn}: {found:?}");
        }
        if let Some(found) = found {
            seen.take_in(found == after);
        }
        assert!(program.goes_on());
        // Said to be saved.
        let found = disk.after_a_cut();
        assert_eq!(name(&found), after, "{turn}");
        assert_eq!(found.candidate_count(), first.candidate_count());
        before = after;
    }
    seen.tell();
}

#[test]
fn a_move_of_forty_is_whole_or_not_at_all_when_the_power_goes() {
    let (_place, disk) = match place() {
        Ok(found) => found,
        Err(why) => return println!("not run: no ext4 in a file here ({why})"),
    };
    let data = disk.at.join("data");
    kill::make(&data);
    let before = disk.after_a_cut();
    let long = length_of_a_save(kill::process(&data), &data);
    let after = disk.after_a_cut();
    assert_ne!(before, after);
    let mut seen = Found::default();
    for turn in 0..20_u32 {
        fs::remove_dir_all(&data).unwrap();
        kill::make(&data);
        let (command, moment) = (kill::process(&data), long * turn / 18);
        let (program, stopped) = Stopped::saving(command, &data, moment);
        let found = stopped.then(|| disk.after_a_cut());
        if let Some(found) = &found {
            assert!(*found == before || *found == after, "{turn}");
        }
        if let Some(found) = found {
            seen.take_in(found == after);
        }
        assert!(program.goes_on());
        assert!(disk.after_a_cut() == after, "{turn}: lost");
    }
    seen.tell();
}
