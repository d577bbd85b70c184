//! Making a change: in memory at once, on disk by an effect, taken back if the disk refuses.

use super::history::{Done, Pending, SaveMark, Undone, Way};
use super::settle::Settle;
use super::told::told_change;
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::state::App;
use crate::app::taking::Shown;
use crate::app::typing::form::Form;
use crate::app::typing::prompt::Prompt;
use crate::app::world::World;
use crate::model::{Book, Change, Edit, Joined, Message, Refusal, UnitId, Whose};
use crate::rules::admit;
use std::sync::Arc;

/// What of the figures rests on something that has changed.
#[derive(Debug)]
pub(in crate::app) enum Touched {
    /// All of them: the tree or the head of the book is another.
    Tree,
    /// Those of a few organisations, and of what stands above them.
    Units(Vec<UnitId>),
    /// None.
    Nothing,
}

impl Touched {
    /// By an edit.
    fn by(edit: &Edit) -> Self {
        if edit.change.touches_tree() || edit.header.is_some() {
            Self::Tree
        } else if edit.change.counts_nothing() {
            Self::Nothing
        } else {
            Self::Units(edit.before.iter().map(|(id, _)| id.clone()).collect())
        }
    }
}

/// What follows where the edit was a list that was taken over.
fn taken_over(window: Option<&Overlay>) -> Vec<Effect> {
    match window.and_then(Overlay::taking).map(|open| &open.shown) {
        Some(Shown::List(preview)) => vec![Effect::ListTaken(Arc::clone(preview))],
        Some(Shown::Nothing | Shown::Refused(_)) | None => Vec::new(),
    }
}

impl App {
    /// Whether an edit is on its way to the disk.
    pub(in crate::app) fn is_saving(&self) -> bool {
        self.history.pending.is_some()
    }

    /// Makes a change in memory and asks for it to be saved. `typed` is the line it came from: it
    /// comes back if the save fails.
    pub fn commit(
        &mut self,
        world: &World,
        change: Change,
        typed: Option<Overlay>,
    ) -> Result<Vec<Effect>, Refusal> {
        self.make(world, change, typed, Way::New)
    }

    pub(super) fn make(
        &mut self,
        world: &World,
        change: Change,
        typed: Option<Overlay>,
        way: Way,
    ) -> Result<Vec<Effect>, Refusal> {
        if self.read_only {
            return Err(Refusal::ReadOnly);
        }
        if self.is_saving() {
            return Err(Refusal::StillSaving);
        }
        let edit = if way == Way::New {
            admit(&mut self.book, &world.rules, change, world.today)?
        } else {
            self.book.edit_back(change)?
        };
        if edit.change == edit.inverse {
            return Ok(Vec::new());
        }
        self.count_again(world, Touched::by(&edit));
        self.saved = SaveMark::Saving;
        let undoes = match &way {
            Way::New => None,
            Way::Undo(done) => Some(done.number),
            Way::Redo(undone) => Some(undone.by.number),
        };
        self.history.pending = Some(Pending {
            edit: edit.clone(),
            way,
            typed,
        });
        Ok(vec![Effect::Save(Box::new(edit), undoes)])
    }

    fn has_ended(&self, id: &UnitId) -> bool {
        self.book.unit(id).is_some_and(|unit| unit.ended.is_some())
    }

    /// Counts anew what has changed.
    pub(in crate::app) fn count_again(&mut self, world: &World, touched: Touched) {
        match touched {
            Touched::Tree => return self.recount(world, self.figures.year),
            Touched::Nothing => {}
            // One that has ended is shown for as long as it holds an open file.
            Touched::Units(units) if units.iter().any(|id| self.has_ended(id)) => {
                return self.recount(world, self.figures.year);
            }
            Touched::Units(units) => {
                self.ahead.forget_pace();
                for id in &units {
                    self.figures.recount(world.known(&self.book), id);
                }
                if let Some(forecast) = self.ahead.kept_up() {
                    forecast.recount(world.counted(&self.book, &self.figures), &units);
                }
            }
        }
        self.rebuild(world);
    }

    pub(in crate::app) fn saved(&mut self, number: u64) -> Vec<Effect> {
        self.saved = SaveMark::Saved;
        let Some(Pending { edit, way, typed }) = self.history.pending.take() else {
            return Vec::new();
        };
        let Edit {
            change, inverse, ..
        } = edit;
        let made = Done {
            number,
            who: String::new(),
            whose: Whose::Own,
            change,
            inverse,
        };
        let day = self.figures.today;
        let history = &mut self.history;
        match way {
            Way::New => {
                history.undone.clear();
                history.done.push(made);
            }
            Way::Undo(done) => {
                history.done.retain(|one| one.number != done.number);
                let what = told_change((&self.book, day), &done.change, &done.inverse);
                let key = match done.whose {
                    Whose::Own => "said.undone",
                    Whose::Earlier => "said.undone-earlier",
                    Whose::Other => "said.undone-of",
                };
                let message = Message::info(key).with("who", done.who.as_str());
                let message = message.with("number", done.number);
                history.undone.push(Undone { done, by: made });
                self.say(message.with("what", what));
            }
            Way::Redo(undone) => {
                history.undone.retain(|one| one.by != undone.by);
                let done = undone.done;
                let what = told_change((&self.book, day), &done.change, &done.inverse);
                let message = Message::info("said.redone").with("number", done.number);
                history.done.push(done);
                self.say(message.with("what", what));
            }
        }
        taken_over(typed.as_ref())
    }

