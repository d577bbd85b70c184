//! One run from its script: the people at work, the power cuts between, and what is asked afterwards.

use super::baton::Baton;
use super::players::{DATA, Deed, Player, book};
use super::port::{Placed, Port};
use super::reckoning::{reckon, touched};
use super::script::{Part, Script};
use crate::help::simdisk::SimDisk;
use fastrand::Rng;
use ketnap::config::Config;
use ketnap::model::{Book, Outcome};
use ketnap::store::{Access, Store};
use ketnap::text::Lang;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

/// Every file with what it holds.
type Files = Vec<(String, Vec<u8>)>;

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ran {
    /// Every file with what it holds.
    pub(super) content: Vec<(String, Vec<u8>)>,
    pub(super) log: Vec<String>,
    /// What is not as it must be.
    pub(super) wrong: Vec<String>,
}

pub(super) fn config() -> &'static Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    CONFIG.get_or_init(|| Config::load(None, Some(Lang::En)))
}

fn store(disk: &SimDisk) -> Store {
    Store::on(
        Arc::new(disk.clone()),
        PathBuf::from(DATA),
        Access::ReadWrite,
    )
}

/// A disk with the book on it, all of it durable.
pub(super) fn disk_with(book: &Book) -> SimDisk {
    fastrand::seed(1);
    let disk = SimDisk::new("/srv");
    store(&disk).create(book.header(), book.units()).unwrap();
    disk.settle();
    disk
}

/// The files that hold the book itself.
pub(super) fn records(disk: &SimDisk) -> Vec<(String, Vec<u8>)> {
    let of_the_book = |path: &str| {
        path.starts_with(&format!("{DATA}/units/")) || path == format!("{DATA}/book.ron")
    };
    let content = disk.content().into_iter();
    content.filter(|(path, _)| of_the_book(path)).collect()
}

/// A command of somebody who is alone.
pub(super) fn alone(disk: &SimDisk, args: &[&str]) -> (u8, String) {
    let args: Vec<String> = args.iter().copied().map(str::to_owned).collect();
    let (code, printed) = ketnap::cli::run_on(store(disk), "an", config().clone(), &args);
    (code, printed.data + &printed.said)
}

/// What `check` finds, without where.
fn findings(disk: &SimDisk) -> Vec<String> {
    let args = [
        "check",
        "--format",
        "json",
        "--today",
        "2026-11-27",
        "--lang",
        "en",
    ];
    let (_, said) = alone(disk, &args);
    let found: serde_json::Value = serde_json::from_str(&said).unwrap_or_default();
    let rows = found["findings"].as_array().cloned().unwrap_or_default();
    let word = |row: &serde_json::Value| row["code"].as_str().unwrap_or_default().to_owned();
    rows.iter().map(word).collect()
}

/// Carries a script out and asks what is to be asked.
pub(super) fn run(script: &Script) -> Ran {
    let first = book();
    let mut disk = disk_with(&first);
    let before = (records(&disk), findings(&disk.fork()));
    let baton = Baton::new(script);
    let placed = Arc::new(Mutex::new(Vec::new()));
    let new = |(who, part): (usize, &Part)| {
        // Two accounts, told from each other by name and number.
        let account = 1_000 + u32::from(part.account != "an");
        let port = Port::new(&disk, &baton, (who, account), &placed);
        Player::new(port, part, config())
    };
    let mut players: Vec<Player> = script.parts.iter().enumerate().map(new).collect();
    let mut cuts = 0;
    loop {
        std::thread::scope(|scope| {
            for (who, player) in players.iter_mut().enumerate() {
                let seed = script.seed ^ ((who as u64 + 1) << 32) ^ cuts;
                scope.spawn(move || {
                    fastrand::seed(seed);
                    player.play();
                });
            }
        });
        if !baton.is_dark() {
            break;
        }
        cuts += 1;
        let mut rng = Rng::with_seed(script.seed ^ cuts);
        let mut choices = rng.fork();
        let often = [0.0, 0.5, 0.9, 1.0][rng.usize(..4)];
        disk = disk.after_a_cut(|| choices.f32() < often, &mut rng);
        baton.light();
        baton.note("the power is back".to_owned());
        for player in &mut players {
            player.moved_to(&disk);
        }
    }
    fastrand::seed(script.seed);
    let deeds: Vec<Deed> = players
        .iter()
        .flat_map(|player| player.deeds.clone())
        .collect();
    let placed = placed.lock().unwrap().clone();
    let mut wrong = after(script, (&first, before), (&disk, &deeds, &placed));
    wrong.dedup();
    Ran {
        content: disk.content(),
        log: baton.log(),
        wrong,
    }
}

