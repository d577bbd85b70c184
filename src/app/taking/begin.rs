//! A list from its reading to the book: asked for, shown, answered, taken over as one change.

use super::answer::{Answer, say, set};
use super::{Shown, Taking};
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::reply::Reply;
use crate::app::screens::Screen;
use crate::app::state::App;
use crate::app::typing::number::number;
use crate::app::typing::pick::{Offer, PickFor};
use crate::app::typing::prompt::{Ask, Prompt};
use crate::app::world::World;
use crate::model::import::{Body, Mark, Options, Preview, ReadList, Source, What};
use crate::model::{Change, Message, Refusal};
use std::sync::Arc;
use tui_input::Input;

/// Whether pasted text is rows of a spreadsheet: parted by tabs, or several lines with one.
fn is_rows(text: &str) -> bool {
    let tabs = text.matches('\t').count();
    let lines = text.trim_end().matches(['\r', '\n']).count();
    tabs > 1 || (tabs > 0 && lines > 0)
}

impl App {
    /// The window of a list, if one is open.
    pub fn taking(&self) -> Option<&Taking> {
        self.overlays.iter().rev().find_map(Overlay::taking)
    }

    fn taking_mut(&mut self) -> Option<&mut Taking> {
        self.overlays.iter_mut().rev().find_map(Overlay::taking_mut)
    }

    /// Asks for the file of a list. It may be looked at also where nothing may be changed.
    pub(in crate::app) fn ask_list(&mut self) {
        let prompt = Prompt::new(Ask::ListFile, "");
        self.overlays.push(Overlay::Prompt(prompt));
    }

    /// The path that was being typed is completed, unless something else is typed by now.
    pub(in crate::app) fn completed(&mut self, typed: &str, path: &str, said: Option<Message>) {
        if let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut()
            && prompt.ask == Ask::ListFile
            && prompt.input.value() == typed
        {
            prompt.input = Input::new(path.to_owned());
            prompt.fault = said;
        }
    }

    /// Opens the window of a list and has it read.
    pub(in crate::app) fn take_list(&mut self, source: Source, options: Options) -> Vec<Effect> {
        self.overlays.retain(|window| window.taking().is_none());
        let taking = Taking::new(source, options);
        self.overlays.push(Overlay::Taking(Box::new(taking)));
        self.read_list()
    }

    /// Takes pasted text for a list, if it is rows of a spreadsheet and there is a book for them.
    pub(in crate::app) fn paste_list(&mut self, text: &str) -> Option<Vec<Effect>> {
        let is_book = self.screens.open != Screen::Welcome;
        (is_book && is_rows(text))
            .then(|| self.take_list(Source::Pasted(text.to_owned()), Options::default()))
    }

    /// Has the open list read, again where something was answered or the book has changed.
    pub(in crate::app) fn read_list(&mut self) -> Vec<Effect> {
        let asked = self.ids.u64(..);
        let Some(open) = self.taking_mut() else {
            return Vec::new();
        };
        open.waits = Some(asked);
        open.read = 0;
        let ask = ReadList {
            asked,
            source: open.source.clone(),
            options: open.options.clone(),
        };
        vec![Effect::ReadList(Box::new(ask))]
    }

    /// So many rows were read.
    pub(in crate::app) fn list_goes_on(&mut self, asked: u64, rows: usize) {
        if let Some(open) = self.taking_mut().filter(|open| open.waits == Some(asked)) {
            open.read = rows;
        }
    }

