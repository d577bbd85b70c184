//! What is counted of one organisation by itself: where its people stand, and the admissions it made.

use crate::model::{Book, Candidate, UnitId, fit};
use crate::rules::count::above::is_steady;
use crate::rules::count::admissions::admissions;
use crate::rules::count::line::Line;
use crate::rules::count::standing::{State, Way, standing};
use crate::rules::count::year::as_of;
use crate::rules::{Known, Rules, Standing};
use chrono::{Datelike, NaiveDate};

/// What is counted of an organisation, alone or with all below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Candidates on record who were admitted in the year.
    pub listed: u32,
    /// Admissions of the year without a record here.
    pub unlisted: u32,
    /// Active candidates by the stage's place in the procedure.
    pub stages: Vec<u32>,
    /// Paused candidates.
    pub paused: u32,
    /// Files not closed, active or paused, short of the last stage.
    pub open: u32,
    /// A file below could not be read, so the numbers are a lower bound.
    pub incomplete: bool,
}

impl Tally {
    /// People admitted in the year.
    pub fn admitted(&self) -> u32 {
        self.listed.saturating_add(self.unlisted)
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.listed += other.listed;
        self.unlisted = self.unlisted.saturating_add(other.unlisted);
        self.paused += other.paused;
        self.open += other.open;
        self.incomplete |= other.incomplete;
        for (sum, more) in self.stages.iter_mut().zip(&other.stages) {
            *sum += more;
        }
    }
}

/// An admission on record: whose, and the day it counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) struct Admission {
    pub(in crate::rules) line: Line,
    pub(in crate::rules) on: NaiveDate,
}

/// An admission that is put by itself under all for which it counts: of a cell that does not follow
/// the person any more, or that has not always stood where it stands.
#[derive(Debug, Clone)]
pub(super) struct Apart {
    pub(super) cell: UnitId,
    pub(super) made: Admission,
    /// The groups that the person belongs to.
    pub(super) groups: Vec<usize>,
}

/// Where a person stood on the day of the figures in a cell that was another one then.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Away {
    pub(in crate::rules) line: Line,
    pub(in crate::rules) cell: UnitId,
    pub(in crate::rules) then: Standing,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    pub(super) tally: Tally,
    pub(super) standings: Vec<Option<Standing>>,
    /// How long its people stayed in the stages they left, each with the stage.
    pub(super) stays: Vec<(usize, u32)>,
    /// Whose file was open on the day of the figures.
    pub(super) open: Vec<bool>,
    /// Admissions of all years.
    pub(super) admissions: Vec<Admission>,
    pub(super) apart: Vec<Apart>,
    pub(super) away: Vec<Away>,
    /// The listed admissions of the year by group; empty where there are none.
    pub(super) groups: Vec<u32>,
}

/// Counts an organisation for a year.
pub(super) fn count(known: Known<'_>, at: usize, year: i32) -> Own {
    let Known { book, rules, today } = known;
    let unit = &book.units()[at];
    let counting = book.settings().counting;
    let day = as_of(year, today);
    let mut own = Own::default();
    let steady = is_steady(book, unit);
    own.tally.stages = vec![0; rules.procedure.stages.len()];
    if steady {
        let rows = unit.unlisted.iter().filter(|row| row.year == year);
        own.tally.unlisted = rows.fold(0, |sum, row| sum.saturating_add(row.count));
    }
    own.standings.reserve_exact(unit.candidates.len());
    own.open.reserve_exact(unit.candidates.len());
    for (slot, person) in unit.candidates.iter().enumerate() {
        let line = Line {
            unit: at as u32,
            slot: slot as u32,
        };
        let way = Way::walked(person, &rules.procedure, today);
        own.stays.extend(
            way.iter()
                .flat_map(|way| way.stays(person, &rules.procedure)),
        );
        let now = way.and_then(|way| way.standing(person, &rules.procedure, counting));
        let then = if day == today {
            now.clone()
        } else {
            standing(person, &rules.procedure, counting, day)
        };
        let open = then.as_ref();
        own.open
            .push(open.is_some_and(|then| then.is_open(&rules.procedure)));
        match (person.cell_on(day), then) {
            (Some(cell), Some(then)) => {
                let cell = cell.clone();
                own.away.push(Away { line, cell, then });
            }
            (None, Some(then)) => count_person(&mut own.tally, &then, rules),
            (_, None) => {}
        }
        let put = |on: NaiveDate| {
            let counted = on.year() == year;
            let groups = || rules.groups_of(person).filter(move |_| counted);
            let made = Admission { line, on };
            if !is_here(book, person, on) {
                return;
            }
            let cell = person.cell_on(on);
            if cell.is_some() || !steady {
                let cell = cell.unwrap_or(&unit.id).clone();
                let groups = groups().collect();
                own.apart.push(Apart { cell, made, groups });
            } else {
                own.tally.listed += u32::from(counted);
                own.groups.resize(rules.groups.len(), 0);
                groups().for_each(|group| own.groups[group] += 1);
                own.admissions.push(made);
            }
        };
        match &now {
            Some(now) if !now.back => now.admitted_here().into_iter().for_each(put),
            _ => admissions(person, &rules.procedure, counting, today)
                .into_iter()
                .for_each(put),
        }
        own.standings.push(now);
    }
    // There is one for each organisation, and nothing comes to it any more.
    fit(&mut own.stays);
    fit(&mut own.admissions);
    own
}

/// Whether the cell that followed a person on a day is of the book, though its file may be one that
/// cannot be read.
fn is_here(book: &Book, person: &Candidate, day: NaiveDate) -> bool {
    let is_of = |id: &UnitId| {
        book.position(id).is_some() || book.unreadable().iter().any(|bad| bad.id == *id)
    };
    person.cell_on(day).is_none_or(is_of)
}

/// Counts where a person stands.
pub(super) fn count_person(tally: &mut Tally, standing: &Standing, rules: &Rules) {
    tally.open += u32::from(standing.is_open(&rules.procedure));
    match standing.state {
        State::Active => tally.stages[standing.stage] += 1,
        State::Paused(_) => tally.paused += 1,
        State::Ended(..) => {}
    }
}
