//! Days of which only the month or the year may be known: as a file holds them, and as they are typed.

use super::date::{YEARS, parse_loose};
use super::message::Arg;
use super::refusal::{DateFault, Refusal};
use super::spellings::Spellings;
use super::stored_day::{self, number};
use chrono::{Datelike, Months, NaiveDate};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A day as far as it is known. In files `"1990"`, `"1990-06"`, `"1990-06-15"`.
///
/// In order of their first days; of those that begin alike, the one known better comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDay {
    first: NaiveDate,
    known: Known,
}

/// How much of a day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Day,
    Month,
    Year,
}

impl PartialDay {
    /// A year.
    pub fn of_year(year: i32) -> Option<Self> {
        Some(Self {
            first: NaiveDate::from_ymd_opt(year, 1, 1)?,
            known: Known::Year,
        })
    }

    /// A month of a year.
    pub fn of_month(year: i32, month: u32) -> Option<Self> {
        Some(Self {
            first: NaiveDate::from_ymd_opt(year, month, 1)?,
            known: Known::Month,
        })
    }

    /// The day itself, where it is known.
    pub fn day(self) -> Option<NaiveDate> {
        (self.known == Known::Day).then_some(self.first)
    }

    /// The month and its year, where they are known.
    pub fn month(self) -> Option<(i32, u32)> {
        (self.known != Known::Year).then(|| (self.first.year(), self.first.month()))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The first day that it can be.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day that it can be.
    pub fn last(self) -> NaiveDate {
        let months = match self.known {
            Known::Day => return self.first,
            Known::Month => 1,
            Known::Year => 12,
        };
        let next = self.first.checked_add_months(Months::new(months));
        let last = next.and_then(|day| day.pred_opt());
        last.unwrap_or(NaiveDate::MAX)
    }

    /// Whether both can be the same day.
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last() && other.first <= self.last()
    }

    /// What a question about a day comes to, where every day that it can be gives the same answer;
    /// asked of the first and the last, so the answer must not turn twice between them.
    pub fn settles<T: PartialEq>(self, answer: impl Fn(NaiveDate) -> T) -> Option<T> {
        let early = answer(self.first);
        (early == answer(self.last())).then_some(early)
    }

    /// As Vietnamese offices write it: `15/06/1990`, `06/1990`, `1990`.
    pub fn show(self) -> String {
        let form = match self.known {
            Known::Day => "%d/%m/%Y",
            Known::Month => "%m/%Y",
            Known::Year => "%Y",
        };
        self.first.format(form).to_string()
    }

    /// Reads what is typed: `1990`, `6/1990`, or a day as [`parse_loose`] takes it.
    pub fn parse(text: &str, today: NaiveDate, spellings: &Spellings) -> Result<Self, Refusal> {
        let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
        let year = |text: &str| (text.len() == 4).then(|| number(text.as_bytes())).flatten();
        let month = |text: &str| (text.len() <= 2).then(|| number(text.as_bytes())).flatten();
        let read = match parts[..] {
            [one] => year(one).map(|year| (year, None)),
            [first, second] => {
                let other = month(first).zip(year(second));
                let named = other.or_else(|| month(second).zip(year(first)));
                named.map(|(month, year)| (year, Some(month)))
            }
            _ => None,
        };
        let Some((year, month)) = read else {
            return parse_loose(text, today, spellings).map(Self::from);
        };
        let year = year as i32;
        if !YEARS.contains(&year) {
            return Err(Refusal::BadDate(DateFault::YearOutOfRange));
        }
        let found = match month {
            Some(month) => Self::of_month(year, month),
            None => Self::of_year(year),
        };
        found.ok_or(Refusal::BadDate(DateFault::NoSuchDay))
    }

    fn stored(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        match bytes.len() {
            4 => Self::of_year(number(bytes)? as i32),
            7 if bytes[4] == b'-' => {
                Self::of_month(number(&bytes[..4])? as i32, number(&bytes[5..])?)
            }
            _ => stored_day::parse(text).map(Self::from),
        }
    }
}

impl From<NaiveDate> for PartialDay {
    fn from(day: NaiveDate) -> Self {
        Self {
            first: day,
            known: Known::Day,
        }
    }
}

impl From<PartialDay> for Arg {
    fn from(day: PartialDay) -> Self {
        match day.day() {
            Some(day) => Self::from(day),
            None => Self::from(day.show()),
        }
    }
}

impl PartialOrd for PartialDay {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PartialDay {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.first, self.known).cmp(&(other.first, other.known))
    }
}

impl fmt::Display for PartialDay {
    /// As files hold it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A form is gone through sign by sign: slow where many days are written.
        match self.known {
            Known::Day => fmt::Display::fmt(&self.first, f),
            Known::Month => write!(f, "{:04}-{:02}", self.first.year(), self.first.month()),
            Known::Year => write!(f, "{:04}", self.first.year()),
        }
    }
}

impl Serialize for PartialDay {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

struct Stored;

impl Visitor<'_> for Stored {
    type Value = PartialDay;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day as \"2022-11-27\", a month as \"2022-11\" or a year as \"2022\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<PartialDay, E> {
        // The text itself is not repeated: an error must not echo a person's data.
        let wrong = || E::custom("not a day as \"2022-11-27\", a month or a year");
        PartialDay::stored(text).ok_or_else(wrong)
    }
}

impl<'de> Deserialize<'de> for PartialDay {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Stored)
    }
}
