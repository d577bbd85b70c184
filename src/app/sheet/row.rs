//! The rows that a sheet can have.

use crate::model::{ScalarField, UnitScalar};

/// A row of a sheet. Those with a number are entries of the record's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SheetRow {
    /// The head of a part; takes no selection.
    Head(&'static str),
    Scalar(ScalarField),
    UnitScalar(UnitScalar),
    /// Groups with a quota of their own.
    Groups,
    Stage,
    Since,
    Helper,
    Cause,
    Note,
    /// A limit that runs.
    Limit(usize),
    /// Something that the next step owes.
    Missing(usize),
    /// Whether the ceremony can be held in the year.
    Plan,
    /// By when a remaining stage must be left for that.
    Leg(usize),
    Step(usize),
    PastHelper(usize),
    Introducer(usize),
    Paper(usize),
    /// A paper of the set in force that is not on record, by its place there.
    NoPaper(usize),
    Letter(usize),
    Vote(usize),
    Extension(usize),
    Reminder(usize),
    Handover(usize),
    Card,
    Former,
    CauseEntry(usize),
    Remedy(usize),
    NoteEntry(usize),
    UnitName,
    UnitKind,
    UnitParent,
    Code(usize),
    Successor(usize),
    Leader(usize),
    /// The book whose summary gives its figures.
    BookBelow,
    Members,
    Officers,
    Passage,
    Route(usize),
    UnitCause,
    UnitNote,
    Quota(usize),
    Exemption(usize),
    /// A floor of the book, on the sheet of its root.
    Floor(usize),
    Unlisted(usize),
    /// Which mass organisation introduced the person.
    Outreach,
    Survey(usize),
    /// A source group with willing people, against the files.
    SurveyGap(usize),
    /// How many cells below no survey covers.
    NotSurveyed,
    Visit(usize),
    /// A meeting, a session, a course or a ceremony.
    Planned(usize),
}

/// A part of the sheet, if it has a row.
pub(in crate::app) fn part(
    rows: &mut Vec<SheetRow>,
    head: &'static str,
    more: impl IntoIterator<Item = SheetRow>,
) {
    let mut more = more.into_iter().peekable();
    if more.peek().is_some() {
        rows.push(SheetRow::Head(head));
        rows.extend(more);
    }
}
