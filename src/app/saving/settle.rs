//! The choice between two versions: what I changed and what somebody else has saved meanwhile.

use crate::app::command::Command;
use crate::app::overlay::Overlay;
use crate::app::reply::Reply;
use crate::model::{Change, Joined, Side, UnitId};
use std::collections::BTreeSet;

/// An edit that waits for answers. Nothing of it is written before.
#[derive(Debug, Clone)]
pub struct Settle {
    /// The edit on top of the book on disk, and what is asked.
    pub joined: Joined,
    /// Whose version is kept, for each question; none while it is not answered.
    pub kept: Vec<Option<Side>>,
    /// The selected question.
    pub at: usize,
    /// The line or the form the edit came from.
    pub(super) typed: Option<Box<Overlay>>,
}

impl Settle {
    pub(in crate::app) fn new(joined: Joined, typed: Option<Overlay>) -> Self {
        Self {
            kept: vec![None; joined.conflicts.len()],
            joined,
            at: 0,
            typed: typed.map(Box::new),
        }
    }

    /// The organisations it is about.
    pub(in crate::app) fn units(&self) -> BTreeSet<UnitId> {
        let conflicts = self.joined.conflicts.iter();
        conflicts.filter_map(|it| it.unit.clone()).collect()
    }

    /// Answers the selected question and goes on to the next one that is open.
    fn keep(&mut self, side: Side) {
        if let Some(kept) = self.kept.get_mut(self.at) {
            *kept = Some(side);
        }
        let places = (self.at..self.kept.len()).chain(0..self.at);
        let mut open = places.filter(|at| self.kept[*at].is_none());
        self.at = open.next().unwrap_or(self.at);
    }

    /// The change that was chosen; none while a question is open.
    pub(super) fn change(&self) -> Option<Change> {
        let mine = self
            .kept
            .iter()
            .map(|kept| kept.map(|side| side == Side::Mine));
        let mine = mine.collect::<Option<Vec<bool>>>()?;
        Some(self.joined.settled(&mine))
    }
}

impl Settle {
    /// A command of the window.
    pub fn command(&mut self, command: Command) -> Reply {
        let last = self.kept.len().saturating_sub(1);
        match command {
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::Down => self.at = (self.at + 1).min(last),
            Command::Top => self.at = 0,
            Command::Bottom => self.at = last,
            Command::KeepMine => self.keep(Side::Mine),
            Command::KeepTheirs => self.keep(Side::Theirs),
            Command::Accept => return Reply::Settle(true),
            Command::Help => return Reply::Help,
            Command::Cancel | Command::Quit => return Reply::Settle(false),
            _ => {}
        }
        Reply::Done
    }
}
