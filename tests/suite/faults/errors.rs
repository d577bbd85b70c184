//! An operation fails, the first, the second, and so on until none does: the answer and the disk agree, and nothing is half done.

use super::scene::{self, Found, Scene, store};
use crate::help::simdisk::SimDisk;
use crate::help::trouble::{Kind, Trouble, Verb};
use crate::world::{code, unit_id};
use fastrand::Rng;
use ketnap::config::Config;
use ketnap::model::Unit;
use ketnap::store::{Fs, StoreError, reason};
use ketnap::text::Lang;
use std::io::ErrorKind;
use std::path::Path;

/// What may be said for a fault.
fn says_why(kind: Kind, error: &StoreError) -> bool {
    let io =
        |error: &StoreError, meant| matches!(error, StoreError::Io { kind, .. } if *kind == meant);
    // What was written before the fault is known to the disk only.
    if matches!(error, StoreError::Unsure(_)) {
        return true;
    }
    match kind {
        Kind::NoSpace => *error == StoreError::NoSpace,
        Kind::Device | Kind::Sync => matches!(error, StoreError::Failing(_)),
        Kind::Signal => io(error, ErrorKind::Interrupted),
        Kind::Rename => io(error, ErrorKind::CrossesDevices),
        Kind::Short => false,
        Kind::Quota => *error == StoreError::OverQuota,
        Kind::TooLong => *error == StoreError::FileLimit,
        Kind::Sealed => *error == StoreError::ReadOnly,
        Kind::Denied => matches!(error, StoreError::Denied(_)),
        Kind::NoModes | Kind::NoLocks => said(error).contains("đĩa này không"),
    }
}

/// The sentence for it, in Vietnamese.
fn said(error: &StoreError) -> String {
    Config::load(None, Some(Lang::Vi))
        .texts
        .say(&error.message())
}

/// On a disk that cannot hold a book none is begun, and why is said in words.
#[test]
fn a_disk_without_modes_or_locks_is_told_and_left_as_it_was() {
    for kind in [Kind::NoModes, Kind::NoLocks] {
        let scene = scene::create();
        let disk = scene.disk.fork();
        disk.expect(Trouble::fails(kind, 0, true));
        let error = scene.act(&store(&disk)).unwrap_err();
        let words = said(&error);
        let meant = if kind == Kind::NoModes {
            "FAT"
        } else {
            "khóa tệp"
        };
        assert!(words.contains(meant), "{words}");
        assert_eq!(disk.list(Path::new("/srv")).unwrap(), [""; 0], "{kind:?}");
    }
    let edit = scene::edit();
    let disk = edit.disk.fork();
    disk.expect(Trouble::fails(Kind::NoLocks, 0, true));
    let error = edit.act(&store(&disk)).unwrap_err();
    assert!(said(&error).contains("khóa tệp"), "{error:?}");
    assert_eq!(edit.found(&disk.fork()), Found::Before);
}

/// Whatever the system says, it is told in the program's own words.
#[test]
fn no_text_of_a_library_stands_in_what_is_said_of_a_disk() {
    for lang in [Lang::Vi, Lang::En] {
        let texts = Config::load(None, Some(lang)).texts;
        for number in 1..=133 {
            let error = std::io::Error::from_raw_os_error(number);
            let words = texts.say(&reason(error.kind(), error.raw_os_error()));
            assert!(!words.contains("os error"), "{words}");
            assert!(!words.contains(&error.kind().to_string()), "{words}");
            let text = error.to_string();
            let text = text.split(" (os").next().unwrap();
            assert!(!words.contains(text), "{words}");
        }
    }
}

/// What is found at once, and after a power cut that keeps nothing, half or all.
fn found_everywhere(scene: &Scene, disk: &SimDisk) -> Vec<Found> {
    let mut disks = vec![disk.fork()];
    for (seed, often) in [(0, 0.0), (1, 0.3), (2, 0.7), (3, 1.0)] {
        let mut rng = Rng::with_seed(seed);
        let mut choices = Rng::with_seed(seed + 10);
        disks.push(disk.after_a_cut(|| choices.f32() < often, &mut rng));
    }
    let look = |disk: &SimDisk| {
        let found = scene.found(disk);
        if scene.before.is_some() || found == Found::After {
            assert_eq!(disk.temps(), 0, "the start did not sweep");
        }
        assert_eq!(store(disk).verify_journal(), []);
        found
    };
    disks.iter().map(look).collect()
}

