//! The quota report: each organisation with its admissions, its quotas and its open files.

use super::table::{Cell, Shape, Table};
use super::{Report, scope, unit_id};
use crate::model::{Code, Counting, Refusal, UnitId, both, clean};
use crate::rules::{
    Classes, Counted, Forecast, Needs, Pace, Progress, Spot, admitted_before, as_of, days_left,
    members, reference,
};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Which organisations make their quota, and which do not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuotaReport {
    /// The year counted.
    pub year: i32,
    /// The day on which the figures stand.
    pub as_of: NaiveDate,
    /// Which day makes an admission count: `ceremony` or `decision`.
    pub counting: &'static str,
    /// The organisations in the order of the tree.
    pub rows: Vec<QuotaRow>,
}

/// One organisation with all below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuotaRow {
    /// The organisation.
    pub unit: UnitId,
    /// What it stands below.
    pub parent: Option<UnitId>,
    /// Its name on the day of the figures.
    pub name: String,
    /// What it is; none where its file cannot be read.
    pub kind: Option<Code>,
    /// Levels below the root of the book.
    pub depth: usize,
    /// People admitted in the year.
    pub admitted: u32,
    /// Of these, with a record here.
    pub listed: u32,
    /// Of these, without one.
    pub unlisted: u32,
    /// One entry per track with a quota here or directly below.
    pub quotas: Vec<TrackRow>,
    /// Active files by stage.
    pub stages: Stages,
    /// Whether the year will be made; none of a year that is over.
    pub forecast: Option<ForecastRow>,
    /// Its file cannot be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unreadable: bool,
    /// A file below cannot be read, so the numbers are a lower bound.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
    /// One entry per quota for a group here.
    pub groups: Vec<GroupQuota>,
    /// It owes nobody this year.
    pub exempt: bool,
    /// What is aimed at for its membership, from and to; none where the members are not known.
    pub reference: Option<(u32, Option<u32>)>,
    /// What its quotas still need, one entry per track that needs something.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needed: Vec<NeedRow>,
    /// Open files.
    pub open: u32,
    /// People admitted the year before; none where nothing is on record.
    pub year_before: Option<u32>,
    /// People a month that would make each quota.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub per_month: Vec<PeopleRow>,
}

/// How far an organisation is with a track's quota for a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupQuota {
    /// The group.
    pub group: Code,
    /// The plan or resolution.
    pub track: Code,
    /// People to admit.
    pub target: u32,
    /// People admitted, as far as they have a record here.
    pub admitted: u32,
    /// Still missing; 0 when reached, none where nobody is owed.
    pub missing: Option<u32>,
    /// An earlier day than 31 December.
    pub deadline: Option<NaiveDate>,
}

/// How far an organisation is with one track.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrackRow {
    /// The plan or resolution.
    pub track: Code,
    /// People to admit.
    pub target: Option<u32>,
    /// Admitted of these, with one decimal.
    pub percent: Option<Tenths>,
    /// Still missing; 0 when reached.
    pub missing: Option<u32>,
    /// What the organisations directly below were given together.
    pub allotted: Option<u32>,
}

/// People by one track, with one decimal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeopleRow {
    /// The plan or resolution.
    pub track: Code,
    /// How many: rounded up where they are still needed.
    pub people: Tenths,
}

/// A number in tenths, a number with one decimal in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tenths(pub u64);

impl Serialize for Tenths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 10.0)
    }
}

/// Active files by stage, in the order of the procedure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stages(pub Vec<(Code, u32)>);

impl Serialize for Stages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (stage, count) in &self.0 {
            map.serialize_entry(stage, count)?;
        }
        map.end()
    }
}

/// How many people are in each class of the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastRow {
    /// Admitted.
    pub done: u32,
    /// In time at the usual pace, and every limit allows it.
    pub on_track: u32,
    /// In time only if nothing slips.
    pub tight: u32,
    /// Too late for the year, or at rest.
    pub not_this_year: u32,
}

impl From<Classes> for ForecastRow {
    fn from(classes: Classes) -> Self {
        Self {
            done: classes.done,
            on_track: classes.on_track,
            tight: classes.tight,
            not_this_year: classes.not_this_year,
        }
    }
}

/// What the quota of a track still needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeedRow {
    /// The plan or resolution.
    pub track: Code,
    /// People beside those admitted and on track.
    pub missing: u32,
    /// The same if everything that is tight succeeds.
    pub if_tight: u32,
    /// The stage where new people must stand; none where every stage is too late.
    pub stage: Option<Code>,
    /// The last day to leave it.
    pub by: Option<NaiveDate>,
}

impl QuotaReport {
    /// The report on a unit and all below it; without one, on the whole book.
    pub fn new(counted: Counted<'_>, unit: Option<&UnitId>) -> Result<Self, Refusal> {
        let Counted { book, figures, .. } = counted;
        let nodes: Range<usize> = scope(book, figures, unit)?;
        let over = as_of(figures.year, figures.today) < figures.today;
        let (pace, before) = both(
            || (!over).then(|| Pace::in_figures(counted)),
            || admitted_before(counted),
        );
        let forecast = pace.map(|pace| Forecast::new(counted, pace, None));
        let mut needs = forecast.as_ref().map(|forecast| forecast.needs(counted));
        Ok(Self {
            year: figures.year,
            as_of: as_of(figures.year, figures.today),
            counting: match book.settings().counting {
                Counting::Ceremony => "ceremony",
                Counting::Decision => "decision",
            },
            rows: nodes
                .map(|at| QuotaRow {
                    year_before: before[at],
                    ..row(counted, (forecast.as_ref(), needs.as_mut()), at)
                })
                .collect(),
        })
    }
}

