//! Random keys on a board of three hundred people beside commands: in the end every edit is taken back by its number, and the first bytes are there again.

use super::players::{DATA, Nowhere};
use super::run::{alone, config, disk_with, records, standing};
use crate::help::simdisk::SimDisk;
use crate::world::{code, day, header, person_id, unit_id};
use fastrand::Rng;
use ketnap::app::command::{Chord, Key};
use ketnap::app::{App, Msg, World};
use ketnap::model::{Book, Candidate, Dated, Unit};
use ketnap::store::{Access, Store};
use ketnap::terminal::{Colours, Session, Shell};
use std::path::PathBuf;
use std::sync::Arc;

/// So many keys in the suite; more by `KETNAP_SOAK`.
const KEYS: u64 = 2_000;

fn three_hundred() -> Book {
    let root = Unit::new(unit_id("goc"), code("ward"), "Đảng bộ Mẫu".into());
    let mut units = vec![root];
    for at in 0..20 {
        let mut unit = Unit::new(
            unit_id(&format!("cb-{at}")),
            code("cell"),
            format!("Chi bộ {at}"),
        );
        let value = unit_id("goc");
        unit.parents = vec![Dated { from: None, value }];
        for n in 0..15 {
            let (id, on) = (person_id(&format!("p-{at}-{n}")), day(2026, 1, 5));
            let name = format!("Quần chúng {at}{n}");
            unit.candidates
                .push(Candidate::new(id, name, code("source"), on));
        }
        units.push(unit);
    }
    Book::new(header(), units, Vec::new())
}

const CHORDS: [&str; 40] = [
    "↑", "↓", "←", "→", "Enter", "Esc", "Tab", "e", "a", ">", "<", "m", "v", "Space", "u",
    "Ctrl+R", "s", "f", "/", "n", "c", "x", "d", "t", "h", "i", "o", "p", "q", "w", "1", "2", "3",
    "4", "5", "Enter", "Enter", "↓", "↓", "e",
];

const TYPED: [&str; 8] = ["Mẫu", "12", "1/11", "ly do", "hôm nay", "7", "x", "2026"];

/// One key, or a few letters where text is taken.
fn key(shell: &mut Shell<'_>, app: &mut App, rng: &mut Rng) -> bool {
    let here = app.context();
    if here.takes_text() && rng.u8(..3) > 0 {
        let text = TYPED[rng.usize(..TYPED.len())];
        for letter in text.chars() {
            shell.take(app, Msg::Type(letter), &mut Nowhere).unwrap();
        }
        return false;
    }
    let chord = Chord::try_from(CHORDS[rng.usize(..CHORDS.len())].to_owned()).unwrap();
    let msg = match (config().keys.command(here, chord), chord.key) {
        (Some(command), _) => Msg::Do(command),
        (None, Key::Char(letter)) if here.takes_text() => Msg::Type(letter),
        _ => return false,
    };
    shell.take(app, msg, &mut Nowhere).unwrap()
}

fn command(disk: &SimDisk, rng: &mut Rng, count: u64) {
    let person = format!("p-{}-{}", rng.usize(..20), rng.usize(..15));
    let (residence, remark) = (format!("residence=Thôn {count}"), format!("Ghi {count}"));
    let cell = format!("cb-{}", rng.usize(..20));
    let name = format!("Người Mới {count}");
    let args: Vec<&str> = match rng.u8(..6) {
        0 | 1 => vec!["set", &person, &residence],
        2 => vec!["note", &person, &remark],
        3 => vec!["add", "--unit", &cell, "--name", &name],
        4 => vec!["undo"],
        _ => vec![
            "advance",
            &person,
            "--on",
            "2026-11-20",
            "--reason",
            "thử",
            "--today",
            "2026-11-27",
        ],
    };
    let (exit, said) = alone(disk, &args);
    assert!(
        exit == 0 || exit == 3 && !said.is_empty(),
        "{args:?}: {exit} {said}"
    );
}

/// A board that is opened, used and left.
fn sit(disk: &SimDisk, rng: &mut Rng, keys: u64, done: &mut u64) {
    let store = Store::on(
        Arc::new(disk.clone()),
        PathBuf::from(DATA),
        Access::ReadWrite,
    );
    let today = day(2026, 11, 27);
    let world = World {
        today,
        rules: Arc::clone(&config().rules),
        commands: Vec::new(),
    };
    let mut app = App::new(store.load().unwrap(), &world, false, rng.u64(..));
    let mut watch = store.watch();
    let mut session = Session {
        store,
        config: config().clone(),
        world,
        who: "an".into(),
        fixed_today: Some(today),
        colours: Colours::None,
        remark: None,
        create: |_, _, _, _| Ok(()),
        running: Box::new(|| std::time::Duration::ZERO),
    };
    let mut shell = Shell::start(&mut session, &mut app);
    while *done < keys {
        *done += 1;
        if rng.u8(..20) == 0 {
            command(disk, rng, *done);
        }
        if rng.u8(..10) == 0
            && let Some(looked) = watch.look().transpose()
        {
            shell.looked(&mut app, looked, &mut Nowhere).unwrap();
        }
        if key(&mut shell, &mut app, rng) {
            break;
        }
    }
    shell.end(&mut app, true);
}

#[test]
fn after_random_keys_and_commands_every_edit_is_taken_back_by_its_number() {
    let keys = super::number("KETNAP_SOAK").unwrap_or(KEYS);
    let seed = super::number("KETNAP_SEED").unwrap_or(7);
    println!("seed {seed}, {keys} keys");
    fastrand::seed(seed);
    let mut rng = Rng::with_seed(seed);
    let disk = disk_with(&three_hundred());
    let first = records(&disk);
    let mut done = 0;
    while done < keys {
        sit(&disk, &mut rng, keys, &mut done);
    }
    let store = Store::on(
        Arc::new(disk.clone()),
        PathBuf::from(DATA),
        Access::ReadWrite,
    );
    assert_eq!(store.verify_journal(), []);
    let standing = standing(&store.log());
    println!(
        "{} edits stand of {}",
        standing.len(),
        store.log().edits.len()
    );
    assert!(standing.len() as u64 > keys / 100);
    for n in standing.iter().rev() {
        let (exit, said) = alone(&disk, &["undo", &n.to_string(), "--yes"]);
        assert_eq!(exit, 0, "edit {n}: {said}");
    }
    assert!(records(&disk) == first, "not the first bytes");
}
