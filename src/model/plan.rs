//! Meetings, sessions, courses and ceremonies ahead, and the days on which a body regularly meets.

use super::id::{CandidateId, Code};
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// What is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PlanKind {
    /// A meeting of the cell.
    Meeting,
    /// A session of the committee or its standing committee.
    Session,
    /// A course.
    Course,
    /// A ceremony of admission.
    Ceremony,
}

impl PlanKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Meeting, Self::Session, Self::Course, Self::Ceremony];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Meeting => "plan.meeting",
            Self::Session => "plan.session",
            Self::Course => "plan.course",
            Self::Ceremony => "plan.ceremony",
        }
    }
}

/// What became of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanState {
    /// It is to be held.
    Planned,
    /// It was held.
    Held,
    /// It was put off to another day.
    Moved(#[serde(deserialize_with = "super::stored_day::day")] NaiveDate),
    /// It will not be held.
    Dropped,
}

/// Something planned for a day by the organisation that meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its identity in the organisation.
    pub id: Code,
    /// What.
    pub what: PlanKind,
    /// For which day.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// The day on which it was planned.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub made: NaiveDate,
    /// Who takes part, also of other organisations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<CandidateId>,
    /// What became of it.
    pub state: PlanState,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The day of each month on which a body regularly meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeetingDay {
    /// A day of the month, 1 to 31; of a shorter month its last.
    Day(u8),
    /// The first (1) to fourth such day of the week, or the last (5).
    Week(u8, Weekday),
}
