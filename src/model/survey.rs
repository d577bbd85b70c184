//! Where candidates may come from: surveys of sources, and introductions by organisations.

use super::id::Code;
use super::message::Label;
use super::refusal::Refusal;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Years that a period can have, as those of a date.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// The years that a survey looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first year.
    pub from: i32,
    /// The last year; none for one year alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i32>,
}

impl Period {
    /// The last year.
    pub fn last(self) -> i32 {
        self.until.unwrap_or(self.from)
    }

    /// Whether it looks at a year.
    pub fn covers(self, year: i32) -> bool {
        (self.from..=self.last()).contains(&year)
    }

    pub(super) fn check(self) -> Result<(), Refusal> {
        let year = |year: i32, least: i32| {
            if (least..=*YEARS.end()).contains(&year) {
                Ok(())
            } else {
                Err(Refusal::NotANumber {
                    least: i64::from(least),
                    most: i64::from(*YEARS.end()),
                })
            }
        };
        year(self.from, *YEARS.start())?;
        year(self.last(), self.from)
    }
}

/// What a survey found in one source group: each number is a part of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyGroup {
    /// The group: a row of `sources.ron`.
    pub source: Code,
    /// People of the group.
    pub people: u32,
    /// Of these, fit for admission.
    pub fit: u32,
    /// Of these, asked.
    pub asked: u32,
    /// Of these, willing.
    pub willing: u32,
}

impl SurveyGroup {
    /// Refuses a part that is more than its whole; the group goes by the given name.
    pub fn check(&self, name: &Label) -> Result<(), Refusal> {
        let numbers = [
            ("survey.people", self.people),
            ("survey.fit", self.fit),
            ("survey.asked", self.asked),
            ("survey.willing", self.willing),
        ];
        let wrong = numbers.windows(2).find(|pair| pair[0].1 < pair[1].1);
        match wrong {
            Some(pair) => Err(Refusal::MoreThan {
                group: name.clone(),
                whole: pair[0],
                part: pair[1],
            }),
            None => Ok(()),
        }
    }
}

/// A survey of sources: who could become a candidate, group by group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// The day it was made.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// The years it looks at.
    pub period: Period,
    /// What was found, group by group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<SurveyGroup>,
    /// What a reader must know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// That a mass organisation introduced a person to the Party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outreach {
    /// Which organisation: a row of `organisations.ron`.
    pub by: Code,
    /// The day.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
}
