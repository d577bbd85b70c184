//! The power goes before each operation; whatever had not been synced is there or not; what is found is all of the change or none.

use super::scene::{self, Found, Scene, store, store_for};
use crate::help::simdisk::SimDisk;
use crate::help::trouble::{Kind, Trouble, Verb};
use crate::world::{person_id, stamp};
use fastrand::Rng;
use ketnap::model::{CandidateField, Change};
use ketnap::store::{Access, Fs, Store};
use std::path::Path;

/// Up to so many things that were not durable, every choice among them is tried.
const FEW: usize = 5;
/// Of more things, so many choices are.
const SOME: u64 = 6;

/// The disks that may be found after a power cut: nothing that was not synced is there, all of
/// it, and whatever lies between.
pub(super) fn after_a_cut(disk: &SimDisk, seed: u64) -> Vec<SimDisk> {
    let pending = disk.pending();
    let mut found = Vec::new();
    for all in [false, true] {
        found.push(disk.after_a_cut(|| all, &mut Rng::with_seed(seed)));
    }
    if pending <= FEW {
        for choice in 1..(1_u32 << pending) {
            let mut choices = (0..).map(|bit| choice & (1 << bit) != 0);
            let keeps = || choices.next().unwrap();
            found.push(disk.after_a_cut(keeps, &mut Rng::with_seed(seed + u64::from(choice))));
        }
    } else {
        for turn in 0..SOME {
            let mut rng = Rng::with_seed(seed.wrapping_mul(1_000) + turn);
            let mut choices = Rng::with_seed(rng.u64(..));
            let often = choices.f32();
            found.push(disk.after_a_cut(|| choices.f32() < often, &mut rng));
        }
    }
    found
}

/// No start leaves temporary files, damage or an edit without an end; and the book can be used.
fn is_tidy(scene: &Scene, disk: &SimDisk, found: Found) {
    if scene.before.is_some() || found == Found::After {
        assert_eq!(disk.temps(), 0);
    }
    let store = store(disk);
    assert_eq!(store.verify_journal(), []);
    let content = disk.content();
    assert_eq!(scene.found(disk), found);
    assert!(
        disk.content() == content,
        "a second start changed something"
    );
    if found == Found::Before && scene.before.is_none() {
        store
            .create(scene.after.header(), scene.after.units())
            .unwrap();
        return;
    }
    can_be_undone(scene, &store, found);
    let mut book = store.load().unwrap();
    let person = book.units().iter().flat_map(|unit| &unit.candidates).next();
    let id = person.unwrap().id.clone();
    let change = Change::SetCandidate(id, CandidateField::Name("Sau cùng".into()));
    let edit = book.edit(change).unwrap();
    store.save(&book, &edit, None, &stamp()).unwrap();
    assert_eq!(store.load().unwrap(), book);
    assert_eq!(store.verify_journal(), []);
}

/// What did not come about cannot be taken back, what did can, unless its undo went with the power.
fn can_be_undone(scene: &Scene, store: &Store, found: Found) {
    let (Some(before), Some(last)) = (&scene.before, store.last_undoable().unwrap()) else {
        return;
    };
    let newest = last.change == *scene.change();
    if newest {
        assert_eq!(found, Found::After);
    } else if found == Found::After {
        return;
    }
    let mut book = store.load().unwrap();
    book.may_take_back(&last.inverse, &last.change).unwrap();
    let edit = book.edit(last.inverse).unwrap();
    store.save(&book, &edit, Some(last.n), &stamp()).unwrap();
    assert_eq!(newest, &book == before);
}

/// Breaks a scene off before each of its operations, and looks at every disk that may be left.
fn each_cut(scene: &Scene, mut look: impl FnMut(usize, &SimDisk, bool)) {
    for at in 0..=scene.operations() {
        let disk = scene.disk.fork();
        disk.expect(Trouble::power_goes(at));
        let done = scene.act(&store(&disk)).is_ok();
        for left in after_a_cut(&disk, at as u64) {
            look(at, &left, done);
        }
    }
}

/// A file cannot be put in place, those before it are put back, and the power goes meanwhile.
#[test]
fn a_change_that_is_put_back_may_be_broken_off() {
    let scene = scene::bulk_move();
    for rename in [1, 6] {
        let fails = || Trouble::fails(Kind::Rename, rename, false);
        let disk = scene.disk.fork();
        disk.expect(fails());
        scene.act(&store(&disk)).unwrap_err();
        assert_eq!(scene.found(&disk), Found::Before);
        let log = disk.trouble().log;
        let renames = log.iter().position(|(verb, _)| *verb == Verb::Rename);
        for at in (renames.unwrap()..log.len()).step_by(2).chain([log.len()]) {
            let disk = scene.disk.fork();
            disk.expect(fails().and_power_goes(at));
            scene.act(&store(&disk)).unwrap_err();
            for left in after_a_cut(&disk, at as u64) {
                let found = scene.found(&left);
                assert!(at < log.len() || found == Found::Before);
                is_tidy(&scene, &left, found);
            }
        }
    }
}

