//! Search: accent-free, incremental; Esc clears it and keeps the row.

use crate::app::screens::tree::{self, TreePane};
use crate::app::typing::prompt::{Ask, Prompt};
use crate::app::{App, Overlay, Pane, Screen, World};
use crate::model::{Message, matches_key, search_key};
use crate::rules::{Line, Spot};

/// Where the selections stood when a search began: each letter looks from there anew.
#[derive(Debug, Clone)]
struct Origin {
    focus: Pane,
    tree: TreePane,
    pipeline: usize,
    quotas: usize,
    agenda: usize,
    journal: usize,
}

/// The last search.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// As typed.
    pub typed: String,
    /// Folded; empty when there is no search.
    pub needle: String,
    origin: Option<Origin>,
}

impl Search {
    pub(in crate::app) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Places of a list from one on, wrapping around; `skip` 0 begins with the place itself.
pub(in crate::app) fn around(
    at: usize,
    count: usize,
    forward: bool,
    skip: usize,
) -> impl Iterator<Item = usize> {
    let last = if count == 0 { 0 } else { count + 1 };
    (skip.min(last)..last).map(move |step| {
        let step = step % count;
        if forward {
            (at + step) % count
        } else {
            (at + count - step) % count
        }
    })
}

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
            self.find(world, true, 0);
        }
    }

    /// Goes to the next match; `skip` 0 may stay on the present row.
    pub(in crate::app) fn find(&mut self, world: &World, forward: bool, skip: usize) {
        if self.search.needle.is_empty() {
            self.say(Message::warning("refused.no-search"));
            return;
        }
        let needle = self.search.needle.clone();
        let in_agenda = self.screen == Screen::Agenda;
        let in_pipeline = self.screen == Screen::Board && self.board.focus == Pane::Pipeline;
        let found = if in_pipeline {
            let found = self.board.pipeline.find(&self.book, &needle, forward, skip);
            if let Some(at) = found {
                self.board.pipeline.select(at, &self.book);
            }
            found
        } else if self.screen == Screen::Journal {
            let data = (&self.book, self.figures.today);
            let found = self.journal.find(data, &needle, forward, skip);
            if let Some(at) = found {
                self.journal.select(at);
            }
            found
        } else if in_agenda {
            let data = (&self.book, self.figures.today);
            let found = self.agenda.find(data, &needle, forward, skip);
            if let Some(at) = found {
                self.agenda.select(at, &self.book);
            }
            found
        } else {
            let from = self.node().unwrap_or(0);
            let found = tree::find(&self.book, &self.figures, &needle, (from, forward, skip));
            match found {
                Some(node) if self.screen == Screen::Quotas => {
                    self.quotas.select(node, &self.figures, &self.book);
                }
                Some(node) => {
                    self.reveal(world, node);
                    self.look_into(world);
                }
                None => {}
            }
            found
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
