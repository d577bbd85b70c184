//! A form: several values of one row typed together, taken all at once or not at all.

use super::command::Command;
use super::draft::Typed;
use super::handing::Handing;
use super::prompt::{edit_line, insert};
use super::{App, Effect, Overlay, World};
use crate::model::{
    Arg, CandidateId, Code, Label, Message, NAME_LIMIT, NOTE_LIMIT, Refusal, UnitId, parse_loose,
    show_date, tidy,
};
use crate::rules::{Bearer, ask_letters};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tui_input::Input;

/// What a form fills. A place is that of the row in its list; none for a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormFor {
    /// A paper, by its form number.
    Paper(CandidateId, Code, Option<usize>),
    /// A letter of verification.
    Letter(CandidateId, Option<usize>),
    /// A vote.
    Vote(CandidateId, Option<usize>),
    /// Who introduces.
    Introducer(CandidateId, Option<usize>),
    /// An extension of a limit.
    Extension(CandidateId, Option<usize>),
    /// The card of a full member.
    Card(CandidateId),
    /// A membership that ended before.
    Former(CandidateId),
    /// How an organisation's dossiers go.
    Route(UnitId, Option<usize>),
    /// A quota of an organisation.
    Quota(UnitId, Option<usize>),
    /// A year in which an organisation owes nobody.
    Exemption(UnitId, Option<usize>),
    /// The least for a class of organisations.
    Floor(Option<usize>),
    /// A quota spread over the organisations below.
    HandDown(Handing),
    /// A cause on record.
    Cause(Bearer, usize),
    /// What is done against a cause.
    Remedy(Bearer, Option<usize>),
    /// A survey of sources.
    Survey(UnitId, Option<usize>),
    /// A visit.
    Visit(UnitId, Option<usize>),
    /// Which mass organisation introduced a person.
    Outreach(CandidateId),
}

impl FormFor {
    /// Whose record it belongs to.
    pub(super) fn subject(&self) -> (Option<&CandidateId>, Option<&UnitId>) {
        match self {
            Self::Paper(id, ..)
            | Self::Letter(id, _)
            | Self::Vote(id, _)
            | Self::Introducer(id, _)
            | Self::Extension(id, _)
            | Self::Card(id)
            | Self::Former(id)
            | Self::Outreach(id) => (Some(id), None),
            Self::Route(id, _)
            | Self::Quota(id, _)
            | Self::Exemption(id, _)
            | Self::Survey(id, _)
            | Self::Visit(id, _) => (None, Some(id)),
            Self::HandDown(handing) => (None, Some(&handing.unit)),
            Self::Cause(bearer, _) | Self::Remedy(bearer, _) => match bearer {
                Bearer::Person(id) => (Some(id), None),
                Bearer::Unit(id) => (None, Some(id)),
            },
            Self::Floor(_) => (None, None),
        }
    }

    /// The row of the text files that heads it.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::Paper(..) => "form.paper",
            Self::Letter(..) => "form.letter",
            Self::Vote(..) => "form.vote",
            Self::Introducer(..) => "form.introducer",
            Self::Extension(..) => "form.extension",
            Self::Card(_) => "form.card",
            Self::Former(_) => "form.former",
            Self::Route(..) => "form.route",
            Self::Quota(..) => "form.quota",
            Self::Exemption(..) => "form.exemption",
            Self::Floor(_) => "form.floor",
            Self::HandDown(_) => "form.hand-down",
            Self::Cause(..) => "form.cause",
            Self::Remedy(..) => "form.remedy",
            Self::Survey(..) => "form.survey",
            Self::Visit(..) => "form.visit",
            Self::Outreach(_) => "form.outreach",
        }
    }
}

/// One of a few words to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its word, where it stands for a row of the data files.
    pub code: Option<Code>,
    /// What is shown.
    pub shown: Arg,
}

/// A value of a form.
#[derive(Debug, Clone)]
pub enum Value {
    /// Typed.
    Line(Input),
    /// One of these, by its place.
    Choice(Vec<Choice>, usize),
}

/// A labelled value.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its name: a row of the text files, or of the data files.
    pub label: Arg,
    /// The word of the row of the data files that it is for.
    pub of: Option<Code>,
    /// The value.
    pub entry: Value,
}