    /// A list was read, or cannot be.
    pub(in crate::app) fn list_read(&mut self, asked: u64, read: Result<Preview, Message>) {
        let Some(open) = self.taking_mut().filter(|open| open.waits == Some(asked)) else {
            return;
        };
        open.waits = None;
        open.menu = None;
        match read {
            Ok(preview) => {
                let first = open.preview().is_none();
                let place = (open.rows().get(open.at).copied(), open.at);
                open.shown = Shown::List(Arc::new(preview));
                open.count();
                open.list();
                if first {
                    open.at = open.first_to_see();
                    return;
                }
                // The row stays selected; one that is settled gives way to the next.
                let rows = open.rows();
                let same = rows.iter().position(|at| Some(*at) == place.0);
                open.at = same.unwrap_or(place.1).min(rows.len().saturating_sub(1));
                open.column = open.column.min(open.columns().len().saturating_sub(1));
            }
            Err(why) => {
                open.shown = Shown::Refused(why);
                open.count();
                open.list();
            }
        }
    }

    /// Asks for the path of a list that cannot be read once more, as it was typed.
    pub(in crate::app) fn ask_list_again(&mut self) -> Vec<Effect> {
        let typed = match self.taking().map(|open| open.source.clone()) {
            Some(Source::File(typed)) => typed,
            Some(Source::Pasted(_)) | None => String::new(),
        };
        let effects = self.close_list();
        let prompt = Prompt::new(Ask::ListFile, &typed);
        self.overlays.push(Overlay::Prompt(prompt));
        effects
    }

    /// Closes the window; nobody wants the list any more.
    pub(in crate::app) fn close_list(&mut self) -> Vec<Effect> {
        self.overlays.pop();
        vec![Effect::StopList]
    }

    /// Sets what was answered, and has the list read again by it.
    pub(in crate::app) fn answer(&mut self, world: &World, answer: Answer) -> Vec<Effect> {
        let Some(open) = self.taking_mut() else {
            return Vec::new();
        };
        let before = open.options.clone();
        match set(&mut open.options, answer) {
            None => {
                open.before.push(before);
                self.read_list()
            }
            Some(Answer::ChooseBody(words)) => {
                self.carry_out(world, Reply::Pick(PickFor::ListBody(words)))
            }
            Some(Answer::ChooseTrack) => self.carry_out(world, Reply::Pick(PickFor::ListTrack)),
            Some(_) => {
                let prompt = Prompt::new(Ask::ListYear, "");
                self.overlays.push(Overlay::Prompt(prompt));
                Vec::new()
            }
        }
    }

    /// What was chosen for the list.
    pub(in crate::app) fn chosen_for_list(&mut self, what: &PickFor, offer: &Offer) -> Vec<Effect> {
        let Some(open) = self.taking_mut() else {
            return Vec::new();
        };
        let fills = open.preview().map_or(&[][..], |shown| &shown.fills);
        let before = open.options.clone();
        match (what, offer) {
            (PickFor::ListBody(None), Offer::Unit(id)) => open.options.unit = Some(id.clone()),
            (PickFor::ListBody(Some(words)), Offer::Unit(id)) => {
                let body = Body::Known(id.clone());
                say(&mut open.options.bodies, words.clone(), body);
            }
            (PickFor::ListTrack, Offer::Row(track)) => open.options.track = Some(track.clone()),
            (PickFor::ListColumn(called), Offer::AsRead) => {
                open.options.map.retain(|(own, _)| own != called);
            }
            (PickFor::ListColumn(called), Offer::Fills(_) | Offer::Nothing) => {
                let fields = match offer {
                    Offer::Fills(at) => fills.get(*at).map(|fills| fills.fields.clone()),
                    _ => None,
                };
                let fields = fields.unwrap_or_default();
                say(&mut open.options.map, called.clone(), fields);
            }
            _ => return Vec::new(),
        }
        open.before.push(before);
        self.read_list()
    }

    /// Takes the last answer back.
    pub(in crate::app) fn unanswer(&mut self) -> Vec<Effect> {
        if let Some(open) = self.taking_mut()
            && let Some(before) = open.before.pop()
        {
            open.options = before;
            return self.read_list();
        }
        self.say(Message::warning("taking.no-answer-yet"));
        Vec::new()
    }

