//! Numbers of which only the end is shown: the whole is for a while, once the journal says to whom.

use crate::app::{App, Effect, Overlay, Sheet, SheetRow, World};
use crate::model::{CandidateId, Message, ScalarField, Subject};

/// A number that somebody wants to see whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// Whose.
    pub id: CandidateId,
    /// Which.
    pub field: ScalarField,
    /// Whether it is to be edited then.
    pub to_edit: bool,
}

impl App {
    /// Whether a field of a person is shown as it is.
    pub fn shows(&self, id: &CandidateId, field: ScalarField) -> bool {
        let this = |shown: &Reveal| shown.id == *id && shown.field == field;
        !field.is_masked() || self.revealed.as_ref().is_some_and(this)
    }

    /// The hidden number of a row of a person's sheet.
    pub(in crate::app) fn hidden(
        &self,
        id: &CandidateId,
        row: Option<SheetRow>,
    ) -> Option<ScalarField> {
        let Some(SheetRow::Scalar(field)) = row else {
            return None;
        };
        let (_, person) = self.book.candidate(id)?;
        let hidden = !self.shows(id, field) && !field.read(person).is_empty();
        hidden.then_some(field)
    }

    /// Asks the shell to write down that a number is shown; it comes back as revealed.
    pub(in crate::app) fn ask_to_reveal(
        &mut self,
        id: &CandidateId,
        field: ScalarField,
        to_edit: bool,
    ) -> Vec<Effect> {
        if self.read_only {
            self.say(Message::warning("refused.reveal-read-only"));
            return Vec::new();
        }
        let id = id.clone();
        vec![Effect::Reveal(Reveal { id, field, to_edit })]
    }

    /// The journal says so: the number is shown.
    pub(in crate::app) fn revealed(&mut self, world: &World, reveal: Reveal) {
        self.say(Message::info("said.revealed"));
        let (id, row) = (reveal.id.clone(), SheetRow::Scalar(reveal.field));
        let to_edit = reveal.to_edit;
        self.revealed = Some(reveal);
        if to_edit && self.is_on(world, &id, row) {
            self.edit_sheet_row(world, &Subject::Person(id), row);
        }
    }

    /// Hides a number again whose row is not selected any more.
    pub(in crate::app) fn hide_what_was_left(&mut self, world: &World) {
        let Some(Reveal { id, field, .. }) = &self.revealed else {
            return;
        };
        if self.covered || !self.is_on(world, id, SheetRow::Scalar(*field)) {
            self.revealed = None;
        }
    }

    /// Whether a row of a person's open sheet is selected.
    fn is_on(&self, world: &World, id: &CandidateId, row: SheetRow) -> bool {
        let sheet = self.overlays.iter().rev().find_map(Overlay::sheet);
        let own = |sheet: &&Sheet| matches!(&sheet.subject, Subject::Person(of) if of == id);
        let at = |sheet: &Sheet| sheet.rows(self, world).get(sheet.at).copied();
        sheet.filter(own).and_then(at) == Some(row)
    }
}
