//! Search: accent-free, incremental; Esc clears it and keeps the row.

use super::{App, Pane, Screen, World};
use crate::model::{Message, fold};

/// The last search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// As typed.
    pub typed: String,
    /// Folded; empty when there is no search.
    pub needle: String,
}

impl Search {
    pub(super) fn set(&mut self, typed: &str) {
        typed.clone_into(&mut self.typed);
        self.needle = fold(typed.trim());
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl App {
    /// Goes to the next match; `skip` 0 may stay on the present row.
    pub(super) fn find(&mut self, world: &World, forward: bool, skip: usize) {
        if self.search.needle.is_empty() {
            self.say(Message::warning("refused.no-search"));
            return;
        }
        let needle = self.search.needle.clone();
        let in_pipeline = self.screen == Screen::Board && self.board.focus == Pane::Pipeline;
        let found = if in_pipeline {
            let found = self.board.pipeline.find(&self.book, &needle, forward, skip);
            if let Some(at) = found {
                self.board.pipeline.select(at, &self.book);
            }
            found
        } else if self.screen == Screen::Quotas {
            let found = self
                .quotas
                .find(&self.book, &self.figures, &needle, forward, skip);
            self.quotas.at = found.unwrap_or(self.quotas.at);
            found
        } else {
            let found = self
                .board
                .tree
                .find(&self.book, &self.figures, &needle, forward, skip);
            if let Some(node) = found {
                self.reveal(world, node);
            }
            found
        };
        if found.is_none() {
            let typed = self.search.typed.clone();
            self.say(Message::warning("said.not-found").with("text", typed));
        }
    }
}
