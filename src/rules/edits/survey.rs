//! Surveys of sources: what they say should become candidates, against what became of it.

use crate::model::{Change, Code, Label, Refusal, Survey, Unit, UnitField, UnitId};
use crate::rules::count::standing::{Standing, State};
use crate::rules::count::tree::Spot;
use crate::rules::edits::dossier::{drop_row, put};
use crate::rules::edits::moves::unit;
use crate::rules::{Counted, Known, Rules, as_of};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

/// One source group: what was found, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceGap {
    /// The group; none for files without one.
    pub source: Option<Code>,
    /// People of the group.
    pub people: u32,
    /// Of these, fit for admission.
    pub fit: u32,
    /// Of these, asked.
    pub asked: u32,
    /// Of these, willing.
    pub willing: u32,
    /// Files on the way to an admission, whenever they began.
    pub open: u32,
    /// People admitted since the day of the survey.
    pub admitted: u32,
    /// Willing people who are neither: those who should become candidates.
    pub missing: u32,
}

impl SourceGap {
    fn of(source: Option<Code>) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.people, other.people),
            (&mut self.fit, other.fit),
            (&mut self.asked, other.asked),
            (&mut self.willing, other.willing),
            (&mut self.open, other.open),
            (&mut self.admitted, other.admitted),
            (&mut self.missing, other.missing),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

/// A survey that counts, and the files of the organisation it was made in with all below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area<'a> {
    /// The organisation's place in the tree.
    pub node: usize,
    /// The survey.
    pub survey: &'a Survey,
    /// Its groups and those of the files, in the order of `sources.ron`.
    pub groups: Vec<SourceGap>,
}

/// What the surveys of a year say about a part of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surveyed<'a> {
    /// The surveys that count, in the order of the tree.
    pub areas: Vec<Area<'a>>,
    /// Cells that none of them covers, by their places in the tree.
    pub left_out: Vec<usize>,
}

/// The newest survey of an organisation that looks at a year; of those of one day the one that
/// looks at the fewest years.
pub fn newest_survey(unit: &Unit, year: i32) -> Option<&Survey> {
    let surveys = unit.surveys.iter().filter(|row| row.period.covers(year));
    surveys.max_by_key(|row| (row.on, Reverse(row.period.last() - row.period.from)))
}

/// What the surveys of the figures' year say about these nodes, against the files of the day. The
/// survey of a committee is taken to be of all below it, whose own ones are then not added to it.
pub fn survey_gap(counted: Counted<'_>, nodes: Range<usize>) -> Surveyed<'_> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let tree = &figures.tree.nodes;
    let day = as_of(figures.year, figures.today);
    let unit_of = |node: usize| match tree[node].spot {
        Spot::Unit(at) => Some(&book.units()[at]),
        Spot::Unreadable(_) => None,
    };
    let surveyed = |unit| newest_survey(unit, figures.year);
    // What is surveyed above is so here.
    let above = tree.get(nodes.start).and_then(|node| node.parent);
    let mut above = std::iter::successors(above, |node| tree[*node].parent);
    let covered = above.any(|node| unit_of(node).and_then(surveyed).is_some());
    let mut found = Surveyed::default();
    let mut node = nodes.start;
    while node < nodes.end {
        let unit = unit_of(node);
        if let Some(survey) = unit.and_then(surveyed) {
            let groups = groups(counted, node, survey);
            found.areas.push(Area {
                node,
                survey,
                groups,
            });
            node = tree[node].end;
            continue;
        }
        if !covered && unit.is_some_and(|unit| rules.is_cell(unit, day)) {
            found.left_out.push(node);
        }
        node += 1;
    }
    found
}

impl Surveyed<'_> {
    /// All areas together, group by group.
    pub fn total(&self, rules: &Rules) -> Vec<SourceGap> {
        let mut sums: Vec<SourceGap> = Vec::new();
        for group in self.areas.iter().flat_map(|area| &area.groups) {
            entry(&mut sums, group.source.as_ref()).add(group);
        }
        in_order(rules, &mut sums);
        sums
    }
}

