//! The official procedure as data: its stages in order, who acts, and the ways out.

use crate::model::{Code, Counting, Label};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A paper that belongs to a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRow {
    /// Form number, as `1-KND`.
    pub form: Code,
    /// What it is.
    pub name: Label,
}

/// One stage of the procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its word in unit files.
    pub id: Code,
    /// Its name.
    pub name: Label,
    /// Who acts.
    pub who: Label,
    /// What is to be done, as an instruction.
    pub next: Label,
    /// Papers written in it.
    #[serde(default)]
    pub papers: Vec<PaperRow>,
    /// Which counted event the day of entering this stage is: the decision, the ceremony.
    #[serde(default)]
    pub entered_by: Option<Counting>,
    /// The last stage: the way is walked, the file is no longer open.
    #[serde(default)]
    pub last: bool,
    /// The regulation.
    pub basis: String,
    /// Whether the row was read in the regulation itself.
    pub confirmed: bool,
}

/// A way out other than the last stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// Its word in unit files.
    pub id: Code,
    /// Its name.
    pub name: Label,
}

/// One rule set: what is in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its word.
    pub id: Code,
    /// Its name, shown beside what follows from it.
    pub name: Label,
    /// The first day in force.
    pub from: NaiveDate,
    /// Regulation, guidance, forms.
    pub basis: String,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Ways out.
    pub exits: Vec<Exit>,
}

impl Procedure {
    /// The place of a stage in the order.
    pub fn index(&self, id: &Code) -> Option<usize> {
        self.stages.iter().position(|s| s.id == *id)
    }

    /// An exit.
    pub fn exit(&self, id: &Code) -> Option<&Exit> {
        self.exits.iter().find(|e| e.id == *id)
    }

    /// The stage that a person starts in.
    pub fn first(&self) -> &Stage {
        &self.stages[0]
    }
}
