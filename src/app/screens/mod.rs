//! The screens and their panes, one file each, and what is looked for in them.

pub mod agenda;
pub mod analysis;
pub mod board;
pub mod field;
pub mod journal;
pub mod outlook;
pub mod pipeline;
pub mod quotas;
pub mod search;
pub mod tree;
pub mod welcome;

use self::agenda::Agenda;
use self::analysis::Insight;
use self::board::{Board, Pane};
use self::journal::Journal;
use self::quotas::Quotas;
use self::welcome::Welcome;
use super::command::{Command, Context};
use super::cursor::Places;
use super::effect::Effect;
use super::reply::Reply;
use super::see::See;
use crate::rules::Figures;

/// Which screen is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// First start.
    Welcome,
    /// 1: the two panes.
    #[default]
    Board,
    /// 2: the quotas.
    Quotas,
    /// 3: what is to be done.
    Agenda,
    /// 4: why the year goes as it goes.
    Analysis,
    /// 5: who changed what when.
    Journal,
}

impl Screen {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Welcome,
        Self::Board,
        Self::Quotas,
        Self::Agenda,
        Self::Analysis,
        Self::Journal,
    ];

    /// The screen that a command opens.
    pub(super) fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::BoardScreen => Self::Board,
            Command::QuotaScreen => Self::Quotas,
            Command::AgendaScreen => Self::Agenda,
            Command::AnalysisScreen => Self::Analysis,
            Command::JournalScreen => Self::Journal,
            _ => return None,
        })
    }

    /// What is asked of the shell once it is open.
    pub(super) fn asks(self) -> Option<Effect> {
        match self {
            Self::Agenda => Some(Effect::AskCopy),
            Self::Journal => Some(Effect::ReadJournal),
            Self::Welcome | Self::Board | Self::Quotas | Self::Analysis => None,
        }
    }
}

/// All screens, and which is open.
#[derive(Debug, Default)]
pub struct Screens {
    /// The open one.
    pub open: Screen,
    /// Screen 1.
    pub board: Board,
    /// Screen 2.
    pub quotas: Quotas,
    /// Screen 3.
    pub agenda: Agenda,
    /// Screen 4.
    pub insight: Insight,
    /// Screen 5.
    pub journal: Journal,
    /// The choices of a first start.
    pub welcome: Welcome,
}

impl Screens {
    /// Where the keys of the open screen hold.
    pub fn context(&self) -> Context {
        match (self.open, self.board.focus) {
            (Screen::Welcome, _) => Context::Welcome,
            (Screen::Board, Pane::Tree) => Context::Tree,
            (Screen::Board, Pane::Pipeline) => Context::Pipeline,
            (Screen::Quotas, _) => Context::Quotas,
            (Screen::Agenda, _) => Context::Agenda,
            (Screen::Analysis, _) => Context::Analysis,
            (Screen::Journal, _) => Context::Journal,
        }
    }

    /// The organisation selected on the open screen, by its place in the tree.
    pub fn node(&self, figures: &Figures) -> Option<usize> {
        match self.open {
            Screen::Quotas => self.quotas.node(figures),
            Screen::Welcome
            | Screen::Board
            | Screen::Agenda
            | Screen::Analysis
            | Screen::Journal => self.board.tree.node(),
        }
    }

    /// What the open screen answers to a command.
    pub fn answer(&mut self, see: See<'_>, command: Command) -> Reply {
        match (self.open, self.board.focus) {
            (Screen::Welcome, _) => self.welcome.command(see, command),
            (Screen::Board, Pane::Tree) => self.board.tree_command(see, command),
            (Screen::Board, Pane::Pipeline) => self.board.pipeline.command(see, command),
            (Screen::Quotas, _) => self.quotas.command(see, command),
            (Screen::Agenda, _) => self.agenda.command(see, command),
            (Screen::Analysis, _) => self.insight.command(see, command),
            (Screen::Journal, _) => self.journal.command(see, command),
        }
    }

