//! Killed for real in the middle of a move of forty people; `tests/kill_loop.sh` does so at every system call.

use super::scene::{forty, move_forty};
use crate::help::stopped::{Stopped, length_of_a_save};
use crate::world::{stamp, temp};
use ketnap::model::Book;
use ketnap::store::{Access, Store};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Asks this test, in a process of its own, to only `make` the book or `move` the forty.
const PART: &str = "KETNAP_KILL_PART";
/// Where.
const DIR: &str = "KETNAP_KILL_DIR";

fn store(dir: &Path) -> Store {
    Store::new(dir.to_owned(), Access::ReadWrite)
}

pub(super) fn make(dir: &Path) {
    let book = forty();
    store(dir).create(book.header(), book.units()).unwrap();
}

fn moved(book: &mut Book, dir: &Path) {
    let change = move_forty(book);
    let edit = book.edit(change).unwrap();
    store(dir).save(book, &edit, None, &stamp()).unwrap();
}

pub(super) fn process(dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "--quiet",
            "faults::kill::a_move_of_forty_killed_at_any_moment_is_whole_or_not_at_all",
        ])
        .env(PART, "move")
        .env(DIR, dir)
        .stdout(Stdio::null());
    command
}

#[test]
fn a_move_of_forty_killed_at_any_moment_is_whole_or_not_at_all() {
    if let Some(part) = std::env::var_os(PART) {
        let dir = PathBuf::from(std::env::var_os(DIR).unwrap());
        return match part.to_str() {
            Some("make") => make(&dir),
            _ => moved(&mut store(&dir).load().unwrap(), &dir),
        };
    }
    let place = temp();
    let whole = place.path().join("whole");
    make(&whole);
    let before = store(&whole).load().unwrap();
    let long = length_of_a_save(process(&whole), &whole);
    let after = store(&whole).load().unwrap();
    assert_ne!(before, after);
    let mut old = 0;
    for moment in 0..40_u32 {
        let dir = place.path().join(moment.to_string());
        make(&dir);
        let (stopped, _) = Stopped::saving(process(&dir), &dir, long * moment / 36);
        // Killed as it drops.
        drop(stopped);
        let found = store(&dir).load().unwrap();
        assert!(found == before || found == after, "moment {moment}");
        assert_eq!(store(&dir).verify_journal(), [], "moment {moment}");
        let mut again = store(&dir).load().unwrap();
        assert_eq!(again, found, "a second start differs");
        if again == before {
            old += 1;
            moved(&mut again, &dir);
        }
        assert_eq!(store(&dir).load().unwrap(), after);
    }
    println!("killed in the middle of a save: {old} of 40 found as before");
    assert!(old > 0);
}
