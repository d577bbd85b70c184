//! From the cells of a file to what they say: its tables, its rows, what is told and what is asked.

use super::columns::{check_map, is_called, mapping, recalled};
use super::context::Context;
use super::grid::{Grid, Sheet};
use super::known::Headings;
use super::no_list::NoList;
use super::tables::{Found, Kinds, tables};
use super::units::Units;
use super::{matching, people, quota, titles};
use crate::model::import::{As, Options, Reading};
use crate::model::search_key;
use crate::rules::{Heading, Known, Of, written_out};
use std::collections::BTreeSet;

/// The rows of a sheet in which a statistical form says what it is.
const FORM_ROWS: usize = 10;

/// Whether a sheet is called by a name.
fn is_named(sheet: &Sheet, name: &str) -> bool {
    let own = sheet.name.as_deref().map(search_key);
    own.is_some_and(|own| own == search_key(name))
}

/// Refuses answers that speak of what is not there.
fn check(grid: &Grid, known: Known<'_>, options: &Options) -> Result<(), NoList> {
    check_map(options)?;
    if let Some(unit) = &options.unit
        && known.book.unit(unit).is_none()
    {
        return Err(NoList::NoUnit(unit.clone()));
    }
    match &options.sheet {
        Some(name) if !grid.sheets.iter().any(|sheet| is_named(sheet, name)) => {
            let names = grid.sheets.iter().filter_map(|sheet| sheet.name.clone());
            Err(NoList::NoSheet {
                given: name.clone(),
                known: names.collect(),
            })
        }
        _ => Ok(()),
    }
}

/// Why nothing was found: which headings were looked for, and what the sheets call themselves.
fn no_table(sheets: &[&Sheet], context: &Context<'_>) -> NoList {
    let people = ["name", "born", "unit"];
    let people = people.iter().flat_map(|key| context.people.examples(key));
    let quota = ["unit", "target"];
    let quota = quota.iter().flat_map(|key| context.quota.examples(key));
    let mut looked_for: Vec<String> = match context.options.read_as {
        Some(As::People) => people.collect(),
        Some(As::Quota) => quota.collect(),
        None => people.chain(quota).collect(),
    };
    let mut said = BTreeSet::new();
    looked_for.retain(|heading| said.insert(heading.clone()));
    let rows = sheets
        .iter()
        .flat_map(|sheet| sheet.rows.iter().take(FORM_ROWS));
    let mut texts = rows.flat_map(|row| row.filled().map(|column| row.shown(column)));
    NoList::NoTable {
        looked_for,
        form: texts.find_map(|text| titles::form(&text)),
    }
}

/// Understands a file by the book, the known headings and the answers given. Nothing of the book changes.
///
/// # Errors
///
/// No list is found, or an answer speaks of what is not there.
pub fn understand(
    grid: &Grid,
    known: Known<'_>,
    headings: &[Heading],
    options: &Options,
) -> Result<Reading, NoList> {
    check(grid, known, options)?;
    let headings = &written_out(headings, &known.rules.procedure);
    let context = Context {
        known,
        options,
        people: &Headings::new(headings, Of::People),
        quota: &Headings::new(headings, Of::Quota),
        marks: &Headings::new(headings, Of::Row),
        units: &Units::new(known, true),
        bodies: &Units::new(known, false),
    };
    let kinds = Kinds {
        people: context.people,
        quota: context.quota,
        marks: context.marks,
        read_as: options.read_as,
    };
    let mut reading = Reading {
        sha256: grid.sha256.clone(),
        alphabet: grid.alphabet,
        tells_hidden: grid.tells_hidden,
        sheets: grid.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        tables: Vec::new(),
        recalled: false,
        mappings: Vec::new(),
        sheets_off: Vec::new(),
        rows: Vec::new(),
    };
    let is_wanted = |sheet: &&Sheet| match &options.sheet {
        Some(name) => is_named(sheet, name),
        None => !sheet.hidden,
    };
    let wanted: Vec<&Sheet> = grid.sheets.iter().filter(is_wanted).collect();
    let mut uncalled: Vec<&str> = options
        .map
        .iter()
        .map(|(called, _)| called.as_str())
        .collect();
    for sheet in &grid.sheets {
        let found: Vec<Found<'_>> = if wanted.iter().any(|one| std::ptr::eq(*one, sheet)) {
            tables(sheet, &kinds)
        } else {
            Vec::new()
        };
        if found.is_empty() {
            reading.sheets_off.extend(sheet.name.clone());
        }
        for one in &found {
            reading.recalled |= recalled(&one.heads, options).is_some();
            reading.mappings.extend(mapping(&one.heads, options));
            uncalled.retain(|called| !one.heads.iter().any(|head| is_called(head, called)));
            let (table, rows) = match one.kind {
                As::People => people::people(one, sheet.name.as_deref(), &context),
                As::Quota => quota::quota(one, sheet.name.as_deref(), &context),
            };
            reading.tables.push(table);
            reading.rows.extend(rows);
        }
    }
    if reading.tables.is_empty() {
        return Err(no_table(&wanted, &context));
    }
    if let Some(called) = uncalled.first() {
        return Err(NoList::NoColumn((*called).to_owned()));
    }
    matching::settle(&mut reading.rows, known, options);
    Ok(reading)
}
