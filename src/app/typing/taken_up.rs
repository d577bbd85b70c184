//! What is being typed is kept in case the program is cut off, offered at the next start, and taken up.

use super::draft::{Draft, changed};
use super::form::{self, Form, FormFor, Words};
use super::palette::Palette;
use super::pick::{Offer, PickFor, PickItem, Picker};
use super::prompt::{Ask, Prompt};
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::reply::Reply;
use crate::app::screens::Screen;
use crate::app::sheet::Sheet;
use crate::app::state::App;
use crate::app::world::World;
use crate::model::{Label, Message, Subject};
use crate::rules::Line;
use tui_input::Input;

const WITHOUT_RECORD: &str = "refused.draft-without-record";
const WITHOUT_PLACE: &str = "refused.draft-without-place";

impl App {
    /// What is being typed now, if it would be missed: not where nothing was typed yet.
    pub fn draft(&self) -> Option<Draft> {
        let kept = |overlay: &Overlay| match overlay {
            Overlay::Prompt(prompt) => {
                let (ask, text) = (&prompt.ask, prompt.input.value());
                // A book that is not there yet has no place to keep its name.
                let elsewhere = matches!(ask, Ask::BookName(_) | Ask::ListYear);
                let kept = !elsewhere && text != prompt.before;
                kept.then(|| Draft::Line(ask.clone(), text.to_owned()))
            }
            Overlay::Form(form) => {
                let (what, values) = (form.what.clone(), form.words());
                (values != form.before).then(|| Draft::Filled(what, form.before.clone(), values))
            }
            Overlay::Pick(picker) => {
                let text = picker.input.value();
                let marked = match picker.what {
                    PickFor::StageOfMarked => self.screens.board.pipeline.marked_in(&self.book),
                    // What is offered stays kept, of no book nothing is, and a yes is no typing.
                    PickFor::Drafts | PickFor::RootKind | PickFor::TakeBack(_) => return None,
                    // With the list below it is kept what was answered.
                    PickFor::ListBody(_) | PickFor::ListColumn(_) | PickFor::ListTrack => {
                        return None;
                    }
                    _ => Vec::new(),
                };
                let kept = || Draft::Filter(picker.what.clone(), text.to_owned(), marked);
                (!text.is_empty()).then(kept)
            }
            Overlay::Palette(palette) => {
                let text = palette.input.value();
                (!text.is_empty()).then(|| Draft::Palette(text.to_owned()))
            }
            Overlay::Taking(open) => Some(Draft::List(open.source.clone(), open.options.clone())),
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
        self.offered = drafts;
        self.offer(Picker::new(PickFor::Drafts, items));
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
        let mut effects = vec![Effect::DraftDone(at)];
        match draft.clone() {
            Draft::List(source, options) => effects.extend(self.take_list(source, options)),
            Draft::Line(Ask::Search, text) => {
                self.start_search();
                if let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut() {
                    prompt.input = Input::new(text.clone());
                }
                self.look_for(world, &text);
            }
            Draft::Filter(what, text, marked) => {
                self.screens.board.pipeline.marked.extend(marked);
                if let (PickFor::Supposed(_), Some(node)) = (&what, self.node()) {
                    self.carry_out(world, Reply::Outlooks(node));
                }
                self.carry_out(world, Reply::Pick(what.clone()));
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
        effects
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
        let see = self.see(world);
        let open = |what: FormFor| form::open(see, what).ok().flatten();
        let opened = match what.place() {
            None => open(what),
            Some(place) => {
                let mut places =
                    std::iter::once(place).chain(0..form::rows_beside(&self.book, &what));
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
                if let Some(node) = self.see(world).node_of(id) {
                    self.reveal(world, node);
                }
            }
            None => {}
        }
        let Draft::Line(ask, _) = draft else { return };
        match ask {
            Ask::Row(_, field) => self.screens.board.pipeline.field = *field,
            Ask::Quota(..) | Ask::Unlisted(_) => self.go(world, Screen::Quotas),
            ask => {
                let Some(subject) = subject else { return };
                let sheet = Sheet::of(subject);
                let rows = sheet.rows(self.see(world));
                let own = ask.sheet_row();
                if let Some(at) = rows.iter().position(|row| Some(*row) == own) {
                    self.overlays.push(Overlay::Sheet(Sheet { at, ..sheet }));
                }
            }
        }
    }
}
