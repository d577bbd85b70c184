//! The rule sets: those of the program, and the user's files of the same folder over them.

use super::rows::{Problem, Reader, built_in, position};
use crate::model::{Code, Message, place};
use crate::rules::{Fault, Kind, RuleSet, Slip, slips};
use serde::Deserialize;

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
    path: String,
    text: String,
    set: RuleSet,
}

/// The user's rows over these, their kinds of organisation known; a user's file with a mistake is
/// left out as a whole.
pub(super) fn over(reader: &mut Reader, sets: Vec<RuleSet>, kinds: &[Kind]) -> Vec<RuleSet> {
    let mut files = Vec::new();
    for name in reader.names("procedures") {
        let Some((file, text)) = reader.user_with_text::<ProcedureFile>(&name) else {
            continue;
        };
        let path = reader.shown(&name);
        let set = file.procedure.marked(&path);
        files.push(Users { path, text, set });
    }
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

fn problem(file: &Users, slip: &Slip) -> Problem {
    let words = |words: &[Code], between: &str| {
        let words: Vec<&str> = words.iter().map(Code::as_str).collect();
        words.join(between)
    };
    let at = position(&file.text, slip.field, slip.word.as_str());
    let (line, column) = at.unwrap_or_default();
    let message = match &slip.fault {
        Fault::Unknown(known) => {
            Message::error("config.unknown-word").with("known", words(known, ", "))
        }
        Fault::Ring(ring) => Message::error("config.ring").with("ring", words(ring, " → ")),
        Fault::NoStages => Message::error("config.no-stages"),
    };
    let message = message
        .with("place", place(&file.path, line, column))
        .with("field", slip.field)
        .with("given", slip.word.as_str());
    Problem {
        path: file.path.clone(),
        at,
        message,
    }
}
