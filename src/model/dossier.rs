//! What lies in a dossier: papers, letters of verification, votes, and what follows an admission.

use super::id::{Code, UnitId};
use super::partial_day::PartialDay;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How far a paper of the dossier has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaperState {
    /// Being written.
    Drafted,
    /// On its way.
    Sent,
    /// Came back to be mended.
    Returned,
    /// Complete.
    Valid,
    /// Not needed for this person.
    NotNeeded,
}

impl PaperState {
    /// All of them, in the order a paper goes through.
    pub const ALL: [Self; 5] = [
        Self::Drafted,
        Self::Sent,
        Self::Returned,
        Self::Valid,
        Self::NotNeeded,
    ];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Drafted => "paper.drafted",
            Self::Sent => "paper.sent",
            Self::Returned => "paper.returned",
            Self::Valid => "paper.valid",
            Self::NotNeeded => "paper.not-needed",
        }
    }
}

/// A paper of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its form number, as `1-KND`.
    pub form: Code,
    /// How far it has come.
    pub state: PaperState,
    /// Its own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day it bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDay>,
    /// The day it reached the cell, where a clock starts with that.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub received: Option<NaiveDate>,
    /// Why it is not needed or came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The first day of the course it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDay>,
    /// The last day of that course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDay>,
    /// The grade it gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Taken over from a list: the number of that import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<u32>,
}

impl Paper {
    /// One of which nothing more is known.
    pub fn new(form: Code, state: PaperState) -> Self {
        Self {
            form,
            state,
            number: None,
            on: None,
            received: None,
            reason: None,
            from: None,
            until: None,
            grade: None,
            issuer: None,
            taken_over: None,
        }
    }
}

/// A vote on the candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// The stage it belongs to, or the way out.
    pub stage: Code,
    /// Which vote of the procedure; none means the first one of the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Code>,
    /// The day of the meeting.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// Members who count.
    pub n: u32,
    /// Of these, present; none where a list tells only how many agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<u32>,
    /// In favour.
    pub agree: u32,
    /// Against; none where a list tells only how many agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<u32>,
    /// Members who do not count, by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Those who count and were absent, by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Absent>,
    /// Probationary members of the body: they do not vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probationary: Option<u32>,
    /// Of these, present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probationary_present: Option<u32>,
    /// Who chaired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chair: Option<String>,
    /// Who took the minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<String>,
    /// In a few words why some were against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_against: Option<String>,
    /// Taken over from a list: the number of that import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<u32>,
}

impl Vote {
    /// The first vote of a stage, with its numbers: who count, of these present, for and against.
    pub fn new(stage: Code, on: NaiveDate, n: u32, present: u32, agree: u32, against: u32) -> Self {
        Self {
            present: Some(present),
            against: Some(against),
            ..Self::counted(stage, on, n, agree)
        }
    }

    /// The first vote of a stage of which only is known how many count and how many agreed.
    pub fn counted(stage: Code, on: NaiveDate, n: u32, agree: u32) -> Self {
        Self {
            stage,
            body: None,
            on,
            n,
            present: None,
            agree,
            against: None,
            left_out: Vec::new(),
            absent: Vec::new(),
            probationary: None,
            probationary_present: None,
            chair: None,
            minutes: None,
            why_against: None,
            taken_over: None,
        }
    }
}

/// Members who count in a vote and were absent, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absent {
    /// How many.
    pub count: u32,
    /// Why, in the clerk's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Why a member does not count in a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyOut {
    /// Absent, on temporary activity elsewhere.
    Elsewhere,
    /// Absent, exempt from meetings.
    Exempt,
    /// Suspended from activity.
    Suspended,
    /// In detention.
    Detained,
}

impl WhyOut {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Elsewhere,
        Self::Exempt,
        Self::Suspended,
        Self::Detained,
    ];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Elsewhere => "left-out.elsewhere",
            Self::Exempt => "left-out.exempt",
            Self::Suspended => "left-out.suspended",
            Self::Detained => "left-out.detained",
        }
    }
}

/// Members who do not count in a vote, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Why.
    pub why: WhyOut,
    /// How many.
    pub count: u32,
}

/// Whom a letter of verification asks about, seen from the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Relation {
    /// The candidate.
    Person,
    Father,
    Mother,
    Spouse,
    FatherInLaw,
    MotherInLaw,
    Sibling,
    Child,
    /// Any other relative.
    Other,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Father,
        Self::Mother,
        Self::Spouse,
        Self::FatherInLaw,
        Self::MotherInLaw,
        Self::Sibling,
        Self::Child,
        Self::Other,
    ];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Person => "relation.person",
            Self::Father => "relation.father",
            Self::Mother => "relation.mother",
            Self::Spouse => "relation.spouse",
            Self::FatherInLaw => "relation.father-in-law",
            Self::MotherInLaw => "relation.mother-in-law",
            Self::Sibling => "relation.sibling",
            Self::Child => "relation.child",
            Self::Other => "relation.other",
        }
    }
}

/// What an answer came to. What it says is a secret of the dossier and has no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Nothing stands against the person.
    Yes,
    /// Something stands against the person.
    No,
    /// More must be asked.
    More,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::More];

    /// The row of the text files that names it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Yes => "answer.yes",
            Self::No => "answer.no",
            Self::More => "answer.more",
        }
    }
}

/// A letter of verification to one place. Never what it asks or what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Whom it is about.
    pub about: Relation,
    /// The place asked.
    pub place: String,
    /// That place is abroad.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub abroad: bool,
    /// The day it was sent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub sent: Option<NaiveDate>,
    /// The day it reached the place; the clock of the answer starts.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub received: Option<NaiveDate>,
    /// The day the answer came.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub answered: Option<NaiveDate>,
    /// What the answer came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Answer>,
    /// Its own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day by which it asks for the answer.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub by: Option<NaiveDate>,
    /// The days on which the place was reminded.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "super::stored_day::days"
    )]
    pub reminders: Vec<NaiveDate>,
    /// Taken over from a list: the number of that import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<u32>,
}

impl Letter {
    /// One that is still to be sent.
    pub fn new(about: Relation, place: String) -> Self {
        Self {
            about,
            place,
            abroad: false,
            sent: None,
            received: None,
            answered: None,
            result: None,
            number: None,
            by: None,
            reminders: Vec::new(),
            taken_over: None,
        }
    }
}

/// That somebody was reminded as a limit ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// The limit's word.
    pub limit: Code,
    /// The day.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// Which of the limit's steps it was.
    pub step: Code,
}

/// A time limit that was extended for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// The limit's word.
    pub limit: Code,
    /// The day the extension was given.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A file handed over from another cell of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// The first day in the cell it was handed to.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// The cell that followed the person until then.
    pub from: UnitId,
}

/// A membership that ended before the person applied anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// The day it ended.
    pub left: PartialDay,
    /// The day of the provincial committee's written consent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub consent: Option<NaiveDate>,
}

/// The card of a full member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Its number.
    pub number: String,
    /// The day it was handed out.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
}
