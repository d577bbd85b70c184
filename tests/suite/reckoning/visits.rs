//! Visits: what was agreed and is not done, and when cells were visited.

use super::program::SILENT;
use super::tree::Record;
use super::{quota, silent};
use ketnap::model::{Unit, UnitId, Visit};
use serde_json::{Map, Value, json};

/// What was agreed and is not done, and the last visit and the next of each cell.
pub(super) fn report(of: &Record, id: &UnitId) -> Value {
    let mut open = Vec::new();
    let mut plan = Map::new();
    let inside = |unit: &&Unit| quota::has_row(of, unit) && of.is_in(&unit.id, id, of.today);
    for unit in of.book.units().iter().filter(inside) {
        let todo = |row: &&Visit| row.agreed.is_some() && row.done.is_none();
        for visit in unit.visits.iter().filter(todo) {
            open.push(json!({
                "unit": unit.id,
                "on": visit.on,
                "who": visit.who,
                "agreed": visit.agreed,
                "by": visit.by,
                "days_left": visit.by.map(|by| (by - of.today).num_days()),
            }));
        }
        if super::books::is_cell(unit) {
            let held = || unit.visits.iter().filter(|visit| visit.held);
            let ahead = unit
                .visits
                .iter()
                .filter(|visit| !visit.held)
                .filter_map(|visit| visit.on);
            let row = json!({
                "visited": held().count() > 0,
                "last": held().filter_map(|visit| visit.on).max(),
                "planned": ahead.filter(|on| *on >= of.today).min(),
                "silent": silent::is_silent(of, unit, SILENT),
            });
            plan.insert(unit.id.to_string(), row);
        }
    }
    open.sort_by_key(ToString::to_string);
    json!({"follow_ups": open, "plan": plan})
}
