//! One problem, and where problems are collected.

use crate::model::{Candidate, CandidateId, Message, Unit, UnitId};

/// How bad it is: an error makes `ketnap check` fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Must be mended.
    Error,
    /// Worth a look.
    Warning,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub level: Severity,
    /// What kind, a stable word.
    pub code: &'static str,
    /// Whose organisation.
    pub unit: Option<UnitId>,
    /// Whose person.
    pub candidate: Option<CandidateId>,
    /// The file, from the data directory down.
    pub path: Option<String>,
    /// Line and column in it, from 1.
    pub at: Option<(usize, usize)>,
    /// The sentence.
    pub message: Message,
}

pub(super) struct Collector<'a> {
    pub(super) found: Vec<Finding>,
    pub(super) unit: Option<&'a Unit>,
    pub(super) person: Option<&'a Candidate>,
}

impl Collector<'_> {
    pub(super) fn say(&mut self, level: Severity, code: &'static str, message: Message) {
        self.found.push(Finding {
            level,
            code,
            unit: self.unit.map(|u| u.id.clone()),
            candidate: self.person.map(|p| p.id.clone()),
            path: self.unit.map(|u| format!("units/{}.ron", u.id)),
            at: None,
            message,
        });
    }

    pub(super) fn error(&mut self, code: &'static str, message: Message) {
        self.say(Severity::Error, code, message);
    }

    pub(super) fn warning(&mut self, code: &'static str, message: Message) {
        self.say(Severity::Warning, code, message);
    }
}
