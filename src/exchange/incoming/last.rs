//! What became of each row of an import: what is kept of it, and how it is shown with the book as it is now.

use crate::exchange::Report;
use crate::exchange::table::{Cell, Shape, Table};
use crate::model::import::{Cell as Unit, Issue, Mark, Reading, Row, Taken, What};
use crate::model::{Book, CandidateId, Imported, ImportedProblem, ImportedRow, UnitId, clean};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// What is kept of a list of which these rows were taken: marks, numbers and ids, no value.
pub fn imported(reading: &Reading, n: u32, taken: &[Taken]) -> Imported {
    let mut taken = taken.iter().peekable();
    let rows = reading.rows.iter().enumerate().map(|(at, row)| {
        let written = taken.next_if(|taken| taken.row == at);
        let settled = settled(row);
        ImportedRow {
            sheet: place(reading, row),
            row: row.row,
            mark: row.mark.word().to_owned(),
            taken: written.is_some(),
            problems: row
                .problems
                .iter()
                .map(|problem| ImportedProblem {
                    cell: problem.cell.clone(),
                    code: problem.code.word().to_owned(),
                })
                .collect(),
            person: written.and_then(|it| it.person.clone()).or(settled.0),
            unit: written.and_then(|it| it.unit.clone()).or(settled.1),
        }
    });
    Imported {
        n,
        sha256: reading.sha256.clone(),
        rows: rows.collect(),
    }
}

/// The place of a row's sheet, from 1.
fn place(reading: &Reading, row: &Row) -> Option<u32> {
    row.sheet.as_ref()?;
    let at = reading.sheets.iter().position(|name| *name == row.sheet)?;
    u32::try_from(at + 1).ok()
}

/// The record of the book that a row is of, where no answer could make it another.
fn settled(row: &Row) -> (Option<CandidateId>, Option<UnitId>) {
    if !matches!(row.mark, Mark::Filled | Mark::Conflict | Mark::Same) {
        return (None, None);
    }
    match &row.what {
        What::Person(person) => (person.of_book.clone(), None),
        What::Quota(allotted) => match &allotted.cell {
            Unit::Known(id) => (None, Some(id.clone())),
            Unit::New(_) | Unit::Asked => (None, None),
        },
        What::Nothing => (None, None),
    }
}

/// What became of each row of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastReport {
    /// The number of the import.
    pub import: u32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The rows, in the order of the file.
    pub rows: Vec<LastRow>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastRow {
    /// The place of its sheet, from 1; none in a text file.
    pub sheet: Option<u32>,
    /// Its number.
    pub row: u32,
    /// The word of its mark.
    pub mark: String,
    /// Whether something of it was written.
    pub taken: bool,
    /// The person.
    pub candidate: Option<CandidateId>,
    /// The organisation: the person's now, or that of a quota.
    pub unit: Option<UnitId>,
    /// The person's name now; none where the record is gone, or there was none.
    pub name: Option<String>,
    /// What was told or asked.
    pub problems: Vec<ImportedProblem>,
    #[serde(skip)]
    unit_name: Option<String>,
}

impl LastRow {
    /// Whether it stayed out of the book as it asked or was in error.
    pub fn waits(&self) -> bool {
        let mark = Mark::from_word(&self.mark);
        !self.taken && matches!(mark, Some(Mark::Asked | Mark::Error))
    }

    /// Whether the book said otherwise, and nothing was taken.
    pub fn differs(&self) -> bool {
        !self.taken && Mark::from_word(&self.mark) == Some(Mark::Conflict)
    }

    /// What became of it in a word; of a mark that is not known the word itself.
    fn became<'a>(&'a self, texts: &'a Texts) -> &'a str {
        match Mark::from_word(&self.mark) {
            Some(Mark::Conflict) if self.taken => texts.get("import.taken-from-file"),
            Some(mark) => texts.get(mark.text_key()),
            None => &self.mark,
        }
    }
}

impl LastReport {
    /// Joins what is kept with the book as it is.
    pub fn new(imported: Imported, book: &Book, today: NaiveDate) -> Self {
        let row = |row: ImportedRow| {
            let held = row.person.as_ref().and_then(|id| book.candidate(id));
            let home = held.map(|(unit, _)| unit);
            let unit = home.or_else(|| book.unit(row.unit.as_ref()?));
            LastRow {
                sheet: row.sheet,
                row: row.row,
                mark: clean(&row.mark).into_owned(),
                taken: row.taken,
                unit: unit.map(|unit| unit.id.clone()).or(row.unit),
                name: held.map(|(_, person)| clean(&person.name).into_owned()),
                problems: row.problems,
                unit_name: unit.map(|unit| unit.name_on(today).to_owned()),
                candidate: row.person,
            }
        };
        Self {
            import: imported.n,
            sha256: imported.sha256,
            rows: imported.rows.into_iter().map(row).collect(),
        }
    }
}

/// A problem in short; of a kind that is not known the word itself.
fn said(problem: &ImportedProblem, texts: &Texts) -> String {
    let kind = Issue::from_word(&problem.code);
    let kind = kind.map_or(&*problem.code, |code| texts.get(code.text_key()));
    format!("{}: {kind}", problem.cell)
}

impl Report for LastReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.sheet",
            "col.row",
            "col.outcome",
            "col.name",
            "col.unit",
            "col.remark",
        ];
        let line = |row: &LastRow| {
            let gone = row.candidate.as_ref().filter(|_| row.name.is_none());
            let gone = gone.map(|id| format!("{id}: {}", texts.get("show.no-record")));
            let problems = row.problems.iter().map(|problem| said(problem, texts));
            let id = row.unit.as_ref().map(UnitId::as_str);
            vec![
                Cell::number(row.sheet),
                Cell::number(Some(row.row)),
                Cell::text(row.became(texts)),
                Cell::text(row.name.clone().or(gone).unwrap_or_default()),
                Cell::text(row.unit_name.as_deref().or(id).unwrap_or_default()),
                Cell::text(problems.collect::<Vec<_>>().join("; ")),
            ]
        };
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(line).collect(),
            shape: Shape::Grid,
        }
    }
}
