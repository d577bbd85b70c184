//! Who stood below whom on a day, and who counts where.

use super::way::{self, Admission};
use chrono::{Datelike, NaiveDate};
use ketnap::model::{Book, Candidate, Dated, Unit, UnitId, Unlisted};

/// The value of a day: the latest begun by then, else the earliest there is.
pub(super) fn value_on<T>(rows: &[Dated<T>], day: NaiveDate) -> Option<&T> {
    let mut found: Option<&Dated<T>> = None;
    for row in rows {
        let begun = row.from.is_none_or(|from| from <= day);
        if begun && found.is_none_or(|other| other.from <= row.from) {
            found = Some(row);
        }
    }
    found
        .or_else(|| rows.iter().min_by_key(|row| row.from))
        .map(|row| &row.value)
}

/// What is asked of a book, with the book as known on the day.
pub(super) struct Record<'a> {
    pub(super) book: &'a Book,
    pub(super) today: NaiveDate,
    pub(super) year: i32,
    /// Asked about no organisation: what stands at the top counts for the whole book, whatever stood
    /// there before.
    pub(super) whole: bool,
}

impl<'a> Record<'a> {
    /// The day on which the figures of the year stand: today, or the year's last.
    pub(super) fn day(&self) -> NaiveDate {
        let last = NaiveDate::from_ymd_opt(self.year, 12, 31).unwrap();
        last.min(self.today)
    }

    pub(super) fn of_year(&self, year: i32) -> Self {
        Self { year, ..*self }
    }

    pub(super) fn unit(&self, id: &UnitId) -> Option<&'a Unit> {
        self.book.units().iter().find(|unit| unit.id == *id)
    }

    /// Everybody, with the cell that holds the file.
    pub(super) fn people(&self) -> impl Iterator<Item = (&'a Unit, &'a Candidate)> {
        let units = self.book.units().iter();
        units.flat_map(|unit| unit.candidates.iter().map(move |person| (unit, person)))
    }

    /// The organisations above one on a day, the nearest first.
    pub(super) fn above(&self, id: &UnitId, day: NaiveDate) -> Vec<UnitId> {
        let mut all = Vec::new();
        let mut at = id.clone();
        let root = value_on(&self.book.header().roots, day);
        while Some(&at) != root {
            let parent = self.unit(&at).and_then(|unit| value_on(&unit.parents, day));
            // What stands below nothing is told below the root.
            let Some(parent) = parent.or(root) else { break };
            all.push(parent.clone());
            at = parent.clone();
        }
        all
    }

    /// Whether one organisation is another, or stood below it on a day.
    pub(super) fn is_in(&self, id: &UnitId, other: &UnitId, day: NaiveDate) -> bool {
        id == other || self.above(id, day).contains(other)
    }

    /// All admissions of this book that count, each with the person.
    pub(super) fn admissions(&self) -> Vec<(Admission, &'a Candidate)> {
        let counting = self.book.settings().counting;
        let mut all = Vec::new();
        for (home, person) in self.people() {
            for made in way::admissions(&home.id, person, counting) {
                // A cell that is not in the book, or another body, admitted nobody here.
                if !made.elsewhere && self.unit(&made.cell).is_some() {
                    all.push((made, person));
                }
            }
        }
        all
    }

    /// Whether a person is on the way to an admission, as the book counts.
    pub(super) fn is_to_be_admitted(&self, home: &Unit, person: &Candidate) -> bool {
        way::to_be_admitted(&home.id, person, self.book.settings().counting)
    }

    fn is_all(&self, id: &UnitId) -> bool {
        self.whole && value_on(&self.book.header().roots, self.day()) == Some(id)
    }

    /// The admissions of the year that count for an organisation: made by it, or below it on their day.
    pub(super) fn made_in(&self, id: &UnitId) -> Vec<(Admission, &'a Candidate)> {
        let mut all = self.admissions();
        all.retain(|(made, _)| {
            let here = self.is_all(id) || self.is_in(&made.cell, id, made.on);
            made.on.year() == self.year && made.on <= self.day() && here
        });
        all
    }

    /// Admissions of the year without a record, of the organisation and of all below it.
    pub(super) fn unlisted(&self, id: &UnitId) -> u32 {
        self.unlisted_by(id, |_| true)
    }

    /// The same of some of the rows.
    pub(super) fn unlisted_by(&self, id: &UnitId, counts: impl Fn(&Unlisted) -> bool) -> u32 {
        let mut count = 0;
        for unit in self.book.units() {
            for row in unit
                .unlisted
                .iter()
                .filter(|row| row.year == self.year && counts(row))
            {
                let day = row.as_of.unwrap_or(self.day());
                if self.is_all(id) || self.is_in(&unit.id, id, day) {
                    count += row.count;
                }
            }
        }
        count
    }
}
