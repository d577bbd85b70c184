//! What is being typed, as it is kept in case the program is cut off, and offered at the next start.

use super::form::{FormFor, Value};
use super::pick::{PickFor, PickItem, Picker};
use super::prompt::{Ask, Prompt};
use super::{App, Effect, Overlay, Palette, Screen, Sheet, World};
use crate::model::{CandidateId, Code, Label, Message, UnitId};
use crate::rules::Line;
use serde::{Deserialize, Serialize};
use tui_input::Input;

/// Something half typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Draft {
    /// A line.
    Line(Ask, String),
    /// A form, value by value.
    Form(FormFor, Vec<Typed>),
    /// What narrows a choice, and who was marked for it.
    Filter(PickFor, String, Vec<CandidateId>),
    /// What narrows the palette.
    Palette(String),
}

/// A value of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Typed {
    /// Typed.
    Text(String),
    /// Chosen, by its place.
    Place(usize),
}

/// The longest piece of a draft that is shown.
const SHOWN: usize = 60;

impl Draft {
    /// Whose record it is about.
    fn subject(&self) -> (Option<&CandidateId>, Option<&UnitId>) {
        match self {
            Self::Line(ask, _) => ask.subject(),
            Self::Form(what, _) => what.subject(),
            Self::Filter(what, ..) => what.subject(),
            Self::Palette(_) => (None, None),
        }
    }

    /// The beginning of what was typed.
    fn text(&self) -> String {
        let text = match self {
            Self::Line(_, text) | Self::Filter(_, text, _) | Self::Palette(text) => text.clone(),
            Self::Form(_, values) => {
                let texts = values.iter().filter_map(|value| match value {
                    Typed::Text(text) if !text.is_empty() => Some(text.as_str()),
                    _ => None,
                });
                texts.collect::<Vec<_>>().join(" · ")
            }
        };
        text.chars().take(SHOWN).collect()
    }
}

impl App {
    /// What is being typed now, if it would be missed: not where nothing was typed yet.
    pub fn draft(&self) -> Option<Draft> {
        let kept = |overlay: &Overlay| match overlay {
            Overlay::Prompt(prompt) => {
                let (ask, text) = (&prompt.ask, prompt.input.value());
                // A book that is not there yet has no place to keep its name.
                let kept = !matches!(ask, Ask::BookName(_)) && text != prompt.before;
                kept.then(|| Draft::Line(ask.clone(), text.to_owned()))
            }
            Overlay::Form(form) => {
                let values = form.typed_values();
                (values != form.before).then(|| Draft::Form(form.what.clone(), values))
            }
            Overlay::Pick(picker) => {
                let text = picker.input.value();
                let marked = match picker.what {
                    PickFor::StageOfMarked => self.marked(),
                    // What is offered stays kept, of no book nothing is, and a yes is no typing.
                    PickFor::Draft(_) | PickFor::RootKind | PickFor::TakeBack(_) => return None,
                    _ => Vec::new(),
                };
                let kept = || Draft::Filter(picker.what.clone(), text.to_owned(), marked);
                (!text.is_empty()).then(kept)
            }
            Overlay::Palette(palette) => {
                let text = palette.input.value();
                (!text.is_empty()).then(|| Draft::Palette(text.to_owned()))
            }
            // Nothing is typed in these.
            Overlay::Sheet(_)
            | Overlay::Help(_)
            | Overlay::Why(_)
            | Overlay::Outlooks(_)
            | Overlay::Settle(_) => None,
        };
        self.overlays.iter().rev().find_map(kept)
    }

    /// Offers what was half typed when the program was cut off.
    pub fn offer_drafts(&mut self, drafts: Vec<Draft>) {
        if drafts.is_empty() || self.read_only {
            return;
        }
        let number = |at: usize| Code::new(&at.to_string()).ok();
        let named = |label: String| Label {
            en: label.clone(),
            vi: label,
        };
        let items = drafts.iter().enumerate().map(|(at, draft)| PickItem {
            code: number(at),
            label: named(self.about(draft) + &draft.text()),
            marked: false,
        });
        let items = items.collect();
        self.offer(Picker::new(PickFor::Draft(drafts), items));
    }