/// Runs a scene with the fault at the first operation, the second, and so on; gives how many.
fn fails_well(scene: &Scene, kind: Kind, for_good: bool) -> usize {
    for at in 0.. {
        let about = format!("{}: {kind:?} at {at}, for good: {for_good}", scene.name);
        let disk = scene.disk.fork();
        disk.expect(Trouble::fails(kind, at, for_good));
        let result = scene.act(&store(&disk));
        let came = disk.trouble().came > 0;
        disk.expect(Trouble::default());
        let told = result.as_ref().err();
        if !for_good && told.is_some_and(|error| !matches!(error, StoreError::Unsure(_))) {
            assert_eq!(disk.temps(), 0, "{about}: a temporary file is left");
        }
        let found = found_everywhere(scene, &disk);
        match &result {
            Ok(()) => assert!(found.iter().all(|f| *f == Found::After), "{about}: lost"),
            Err(error) => {
                assert!(says_why(kind, error), "{about}: {error:?}");
                let unsure = matches!(error, StoreError::Unsure(_));
                let none = found.iter().all(|f| *f == Found::Before);
                assert!(unsure || none, "{about}: {error:?} but {found:?}");
            }
        }
        if !came {
            assert_eq!(result, Ok(()), "{about}");
            return at;
        }
        // Once the fault is gone, the same is done without further ado.
        if found[0] == Found::Before {
            scene.act(&store(&disk)).unwrap();
            assert_eq!(scene.found(&disk), Found::After, "{about}");
        }
    }
    unreachable!()
}

fn all_fail_well(scene: &Scene) {
    for kind in Kind::ALL {
        for for_good in [false, true] {
            let faults = fails_well(scene, kind, for_good);
            println!(
                "{}: {kind:?}, for good {for_good}: {faults} faults",
                scene.name
            );
            assert!(faults > 0);
        }
    }
}

#[test]
fn a_first_edit_fails_well() {
    all_fail_well(&scene::first_edit());
}

#[test]
fn an_edit_fails_well() {
    all_fail_well(&scene::edit());
}

#[test]
fn every_reason_for_which_a_disk_takes_no_more_is_told_as_it_is() {
    for kind in Kind::REFUSALS {
        for for_good in [false, true] {
            assert!(fails_well(&scene::edit(), kind, for_good) > 0);
        }
    }
}

#[test]
fn a_move_of_forty_fails_well() {
    all_fail_well(&scene::bulk_move());
}

#[test]
fn a_reorganisation_fails_well() {
    all_fail_well(&scene::reorganisation());
}

#[test]
fn a_list_taken_over_fails_well_at_every_operation() {
    all_fail_well(&scene::list());
}

#[test]
fn a_new_book_fails_well() {
    all_fail_well(&scene::create());
}

/// A start may fail to mend what a save has left; it shows the whole of it all the same.
#[test]
fn a_start_fails_well() {
    let scene = scene::bulk_move();
    let disk = scene.disk.fork();
    disk.expect(Trouble::default());
    scene.act(&store(&disk)).unwrap();
    let renames = |(_, (verb, _)): &(usize, &(Verb, String))| *verb == Verb::Rename;
    let log = disk.trouble().log;
    let second = log.iter().enumerate().filter(renames).nth(1).unwrap().0;
    let broken_off = scene.disk.fork();
    broken_off.expect(Trouble::power_goes(second));
    scene.act(&store(&broken_off)).unwrap_err();
    for (kind, for_good) in Kind::ALL.iter().flat_map(|k| [(*k, false), (*k, true)]) {
        for at in 0.. {
            let disk = broken_off.fork();
            disk.expect(Trouble::fails(kind, at, for_good));
            match store(&disk).load() {
                Ok(book) if book == scene.after => {}
                Ok(book) => assert!(!book.unreadable().is_empty(), "{kind:?} at {at}: half"),
                Err(error) => assert!(says_why(kind, &error), "{kind:?} at {at}: {error:?}"),
            }
            let came = disk.trouble().came > 0;
            disk.expect(Trouble::default());
            let found = found_everywhere(&scene, &disk);
            assert!(found.iter().all(|found| *found == Found::After));
            if !came {
                break;
            }
        }
    }
}

/// Somebody else writes the same file while it is being saved: what they wrote stays, unless it
/// came in the moment between the last look and the rename.
#[test]
fn what_an_editor_writes_during_a_save_is_kept() {
    let scene = scene::edit();
    let path = Path::new("/srv/data/units/a.ron");
    let disk = scene.disk.fork();
    scene.act(&store(&disk)).unwrap();
    let log = disk.trouble().log;
    let rename = log.iter().position(|(verb, _)| *verb == Verb::Rename);
    let theirs = Unit::new(unit_id("a"), code("cell"), "Họ sửa".into());
    let printed = format!(
        "(format: 1, unit: (id: \"a\", kind: \"cell\", names: [(value: \"{}\")]))",
        theirs.names[0].value
    );
    let (mut clashes, clash) = (0, StoreError::Clash { unit: unit_id("a") });
    for at in (0..=log.len()).filter(|at| Some(*at) != rename) {
        let disk = scene.disk.fork();
        disk.expect(Trouble::intrudes(at, path, printed.as_bytes()));
        let saved = scene.act(&store(&disk));
        let earlier = rename > Some(at);
        assert_eq!(saved, if earlier { Err(clash.clone()) } else { Ok(()) });
        clashes += usize::from(earlier);
        if at < log.len() {
            let book = store(&disk).load().unwrap();
            assert_eq!(book.unit(&theirs.id), Some(&theirs), "before {at}");
            assert_eq!(store(&disk).verify_journal(), []);
        }
    }
    assert!(clashes > 20);
}