    /// Moves in the list of the open screen. `to` gives the place from the present one and how many
    /// there are.
    pub(super) fn walk(&mut self, see: See<'_>, to: impl Fn(usize, usize) -> usize) {
        match (self.open, self.board.focus) {
            (Screen::Welcome, _) => {
                self.welcome.at = to(self.welcome.at, Welcome::CHOICES.len());
            }
            (Screen::Board, Pane::Tree) => {
                let tree = &self.board.tree;
                self.board.move_tree(see, to(tree.at, tree.rows.len()));
            }
            (Screen::Board, Pane::Pipeline) => {
                let pane = &mut self.board.pipeline;
                pane.select(to(pane.at, pane.rows.len()), see.book);
            }
            (Screen::Quotas, _) => {
                let to = to(self.quotas.row(), self.quotas.rows.len());
                let node = self.quotas.rows.get(to).copied().unwrap_or(0);
                self.quotas.select(node, see.figures, see.book);
            }
            (Screen::Agenda, _) => {
                let to = to(self.agenda.at, self.agenda.rows.len());
                self.agenda.select(to, see.book);
            }
            (Screen::Analysis, _) => self.insight.at = to(self.insight.at, self.insight.len()),
            (Screen::Journal, _) => {
                self.journal
                    .select(to(self.journal.at, self.journal.rows.len()));
            }
        }
    }

    /// Goes to the next row of the open screen that bears a name; false if there is none.
    pub(super) fn find(&mut self, see: See<'_>, needle: &str, places: Places) -> bool {
        let in_tree = |from: Option<usize>| tree::find(see, needle, from.unwrap_or(0), places);
        match (self.open, self.board.focus) {
            (Screen::Board, Pane::Pipeline) => {
                let pane = &mut self.board.pipeline;
                let found = pane.find(see.book, needle, places);
                found.map(|at| pane.select(at, see.book)).is_some()
            }
            (Screen::Journal, _) => {
                let found = self.journal.find(see, needle, places);
                found.map(|at| self.journal.select(at)).is_some()
            }
            (Screen::Agenda, _) => {
                let found = self.agenda.find(see, needle, places);
                found.map(|at| self.agenda.select(at, see.book)).is_some()
            }
            (Screen::Quotas, _) => {
                let found = in_tree(self.quotas.node(see.figures));
                found
                    .map(|node| self.quotas.select(node, see.figures, see.book))
                    .is_some()
            }
            (Screen::Welcome | Screen::Board | Screen::Analysis, _) => {
                let found = in_tree(self.board.tree.node());
                found.map(|node| self.board.reveal(see, node)).is_some()
            }
        }
    }

    /// Derives the rows of the open screen that rest on what is selected on the board.
    pub(super) fn look(&mut self, see: See<'_>) {
        match self.open {
            Screen::Agenda => self.agenda.list(see),
            Screen::Analysis => self.insight.look(see),
            Screen::Welcome | Screen::Board | Screen::Quotas | Screen::Journal => {}
        }
    }

    /// Opens a screen and stays with the selected organisation.
    pub(super) fn go(&mut self, see: See<'_>, screen: Screen) {
        let node = self.node(see.figures);
        self.open = screen;
        match (screen, node) {
            (Screen::Quotas, Some(node)) => {
                self.quotas.select(node, see.figures, see.book);
                self.quotas.list(see, true);
            }
            (
                Screen::Welcome
                | Screen::Board
                | Screen::Agenda
                | Screen::Analysis
                | Screen::Journal,
                Some(node),
            ) if self.board.tree.node() != Some(node) => self.board.reveal(see, node),
            (
                Screen::Welcome
                | Screen::Board
                | Screen::Quotas
                | Screen::Agenda
                | Screen::Analysis
                | Screen::Journal,
                _,
            ) => {}
        }
        self.leave();
    }

    /// Lets go what only a screen that is left needs.
    pub(super) fn leave(&mut self) {
        self.agenda.close();
        self.insight.data = None;
        if self.open != Screen::Journal {
            self.journal.close();
        }
    }
}
