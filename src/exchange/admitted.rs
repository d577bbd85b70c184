//! The report on the newly admitted of a year, in the columns of the statistical form.

use super::part::{Line, Part};
use super::quota::Tenths;
use super::table::{Cell, Table};
use super::{Report, part, scope};
use crate::model::{Refusal, UnitId, clean};
use crate::rules::{Admitted, Ages, BANDS, Counted, Split, Words, admitted, as_of};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// The people admitted in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdmittedReport {
    /// The year.
    pub year: i32,
    /// The day on which its figures stand.
    pub as_of: NaiveDate,
    /// The columns.
    #[serde(flatten)]
    pub form: Form,
}

/// The columns of the form. All but the first three are about those on record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Form {
    /// People admitted.
    pub admitted: u32,
    /// Of these, with a record here.
    pub listed: u32,
    /// Of these, without one: nothing more is known of them.
    pub unlisted: u32,
    /// Women.
    pub women: SplitRow,
    /// People of an ethnic minority.
    pub ethnic_minority: SplitRow,
    /// People with a religion.
    pub religion: SplitRow,
    /// Members of the youth union.
    pub youth_union: SplitRow,
    /// People admitted again.
    pub readmitted: u32,
    /// Ages on the day of admission.
    pub ages: AgesRow,
    /// Peoples.
    pub ethnicities: WordsRow,
    /// General schooling.
    pub schooling: WordsRow,
    /// Professional training.
    pub profession: WordsRow,
    /// Occupations.
    pub occupation: WordsRow,
}

/// A question answered yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct SplitRow {
    pub yes: u32,
    pub no: u32,
    pub unknown: u32,
}

/// Ages in completed years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgesRow {
    /// People below the first band.
    pub younger: u32,
    /// The bands.
    pub bands: Vec<BandRow>,
    /// People whose day of birth is not on record.
    pub unknown: u32,
    /// The average, with one decimal.
    pub average: Option<Tenths>,
}

/// One band of ages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BandRow {
    /// The first age in it.
    pub from: u32,
    /// The last.
    pub to: Option<u32>,
    /// People.
    pub people: u32,
}

/// What stands in a field of free words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordsRow {
    /// The words, the most frequent first.
    pub rows: Vec<WordRow>,
    /// People whose file does not say.
    pub unknown: u32,
}

/// One word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordRow {
    /// The word.
    pub value: String,
    /// People.
    pub people: u32,
}

impl AdmittedReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(counted: Counted<'_>, unit: Option<&UnitId>) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let node = scope(book, figures, unit)?.start;
        Ok(Self {
            year: figures.year,
            as_of: as_of(figures.year, figures.today),
            form: Form::new(&admitted(counted, node)),
        })
    }
}

impl Form {
    pub(super) fn new(found: &Admitted) -> Self {
        Self {
            admitted: found.listed.saturating_add(found.unlisted),
            listed: found.listed,
            unlisted: found.unlisted,
            women: split(found.women),
            ethnic_minority: split(found.minority),
            religion: split(found.religious),
            youth_union: split(found.youth_union),
            readmitted: found.readmitted,
            ages: ages(&found.ages),
            ethnicities: words(&found.ethnicity),
            schooling: words(&found.schooling),
            profession: words(&found.profession),
            occupation: words(&found.occupation),
        }
    }

    /// The columns as two parts: the people, and their ages.
    pub(super) fn parts(&self, texts: &Texts) -> [Part; 2] {
        let number = |n: u32| Cell::Number(i64::from(n));
        let plain = |key, n| Line::new(texts.get(key), number(n), "");
        let split = |key, row: SplitRow| {
            let (no, unknown) = (row.no.to_string(), row.unknown.to_string());
            let note = texts.fill("admitted.split", &[("no", &no), ("unknown", &unknown)]);
            Line::new(texts.get(key), number(row.yes), note)
        };
        let mut lines = vec![
            plain("admitted.all", self.admitted),
            plain("admitted.listed", self.listed),
            plain("admitted.unlisted", self.unlisted),
            split("admitted.women", self.women),
            split("admitted.minority", self.ethnic_minority),
            split("admitted.religious", self.religion),
            split("admitted.youth-union", self.youth_union),
            plain("admitted.readmitted", self.readmitted),
        ];
        for (key, words) in [
            ("field.ethnicity", &self.ethnicities),
            ("field.schooling", &self.schooling),
            ("field.profession", &self.profession),
            ("field.occupation", &self.occupation),
        ] {
            lines.extend(words.lines(texts.get(key), texts));
        }
        let people = Part {
            head: texts.get("analysis.admitted").to_owned(),
            lines,
            ..Part::default()
        };
        let ages = Part {
            head: texts.get("analysis.ages").to_owned(),
            lines: self.ages.lines(texts),
            bars: true,
            ..Part::default()
        };
        [people, ages]
    }
}

fn split(found: Split) -> SplitRow {
    SplitRow {
        yes: found.yes,
        no: found.no,
        unknown: found.unknown,
    }
}

fn ages(found: &Ages) -> AgesRow {
    let band = |((from, to), people): (&(u32, Option<u32>), &u32)| BandRow {
        from: *from,
        to: *to,
        people: *people,
    };
    AgesRow {
        younger: found.younger,
        bands: BANDS.iter().zip(&found.bands).map(band).collect(),
        unknown: found.unknown,
        average: found.average_tenths().map(Tenths),
    }
}

fn words(found: &Words) -> WordsRow {
    let row = |(value, people): &(String, u32)| WordRow {
        value: clean(value).into_owned(),
        people: *people,
    };
    WordsRow {
        rows: found.rows.iter().map(row).collect(),
        unknown: found.unknown,
    }
}

impl AgesRow {
    fn lines(&self, texts: &Texts) -> Vec<Line> {
        let line = |label, people: u32| Line::new(label, Cell::Number(i64::from(people)), "");
        let age = |key, age: u32| texts.fill(key, &[("age", &age.to_string())]);
        let mut lines = Vec::new();
        if let (true, Some(first)) = (self.younger > 0, self.bands.first()) {
            lines.push(line(age("admitted.younger", first.from), self.younger));
        }
        for band in &self.bands {
            let (from, to) = (band.from.to_string(), band.to.map(|to| to.to_string()));
            let label = match to {
                Some(to) => texts.fill("admitted.band", &[("from", &from), ("to", &to)]),
                None => age("admitted.older", band.from - 1),
            };
            lines.push(line(label, band.people));
        }
        if self.unknown > 0 {
            lines.push(line(
                texts.get("admitted.age-unknown").to_owned(),
                self.unknown,
            ));
        }
        let average = self.average.map_or(Cell::Empty, |average| {
            Cell::Text(format!("{}.{}", average.0 / 10, average.0 % 10))
        });
        lines.push(Line::new(texts.get("admitted.average"), average, ""));
        lines
    }
}

impl WordsRow {
    fn lines(&self, column: &str, texts: &Texts) -> Vec<Line> {
        let line = |value: &str, people: u32| {
            let label = texts.fill("admitted.word", &[("column", column), ("value", value)]);
            Line::new(label, Cell::Number(i64::from(people)), "")
        };
        let rows = self.rows.iter();
        let mut lines: Vec<Line> = rows.map(|row| line(&row.value, row.people)).collect();
        if self.unknown > 0 {
            lines.push(line(texts.get("admitted.unknown"), self.unknown));
        }
        lines
    }
}

impl Report for AdmittedReport {
    fn table(&self, texts: &Texts) -> Table {
        part::lines(&self.form.parts(texts), texts)
    }
}
