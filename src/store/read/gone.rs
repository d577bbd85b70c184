//! Organisations whose files are no more though no edit took them out: known by the newest snapshot and by the journals.

use crate::model::{Deed, Gone, LogRecord, Outcome, UnitId};
use crate::store::disk::file::read_into;
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::format::parse_unit;
use crate::store::journal::log;
use crate::store::snapshots;
use crate::store::snapshots::manifest::{self, Manifest, Part};
use chrono::{DateTime, NaiveDate};
use std::collections::BTreeSet;

/// The list of the newest snapshot that can be read, with its day.
fn newest(fs: &dyn Fs, layout: &Layout) -> Option<(NaiveDate, Manifest)> {
    let mut days = snapshots::days(fs, layout).into_iter().rev();
    let mut bytes = Vec::new();
    let mut read = |day: NaiveDate| {
        let path = layout.snapshot(day).join(manifest::NAME);
        read_into(fs, &path, &mut bytes).ok()?;
        Some((day, Manifest::parse(&bytes).ok()?))
    };
    days.find_map(&mut read)
}

pub(in crate::store) fn gone(
    fs: &dyn Fs,
    layout: &Layout,
    is_there: impl Fn(&UnitId) -> bool,
) -> Vec<Gone> {
    let newest = newest(fs, layout);
    let made = newest.as_ref();
    let made = made.and_then(|(_, list)| DateTime::parse_from_rfc3339(&list.made).ok());
    let files = newest.iter().flat_map(|(_, list)| &list.files);
    let mut kept: BTreeSet<UnitId> = files
        .filter_map(|listed| match Part::of(&listed.path) {
            Some(Part::Unit(id)) => Some(id),
            _ => None,
        })
        .collect();
    let mut told = log::read(fs, layout).edits;
    told.retain(|edit| !matches!(edit.outcome, Outcome::Undone | Outcome::Shown));
    told.reverse();
    let (mut added, mut removed) = (BTreeSet::new(), BTreeSet::new());
    for edit in &told {
        let later = made.is_none() || edit.time() >= made;
        for record in &edit.records {
            let says = |deed: Deed| record.fields.iter().any(|field| field == deed.key());
            // Another state of the book took the place of this one: what was before says nothing.
            if record.unit.is_empty() && says(Deed::Restored) && later {
                kept.clear();
                added.clear();
            }
            let unit = UnitId::new(&record.unit).ok();
            let Some(id) = unit.filter(|_| record.unit == record.record) else {
                continue;
            };
            // Whatever a clock says: what an edit took out is not missing. One that is just being
            // added may not be there yet.
            if says(Deed::Removed) {
                added.remove(&id);
                removed.insert(id);
            } else if says(Deed::Added) {
                removed.remove(&id);
                if later && edit.outcome != Outcome::Open {
                    added.insert(id);
                }
            }
        }
    }
    let records: Vec<&LogRecord> = told.iter().flat_map(|edit| &edit.records).collect();
    kept.retain(|id| !removed.contains(id));
    let known: BTreeSet<UnitId> = kept.union(&added).cloned().collect();
    let day = newest.map(|(day, _)| day);
    let gone = known.into_iter().filter(|id| !is_there(id));
    gone.map(|unit| {
        let day = day.filter(|_| kept.contains(&unit));
        let counted = day.and_then(|day| count(fs, layout, day, &unit));
        let people = counted.unwrap_or_else(|| told_of(&records, &unit));
        Gone {
            unit,
            people,
            snapshot: day,
        }
    })
    .collect()
}

/// How many people a snapshot has of an organisation.
fn count(fs: &dyn Fs, layout: &Layout, day: NaiveDate, unit: &UnitId) -> Option<usize> {
    let mut bytes = Vec::new();
    let snapshot = Layout::new(layout.snapshot(day));
    read_into(fs, &snapshot.unit(unit), &mut bytes).ok()?;
    Some(parse_unit(&bytes).ok()?.value.candidates.len())
}

/// How many people of an organisation the journals tell of.
fn told_of(records: &[&LogRecord], unit: &UnitId) -> usize {
    let mut people = BTreeSet::new();
    let own = records.iter().filter(|record| record.unit == unit.as_str());
    for record in own.filter(|record| record.record != record.unit) {
        let gone = [Deed::Removed, Deed::Erased].map(Deed::key);
        if record.fields.iter().any(|field| gone.contains(&&**field)) {
            people.remove(&record.record);
        } else {
            people.insert(&record.record);
        }
    }
    people.len()
}
