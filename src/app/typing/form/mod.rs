//! A form: several named values of one row typed together, taken all at once or not at all.

mod card;
mod cause;
mod exemption;
mod extension;
mod floor;
mod former;
mod hand_down;
mod handing;
mod introducer;
mod leader;
mod letter;
mod open;
mod outreach;
mod paper;
mod quota;
mod remedy;
mod route;
mod slot;
mod survey;
mod visit;
mod vote;
mod what;

pub(in crate::app) use hand_down::propose_again;
pub use handing::Handing;
pub(in crate::app) use open::{change, open, quota_revised, rows_beside, vote_of};
pub use open::{hint, verdict};
pub use slot::Slot;
pub use what::FormFor;

use crate::app::command::Command;
use crate::app::typing::number::number;
use crate::app::typing::prompt::{edit_line, insert};
use crate::model::{
    Arg, Code, Message, NAME_LIMIT, NOTE_LIMIT, PartialDay, Refusal, Spellings, parse_loose,
    show_date, tidy,
};
use crate::rules::ask_letters;
use chrono::NaiveDate;
use std::sync::Arc;
use tui_input::Input;

/// One of a few words to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is called in drafts: a word of the data files, or a row of the text files.
    pub word: String,
    /// Its word, where it stands for a row of the data files.
    pub code: Option<Code>,
    /// What is shown.
    pub shown: Arg,
}

impl Choice {
    /// A row of the text files.
    fn key(key: &'static str) -> Self {
        Self {
            word: key.to_owned(),
            code: None,
            shown: Arg::Key(key),
        }
    }

    /// A row of the data files.
    fn code(code: &Code, shown: impl Into<Arg>) -> Self {
        Self {
            word: code.to_string(),
            code: Some(code.clone()),
            shown: shown.into(),
        }
    }
}

/// How a value is typed.
#[derive(Debug, Clone)]
pub enum Value {
    /// Typed.
    Line(Input),
    /// One of these, by its place.
    Choice(Vec<Choice>, usize),
}

impl Value {
    /// What is typed, or the word of what is chosen.
    pub fn word(&self) -> &str {
        match self {
            Self::Line(input) => input.value(),
            Self::Choice(choices, at) => choices.get(*at).map_or("", |choice| &choice.word),
        }
    }
}

/// A value of a form under its label.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name on the screen: a row of the text files, or of the data files.
    pub label: Arg,
    /// The value.
    pub value: Value,
}

/// The values of a form as they are built up.
#[derive(Debug, Default)]
struct Entries(Vec<(Slot, Entry)>);

impl Entries {
    fn put(mut self, slot: Slot, value: Value) -> Self {
        let label = Arg::Key(slot.text_key().unwrap_or_default());
        self.0.push((slot, Entry { label, value }));
        self
    }

    /// A value whose name is data.
    fn named(&mut self, slot: Slot, label: impl Into<Arg>, text: impl Into<String>) {
        let (label, value) = (label.into(), Value::Line(Input::new(text.into())));
        self.0.push((slot, Entry { label, value }));
    }

    fn line(self, slot: Slot, text: impl Into<String>) -> Self {
        self.put(slot, Value::Line(Input::new(text.into())))
    }

    /// A line that may have nothing in it.
    fn maybe(self, slot: Slot, text: Option<&String>) -> Self {
        self.line(slot, text.cloned().unwrap_or_default())
    }

    fn count(self, slot: Slot, number: Option<u32>) -> Self {
        self.line(slot, number.map(|n| n.to_string()).unwrap_or_default())
    }

    fn day(self, slot: Slot, day: Option<NaiveDate>) -> Self {
        self.line(slot, day.map(show_date).unwrap_or_default())
    }

    /// A day of which only the month or the year may be known.
    fn partial(self, slot: Slot, day: Option<PartialDay>) -> Self {
        self.line(slot, day.map(PartialDay::show).unwrap_or_default())
    }

    fn days(self, slot: Slot, days: &[NaiveDate]) -> Self {
        let days: Vec<String> = days.iter().copied().map(show_date).collect();
        self.line(slot, days.join("; "))
    }

    /// One of these, the first where none is chosen yet.
    fn choice(self, slot: Slot, choices: Vec<Choice>, chosen: Option<&str>) -> Self {
        let at = choices.iter().position(|one| Some(&*one.word) == chosen);
        self.put(slot, Value::Choice(choices, at.unwrap_or(0)))
    }

    /// One of these rows of the data files. A word that no row names any more is kept.
    fn codes(self, slot: Slot, mut choices: Vec<Choice>, chosen: Option<&Code>) -> Self {
        let is_there = |code: &Code| choices.iter().any(|one| one.code.as_ref() == Some(code));
        if let Some(code) = chosen.filter(|code| !is_there(code)) {
            choices.push(Choice::code(code, code.as_str()));
        }
        self.choice(slot, choices, chosen.map(Code::as_str))
    }