    /// Saved together with what somebody else had changed: their book takes the place of ours.
    pub(in crate::app) fn merged(
        &mut self,
        world: &World,
        number: u64,
        edit: Edit,
        book: Book,
    ) -> Vec<Effect> {
        self.take_book(world, book);
        if edit.change == edit.inverse {
            // The other one had made the same change.
            self.history.pending = None;
        } else if let Some(pending) = &mut self.history.pending {
            pending.edit = edit;
        }
        let effects = self.saved(number);
        self.say(Message::info("said.merged"));
        effects
    }

    /// Saved not, because somebody else's book says otherwise: it takes the place of ours, and what
    /// the two do not agree on is asked. What undoing would take back is then another's.
    pub(in crate::app) fn conflict(
        &mut self,
        world: &World,
        joined: Joined,
        book: Book,
    ) -> Vec<Effect> {
        self.saved = SaveMark::Failed;
        self.take_book(world, book);
        match self.history.pending.take() {
            Some(Pending {
                way: Way::New,
                typed,
                ..
            }) => {
                let count = joined.conflicts.len();
                self.overlays
                    .push(Overlay::Settle(Settle::new(joined, typed)));
                self.say(Message::warning("said.conflict").with("count", count));
                Vec::new()
            }
            Some(Pending { way, .. }) => self.no_longer(&way),
            None => Vec::new(),
        }
    }

    /// Nothing was taken back, and why: somebody else's book takes the place of ours.
    pub(in crate::app) fn not_taken(&mut self, world: &World, why: &Refusal, book: Book) {
        self.saved = SaveMark::Clean;
        self.take_book(world, book);
        if let Some(Pending { way, .. }) = self.history.pending.take() {
            self.pass_over(&way, why);
        }
    }

    /// Another book in the place of ours, selections and open windows kept by what they stand for.
    fn take_book(&mut self, world: &World, book: Book) {
        self.book = book;
        self.close_what_is_gone();
        let year = self.figures.year;
        self.recount(world, year);
    }

    pub(in crate::app) fn not_saved(&mut self, world: &World, why: Message) {
        self.saved = SaveMark::Failed;
        if let Some(Pending { edit, typed, .. }) = self.history.pending.take() {
            self.book
                .revert(&edit)
                .expect("what was just made can be taken back");
            self.count_again(world, Touched::by(&edit));
            self.give_back(typed, &why);
        } else {
            let typed = self.history.creating.take();
            self.give_back(typed, &why);
        }
        self.say(why);
    }

    /// Keeps a line that would be lost if the book it names cannot be made.
    pub(in crate::app) fn keep_until_made(&mut self, typed: Overlay) {
        self.history.creating = Some(typed);
    }

    /// Somebody else's book takes the place of ours; what was typed stays.
    pub(in crate::app) fn clash(&mut self, world: &World, why: Message, book: Book) {
        self.saved = SaveMark::Failed;
        let typed = self.history.pending.take().and_then(|p| p.typed);
        self.history.done.clear();
        self.history.undone.clear();
        self.take_book(world, book);
        self.give_back(typed, &why);
        self.say(why);
    }

    /// The edit may or may not last: what the disk holds is shown, and nothing is asked again.
    pub(in crate::app) fn unsure(&mut self, world: &World, why: Message, book: Book) {
        if let Some(pending) = &mut self.history.pending {
            pending.typed = None;
        }
        self.clash(world, why, book);
    }

    /// Opens again what a change came from, with what became of it.
    pub(in crate::app) fn give_back(&mut self, typed: Option<Overlay>, why: &Message) {
        let fault = Some(why.clone());
        let back = match typed {
            Some(Overlay::Prompt(prompt)) => Overlay::Prompt(Prompt { fault, ..prompt }),
            Some(Overlay::Form(form)) => Overlay::Form(Form { fault, ..form }),
            Some(other) => other,
            None => return,
        };
        self.overlays.push(back);
    }

    /// Makes what was chosen, as an edit like any other.
    pub(in crate::app) fn accept_settled(&mut self, world: &World) -> Vec<Effect> {
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
    pub(in crate::app) fn drop_settle(&mut self) {
        if let Some(Overlay::Settle(settle)) = self.overlays.pop() {
            let why = Message::warning("said.not-settled");
            self.give_back(settle.typed.map(|typed| *typed), &why);
            self.say(why);
        }
    }
}
