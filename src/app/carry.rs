//! What a pane answered is carried out here: the only place that opens windows for it and makes its changes.

use super::effect::{Effect, Timer};
use super::hands::{picker_for, told_steps};
use super::overlay::Overlay;
use super::reply::Reply;
use super::saving::history::SaveMark;
use super::screens::Screen;
use super::screens::board::{Board, Pane};
use super::screens::outlook::Outlooks;
use super::sheet::Sheet;
use super::sheet::row::SheetRow;
use super::sheet::shown::Reveal;
use super::sheet::why::Why;
use super::state::{App, see};
use super::typing::form::{self, Form};
use super::typing::palette::Palette;
use super::typing::pick::Picker;
use super::typing::prompt::Prompt;
use super::world::World;
use crate::model::{CandidateId, Change, Code, Message, Refusal, Subject, UnitId};
use crate::rules::Line;

impl App {
    /// Carries out what a pane answered.
    pub(super) fn carry_out(&mut self, world: &World, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Done => {}
            Reply::Say(message) => self.say(message),
            Reply::Ask(prompt) => self.ask(prompt),
            Reply::Offer(picker) => self.offer(picker),
            Reply::Pick(what) => {
                let reply = picker_for(self.see(world), &what);
                return self.carry_out(world, reply);
            }
            Reply::Suppose(picker) => self.overlays.push(Overlay::Pick(picker)),
            Reply::Form(what) => match form::open(self.see(world), what) {
                Ok(Some(form)) => self.fill(form),
                Ok(None) => {}
                Err(message) => self.say(message),
            },
            Reply::Filled(form) => self.fill(form),
            Reply::Sheet(subject, row) => {
                let sheet = Sheet::of(subject).on(self.see(world), row);
                self.overlays.push(Overlay::Sheet(sheet));
            }
            Reply::EditRow(row) => return self.edit_row(world, row),
            Reply::Reveal(_) if self.read_only => {
                self.say(Message::warning("refused.reveal-read-only"));
            }
            Reply::Reveal(reveal) => return vec![Effect::Reveal(reveal)],
            Reply::Why(id) => self.overlays.push(Overlay::Why(Why { id, scroll: 0 })),
            Reply::Outlooks(node) => {
                let open = Outlooks::open(self.see(world), node);
                self.overlays.push(Overlay::Outlooks(open));
            }
            Reply::Palette(only) => self.overlays.push(Overlay::Palette(Palette::only(only))),
            Reply::Help => self.overlays.push(Overlay::Help(0)),
            Reply::Close => _ = self.overlays.pop(),
            Reply::Make(change) => {
                let made = self.commit(world, change, None);
                return self.said_if_refused(made);
            }
            Reply::Step(change, told) => {
                let made = self.commit(world, change, None);
                let effects = self.said_if_refused(made);
                if !effects.is_empty() && told.is_some() {
                    self.notice = told;
                }
                return effects;
            }
            Reply::StepMany(changes, held) => return self.step_many(world, changes, held),
            Reply::ToPerson(line) => {
                self.overlays.clear();
                self.go_to_person(world, line);
            }
            Reply::ToUnit(unit) => self.go_to_unit(world, unit),
            Reply::Settle(true) => return self.accept_settled(world),
            Reply::Settle(false) => self.drop_settle(),
            Reply::Answer(answer) => return self.answer(world, answer),
            Reply::TakeOver => return self.take_over(world),
            Reply::CloseList => return self.close_list(),
            Reply::Unanswer => return self.unanswer(),
            Reply::AskListAgain => return self.ask_list_again(),
            Reply::Effect(effect) => return vec![effect],
        }
        Vec::new()
    }

    /// Opens a line to type in, unless nothing may be changed.
    pub(super) fn ask(&mut self, prompt: Prompt) {
        self.open_to_change(Overlay::Prompt(prompt));
    }

    /// Shows a choice, unless nothing may be changed.
    pub(super) fn offer(&mut self, picker: Picker) {
        self.open_to_change(Overlay::Pick(picker));
    }

    /// Opens a form, unless nothing may be changed.
    pub(super) fn fill(&mut self, form: Form) {
        self.open_to_change(Overlay::Form(form));
    }

    fn open_to_change(&mut self, overlay: Overlay) {
        if self.read_only {
            self.say(Refusal::ReadOnly.message());
        } else {
            self.overlays.push(overlay);
        }
    }

    /// Steps of marked people as one change, taken back by one undo. Those whose gate is closed stay
    /// marked and are told.
    fn step_many(
        &mut self,
        world: &World,
        changes: Vec<Change>,
        held: Vec<(CandidateId, Refusal)>,
    ) -> Vec<Effect> {
        let moved = changes.len();
        let effects = if moved == 0 {
            Vec::new()
        } else {
            let made = self.commit(world, Change::Many(changes), None);
            self.said_if_refused(made)
        };
        if moved > 0 && effects.is_empty() {
            return effects;
        }
        let message = told_steps(self.see(world), moved, &held);
        self.say(message);
        self.screens.board.pipeline.marked = held.into_iter().map(|(id, _)| id).collect();
        effects
    }

    /// Goes to a row of the open sheet and edits it.
    fn edit_row(&mut self, world: &World, row: SheetRow) -> Vec<Effect> {
        let see = see!(self, world);
        let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        *sheet = sheet.clone().on(see, Some(row));
        let reply = sheet.edit(see, row);
        self.carry_out(world, reply)
    }

    /// Changes the screen and stays with the selected organisation.
    pub(super) fn go(&mut self, world: &World, screen: Screen) {
        let see = see!(self, world);
        self.screens.go(see, screen);
        self.look(world);
    }

    /// Opens the board on an organisation's row.
    fn go_to_unit(&mut self, world: &World, unit: usize) {
        let Some(node) = self.figures.tree.node_of(unit) else {
            return;
        };
        self.screens.leave();
        self.screens.open = Screen::Board;
        self.reveal(world, node);
        self.screens.board.focus = Pane::Tree;
    }

    /// Opens the board on a person's row, whatever the filter there says.
    pub(super) fn go_to_person(&mut self, world: &World, line: Line) {
        let Some(node) = self.figures.tree.node_of(line.unit as usize) else {
            return;
        };
        let id = line.person(&self.book).id.clone();
        self.screens.leave();
        self.screens.open = Screen::Board;
        self.reveal(world, node);
        self.screens.board.pipeline.select_person(&id, &self.book);
        self.list_people(world, true);
        self.screens.board.focus = Pane::Pipeline;
    }

    /// Supposes one more person in the list that is open.
    pub(super) fn suppose_one_more(&mut self, world: &World, cell: &UnitId, stage: &Code) {
        let see = see!(self, world);
        if let Some(Overlay::Outlooks(open)) = self.overlays.last_mut() {
            open.suppose_one_more(see, cell, stage);
        }
    }

    /// The journal says so: the number is shown.
    pub(super) fn revealed(&mut self, world: &World, reveal: Reveal) -> Vec<Effect> {
        self.say(Message::info("said.revealed"));
        let (id, row) = (reveal.id.clone(), SheetRow::Scalar(reveal.field));
        let to_edit = reveal.to_edit;
        self.revealed = Some(reveal);
        let mut effects = vec![Effect::After(Timer::Hide)];
        if to_edit && self.is_on(world, &id, row) {
            effects.extend(self.edit_row(world, row));
        }
        effects
    }

    /// Hides a number again whose row is not selected any more.
    pub(super) fn hide_what_was_left(&mut self, world: &World) {
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
        let at = |sheet: &Sheet| sheet.row(self.see(world));
        sheet.filter(own).and_then(at) == Some(row)
    }

    /// A book was made or opened.
    pub(super) fn opened(&mut self, world: &World, book: crate::model::Book) {
        self.screens.open = Screen::Board;
        self.overlays.clear();
        self.saved = SaveMark::Clean;
        self.book = book;
        self.screens.board = Board::default();
        self.start_on(world);
        if std::mem::take(&mut self.screens.welcome.then_a_list) {
            self.ask_list();
        }
    }
}