impl Slot {
    pub(super) fn line(label: &'static str, value: impl Into<String>) -> Self {
        Self::new(label, Value::Line(Input::new(value.into())))
    }

    /// A typed value whose name is not one of the text files alone.
    pub(super) fn named(label: Arg, value: impl Into<String>) -> Self {
        Self {
            label,
            of: None,
            entry: Value::Line(Input::new(value.into())),
        }
    }

    /// A line for a row of the data files.
    pub(super) fn of(word: Code, name: Label, value: impl Into<String>) -> Self {
        Self {
            label: name.into(),
            of: Some(word),
            entry: Value::Line(Input::new(value.into())),
        }
    }

    fn new(label: &'static str, entry: Value) -> Self {
        Self {
            label: Arg::Key(label),
            of: None,
            entry,
        }
    }

    pub(super) fn day(label: &'static str, day: Option<NaiveDate>) -> Self {
        Self::line(label, day.map(show_date).unwrap_or_default())
    }

    pub(super) fn keys(label: &'static str, keys: &[&'static str], at: usize) -> Self {
        let choice = |key: &&'static str| Choice {
            code: None,
            shown: Arg::Key(key),
        };
        let entry = Value::Choice(keys.iter().map(choice).collect(), at);
        Self::new(label, entry)
    }

    pub(super) fn codes(label: &'static str, choices: Vec<Choice>, at: usize) -> Self {
        Self::new(label, Value::Choice(choices, at))
    }
}

/// An open form.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it fills.
    pub what: FormFor,
    /// Its values.
    pub slots: Vec<Slot>,
    /// The selected one.
    pub at: usize,
    /// Why the last Enter was refused; gone with the next key.
    pub fault: Option<Message>,
    /// The values that were asked about: a second Enter on the same ones takes them as they are.
    pub(super) doubted: Option<Vec<Typed>>,
    /// The values before anything was typed.
    pub(super) before: Vec<Typed>,
}

impl Form {
    pub(super) fn new(what: FormFor, slots: Vec<Slot>) -> Self {
        let mut form = Self {
            what,
            slots,
            at: 0,
            fault: None,
            doubted: None,
            before: Vec::new(),
        };
        form.before = form.typed_values();
        form
    }

    /// The values as they stand now.
    pub(super) fn typed_values(&self) -> Vec<Typed> {
        let value = |slot: &Slot| match &slot.entry {
            Value::Line(input) => Typed::Text(input.value().to_owned()),
            Value::Choice(_, at) => Typed::Place(*at),
        };
        self.slots.iter().map(value).collect()
    }

    /// Asks about lines typed anew that look garbled, unless these very values were asked about.
    fn ask_letters(&self) -> Result<(), Refusal> {
        let now = self.typed_values();
        if self.doubted.as_ref() == Some(&now) {
            return Ok(());
        }
        let anew = now.iter().filter_map(|value| match value {
            Typed::Text(text) if !self.before.contains(value) => Some(text.as_str()),
            _ => None,
        });
        ask_letters(anew)
    }

    fn typed(&self, at: usize) -> &str {
        match self.slots.get(at).map(|slot| &slot.entry) {
            Some(Value::Line(input)) => input.value(),
            _ => "",
        }
    }

    pub(super) fn text(&self, at: usize) -> Result<Option<String>, Refusal> {
        let text = tidy(self.typed(at), NOTE_LIMIT)?;
        Ok((!text.is_empty()).then_some(text))
    }

    pub(super) fn name(&self, at: usize) -> Result<String, Refusal> {
        let name = tidy(self.typed(at), NAME_LIMIT)?;
        if name.is_empty() {
            Err(Refusal::Empty)
        } else {
            Ok(name)
        }
    }

    /// A day; none where nothing is typed.
    pub(super) fn day(&self, at: usize, today: NaiveDate) -> Result<Option<NaiveDate>, Refusal> {
        let typed = self.typed(at).trim();
        if typed.is_empty() {
            Ok(None)
        } else {
            parse_loose(typed, today).map(Some)
        }
    }

