//! The choice between two versions: what I changed and what somebody else has saved meanwhile.

use crate::app::command::Command;
use crate::app::{App, Effect, Overlay, World};
use crate::model::{Change, Joined, Message, Side, UnitId};
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
    typed: Option<Box<Overlay>>,
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
    fn change(&self) -> Option<Change> {
        let mine = self
            .kept
            .iter()
            .map(|kept| kept.map(|side| side == Side::Mine));
        let mine = mine.collect::<Option<Vec<bool>>>()?;
        Some(self.joined.settled(&mine))
    }
}

impl App {
    pub(in crate::app) fn settle_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        let Some(Overlay::Settle(settle)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        let last = settle.kept.len().saturating_sub(1);
        match command {
            Command::Up => settle.at = settle.at.saturating_sub(1),
            Command::Down => settle.at = (settle.at + 1).min(last),
            Command::Top => settle.at = 0,
            Command::Bottom => settle.at = last,
            Command::KeepMine => settle.keep(Side::Mine),
            Command::KeepTheirs => settle.keep(Side::Theirs),
            Command::Accept => return self.accept_settled(world),
            Command::Help => self.overlays.push(Overlay::Help(0)),
            Command::Cancel | Command::Quit => self.drop_settle(),
            _ => {}
        }
        Vec::new()
    }

    /// Makes what was chosen, as an edit like any other.
    fn accept_settled(&mut self, world: &World) -> Vec<Effect> {
        let Some(Overlay::Settle(settle)) = self.overlays.pop() else {
            return Vec::new();
        };
        let Some(change) = settle.change() else {
            self.overlays.push(Overlay::Settle(settle));
            self.say(Message::warning("settle.open"));
            return Vec::new();
        };
        let typed = Overlay::Settle(settle.clone());
        match self.commit(world, change, Some(typed)) {
            Ok(effects) => {
                let key = if effects.is_empty() {
                    "said.theirs-kept"
                } else {
                    "said.settled"
                };
                self.say(Message::info(key));
                effects
            }
            Err(refusal) => {
                self.overlays.push(Overlay::Settle(settle));
                self.say(refusal.message());
                Vec::new()
            }
        }
    }

    /// Leaves the book as it is on disk; what was typed is given back.
    fn drop_settle(&mut self) {
        if let Some(Overlay::Settle(settle)) = self.overlays.pop() {
            let why = Message::warning("said.not-settled");
            self.give_back(settle.typed.map(|typed| *typed), &why);
            self.say(why);
        }
    }
}
