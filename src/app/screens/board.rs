//! Screen 1: organisations on the left, the candidates of the selected one on the right.

use crate::app::command::Command;
use crate::app::screens::pipeline::PipelinePane;
use crate::app::screens::tree::TreePane;
use crate::app::{App, Overlay, Screen, World};
use crate::app::{Effect, Sheet};
use crate::model::{CandidateId, Message, Refusal, Subject};
use crate::rules::{Spot, Task};

/// A pane of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// Organisations.
    #[default]
    Tree,
    /// Candidates.
    Pipeline,
}

/// The state of screen 1.
#[derive(Debug, Clone, Default)]
pub struct Board {
    /// Which pane has the keys.
    pub focus: Pane,
    /// Only the pane with the keys is shown.
    pub zoom: bool,
    /// The left pane.
    pub tree: TreePane,
    /// The right pane.
    pub pipeline: PipelinePane,
}

impl App {
    /// Lists the people of the selected organisation again. After an edit (`keep`) the selected
    /// person stays in sight whatever the filter says.
    pub(in crate::app) fn list_people(&mut self, world: &World, keep: bool) {
        let node = self.board.tree.node();
        let data = world.counted(&self.book, &self.figures);
        self.board.pipeline.rebuild(data, node, keep);
    }

    /// Lists the people of an organisation that was just gone to.
    fn enter_unit(&mut self, world: &World) {
        let node = self.board.tree.node();
        let data = world.counted(&self.book, &self.figures);
        self.board.pipeline.enter(data, node);
    }
}

impl App {
    /// The selected candidate.
    pub(in crate::app) fn candidate_id(&self) -> Option<CandidateId> {
        if let Some(Overlay::Sheet(Sheet {
            subject: Subject::Person(id),
            ..
        })) = self.overlays.last()
        {
            return Some(id.clone());
        }
        let line = match self.screen {
            Screen::Agenda => self.agenda.task().and_then(Task::line),
            Screen::Welcome
            | Screen::Board
            | Screen::Quotas
            | Screen::Analysis
            | Screen::Journal => self.board.pipeline.line(),
        };
        line.map(|line| line.person(&self.book).id.clone())
    }

    pub(in crate::app) fn move_tree(&mut self, world: &World, at: usize) {
        let before = self.board.tree.node();
        self.board.tree.select(at, &self.book, &self.figures);
        if self.board.tree.node() != before {
            self.enter_unit(world);
        }
    }

    pub(in crate::app) fn reveal(&mut self, world: &World, node: usize) {
        self.board.tree.reveal(node, &self.book, &self.figures);
        self.enter_unit(world);
    }

    /// A command of the left pane.
    pub(in crate::app) fn tree_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        match command {
            Command::Right => {
                let opened = self.board.tree.unfold(&self.book, &self.figures);
                self.board.focus = if opened { Pane::Tree } else { Pane::Pipeline };
            }
            Command::Left => {
                self.board.tree.fold(&self.book, &self.figures);
                self.list_people(world, false);
            }
            Command::Open => self.open_unit(),
            Command::Edit => self.edit_unit_name(world),
            Command::Add => self.ask_new_unit(world),
            _ => {}
        }
        Vec::new()
    }

    /// A command of the right pane.
    pub(in crate::app) fn pipeline_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        match command {
            Command::Right => self.board.pipeline.step_field(1),
            Command::Left => self.board.pipeline.step_field(-1),
            Command::Sort => {
                self.board.pipeline.order = self.board.pipeline.order.next();
                self.list_people(world, false);
                self.say(Message::info(match self.board.pipeline.order {
                    crate::rules::Arrange::Stages => "said.by-stage",
                    crate::rules::Arrange::Name => "said.by-name",
                    crate::rules::Arrange::Wait => "said.by-wait",
                }));
            }
            Command::Filter => {
                self.board.pipeline.show = self.board.pipeline.show.next();
                self.list_people(world, false);
                self.say(Message::info(match self.board.pipeline.show {
                    crate::rules::Show::Open => "said.show-open",
                    crate::rules::Show::All => "said.show-all",
                    crate::rules::Show::Paused => "said.show-paused",
                }));
            }
            Command::Add => self.ask_new_candidate(world),
            Command::Mark => self.mark(),
            Command::MarkAll => self.mark_all(),
            Command::Unmark => self.unmark(),
            Command::Open => match self.candidate_id() {
                Some(id) => self.overlays.push(Overlay::Sheet(Sheet::person(id))),
                None => self.say(Message::warning("refused.nobody-selected")),
            },
            _ => return self.person_command(world, command),
        }
        Vec::new()
    }

    /// Opens the sheet of the selected organisation.
    pub(in crate::app) fn open_unit(&mut self) {
        let Some(node) = self.node() else { return };
        match self.figures.tree.nodes[node].spot {
            Spot::Unit(at) => {
                let id = self.book.units()[at].id.clone();
                self.overlays.push(Overlay::Sheet(Sheet::unit(id)));
            }
            Spot::Unreadable(at) => {
                let id = self.book.unreadable()[at].id.clone();
                self.say(Refusal::UnitUnreadable(id).message());
            }
        }
    }
}