    /// One of the values of a type.
    fn one_of<T: Copy>(self, slot: Slot, all: &[T], key: fn(T) -> &'static str, now: T) -> Self {
        let choices = all.iter().map(|value| Choice::key(key(*value))).collect();
        self.choice(slot, choices, Some(key(now)))
    }

    /// No or yes.
    fn yes(self, slot: Slot, now: bool) -> Self {
        self.one_of(slot, &[false, true], no_yes, now)
    }

    /// One of the values of a type, or that it is not said.
    fn maybe_one_of<T: Copy>(
        self,
        slot: Slot,
        all: &[T],
        key: fn(T) -> &'static str,
        now: Option<T>,
    ) -> Self {
        let unsaid = std::iter::once(Choice::key(UNSAID));
        let choices = unsaid.chain(all.iter().map(|value| Choice::key(key(*value))));
        self.choice(slot, choices.collect(), now.map(key))
    }
}

const UNSAID: &str = "value.unsaid";

fn no_yes(yes: bool) -> &'static str {
    if yes { "value.yes" } else { "value.no" }
}

/// What is typed under each name, or the word of what is chosen.
pub type Words = Vec<(Slot, String)>;

/// An open form.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it fills.
    pub what: FormFor,
    /// Its values, each under a name of its own.
    pub entries: Vec<(Slot, Entry)>,
    /// What may be typed for a day.
    pub(in crate::app) spellings: Arc<Spellings>,
    /// The place of the selected one.
    pub at: usize,
    /// Why the last Enter was refused; gone with the next key.
    pub fault: Option<Message>,
    /// The values that were asked about: a second Enter on the same ones takes them as they are.
    pub(in crate::app) doubted: Option<Words>,
    /// The values before anything was typed.
    pub(in crate::app) before: Words,
}

impl Form {
    fn new(what: FormFor, entries: Entries) -> Self {
        let mut form = Self {
            what,
            entries: entries.0,
            spellings: Arc::default(),
            at: 0,
            fault: None,
            doubted: None,
            before: Vec::new(),
        };
        form.before = form.words();
        form
    }

    /// The values as they stand now.
    pub(in crate::app) fn words(&self) -> Words {
        let word = |(slot, entry): &(Slot, Entry)| (slot.clone(), entry.value.word().to_owned());
        self.entries.iter().map(word).collect()
    }

    /// Puts in what was typed before; gives what has no place any more.
    pub(in crate::app) fn take_up(&mut self, words: Words) -> Words {
        let put = |(slot, word): &(Slot, String)| {
            let found = self.entries.iter_mut().find(|(known, _)| known == slot);
            match found.map(|(_, entry)| &mut entry.value) {
                Some(Value::Line(input)) => {
                    *input = Input::new(word.clone());
                    true
                }
                Some(Value::Choice(choices, at)) => {
                    let place = choices.iter().position(|choice| choice.word == *word);
                    *at = place.unwrap_or(*at);
                    place.is_some()
                }
                None => false,
            }
        };
        let mut put = put;
        words.into_iter().filter(|word| !put(word)).collect()
    }

    /// Asks about lines typed anew that look garbled, unless these very values were asked about.
    pub(in crate::app) fn ask_letters(&self) -> Result<(), Refusal> {
        if self.doubted.as_ref() == Some(&self.words()) {
            return Ok(());
        }
        let old = |text: &str| self.before.iter().any(|(_, word)| word == text);
        let lines = self
            .entries
            .iter()
            .filter_map(|(_, entry)| match &entry.value {
                Value::Line(input) => Some(input.value()),
                Value::Choice(..) => None,
            });
        ask_letters(lines.filter(|text| !old(text)))
    }

    fn value(&self, slot: &Slot) -> Option<&Value> {
        let found = self.entries.iter().find(|(known, _)| known == slot);
        found.map(|(_, entry)| &entry.value)
    }

    fn set(&mut self, slot: &Slot, value: Value) {
        if let Some((_, entry)) = self.entries.iter_mut().find(|(known, _)| known == slot) {
            entry.value = value;
        }
    }

    /// Selects a value.
    fn select(&mut self, slot: &Slot) {
        let place = self.entries.iter().position(|(known, _)| known == slot);
        self.at = place.unwrap_or(0);
    }

    /// The selected value.
    pub fn selected(&self) -> Option<&Value> {
        self.entries.get(self.at).map(|(_, entry)| &entry.value)
    }

    fn typed(&self, slot: &Slot) -> &str {
        match self.value(slot) {
            Some(Value::Line(input)) => input.value(),
            Some(Value::Choice(..)) | None => "",
        }
    }

