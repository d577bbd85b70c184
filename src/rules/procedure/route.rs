//! How a cell's dossiers go on a day: by a dated row of the unit or one above it, else by what it is.

use crate::model::{Chain, Route, Unit};
use crate::rules::Known;
use crate::rules::procedure::RouteRule;
use chrono::NaiveDate;

/// How the dossiers of a unit go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage<'a> {
    /// From the cell to the decision.
    pub chain: Chain,
    /// Whether a section committee reports.
    pub section: bool,
    /// The rule that says so; none where a row of a unit, or the kind of the unit, does.
    pub rule: Option<&'a RouteRule>,
}

/// The row that a unit itself has for a day.
fn said(unit: &Unit, day: NaiveDate) -> Option<&Route> {
    let begun = unit.routes.iter();
    let begun = begun.filter(|row| row.from.is_none_or(|from| from <= day));
    begun.max_by_key(|row| row.from).map(|row| &row.value)
}

/// How the dossiers of a unit go on a day. The nearest row up the tree speaks first, then the
/// unit's own kind, then the rule for the body it stands below.
pub fn passage<'a>(known: Known<'a>, unit: &Unit, day: NaiveDate) -> Passage<'a> {
    let Known { book, rules, .. } = known;
    let above = |unit: &Unit| unit.parent_on(day).and_then(|id| book.unit(id));
    // A ring of parents is told by `check`; here it only must end.
    let line = || std::iter::successors(Some(unit), |unit| above(unit)).take(rules.kinds.len() + 1);
    let is_section = |unit: &&Unit| rules.kind_of(unit, day).is_some_and(|kind| kind.section);

    let row = line().find_map(|unit| said(unit, day));
    let own = rules.kind_of(unit, day).and_then(|kind| kind.chain);
    let base = line().skip(1).find(|unit| !is_section(unit));
    let rule = base.and_then(|base| {
        let mut rows = rules.on(day).routes.iter();
        rows.find(|row| Some(&row.below) == base.kind_on(day))
    });
    let (chain, rule) = match (row, own, rule) {
        (Some(row), ..) => (row.chain, None),
        (None, Some(chain), _) => (chain, None),
        (None, None, rule) => (rule.map_or(Chain::Grassroots, |rule| rule.chain), rule),
    };
    let section = row.and_then(|row| row.section);
    Passage {
        chain,
        section: section.unwrap_or_else(|| line().skip(1).take(1).any(|unit| is_section(&unit))),
        rule,
    }
}
