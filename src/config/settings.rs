//! The few settings of the program; a book's own settings live in the book.

use super::rows::{Reader, built_in};
use crate::model::{BookSettings, Message, is_inert};
use crate::text::Lang;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::Deserialize;
use std::ops::RangeInclusive;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    #[allow(dead_code)]
    format: u32,
    lang: String,
    silent_years: u32,
    cover_after: u32,
    reveal_for: u32,
    anonymise_after: u16,
    utc_offset: String,
}

/// What the user's file may set.
const NAMES: [&str; 7] = [
    "lang",
    "silent_years",
    "who",
    "cover_after",
    "reveal_for",
    "anonymise_after",
    "utc_offset",
];

/// The longest name that stands in a journal, in letters.
const WHO_LIMIT: usize = 100;

/// Settings in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language.
    pub lang: Lang,
    /// Years without an admission after which a cell is marked silent.
    pub silent_years: u32,
    /// The name that stands in the journal; the account's where none is set.
    pub who: Option<String>,
    /// Minutes without a key after which the screen is covered; 0 never.
    pub cover_after: u32,
    /// Seconds for which a hidden number stays shown.
    pub reveal_for: u32,
    /// Months after which a closed file of somebody who did not join is to be anonymised; 0 never.
    pub anonymise_after: u16,
    /// How far the clock of the office is ahead of universal time: it decides which day it is,
    /// whatever zone the machine keeps.
    pub utc_offset: FixedOffset,
    /// Whether the user's own settings say so, which goes before what a book says.
    own_offset: bool,
}

/// A number within these.
fn within(range: RangeInclusive<u32>) -> impl FnOnce(u32) -> Result<u32, Message> {
    move |number| {
        let message = Message::error("config.out-of-range");
        let message = message.with("least", *range.start());
        range
            .contains(&number)
            .then_some(number)
            .ok_or(message.with("most", *range.end()))
    }
}

fn language(code: String) -> Result<Lang, Message> {
    Lang::from_code(&code).ok_or_else(|| {
        Message::error("file.unknown-word")
            .with("word", code)
            .with("known", "`vi`, `en`")
    })
}

fn name(who: &str) -> Result<String, Message> {
    let fits = (1..=WHO_LIMIT).contains(&who.trim().chars().count());
    let does = fits && who.chars().all(is_inert);
    does.then(|| who.trim().to_owned())
        .ok_or_else(|| Message::error("config.bad-name").with("most", WHO_LIMIT))
}

/// `+07:00`: from twelve hours behind to fourteen ahead, as there are zones.
fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |digits: &str| {
        let two = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        two.then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let all = sign * (hours * 60 + minutes);
    let sound = minutes < 60 && (-12 * 60..=14 * 60).contains(&all);
    sound.then(|| FixedOffset::east_opt(all * 60)).flatten()
}

impl Settings {
    pub(super) fn load(reader: &mut Reader) -> Self {
        let own: SettingsFile = built_in(include_str!("../../config/settings.ron"));
        let user = reader.fields("settings.ron", &NAMES);
        let user = user.as_ref();
        let own_offset = reader.field(user, "utc_offset", |text: String| {
            offset(&text).ok_or_else(|| Message::error("config.bad-offset"))
        });
        let office = offset(&own.utc_offset).expect("the built-in data files are loaded by a test");
        Self {
            lang: reader
                .field(user, "lang", language)
                .or_else(|| Lang::from_code(&own.lang))
                .unwrap_or_default(),
            silent_years: reader
                .field(user, "silent_years", within(1..=100))
                .unwrap_or(own.silent_years),
            who: reader.field(user, "who", |who: String| name(&who)),
            cover_after: reader
                .field(user, "cover_after", within(0..=10_080))
                .unwrap_or(own.cover_after),
            reveal_for: reader
                .field(user, "reveal_for", within(1..=3600))
                .unwrap_or(own.reveal_for),
            anonymise_after: reader
                .field(user, "anonymise_after", Ok)
                .unwrap_or(own.anonymise_after),
            utc_offset: own_offset.unwrap_or(office),
            own_offset: own_offset.is_some(),
        }
    }

    /// Goes by the clock that a book says, unless the user's own settings say otherwise.
    pub fn follow(&mut self, book: &BookSettings) {
        let minutes = book.utc_offset.filter(|_| !self.own_offset);
        let offset = minutes.and_then(|minutes| FixedOffset::east_opt(i32::from(minutes) * 60));
        self.utc_offset = offset.unwrap_or(self.utc_offset);
    }

    /// A moment as the office's clock shows it.
    pub fn at(&self, now: DateTime<Utc>) -> DateTime<FixedOffset> {
        now.with_timezone(&self.utc_offset)
    }

    /// The day that it is in the office.
    pub fn day(&self, now: DateTime<Utc>) -> NaiveDate {
        self.at(now).date_naive()
    }
}
