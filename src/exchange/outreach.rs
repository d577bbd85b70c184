//! The outreach report: whom the mass organisations introduced in a year, and what became of it.

use super::table::{Cell, Shape, Table};
use super::{Report, scope};
use crate::model::{CandidateId, Code, Label, Refusal, UnitId, clean};
use crate::rules::{Counted, Introduced, Known, introductions};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// Introductions by organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutreachReport {
    /// The year of the introductions.
    pub year: i32,
    /// The day of the files.
    pub as_of: NaiveDate,
    /// The organisations, those without an introduction too.
    pub rows: Vec<OutreachRow>,
}

/// One mass organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutreachRow {
    /// Its word.
    pub organisation: Code,
    #[serde(skip)]
    label: Option<Label>,
    /// People it introduced in the year.
    pub introduced: u32,
    /// People it introduced in the year before.
    pub year_before: u32,
    /// Of those of the year, on the way to an admission.
    pub open: u32,
    /// Of those of the year, admitted.
    pub admitted: u32,
    /// Who they are.
    pub candidates: Vec<CandidateId>,
    #[serde(skip)]
    names: Vec<String>,
}

impl OutreachReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(counted: Counted<'_>, unit: Option<&UnitId>) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let nodes = scope(book, figures, unit)?;
        let rows = introductions(counted, nodes);
        Ok(Self {
            year: figures.year,
            as_of: figures.today,
            rows: rows
                .iter()
                .map(|row| outreach(counted.known(), row))
                .collect(),
        })
    }
}

fn outreach(known: Known<'_>, row: &Introduced) -> OutreachRow {
    let Known { book, rules, .. } = known;
    let people = || row.people.iter().map(|line| line.person(book));
    OutreachRow {
        organisation: row.by.clone(),
        label: rules.organisation(&row.by).map(|known| known.name.clone()),
        introduced: row.people.len() as u32,
        year_before: row.before,
        open: row.open,
        admitted: row.admitted,
        candidates: people().map(|person| person.id.clone()).collect(),
        names: people()
            .map(|person| clean(&person.name).into_owned())
            .collect(),
    }
}

impl Report for OutreachReport {
    fn table(&self, texts: &Texts) -> Table {
        let before = (self.year - 1).to_string();
        let headers = vec![
            texts.get("outreach.organisation").to_owned(),
            self.year.to_string(),
            before,
            texts.get("col.open").to_owned(),
            texts.get("col.admitted").to_owned(),
            texts.get("outreach.who").to_owned(),
        ];
        Table {
            headers,
            rows: self.rows.iter().map(|row| row.line(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}

impl OutreachRow {
    fn line(&self, texts: &Texts) -> Vec<Cell> {
        let name = self.label.as_ref().map(|name| texts.label(name));
        vec![
            Cell::text(name.unwrap_or(self.organisation.as_str())),
            Cell::number(Some(self.introduced)),
            Cell::number(Some(self.year_before)),
            Cell::number(Some(self.open)),
            Cell::number(Some(self.admitted)),
            Cell::Text(self.names.join(", ")),
        ]
    }
}
