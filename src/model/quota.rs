//! Quotas handed to an organisation, floors and exemptions, and admissions that have no record here.

use super::id::Code;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How many people an organisation is to admit in a year, by one track (a plan, a resolution).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// The year it is for.
    pub year: i32,
    /// Under which plan or resolution: a track of `book.ron`.
    pub track: Code,
    /// People to admit.
    pub target: u32,
    /// Whether that is the least, as "≥ 2" in a plan.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_least: bool,
    /// Only for a group (women, youth …); none means everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Code>,
    /// An earlier day than 31 December.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub deadline: Option<NaiveDate>,
    /// The document or source the number comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// 0 for the first number, 1 for its first revision, and so on; of those begun on one day the
    /// highest is in force.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: u16,
    /// The first day on which the number holds; without a day, since ever.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub from: Option<NaiveDate>,
    /// Who set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What a reader must know about the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Quota {
    /// A first number for everybody, with nothing more said about it.
    pub fn new(year: i32, track: Code, target: u32) -> Self {
        Self {
            year,
            track,
            target,
            at_least: false,
            group: None,
            deadline: None,
            basis: None,
            revision: 0,
            from: None,
            by: None,
            note: None,
        }
    }

    /// Whether it is one of the numbers of a year, by a track, for a group or for everybody.
    pub fn is_of(&self, year: i32, track: &Code, group: Option<&Code>) -> bool {
        self.year == year && self.track == *track && self.group.as_ref() == group
    }
}

/// A year in which an organisation owes nobody, as no source is left to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The year.
    pub year: i32,
    /// The first day of it.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub from: NaiveDate,
    /// The document that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// What a reader must know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Which organisations a floor is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum UnitClass {
    /// All of a kind: a row of `kinds.ron`.
    Kind(Code),
    /// All of a sector, as it stands in their files.
    Sector(String),
}

/// The least that each organisation of a class is to be given in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Under which plan or resolution: a track of `book.ron`.
    pub track: Code,
    /// The year it is for.
    pub year: i32,
    /// For which organisations.
    pub class: UnitClass,
    /// People.
    pub least: u32,
    /// The document it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

/// Admissions of one year that are counted but have no candidate's record in this book.
/// A row with 0 states that nobody was admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unlisted {
    /// The year of the admissions.
    pub year: i32,
    /// People.
    pub count: u32,
    /// Where the number comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The day up to which it counts.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub as_of: Option<NaiveDate>,
}

impl Unlisted {
    /// The day that it is told of; of a row without one that of the figures it goes into.
    pub fn told_on(&self, figures: NaiveDate) -> NaiveDate {
        self.as_of.unwrap_or(figures)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the shape serde asks for
fn is_zero(n: &u16) -> bool {
    *n == 0
}
