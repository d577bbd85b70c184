//! The causes report: what held people and organisations back in a year, and what helps.

use super::part::{Line, Part};
use super::table::{Cell, Shape, Table};
use super::{Report, scope};
use crate::model::{Book, Code, Refusal, UnitId, clean};
use crate::rules::{CauseCount, CauseKind, Figures, Rules, as_of, causes};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// Causes by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CausesReport {
    /// The year.
    pub year: i32,
    /// The day on which its figures stand.
    pub as_of: NaiveDate,
    /// The causes that held on any day of the year up to then, those that still hold most often first.
    pub rows: Vec<CauseRow>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseRow {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// `objective` or `subjective`; none where the data file does not know the code.
    pub kind: Option<&'static str>,
    /// Times it held.
    pub times: u32,
    /// Of these, times it still holds on the day of the figures.
    pub open: u32,
    /// Times on a candidate.
    pub candidates: u32,
    /// Times on a cell.
    pub cells: u32,
    /// Times on a committee.
    pub committees: u32,
    /// The organisations it weighs on, themselves or through their people.
    pub units: Vec<UnitId>,
    /// Times that it says where it is known from.
    pub sourced: u32,
    /// Where it is known from, each once.
    pub sources: Vec<String>,
    /// What helps, by the data file.
    pub remedies: Vec<String>,
}

impl CausesReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(
        book: &Book,
        rules: &Rules,
        figures: &Figures,
        unit: Option<&UnitId>,
        texts: &Texts,
    ) -> Result<Self, Refusal> {
        let node = scope(book, figures, unit)?.start;
        Ok(Self {
            year: figures.year,
            as_of: as_of(figures.year, figures.today),
            rows: rows(book, rules, &causes(book, rules, figures, node), texts),
        })
    }
}

/// Counted causes as rows.
pub(super) fn rows(
    book: &Book,
    rules: &Rules,
    counts: &[CauseCount],
    texts: &Texts,
) -> Vec<CauseRow> {
    let word = |text: &str| clean(text).into_owned();
    let row = |count: &CauseCount| {
        let known = rules.cause(&count.code);
        let remedies = known.iter().flat_map(|row| &row.remedies);
        CauseRow {
            code: count.code.clone(),
            name: word(known.map_or(count.code.as_str(), |row| texts.label(&row.name))),
            kind: count.kind.map(|kind| match kind {
                CauseKind::Objective => "objective",
                CauseKind::Subjective => "subjective",
            }),
            times: count.times(),
            open: count.open,
            candidates: count.candidates,
            cells: count.cells,
            committees: count.committees,
            units: count
                .units
                .iter()
                .map(|at| book.units()[*at].id.clone())
                .collect(),
            sourced: count.sourced,
            sources: count.sources.iter().map(|source| word(source)).collect(),
            remedies: remedies.map(|remedy| word(texts.label(remedy))).collect(),
        }
    };
    counts.iter().map(row).collect()
}

impl CauseRow {
    fn kind_word<'a>(&self, texts: &'a Texts) -> &'a str {
        texts.get(match self.kind {
            Some("objective") => "cause.objective",
            Some(_) => "cause.subjective",
            None => "value.unsaid",
        })
    }

    fn cells(&self, texts: &Texts) -> Vec<Cell> {
        let number = |n: u32| Cell::Number(i64::from(n));
        vec![
            Cell::text(self.name.as_str()),
            Cell::text(self.kind_word(texts)),
            number(self.open),
            number(self.candidates),
            number(self.cells),
            number(self.committees),
            number(self.sourced),
            Cell::Text(self.remedies.join("; ")),
        ]
    }
}

/// The causes as a part of the analysis.
pub(super) fn part(rows: &[CauseRow], texts: &Texts) -> Part {
    let line = |row: &CauseRow| {
        let count = |n: u32| n.to_string();
        let note = texts.fill(
            "cause.counts",
            &[
                ("kind", row.kind_word(texts)),
                ("open", &count(row.open)),
                ("candidates", &count(row.candidates)),
                ("cells", &count(row.cells)),
                ("committees", &count(row.committees)),
            ],
        );
        Line::new(&row.name, Cell::Number(i64::from(row.times)), note)
    };
    Part {
        head: texts.get("analysis.causes").to_owned(),
        lines: rows.iter().map(line).collect(),
        bars: true,
        ..Part::default()
    }
}

impl Report for CausesReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.cause",
            "col.kind",
            "col.still",
            "col.open",
            "col.cells",
            "col.committees",
            "col.sourced",
            "col.remedies",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(|row| row.cells(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}
