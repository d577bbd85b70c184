//! Days as files hold them, `2022-11-27` and nothing else: a book has tens of thousands, so they
//! are read without the detours of a general date parser.

use chrono::NaiveDate;
use serde::Deserializer;
use serde::de::{Error, Visitor};
use std::fmt;

fn parse(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let (year, month, day) = (
        number(&bytes[..4])?,
        number(&bytes[5..7])?,
        number(&bytes[8..])?,
    );
    NaiveDate::from_ymd_opt(year as i32, month, day)
}

struct Day;

impl Visitor<'_> for Day {
    type Value = NaiveDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day as \"2022-11-27\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<NaiveDate, E> {
        // The text itself is not repeated: an error must not echo a person's data.
        parse(text).ok_or_else(|| E::custom("not a day as \"2022-11-27\""))
    }
}

struct Maybe;

impl<'de> Visitor<'de> for Maybe {
    type Value = Option<NaiveDate>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Day.expecting(f)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        day(from).map(Some)
    }
}

/// Reads a day.
pub(super) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    from.deserialize_str(Day)
}

/// Reads a day that may not be known.
pub(super) fn maybe<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    from.deserialize_option(Maybe)
}
