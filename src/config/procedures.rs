//! The rule sets: those of the program, and the user's files of the same folder over them.

use super::piece::File;
use super::problem::Problem;
use super::rows::{Reader, built_in, twice};
use crate::model::fault::words_in;
use crate::model::{Code, Label, Message};
use crate::rules::{Fault, Kind, RuleSet, Slip, slips};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcedureFile {
    #[allow(dead_code)]
    format: u32,
    procedure: RuleSet,
}

macro_rules! embedded {
    ($($name:literal),*) => {
        [$(($name, include_str!(concat!("../../config/", $name)))),*]
    };
}

const BUILT_IN: [(&str, &str); 6] = embedded![
    "procedures/2016-29-qd-tw.ron",
    "procedures/2021-24-qd-tw.ron",
    "procedures/2025-232-qd-tw.ron",
    "procedures/2025-294-qd-tw.ron",
    "procedures/2026-20-qd-tw.ron",
    "procedures/2026-208-qd-tw.ron"
];

/// The sets of the program.
pub(super) fn of_the_program() -> Vec<RuleSet> {
    BUILT_IN
        .iter()
        .map(|(name, text)| built_in::<ProcedureFile>(text).procedure.marked(name))
        .collect()
}

/// A user's file as it was read.
struct Users {
    file: File,
    set: RuleSet,
}

/// The user's rows over these, their kinds of organisation known; a user's file with a mistake is
/// left out as a whole.
pub(super) fn over(reader: &mut Reader, sets: Vec<RuleSet>, kinds: &[Kind]) -> Vec<RuleSet> {
    let mut files = Vec::new();
    let names = reader.folder.procedures();
    for name in reader.told(names).unwrap_or_default() {
        let Some(file) = reader.file(&name) else {
            continue;
        };
        let read = read(&file);
        if let Some(set) = reader.told(read) {
            files.push(Users { file, set });
        }
    }
    let mut files = apart(files, &sets, &mut reader.problems);
    // What is left out may be what another file leans on.
    while !files.is_empty() {
        let all = laid(&sets, &files);
        let users: Vec<&RuleSet> = files.iter().map(|file| &file.set).collect();
        let slips = slips(&all, &users, kinds);
        if slips.is_empty() {
            return all;
        }
        let problems = slips.iter().map(|(at, slip)| problem(&files[*at], slip));
        reader.problems.extend(problems);
        let sound = |at: usize| slips.iter().all(|(wrong, _)| *wrong != at);
        let kept = files.into_iter().enumerate();
        files = kept
            .filter(|(at, _)| sound(*at))
            .map(|(_, file)| file)
            .collect();
    }
    sets
}

fn read(file: &File) -> Result<RuleSet, Problem> {
    let newer = file.newer(&file.fields()?);
    newer.map_or(Ok(()), Err)?;
    let read: ProcedureFile = file.parse()?;
    Ok(read.procedure.marked(&file.path))
}