    /// A year.
    pub(super) fn year(&self, at: usize) -> Result<i32, Refusal> {
        let year = i32::try_from(self.number(at)?).unwrap_or(0);
        let (least, most) = (1900, 2200);
        if (least..=most).contains(&year) {
            Ok(year)
        } else {
            Err(Refusal::NotANumber {
                least: least.into(),
                most: most.into(),
            })
        }
    }

    /// A whole number; 0 where nothing is typed.
    pub fn number(&self, at: usize) -> Result<u32, Refusal> {
        Ok(super::accept::number(self.typed(at))?.unwrap_or(0))
    }

    /// The place of the chosen word.
    pub fn chosen(&self, at: usize) -> usize {
        match self.slots.get(at).map(|slot| &slot.entry) {
            Some(Value::Choice(_, at)) => *at,
            _ => 0,
        }
    }

    /// The chosen word of the data files.
    pub fn code(&self, at: usize) -> Option<&Code> {
        match self.slots.get(at).map(|slot| &slot.entry) {
            Some(Value::Choice(choices, at)) => choices.get(*at).and_then(|c| c.code.as_ref()),
            _ => None,
        }
    }

    /// Turns the first choice that offers a word of the data files to it.
    pub(super) fn choose(&mut self, code: &Code) {
        for slot in &mut self.slots {
            if let Value::Choice(choices, at) = &mut slot.entry
                && let Some(place) = choices.iter().position(|c| c.code.as_ref() == Some(code))
            {
                *at = place;
                return;
            }
        }
    }

    /// Puts typed or pasted text into the selected value; on a choice a space goes to the next word.
    /// Says how many characters did not fit.
    pub(super) fn insert(&mut self, text: &str) -> usize {
        self.fault = None;
        match self.slots.get_mut(self.at).map(|slot| &mut slot.entry) {
            Some(Value::Line(input)) => insert(input, text),
            Some(Value::Choice(..)) if text == " " => {
                self.command(Command::CursorRight);
                0
            }
            _ => 0,
        }
    }

    fn command(&mut self, command: Command) {
        self.fault = None;
        let last = self.slots.len().saturating_sub(1);
        match (command, self.slots.get_mut(self.at).map(|s| &mut s.entry)) {
            (Command::Up, _) => self.at = self.at.checked_sub(1).unwrap_or(last),
            (Command::Down, _) => self.at = if self.at == last { 0 } else { self.at + 1 },
            (Command::CursorLeft, Some(Value::Choice(choices, at))) => {
                *at = at.checked_sub(1).unwrap_or(choices.len().saturating_sub(1));
            }
            (Command::CursorRight, Some(Value::Choice(choices, at))) => {
                *at = if *at + 1 >= choices.len() { 0 } else { *at + 1 };
            }
            (command, Some(Value::Line(input))) => {
                edit_line(input, command);
            }
            _ => {}
        }
    }
}

impl App {
    /// Opens a form, unless nothing may be changed.
    pub(super) fn fill(&mut self, form: Form) {
        if self.read_only {
            self.say(Refusal::ReadOnly.message());
        } else {
            self.overlays.push(Overlay::Form(form));
        }
    }

    pub(super) fn form_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        match command {
            Command::Accept => {
                let Some(Overlay::Form(form)) = self.overlays.pop() else {
                    return Vec::new();
                };
                self.accept_form(world, form)
            }
            Command::Cancel => {
                self.overlays.pop();
                Vec::new()
            }
            command => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.command(command);
                }
                self.propose_again(world);
                Vec::new()
            }
        }
    }

    /// Enter in a form: the change it means, or the form again with what is wrong.
    fn accept_form(&mut self, world: &World, form: Form) -> Vec<Effect> {
        let change = self.form_change(world, &form).and_then(|change| {
            form.ask_letters()?;
            Ok(change)
        });
        let typed = Overlay::Form(form.clone());
        match change.and_then(|change| self.commit(world, change, Some(typed))) {
            Ok(effects) => {
                self.say_verdict(world, &form);
                effects
            }
            Err(refusal) => {
                let fault = Some(refusal.message());
                let doubtful = matches!(refusal, Refusal::Doubtful(_));
                let doubted = doubtful.then(|| form.typed_values());
                self.overlays.push(Overlay::Form(Form {
                    fault,
                    doubted,
                    ..form
                }));
                Vec::new()
            }
        }
    }
}
