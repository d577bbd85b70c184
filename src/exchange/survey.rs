//! The survey report: where candidates may come from, group by group, and what became of it.

use super::quota::Tenths;
use super::table::{Cell, Shape, Table};
use super::{Report, scope, unit_id};
use crate::model::{Book, Code, Label, Refusal, Survey, UnitId, clean};
use crate::rules::{
    Counted, Figures, Rules, SourceGap, Spot, as_of, percent_tenths, source_name, survey_gap,
};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// What the surveys of a year found, against the files.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurveyReport {
    /// The year that the surveys look at.
    pub year: i32,
    /// The day of the files.
    pub as_of: NaiveDate,
    /// The newest survey of each organisation that has one, in the order of the tree.
    pub rows: Vec<SurveyRow>,
    /// All of them together.
    pub total: Vec<GroupRow>,
    /// Cells that no survey of the year covers.
    pub not_surveyed: Vec<PlainUnit>,
    /// Local officers, and how many of them are members.
    pub officers: Vec<OfficerRow>,
}

/// An organisation by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlainUnit {
    /// The organisation.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
}

/// One survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SurveyRow {
    /// The organisation; a committee's survey is of all below it.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The day of the survey.
    pub on: NaiveDate,
    /// The first year it looks at.
    pub from: i32,
    /// The last year it looks at.
    pub until: i32,
    /// Its groups, and those of the files.
    pub groups: Vec<GroupRow>,
    /// What a reader must know about it.
    pub note: Option<String>,
    /// Where it is known from.
    pub source: Option<String>,
}

/// One source group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupRow {
    /// The group; none for files without one.
    pub source: Option<Code>,
    #[serde(skip)]
    name: Option<Label>,
    /// People of the group.
    pub people: u32,
    /// Of these, fit for admission.
    pub fit: u32,
    /// Of these, asked.
    pub asked: u32,
    /// Of these, willing.
    pub willing: u32,
    /// Files on the way to an admission.
    pub open: u32,
    /// People admitted since the survey.
    pub admitted: u32,
    /// Willing people who should become candidates.
    pub missing: u32,
}

/// The newest count of officers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfficerRow {
    /// The organisation.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The day of the count.
    pub on: NaiveDate,
    /// Officers.
    pub officers: u32,
    /// Of these, Party members.
    pub members: u32,
    /// In percent, with one decimal.
    pub percent: Option<Tenths>,
    /// Where it is known from.
    pub source: Option<String>,
}

impl SurveyReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(counted: Counted<'_>, unit: Option<&UnitId>) -> Result<Self, Refusal> {
        let Counted {
            book,
            rules,
            figures,
        } = counted;
        let nodes = scope(book, figures, unit)?;
        let surveyed = survey_gap(counted, nodes.clone());
        let plain = |node: usize| plain_unit(book, figures, node);
        let group = |gap: &SourceGap| group_row(rules, gap);
        let survey = |node: usize, survey: &Survey, groups: &[SourceGap]| {
            let PlainUnit { unit, name } = plain(node);
            SurveyRow {
                unit,
                name,
                on: survey.on,
                from: survey.period.from,
                until: survey.period.last(),
                groups: groups.iter().map(group).collect(),
                note: cleaned(survey.note.as_ref()),
                source: cleaned(survey.source.as_ref()),
            }
        };
        let areas = surveyed.areas.iter();
        let rows = areas.map(|area| survey(area.node, area.survey, &area.groups));
        Ok(Self {
            year: figures.year,
            as_of: figures.today,
            rows: rows.collect(),
            total: surveyed.total(rules).iter().map(group).collect(),
            not_surveyed: surveyed.left_out.iter().map(|node| plain(*node)).collect(),
            officers: nodes
                .filter_map(|node| officers(book, figures, node))
                .collect(),
        })
    }
}

pub(super) fn cleaned(text: Option<&String>) -> Option<String> {
    text.map(|text| clean(text).into_owned())
}

pub(super) fn plain_unit(book: &Book, figures: &Figures, node: usize) -> PlainUnit {
    let spot = figures.tree.nodes[node].spot;
    let unit = unit_id(book, spot).clone();
    let day = as_of(figures.year, figures.today);
    let name = match spot {
        Spot::Unit(at) => book.units()[at].name_on(day),
        Spot::Unreadable(_) => unit.as_str(),
    };
    let name = clean(name).into_owned();
    PlainUnit { unit, name }
}

fn group_row(rules: &Rules, gap: &SourceGap) -> GroupRow {
    GroupRow {
        source: gap.source.clone(),
        name: gap.source.as_ref().map(|source| source_name(rules, source)),
        people: gap.people,
        fit: gap.fit,
        asked: gap.asked,
        willing: gap.willing,
        open: gap.open,
        admitted: gap.admitted,
        missing: gap.missing,
    }
}

fn officers(book: &Book, figures: &Figures, node: usize) -> Option<OfficerRow> {
    let Spot::Unit(at) = figures.tree.nodes[node].spot else {
        return None;
    };
    let day = as_of(figures.year, figures.today);
    let counts = book.units()[at].officers.iter();
    let count = counts
        .filter(|row| row.on <= day)
        .max_by_key(|row| row.on)?;
    let PlainUnit { unit, name } = plain_unit(book, figures, node);
    Some(OfficerRow {
        unit,
        name,
        on: count.on,
        officers: count.officers,
        members: count.members,
        percent: percent_tenths(count.members, count.officers).map(Tenths),
        source: cleaned(count.source.as_ref()),
    })
}

impl Report for SurveyReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.unit",
            "col.source",
            "col.people",
            "col.fit",
            "col.asked",
            "col.willing",
            "col.open",
            "col.admitted",
            "col.missing",
        ];
        let total = texts.get("survey.total");
        let of = |unit: &str, groups: &[GroupRow]| -> Vec<Vec<Cell>> {
            groups.iter().map(|row| row.line(unit, texts)).collect()
        };
        let mut rows: Vec<_> = self
            .rows
            .iter()
            .flat_map(|row| of(row.unit.as_str(), &row.groups))
            .collect();
        rows.extend(of(total, &self.total));
        let empty = |unit: &str, said: String| {
            let mut cells = vec![Cell::text(unit), Cell::Text(said)];
            cells.resize(headers.len(), Cell::Empty);
            cells
        };
        rows.extend(self.officers.iter().map(|row| {
            let share = format!("{}/{}", row.members, row.officers);
            let said = texts.fill("survey.officers", &[("share", &share)]);
            empty(row.unit.as_str(), said)
        }));
        let not_surveyed = texts.get("survey.not-surveyed");
        let left_out = self.not_surveyed.iter();
        let left_out = left_out.map(|row| row.unit.as_str());
        rows.extend(left_out.map(|unit| empty(unit, not_surveyed.to_owned())));
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows,
            shape: Shape::Grid,
        }
    }
}

impl GroupRow {
    fn line(&self, unit: &str, texts: &Texts) -> Vec<Cell> {
        let group = self.name.as_ref().map(|name| texts.label(name));
        let numbers = [
            self.people,
            self.fit,
            self.asked,
            self.willing,
            self.open,
            self.admitted,
            self.missing,
        ];
        let mut cells = vec![
            Cell::text(unit),
            Cell::text(group.unwrap_or(texts.get("survey.no-group"))),
        ];
        cells.extend(numbers.map(|number| Cell::number(Some(number))));
        cells
    }
}