/// The lists of a set by their names, each with the words of its rows.
fn lists(set: &RuleSet) -> [(&'static str, Vec<&Code>); 7] {
    [
        ("stages", set.stages.iter().map(|row| &row.id).collect()),
        ("papers", set.papers.iter().map(|row| &row.id).collect()),
        ("limits", set.limits.iter().map(|row| &row.id).collect()),
        ("votes", set.votes.iter().map(|row| &row.id).collect()),
        ("criteria", set.criteria.iter().map(|row| &row.id).collect()),
        ("routes", set.routes.iter().map(|row| &row.id).collect()),
        ("exits", set.exits.iter().map(|row| &row.id).collect()),
    ]
}

/// What a file says of its set as a whole.
fn head(set: &RuleSet) -> (&Label, NaiveDate, &str, Option<&Code>, bool) {
    (&set.name, set.from, &set.basis, set.over.as_ref(), set.read)
}

/// What two places set: a row of a list, or what is said of a set as a whole.
type Set = (Code, Option<(&'static str, Code)>);

/// Takes out what two places set, within one file or in two: neither holds.
fn apart(mut files: Vec<Users>, own: &[RuleSet], problems: &mut Vec<Problem>) -> Vec<Users> {
    let mut places: BTreeMap<Set, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        let set = &file.set.id;
        places.entry((set.clone(), None)).or_default().push((at, 0));
        for (list, ids) in lists(&file.set) {
            for (row, id) in ids.into_iter().enumerate() {
                let key = (set.clone(), Some((list, id.clone())));
                places.entry(key).or_default().push((at, row));
            }
        }
    }
    let mut gone: BTreeMap<(usize, &'static str), BTreeSet<usize>> = BTreeMap::new();
    let mut headless: BTreeSet<usize> = BTreeSet::new();
    for ((set, row), places) in &places {
        let (first, more) = (places[0], &places[1..]);
        let same = |at: usize| head(&files[at].set) == head(&files[first.0].set);
        if more.is_empty() || (row.is_none() && more.iter().all(|(at, _)| same(*at))) {
            continue;
        }
        let (list, word) = match row {
            Some((list, id)) => (Some(*list), format!("{set} {list} {id}")),
            None => (None, set.to_string()),
        };
        let place = |(at, row): (usize, usize)| {
            let file = &files[at].file;
            (file, place_of(file, list, row))
        };
        problems.extend(
            more.iter()
                .map(|more| twice(place(*more), place(first), &word)),
        );
        for (at, row) in places {
            match list {
                Some(list) => gone.entry((*at, list)).or_default().insert(*row),
                None => headless.insert(*at),
            };
        }
    }
    for ((at, list), rows) in gone {
        take_out(&mut files[at].set, list, &rows);
    }
    let mut kept = Vec::new();
    for (at, mut file) in files.into_iter().enumerate() {
        if headless.contains(&at) {
            // Where the program has no such set nothing says what it is.
            let Some(own) = own.iter().find(|own| own.id == file.set.id) else {
                continue;
            };
            let RuleSet {
                name,
                from,
                basis,
                over,
                read,
                ..
            } = own.clone();
            file.set = RuleSet {
                name,
                from,
                basis,
                over,
                read,
                ..file.set
            };
        }
        kept.push(file);
    }
    kept
}

/// Where a row of a list stands, or the set itself.
fn place_of(file: &File, list: Option<&str>, row: usize) -> (usize, usize) {
    let found = || {
        let fields = file.fields().ok()?;
        let set = fields.iter().find(|field| field.name == "procedure")?;
        let Some(list) = list else {
            return Some(set.at);
        };
        let fields = file.fields_of(&set.value).ok()?;
        let list = fields.iter().find(|field| field.name == list)?;
        let rows = file.list(&list.value).ok()?;
        rows.get(row).map(|row| row.start)
    };
    file.place(found().unwrap_or_default())
}

fn take_out(set: &mut RuleSet, list: &str, rows: &BTreeSet<usize>) {
    fn from<T>(list: &mut Vec<T>, rows: &BTreeSet<usize>) {
        let mut at = 0;
        list.retain(|_| {
            at += 1;
            !rows.contains(&(at - 1))
        });
    }
    match list {
        "stages" => from(&mut set.stages, rows),
        "papers" => from(&mut set.papers, rows),
        "limits" => from(&mut set.limits, rows),
        "votes" => from(&mut set.votes, rows),
        "criteria" => from(&mut set.criteria, rows),
        "routes" => from(&mut set.routes, rows),
        _ => from(&mut set.exits, rows),
    }
}

/// The sets with the user's over them, in the order of their first days.
fn laid(sets: &[RuleSet], files: &[Users]) -> Vec<RuleSet> {
    let mut all = sets.to_vec();
    for file in files {
        let user = file.set.clone();
        match all.iter_mut().find(|set| set.id == user.id) {
            Some(set) => *set = set.clone().overridden(user),
            None => all.push(user),
        }
    }
    all.sort_by_key(|set| set.from);
    all
}

fn problem(Users { file, .. }: &Users, slip: &Slip) -> Problem {
    let words = |words: &[Code], between: &str| {
        let words: Vec<&str> = words.iter().map(Code::as_str).collect();
        words.join(between)
    };
    let found = words_in(&file.text, slip.field, slip.word.as_str()).next();
    let at = found.map(|byte| file.place(byte));
    let message = match &slip.fault {
        Fault::Unknown(known) => {
            Message::error("config.unknown-word").with("known", words(known, ", "))
        }
        Fault::Ring(ring) => Message::error("config.ring").with("ring", words(ring, " → ")),
        Fault::NoStages => Message::error("config.no-stages"),
    };
    let message = message
        .with("place", file.shown(at))
        .with("field", slip.field)
        .with("given", slip.word.as_str());
    Problem {
        path: file.path.clone(),
        at,
        message,
    }
}
