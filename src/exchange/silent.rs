//! The report on weak cells: silent for years, without a source, with one only, or nearly too small.

use super::part::{Line, Part};
use super::table::{Cell, Shape, Table};
use super::{Report, scope};
use crate::model::{Code, Refusal, UnitId, clean, show_date};
use crate::rules::{Counted, Known, Weak, weak_cells};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// Cells from which nobody comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SilentReport {
    /// Today.
    pub as_of: NaiveDate,
    /// The cells.
    #[serde(flatten)]
    pub cells: Cells,
}

/// Weak cells in the order of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cells {
    /// Years without an admission that make a cell silent, this one too.
    pub years: u32,
    /// Cells that are known to have admitted nobody for so many years.
    pub rows: Vec<SilentRow>,
    /// Cells that are weak in another way only.
    pub others: Vec<SilentRow>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SilentRow {
    /// The cell.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// It is known to have admitted nobody for the years asked about.
    pub silent: bool,
    /// The last admission on record.
    pub last_admission: Option<NaiveDate>,
    /// Open files of people not admitted yet.
    pub open: u32,
    /// There is none.
    pub no_source: bool,
    /// The one source group that all of them come from.
    pub only_source: Option<Code>,
    /// Full members, where they are no more than a cell must have.
    pub few_members: Option<u32>,
    /// In what the cell is weak, in words.
    pub why: String,
}

impl SilentReport {
    /// The report on a unit and all below it, or on the whole book; silent are cells that are known
    /// to have admitted nobody for so many years.
    pub fn new(
        counted: Counted<'_>,
        (unit, years): (Option<&UnitId>, u32),
        texts: &Texts,
    ) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let node = scope(book, figures, unit)?.start;
        let weak = weak_cells(counted, node, years);
        Ok(Self {
            as_of: figures.today,
            cells: Cells::new(counted.known(), &weak, years, texts),
        })
    }
}

impl Cells {
    pub(super) fn new(about: Known<'_>, weak: &[Weak], years: u32, texts: &Texts) -> Self {
        let row = |weak: &Weak| row(about, (weak, years), texts);
        let (silent, others): (Vec<&Weak>, Vec<&Weak>) = weak.iter().partition(|weak| weak.silent);
        Self {
            years,
            rows: silent.into_iter().map(row).collect(),
            others: others.into_iter().map(row).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &SilentRow> {
        self.rows.iter().chain(&self.others)
    }

    /// The cells as a part of the analysis.
    pub(super) fn part(&self, texts: &Texts) -> Part {
        let line = |row: &SilentRow| {
            let open = Cell::Number(i64::from(row.open));
            Line::new(&row.name, open, format!("{} ({})", row.why, row.unit))
        };
        Part {
            head: texts.get("analysis.weak").to_owned(),
            lines: self.all().map(line).collect(),
            ..Part::default()
        }
    }
}

fn row(known: Known<'_>, (weak, years): (&Weak, u32), texts: &Texts) -> SilentRow {
    let Known { book, rules, today } = known;
    let unit = &book.units()[weak.unit];
    let group = weak.only.as_ref().map(|id| {
        let known = rules.source(id);
        known.map_or(id.as_str(), |source| texts.label(&source.name))
    });
    let (years, few) = (years.to_string(), weak.few.map(|full| full.to_string()));
    let why = [
        weak.silent
            .then(|| texts.fill("weak.silent", &[("years", &years)])),
        weak.no_source()
            .then(|| texts.get("weak.no-source").to_owned()),
        group.map(|group| texts.fill("weak.one-source", &[("source", group)])),
        few.map(|full| texts.fill("weak.few", &[("full", &full)])),
    ];
    SilentRow {
        unit: unit.id.clone(),
        name: clean(unit.name_on(today)).into_owned(),
        silent: weak.silent,
        last_admission: weak.last,
        open: weak.files,
        no_source: weak.no_source(),
        only_source: weak.only.clone(),
        few_members: weak.few,
        why: why.into_iter().flatten().collect::<Vec<_>>().join("; "),
    }
}

impl Report for SilentReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.cell",
            "col.id",
            "col.why",
            "col.not-admitted",
            "col.last-admission",
        ];
        let row = |row: &SilentRow| {
            let last = row.last_admission.map(show_date);
            vec![
                Cell::text(row.name.as_str()),
                Cell::text(row.unit.as_str()),
                Cell::text(row.why.as_str()),
                Cell::Number(i64::from(row.open)),
                last.map_or(Cell::Empty, Cell::Text),
            ]
        };
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.cells.all().map(row).collect(),
            shape: Shape::Grid,
        }
    }
}
