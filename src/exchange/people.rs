//! The list of people that goes out: a column for each field that anybody has, under headings that an import knows.

use super::table::{Cell, Shape, Table};
use super::{Numbers, Report, scope};
use crate::model::import::Given;
use crate::model::{Arg, CandidateId, Label, Refusal, ScalarField, UnitId, clean};
use crate::rules::{Counted, Heading, Of, Spot, State, on_record, written_out};
use crate::text::Texts;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Fields whose columns stand in every list.
const ALWAYS: [&str; 3] = ["name", "born", "unit"];

/// People, each with the values that a list can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeopleReport {
    #[serde(skip)]
    columns: Vec<(String, Label)>,
    /// The people, by their organisations in the order of the tree.
    pub rows: Vec<PersonRow>,
    /// Files that are closed or rest: a list cannot say that of them, so they are not in it.
    pub left_out: usize,
}

/// A person of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    /// The person.
    pub candidate: CandidateId,
    /// The organisation.
    pub unit: UnitId,
    /// Values by the names of fields, as `ketnap set` takes them; days as files hold them.
    pub fields: BTreeMap<String, String>,
    #[serde(skip)]
    shown: BTreeMap<String, Cell>,
}

/// The columns that there are, in the order of the known headings: the field and what it is called.
fn columns(headings: &[Heading], counted: Counted<'_>) -> Vec<(String, Label)> {
    let rows = written_out(headings, &counted.rules.procedure).into_iter();
    let rows = rows.filter(|row| matches!(row.of, Of::People | Of::Both));
    let columns = rows.filter_map(|row| match &row.fills[..] {
        [one] => Some((one.clone(), row.label?)),
        _ => None,
    });
    // Of two for one field the first.
    let mut seen = BTreeSet::new();
    columns
        .filter(|(key, _)| seen.insert(key.clone()))
        .collect()
}

/// The field of a value that is hidden until somebody asks for the whole.
fn masked(key: &str) -> Option<&'static str> {
    let field = ScalarField::named(key).ok()?;
    field.is_masked().then_some(field.key())
}

/// A value as it is shown; a day of which only the month or the year is known in words.
fn cell(value: &Given, texts: &Texts) -> Cell {
    let whole = match value {
        Given::Day(day) => day.day(),
        Given::Text(_) | Given::Number(_) => None,
    };
    let words = || Cell::Text(clean(&texts.arg(&Arg::from(value))).into_owned());
    whole.map_or_else(words, Cell::Day)
}

impl PersonRow {
    /// The numbers in it that are hidden otherwise, by their fields.
    pub fn unmasked(&self) -> Vec<&'static str> {
        self.fields.keys().filter_map(|key| masked(key)).collect()
    }
}

impl PeopleReport {
    /// The people of an organisation and of all below it, or of the book. Numbers that a screen masks
    /// are in it only where they are asked for as a whole.
    pub fn new(
        counted: Counted<'_>,
        (unit, numbers): (Option<&UnitId>, Numbers),
        headings: &[Heading],
        texts: &Texts,
    ) -> Result<Self, Refusal> {
        let (book, figures) = (counted.book, counted.figures);
        let range = scope(book, figures, unit)?;
        let mut columns = columns(headings, counted);
        if numbers == Numbers::Masked {
            columns.retain(|(key, _)| masked(key).is_none());
        }
        let (mut rows, mut left_out) = (Vec::new(), 0);
        for node in &figures.tree.nodes[range] {
            let Spot::Unit(at) = node.spot else { continue };
            let unit = &book.units()[at];
            for line in figures.lines(at) {
                let person = line.person(book);
                if figures
                    .standing(line)
                    .is_none_or(|now| now.state != State::Active)
                {
                    left_out += 1;
                    continue;
                }
                let mut row = PersonRow {
                    candidate: person.id.clone(),
                    unit: unit.id.clone(),
                    fields: BTreeMap::new(),
                    shown: BTreeMap::new(),
                };
                for (key, _) in &columns {
                    let value = match &**key {
                        "unit" => Some(unit.name_on(figures.today).into()),
                        key => on_record(counted.known(), person, key),
                    };
                    let Some(value) = value else { continue };
                    row.shown.insert(key.clone(), cell(&value, texts));
                    let value = clean(&value.to_string()).into_owned();
                    row.fields.insert(key.clone(), value);
                }
                rows.push(row);
            }
        }
        columns.retain(|(key, _)| {
            ALWAYS.contains(&&**key) || rows.iter().any(|row| row.fields.contains_key(key))
        });
        Ok(Self {
            columns,
            rows,
            left_out,
        })
    }
}

impl Report for PeopleReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = self.columns.iter().map(|(_, label)| texts.label(label));
        let line = |row: &PersonRow| {
            let values = self.columns.iter().map(|(key, _)| row.shown.get(key));
            values
                .map(|cell| cell.cloned().unwrap_or(Cell::Empty))
                .collect()
        };
        Table {
            headers: headers.map(str::to_owned).collect(),
            rows: self.rows.iter().map(line).collect(),
            shape: Shape::Grid,
        }
    }
}

/// The list that is to be filled in: headings that an import knows, and one invented row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateReport {
    columns: Vec<TemplateColumn>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct TemplateColumn {
    heading: String,
    fields: Vec<String>,
    example: String,
}

impl TemplateReport {
    /// The columns of the known headings that have an example.
    pub fn new(headings: &[Heading], texts: &Texts) -> Self {
        let column = |row: &Heading| {
            Some(TemplateColumn {
                heading: texts.label(row.label.as_ref()?).to_owned(),
                fields: row.fills.clone(),
                example: row.example.clone()?,
            })
        };
        Self {
            columns: headings.iter().filter_map(column).collect(),
        }
    }
}

impl Report for TemplateReport {
    fn table(&self, _: &Texts) -> Table {
        let columns = || self.columns.iter();
        let row = columns().map(|column| Cell::text(&*column.example));
        Table {
            headers: columns().map(|column| column.heading.clone()).collect(),
            rows: vec![row.collect()],
            shape: Shape::Grid,
        }
    }
}
