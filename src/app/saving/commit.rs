//! Making a change: in memory at once, on disk by an effect, taken back if the disk refuses.

use crate::app::saving::turns::{Undone, Way};
use crate::app::{App, Effect, Form, Overlay, Prompt, Settle, World};
use crate::model::{
    Arg, Book, CandidateId, Change, Deed, Edit, Joined, Message, Refusal, UnitId, Whose,
};
use crate::rules::edit;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// How saving stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveMark {
    /// Nothing was changed yet.
    Clean,
    /// On its way.
    Saving,
    /// Durable.
    Saved,
    /// Refused by the disk; the change was taken back.
    Failed,
}

/// A change that is durable, with its number in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The number.
    pub number: u64,
    /// Who made it.
    pub who: String,
    /// Whose it is, seen from this board.
    pub whose: Whose,
    /// What was done.
    pub change: Change,
    /// What takes it back.
    pub inverse: Change,
}

/// An edit that waits for the disk, with the line it came from.
#[derive(Debug)]
struct Pending {
    edit: Edit,
    way: Way,
    typed: Option<Overlay>,
}

/// What was done in this session.
#[derive(Debug, Default)]
pub(in crate::app) struct History {
    pub(in crate::app) done: Vec<Done>,
    pub(in crate::app) undone: Vec<Undone>,
    /// What was told to be no more to take back.
    pub(in crate::app) passed: BTreeSet<u64>,
    /// An edit of somebody else that is taken back if it is confirmed.
    pub(in crate::app) named: Option<Done>,
    pending: Option<Pending>,
    /// The line that named a book which is being made.
    creating: Option<Overlay>,
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

    pub(in crate::app) fn make(
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
            edit(&mut self.book, &world.rules, change, world.today)?
        } else {
            self.book.edit_back(change)?
        };
        if edit.change == edit.inverse {
            return Ok(Vec::new());
        }
        self.recount_after(world, &edit);
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

    fn recount_after(&mut self, world: &World, edit: &Edit) {
        if edit.change.touches_tree() || edit.header.is_some() {
            let year = self.figures.year;
            self.recount(world, year);
            return;
        }
        if edit.change.counts_nothing() {
            return self.rebuild(world);
        }
        let units: Vec<UnitId> = edit.before.iter().map(|(id, _)| id.clone()).collect();
        self.recount_units(world, &units);
    }

    /// Counts anew what a few organisations hold; the tree is as it was.
    pub(in crate::app) fn recount_units(&mut self, world: &World, units: &[UnitId]) {
        self.pace.take();
        for id in units {
            self.figures.recount(world.known(&self.book), id);
        }
        if let Some(forecast) = self.forecast.get_mut() {
            forecast.recount(world.counted(&self.book, &self.figures), units);
        }
        self.rebuild(world);
    }

    pub(in crate::app) fn saved(&mut self, number: u64) {
        self.saved = SaveMark::Saved;
        let Some(Pending { edit, way, .. }) = self.history.pending.take() else {
            return;
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
    }

    /// Saved together with what somebody else had changed: their book takes the place of ours.
    pub(in crate::app) fn merged(&mut self, world: &World, number: u64, edit: Edit, book: Book) {
        self.take_book(world, book);
        if edit.change == edit.inverse {
            // The other one had made the same change.
            self.history.pending = None;
        } else if let Some(pending) = &mut self.history.pending {
            pending.edit = edit;
        }
        self.saved(number);
        self.say(Message::info("said.merged"));
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
            self.recount_after(world, &edit);
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
}

/// A change in words: whose record, which field.
pub fn told_change(
    (book, today): (&Book, NaiveDate),
    change: &Change,
    inverse: &Change,
) -> Message {
    let unit_name = |id: &UnitId| {
        let unit = book.unit(id);
        unit.map_or(id.to_string(), |u| u.name_on(today).to_owned())
    };
    let person_name = |id: &CandidateId| {
        let person = book.candidate(id);
        person.map_or(id.to_string(), |(_, person)| person.name.clone())
    };
    if let (Change::Many(all), Change::Many(back)) = (change, inverse)
        && let ([one], [back]) = (&all[..], &back[..])
    {
        return told_change((book, today), one, back);
    }
    if let Change::Many(all) = change {
        return Message::info("said.what-many").with("count", all.len());
    }
    let (name, field) = match (change, inverse) {
        (Change::SetCandidate(id, field), _) => (person_name(id), field.text_key()),
        (Change::SetUnit(id, field), _) => (unit_name(id), field.text_key()),
        (Change::AddCandidate(_, person), _) => (person.name.clone(), Deed::Added.text_key()),
        (Change::AddUnit(unit), _) => (unit.name_on(today).to_owned(), Deed::Added.text_key()),
        (_, Change::AddCandidate(_, person)) => (person.name.clone(), Deed::Removed.text_key()),
        (_, Change::AddUnit(unit)) => (unit.name_on(today).to_owned(), Deed::Removed.text_key()),
        (
            Change::RemoveUnit(_)
            | Change::RemoveCandidate(_)
            | Change::SetBook(_)
            | Change::Many(_),
            _,
        ) => (String::new(), "field.book"),
    };
    Message::info("said.what")
        .with("name", name)
        .with("field", Arg::Key(field))
}
