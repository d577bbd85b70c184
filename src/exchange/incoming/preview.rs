//! A file that was read, shown as it would be taken over.

use super::grid::Grid;
use super::no_list::NoList;
use super::plan::plan;
use super::understand::understand;
use crate::model::Label;
use crate::model::import::{As, Fills, Options, Preview};
use crate::rules::{Heading, Known, Of, written_out};
use crate::text::Texts;

/// Understands a file and plans what becomes of it. Nothing of the book changes.
///
/// # Errors
///
/// No list is found, or an answer speaks of what is not there.
pub fn preview(
    grid: &Grid,
    known: Known<'_>,
    (headings, texts): (&[Heading], &Texts),
    options: &Options,
) -> Result<Preview, NoList> {
    let mut reading = understand(grid, known, headings, options)?;
    let imports = known.book.header().imports.len();
    // The same list taken over twice at once makes the same people, who are one then.
    let mut identities = fastrand::Rng::with_seed(reading.seed(imports));
    let random = || identities.u64(..);
    let plan = plan(&mut reading, known, options, texts, random);
    let own = texts.get("taking.as-read");
    Ok(Preview {
        as_read: Label {
            vi: own.to_owned(),
            en: own.to_owned(),
        },
        fills: fills(headings, known),
        reading,
        plan,
    })
}

/// What columns may be said to fill.
fn fills(headings: &[Heading], known: Known<'_>) -> Vec<Fills> {
    let rows = written_out(headings, &known.rules.procedure).into_iter();
    let fills = rows.filter_map(|row| {
        let of = match row.of {
            Of::People => Some(As::People),
            Of::Quota => Some(As::Quota),
            Of::Both => None,
            Of::Row => return None,
        };
        let name = row.label.filter(|_| !row.fills.is_empty())?;
        let fields = row.fills;
        Some(Fills { of, fields, name })
    });
    fills.collect()
}
