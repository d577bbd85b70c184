//! Looking for a name: on the open screen first, then through the whole book.

use super::cursor::Places;
use super::overlay::Overlay;
use super::screens::Screen;
use super::screens::search::Origin;
use super::state::{App, see};
use super::typing::prompt::{Ask, Prompt};
use super::world::World;
use crate::model::{Message, matches_key, search_key};
use crate::rules::{Line, Spot};

impl App {
    /// Opens the line of a search.
    pub(in crate::app) fn start_search(&mut self) {
        self.search.origin = Some(Origin {
            focus: self.screens.board.focus,
            tree: self.screens.board.tree.clone(),
            pipeline: self.screens.board.pipeline.at,
            quotas: self.screens.quotas.at,
            agenda: self.screens.agenda.at,
            journal: self.screens.journal.at,
        });
        self.overlays
            .push(Overlay::Prompt(Prompt::new(Ask::Search, "")));
    }

    /// Looks for what is typed so far, from where the search began.
    pub(in crate::app) fn look_for(&mut self, world: &World, typed: &str) {
        typed.clone_into(&mut self.search.typed);
        self.search.needle = search_key(typed);
        let Some(origin) = self.search.origin.clone() else {
            return;
        };
        self.screens
            .quotas
            .select(origin.quotas, &self.figures, &self.book);
        self.screens.agenda.select(origin.agenda, &self.book);
        self.screens.journal.select(origin.journal);
        self.screens.board.focus = origin.focus;
        self.screens.board.tree = origin.tree;
        self.list_people(world, false);
        self.screens
            .board
            .pipeline
            .select(origin.pipeline, &self.book);
        if !self.search.needle.is_empty() {
            self.find(world, Places::from_here());
        }
    }

    /// Goes to the next match.
    pub(in crate::app) fn find(&mut self, world: &World, places: Places) {
        if self.search.needle.is_empty() {
            self.say(Message::warning("refused.no-search"));
            return;
        }
        let needle = self.search.needle.clone();
        let see = see!(self, world);
        let found = self.screens.find(see, &needle, places);
        self.look(world);
        if !found && !self.find_person(world, &needle) {
            let typed = self.search.typed.clone();
            self.say(Message::warning("said.not-found").with("text", typed));
        }
    }

    /// Goes to the first person of the whole book whose name holds the needle, on the board.
    fn find_person(&mut self, world: &World, needle: &str) -> bool {
        if self.screens.open != Screen::Board {
            return false;
        }
        let matches = |line: &Line| matches_key(&line.person(&self.book).name, needle);
        let nodes = 0..self.figures.tree.nodes.len();
        let found = nodes
            .filter_map(|node| match self.figures.tree.nodes[node].spot {
                Spot::Unit(at) => Some(at),
                Spot::Unreadable(_) => None,
            })
            .find_map(|at| self.figures.lines(at).find(matches));
        let Some(line) = found else {
            return false;
        };
        self.go_to_person(world, line);
        true
    }
}
