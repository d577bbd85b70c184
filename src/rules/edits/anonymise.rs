//! Closed files of people who did not join: which are kept past the period, and the edit that leaves only what is counted.

use crate::model::{Book, Candidate, Change, Code, Counting, Message, Place, differing};
use crate::rules::check::finding::{Finding, Severity};
use crate::rules::count::line::Line;
use crate::rules::{Known, Rules};
use chrono::{Months, NaiveDate};

/// A closed file that is kept past the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overstayed {
    /// Whose.
    pub line: Line,
    /// The way out.
    pub exit: Code,
    /// The day it was closed.
    pub since: NaiveDate,
}

/// The closed files of people who did not join whose last step lies at least so many months back,
/// those closed first at the head; with 0 months none. Who had a decision or a ceremony on any day
/// of the way did join, here or in a cell before, also if a step back took it away: years counted
/// it. So did a former member, and whoever has a card.
pub fn closed_too_long(known: Known<'_>, months: u16) -> Vec<Overstayed> {
    let Known { book, rules, today } = known;
    if months == 0 {
        return Vec::new();
    }
    let closed = |person: &Candidate| {
        let end = person.steps.last()?;
        let Place::Exit(exit) = &end.to else {
            return None;
        };
        let last = person.steps.iter().map(|step| step.on).max()?;
        let over = last.checked_add_months(Months::new(months.into()))?;
        (over <= today).then(|| (exit.clone(), end.on))
    };
    let kept = |line: Line| {
        let person = line.person(book);
        let (exit, since) = closed(person)?;
        // Of an id that stands twice nobody can say whose it is.
        let unclear = book.doubled().contains(&person.id);
        let stays = unclear || joined(rules, person) || person.is_anonymous();
        (!stays).then_some(Overstayed { line, exit, since })
    };
    let units = book.units().iter().enumerate();
    let lines = units.flat_map(|(unit, row)| {
        (0..row.candidates.len()).map(move |slot| Line {
            unit: unit as u32,
            slot: slot as u32,
        })
    });
    let mut found: Vec<Overstayed> = lines.filter_map(kept).collect();
    found.sort_by_key(|row| row.since);
    found
}

/// Whether a person was ever as far as an admission, whichever day the book counts by. A stage that
/// is not known may lie beyond it.
fn joined(rules: &Rules, person: &Candidate) -> bool {
    let ways = [Counting::Decision, Counting::Ceremony];
    let first = ways.map(|counting| rules.admitted_at(counting));
    let first = first.into_iter().min().unwrap_or(0);
    let admitted = |place: &Place| match place {
        Place::Stage(id) => rules.procedure.index(id).is_none_or(|at| at >= first),
        Place::Paused | Place::Exit(_) => false,
    };
    let mut steps = person.steps.iter();
    person.former.is_some() || person.card.is_some() || steps.any(|step| admitted(&step.to))
}

/// Takes the people out of their files and leaves what is counted.
pub fn anonymised(book: &Book, people: &[Overstayed]) -> Change {
    let persons = people.iter().map(|row| row.line.person(book));
    let changes = persons.flat_map(|person| {
        let fields = differing(person, &person.anonymous()).into_iter();
        fields.map(|field| Change::SetCandidate(person.id.clone(), field))
    });
    Change::Many(changes.collect())
}

/// A word for `ketnap check` on each file that is kept past the period.
pub fn overstayed(known: Known<'_>, months: u16) -> Vec<Finding> {
    let Known { book, .. } = known;
    let finding = |row: Overstayed| {
        let unit = &row.line.unit(book).id;
        let message = Message::warning("check.kept-too-long");
        Finding {
            level: Severity::Warning,
            code: "kept-too-long",
            unit: Some(unit.clone()),
            candidate: Some(row.line.person(book).id.clone()),
            path: Some(format!("units/{unit}.ron")),
            at: None,
            message: message
                .with("date", row.since)
                .with("months", i64::from(months)),
        }
    };
    let rows = closed_too_long(known, months).into_iter();
    rows.map(finding).collect()
}
