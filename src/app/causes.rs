//! The forms of a cause and of a remedy: the values they start from, and what they mean.

use super::form::{Choice, Form, FormFor, Slot};
use super::{App, World};
use crate::model::{Cause, Change, Code, Message, Refusal, Remedy};
use crate::rules::{Bearer, Rules, put_cause, put_remedy};

/// The causes of the data file, those in question first.
fn choices(rules: &Rules, first: &[&Code]) -> Vec<Choice> {
    let place = |id: &Code| first.iter().position(|code| *code == id);
    let mut rows: Vec<_> = rules.causes.iter().collect();
    rows.sort_by_key(|row| place(&row.id).unwrap_or(first.len()));
    let choice = |row: &crate::rules::CauseRow| Choice {
        code: Some(row.id.clone()),
        shown: row.name.clone().into(),
    };
    rows.into_iter().map(choice).collect()
}

const CAUSE: usize = 0;

impl App {
    /// The form of a cause on record.
    pub(super) fn cause_form(&self, world: &World, bearer: Bearer, at: usize) -> Option<Form> {
        let row = bearer.causes(&self.book).ok()?.get(at)?;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let slots = vec![
            Slot::codes("form.cause", choices(&world.rules, &[&row.code]), 0),
            Slot::day("form.from", Some(row.from)),
            Slot::day("form.until", row.until),
            Slot::line("form.cause-note", text(&row.note)),
            Slot::line("form.cause-source", text(&row.source)),
        ];
        Some(Form::new(FormFor::Cause(bearer, at), slots))
    }

    /// The form of a remedy: of one on record, or of a new one against a cause that holds.
    pub(super) fn remedy_form(
        &self,
        world: &World,
        bearer: Bearer,
        at: Option<usize>,
    ) -> Option<Form> {
        let remedies = bearer.remedies(&self.book).ok()?;
        let row = at.and_then(|at| remedies.get(at));
        let causes = bearer.causes(&self.book).ok()?.iter();
        let open = causes.filter(|cause| cause.until.is_none());
        let first = row.map(|row| &row.cause).into_iter();
        let first: Vec<&Code> = first.chain(open.map(|cause| &cause.code)).collect();
        let who = row.and_then(|row| row.who.clone());
        let mut slots = vec![
            Slot::codes("form.cause", choices(&world.rules, &first), 0),
            Slot::line("form.remedy-text", row.map_or("", |row| &row.text)),
            Slot::line("form.who", who.unwrap_or_default()),
            Slot::day("form.done-by", row.and_then(|row| row.by)),
        ];
        slots.push(Slot::day("form.done", row.and_then(|row| row.done)));
        Some(Form::new(FormFor::Remedy(bearer, at), slots))
    }

    pub(super) fn cause_change(
        &self,
        world: &World,
        form: &Form,
        (bearer, at): (&Bearer, usize),
    ) -> Result<Change, Refusal> {
        let day = |at| form.day(at, world.today);
        let row = Cause {
            code: form.code(CAUSE).ok_or(Refusal::Empty)?.clone(),
            from: day(1)?.ok_or(Refusal::Empty)?,
            until: day(2)?,
            note: form.text(3)?,
            source: form.text(4)?,
        };
        put_cause(&self.book, &world.rules, bearer, Some(at), row, world.today)
    }

    pub(super) fn remedy_change(
        &self,
        world: &World,
        form: &Form,
        (bearer, at): (&Bearer, Option<usize>),
    ) -> Result<Change, Refusal> {
        let day = |at| form.day(at, world.today);
        let who = form.text(2)?.is_some().then(|| form.name(2)).transpose()?;
        let row = Remedy {
            cause: form.code(CAUSE).ok_or(Refusal::Empty)?.clone(),
            text: form.text(1)?.ok_or(Refusal::Empty)?,
            who,
            by: day(3)?,
            done: day(4)?,
        };
        put_remedy(&self.book, &world.rules, bearer, at, row, world.today)
    }
}

/// What helps against the cause chosen in the form of a remedy, by the data file.
pub fn hint(rules: &Rules, form: &Form) -> Option<Message> {
    if !matches!(form.what, FormFor::Remedy(..)) {
        return None;
    }
    let row = rules.cause(form.code(CAUSE)?)?;
    let named =
        |label: &crate::model::Label| Message::info("gate.criterion").with("name", label.clone());
    let all: Vec<Message> = row.remedies.iter().map(named).collect();
    (!all.is_empty()).then(|| Message::info("form.remedies").with("what", all))
}
