//! Taking changes back and doing them again: by their numbers, each once; what no longer applies is told and passed over.

use super::history::{Done, Undone, Way};
use super::told::told_change;
use crate::app::effect::{Effect, Turn};
use crate::app::state::App;
use crate::app::typing::pick::{Offer, PickFor, PickItem, Picker};
use crate::app::world::World;
use crate::model::{Label, Message, Refusal, Whose};
use std::collections::BTreeSet;

impl App {
    pub(in crate::app) fn undo(&mut self, world: &World) -> Result<Vec<Effect>, Refusal> {
        match self.history.done.last().cloned() {
            Some(done) => self.turn(world, Way::Undo(done)),
            None => self.recall(Turn::Undo, Refusal::NothingToUndo),
        }
    }

    pub(in crate::app) fn redo(&mut self, world: &World) -> Result<Vec<Effect>, Refusal> {
        match self.history.undone.last().cloned() {
            Some(undone) => self.turn(world, Way::Redo(undone)),
            None => self.recall(Turn::Redo, Refusal::NothingToRedo),
        }
    }

    /// Asks for what is not remembered here; what this session knows of is used up.
    fn recall(&self, turn: Turn, nothing: Refusal) -> Result<Vec<Effect>, Refusal> {
        if self.read_only {
            return Err(nothing);
        }
        Ok(vec![Effect::Recall(turn)])
    }

    /// Takes back what was found; another's only after it was named and confirmed.
    pub(in crate::app) fn recalled(&mut self, world: &World, mut found: Vec<Done>) -> Vec<Effect> {
        let turned = match found.pop() {
            None => Err(Refusal::NothingToUndo),
            Some(done) if done.whose == Whose::Other => Ok(self.name_first(done)),
            Some(done) => self.turn(world, Way::Undo(done)),
        };
        self.said_if_refused(turned)
    }

    /// Takes in what earlier sessions took back, and does the last of it again.
    pub(in crate::app) fn regained(&mut self, world: &World, found: Vec<Undone>) -> Vec<Effect> {
        self.history.undone = found;
        let last = self.history.undone.last().cloned();
        let turned = match last {
            None => Err(Refusal::NothingToRedo),
            Some(undone) => self.turn(world, Way::Redo(undone)),
        };
        self.said_if_refused(turned)
    }

    pub(in crate::app) fn said_if_refused(
        &mut self,
        turned: Result<Vec<Effect>, Refusal>,
    ) -> Vec<Effect> {
        turned.unwrap_or_else(|refusal| {
            self.say(refusal.message());
            Vec::new()
        })
    }

    /// Names an edit of somebody else, to be taken back only if that is chosen.
    fn name_first(&mut self, done: Done) -> Vec<Effect> {
        let (change, inverse) = (&done.change, &done.inverse);
        if self.book.may_take_back(inverse, change).is_err() {
            return self.no_longer(&Way::Undo(done));
        }
        let what = told_change((&self.book, self.figures.today), change, inverse);
        let label = format!("{} · {}", done.number, done.who);
        let item = PickItem {
            offers: Offer::Edit(done.number),
            label: Label {
                en: label.clone(),
                vi: label,
            },
            marked: false,
        };
        let message = Message::warning("said.undo-other");
        let message = message.with("number", done.number);
        let message = message.with("who", done.who.as_str()).with("what", what);
        self.offer(Picker::new(PickFor::TakeBack(done.number), vec![item]));
        self.history.named = Some(done);
        self.say(message);
        Vec::new()
    }

    /// Takes back an edit of somebody else that was named.
    pub(in crate::app) fn take_named(&mut self, world: &World, number: u64) -> Vec<Effect> {
        let named = self.history.named.take();
        let Some(done) = named.filter(|done| done.number == number) else {
            return Vec::new();
        };
        let turned = self.turn(world, Way::Undo(done));
        self.said_if_refused(turned)
    }

    /// Applies one half of a done change, if what it takes back is still as that change left it.
    fn turn(&mut self, world: &World, way: Way) -> Result<Vec<Effect>, Refusal> {
        if self.is_saving() {
            return Err(Refusal::StillSaving);
        }
        let done = match &way {
            Way::New => return Ok(Vec::new()),
            Way::Undo(done) => done,
            Way::Redo(undone) => &undone.by,
        };
        let change = done.inverse.clone();
        if self.book.may_take_back(&change, &done.change).is_err() {
            return Ok(self.no_longer(&way));
        }
        self.make(world, change, None, way)
    }

    /// What was to be taken back is not as it was left: passed over, and the journals asked why.
    pub(in crate::app) fn no_longer(&mut self, way: &Way) -> Vec<Effect> {
        let number = match way {
            Way::New => return Vec::new(),
            Way::Undo(done) => done.number,
            Way::Redo(undone) => undone.by.number,
        };
        self.pass_over(way, &Refusal::NoLonger(number));
        vec![Effect::AskWhy(number)]
    }

    /// Says why something cannot be taken back; the one behind it comes next.
    pub(in crate::app) fn pass_over(&mut self, way: &Way, why: &Refusal) {
        let history = &mut self.history;
        match way {
            Way::New => {}
            Way::Undo(done) => {
                history.done.retain(|one| one.number != done.number);
                // What is left of one that an erasure cut down may still be taken back.
                if !matches!(why, Refusal::Forgotten(_)) {
                    history.passed.insert(done.number);
                }
            }
            Way::Redo(undone) => history.undone.retain(|one| one.by != undone.by),
        }
        self.tell_why(why);
    }

    /// Says why something was passed over.
    pub(in crate::app) fn tell_why(&mut self, why: &Refusal) {
        let message = Message::warning("said.passed-over");
        self.say(message.with("why", why.message()));
    }

    /// What was told to be no more to take back.
    pub fn passed_over(&self) -> &BTreeSet<u64> {
        &self.history.passed
    }
}
