//! The way walked, as a row gives it: which stage a cell's resolution leads to, and days that go backwards.

use super::values::Taking;
use crate::model::import::Issue as Kind;
use crate::model::import::{Cell, Given};
use crate::model::{Chain, Code, Dated, Message, Unit, UnitId};
use crate::rules::{Known, passage};
use chrono::NaiveDate;
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Bound;

/// What the names of the fields of steps begin with.
const STEPS: &str = "steps.";

/// Whether a row tells of any step.
pub(super) fn has_steps<V>(fields: &BTreeMap<impl Ord + Borrow<str>, V>) -> bool {
    let from = fields.range::<str, _>((Bound::Included(STEPS), Bound::Unbounded));
    from.map(|(key, _)| key.borrow())
        .next()
        .is_some_and(|key: &str| key.starts_with(STEPS))
}

/// The stages that a row enters, in the order of the procedure, each with its day and the cell.
fn entered(known: Known<'_>, taking: &Taking<'_>) -> Vec<(String, NaiveDate, String)> {
    if !has_steps(&taking.fields) {
        return Vec::new();
    }
    let stages = known.rules.procedure.stages.iter();
    let stages = stages.filter_map(|stage| {
        let key = format!("steps.{}", stage.id);
        let Some(Given::Day(day)) = taking.fields.get(&key) else {
            return None;
        };
        let cell = taking.from.get(&key).cloned().unwrap_or_default();
        Some((key, day.day()?, cell))
    });
    stages.collect()
}

/// Where a cell that a list names is made, and its kind: the last in the list of kinds that may stand
/// below the top of the book; none where none may.
pub(super) fn new_cell(known: Known<'_>) -> Option<(UnitId, Code)> {
    let Known { book, rules, today } = known;
    let root = book.unit(book.header().root_on(today)?)?;
    let above = rules.kind_of(root, today)?;
    let mut kinds = rules.kinds.iter().rev();
    let kind = kinds.find(|kind| kind.holds_candidates && above.below.contains(&kind.id))?;
    Some((root.id.clone(), kind.id.clone()))
}

/// How the dossiers of a cell go; one that is to be made stands below the root.
fn chain(known: Known<'_>, cell: &Cell, day: NaiveDate) -> Chain {
    if let Cell::Known(id) = cell
        && let Some(unit) = known.book.unit(id)
    {
        return passage(known, unit, day).chain;
    }
    let Some((above, kind)) = new_cell(known) else {
        return Chain::Grassroots;
    };
    let id = UnitId::new("moi").expect("a word of letters");
    let mut unit = Unit::new(id, kind, String::new());
    unit.parents = vec![Dated::ever(above)];
    passage(known, &unit, day).chain
}

/// A stage that the cell's way does not have is the next one that it has.
fn led(known: Known<'_>, cell: &Cell, taking: &mut Taking<'_>) {
    for (key, day, from) in entered(known, taking) {
        let chain = chain(known, cell, day);
        let procedure = known.rules.on(day);
        let stages = procedure.stages.iter();
        let mut stages = stages.skip_while(|stage| key != format!("steps.{}", stage.id));
        let Some(stage) = stages.next().filter(|stage| !stage.on(chain)) else {
            continue;
        };
        debug_assert!(key.ends_with(stage.id.as_str()));
        let Some(next) = stages.find(|stage| stage.on(chain)) else {
            continue;
        };
        let to = format!("steps.{}", next.id);
        taking.fields.remove(&key);
        taking.from.remove(&key);
        let earlier = match taking.fields.get(&to) {
            Some(Given::Day(known)) => known.first() <= day,
            _ => false,
        };
        if !earlier {
            taking.fields.insert(to.clone(), Given::Day(day.into()));
            taking.from.insert(to, from);
        }
    }
}

/// Settles the steps of a row, and asks about those whose day lies before that of an earlier one.
pub(super) fn settle(known: Known<'_>, cell: &Cell, taking: &mut Taking<'_>) {
    led(known, cell, taking);
    let mut last: Option<(NaiveDate, String)> = None;
    for (_, day, from) in entered(known, taking) {
        match &last {
            Some((before, at)) if day < *before => {
                let message = Message::warning("reading.steps-order")
                    .with("date", day)
                    .with("before", *before)
                    .with("cell", at.as_str());
                taking.tell(&from, Kind::StepsOrder, message);
            }
            _ => last = Some((day, from)),
        }
    }
}
