//! Screen 1: organisations on the left, the candidates of the selected one on the right.

use super::pipeline::PipelinePane;
use super::tree::TreePane;
use crate::app::command::Command;
use crate::app::hands::{ask_new_unit, edit_unit_name, open_unit};
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::rules::Line;

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

impl Board {
    /// The selected candidate, while the candidates have the keys.
    pub(in crate::app) fn line_with_keys(&self) -> Option<Line> {
        let line = self.pipeline.line();
        line.filter(|_| self.focus == Pane::Pipeline)
    }

    /// Lists the people of the selected organisation again. After an edit (`keep`) the selected
    /// person stays in sight whatever the filter says.
    pub(in crate::app) fn list_people(&mut self, see: See<'_>, keep: bool) {
        let node = self.tree.node();
        self.pipeline.rebuild(see.counted(), node, keep);
    }

    /// Lists the people of an organisation that was just gone to.
    fn enter_unit(&mut self, see: See<'_>) {
        let node = self.tree.node();
        self.pipeline.enter(see.counted(), node);
    }

    /// Goes to a visible row of the left pane.
    pub(in crate::app) fn move_tree(&mut self, see: See<'_>, at: usize) {
        let before = self.tree.node();
        self.tree.select(at, see.book, see.figures);
        if self.tree.node() != before {
            self.enter_unit(see);
        }
    }

    /// Goes to an organisation, with all above it opened.
    pub(in crate::app) fn reveal(&mut self, see: See<'_>, node: usize) {
        self.tree.reveal(node, see.book, see.figures);
        self.enter_unit(see);
    }

    /// A command of the left pane.
    pub fn tree_command(&mut self, see: See<'_>, command: Command) -> Reply {
        match command {
            Command::Right => {
                let opened = self.tree.unfold(see.book, see.figures);
                self.focus = if opened { Pane::Tree } else { Pane::Pipeline };
            }
            Command::Left => {
                self.tree.fold(see.book, see.figures);
                self.list_people(see, false);
            }
            Command::Open => return open_unit(see, self.tree.node()),
            Command::Edit => return edit_unit_name(see, self.tree.node()),
            Command::Add => return ask_new_unit(see, self.tree.node()),
            _ => {}
        }
        Reply::Done
    }
}
