//! A sheet: one person or one organisation with all fields and the whole history.

use super::pick::{PickFor, Picker};
use super::prompt::{Ask, Prompt};
use super::{App, Effect, Overlay, World};
use crate::app::command::Command;
use crate::model::{Candidate, CandidateId, Message, ScalarField, Unit, UnitId, show_date};

/// Whose sheet it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A candidate.
    Person(CandidateId),
    /// An organisation.
    Unit(UnitId),
}

/// A row of a sheet. Those with a number are entries of the record's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SheetRow {
    Scalar(ScalarField),
    Stage,
    Since,
    Helper,
    Cause,
    Note,
    Step(usize),
    PastHelper(usize),
    Introducer(usize),
    Paper(usize),
    Vote(usize),
    CauseEntry(usize),
    NoteEntry(usize),
    UnitName,
    UnitKind,
    UnitParent,
    Sector,
    Members,
    Officers,
    UnitCause,
    UnitNote,
    Quota(usize),
    Unlisted(usize),
}

/// An open sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose.
    pub subject: Subject,
    /// The selected row.
    pub at: usize,
}

fn person_rows(person: &Candidate) -> Vec<SheetRow> {
    use SheetRow::*;
    let mut rows: Vec<SheetRow> = ScalarField::ALL[..1].iter().map(|f| Scalar(*f)).collect();
    rows.extend([Stage, Since, Helper, Cause, Note]);
    rows.extend(ScalarField::ALL[1..].iter().map(|f| Scalar(*f)));
    rows.extend((0..person.steps.len()).map(Step));
    rows.extend((0..person.helpers.len()).map(PastHelper));
    rows.extend((0..person.introducers.len()).map(Introducer));
    rows.extend((0..person.papers.len()).map(Paper));
    rows.extend((0..person.votes.len()).map(Vote));
    rows.extend((0..person.causes.len()).map(CauseEntry));
    rows.extend((0..person.notes.len()).map(NoteEntry));
    rows
}

fn unit_rows(unit: &Unit) -> Vec<SheetRow> {
    use SheetRow::*;
    let mut rows = vec![
        UnitName, UnitKind, UnitParent, Sector, Members, Officers, UnitCause, UnitNote,
    ];
    rows.extend((0..unit.quotas.len()).map(Quota));
    rows.extend((0..unit.unlisted.len()).map(Unlisted));
    rows.extend((0..unit.causes.len()).map(CauseEntry));
    rows.extend((0..unit.notes.len()).map(NoteEntry));
    rows
}

impl Sheet {
    /// A person's.
    pub fn person(id: CandidateId) -> Self {
        Self {
            subject: Subject::Person(id),
            at: 0,
        }
    }

    /// An organisation's.
    pub fn unit(id: UnitId) -> Self {
        Self {
            subject: Subject::Unit(id),
            at: 0,
        }
    }

    /// Its rows now; none if the record is gone.
    pub fn rows(&self, app: &App) -> Vec<SheetRow> {
        match &self.subject {
            Subject::Person(id) => app
                .book
                .candidate(id)
                .map_or(Vec::new(), |(_, person)| person_rows(person)),
            Subject::Unit(id) => app.book.unit(id).map_or(Vec::new(), unit_rows),
        }
    }
}

impl App {
    pub(super) fn sheet_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        let Some(Overlay::Sheet(sheet)) = self.overlays.last().cloned() else {
            return Vec::new();
        };
        match (command, &sheet.subject) {
            (Command::Cancel | Command::Quit, _) => {
                self.overlays.pop();
            }
            (Command::Edit | Command::Open, _) => {
                if let Some(row) = sheet.rows(self).get(sheet.at).copied() {
                    self.edit_sheet_row(world, &sheet.subject, row);
                }
            }
            (_, Subject::Person(_)) => return self.person_command(world, command),
            _ => self.say(Message::warning("refused.nobody-selected")),
        }
        Vec::new()
    }

    fn edit_sheet_row(&mut self, world: &World, subject: &Subject, row: SheetRow) {
        match subject {
            Subject::Person(id) => self.edit_person_row(world, id, row),
            Subject::Unit(id) => self.edit_unit_row(world, id, row),
        }
    }

    fn edit_person_row(&mut self, world: &World, id: &CandidateId, row: SheetRow) {
        let Some((_, person)) = self.book.candidate(id) else {
            return;
        };
        let id = id.clone();
        let prompt = match row {
            SheetRow::Scalar(ScalarField::Source) => return self.pick_source(world, &id),
            SheetRow::Stage => return self.pick_stage(world, &id),
            SheetRow::Cause => return self.pick_cause(world, &id),
            SheetRow::Scalar(field) => Prompt::new(Ask::Scalar(id, field), &field.read(person)),
            SheetRow::Since => {
                let since = self.since(world, person).map(show_date).unwrap_or_default();
                Prompt::new(Ask::Since(id), &since)
            }
            SheetRow::Helper => {
                let helper = person.helper().map(|g| g.name.clone()).unwrap_or_default();
                Prompt::new(Ask::Helper(id), &helper)
            }
            SheetRow::Note => Prompt::new(Ask::Note(id), ""),
            _ => return self.say(Message::warning("refused.row-is-history")),
        };
        self.ask(prompt);
    }

    fn edit_unit_row(&mut self, world: &World, id: &UnitId, row: SheetRow) {
        let Some(unit) = self.book.unit(id) else {
            return;
        };
        let id = id.clone();
        let prompt = match row {
            SheetRow::UnitName => Prompt::new(Ask::Rename(id), unit.name_on(world.today)),
            SheetRow::Sector => {
                Prompt::new(Ask::Sector(id), unit.sector.as_deref().unwrap_or_default())
            }
            SheetRow::Members => {
                let last = unit
                    .members
                    .last()
                    .map(|m| format!("{}/{}", m.members, m.full));
                Prompt::new(Ask::Members(id), &last.unwrap_or_default())
            }
            SheetRow::Officers => {
                let last = unit
                    .officers
                    .last()
                    .map(|o| format!("{}/{}", o.officers, o.members));
                Prompt::new(Ask::Officers(id), &last.unwrap_or_default())
            }
            SheetRow::UnitNote => Prompt::new(Ask::UnitNote(id), ""),
            SheetRow::UnitCause => {
                let items = super::edit::cause_items(&world.rules, &unit.causes);
                return self.offer(Picker::new(PickFor::UnitCause(id), items));
            }
            SheetRow::Quota(_) | SheetRow::Unlisted(_) => {
                return self.say(Message::warning("refused.edit-on-quota-screen"));
            }
            SheetRow::UnitKind | SheetRow::UnitParent => {
                return self.say(Message::warning("refused.row-fixed"));
            }
            _ => return self.say(Message::warning("refused.row-is-history")),
        };
        self.ask(prompt);
    }
}
