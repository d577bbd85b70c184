//! The form of a quota, which is put right or gives way to another from a day on.

use super::{Choice, Entries, Form, FormFor, Slot};
use crate::model::{Book, Change, Code, Message, Quota, Refusal, Unit, UnitId};
use crate::rules::{self, Known, Rules};
use chrono::NaiveDate;

const CORRECTION: &str = "value.correction";
const REVISION: &str = "value.revision";
const NEW: &str = "value.new-number";

/// The plans and resolutions of a book.
pub(super) fn tracks(book: &Book) -> Vec<Choice> {
    let rows = book.settings().tracks.iter();
    rows.map(|track| Choice::code(&track.id, track.id.as_str()))
        .collect()
}

/// `year` and `track` are those of a new one.
pub(super) fn open(
    known: Known<'_>,
    unit: &Unit,
    at: Option<usize>,
    (year, track): (i32, Option<&Code>),
) -> Form {
    let Known { book, rules, .. } = known;
    let row = at.and_then(|at| unit.quotas.get(at));
    let everybody = std::iter::once(Choice::key("value.everybody"));
    let groups = rules.groups.iter();
    let groups = groups.map(|group| Choice::code(&group.id, group.name.clone()));
    let entry: &[&'static str] = match row {
        Some(_) => &[CORRECTION, REVISION],
        None => &[NEW],
    };
    let entry = entry.iter().map(|key| Choice::key(key)).collect();
    let year = row.map_or(year, |row| row.year);
    let entries = Entries::default()
        .line(Slot::Year, year.to_string())
        .codes(
            Slot::Track,
            tracks(book),
            row.map(|row| &row.track).or(track),
        )
        .codes(
            Slot::Group,
            everybody.chain(groups).collect(),
            row.and_then(|row| row.group.as_ref()),
        )
        .count(Slot::Target, row.map(|row| row.target))
        .choice(Slot::Entry, entry, None)
        .day(Slot::From, row.and_then(|row| row.from))
        .maybe(Slot::By, row.and_then(|row| row.by.as_ref()))
        .maybe(Slot::Basis, row.and_then(|row| row.basis.as_ref()))
        .day(Slot::Deadline, row.and_then(|row| row.deadline))
        .day(Slot::Enlistment, None)
        .maybe(Slot::Note, row.and_then(|row| row.note.as_ref()));
    let mut form = Form::new(FormFor::Quota(unit.id.clone(), at), entries);
    form.select(if at.is_some() {
        &Slot::Target
    } else {
        &Slot::Track
    });
    form
}

/// Turns a form to another number from a day on.
pub(super) fn revise(form: &mut Form, day: NaiveDate) {
    form.take_up(vec![
        (Slot::Entry, REVISION.to_owned()),
        (Slot::From, crate::model::show_date(day)),
        (Slot::Basis, String::new()),
    ]);
    form.select(&Slot::Target);
}

/// The deadline that a typed day of enlistment means; none where none is typed.
fn enlisted(rules: &Rules, form: &Form, today: NaiveDate) -> Result<Option<NaiveDate>, Refusal> {
    let Some(enlistment) = form.day(&Slot::Enlistment, today)? else {
        return Ok(None);
    };
    let group = form.code(&Slot::Group).and_then(|id| rules.group(id));
    let deadline = group.and_then(|group| group.deadline_before(enlistment));
    deadline.map(Some).ok_or(Refusal::NoEnlistment)
}

/// The deadline of a quota whose people enlist on a day.
pub(super) fn verdict(rules: &Rules, form: &Form, today: NaiveDate) -> Option<Message> {
    let deadline = enlisted(rules, form, today).ok().flatten()?;
    Some(Message::info("form.due-before-enlistment").with("date", deadline))
}

pub(super) fn change(
    known: Known<'_>,
    form: &Form,
    (id, at): (&UnitId, Option<usize>),
) -> Result<Change, Refusal> {
    let Known { rules, today, .. } = known;
    form.text(&Slot::Target)?.ok_or(Refusal::Empty)?;
    let revision = form.word(&Slot::Entry) == REVISION;
    let from = form.day(&Slot::From, today)?;
    if revision && from.is_none() {
        return Err(Refusal::Empty);
    }
    let deadline = match enlisted(rules, form, today)? {
        Some(deadline) => Some(deadline),
        None => form.day(&Slot::Deadline, today)?,
    };
    let (year, track) = (form.year(&Slot::Year)?, form.owed_code(&Slot::Track)?);
    let row = Quota {
        group: form.code(&Slot::Group).cloned(),
        deadline,
        basis: form.text(&Slot::Basis)?,
        from,
        by: form.text(&Slot::By)?,
        note: form.text(&Slot::Note)?,
        ..Quota::new(year, track, form.number(&Slot::Target)?)
    };
    rules::put_quota(known, id, at.filter(|_| !revision), row)
}