    /// A text; none where nothing is typed.
    fn text(&self, slot: &Slot) -> Result<Option<String>, Refusal> {
        let text = tidy(self.typed(slot), NOTE_LIMIT)?;
        Ok((!text.is_empty()).then_some(text))
    }

    /// A name; one must be typed.
    fn name(&self, slot: &Slot) -> Result<String, Refusal> {
        let name = tidy(self.typed(slot), NAME_LIMIT)?;
        if name.is_empty() {
            Err(Refusal::Empty)
        } else {
            Ok(name)
        }
    }

    /// A day; none where nothing is typed.
    fn day(&self, slot: &Slot, today: NaiveDate) -> Result<Option<NaiveDate>, Refusal> {
        let typed = self.typed(slot).trim();
        if typed.is_empty() {
            Ok(None)
        } else {
            parse_loose(typed, today, &self.spellings).map(Some)
        }
    }

    /// A day of which only the month or the year may be typed; none where nothing is.
    fn partial(&self, slot: &Slot, today: NaiveDate) -> Result<Option<PartialDay>, Refusal> {
        let typed = self.typed(slot).trim();
        if typed.is_empty() {
            Ok(None)
        } else {
            PartialDay::parse(typed, today, &self.spellings).map(Some)
        }
    }

    /// Several days with semicolons between.
    fn days(&self, slot: &Slot, today: NaiveDate) -> Result<Vec<NaiveDate>, Refusal> {
        let typed = self.typed(slot).split(';').map(str::trim);
        let typed = typed.filter(|day| !day.is_empty());
        typed
            .map(|day| parse_loose(day, today, &self.spellings))
            .collect()
    }

    /// A number; none where nothing is typed.
    fn maybe_number(&self, slot: &Slot) -> Result<Option<u32>, Refusal> {
        number(self.typed(slot))
    }

    /// A day that must be typed.
    fn owed_day(&self, slot: &Slot, today: NaiveDate) -> Result<NaiveDate, Refusal> {
        self.day(slot, today)?.ok_or(Refusal::Empty)
    }

    /// A year.
    fn year(&self, slot: &Slot) -> Result<i32, Refusal> {
        let year = i32::try_from(self.number(slot)?).unwrap_or(0);
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
    fn number(&self, slot: &Slot) -> Result<u32, Refusal> {
        Ok(number(self.typed(slot))?.unwrap_or(0))
    }

    /// The chosen word.
    fn word(&self, slot: &Slot) -> &str {
        self.value(slot).map_or("", Value::word)
    }

    /// Which of the values of a type is chosen; none where that is not said.
    fn maybe_one_of<T: Copy>(
        &self,
        slot: &Slot,
        all: &[T],
        key: fn(T) -> &'static str,
    ) -> Option<T> {
        let word = self.word(slot);
        all.iter().copied().find(|value| key(*value) == word)
    }

    /// Which of the values of a type is chosen.
    fn one_of<T: Copy>(
        &self,
        slot: &Slot,
        all: &[T],
        key: fn(T) -> &'static str,
    ) -> Result<T, Refusal> {
        self.maybe_one_of(slot, all, key).ok_or(Refusal::Empty)
    }

    fn yes(&self, slot: &Slot) -> Result<bool, Refusal> {
        self.one_of(slot, &[false, true], no_yes)
    }

    /// The chosen row of the data files.
    fn code(&self, slot: &Slot) -> Option<&Code> {
        match self.value(slot) {
            Some(Value::Choice(choices, at)) => choices.get(*at).and_then(|c| c.code.as_ref()),
            Some(Value::Line(_)) | None => None,
        }
    }

    fn owed_code(&self, slot: &Slot) -> Result<Code, Refusal> {
        self.code(slot).cloned().ok_or(Refusal::Empty)
    }

    /// Chooses the body of a vote.
    pub(in crate::app) fn choose_body(&mut self, body: &Code) {
        self.take_up(vec![(Slot::Body, body.to_string())]);
    }

    /// Puts typed or pasted text into the selected value; on a choice a space goes to the next word.
    /// Says how many characters did not fit.
    pub(in crate::app) fn insert(&mut self, text: &str) -> usize {
        self.fault = None;
        match self
            .entries
            .get_mut(self.at)
            .map(|(_, entry)| &mut entry.value)
        {
            Some(Value::Line(input)) => insert(input, text),
            Some(Value::Choice(..)) if text == " " => {
                self.command(Command::CursorRight);
                0
            }
            Some(Value::Choice(..)) | None => 0,
        }
    }

    pub(in crate::app) fn command(&mut self, command: Command) {
        self.fault = None;
        let last = self.entries.len().saturating_sub(1);
        let value = self
            .entries
            .get_mut(self.at)
            .map(|(_, entry)| &mut entry.value);
        match (command, value) {
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
            (_, Some(Value::Choice(..)) | None) => {}
        }
    }
}
