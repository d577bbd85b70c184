//! Quotas handed to an organisation, and admissions that have no record here.

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
    /// 0 for the first number, 1 for its first revision, and so on; the highest is in force.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: u16,
    /// What a reader must know about the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
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

#[allow(clippy::trivially_copy_pass_by_ref)] // the shape serde asks for
fn is_zero(n: &u16) -> bool {
    *n == 0
}
