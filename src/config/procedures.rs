//! The rule sets: those of the program, and the user's files of the same folder over them.

use super::rows::{Reader, built_in};
use crate::rules::RuleSet;
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

/// The user's rows over these; a user's file with a mistake is left out as a whole.
pub(super) fn over(reader: &mut Reader, mut sets: Vec<RuleSet>) -> Vec<RuleSet> {
    for name in reader.names("procedures") {
        let Some(file) = reader.user::<ProcedureFile>(&name) else {
            continue;
        };
        let user = file.procedure.marked(&reader.shown(&name));
        match sets.iter_mut().find(|set| set.id == user.id) {
            Some(set) => *set = set.clone().overridden(user),
            None => sets.push(user),
        }
    }
    sets
}