/// Everything that is asked.
fn after(
    script: &Script,
    (first, (bytes, found)): (&Book, (Files, Vec<String>)),
    (disk, deeds, placed): (&SimDisk, &[Deed], &[Placed]),
) -> Vec<String> {
    let store = store(disk);
    let last = match store.load() {
        Ok(last) => last,
        Err(fault) => return vec![format!("the book cannot be read: {fault:?}")],
    };
    let log = store.log();
    let mut wrong = reckon(first, deeds, placed, (&log, &last));
    if !script.has_editor() {
        wrong.extend(
            store
                .verify_journal()
                .iter()
                .map(|damage| format!("{damage:?}")),
        );
        wrong.extend(last.unreadable().iter().map(|bad| format!("{bad:?}")));
        let now = findings(disk);
        // People walk on without their papers here, and are named for it.
        let own = |code: &&String| !found.contains(code) && !OF_PEOPLE.contains(&code.as_str());
        wrong.extend(
            now.iter()
                .filter(own)
                .map(|code| format!("check finds {code}")),
        );
    }
    if script.has_cut() {
        // What takes an edit back is not made durable with it.
        wrong.extend(told_or_done(disk, &log));
        return wrong;
    }
    let clean = !script.has_editor() && !script.is_wild();
    if !clean {
        wrong.extend(told_or_done(disk, &log));
        return wrong;
    }
    let back = disk.fork();
    let all = if has_overtaken(&log) {
        // What was taken back in spite of newer edits is brought back before those.
        numbers(&log)
    } else {
        standing(&log)
    };
    for n in all.iter().rev() {
        let (code, said) = back_by_number(&back, *n);
        if code != 0 {
            wrong.push(format!("{n} of {all:?} is not taken back: {said}"));
        }
    }
    if records(&back) != bytes {
        wrong.push("all edits taken back do not bring the first bytes back".to_owned());
    }
    wrong
}

/// Findings about people and organisations, not about files.
const OF_PEOPLE: [&str; 1] = ["forced-step"];

/// The numbers of all edits, undos too.
fn numbers(log: &ketnap::model::Log) -> Vec<u64> {
    let done = log
        .edits
        .iter()
        .filter(|edit| edit.outcome == Outcome::Done);
    let mut numbers: Vec<u64> = done.map(|edit| edit.n).collect();
    numbers.sort_unstable();
    numbers
}

/// Whether an edit was taken back in spite of a newer one of the same fields.
fn has_overtaken(log: &ketnap::model::Log) -> bool {
    log.edits.iter().any(|by| {
        let newer = |m: u64| {
            let mut between = log
                .edits
                .iter()
                .filter(move |edit| m < edit.n && edit.n < by.n);
            between.any(|edit| !touched(edit).is_disjoint(&touched(by)))
        };
        by.undoes.is_some_and(newer)
    })
}

/// The edits that stand: no undo, and not taken back.
pub(super) fn standing(log: &ketnap::model::Log) -> Vec<u64> {
    let mut taken = std::collections::BTreeSet::new();
    let mut standing = Vec::new();
    let mut edits: Vec<_> = log.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.n));
    for edit in edits {
        if edit.outcome != Outcome::Done || taken.contains(&edit.n) {
            continue;
        }
        match edit.undoes {
            Some(n) => _ = taken.insert(n),
            None => standing.push(edit.n),
        }
    }
    standing.sort_unstable();
    standing
}

/// Every edit that stands is taken back, or it is said why not; and `undo` comes to an end.
fn told_or_done(disk: &SimDisk, log: &ketnap::model::Log) -> Vec<String> {
    let mut wrong = Vec::new();
    let back = disk.fork();
    for n in standing(log).iter().rev() {
        let (code, said) = back_by_number(&back, *n);
        if !(code == 0 || code == 3 && !said.is_empty()) {
            wrong.push(format!("undo {n} ends with {code}: {said}"));
        }
    }
    wrong.extend(comes_to_an_end(disk, log));
    wrong
}

/// `undo` without a number has a next step or says that there is none.
fn comes_to_an_end(disk: &SimDisk, log: &ketnap::model::Log) -> Vec<String> {
    let back = disk.fork();
    let nothing = config().texts.get("refused.nothing-to-undo");
    let mut said = Vec::new();
    for _ in 0..2 * log.edits.len() + 2 {
        let (code, words) = alone(&back, &["undo", "--yes", "--lang", "en"]);
        if code == 3 && words.contains(nothing) {
            return Vec::new();
        }
        said.push(words);
    }
    let tail = said.iter().rev().take(3).collect::<Vec<_>>();
    vec![format!("`undo` comes to no end: {tail:?}")]
}

/// Takes an edit back by its number.
fn back_by_number(disk: &SimDisk, n: u64) -> (u8, String) {
    alone(disk, &["undo", &n.to_string(), "--yes"])
}
