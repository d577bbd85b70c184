//! Days as files hold them, `2022-11-27` and nothing else: a book has tens of thousands, so they
//! are read without the detours of a general date parser.

use chrono::NaiveDate;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A number of at most nine digits and of nothing else; none is 0.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    let add = |sum, digit: &u8| {
        let is = digit.is_ascii_digit();
        is.then(|| sum * 10 + u32::from(digit - b'0'))
    };
    digits.iter().try_fold(0, add)
}

/// A day as files hold it.
pub(super) fn parse(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
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

struct Entry(NaiveDate);

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        day(from).map(Self)
    }
}

struct List;

impl<'de> Visitor<'de> for List {
    type Value = Vec<NaiveDate>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of days")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut days = Vec::new();
        while let Some(Entry(day)) = from.next_element()? {
            days.push(day);
        }
        Ok(days)
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

/// Reads a list of days.
pub(super) fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<NaiveDate>, D::Error> {
    from.deserialize_seq(List)
}
