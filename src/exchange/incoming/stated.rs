//! What a cell for a number of people says: a number, at least a number, that nothing is owed.

use super::cells;
use super::cells::is_blank;
use super::context::Context;
use super::grid::Value;
use crate::model::fold;

/// Words and signs that say of a number that it is the least.
const LEAST: [&str; 8] = [
    "≥",
    ">=",
    "=>",
    "it nhat",
    "toi thieu",
    "tu",
    "at least",
    "min",
];

/// What may stand behind a number and changes nothing, or that it is the least.
const BEHIND: [(&str, bool); 9] = [
    ("", false),
    ("dv", false),
    ("dang vien", false),
    ("nguoi", false),
    ("quan chung", false),
    ("tro len", true),
    ("nguoi tro len", true),
    ("dang vien tro len", true),
    ("or more", true),
];

/// What a cell for a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    /// Nothing.
    Nothing,
    /// A number, perhaps the least.
    Number(u32, bool),
    /// That nothing is owed.
    Exempt,
    /// Something else.
    Else,
}

/// The largest number of people that a table can give.
const MOST: f64 = 99_999.0;

fn number_of(text: &str) -> Option<(u32, bool)> {
    let folded = fold(text);
    let mut rest = folded.trim();
    let mut least = false;
    for word in LEAST {
        if let Some(behind) = rest.strip_prefix(word) {
            (rest, least) = (behind.trim_start(), true);
            break;
        }
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = rest[..digits].parse().ok()?;
    let behind = rest[digits..].trim_matches([' ', '.', '+']);
    let (_, more) = BEHIND.iter().find(|(word, _)| *word == behind)?;
    Some((number, least || *more || rest.ends_with('+')))
}

impl Context<'_> {
    /// What a cell says.
    pub(super) fn stated(&self, value: Option<&Value>) -> Stated {
        match value {
            None => Stated::Nothing,
            Some(Value::Number(number))
                if number.fract() == 0.0 && (0.0..=MOST).contains(number) =>
            {
                Stated::Number(*number as u32, false)
            }
            Some(Value::Text(text)) => {
                let text = cells::line(text);
                if is_blank(&text) {
                    Stated::Nothing
                } else if self.marks.begins("exempt", &text) {
                    Stated::Exempt
                } else {
                    number_of(&text).map_or(Stated::Else, |(number, least)| {
                        Stated::Number(number, least)
                    })
                }
            }
            Some(_) => Stated::Else,
        }
    }
}
