//! The snapshot before a change, on a disk that fails and in power cuts: whole or not there, and never in a save's way.

use super::scene::{self, Scene, store};
use crate::help::simdisk::SimDisk;
use crate::help::trouble::{Kind, Trouble, Verb};
use crate::world::{day, stamp};
use fastrand::Rng;
use ketnap::store::{Access, Store, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The snapshot of the scenes' day, read as a book.
fn kept(disk: &SimDisk) -> Store {
    let dir = PathBuf::from("/srv/data/.backup/2026-11-23");
    Store::on(Arc::new(disk.clone()), dir, Access::ReadOnly)
}

fn scene() -> Scene {
    scene::first_edit()
}

/// Every operation of the snapshot fails, one after the other; the save is made each time.
#[test]
fn the_save_is_made_whatever_the_snapshot_meets() {
    let scene = scene();
    let (mut whole, mut none) = (0, 0);
    for kind in [Kind::NoSpace, Kind::Device, Kind::Rename, Kind::Sync] {
        for at in 0.. {
            let disk = scene.disk.fork();
            disk.expect(Trouble::fails(kind, at, false));
            let store = store(&disk);
            let saved = scene.act(&store);
            let trouble = disk.trouble();
            disk.expect(Trouble::default());
            if trouble.came == 0 {
                break;
            }
            let told = store.snapshot_trouble();
            if store.snapshots().is_empty() {
                none += 1;
                assert!(told.is_some() || saved.is_err(), "{kind:?} at {at}");
                assert!(told.is_none() || saved.is_ok(), "{kind:?} at {at}");
            } else {
                whole += 1;
                assert_eq!(kept(&disk).load().ok(), scene.before, "{kind:?} at {at}");
            }
        }
    }
    assert!(none > 10 && whole > 10, "{none} {whole}");
}

/// Where no link can be made, there is a copy.
#[test]
fn files_are_copied_where_links_fail() {
    let scene = scene();
    let disk = scene.disk.fork();
    scene.act(&store(&disk)).unwrap();
    let linked = |(verb, path): &&(Verb, String)| {
        *verb == Verb::Make && path.contains(".backup/.") && path.ends_with("units/a.ron")
    };
    let log = disk.trouble().log;
    let makes = log.iter().filter(|(verb, _)| *verb == Verb::Make);
    let at = makes.clone().position(|entry| linked(&entry)).unwrap();
    let befallen =
        |(verb, _): &&(Verb, String)| matches!(verb, Verb::Make | Verb::Write | Verb::Rename);
    let nth = makes.clone().nth(at).unwrap();
    let before = log.iter().take_while(|entry| *entry != nth);
    let again = scene.disk.fork();
    again.expect(Trouble::fails(
        Kind::NoSpace,
        before.filter(befallen).count(),
        false,
    ));
    let store = store(&again);
    scene.act(&store).unwrap();
    assert_eq!(again.trouble().came, 1);
    assert_eq!(store.snapshots(), [day(2026, 11, 23)]);
    assert_eq!(kept(&again).load().ok(), scene.before);
}

/// After a power cut there is all of the snapshot, durable, or nothing that is taken for one.
#[test]
fn a_snapshot_is_whole_or_not_there_after_a_power_cut() {
    let scene = scene();
    let (mut there, mut not) = (0, 0);
    for at in 0..=scene.operations() {
        for seed in 0..8 {
            let disk = scene.disk.fork();
            disk.expect(Trouble::power_goes(at));
            let _ = scene.act(&store(&disk));
            let often = f32::from(seed as u8 % 4) / 3.0;
            let mut choices = Rng::with_seed(seed);
            let left = disk.after_a_cut(|| choices.f32() < often, &mut Rng::with_seed(seed));
            let now = store(&left);
            now.load().unwrap();
            if now.snapshots().is_empty() {
                not += 1;
            } else {
                there += 1;
                assert_eq!(kept(&left).load().ok(), scene.before, "cut at {at}");
            }
        }
    }
    assert!(there > 0 && not > 0);
}

/// A disk on which the scene was done, and the snapshot of before it.
fn done(scene: &Scene) -> SimDisk {
    let disk = scene.disk.fork();
    scene.act(&store(&disk)).unwrap();
    disk.settle();
    disk
}

fn restore(disk: &SimDisk) -> Result<(), StoreError> {
    let from = Path::new("/srv/data/.backup/2026-11-23");
    store(disk).restore(from, &stamp()).map(|_| ())
}

/// The power goes before each operation of a restore: there is the old book or the restored one.
#[test]
fn a_restore_is_whole_or_not_at_all_after_a_power_cut() {
    let scene = scene();
    let (mut old, mut new) = (0, 0);
    for at in 0.. {
        let mut over = false;
        for seed in 0..8_u8 {
            let disk = done(&scene);
            disk.expect(Trouble::power_goes(at));
            over = restore(&disk).is_ok();
            let often = f32::from(seed % 4) / 3.0;
            let mut choices = Rng::with_seed(u64::from(seed));
            let keeps = || choices.f32() < often;
            let left = disk.after_a_cut(keeps, &mut Rng::with_seed(u64::from(seed)));
            let book = store(&left).load().unwrap();
            if Some(&book) == scene.before.as_ref() {
                new += 1;
            } else {
                assert_eq!(book, scene.after, "cut at {at}");
                assert!(!over, "cut at {at}: it was said to be restored");
                old += 1;
            }
        }
        if over && disk_is_done(&scene, at) {
            break;
        }
    }
    assert!(old > 100 && new > 8, "{old} {new}");
}

/// Whether a restore takes no more operations than so many.
fn disk_is_done(scene: &Scene, operations: usize) -> bool {
    let disk = done(scene);
    disk.expect(Trouble::default());
    restore(&disk).unwrap();
    disk.trouble().log.len() <= operations
}

/// Every operation of a restore fails, one after the other: what is said is what is there.
#[test]
fn a_restore_that_fails_changes_nothing() {
    let scene = scene();
    for kind in [Kind::NoSpace, Kind::Device, Kind::Rename, Kind::Sync] {
        for at in 0.. {
            let disk = done(&scene);
            disk.expect(Trouble::fails(kind, at, false));
            let restored = restore(&disk);
            let came = disk.trouble().came > 0;
            disk.expect(Trouble::default());
            let book = store(&disk).load().unwrap();
            let about = format!("{kind:?} at {at}: {restored:?}");
            match restored {
                Ok(()) => assert_eq!(Some(book), scene.before, "{about}"),
                Err(StoreError::Unsure(_)) => {}
                Err(_) => {
                    assert_eq!(book, scene.after, "{about}");
                    assert_eq!(store(&disk).snapshots().len(), 1, "{about}");
                    assert!(store(&disk).last_undoable().unwrap().is_some(), "{about}");
                }
            }
            if !came {
                break;
            }
        }
    }
}
