//! The findings report: every problem of a book with its place, as `ketnap check` prints it.

use super::Report;
use super::table::{Cell, Shape, Table};
use crate::model::{CandidateId, UnitId, clean};
use crate::rules::{Finding, Severity};
use crate::text::Texts;
use serde::Serialize;

/// Everything that is wrong with a book or worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingsReport {
    /// The problems, errors first.
    pub findings: Vec<FindingRow>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingRow {
    /// `error` or `warning`.
    pub level: &'static str,
    /// What kind, a stable word.
    pub code: &'static str,
    /// Whose organisation.
    pub unit: Option<UnitId>,
    /// Whose person.
    pub candidate: Option<CandidateId>,
    /// The file, from the data directory down.
    pub path: Option<String>,
    /// The line in it, from 1.
    pub line: Option<usize>,
    #[serde(skip)]
    column: Option<usize>,
    /// The sentence.
    pub message: String,
}

impl FindingsReport {
    /// Puts findings into words.
    pub fn new(findings: &[Finding], texts: &Texts) -> Self {
        let row = |finding: &Finding| FindingRow {
            level: match finding.level {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: finding.code,
            unit: finding.unit.clone(),
            candidate: finding.candidate.clone(),
            path: finding.path.as_deref().map(|p| clean(p).into_owned()),
            line: finding.at.map(|at| at.0),
            column: finding.at.map(|at| at.1),
            message: texts.say(&finding.message),
        };
        Self {
            findings: findings.iter().map(row).collect(),
        }
    }
}

impl Report for FindingsReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.place",
            "col.level",
            "col.code",
            "col.message",
            "col.candidate",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.findings.iter().map(FindingRow::cells).collect(),
            shape: Shape::Lines,
        }
    }
}

impl FindingRow {
    /// `path:line:column`, as far as it is known.
    fn place(&self) -> String {
        let numbers = self.line.into_iter().chain(self.column);
        let mut parts = vec![self.path.clone().unwrap_or_default()];
        parts.extend(numbers.map(|number| number.to_string()));
        parts.join(":")
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::Text(self.place()),
            Cell::text(self.level),
            Cell::text(self.code),
            Cell::text(self.message.as_str()),
            self.candidate
                .as_ref()
                .map_or(Cell::Empty, |id| Cell::text(id.as_str())),
        ]
    }
}
