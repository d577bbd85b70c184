//! Why a year goes as it goes: its course, its years before, its people, causes, weak cells and waits.

mod admitted;
mod before;
mod causes;
mod curve;
mod history;
mod sources;
mod waiting;
mod weak;

pub use admitted::{Admitted, Ages, BANDS, Split, Words, admitted};
pub use before::admitted_before;
pub use causes::{CauseCount, UnderWay, causes};
pub use curve::{Count, Curve, Point};
pub use history::{HISTORY_YEARS, Past};
pub use sources::SourceCount;
pub use waiting::{Waiting, waiting_above};
pub use weak::{Weak, weak_cells};

use super::{Counted, Rules};
use crate::model::{Book, Candidate, Unit, Unlisted};
use crate::rules::count::figures::Figures;
use crate::rules::count::line::Line;
use crate::rules::count::own::Admission;
use crate::rules::count::standing::{Standing, standing};
use crate::rules::count::tree::Spot;
use crate::rules::count::year::as_of;
use crate::rules::forecast::pace::Pace;
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;
use std::ops::Range;

/// The people of one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageCount {
    /// Active files in it.
    pub people: u32,
    /// The median days that the book's files stayed in it, and of how many files that is.
    pub median: Option<(u32, u32)>,
}

/// Everything the analysis of a node and all below it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// The year's admissions month by month.
    pub curve: Curve,
    /// The year and those before it, the earliest first.
    pub history: Vec<Past>,
    /// Active files by stage, in the order of the procedure, on the day of the figures.
    pub funnel: Vec<StageCount>,
    /// Files at rest.
    pub paused: u32,
    /// What held people and organisations back in the year, the most frequent first.
    pub causes: Vec<CauseCount>,
    /// Source groups in the order of the data file, then words it does not know, then nothing given.
    pub sources: Vec<SourceCount>,
    /// The people admitted in the year.
    pub admitted: Admitted,
    /// Cells from which nobody comes, or only from one side, or that are nearly too small.
    pub weak: Vec<Weak>,
    /// Files that wait above their cell, the longest wait first.
    pub waiting: Vec<Waiting>,
    /// A file below could not be read, so the numbers are a lower bound.
    pub incomplete: bool,
}

impl Analysis {
    /// Looks once at everybody of a node and below (0: of the whole book). Cells are silent after
    /// the years of the setting.
    pub fn of(counted: Counted<'_>, pace: &Pace, node: usize) -> Self {
        let Counted { rules, figures, .. } = counted;
        let ground = Ground::new(counted, node);
        let mut causes = causes::Counter::new(&ground);
        let mut sources = sources::Counter::new(&ground);
        let mut waits = waiting::Collector::new(&ground);
        let mut weak = weak::Collector::new(&ground, rules.silent_years);
        for (at, unit) in ground.units() {
            causes.unit(at, unit);
            let mut cell = weak::Nursery::default();
            for seen in ground.people(at, unit) {
                causes.person(&seen);
                sources.person(&seen);
                waits.person(&seen);
                cell.person(&seen, &ground);
            }
            weak.cell(at, unit, &cell);
        }
        let made = ground.admissions();
        sources.away();
        sources.made(&made);
        let medians = (0..rules.procedure.stages.len()).map(|stage| pace.median(stage));
        let (stages, paused) = ground.stages();
        let funnel = stages.into_iter().zip(medians);
        Self {
            curve: Curve::of(&ground, &made),
            history: history::years(&ground),
            funnel: funnel
                .map(|(people, median)| StageCount { people, median })
                .collect(),
            paused,
            causes: causes.done(),
            sources: sources.done(),
            admitted: Admitted::of(&ground, &made),
            weak: weak.done(),
            waiting: waits.done(),
            incomplete: ground.tops().any(|top| figures.tally(top).incomplete),
        }
    }
}

/// What is looked at: a node and all below it, and the day on which the year's figures stand.
struct Ground<'a> {
    book: &'a Book,
    rules: &'a Rules,
    figures: &'a Figures,
    nodes: Range<usize>,
    day: NaiveDate,
}

/// One person in passing.
struct Seen<'a> {
    line: Line,
    person: &'a Candidate,
    /// Where the person stands today.
    now: Option<&'a Standing>,
}

impl<'a> Ground<'a> {
    fn new(counted: Counted<'a>, node: usize) -> Self {
        let Counted {
            book,
            rules,
            figures,
        } = counted;
        let nodes = &figures.tree.nodes;
        // A book without its root has several tops.
        let end = match node {
            0 => nodes.len(),
            _ => nodes[node].end,
        };
        Self {
            book,
            rules,
            figures,
            nodes: node..end,
            day: as_of(figures.year, figures.today),
        }
    }

    fn year(&self) -> i32 {
        self.figures.year
    }

    fn tops(&self) -> impl Iterator<Item = usize> {
        let mut next = self.nodes.start;
        std::iter::from_fn(move || {
            (next < self.nodes.end).then(|| {
                let top = next;
                next = self.figures.tree.nodes[top].end;
                top
            })
        })
    }

    /// The organisations that can be read, in the order of the tree, each with its place in the book.
    fn units(&self) -> impl Iterator<Item = (usize, &'a Unit)> {
        let (book, nodes) = (self.book, &self.figures.tree.nodes[self.nodes.clone()]);
        nodes.iter().filter_map(|node| match node.spot {
            Spot::Unit(at) => Some((at, &book.units()[at])),
            Spot::Unreadable(_) => None,
        })
    }

    fn people(&self, at: usize, unit: &'a Unit) -> impl Iterator<Item = Seen<'a>> {
        let figures = self.figures;
        let lines = figures.lines(at).zip(&unit.candidates);
        lines.map(|(line, person)| Seen {
            line,
            person,
            now: figures.standing(line),
        })
    }

    /// Where a person stood on the day of the figures.
    fn then(&self, seen: &Seen<'a>) -> Option<Cow<'a, Standing>> {
        if self.day == self.figures.today {
            return seen.now.map(Cow::Borrowed);
        }
        let counting = self.book.settings().counting;
        let then = standing(seen.person, &self.rules.procedure, counting, self.day);
        then.map(Cow::Owned)
    }

    /// The admissions of the year.
    fn admissions(&self) -> Vec<Admission> {
        let made = self.figures.made_in(self.book, self.nodes.start);
        let here = made.filter(|made| made.on.year() == self.year());
        here.copied().collect()
    }

    /// Rows of a year about admissions without a record that count for the node, as told on a day at
    /// the latest.
    fn unlisted(&self, year: i32, day: NaiveDate) -> impl Iterator<Item = &'a Unlisted> {
        let rows = self
            .book
            .units()
            .iter()
            .flat_map(|unit| unit.unlisted.iter().map(move |row| (unit, row)));
        let rows = rows.filter(move |(_, row)| row.year == year);
        let (book, figures, top) = (self.book, self.figures, self.nodes.start);
        let here =
            rows.filter(move |(unit, row)| figures.counts(book, top, (&unit.id, row.told_on(day))));
        here.map(|(_, row)| row)
    }

    /// Active files by stage, and files at rest.
    fn stages(&self) -> (Vec<u32>, u32) {
        let mut sum = vec![0; self.rules.procedure.stages.len()];
        let mut paused = 0;
        for top in self.tops() {
            let tally = self.figures.tally(top);
            paused += tally.paused;
            for (sum, more) in sum.iter_mut().zip(&tally.stages) {
                *sum += more;
            }
        }
        (sum, paused)
    }
}
