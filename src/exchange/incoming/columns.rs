//! What each column of a table fills: what its heading means, what the user says, what its values show.

use super::cells;
use super::grid::{Row, Value};
use super::known::{Headings, Meaning};
use super::no_list::NoList;
use super::parts;
use super::tables::Head;
use crate::model::import as reading;
use crate::model::import::{AsDay, Options};
use crate::model::import::{Mapped, Mapping};
use crate::model::{Code, search_key};
use crate::rules::{Heading, Taken, field_names, heading_words, is_field};
use sha2::{Digest, Sha256};

/// A column of a table and what it fills.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its place in the sheet.
    pub(super) at: usize,
    /// Its heading.
    pub(super) heading: String,
    /// The fields; none where nothing is taken.
    pub(super) fills: Vec<String>,
    /// What stands in it.
    pub(super) takes: Taken,
    /// The group of a quota.
    pub(super) group: Option<Code>,
    /// The row of the known headings that it is.
    row: Option<Code>,
    /// It goes on what the merged heading of the column before begins.
    follows: bool,
    /// What it could fill, of which none can be chosen; each the fields joined by `+`.
    doubts: Vec<String>,
    /// The parts of its heading above the last.
    above: Vec<String>,
    /// Said by the user.
    mapped: bool,
}

impl Column {
    /// Whether its heading is a row of the known headings.
    pub(super) fn is(&self, row: &str) -> bool {
        self.row.as_ref().is_some_and(|id| id.as_str() == row)
    }

    /// Fills nothing.
    pub(super) fn leave_out(&mut self) {
        self.fills.clear();
        self.takes = Taken::Nothing;
    }

    /// Fills nothing as neither it nor another can be chosen, which is told.
    pub(super) fn doubted(&mut self) {
        self.doubts = vec![self.fills.join("+")];
        self.leave_out();
    }

    fn told(&self) -> reading::Column {
        reading::Column {
            letters: cells::letters(self.at),
            heading: self.heading.clone(),
            field: self.fills.join("+"),
            doubts: if self.fills.is_empty() {
                self.doubts.clone()
            } else {
                Vec::new()
            },
        }
    }

    fn holds_anything(&self, records: &[&Row]) -> bool {
        records.iter().any(|row| row.value(self.at).is_some())
    }
}

/// The column of running numbers.
pub(super) fn order(columns: &[Column]) -> Option<usize> {
    let column = columns.iter().find(|column| column.is("order"));
    column.map(|column| column.at)
}

/// Whether what a user calls a column is this one: its heading or its letter.
pub(super) fn is_called(head: &Head, called: &str) -> bool {
    let same = |text: &str| search_key(text) == search_key(called);
    same(&head.heading())
        || head.parts.last().is_some_and(|part| same(part))
        || cells::letters(head.at).eq_ignore_ascii_case(called.trim())
}

/// What tells a table with these headings from others: SHA-256 over them, folded, in their order.
fn fingerprint(heads: &[Head]) -> String {
    let headings = heads.iter().map(|head| search_key(&head.heading()));
    let headings = headings.collect::<Vec<_>>().join("\n");
    format!("{:x}", Sha256::digest(headings))
}

/// What was said of the columns of such a table before.
pub(super) fn recalled<'a>(heads: &[Head], options: &'a Options) -> Option<&'a Mapping> {
    if options.remembered.is_empty() {
        return None;
    }
    let headings = fingerprint(heads);
    let mut remembered = options.remembered.iter();
    remembered.find(|mapping| mapping.headings == headings)
}

/// What a column fills by what is said now, else by what was said before.
fn answer<'a>(
    (at, head): (usize, &Head),
    options: &'a Options,
    recalled: Option<&'a Mapping>,
) -> Option<&'a Vec<String>> {
    let mut said = options.map.iter();
    let said = said.find(|(called, _)| is_called(head, called));
    let said = said.map(|(_, fills)| fills);
    said.or_else(|| recalled?.of_column(at))
}