fn survives(scene: &Scene) {
    let mut cases = 0;
    each_cut(scene, |at, left, done| {
        // A reader that mends nothing sees the same as one that does.
        let reads_only = scene.before.is_some().then(|| {
            let content = left.content();
            let book = store_for(left, Access::ReadOnly).load().unwrap();
            assert!(left.content() == content, "reading only changed something");
            book
        });
        let found = scene.found(left);
        let about = format!("{}, cut before operation {at}", scene.name);
        assert!(!done || found == Found::After, "{about}: a save is lost");
        if let Some(book) = reads_only {
            assert_eq!(book, store(left).load().unwrap(), "{about}");
        }
        is_tidy(scene, left, found);
        cases += 1;
    });
    println!("{}: {cases} disks after a power cut", scene.name);
}

#[test]
fn a_first_edit_is_whole_or_not_at_all() {
    survives(&scene::first_edit());
}

#[test]
fn an_edit_is_whole_or_not_at_all() {
    survives(&scene::edit());
}

#[test]
fn a_move_of_forty_people_is_whole_or_not_at_all() {
    survives(&scene::bulk_move());
}

#[test]
fn a_reorganisation_is_whole_or_not_at_all() {
    survives(&scene::reorganisation());
}

#[test]
fn a_list_taken_over_is_whole_or_not_at_all() {
    survives(&scene::list());
}

#[test]
fn a_new_book_is_whole_or_not_at_all() {
    survives(&scene::create());
}

/// A board that is open when another's save is broken off saves next, without a start in between:
/// the other one is finished or undone first.
#[test]
fn an_open_board_ends_what_another_broke_off_before_it_saves() {
    let scene = scene::reorganisation();
    let (mut old, mut new) = (0, 0);
    each_cut(&scene, |at, left, _| {
        let mut mine = scene.before.clone().unwrap();
        let change = || {
            let name = CandidateField::Name("Của bảng đang mở".into());
            Change::SetCandidate(person_id("p1"), name)
        };
        let edit = mine.edit(change()).unwrap();
        store(left).save(&mine, &edit, None, &stamp()).unwrap();
        let now = store(left).load().unwrap();
        let mut after = scene.after.clone();
        after.apply(change()).unwrap();
        assert!(now == mine || now == after, "cut before operation {at}");
        *if now == after { &mut new } else { &mut old } += 1;
        assert_eq!(store(left).verify_journal(), []);
        assert_eq!(left.temps(), 0);
    });
    assert!(old > 10 && new > 10, "{old} before, {new} after");
}

/// Between the power cut and the next start an editor writes into one of the files: what it wrote
/// stays, and what the broken-off change had for it is put aside, not lost.
#[test]
fn what_an_editor_wrote_after_a_cut_is_not_written_over_by_the_start() {
    let scene = scene::bulk_move();
    let path = Path::new("/srv/data/units/cb-0.ron");
    let theirs = b"(format: 1, unit: (id: \"cb-0\", kind: \"cell\", names: [(value: \"H\")]))\n";
    let (mut cases, mut aside) = (0, 0);
    each_cut(&scene, |at, left, _| {
        cases += 1;
        if cases % 7 != 0 {
            return;
        }
        let mut file = left.append(path).unwrap();
        file.cut(0).unwrap();
        file.write(theirs).unwrap();
        left.settle();
        store(left).load().unwrap();
        let content = left.content();
        let kept =
            |(name, bytes): &(String, Vec<u8>)| name.ends_with("cb-0.ron") && bytes == theirs;
        assert!(content.iter().any(kept), "cut before operation {at}");
        let unplaced = |(name, _): &&(String, Vec<u8>)| name.contains("/unplaced-");
        aside += content.iter().filter(unplaced).count();
        assert_eq!(store(left).verify_journal(), []);
    });
    assert!(aside > 0, "nothing was ever put aside");
}

/// A start that mends what was broken off is broken off itself, at each of its operations.
fn survives_twice(scene: &Scene, every: usize) {
    let (mut cases, mut mending) = (0, 0);
    each_cut(scene, |at, left, done| {
        cases += 1;
        if cases % every != 0 {
            return;
        }
        let start = scene::start_after(scene, left);
        if left.pending() == 0 && start.operations() == quiet_start(scene) {
            return;
        }
        mending += 1;
        each_cut(&start, |again, left, _| {
            let found = scene.found(left);
            let about = format!("cut before operation {at}, then {again}");
            assert!(!done || found == Found::After, "{about}: a save is lost");
            assert_eq!(scene.found(left), found, "{about}");
            assert_eq!(store(left).verify_journal(), []);
        });
    });
    assert!(mending > 0);
    println!("{}: {mending} starts broken off", scene.name);
}

/// How many operations a start takes that has nothing to mend.
fn quiet_start(scene: &Scene) -> usize {
    scene::start_after(scene, &scene.disk).operations()
}

#[test]
fn a_start_after_an_edit_may_itself_be_broken_off() {
    survives_twice(&scene::edit(), 3);
}

#[test]
fn a_start_after_a_reorganisation_may_itself_be_broken_off() {
    survives_twice(&scene::reorganisation(), 23);
}

#[test]
fn a_start_after_a_move_of_forty_may_itself_be_broken_off() {
    survives_twice(&scene::bulk_move(), 61);
}

#[test]
fn a_start_after_a_list_taken_over_may_itself_be_broken_off() {
    survives_twice(&scene::list(), 23);
}
