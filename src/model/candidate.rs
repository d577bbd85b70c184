//! A candidate for admission: everything a dossier needs, and the way walked so far.

use super::dossier::{Card, Extended, Former, Handover, Letter, Paper, Reminder, Vote};
use super::id::{CandidateId, Code, UnitId};
use super::partial_day::PartialDay;
use super::survey::Outreach;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Sex, as the statistical form asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// Where a step leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// A stage of the procedure.
    Stage(Code),
    /// Work on the file rests; it resumes at the stage it had.
    Paused,
    /// The file is closed by an exit of the procedure.
    Exit(Code),
}

/// One entry of the way: a stage entered, left backwards, a pause, an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The day it happened.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// Where it led.
    pub to: Place,
    /// Why, where a reason is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Taken although something was missing; the reason is then owed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forced: bool,
    /// Held in a body that is not of this book: clocks run from it, it is no admission here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
    /// Taken over from a list: the number of that import. No gate was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<u32>,
}

impl Step {
    /// A step without a reason.
    pub fn plain(on: NaiveDate, to: Place) -> Self {
        Self {
            on,
            to,
            reason: None,
            forced: false,
            elsewhere: false,
            taken_over: None,
        }
    }

    /// Whether it says only that a list named somebody without any step: it leads to the first stage
    /// on the day of the import, and since when the person stood there nobody knows.
    pub fn is_since_unknown(&self, first: &Code) -> bool {
        self.taken_over.is_some() && matches!(&self.to, Place::Stage(to) if to == first)
    }
}

/// Who stands behind an introduction or gives help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuideKind {
    /// A full member.
    Member,
    /// The youth union.
    YouthUnion,
    /// The trade union.
    TradeUnion,
}

/// A helper or an introducer, for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// A person's or a union's name.
    pub name: String,
    /// What they are.
    pub kind: GuideKind,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDay>,
    /// Until when; none while it lasts.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub until: Option<NaiveDate>,
    /// Of a member who introduces: since when they have worked or lived together in one grassroots body.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub together: Option<NaiveDate>,
    /// Post held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// Birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<PartialDay>,
    /// Admitted to the Party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<PartialDay>,
    /// Full member since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<PartialDay>,
}

impl Guide {
    /// One of whom only the name and what they are is known.
    pub fn new(name: String, kind: GuideKind) -> Self {
        Self {
            name,
            kind,
            from: None,
            until: None,
            together: None,
            post: None,
            born: None,
            joined: None,
            full: None,
        }
    }
}

/// What holds a candidate or an organisation back, for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// A row of `causes.ron`.
    pub code: Code,
    /// Since when.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub from: NaiveDate,
    /// Until when; none while it lasts.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub until: Option<NaiveDate>,
    /// In the clerk's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What is to be done against a cause, by whom and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Against which cause: a row of `causes.ron`.
    pub cause: Code,
    /// What is to be done.
    pub text: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// By when.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub by: Option<NaiveDate>,
    /// The day it was done; none while it is not.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::stored_day::maybe"
    )]
    pub done: Option<NaiveDate>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The day it was written.
    #[serde(deserialize_with = "super::stored_day::day")]
    pub on: NaiveDate,
    /// What it says.
    pub text: String,
}

/// A person on the way to admission. Everything but the id, the name and the way is optional:
/// a clerk learns it piece by piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// Identity, unique in the book.
    pub id: CandidateId,
    /// Full name, NFC.
    pub name: String,
    /// Birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<PartialDay>,
    /// Tên gọi khác: another name the person goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_name: Option<String>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Dân tộc.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnicity: Option<String>,
    /// Tôn giáo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub religion: Option<String>,
    /// Trình độ giáo dục phổ thông.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schooling: Option<String>,
    /// Trình độ chuyên môn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profession: Option<String>,
    /// Nghề nghiệp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    /// Trình độ lý luận chính trị.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theory: Option<String>,
    /// Học hàm, học vị: a title of learning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Đơn vị công tác: where the person works or studies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<String>,
    /// Chức vụ: posts held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posts: Option<String>,
    /// Quê quán.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Nơi sinh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthplace: Option<String>,
    /// Nơi cư trú.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residence: Option<String>,
    /// Source group: a row of `sources.ron`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Code>,
    /// Whether a member of the youth union.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub youth_union: Option<bool>,
    /// Ngày vào Đoàn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub union_on: Option<PartialDay>,
    /// Groups with a quota of their own that nothing else on record tells: rows of `groups.ron`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Code>,
    /// Number of the identity card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Full members assigned to help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helpers: Vec<Guide>,
    /// Who vouches in the dossier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introducers: Vec<Guide>,
    /// Papers of the dossier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
    /// Letters of verification, one a place asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Letter>,
    /// Votes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// Time limits that were extended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extended>,
    /// Reminders sent as limits ran, but for those of letters, which stand with the letter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// The way so far, in the order it was walked; never empty.
    pub steps: Vec<Step>,
    /// Cells that followed the person before this one, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handovers: Vec<Handover>,
    /// A membership that ended before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Box<Former>>,
    /// The card of a full member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Box<Card>>,
    /// What holds the person back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// What is done against that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
    /// Remarks, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Which mass organisation introduced the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduced: Option<Outreach>,
}

impl Candidate {
    /// The cell that followed the person on a day; none where it is the present one.
    pub fn cell_on(&self, day: NaiveDate) -> Option<&UnitId> {
        let later = self.handovers.iter().find(|handover| day < handover.on);
        later.map(|handover| &handover.from)
    }

    /// A person newly followed, at the given first stage.
    pub fn new(id: CandidateId, name: String, stage: Code, on: NaiveDate) -> Self {
        Self {
            id,
            name,
            born: None,
            other_name: None,
            sex: None,
            ethnicity: None,
            religion: None,
            schooling: None,
            profession: None,
            occupation: None,
            theory: None,
            title: None,
            work: None,
            posts: None,
            home: None,
            birthplace: None,
            residence: None,
            source: None,
            youth_union: None,
            union_on: None,
            groups: Vec::new(),
            id_number: None,
            phone: None,
            helpers: Vec::new(),
            introducers: Vec::new(),
            papers: Vec::new(),
            letters: Vec::new(),
            votes: Vec::new(),
            extensions: Vec::new(),
            reminders: Vec::new(),
            steps: vec![Step::plain(on, Place::Stage(stage))],
            handovers: Vec::new(),
            former: None,
            card: None,
            causes: Vec::new(),
            remedies: Vec::new(),
            notes: Vec::new(),
            introduced: None,
        }
    }

    /// The helper now.
    pub fn helper(&self) -> Option<&Guide> {
        self.helpers.iter().rev().find(|g| g.until.is_none())
    }

    /// The causes that hold now.
    pub fn open_causes(&self) -> impl Iterator<Item = &Cause> {
        self.causes.iter().filter(|c| c.until.is_none())
    }
}
