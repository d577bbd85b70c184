//! A number is shown only when the journal says so for certain, whatever fails while that is written.

use super::scene::{self, store};
use crate::help::simdisk::SimDisk;
use crate::help::trouble::{Kind, Trouble};
use crate::world::{person_id, stamp, unit_id};
use fastrand::Rng;
use ketnap::model::Outcome;
use ketnap::store::StoreError;

fn look(disk: &SimDisk) -> Result<u64, StoreError> {
    let who = (&unit_id("a"), &person_id("p1"));
    store(disk).note_shown(who, vec!["id_number"], &stamp())
}

/// How often the journals say that something was shown.
fn told(disk: &SimDisk) -> usize {
    let log = store(disk).log();
    assert!(log.damage.is_empty(), "{:?}", log.damage);
    let looks = log.edits.iter().filter(|e| e.outcome == Outcome::Shown);
    looks.count()
}

#[test]
fn what_was_shown_is_in_the_journal_after_a_power_cut() {
    let scene = scene::edit();
    for kind in Kind::ALL {
        for at in 0.. {
            let disk = scene.disk.fork();
            disk.expect(Trouble::fails(kind, at, false));
            let answer = look(&disk);
            let came = disk.trouble().came > 0;
            disk.expect(Trouble::default());
            if answer.is_ok() {
                let bare = disk.after_a_cut(|| false, &mut Rng::with_seed(1));
                assert_eq!(told(&bare), 1, "{kind:?} at {at}");
            } else {
                assert_eq!(told(&disk), 0, "{kind:?} at {at}");
                look(&disk).unwrap();
                assert_eq!(told(&disk), 1, "{kind:?} at {at}");
            }
            scene.act(&store(&disk)).unwrap();
            if !came {
                break;
            }
        }
    }
}

#[test]
fn a_look_after_a_save_that_was_broken_off_ends_that_first() {
    let scene = scene::bulk_move();
    for at in 0.. {
        let disk = scene.disk.fork();
        disk.expect(Trouble::power_goes(at));
        let done = scene.act(&store(&disk)).is_ok();
        let disk = disk.after_a_cut(|| true, &mut Rng::with_seed(at as u64));
        look(&disk).unwrap();
        assert_eq!(told(&disk), 1);
        let open = store(&disk).log().edits;
        assert!(open.iter().all(|edit| edit.outcome != Outcome::Open));
        scene.found(&disk);
        if done {
            return;
        }
    }
}
