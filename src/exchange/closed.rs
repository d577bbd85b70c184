//! The report on closed files that are kept past the period, as `ketnap anonymise` lists them.

use super::Report;
use super::table::{Cell, Shape, Table};
use crate::model::{CandidateId, Code, Label, UnitId, clean, show_date};
use crate::rules::{Known, Overstayed};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// Closed files of people who did not join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClosedReport {
    /// Today.
    pub as_of: NaiveDate,
    /// Months after which a closed file is listed.
    pub months: u16,
    /// The files, those closed first at the head.
    pub rows: Vec<ClosedRow>,
}

/// One closed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClosedRow {
    /// The person.
    pub candidate: CandidateId,
    /// The cell.
    pub unit: UnitId,
    #[serde(skip)]
    unit_name: String,
    /// The person's name.
    pub name: String,
    /// The way out.
    pub exit: Code,
    #[serde(skip)]
    exit_name: Option<Label>,
    /// The day it was closed.
    pub since: NaiveDate,
}

impl ClosedReport {
    /// The report on files that were found.
    pub fn new(known: Known<'_>, found: &[Overstayed], months: u16) -> Self {
        let Known { book, rules, today } = known;
        let row = |found: &Overstayed| {
            let (unit, person) = (found.line.unit(book), found.line.person(book));
            let exit = rules.procedure.exit(&found.exit);
            ClosedRow {
                candidate: person.id.clone(),
                unit: unit.id.clone(),
                unit_name: clean(unit.name_on(today)).into_owned(),
                name: clean(&person.name).into_owned(),
                exit: found.exit.clone(),
                exit_name: exit.map(|exit| exit.name.clone()),
                since: found.since,
            }
        };
        Self {
            as_of: today,
            months,
            rows: found.iter().map(row).collect(),
        }
    }
}

impl Report for ClosedReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.candidate",
            "col.name",
            "col.unit",
            "col.exit",
            "col.since",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(|row| row.line(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}

impl ClosedRow {
    fn line(&self, texts: &Texts) -> Vec<Cell> {
        let exit = self.exit_name.as_ref().map(|name| texts.label(name));
        vec![
            Cell::text(self.candidate.as_str()),
            Cell::text(self.name.as_str()),
            Cell::text(self.unit_name.as_str()),
            Cell::text(exit.unwrap_or(self.exit.as_str())),
            Cell::Text(show_date(self.since)),
        ]
    }
}