fn row(
    counted: Counted<'_>,
    (forecast, mut needs): (Option<&Forecast>, Option<&mut Needs<'_>>),
    at: usize,
) -> QuotaRow {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let node = &figures.tree.nodes[at];
    let tally = figures.tally(at);
    let id = unit_id(book, node.spot);
    let unit = match node.spot {
        Spot::Unit(place) => Some(&book.units()[place]),
        Spot::Unreadable(_) => None,
    };
    let day = as_of(figures.year, figures.today);
    let tracks = book.settings().tracks.iter();
    // Of a file that cannot be read, a 0 would look like something known.
    let forecast = forecast.filter(|_| unit.is_some());
    let mut need = |track: &Code| {
        let need = needs.as_mut().filter(|_| unit.is_some())?.of(at, track)?;
        let stage = |at: usize| rules.procedure.stages[at].id.clone();
        Some(NeedRow {
            track: track.clone(),
            missing: need.missing,
            if_tight: need.if_tight,
            stage: need.at.map(|(at, _)| stage(at)),
            by: need.at.map(|(_, day)| day),
        })
    };
    QuotaRow {
        unit: id.clone(),
        parent: node
            .parent
            .map(|above| unit_id(book, figures.tree.nodes[above].spot).clone()),
        name: clean(unit.map_or(id.as_str(), |u| u.name_on(day))).into_owned(),
        kind: unit.and_then(|u| u.kind_on(day)).cloned(),
        depth: node.depth,
        admitted: tally.admitted(),
        listed: tally.listed,
        unlisted: tally.unlisted,
        quotas: tracks
            .clone()
            .filter_map(|track| {
                let allotted = figures.allotted(book, at, &track.id);
                track_row(&track.id, figures.progress(book, at, &track.id), allotted)
            })
            .collect(),
        stages: Stages(
            rules
                .procedure
                .stages
                .iter()
                .map(|stage| stage.id.clone())
                .zip(tally.stages.iter().copied())
                .collect(),
        ),
        forecast: forecast.map(|forecast| forecast.count(at).into()),
        unreadable: unit.is_none(),
        incomplete: unit.is_some() && tally.incomplete,
        groups: groups(counted, at),
        exempt: figures.exemption(book, at).is_some(),
        reference: members(book, figures, at).and_then(|n| reference(rules, figures.year, n)),
        needed: tracks.clone().filter_map(|track| need(&track.id)).collect(),
        open: tally.open,
        year_before: None,
        per_month: tracks
            .filter_map(|track| {
                let progress = figures.progress(book, at, &track.id);
                let tenths = progress.per_month(days_left(figures.year, figures.today))?;
                Some(PeopleRow {
                    track: track.id.clone(),
                    people: Tenths(tenths),
                })
            })
            .collect(),
    }
}

fn groups(counted: Counted<'_>, at: usize) -> Vec<GroupQuota> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let Spot::Unit(place) = figures.tree.nodes[at].spot else {
        return Vec::new();
    };
    // Most have none, and there are thousands.
    if book.units()[place].quotas.iter().all(|q| q.group.is_none()) {
        return Vec::new();
    }
    let tracks = book.settings().tracks.iter();
    let pairs = tracks.flat_map(|track| rules.groups.iter().map(move |row| (track, row)));
    pairs
        .filter_map(|(track, row)| {
            let quota = figures.quota(book, at, (&track.id, Some(&row.id)))?;
            let progress = figures.group_progress(counted.known(), at, &track.id, &row.id);
            Some(GroupQuota {
                group: row.id.clone(),
                track: track.id.clone(),
                target: quota.target,
                admitted: progress.admitted,
                missing: progress.missing(),
                deadline: quota.deadline,
            })
        })
        .collect()
}

fn track_row(track: &Code, progress: Progress, allotted: Option<u32>) -> Option<TrackRow> {
    (progress.target.is_some() || allotted.is_some()).then(|| TrackRow {
        track: track.clone(),
        target: progress.target,
        percent: progress.percent_tenths().map(Tenths),
        missing: progress.missing(),
        allotted,
    })
}

impl Report for QuotaReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.unit",
            "col.id",
            "col.track",
            "col.target",
            "col.admitted",
            "col.percent",
            "col.missing",
            "col.allotted",
            "col.unlisted",
            "col.open",
            "col.on-track",
            "col.tight",
            "col.not-this-year",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().flat_map(QuotaRow::lines).collect(),
            shape: Shape::Grid,
        }
    }
}

impl QuotaRow {
    fn lines(&self) -> Vec<Vec<Cell>> {
        if self.quotas.is_empty() {
            return vec![self.line(None)];
        }
        let line = |track| self.line(Some(track));
        self.quotas.iter().map(line).collect()
    }

    fn line(&self, quota: Option<&TrackRow>) -> Vec<Cell> {
        // A 0 would look like something known.
        let people = |n: u32| Cell::number((n > 0 || !self.unreadable).then_some(n));
        let class = |of: fn(ForecastRow) -> u32| Cell::number(self.forecast.map(of));
        vec![
            Cell::Text(format!("{}{}", "  ".repeat(self.depth), self.name)),
            Cell::text(self.unit.as_str()),
            quota.map_or(Cell::Empty, |q| Cell::text(q.track.as_str())),
            Cell::number(quota.and_then(|q| q.target)),
            people(self.admitted),
            quota
                .and_then(|q| q.percent)
                .map_or(Cell::Empty, |percent| Cell::Percent(percent.0)),
            Cell::number(quota.and_then(|q| q.missing)),
            Cell::number(quota.and_then(|q| q.allotted)),
            people(self.unlisted),
            people(self.open),
            class(|row| row.on_track),
            class(|row| row.tight),
            class(|row| row.not_this_year),
        ]
    }
}
