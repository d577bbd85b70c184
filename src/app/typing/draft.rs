//! What is being typed, as it is kept in case the program is cut off, and offered at the next start.

use crate::app::typing::form::{Form, FormFor, Words};
use crate::app::typing::pick::{Offer, PickFor, PickItem, Picker};
use crate::app::typing::prompt::{Ask, Prompt};
use crate::app::{App, Effect, Overlay, Palette, Screen, Sheet, World};
use crate::model::{CandidateId, Label, Message, Subject};
use crate::rules::Line;
use serde::{Deserialize, Serialize};
use tui_input::Input;

/// Something half typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Draft {
    /// A line.
    Line(Ask, String),
    /// A form as the release before kept it, value by value: whose they are now nobody can say, so
    /// they are only shown.
    Form(FormFor, Vec<Typed>),
    /// A form: its values before anything was typed, and as they stood.
    Filled(FormFor, Words, Words),
    /// What narrows a choice, and who was marked for it.
    Filter(PickFor, String, Vec<CandidateId>),
    /// What narrows the palette.
    Palette(String),
}

/// A value of a form, by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Typed {
    /// Typed.
    Text(String),
    /// Chosen, by its place.
    Place(usize),
}

/// The longest piece of a draft that is shown.
const SHOWN: usize = 60;

const WITHOUT_RECORD: &str = "refused.draft-without-record";
const WITHOUT_PLACE: &str = "refused.draft-without-place";

/// What was typed, without the values that were there before.
fn changed(before: &Words, values: &Words) -> String {
    let new = values.iter().filter(|value| !before.contains(value));
    joined(new.map(|(_, word)| word.as_str()))
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.join(" · ")
}

impl Draft {
    /// Whose record it is about.
    fn subject(&self) -> Option<Subject> {
        match self {
            Self::Line(ask, _) => ask.subject(),
            Self::Form(what, _) | Self::Filled(what, ..) => what.subject(),
            Self::Filter(what, ..) => what.subject(),
            Self::Palette(_) => None,
        }
    }

    /// The beginning of what was typed.
    fn text(&self) -> String {
        let text = match self {
            Self::Line(_, text) | Self::Filter(_, text, _) | Self::Palette(text) => text.clone(),
            Self::Form(_, values) => joined(values.iter().map(|value| match value {
                Typed::Text(text) => text.as_str(),
                Typed::Place(_) => "",
            })),
            Self::Filled(_, before, values) => changed(before, values),
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
                let (what, values) = (form.what.clone(), form.words());
                (values != form.before).then(|| Draft::Filled(what, form.before.clone(), values))
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
        let named = |label: String| Label {
            en: label.clone(),
            vi: label,
        };
        let items = drafts.iter().enumerate().map(|(at, draft)| PickItem {
            offers: Offer::Draft(at),
            label: named(self.about(draft) + &draft.text()),
            marked: false,
        });
        let items = items.collect();
        self.offer(Picker::new(PickFor::Draft(drafts), items));
    }

    /// Whose record a draft is about.
    fn about(&self, draft: &Draft) -> String {
        let subject = draft.subject();
        subject.map_or_else(String::new, |subject| {
            let name = subject.name_in(&self.book, self.figures.today);
            format!("{name}: ")
        })
    }

    /// Goes on with a draft.
    pub(in crate::app) fn take_up(
        &mut self,
        world: &World,
        draft: &Draft,
        at: usize,
    ) -> Vec<Effect> {
        let subject = draft.subject();
        let here = subject.is_none_or(|subject| subject.is_in(&self.book));
        if !here {
            self.show_words(WITHOUT_RECORD, &draft.text());
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
            Draft::Form(..) => self.show_words(WITHOUT_PLACE, &draft.text()),
            Draft::Filled(what, before, values) => {
                if let FormFor::HandDown(handing) = &what
                    && handing.year != self.figures.year
                {
                    self.recount(world, handing.year);
                }
                self.take_up_form(world, what, &before, values);
            }
        }
        vec![Effect::DraftDone(at)]
    }

    /// The words stay on the screen: they can still be copied.
    fn show_words(&mut self, key: &'static str, text: &str) {
        let message = Message::warning(key).with("text", text);
        match self.overlays.last_mut().and_then(Overlay::fault_mut) {
            Some(fault) => *fault = Some(message),
            None => self.say(message),
        }
    }

    /// Opens a form with what was typed into it. The rows of its list may have moved meanwhile: the
    /// one that is meant shows what it showed then.
    fn take_up_form(&mut self, world: &World, what: FormFor, before: &Words, values: Words) {
        let open = |what: FormFor| self.new_form(world, what).ok().flatten();
        let opened = match what.place() {
            None => open(what),
            Some(place) => {
                let mut places = std::iter::once(place).chain(0..self.rows_beside(&what));
                let meant = |form: &Form| form.before == *before;
                places.find_map(|at| open(what.clone().moved(at)).filter(meant))
            }
        };
        let Some(mut form) = opened else {
            let new = changed(before, &values);
            return self.show_words(WITHOUT_RECORD, &new);
        };
        let left = form.take_up(values);
        self.fill(form);
        let left = changed(before, &left);
        if !left.is_empty() {
            self.show_words(WITHOUT_PLACE, &left);
        }
    }

    /// Goes to the record, so that a line typed in place has its place.
    fn show_subject(&mut self, world: &World, draft: &Draft) {
        let subject = draft.subject();
        match &subject {
            Some(Subject::Person(id)) => {
                let home = self.book.home(id);
                let line = home.and_then(|unit| Line::find(&self.book, unit, id));
                if let Some(line) = line {
                    self.go_to_person(world, line);
                }
            }
            Some(Subject::Unit(id)) => {
                if let Some(node) = self.node_of(id) {
                    self.reveal(world, node);
                }
            }
            None => {}
        }
        let Draft::Line(ask, _) = draft else { return };
        match ask {
            Ask::Row(_, field) => self.board.pipeline.field = *field,
            Ask::Quota(..) | Ask::Unlisted(_) => self.go(world, Screen::Quotas),
            ask => {
                let Some(subject) = subject else { return };
                let sheet = Sheet::of(subject);
                let rows = sheet.rows(self, world);
                let own = ask.sheet_row();
                if let Some(at) = rows.iter().position(|row| Some(*row) == own) {
                    self.overlays.push(Overlay::Sheet(Sheet { at, ..sheet }));
                }
            }
        }
    }
}
