//! A reading as JSON for programs: stable English keys, sentences in the language of the texts.

use super::grid::Alphabet;
use crate::exchange::Report;
use crate::exchange::table::{Cell, Shape, Table as Sheet};
use crate::model::clean;
use crate::model::import::{Allotted, Given, Mark, Problem, Reading, Row, Table, What};
use crate::text::Texts;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What `--dry-run --format json` prints.
#[derive(Debug, Serialize)]
pub struct ReadingReport<'a> {
    file: Cow<'a, str>,
    sha256: &'a str,
    letters: &'static str,
    tables: Vec<TableRow<'a>>,
    sheets_off: Vec<Cow<'a, str>>,
    rows: Vec<AnyRow<'a>>,
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct TableRow<'a> {
    sheet: Option<Cow<'a, str>>,
    header_rows: &'a [u32],
    columns: Vec<ColumnRow<'a>>,
    left_out: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubtful: Vec<DoubtRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ColumnRow<'a> {
    heading: Cow<'a, str>,
    field: &'a str,
}

#[derive(Debug, Serialize)]
struct DoubtRow<'a> {
    heading: Cow<'a, str>,
    fields: &'a [String],
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum AnyRow<'a> {
    Person {
        sheet: Option<Cow<'a, str>>,
        row: u32,
        mark: Mark,
        unit: Option<Cow<'a, str>>,
        name: Option<Cow<'a, str>>,
        fields: Fields<'a>,
        problems: Vec<ProblemRow<'a>>,
    },
    Quota {
        sheet: Option<Cow<'a, str>>,
        row: u32,
        mark: Mark,
        unit: Option<Cow<'a, str>>,
        year: Option<i32>,
        track: Option<Cow<'a, str>>,
        group: Option<&'a str>,
        target: Option<u32>,
        at_least: bool,
        exempt: bool,
        members: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<Cow<'a, str>>,
        problems: Vec<ProblemRow<'a>>,
    },
}

/// Values by the names of fields, written as they come: of a long list that is much.
#[derive(Debug)]
struct Fields<'a>(Option<&'a BTreeMap<String, Given>>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.0.into_iter().flatten();
        serializer.collect_map(fields.map(|(key, given)| {
            let shown = match given {
                Given::Text(text) => clean(text),
                Given::Day(_) | Given::Number(_) => given.to_string().into(),
            };
            (key, shown)
        }))
    }
}

#[derive(Debug, Serialize)]
struct ProblemRow<'a> {
    cell: &'a str,
    code: &'static str,
    message: String,
}

#[derive(Debug, Serialize)]
struct Counts {
    new: usize,
    filled: usize,
    conflict: usize,
    asked: usize,
    same: usize,
    skipped: usize,
    error: usize,
}

impl Alphabet {
    /// Its name in reports.
    fn word(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Windows1258 => "windows-1258",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
        }
    }
}

/// Texts of the file, to be shown.
fn cleaned(texts: &[String]) -> Vec<Cow<'_, str>> {
    texts.iter().map(|text| clean(text)).collect()
}

fn problems<'a>(all: &'a [Problem], texts: &Texts) -> Vec<ProblemRow<'a>> {
    let said = |problem: &Problem| {
        let said = texts.say(&problem.message);
        match problem.code.hint() {
            Some(hint) => format!("{said} {}", texts.get(hint)),
            None => said,
        }
    };
    let row = |problem: &'a Problem| ProblemRow {
        cell: &problem.cell,
        code: problem.code.word(),
        message: said(problem),
    };
    all.iter().map(row).collect()
}

fn table(table: &Table) -> TableRow<'_> {
    let columns = table.columns.iter();
    let doubts = columns.filter(|column| !column.doubts.is_empty());
    TableRow {
        sheet: table.sheet.as_deref().map(clean),
        header_rows: &table.header_rows,
        columns: table
            .filling()
            .map(|column| ColumnRow {
                heading: clean(&column.heading),
                field: &column.field,
            })
            .collect(),
        left_out: table.left_out().into_iter().map(clean).collect(),
        doubtful: doubts
            .map(|column| DoubtRow {
                heading: clean(&column.heading),
                fields: &column.doubts,
            })
            .collect(),
    }
}

