//! Whether the year's quota will be made: each file in one of four classes, counted through the tree.

pub(in crate::rules) mod backplan;
mod bounds;
mod class;
mod classes;
mod desk;
mod needed;
mod outlook;
pub(in crate::rules) mod pace;
pub(in crate::rules) mod path;
mod road;
mod say;
mod what_if;

pub use class::{Class, Outlook, Why};
pub use classes::Classes;
use classes::{Apart, Own};
pub use needed::{Need, Needs};
pub use what_if::WhatIf;

use super::Counted;
use crate::model::{Book, UnitId, in_halves};
use crate::rules::count::above::{nodes_above, unlisted_apart};
use crate::rules::count::figures::Figures;
use crate::rules::count::line::Line;
use crate::rules::count::tree::Spot;
use crate::rules::count::year::as_of;
use crate::rules::forecast::pace::{Pace, Takes};
use chrono::NaiveDate;
use desk::Desk;
use std::sync::Arc;

/// What an outlook takes from the pace of a stage: of a whole unit, or of who stands in it.
#[derive(Debug, PartialEq, Eq)]
struct Paced {
    unit: u32,
    slot: Option<u32>,
    takes: Option<Takes>,
    quick: Option<u32>,
}

/// The forecast of a book for one year, kept until something changes.
///
/// A class is worked out from the plan back from the deadline ([`super::Leg`]) and the day on which
/// the file leaves its present stage: on track if that is not after the last usual day, tight if the
/// quickest such day is not after the last quick one; a file's own days (certificate, dossier, age,
/// missed deadlines) may hold it back further, see [`Class`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    deadline: NaiveDate,
    pace: Arc<Pace>,
    /// By the place in [`Book::units`].
    own: Vec<Own>,
    /// By node.
    rolled: Vec<Classes>,
}

/// The last day of a year.
pub fn year_end(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
}

impl Forecast {
    /// The forecast for the year of the figures, to its end or to an earlier day. Of a year that is
    /// over, what was done is all there is.
    ///
    /// Admissions without a record count whatever the day: theirs is not known.
    pub fn new(counted: Counted<'_>, pace: Pace, deadline: Option<NaiveDate>) -> Self {
        let Counted { figures, .. } = counted;
        let deadline = deadline.unwrap_or_else(|| year_end(figures.year));
        Self::by(counted, Arc::new(pace), deadline)
    }

    fn by(counted: Counted<'_>, pace: Arc<Pace>, deadline: NaiveDate) -> Self {
        let Counted { book, figures, .. } = counted;
        let mut forecast = Self {
            deadline,
            pace,
            own: Vec::new(),
            rolled: Vec::new(),
        };
        forecast.own = in_halves(book.units(), |units| {
            let mut desk = Desk::new(counted, Arc::clone(&forecast.pace), deadline);
            units.map(|at| desk.look(at)).collect()
        });
        forecast.roll_up(book, figures);
        forecast
    }

    /// The same forecast to another day.
    #[must_use]
    pub fn to(&self, counted: Counted<'_>, deadline: NaiveDate) -> Self {
        Self::by(counted, Arc::clone(&self.pace), deadline)
    }

    /// Looks at organisations again after an edit in all of them, and at the others' files as far as
    /// the edit alters the usual pace or their route. The figures must have counted each again, and
    /// the tree must be the same.
    pub fn recount(&mut self, counted: Counted<'_>, units: &[UnitId]) {
        let Counted { book, figures, .. } = counted;
        let edited: Vec<usize> = units.iter().filter_map(|id| book.position(id)).collect();
        let mut slower = Vec::new();
        for at in &edited {
            slower.extend(self.repaced(book, figures, *at, &edited));
        }
        let mut desk = Desk::new(counted, Arc::clone(&self.pace), self.deadline);
        let mut looked: Vec<(usize, Own)> = edited.iter().map(|at| (*at, desk.look(*at))).collect();
        for at in &edited {
            let node = figures.tree.node_of(*at);
            let below = node.map_or(0..0, |node| node + 1..figures.tree.nodes[node].end);
            for spot in figures.tree.nodes[below].iter().map(|node| node.spot) {
                let Spot::Unit(below) = spot else { continue };
                if !edited.contains(&below) && self.own[below].chain != desk.chain(below) {
                    looked.push((below, desk.look(below)));
                }
            }
        }
        for line in slower {
            self.put(line, desk.again(line));
        }
        for (at, own) in looked {
            self.own[at] = own;
        }
        self.roll_up(book, figures);
    }

    /// Takes the stays of a unit into the pace, and finds the open files to which that makes a
    /// difference, but for those of units that are looked at anyway: theirs may be gone.
    fn repaced(&mut self, book: &Book, figures: &Figures, at: usize, but: &[usize]) -> Vec<Line> {
        let altered = self.pace.altered(figures, at);
        if altered.is_empty() {
            return Vec::new();
        }
        let before = self.paced(figures, &altered, but);
        Arc::make_mut(&mut self.pace).recount(book, figures, &book.units()[at].id);
        let after = self.paced(figures, &altered, but);
        let differ = before.iter().zip(&after).filter(|(old, new)| old != new);
        let lines = |old: &Paced| match old.slot {
            Some(slot) => vec![Line {
                unit: old.unit,
                slot,
            }],
            None => figures.lines(old.unit as usize).collect(),
        };
        let lines = differ.flat_map(|(old, _)| lines(old));
        let open = |line: &Line| self.of(*line).is_some_and(|seen| seen.is_open());
        lines.filter(open).collect()
    }