    /// Whose record a draft is about.
    fn about(&self, draft: &Draft) -> String {
        let name = match draft.subject() {
            (Some(id), _) => {
                let person = self.book.candidate(id);
                person.map_or(id.to_string(), |(_, person)| person.name.clone())
            }
            (None, Some(id)) => {
                let unit = self.book.unit(id);
                let name = unit.map(|unit| unit.name_on(self.figures.today).to_owned());
                name.unwrap_or_else(|| id.to_string())
            }
            (None, None) => return String::new(),
        };
        format!("{name}: ")
    }

    /// Goes on with a draft.
    pub(super) fn take_up(&mut self, world: &World, draft: &Draft, at: usize) -> Vec<Effect> {
        let here = match draft.subject() {
            (Some(id), _) => self.book.home(id).is_some(),
            (None, Some(id)) => self.book.unit(id).is_some(),
            (None, None) => true,
        };
        if !here {
            // The words stay on screen: they can still be copied.
            let text = draft.text();
            self.say(Message::warning("refused.draft-without-record").with("text", text));
            return vec![Effect::DraftDone(at)];
        }
        self.show_subject(world, draft);
        match draft.clone() {
            Draft::Line(Ask::Search, text) => {
                self.start_search();
                if let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut() {
                    prompt.input = Input::new(text.clone());
                }
                self.look_for(world, &text);
            }
            Draft::Filter(what, text, marked) => {
                self.board.pipeline.marked.extend(marked);
                if matches!(what, PickFor::Supposed(_)) {
                    self.open_outlooks(world);
                }
                self.pick(world, &what);
                if let Some(Overlay::Pick(picker)) = self.overlays.last_mut()
                    && picker.what == what
                {
                    picker.input = Input::new(text);
                    picker.at = 0;
                }
            }
            Draft::Palette(text) => {
                let palette = Palette::narrowed(text);
                self.overlays.push(Overlay::Palette(palette));
            }
            Draft::Line(ask, text) => {
                let before = String::new();
                let prompt = Prompt::new(ask, &text);
                self.ask(Prompt { before, ..prompt });
            }
            Draft::Form(what, values) => {
                if let FormFor::HandDown(handing) = &what
                    && handing.year != self.figures.year
                {
                    self.recount(world, handing.year);
                }
                self.open_form(world, what.clone());
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    let values = match (&what, &form.what) {
                        (FormFor::HandDown(then), FormFor::HandDown(now)) => {
                            then.values_now(values, now)
                        }
                        _ => values.into_iter().map(Some).collect(),
                    };
                    for (slot, value) in form.slots.iter_mut().zip(values) {
                        match (&mut slot.entry, value) {
                            (Value::Line(input), Some(Typed::Text(text))) => {
                                *input = Input::new(text);
                            }
                            (Value::Choice(all, at), Some(Typed::Place(place)))
                                if place < all.len() =>
                            {
                                *at = place;
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        vec![Effect::DraftDone(at)]
    }

    /// Goes to the record, so that a line typed in place has its place.
    fn show_subject(&mut self, world: &World, draft: &Draft) {
        let (person, unit) = draft.subject();
        if let Some(id) = person {
            let home = self.book.home(id);
            let line = home.and_then(|unit| Line::find(&self.book, unit, id));
            if let Some(line) = line {
                self.go_to_person(world, line);
            }
        } else if let Some(id) = unit {
            let node = self.book.position(id);
            if let Some(node) = node.and_then(|at| self.figures.tree.node_of(at)) {
                self.reveal(world, node);
            }
        }
        let Draft::Line(ask, _) = draft else { return };
        match ask {
            Ask::Row(_, field) => self.board.pipeline.field = *field,
            Ask::Quota(..) | Ask::Unlisted(_) => self.go(world, Screen::Quotas),
            ask => {
                let sheet = match (person, unit) {
                    (Some(id), _) => Sheet::person(id.clone()),
                    (None, Some(id)) => Sheet::unit(id.clone()),
                    (None, None) => return,
                };
                let rows = sheet.rows(self, world);
                let own = ask.sheet_row();
                if let Some(at) = rows.iter().position(|row| Some(*row) == own) {
                    self.overlays.push(Overlay::Sheet(Sheet { at, ..sheet }));
                }
            }
        }
    }
}