fn any_row<'a>(row: &'a Row, texts: &Texts) -> AnyRow<'a> {
    let problems = problems(&row.problems, texts);
    let (sheet, unit, mark) = (
        row.sheet.as_deref().map(clean),
        row.unit.as_deref().map(clean),
        row.mark,
    );
    let person = match &row.what {
        What::Quota(Allotted {
            cell: _,
            year,
            track,
            of_book: _,
            group,
            target,
            at_least,
            exempt,
            members,
            members_on: _,
            note,
            at: _,
        }) => {
            return AnyRow::Quota {
                sheet,
                row: row.row,
                mark,
                unit,
                year: *year,
                track: track.as_deref().map(clean),
                group: group.as_ref().map(crate::model::Code::as_str),
                target: *target,
                at_least: *at_least,
                exempt: *exempt,
                members: *members,
                note: note.as_deref().map(clean),
                problems,
            };
        }
        What::Person(person) => Some(person),
        What::Nothing => None,
    };
    AnyRow::Person {
        sheet,
        row: row.row,
        mark,
        unit,
        name: person.map(|person| clean(&person.name)),
        fields: Fields(person.map(|person| &person.fields)),
        problems,
    }
}

impl<'a> ReadingReport<'a> {
    /// A reading of a file of this name.
    pub fn new(reading: &'a Reading, file: &'a str, texts: &Texts) -> Self {
        Self {
            file: clean(file),
            sha256: &reading.sha256,
            letters: reading.alphabet.word(),
            tables: reading.tables.iter().map(table).collect(),
            sheets_off: cleaned(&reading.sheets_off),
            rows: reading.rows.iter().map(|row| any_row(row, texts)).collect(),
            counts: Counts {
                new: reading.count(Mark::New),
                filled: reading.count(Mark::Filled),
                conflict: reading.count(Mark::Conflict),
                asked: reading.count(Mark::Asked),
                same: reading.count(Mark::Same),
                skipped: reading.count(Mark::Skipped),
                error: reading.count(Mark::Error),
            },
        }
    }
}

impl Report for ReadingReport<'_> {
    fn table(&self, texts: &Texts) -> Sheet {
        let headers = [
            "col.row",
            "col.becomes",
            "col.name",
            "col.unit",
            "col.remark",
        ];
        Sheet {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(|row| row.line(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}

impl AnyRow<'_> {
    fn line(&self, texts: &Texts) -> Vec<Cell> {
        let (row, mark, unit, problems) = match self {
            Self::Person {
                row,
                mark,
                unit,
                problems,
                ..
            }
            | Self::Quota {
                row,
                mark,
                unit,
                problems,
                ..
            } => (row, mark, unit, problems),
        };
        let what = match self {
            Self::Person { name, .. } => name.as_deref().unwrap_or_default().to_owned(),
            Self::Quota {
                target,
                group,
                exempt,
                at_least,
                ..
            } => {
                let least = if *at_least { "≥ " } else { "" };
                let number = target.map(|target| format!("{least}{target}"));
                let group = group.map(|group| format!(" {group}")).unwrap_or_default();
                match number {
                    Some(number) => format!("{number}{group}"),
                    None if *exempt => texts.get("import.exempt").to_owned(),
                    None => String::new(),
                }
            }
        };
        let said = |problem: &ProblemRow<'_>| format!("{}: {}", problem.cell, problem.message);
        let said: Vec<String> = problems.iter().map(said).collect();
        vec![
            Cell::number(Some(*row)),
            Cell::text(texts.get(mark.text_key())),
            Cell::text(what),
            Cell::text(unit.as_deref().unwrap_or_default()),
            Cell::Text(said.join(" ")),
        ]
    }
}
