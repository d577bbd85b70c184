//! Words and formats per language: every sentence on screen and in reports comes through here.

mod format;
mod page;

pub use format::{bar, cut_middle, cut_name, is_plain, pad, percent, tenths, width, wrapped};
pub use page::page;

use crate::model::{Arg, Label, Message, clean, show_date};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A language of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Its code, as `--lang` takes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Vi, Self::En]
            .into_iter()
            .find(|lang| lang.code() == code)
    }
}

/// All sentences of one language.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// Which language.
    pub lang: Lang,
    rows: Arc<BTreeMap<String, String>>,
}

fn inert((key, text): (String, String)) -> (String, String) {
    match clean(&text) {
        Cow::Owned(clean) => (key, clean),
        Cow::Borrowed(_) => (key, text),
    }
}

/// The names of the values that a sentence has places for. A brace that nothing closes is
/// one with all that follows it, by which no value goes.
pub fn places(sentence: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = sentence;
    while let Some((_, behind)) = rest.split_once('{') {
        let Some((place, after)) = behind.split_once('}') else {
            names.push(&rest[rest.len() - behind.len() - 1..]);
            break;
        };
        names.push(place.split('|').next().unwrap_or(place));
        rest = after;
    }
    names
}

impl Texts {
    /// Takes the rows of a text file, which may be the user's own; a later row of the same key wins.
    pub fn new(lang: Lang, rows: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            lang,
            rows: Arc::new(rows.into_iter().map(inert).collect()),
        }
    }

    /// A sentence without values. A key that has no row shows itself, so it is seen and mended.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.rows.get(key).map_or(key, String::as_str)
    }

    /// Whether a key has a row.
    pub fn has(&self, key: &str) -> bool {
        self.rows.contains_key(key)
    }

    /// The keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// A name of the data files in this language.
    pub fn label<'a>(&self, label: &'a Label) -> &'a str {
        match self.lang {
            Lang::En if !label.en.is_empty() => &label.en,
            _ => &label.vi,
        }
    }

    /// A message as a sentence, ready to draw: values from data are cleaned. `{name}` stands for a
    /// value, `{name|day|days}` for the first word where the value is one, else for the second. A
    /// sentence whose value was not given is a mistake of the program: a debug build stops there.
    pub fn say(&self, message: &Message) -> String {
        let mut out = String::new();
        let mut rest = self.get(message.key);
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let Some(length) = rest[open..].find('}') else {
                out.push_str(&rest[open..]);
                return out;
            };
            let place = &rest[open + 1..open + length];
            let (name, forms) = place.split_once('|').unwrap_or((place, ""));
            if let Some((_, arg)) = message.args.iter().find(|(n, _)| *n == name) {
                let value = self.arg(arg);
                out.push_str(match forms.split_once('|') {
                    Some((one, _)) if value == "1" => one,
                    Some((_, other)) => other,
                    None => &value,
                });
            } else {
                // A user's own row with such a place is refused as it is read.
                debug_assert!(false, "{} is said without its {name}", message.key);
                out.push_str(&rest[open..=open + length]);
            }
            rest = &rest[open + length + 1..];
        }
        out.push_str(rest);
        out
    }

    /// A sentence with values already in words.
    pub fn fill(&self, key: &'static str, args: &[(&'static str, &str)]) -> String {
        let mut message = Message::info(key);
        for &(name, value) in args {
            message = message.with(name, value);
        }
        self.say(&message)
    }

    /// A value in words, as within a sentence; the one way to say a bare name.
    pub fn arg(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(text) => clean(text).into_owned(),
            Arg::Number(number) => number.to_string(),
            Arg::Date(day) => show_date(*day),
            Arg::Label(label) => clean(self.label(label)).into_owned(),
            Arg::Key(key) => self.get(key).to_owned(),
            Arg::Message(message) => self.say(message),
            Arg::Several(between, all) => {
                let each = all.iter().map(|one| self.arg(one));
                let said: Vec<String> = each.filter(|one| !one.is_empty()).collect();
                said.join(between.sign())
            }
        }
    }
}
