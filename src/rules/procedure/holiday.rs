//! The holidays, and the days in lieu: one on the weekly day off is given back on the next working day.

use crate::model::{Code, Label};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A holiday of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its word, the year first.
    pub id: Code,
    /// Its name.
    pub name: Label,
    /// The days off.
    pub days: Vec<NaiveDate>,
    /// Week-end days that are worked in exchange; a day off in any row stays one.
    #[serde(default)]
    pub worked: Vec<NaiveDate>,
    /// Whether the days were announced.
    pub confirmed: bool,
    /// How many of the last days are a user's own, beyond those of the holiday itself.
    #[serde(skip)]
    pub beyond: usize,
}

impl Holiday {
    /// The days of the holiday itself, for which the law gives others where they fall on a week-end.
    pub fn by_law(&self) -> &[NaiveDate] {
        &self.days[..self.days.len().saturating_sub(self.beyond)]
    }
}

pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The holidays by law, each with the place of its row; of two rows for a day an announced one speaks,
/// also a user's.
fn by_law(rows: &[Holiday]) -> BTreeMap<NaiveDate, usize> {
    let mut found = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for day in row.by_law() {
            found.entry(*day).or_insert(at);
        }
    }
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.confirmed) {
        for day in &row.days {
            found.entry(*day).and_modify(|place: &mut usize| {
                if !rows[*place].confirmed {
                    *place = at;
                }
            });
        }
    }
    found
}

/// The days in lieu of all holidays, each with the place of the row of its holiday (Labour Code 2019,
/// art. 111(3)). What only a user's row frees is a working day here: where it is a day in lieu, the two
/// are one day.
pub(super) fn in_lieu(rows: &[Holiday]) -> BTreeMap<NaiveDate, usize> {
    let holidays = by_law(rows);
    let mut given = BTreeMap::new();
    for (day, row) in holidays.iter().filter(|(day, _)| is_weekend(**day)) {
        let off = |next: &NaiveDate| {
            is_weekend(*next) || holidays.contains_key(next) || given.contains_key(next)
        };
        if let Some(next) = day.iter_days().skip(1).find(|next| !off(next)) {
            given.insert(next, *row);
        }
    }
    given
}

/// The places of the user's rows that free and take nothing that the other rows and the law do not.
pub(super) fn needless(rows: &[Holiday]) -> Vec<usize> {
    let (holidays, lieu) = (by_law(rows), in_lieu(rows));
    let law = |row: &Holiday| row.beyond == 0;
    let worked = |day: &NaiveDate| rows.iter().any(|row| law(row) && row.worked.contains(day));
    let freed =
        |day: &NaiveDate| is_weekend(*day) || holidays.contains_key(day) || lieu.contains_key(day);
    let idle = |row: &Holiday| {
        let own = &row.days[row.by_law().len()..];
        row.beyond > 0 && own.iter().all(freed) && row.worked.iter().all(worked)
    };
    let places = rows.iter().enumerate();
    places
        .filter(|(_, row)| idle(row))
        .map(|(at, _)| at)
        .collect()
}