/// What is to be remembered of a table; none where nothing is said of it now.
pub(super) fn mapping(heads: &[Head], options: &Options) -> Option<Mapping> {
    let mut said = options.map.iter();
    said.find(|(called, _)| heads.iter().any(|head| is_called(head, called)))?;
    let recalled = recalled(heads, options);
    let columns = heads.iter().enumerate().filter_map(|(at, head)| {
        let fills = answer((at, head), options, recalled)?;
        Some(Mapped {
            column: at + 1,
            fills: fills.clone(),
        })
    });
    Some(Mapping {
        headings: fingerprint(heads),
        columns: columns.collect(),
    })
}

/// The row of the known headings that takes what a user wants filled.
fn row_of<'a>(headings: &Headings<'a>, fills: &[String]) -> Option<&'a Heading> {
    let mut rows = headings.rows.iter();
    let whole = rows.find(|row| row.fills == fills);
    whole.or_else(|| {
        let [one] = fills else { return None };
        let mut rows = headings.rows.iter();
        rows.find(|row| row.fills.contains(one) && row.takes == Taken::Day)
    })
}

/// Refuses what a user wants columns to fill and is no field.
pub(super) fn check_map(options: &Options) -> Result<(), NoList> {
    let mut fields = options.map.iter().flat_map(|(_, fields)| fields);
    match fields.find(|field| !is_field(field)) {
        None => Ok(()),
        Some(unknown) => Err(NoList::NoField {
            given: unknown.clone(),
            known: field_names(),
        }),
    }
}

/// The columns of a table as their headings and the user say, before any value is looked at.
pub(super) fn columns(heads: &[Head], headings: &Headings<'_>, options: &Options) -> Vec<Column> {
    let mut all: Vec<Column> = Vec::new();
    let recalled = recalled(heads, options);
    for (at, head) in heads.iter().enumerate() {
        let (row, doubts) = match &head.meaning {
            Meaning::Row(at) => (Some(&headings.rows[*at]), Vec::new()),
            Meaning::Doubt(rows) => {
                let rows = rows.iter().map(|at| headings.rows[*at].fills.join("+"));
                (None, rows.collect())
            }
            Meaning::Unknown => (None, Vec::new()),
        };
        let follows = all
            .last()
            .is_some_and(|left| left.at + 1 == head.at && left.heading == head.heading());
        let above = head.parts.split_last().map_or(&[][..], |(_, above)| above);
        let mut column = Column {
            at: head.at,
            heading: head.heading(),
            fills: row.map(|row| row.fills.clone()).unwrap_or_default(),
            takes: row.map_or(Taken::Nothing, |row| row.takes),
            group: row.and_then(|row| row.group.clone()),
            row: row.map(|row| row.id.clone()),
            follows,
            doubts,
            above: above.to_vec(),
            mapped: false,
        };
        if let Some(fills) = answer((at, head), options, recalled) {
            column.fills.clone_from(fills);
            column.takes = match (row_of(headings, fills), fills.is_empty()) {
                (_, true) => Taken::Nothing,
                (Some(row), _) => row.takes,
                (None, _) => Taken::Text,
            };
            column.doubts.clear();
            column.mapped = true;
        }
        all.push(column);
    }
    all
}

/// Columns of names: where one holds the whole, others beside it are not put to it.
fn settle_names(columns: &mut [Column]) {
    let whole = columns.iter().position(|column| {
        let last = column.heading.rsplit(" > ").next().unwrap_or_default();
        let words = heading_words(last);
        let part = words
            .iter()
            .any(|word| matches!(word.as_str(), "dem" | "lot"));
        column.takes == Taken::Name
            && words.starts_with(&["ho".to_owned(), "ten".to_owned()])
            && !part
    });
    let Some(whole) = whole else { return };
    for (at, column) in columns.iter_mut().enumerate() {
        let part = at == whole || (column.follows && at > whole);
        if column.takes == Taken::Name && !part {
            column.leave_out();
        }
    }
}

