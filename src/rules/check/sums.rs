//! Numbers of quotas that do not fit together: parts and their whole, a number below its floor.

use crate::model::{Floor, Label, Message, Unit, UnitClass};
use crate::rules::check::finding::{Finding, Severity};
use crate::rules::count::tree::Spot;
use crate::rules::count::year::as_of;
use crate::rules::{Counted, Known};
use chrono::Datelike;
use std::collections::BTreeSet;

fn about(unit: &Unit, level: Severity, code: &'static str, message: Message) -> Finding {
    Finding {
        level,
        code,
        unit: Some(unit.id.clone()),
        candidate: None,
        path: Some(format!("units/{}.ron", unit.id)),
        at: None,
        message,
    }
}

/// Quotas of the parts that do not add up to the whole: real tables do not always, so a warning.
pub(in crate::rules) fn sums(counted: Counted<'_>) -> Vec<Finding> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let unit_of = |node: usize| match figures.tree.nodes[node].spot {
        Spot::Unit(place) => Some(&book.units()[place]),
        Spot::Unreadable(_) => None,
    };
    let mut found = Vec::new();
    for node in 0..figures.tree.nodes.len() {
        let Some(unit) = unit_of(node) else { continue };
        let rows = unit.quotas.iter();
        let named: BTreeSet<_> = rows.map(|q| (q.year, &q.track, q.group.as_ref())).collect();
        for (year, track, group) in named {
            let day = as_of(year, figures.today);
            let number = |unit: &Unit| unit.quota_on(year, track, group, day).map(|q| q.target);
            let Some(target) = number(unit) else { continue };
            let below = figures.tree.children(node).filter_map(unit_of);
            let Some(sum) = below.filter_map(number).reduce(u32::saturating_add) else {
                continue;
            };
            if sum == target {
                continue;
            }
            let message = match group {
                None => Message::warning("check.quota-sum"),
                Some(id) => {
                    let word = Label {
                        vi: id.to_string(),
                        en: id.to_string(),
                    };
                    let name = rules.group(id).map(|row| row.name.clone());
                    Message::warning("check.group-sum").with("group", name.unwrap_or(word))
                }
            };
            let message = message
                .with("year", i64::from(year))
                .with("track", track.as_str())
                .with("target", target)
                .with("sum", sum)
                .with("difference", i64::from(sum) - i64::from(target));
            found.push(about(unit, Severity::Warning, "quota-sum", message));
        }
    }
    found
}

/// Organisations that owe somebody and were given less than the floor of their class, or nothing;
/// and floors that name nothing known.
pub(in crate::rules) fn below_floors(counted: Counted<'_>) -> Vec<Finding> {
    let Counted { book, figures, .. } = counted;
    let mut found = Vec::new();
    for floor in &book.settings().floors {
        found.extend(unknown(counted.known(), floor));
        let day = as_of(floor.year, figures.today);
        let lived = |unit: &&Unit| unit.ended.is_none_or(|end| end.year() >= floor.year);
        let owes = |unit: &&Unit| unit.exemption_on(floor.year, day).is_none();
        let units = book.units().iter().filter(lived).filter(owes);
        for unit in units.filter(|unit| unit.is_of_class(&floor.class, day)) {
            let given = unit.quota_on(floor.year, &floor.track, None, day);
            let message = match given.map(|quota| quota.target) {
                Some(target) if target >= floor.least => continue,
                Some(target) => Message::warning("check.below-floor").with("target", target),
                None => Message::warning("check.floor-not-given"),
            };
            let message = message
                .with("year", i64::from(floor.year))
                .with("track", floor.track.as_str())
                .with("least", floor.least);
            found.push(about(unit, Severity::Warning, "below-floor", message));
        }
    }
    found
}

fn unknown(known: Known<'_>, floor: &Floor) -> Vec<Finding> {
    let Known { book, rules, .. } = known;
    let mut messages = Vec::new();
    if !book.settings().tracks.iter().any(|t| t.id == floor.track) {
        let message = Message::error("check.unknown-track").with("word", floor.track.as_str());
        messages.push(("unknown-track", message));
    }
    if let UnitClass::Kind(kind) = &floor.class
        && rules.kind(kind).is_none()
    {
        let message = Message::error("check.unknown-kind").with("word", kind.as_str());
        messages.push(("unknown-kind", message));
    }
    let of_the_book = |(code, message)| Finding {
        level: Severity::Error,
        code,
        unit: None,
        candidate: None,
        path: Some("book.ron".to_owned()),
        at: None,
        message,
    };
    messages.into_iter().map(of_the_book).collect()
}