/// Whether a file is on the way to an admission: not closed, and not admitted yet.
pub(in crate::rules) fn on_the_way(rules: &Rules, now: &Standing) -> bool {
    let ended = matches!(now.state, State::Ended(..));
    !ended && now.admitted.is_none() && !rules.procedure.stages[now.stage].last
}

fn groups(counted: Counted<'_>, node: usize, survey: &Survey) -> Vec<SourceGap> {
    let Counted {
        book,
        rules,
        figures,
    } = counted;
    let mut sums: Vec<SourceGap> = Vec::new();
    for row in &survey.groups {
        entry(&mut sums, Some(&row.source)).add(&SourceGap {
            source: None,
            people: row.people,
            fit: row.fit,
            asked: row.asked,
            willing: row.willing,
            ..SourceGap::default()
        });
    }
    for rank in figures.ranks(node) {
        let now = figures.standing(rank.line);
        if now.is_some_and(|now| on_the_way(rules, now)) {
            entry(&mut sums, rank.line.person(book).source.as_ref()).open += 1;
        }
    }
    // People, though one of them was admitted twice.
    let mut counted = BTreeSet::new();
    for made in figures.made_in(book, node) {
        let person = made.line.person(book);
        if survey.on <= made.on && counted.insert(&person.id) {
            entry(&mut sums, person.source.as_ref()).admitted += 1;
        }
    }
    for sum in &mut sums {
        sum.missing = sum.willing.saturating_sub(sum.open + sum.admitted);
    }
    in_order(rules, &mut sums);
    sums
}

fn entry<'s>(sums: &'s mut Vec<SourceGap>, source: Option<&Code>) -> &'s mut SourceGap {
    let known = sums.iter().position(|sum| sum.source.as_ref() == source);
    let at = known.unwrap_or_else(|| {
        sums.push(SourceGap::of(source.cloned()));
        sums.len() - 1
    });
    &mut sums[at]
}

/// The groups of `sources.ron` in their order, then unknown ones, then files without a group.
fn in_order(rules: &Rules, sums: &mut [SourceGap]) {
    let place = |source: &Code| rules.sources.iter().position(|row| row.id == *source);
    sums.sort_by_key(|sum| match &sum.source {
        Some(source) => (0, place(source).unwrap_or(usize::MAX)),
        None => (1, 0),
    });
}

/// A source group's name; of an unknown one its word.
pub fn source_name(rules: &Rules, source: &Code) -> Label {
    let known = rules.source(source).map(|row| row.name.clone());
    known.unwrap_or_else(|| Label {
        vi: source.to_string(),
        en: source.to_string(),
    })
}

/// Puts in, over the row at a place, or (with none) takes away a survey of an organisation.
pub fn set_survey(
    known: Known<'_>,
    id: &UnitId,
    at: Option<usize>,
    row: Option<Survey>,
) -> Result<Change, Refusal> {
    let Known { book, rules, today } = known;
    let surveys = &unit(book, id)?.surveys;
    let rows = match (row, at) {
        (Some(row), at) => {
            check(rules, &row, surveys, today)?;
            put(surveys, at, row)
        }
        (None, Some(at)) => drop_row(surveys, at),
        (None, None) => surveys.clone(),
    };
    Ok(Change::SetUnit(id.clone(), UnitField::Surveys(rows)))
}

fn check(rules: &Rules, row: &Survey, before: &[Survey], today: NaiveDate) -> Result<(), Refusal> {
    if row.on > today {
        return Err(Refusal::Future(row.on));
    }
    if row.groups.is_empty() && row.note.is_none() {
        return Err(Refusal::Empty);
    }
    // A group that a user's file knew once may stay.
    let once = before.iter().flat_map(|row| &row.groups);
    let known = rules.sources.iter().map(|source| &source.id);
    let known = known.chain(once.map(|group| &group.source));
    row.groups.iter().try_for_each(|group| {
        Rules::require(&group.source, known.clone())?;
        group.check(&source_name(rules, &group.source))
    })
}