    /// The path of a list, or the year of its quotas, was typed.
    pub(in crate::app) fn typed_for_list(&mut self, prompt: Prompt) -> Vec<Effect> {
        let typed = prompt.input.value().trim().to_owned();
        let refusal = match prompt.ask {
            Ask::ListFile if typed.is_empty() => Refusal::Empty,
            Ask::ListFile => return self.take_list(Source::File(typed), Options::default()),
            _ => match number(&typed) {
                Ok(None) => Refusal::Empty,
                Ok(Some(year)) => {
                    if let Some(open) = self.taking_mut() {
                        open.before.push(open.options.clone());
                        open.options.year = i32::try_from(year).ok();
                    }
                    return self.read_list();
                }
                Err(refusal) => refusal,
            },
        };
        self.overlays.push(Overlay::Prompt(Prompt {
            fault: Some(refusal.message()),
            ..prompt
        }));
        Vec::new()
    }

    /// Shows the plan by which the quotas of a list are, so that they are seen where quotas are.
    fn show_track_of(&mut self, world: &World, open: &Taking) {
        let rows = open.preview().map_or(&[][..], |shown| &shown.reading.rows);
        let allotted = rows.iter().find_map(|row| match &row.what {
            What::Quota(allotted) => Some(allotted),
            What::Person(_) | What::Nothing => None,
        });
        let Some(allotted) = allotted else { return };
        let mut tracks = self.book.settings().tracks.iter();
        let own = tracks.position(|track| match &allotted.of_book {
            Some(id) => track.id == *id,
            None => Some(&track.name) == allotted.track.as_ref(),
        });
        if let Some(own) = own {
            self.screens.quotas.track = own;
            self.rebuild(world);
        }
    }

    /// Takes the list over as it is shown, as one change.
    pub(in crate::app) fn take_over(&mut self, world: &World) -> Vec<Effect> {
        let Some(open) = self.taking() else {
            return Vec::new();
        };
        let (Some(preview), None) = (open.preview(), open.waits) else {
            self.say(Message::warning("taking.not-read-yet"));
            return Vec::new();
        };
        let Some(change) = preview.plan.change.clone() else {
            let rows = preview.reading.rows.iter();
            let said = match rows.filter(|row| open.is_open(row)).count() {
                0 => Message::info("import.nothing-new"),
                left => Message::warning("taking.all-wait").with("left", left),
            };
            self.say(said);
            return Vec::new();
        };
        let told = told(open, preview, &change);
        let Some(window) = self.overlays.pop() else {
            return Vec::new();
        };
        match self.commit(world, change, Some(window.clone())) {
            Ok(mut effects) => {
                if let Some(open) = window.taking() {
                    self.show_track_of(world, open);
                }
                self.say(told);
                effects.push(Effect::StopList);
                effects
            }
            Err(refusal) => {
                self.overlays.push(window);
                self.say(refusal.message());
                Vec::new()
            }
        }
    }
}

/// What is said of a list that was taken over.
fn told(open: &Taking, preview: &Preview, change: &Change) -> Message {
    let made = change.parts().iter();
    let made = made.filter(|one| matches!(one, Change::AddUnit(_)));
    let rows = preview.reading.rows.iter();
    let left = rows.filter(|row| match row.mark {
        Mark::Asked | Mark::Error => true,
        Mark::Conflict => !open.is_settled(row),
        Mark::New | Mark::Filled => open.options.leaves(row),
        Mark::Same | Mark::Skipped => false,
    });
    let left = left.count();
    let made = made.count();
    let message = match (left, made) {
        (0, 0) => Message::info("taking.done"),
        (0, _) => Message::info("taking.done-made").with("units", made),
        (_, 0) => Message::warning("taking.done-in-part"),
        _ => Message::warning("taking.done-made-in-part").with("units", made),
    };
    let message = if left == 0 {
        message
    } else {
        message.with("left", left)
    };
    message
        .with("number", preview.plan.import)
        .with("count", preview.plan.taken.len())
}
