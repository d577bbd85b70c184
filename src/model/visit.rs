//! Visits: a working group or a member of the committee sits in on a meeting, and what was agreed there.

use super::refusal::Refusal;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A visit to an organisation's meeting, planned or held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The day it is planned for or was held; none where that is not known.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub on: Option<NaiveDate>,
    /// Whether it was held.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// Who goes, by role.
    pub who: String,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<String>,
    /// What was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<String>,
    /// The last day for that.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub by: Option<NaiveDate>,
    /// The day it was done.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub done: Option<NaiveDate>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Visit {
    /// Whether something was agreed and is not done.
    pub fn is_open(&self) -> bool {
        self.agreed.is_some() && self.done.is_none()
    }

    /// A result needs a visit that was held, and a day to do something by needs something to do.
    pub(super) fn check_results(&self) -> Result<(), Refusal> {
        let dated = self.by.or(self.done).is_some();
        let results = dated || self.findings.is_some() || self.agreed.is_some();
        if results && !self.held {
            Err(Refusal::NotHeld)
        } else if dated && self.agreed.is_none() {
            Err(Refusal::NothingAgreed)
        } else {
            Ok(())
        }
    }
}
