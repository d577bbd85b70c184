//! The analysis report: everything that shows why a year goes as it goes, as one set of numbers.

use super::admitted::Form;
use super::causes::CauseRow;
use super::quota::{PeopleRow, Tenths};
use super::silent::Cells;
use super::table::{Format, Room, Table, write};
use super::{Report, causes, part, scope, unit_id};
use crate::model::{Book, CandidateId, Code, Label, Refusal, UnitId, clean};
use crate::rules::{Analysis, Counted, Curve, Pace, Past, Rules, Spot, Waiting, as_of};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// Why a year goes as it goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnalysisReport {
    /// The year.
    pub year: i32,
    /// The day on which its figures stand.
    pub as_of: NaiveDate,
    /// The organisation, with all below it.
    pub unit: Option<UnitId>,
    /// Its name on that day.
    pub name: String,
    /// A file below cannot be read, so the numbers are a lower bound.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
    /// The year's course.
    pub curve: CurveRows,
    /// The year and those before it.
    pub history: Vec<YearRow>,
    /// Files by stage.
    pub funnel: Funnel,
    /// Causes in the year.
    pub causes: Vec<CauseRow>,
    /// Source groups.
    pub sources: Vec<SourceRow>,
    /// The newly admitted.
    pub newly_admitted: Form,
    /// Weak cells.
    pub cells: Cells,
    /// Files that wait above their cell today, the longest wait first.
    pub waiting: Vec<WaitingRow>,
}

/// A number of people by one track.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// The plan or resolution.
    pub track: Code,
    /// People to admit.
    pub target: u32,
}

/// Admissions month by month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurveRows {
    /// The months.
    pub points: Vec<PointRow>,
    /// The year's quotas.
    pub targets: Vec<Target>,
    /// The latest day as of which an amount without records is known.
    pub unlisted_as_of: Option<NaiveDate>,
}

/// Admissions since the year began, by the end of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointRow {
    /// The month.
    pub month: u32,
    /// Its last day, or the day of the figures.
    pub until: NaiveDate,
    /// People admitted; none where the month has not come.
    pub admitted: Option<u32>,
    /// Of these, on record, by their day.
    pub listed: Option<u32>,
    /// Of these, without a record: counted from the day as of which the amount is known.
    pub unlisted: Option<u32>,
    /// What an even pace would have admitted.
    pub even: Vec<PeopleRow>,
}

/// One year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearRow {
    /// The year.
    pub year: i32,
    /// People admitted; none where that is not known.
    pub admitted: Option<u32>,
    /// On record here.
    pub listed: u32,
    /// Without a record here.
    pub unlisted: u32,
    /// The year's quotas.
    pub targets: Vec<Target>,
}

/// Active files by stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// The stages in the order of the procedure.
    pub stages: Vec<StageRow>,
    /// Files at rest.
    pub paused: u32,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageRow {
    /// The stage.
    pub stage: Code,
    #[serde(skip)]
    pub(super) name: Label,
    /// Active files in it.
    pub people: u32,
    /// The median days that files of the book stayed in it.
    pub median_days: Option<u32>,
    /// Of how many files that is.
    pub median_of: Option<u32>,
}

/// One source group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRow {
    /// The group; none where the file names none.
    pub source: Option<Code>,
    #[serde(skip)]
    pub(super) name: Option<Label>,
    /// Open files.
    pub open: u32,
    /// People on record admitted in the year.
    pub admitted: u32,
}

/// One file that waits above its cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaitingRow {
    /// The person.
    pub candidate: CandidateId,
    /// The cell.
    pub unit: UnitId,
    /// The person's name.
    pub name: String,
    /// The stage.
    pub stage: Code,
    #[serde(skip)]
    pub(super) stage_name: Label,
    /// Since when.
    pub since: NaiveDate,
    /// Days since then.
    pub days: i64,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// That day is past.
    pub overdue: bool,
}