/// Whether several columns may fill the same.
fn may_repeat(takes: Taken) -> bool {
    use Taken::*;
    matches!(
        takes,
        Nothing
            | Name
            | Note
            | Names
            | DayOfMale
            | DayOfFemale
            | MarkOfMale
            | MarkOfFemale
            | Target
    )
}

/// Two columns that fill the same: an empty one is left out; of two with values neither can be chosen.
fn settle_doubles(columns: &mut [Column], records: &[&Row]) {
    for at in 0..columns.len() {
        let same: Vec<usize> = (0..columns.len())
            .filter(|other| {
                let (one, other) = (&columns[at], &columns[*other]);
                !may_repeat(one.takes) && one.fills == other.fills && one.takes == other.takes
            })
            .collect();
        if same.len() < 2 {
            continue;
        }
        let parts = columns[at].takes == Taken::Place
            && !columns[at].above.is_empty()
            && same
                .iter()
                .all(|other| columns[*other].above == columns[at].above);
        if parts {
            continue;
        }
        let filled: Vec<usize> = same
            .iter()
            .copied()
            .filter(|other| columns[*other].holds_anything(records))
            .collect();
        let kept = match filled[..] {
            [] => Some(same[0]),
            [one] => Some(one),
            _ => same.iter().copied().find(|other| columns[*other].mapped),
        };
        for other in same {
            match kept {
                Some(kept) if other == kept => {}
                Some(_) => columns[other].leave_out(),
                None => columns[other].doubted(),
            }
        }
    }
}

/// People and religion in one cell, where nothing else holds the religion.
fn settle_people(columns: &mut [Column], records: &[&Row]) {
    let apart = columns.iter().any(|column| {
        column.takes != Taken::PeopleAndReligion && column.fills.iter().any(|key| key == "religion")
    });
    for column in columns
        .iter_mut()
        .filter(|column| column.takes == Taken::People)
    {
        let both = |row: &&Row| match row.value(column.at) {
            Some(Value::Text(text)) => text.contains('/') || parts::tells_religion(text),
            _ => false,
        };
        if !apart && records.iter().any(both) {
            column.takes = Taken::PeopleAndReligion;
            column.fills = vec!["ethnicity".to_owned(), "religion".to_owned()];
        }
    }
}

/// Of several columns for helpers those that hold any; where none does, the one that says so itself.
fn settle_helpers(columns: &mut [Column], records: &[&Row]) {
    let helpers = columns.iter().enumerate();
    let helpers = helpers.filter(|(_, column)| column.takes == Taken::Names);
    let all: Vec<usize> = helpers.map(|(at, _)| at).collect();
    let mut kept: Vec<usize> = all
        .iter()
        .copied()
        .filter(|at| columns[*at].holds_anything(records))
        .collect();
    if kept.is_empty() {
        let own = all.iter().find(|at| columns[**at].is("helper"));
        kept.extend(own.or(all.first()));
    }
    for at in all.into_iter().filter(|at| !kept.contains(at)) {
        columns[at].leave_out();
    }
}

/// The columns of a list of people, settled by what stands in them.
pub(super) fn settled(
    mut columns: Vec<Column>,
    records: &[&Row],
    options: &Options,
) -> Vec<Column> {
    settle_names(&mut columns);
    for column in &mut columns {
        let empty = !column.holds_anything(records);
        if column.follows && empty {
            column.leave_out();
        }
        if column.takes == Taken::DecisionOrCeremony
            && let Some(day) = options.as_day
        {
            column.takes = Taken::Day;
            column.fills = match day {
                AsDay::Decision => vec!["paper.9-KND.on".to_owned(), "steps.ceremony".to_owned()],
                AsDay::Ceremony => vec!["steps.probation".to_owned()],
            };
        }
    }
    columns.retain(|column| !column.follows || !column.fills.is_empty());
    settle_people(&mut columns, records);
    settle_doubles(&mut columns, records);
    settle_helpers(&mut columns, records);
    columns
}

/// What is told of the columns.
pub(super) fn told(columns: &[Column]) -> Vec<reading::Column> {
    columns.iter().map(Column::told).collect()
}
