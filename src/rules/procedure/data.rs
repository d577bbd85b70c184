//! Rows of the data files that are not the procedure: kinds of organisation, causes, source groups.

use crate::model::{Chain, Code, Label};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A kind of party organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its word in unit files.
    pub id: Code,
    /// Its name.
    pub name: Label,
    /// Kinds that may stand directly below it.
    #[serde(default)]
    pub below: Vec<Code>,
    /// Whether it follows candidates itself.
    #[serde(default)]
    pub holds_candidates: bool,
    /// Whether it is the level that only reports between the cell and the grassroots committee.
    #[serde(default)]
    pub section: bool,
    /// How its own dossiers go, where that follows from what it is.
    #[serde(default)]
    pub chain: Option<Chain>,
    /// The last day on which there were such; none while there are.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

impl Kind {
    /// Whether a new organisation may be of it on a day.
    pub fn is_there(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}

/// Whether a cause lies with circumstances or with the organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CauseKind {
    /// Khách quan.
    Objective,
    /// Chủ quan.
    Subjective,
}

/// A cause, and what helps against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CauseRow {
    /// Its code.
    pub id: Code,
    /// Its name.
    pub name: Label,
    /// Objective or subjective.
    pub kind: CauseKind,
    /// What helps.
    #[serde(default)]
    pub remedies: Vec<Label>,
}

/// A group of people that candidates come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its word in unit files.
    pub id: Code,
    /// Its name.
    pub name: Label,
}

/// A mass organisation that introduces its members to the Party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its word in unit files.
    pub id: Code,
    /// Its name.
    pub name: Label,
}
