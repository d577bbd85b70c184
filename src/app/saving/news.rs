//! What somebody else has changed while the board is open: taken over, but for what is being edited.

use super::commit::Touched;
use crate::app::overlay::Overlay;
use crate::app::sheet::Sheet;
use crate::app::sheet::why::Why;
use crate::app::state::App;
use crate::app::typing::pick::PickFor;
use crate::app::world::World;
use crate::model::{Message, News, Subject, UnitId};
use std::collections::BTreeSet;

/// Whose record an open line, form or choice is about.
fn subject(overlay: &Overlay) -> Option<Subject> {
    match overlay {
        Overlay::Sheet(Sheet { subject, .. }) => Some(subject.clone()),
        Overlay::Why(Why { id, .. }) => Some(Subject::Person(id.clone())),
        Overlay::Prompt(prompt) => prompt.ask.subject(),
        Overlay::Form(form) => form.what.subject(),
        // Nothing of the cell is edited by a person who is only supposed there.
        Overlay::Pick(picker) if matches!(picker.what, PickFor::Supposed(_)) => None,
        Overlay::Pick(picker) => picker.what.subject(),
        Overlay::Palette(_)
        | Overlay::Help(_)
        | Overlay::Settle(_)
        | Overlay::Outlooks(_)
        | Overlay::Taking(_) => None,
    }
}

impl App {
    /// The organisations of which something is being edited. They are left as they are, so that the
    /// edit keeps what it began from: what somebody else made of it is then merged, or asked about.
    pub fn being_edited(&self) -> BTreeSet<UnitId> {
        let typing = |overlay: &&Overlay| !matches!(overlay, Overlay::Sheet(_) | Overlay::Why(_));
        let mut units = BTreeSet::new();
        for overlay in self.overlays.iter().filter(typing) {
            if let Overlay::Settle(settle) = overlay {
                units.extend(settle.units());
            }
            match subject(overlay) {
                Some(Subject::Person(id)) => units.extend(self.book.home(&id).cloned()),
                Some(Subject::Unit(id)) => _ = units.insert(id),
                None => {}
            }
        }
        units
    }

    /// Takes over what somebody else has changed, and says it.
    pub(in crate::app) fn hear(&mut self, world: &World, news: News) {
        let message = self.told(&news);
        let waiting = !news.waiting.is_empty();
        let touched = if news.header.is_some() || news.touches_tree(&self.book) {
            Touched::Tree
        } else {
            Touched::Units(news.units.iter().map(|unit| unit.id.clone()).collect())
        };
        self.book.take_over(news);
        self.close_what_is_gone();
        self.count_again(world, touched);
        let typed = self.overlays.last_mut().filter(|_| waiting);
        match typed.and_then(Overlay::fault_mut) {
            Some(fault) => *fault = Some(message),
            None => self.say(message),
        }
    }

    /// Whose records were changed, in words.
    fn told(&self, news: &News) -> Message {
        if !news.unreadable.is_empty() {
            let bad = self.book.unreadable().iter();
            let mut bad: BTreeSet<&UnitId> = bad.map(|row| &row.id).collect();
            bad.extend(news.unreadable.iter().map(|row| &row.id));
            for id in news.units.iter().map(|unit| &unit.id).chain(&news.gone) {
                bad.remove(id);
            }
            return Message::error("said.unreadable").with("count", bad.len());
        }
        let units = news.units.iter().map(|unit| &unit.id);
        let units: Vec<&UnitId> = units.chain(&news.gone).collect();
        let name = |id: &UnitId| {
            let then = self.book.unit(id);
            let unit = then.or_else(|| news.units.iter().find(|unit| unit.id == *id));
            let day = self.figures.today;
            unit.map_or(id.to_string(), |unit| unit.name_on(day).to_owned())
        };
        if let [first, more @ ..] = &news.lost[..] {
            let then = self.book.unit(&first.unit);
            let people = then.map_or(first.people, |unit| unit.candidates.len());
            return Message::error("said.unit-gone")
                .with("unit", name(&first.unit))
                .with("people", people)
                .with("more", more.len())
                .with("kept", first.kept());
        }
        match (&news.waiting[..], &units[..]) {
            ([first, ..], _) => Message::warning("said.changed-here").with("unit", name(first)),
            (_, []) => Message::info("said.changed-book"),
            (_, [one]) => Message::info("said.changed").with("unit", name(one)),
            (_, many) => Message::info("said.changed-many").with("count", many.len()),
        }
    }

    /// Closes what is open about records that are no more.
    pub(in crate::app) fn close_what_is_gone(&mut self) {
        let book = &self.book;
        let there = |overlay: &Overlay| subject(overlay).is_none_or(|it| it.is_in(book));
        self.overlays.retain(there);
    }
}
