//! The pipeline report: every open file, where it stands, how long, and what is next.

use super::table::{Cell, Shape, Table};
use super::{Report, scope, unit_id};
use crate::model::{CandidateId, Code, Label, Refusal, UnitId, clean, show_date};
use crate::rules::{Arrange, Case, Counted, Line, Show, Standing, arrange, pressing};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// Who is on the way, and what each file waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PipelineReport {
    /// Today.
    pub as_of: NaiveDate,
    /// The open files by stage, the longest wait first.
    pub rows: Vec<PipelineRow>,
}

/// One open file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PipelineRow {
    /// The person.
    pub candidate: CandidateId,
    /// The cell.
    pub unit: UnitId,
    /// The person's name.
    pub name: String,
    /// The stage; none where the record names one that the procedure does not know.
    pub stage: Option<Code>,
    #[serde(skip)]
    stage_name: Option<Label>,
    /// The day it was entered.
    pub since: Option<NaiveDate>,
    /// Days since then.
    pub days: Option<i64>,
    /// The day by which it is to be left.
    pub due: Option<NaiveDate>,
    /// That day is past.
    pub overdue: bool,
    /// What is next, as a sentence.
    pub next: String,
    /// What holds it back.
    pub blockers: Vec<String>,
}

impl PipelineReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(
        counted: Counted<'_>,
        unit: Option<&UnitId>,
        texts: &Texts,
    ) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let nodes = scope(book, figures, unit)?;
        let mut lines = Vec::new();
        let mut top = nodes.start;
        // A book without its root has several tops; each is arranged, then all are merged.
        while top < nodes.end {
            let listed = (Arrange::Stages, Show::Open, None);
            lines.extend_from_slice(arrange(counted, top, listed).lines());
            top = figures.tree.nodes[top].end;
        }
        lines.sort_by_key(|line| {
            let standing = figures.standing(*line);
            standing.map_or((usize::MAX, NaiveDate::MAX), |s| (s.stage, s.since))
        });
        let today = figures.today;
        Ok(Self {
            as_of: today,
            rows: lines
                .iter()
                .map(|line| row(counted, *line, texts))
                .collect(),
        })
    }
}

fn row(counted: Counted<'_>, line: Line, texts: &Texts) -> PipelineRow {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let today = figures.today;
    let person = line.person(book);
    let case = Case::counted(counted, line);
    let now = case.now();
    let stage = now.map(|s| &rules.procedure.stages[s.stage]);
    let limit = pressing(case.limits());
    let since = now.and_then(Standing::known_since);
    PipelineRow {
        candidate: person.id.clone(),
        unit: unit_id(book, crate::rules::Spot::Unit(line.unit as usize)).clone(),
        name: clean(&person.name).into_owned(),
        stage: stage.map(|s| s.id.clone()),
        stage_name: stage.map(|s| s.name.clone()),
        since,
        days: since.map(|since| (today - since).num_days()),
        due: limit.map(|limit| limit.due),
        overdue: limit.is_some_and(|limit| limit.overdue(today)),
        next: texts.say(&case.next()),
        blockers: case.blockers().iter().map(|what| texts.arg(what)).collect(),
    }
}

impl Report for PipelineReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.candidate",
            "col.unit",
            "col.name",
            "col.stage",
            "col.since",
            "col.days",
            "col.next",
            "col.blockers",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(|row| row.line(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}

impl PipelineRow {
    fn line(&self, texts: &Texts) -> Vec<Cell> {
        let stage = self.stage_name.as_ref();
        vec![
            Cell::text(self.candidate.as_str()),
            Cell::text(self.unit.as_str()),
            Cell::text(self.name.as_str()),
            stage.map_or(Cell::Empty, |label| Cell::text(texts.label(label))),
            self.since
                .map_or(Cell::Empty, |day| Cell::Text(show_date(day))),
            Cell::number(self.days),
            Cell::text(self.next.as_str()),
            Cell::Text(self.blockers.join(", ")),
        ]
    }
}
