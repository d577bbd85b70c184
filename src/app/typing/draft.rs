//! What is being typed, as it is kept in case the program is cut off, and offered at the next start.

use super::form::{FormFor, Words};
use super::pick::PickFor;
use super::prompt::Ask;
use crate::model::import::{Options, Source};
use crate::model::{CandidateId, Subject};
use serde::{Deserialize, Serialize};

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
    /// A list that was being taken over, and what was answered.
    List(Source, Options),
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

/// What was typed, without the values that were there before.
pub(super) fn changed(before: &Words, values: &Words) -> String {
    let new = values.iter().filter(|value| !before.contains(value));
    joined(new.map(|(_, word)| word.as_str()))
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.join(" · ")
}

impl Draft {
    /// Whose record it is about.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self {
            Self::Line(ask, _) => ask.subject(),
            Self::Form(what, _) | Self::Filled(what, ..) => what.subject(),
            Self::Filter(what, ..) => what.subject(),
            Self::Palette(_) | Self::List(..) => None,
        }
    }

    /// The beginning of what was typed.
    pub(super) fn text(&self) -> String {
        let text = match self {
            Self::Line(_, text) | Self::Filter(_, text, _) | Self::Palette(text) => text.clone(),
            Self::Form(_, values) => joined(values.iter().map(|value| match value {
                Typed::Text(text) => text.as_str(),
                Typed::Place(_) => "",
            })),
            Self::Filled(_, before, values) => changed(before, values),
            Self::List(Source::File(path), _) => path.clone(),
            Self::List(Source::Pasted(rows), _) => rows.clone(),
        };
        text.chars().take(SHOWN).collect()
    }
}