    /// What the outlooks take from the pace of some stages, without those of some units.
    fn paced(&self, figures: &Figures, stages: &[usize], but: &[usize]) -> Vec<Paced> {
        let quick: Vec<_> = stages
            .iter()
            .map(|stage| self.pace.quickest(*stage))
            .collect();
        let mut paced = Vec::new();
        let follow = |(unit, own): &(usize, &Own)| !but.contains(unit) && own.chain.is_some();
        for (unit, own) in self.own.iter().enumerate().filter(follow) {
            for (stage, quick) in stages.iter().zip(&quick) {
                let usual = self.pace.usual(unit, *stage, 0);
                paced.push(Paced {
                    unit: unit as u32,
                    slot: None,
                    takes: usual.map(|usual| usual.takes),
                    quick: *quick,
                });
            }
            let open = (0u32..)
                .zip(&own.outlooks)
                .filter(|(_, seen)| seen.is_open());
            for (slot, _) in open {
                let line = Line {
                    unit: unit as u32,
                    slot,
                };
                let here = figures
                    .standing(line)
                    .filter(|now| stages.contains(&now.stage));
                let left = here.map(|now| self.pace.left(unit, now, now.stage));
                paced.extend(left.map(|left| Paced {
                    unit: line.unit,
                    slot: Some(slot),
                    takes: left.map(Takes::Days),
                    quick: None,
                }));
            }
        }
        paced
    }

    fn put(&mut self, line: Line, seen: Outlook) {
        let own = &mut self.own[line.unit as usize];
        let old = std::mem::replace(&mut own.outlooks[line.slot as usize], seen);
        *own.classes.of_mut(old.class) -= 1;
        own.classes.add(seen.class, 1);
    }

    fn roll_up(&mut self, book: &Book, figures: &Figures) {
        let nodes = &figures.tree.nodes;
        let own = |spot: Spot| match spot {
            Spot::Unit(at) => self.own[at].classes,
            Spot::Unreadable(_) => Classes::default(),
        };
        let mut rolled: Vec<Classes> = nodes.iter().map(|node| own(node.spot)).collect();
        // Nodes below follow their parent, so going backwards each is complete before it is added.
        for at in (1..nodes.len()).rev() {
            if let Some(parent) = nodes[at].parent {
                let below = rolled[at];
                rolled[parent].add_all(&below);
            }
        }
        let mut done = |cell: &UnitId, on, people| {
            for node in nodes_above((book, &figures.tree), cell, on) {
                if let Some(classes) = rolled.get_mut(node) {
                    classes.add(Class::Done, people);
                }
            }
        };
        for apart in self.own.iter().flat_map(|own| &own.apart) {
            done(&apart.cell, apart.on, 1);
        }
        for (unit, row) in unlisted_apart(book, figures.year) {
            done(
                &unit.id,
                row.told_on(as_of(figures.year, figures.today)),
                row.count,
            );
        }
        self.rolled = rolled;
    }

    /// The last day in time.
    pub fn deadline(&self) -> NaiveDate {
        self.deadline
    }

    /// The usual pace that it rests on.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// How many people of a node and all below it are in each class.
    pub fn count(&self, node: usize) -> Classes {
        self.rolled[node]
    }

    /// What is to be expected of a person.
    pub fn of(&self, line: Line) -> Option<Outlook> {
        let own = self.own.get(line.unit as usize)?;
        own.outlooks.get(line.slot as usize).copied()
    }

    /// The people on record behind the number of a class at a node, in the order of the tree. Who
    /// counts by itself, such as by a cell that handed the file over, comes last.
    pub fn people(
        &self,
        (book, figures): (&Book, &Figures),
        node: usize,
        class: Class,
    ) -> Vec<Line> {
        let of_class = |line: &Line| self.of(*line).is_some_and(|seen| seen.class == class);
        let here = |line: &Line| {
            let apart = &self.own[line.unit as usize].apart;
            apart.iter().all(|apart| apart.slot != line.slot)
        };
        let lines = figures.ranks(node).iter().map(|rank| rank.line);
        let mut people: Vec<Line> = lines.filter(of_class).filter(here).collect();
        if class == Class::Done {
            for (unit, own) in (0u32..).zip(&self.own) {
                let counts = |apart: &&Apart| {
                    nodes_above((book, &figures.tree), &apart.cell, apart.on).contains(&node)
                };
                people.extend(own.apart.iter().filter(counts).map(|apart| Line {
                    unit,
                    slot: apart.slot,
                }));
            }
        }
        people
    }
}
