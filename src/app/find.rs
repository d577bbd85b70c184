//! Looking for a name: on the open screen first, then through the whole book.

use super::cursor::Places;
use super::overlay::Overlay;
use super::screens::Screen;
use super::screens::board::Pane;
use super::screens::search::Origin;
use super::screens::tree;
use super::state::{App, see};
use super::typing::prompt::{Ask, Prompt};
use super::world::World;
use crate::model::{Message, matches_key, search_key};
use crate::rules::{Line, Spot};

impl App {
    /// Opens the line of a search.
    pub(in crate::app) fn start_search(&mut self) {
        self.search.origin = Some(Origin {
            focus: self.board.focus,
            tree: self.board.tree.clone(),
            pipeline: self.board.pipeline.at,
            quotas: self.quotas.at,
            agenda: self.agenda.at,
            journal: self.journal.at,
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
        self.quotas.select(origin.quotas, &self.figures, &self.book);
        self.agenda.select(origin.agenda, &self.book);
        self.journal.select(origin.journal);
        self.board.focus = origin.focus;
        self.board.tree = origin.tree;
        self.list_people(world, false);
        self.board.pipeline.select(origin.pipeline, &self.book);
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
        let found = match (self.screen, self.board.focus) {
            (Screen::Board, Pane::Pipeline) => {
                let found = self.board.pipeline.find(&self.book, &needle, places);
                found.inspect(|at| self.board.pipeline.select(*at, &self.book))
            }
            (Screen::Journal, _) => {
                let found = self.journal.find(see, &needle, places);
                found.inspect(|at| self.journal.select(*at))
            }
            (Screen::Agenda, _) => {
                let found = self.agenda.find(see, &needle, places);
                found.inspect(|at| self.agenda.select(*at, &self.book))
            }
            (Screen::Quotas, _) => {
                let from = self.node().unwrap_or(0);
                let found = tree::find(self.see(world), &needle, from, places);
                found.inspect(|node| self.quotas.select(*node, &self.figures, &self.book))
            }
            (Screen::Welcome | Screen::Board | Screen::Analysis, _) => {
                let from = self.node().unwrap_or(0);
                let found = tree::find(self.see(world), &needle, from, places);
                if let Some(node) = found {
                    self.reveal(world, node);
                    self.look_into(world);
                }
                found
            }
        };
        if found.is_none() && !self.find_person(world, &needle) {
            let typed = self.search.typed.clone();
            self.say(Message::warning("said.not-found").with("text", typed));
        }
    }

    /// Goes to the first person of the whole book whose name holds the needle, on the board.
    fn find_person(&mut self, world: &World, needle: &str) -> bool {
        if self.screen != Screen::Board {
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
