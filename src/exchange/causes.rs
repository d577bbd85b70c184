//! The causes report: what held people and organisations back in a year, and what helps.

use super::part::{Line, Part};
use super::table::{Cell, Shape, Table};
use super::{Report, scope};
use crate::model::{Book, CandidateId, Code, Refusal, UnitId, clean, show_date};
use crate::rules::{CauseCount, CauseKind, Counted, UnderWay, as_of, causes};
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
    /// What is being done, the first due first.
    pub under_way: Vec<RemedyRow>,
}

/// A remedy that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemedyRow {
    /// The organisation it is for, itself or through its people.
    pub unit: UnitId,
    /// The person it is for.
    pub candidate: Option<CandidateId>,
    /// What is to be done.
    pub text: String,
    /// Who does it.
    pub who: Option<String>,
    /// By when.
    pub by: Option<NaiveDate>,
    /// That day was past on the day of the figures.
    pub overdue: bool,
}

impl CausesReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(
        counted: Counted<'_>,
        unit: Option<&UnitId>,
        texts: &Texts,
    ) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let node = scope(book, figures, unit)?.start;
        Ok(Self {
            year: figures.year,
            as_of: as_of(figures.year, figures.today),
            rows: rows(counted, &causes(counted, node), texts),
        })
    }
}

/// Counted causes as rows.
pub(super) fn rows(counted: Counted<'_>, counts: &[CauseCount], texts: &Texts) -> Vec<CauseRow> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let day = as_of(figures.year, figures.today);
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
            under_way: count
                .under_way
                .iter()
                .map(|row| under_way(book, day, row))
                .collect(),
        }
    };
    counts.iter().map(row).collect()
}

fn under_way(book: &Book, day: NaiveDate, row: &UnderWay) -> RemedyRow {
    let remedy = &row.remedy;
    let who = remedy.who.as_deref();
    RemedyRow {
        unit: book.units()[row.unit].id.clone(),
        candidate: row.line.map(|line| line.person(book).id.clone()),
        text: clean(&remedy.text).into_owned(),
        who: who.map(|who| clean(who).into_owned()),
        by: remedy.by,
        overdue: remedy.by.is_some_and(|by| by < day),
    }
}

impl RemedyRow {
    /// What is done for whom, by whom and by when, as far as that is said.
    fn told(&self, texts: &Texts) -> String {
        let whose = self
            .candidate
            .as_ref()
            .map_or(self.unit.as_str(), CandidateId::as_str);
        let by = self.by.map(show_date).map(|day| {
            let key = if self.overdue {
                "cause.late"
            } else {
                "cause.by"
            };
            texts.fill(key, &[("date", &day)])
        });
        let parts = [Some(self.text.clone()), self.who.clone(), by];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{}: {}", whose, parts.join(", "))
    }
}

impl CauseRow {
    fn kind_word<'a>(&self, texts: &'a Texts) -> &'a str {
        texts.get(match self.kind {
            Some("objective") => "cause.objective",
            Some(_) => "cause.subjective",
            None => "value.unsaid",
        })
    }

    /// What is being done.
    fn told(&self, texts: &Texts) -> String {
        let each = self.under_way.iter().map(|row| row.told(texts));
        each.collect::<Vec<_>>().join("; ")
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
            Cell::Text(self.remedies.join("; ")),
            Cell::Text(self.told(texts)),
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
        let under_way = row.told(texts);
        let note = match under_way.as_str() {
            "" => note,
            told => format!("{note} · {told}"),
        };
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
            "col.remedies",
            "col.under-way",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(|row| row.cells(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}
