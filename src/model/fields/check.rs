//! What the values of fields must be: tidy text, days of this book in order, parts no more than their whole.

use crate::model::date::parse_loose;
use crate::model::name::{NAME_LIMIT, NOTE_LIMIT, tidy_but_letters};
use crate::model::{Cause, Code, Label, Note, Refusal, Remedy, Survey, Visit};
use chrono::NaiveDate;

/// Refuses text that is not as [`crate::model::tidy`] leaves it. The letters that look like đ are let
/// pass: a record that holds one from before is named by `check` and goes on being saved.
fn tidy_already(text: &str, limit: usize) -> Result<(), Refusal> {
    if tidy_but_letters(text, limit)? == text {
        Ok(())
    } else {
        Err(Refusal::Untidy)
    }
}

pub(super) fn line(text: Option<&String>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |t| tidy_already(t, NAME_LIMIT))
}

pub(super) fn long_line(text: Option<&String>) -> Result<(), Refusal> {
    text.map_or(Ok(()), |t| tidy_already(t, NOTE_LIMIT))
}

pub(super) fn name(text: &str) -> Result<(), Refusal> {
    if text.is_empty() {
        Err(Refusal::Empty)
    } else {
        tidy_already(text, NAME_LIMIT)
    }
}

pub(super) fn day(on: NaiveDate) -> Result<(), Refusal> {
    // The range of a typed date holds for a stored one too.
    parse_loose(&on.format("%Y-%m-%d").to_string(), on).map(|_| ())
}

pub(super) fn causes(rows: &[Cause]) -> Result<(), Refusal> {
    for row in rows {
        day(row.from)?;
        long_line(row.note.as_ref())?;
        long_line(row.source.as_ref())?;
        if let Some(until) = row.until {
            in_order(row.from, until)?;
        }
    }
    Ok(())
}

pub(super) fn remedies(rows: &[Remedy]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        if row.text.is_empty() {
            return Err(Refusal::Empty);
        }
        tidy_already(&row.text, NOTE_LIMIT)?;
        line(row.who.as_ref())?;
        [row.by, row.done].into_iter().flatten().try_for_each(day)
    })
}

pub(super) fn notes(rows: &[Note]) -> Result<(), Refusal> {
    rows.iter()
        .try_for_each(|row| tidy_already(&row.text, NOTE_LIMIT))
}

pub(super) fn in_order(earlier: NaiveDate, later: NaiveDate) -> Result<(), Refusal> {
    if later < earlier {
        Err(Refusal::OutOfOrder { earlier, later })
    } else {
        Ok(())
    }
}

/// The days that are known are days of this book and do not run backwards.
pub(super) fn days_in_order(days: &[Option<NaiveDate>]) -> Result<(), Refusal> {
    let mut last: Option<NaiveDate> = None;
    for on in days.iter().flatten() {
        day(*on)?;
        last.map_or(Ok(()), |earlier| in_order(earlier, *on))?;
        last = Some(*on);
    }
    Ok(())
}

pub(super) fn part(part: u32, whole: u32) -> Result<(), Refusal> {
    if part > whole {
        Err(Refusal::PartOfWhole { part, whole })
    } else {
        Ok(())
    }
}

pub(super) fn surveys(rows: &[Survey]) -> Result<(), Refusal> {
    let word = |code: &Code| Label {
        vi: code.to_string(),
        en: code.to_string(),
    };
    rows.iter().try_for_each(|row| {
        day(row.on)?;
        row.period.check()?;
        long_line(row.note.as_ref())?;
        long_line(row.source.as_ref())?;
        let mut groups = row.groups.iter();
        groups.try_for_each(|group| group.check(&word(&group.source)))
    })
}

pub(super) fn visits(rows: &[Visit]) -> Result<(), Refusal> {
    rows.iter().try_for_each(|row| {
        name(&row.who)?;
        row.check_results()?;
        days_in_order(&[row.on, row.by])?;
        days_in_order(&[row.on, row.done])?;
        let texts = [&row.findings, &row.agreed, &row.source];
        texts.into_iter().try_for_each(|t| long_line(t.as_ref()))
    })
}
