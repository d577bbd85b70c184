//! A sheet: one person or one organisation with all fields, the dossier, and the whole history.

pub(in crate::app) mod facts;
pub(in crate::app) mod person;
pub(in crate::app) mod reveal;
pub(in crate::app) mod row;
pub(in crate::app) mod shown;
pub(in crate::app) mod unit;
pub(in crate::app) mod why;

use self::facts::{Facts, PersonFacts};
use self::person::{add_to_person, edit_person_row, person_rows, plan_of, without_person_row};
use self::reveal::{ask_to_reveal, hidden};
use self::row::SheetRow;
use self::unit::{add_to_unit, edit_unit_row, unit_facts, unit_rows, without_unit_row};
use super::command::Command;
use super::reply::Reply;
use super::see::See;
use super::typing::form::FormFor;
use crate::model::{CandidateId, Change, Refusal, Subject, UnitId};
use crate::rules::{remove_cause, remove_remedy};

impl Facts<'_> {
    /// The rows of the sheet.
    pub fn rows(&self) -> Vec<SheetRow> {
        match self {
            Self::Person(facts) => person_rows(facts),
            Self::Unit(facts) => unit_rows(facts),
        }
    }
}

/// An open sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose.
    pub subject: Subject,
    /// The selected row.
    pub at: usize,
}

impl Sheet {
    /// A record's.
    pub fn of(subject: Subject) -> Self {
        Self { subject, at: 0 }
    }

    /// A person's.
    pub fn person(id: CandidateId) -> Self {
        Self::of(Subject::Person(id))
    }

    /// An organisation's.
    pub fn unit(id: UnitId) -> Self {
        Self::of(Subject::Unit(id))
    }

    /// What it shows beside the record itself; none if the record is gone.
    pub fn facts<'a>(&self, see: See<'a>) -> Option<Facts<'a>> {
        match &self.subject {
            Subject::Person(id) => {
                let case = see.case(id).ok()?;
                Some(Facts::Person(Box::new(PersonFacts {
                    limits: case.limits_by_press(),
                    legs: plan_of(see, &case),
                    case,
                })))
            }
            Subject::Unit(id) => Some(Facts::Unit(unit_facts(see, id)?)),
        }
    }

    /// Its rows now; none if the record is gone.
    pub fn rows(&self, see: See<'_>) -> Vec<SheetRow> {
        let facts = self.facts(see);
        facts.map_or_else(Vec::new, |facts| facts.rows())
    }

    /// The same, with the selection on a row, if it has it.
    pub(in crate::app) fn on(self, see: See<'_>, row: Option<SheetRow>) -> Self {
        let at = self.rows(see).iter().position(|known| Some(*known) == row);
        Self {
            at: at.unwrap_or(self.at),
            ..self
        }
    }

    /// The selected row.
    pub(in crate::app) fn row(&self, see: See<'_>) -> Option<SheetRow> {
        self.rows(see).get(self.at).copied()
    }

    /// Goes to a row; a head is passed over in the direction of the move.
    pub(in crate::app) fn select(&mut self, to: usize, rows: &[SheetRow]) {
        let forward = to >= self.at;
        let to = to.min(rows.len().saturating_sub(1));
        let plain = |at: &usize| !matches!(rows[*at], SheetRow::Head(_));
        let after = (to..rows.len()).find(plain);
        let before = (0..=to).rev().filter(|at| *at < rows.len()).find(plain);
        let found = if forward {
            after.or(before)
        } else {
            before.or(after)
        };
        self.at = found.unwrap_or(0);
    }

    /// The first row of the next part, or of the first one after the last.
    pub(in crate::app) fn next_part(&self, rows: &[SheetRow]) -> usize {
        let heads = (0..rows.len()).filter(|at| matches!(rows[*at], SheetRow::Head(_)));
        heads
            .map(|head| head + 1)
            .find(|first| *first > self.at)
            .unwrap_or(0)
    }
}

impl Sheet {
    /// A command of the sheet.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        let rows = self.rows(see);
        let row = rows.get(self.at).copied();
        match (command, &self.subject) {
            (Command::Cancel | Command::Quit, _) => Reply::Close,
            (Command::NextPane, _) => {
                self.at = self.next_part(&rows);
                Reply::Done
            }
            (Command::Reveal, Subject::Person(id)) => match hidden(see, id, row) {
                Some(field) => ask_to_reveal(id, field, false),
                None => Reply::warn("refused.nothing-hidden"),
            },
            (Command::Edit | Command::Open, subject) => {
                if let Subject::Person(id) = subject
                    && let Some(field) = hidden(see, id, row)
                {
                    return ask_to_reveal(id, field, true);
                }
                row.map_or(Reply::Done, |row| self.edit(see, row))
            }
            (Command::Remove, subject) => {
                let change = row.and_then(|row| without(see, subject, row));
                change.map_or_else(|| Reply::warn("refused.row-stays"), Reply::make)
            }
            (command, Subject::Person(id)) => add_to_person(see, id, command),
            (command, Subject::Unit(id)) => add_to_unit(see, id, command),
        }
    }

    /// Edits a row, or says why it is not edited.
    pub(in crate::app) fn edit(&self, see: See<'_>, row: SheetRow) -> Reply {
        match (&self.subject, row) {
            (subject, SheetRow::CauseEntry(at)) => Reply::Form(FormFor::Cause(subject.clone(), at)),
            (subject, SheetRow::Remedy(at)) => {
                Reply::Form(FormFor::Remedy(subject.clone(), Some(at)))
            }
            (Subject::Person(id), row) => edit_person_row(see, id, row),
            (Subject::Unit(id), row) => edit_unit_row(see, id, row),
        }
    }
}

/// The change that takes a row out; none of a row that stays.
fn without(see: See<'_>, subject: &Subject, row: SheetRow) -> Option<Result<Change, Refusal>> {
    match (subject, row) {
        (subject, SheetRow::CauseEntry(at)) => Some(remove_cause(see.book, subject, at)),
        (subject, SheetRow::Remedy(at)) => Some(remove_remedy(see.book, subject, at)),
        (Subject::Person(id), row) => without_person_row(see, id, row),
        (Subject::Unit(id), row) => without_unit_row(see, id, row),
    }
}
