//! Edits of numbers to be reached, worded as changes: quotas and their revisions, exemptions, floors.

use crate::model::{
    Book, BookField, Change, Code, Exemption, Floor, Quota, Refusal, UnitClass, UnitField, UnitId,
};
use crate::rules::edits::dossier::put_or_drop;
use crate::rules::edits::moves::unit;
use crate::rules::{Known, Rules};
use chrono::NaiveDate;

/// The number of the next revision beside the rows that are there; 0 for a first one.
pub(in crate::rules) fn next_revision(rows: &[Quota], new: &Quota) -> u16 {
    let same = |row: &&Quota| row.is_of(new.year, &new.track, new.group.as_ref());
    let last = rows.iter().filter(same).map(|row| row.revision).max();
    last.map_or(0, |last| last.saturating_add(1))
}

/// Corrects the number for everybody that is in force on a day, sets a first one, or (with none)
/// removes a year's quota of a track with its revisions.
pub fn set_quota(
    book: &Book,
    id: &UnitId,
    (year, track): (i32, &Code),
    target: Option<u32>,
    day: NaiveDate,
) -> Result<Change, Refusal> {
    let unit = unit(book, id)?;
    Rules::require(track, book.settings().tracks.iter().map(|t| &t.id))?;
    let mut quotas = unit.quotas.clone();
    let now = unit.quota_on(year, track, None, day);
    let place = now.and_then(|now| quotas.iter().position(|row| row == now));
    match (target, place) {
        (Some(target), Some(at)) => quotas[at].target = target,
        (Some(target), None) => {
            let mut row = Quota::new(year, track.clone(), target);
            row.revision = next_revision(&quotas, &row);
            quotas.push(row);
        }
        (None, _) => quotas.retain(|row| !row.is_of(year, track, None)),
    }
    Ok(Change::SetUnit(id.clone(), UnitField::Quotas(quotas)))
}

/// Puts a quota in: over the row at a place, as a correction; or as a row of its own, which is a
/// revision of those for the same year, track and group.
pub fn put_quota(
    known: Known<'_>,
    id: &UnitId,
    at: Option<usize>,
    mut row: Quota,
) -> Result<Change, Refusal> {
    let Known { book, rules, .. } = known;
    let quotas = &unit(book, id)?.quotas;
    Rules::require(&row.track, book.settings().tracks.iter().map(|t| &t.id))?;
    if let Some(group) = &row.group {
        Rules::require(group, rules.groups.iter().map(|row| &row.id))?;
    }
    let same = |old: &&Quota| old.is_of(row.year, &row.track, row.group.as_ref());
    let corrected = at.and_then(|at| quotas.get(at)).filter(same);
    row.revision = match corrected {
        Some(old) => old.revision,
        None => next_revision(quotas, &row),
    };
    let quotas = put_or_drop(quotas, at, Some(row));
    Ok(Change::SetUnit(id.clone(), UnitField::Quotas(quotas)))
}

/// Takes one quota out.
pub fn remove_quota(book: &Book, id: &UnitId, at: usize) -> Result<Change, Refusal> {
    let quotas = put_or_drop(&unit(book, id)?.quotas, Some(at), None);
    Ok(Change::SetUnit(id.clone(), UnitField::Quotas(quotas)))
}

/// Puts in, over the row at a place, or (with none) takes away an exemption.
pub fn set_exemption(
    book: &Book,
    id: &UnitId,
    at: Option<usize>,
    row: Option<Exemption>,
) -> Result<Change, Refusal> {
    let rows = put_or_drop(&unit(book, id)?.exemptions, at, row);
    Ok(Change::SetUnit(id.clone(), UnitField::Exemptions(rows)))
}

/// Puts in, over the row at a place, or (with none) takes away a floor of the book.
pub fn set_floor(
    known: Known<'_>,
    at: Option<usize>,
    row: Option<Floor>,
) -> Result<Change, Refusal> {
    let Known { book, rules, .. } = known;
    let mut settings = book.settings().clone();
    if let Some(floor) = &row {
        Rules::require(&floor.track, settings.tracks.iter().map(|t| &t.id))?;
        if let UnitClass::Kind(kind) = &floor.class {
            Rules::require(kind, rules.kinds.iter().map(|kind| &kind.id))?;
        }
    }
    settings.floors = put_or_drop(&settings.floors, at, row);
    Ok(Change::SetBook(BookField::Settings(Box::new(settings))))
}