impl AnalysisReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(
        counted: Counted<'_>,
        unit: Option<&UnitId>,
        texts: &Texts,
    ) -> Result<Self, Refusal> {
        let Counted {
            book,
            rules,
            figures,
        } = counted;
        let node = scope(book, figures, unit)?.start;
        let pace = Pace::of(counted.known());
        let found = Analysis::of(counted, &pace, node);
        let day = as_of(figures.year, figures.today);
        let spot = figures.tree.nodes.get(node).map(|node| node.spot);
        let name = match spot {
            Some(Spot::Unit(at)) => book.units()[at].name_on(day),
            Some(bad) => unit_id(book, bad).as_str(),
            None => "",
        };
        Ok(Self {
            year: figures.year,
            as_of: day,
            unit: spot.map(|spot| unit_id(book, spot).clone()),
            name: clean(name).into_owned(),
            incomplete: found.incomplete,
            curve: curve(book, &found.curve),
            history: found.history.iter().map(|past| year(book, past)).collect(),
            funnel: funnel(rules, &found),
            causes: causes::rows(counted, &found.causes, texts),
            sources: sources(rules, &found),
            newly_admitted: Form::new(&found.admitted),
            cells: Cells::new(counted.known(), &found.weak, rules.silent_years, texts),
            waiting: found
                .waiting
                .iter()
                .map(|wait| waiting(counted, wait))
                .collect(),
        })
    }
}

fn targets(book: &Book, targets: &[Option<u32>]) -> Vec<Target> {
    let tracks = book.settings().tracks.iter().zip(targets);
    let given = tracks.filter_map(|(track, target)| Some((track, (*target)?)));
    given
        .map(|(track, target)| Target {
            track: track.id.clone(),
            target,
        })
        .collect()
}

fn curve(book: &Book, found: &Curve) -> CurveRows {
    let targets = targets(book, &found.targets);
    let even = |day| {
        let each = targets.iter().map(|row| PeopleRow {
            track: row.track.clone(),
            people: Tenths(found.even_tenths(row.target, day)),
        });
        each.collect()
    };
    let points = found.points.iter().map(|point| PointRow {
        month: point.month,
        until: point.until,
        admitted: point.count.map(crate::rules::Count::admitted),
        listed: point.count.map(|count| count.listed),
        unlisted: point.count.map(|count| count.unlisted),
        even: even(point.until),
    });
    CurveRows {
        points: points.collect(),
        unlisted_as_of: found.unlisted_as_of,
        targets,
    }
}

fn year(book: &Book, past: &Past) -> YearRow {
    YearRow {
        year: past.year,
        admitted: past.admitted(),
        listed: past.listed,
        unlisted: past.unlisted,
        targets: targets(book, &past.targets),
    }
}

fn funnel(rules: &Rules, found: &Analysis) -> Funnel {
    let stages = rules.procedure.stages.iter().zip(&found.funnel);
    Funnel {
        stages: stages
            .map(|(stage, count)| StageRow {
                stage: stage.id.clone(),
                name: stage.name.clone(),
                people: count.people,
                median_days: count.median.map(|(days, _)| days),
                median_of: count.median.map(|(_, of)| of),
            })
            .collect(),
        paused: found.paused,
    }
}

fn sources(rules: &Rules, found: &Analysis) -> Vec<SourceRow> {
    let groups = found.sources.iter();
    groups
        .map(|group| SourceRow {
            source: group.source.clone(),
            name: group
                .source
                .as_ref()
                .and_then(|id| rules.source(id))
                .map(|row| row.name.clone()),
            open: group.open,
            admitted: group.admitted,
        })
        .collect()
}

fn waiting(counted: Counted<'_>, wait: &Waiting) -> WaitingRow {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let (person, stage) = (wait.line.person(book), &rules.procedure.stages[wait.stage]);
    let limit = wait.limit(counted);
    WaitingRow {
        candidate: person.id.clone(),
        unit: wait.line.unit(book).id.clone(),
        name: clean(&person.name).into_owned(),
        stage: stage.id.clone(),
        stage_name: stage.name.clone(),
        since: wait.since,
        days: wait.days,
        due: limit.map(|limit| limit.due),
        overdue: limit.is_some_and(|limit| limit.overdue(figures.today)),
    }
}

impl Report for AnalysisReport {
    fn table(&self, texts: &Texts) -> Table {
        part::table(&self.parts(texts), texts)
    }

    fn print_in(&self, room: Room, format: Format, texts: &Texts) -> String {
        match format {
            Format::Table => self.charts(room, texts),
            Format::Json => self.json(),
            other => write(&self.table(texts), other, room),
        }
    }
}
