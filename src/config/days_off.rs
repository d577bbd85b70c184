//! The days off: the program's rows with the user's over them, and those of the user's that alter nothing any more.

use super::problem::Problem;
use super::rows::{Placed, Reader, laid};
use crate::model::Message;
use crate::rules::{Calendar, Holiday};
use std::collections::BTreeMap;

const FILE: &str = "holidays.ron";

/// The calendar, and the user's rows that it would count the same without.
pub(super) fn calendar(reader: &mut Reader, own: Vec<Holiday>) -> (Calendar, Vec<Problem>) {
    let users = reader.over_these::<Holiday>(FILE, &own);
    if users.is_empty() {
        return (Calendar::new(own), Vec::new());
    }
    let of_the_program = |row: &Holiday| own.iter().find(|known| known.id == row.id);
    let same = |placed: &&Placed<Holiday>| of_the_program(&placed.row) == Some(&placed.row);
    let mut needless: Vec<Problem> = users.iter().filter(same).map(told).collect();
    let mut places = BTreeMap::new();
    let mut rows = Vec::with_capacity(users.len());
    for mut placed in users {
        // Days that the program has for the holiday are those of the holiday itself.
        let known = of_the_program(&placed.row).map_or(&[][..], |known| &known.days);
        placed
            .row
            .days
            .sort_by_key(|day| (!known.contains(day), *day));
        let by_law = known.len();
        placed.row.beyond = placed.row.days.len().saturating_sub(by_law);
        places.insert(placed.row.id.clone(), told(&placed));
        rows.push(placed.row);
    }
    let calendar = Calendar::new(laid(own, rows));
    let idle = calendar.needless().into_iter();
    needless.extend(idle.filter_map(|at| places.remove(&calendar.rows()[at].id)));
    needless.sort_by_key(|row| row.at);
    (calendar, needless)
}

/// That a row is no longer needed.
fn told(placed: &Placed<Holiday>) -> Problem {
    let message = Message::warning("check.needless-day-off")
        .with("row", placed.row.id.as_str())
        .with("place", placed.file.shown(Some(placed.at())));
    Problem {
        path: placed.file.path.clone(),
        at: Some(placed.at()),
        message,
    }
}
