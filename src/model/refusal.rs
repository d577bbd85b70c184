//! Why a change was refused: typed, without anybody's data, each with the sentence a user reads.

use super::id::{CandidateId, UnitId};
use super::message::{Arg, Label, Message};
use chrono::NaiveDate;
use thiserror::Error;

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// Not a date at all.
    NotADate,
    /// The calendar has no such day, as 30/2.
    NoSuchDay,
    /// A year outside 1900–2200.
    YearOutOfRange,
}

impl DateFault {
    fn key(self) -> &'static str {
        match self {
            Self::NotADate => "refused.not-a-date",
            Self::NoSuchDay => "refused.no-such-day",
            Self::YearOutOfRange => "refused.year-out-of-range",
        }
    }
}

/// A change that the book did not take. Nothing was altered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No organisation has this id.
    #[error("no unit has the id {0}")]
    NoUnit(UnitId),
    /// No candidate has this id.
    #[error("no candidate has the id {0}")]
    NoCandidate(CandidateId),
    /// An organisation with this id exists.
    #[error("a unit with the id {0} exists already")]
    UnitExists(UnitId),
    /// A candidate with this id exists.
    #[error("a candidate with the id {0} exists already")]
    CandidateExists(CandidateId),
    /// Two records share this id, so neither may be changed until one is mended.
    #[error("the id {0} stands in two files; mend one of them first")]
    Ambiguous(CandidateId),
    /// The organisation's file cannot be read, so nothing may be written over it.
    #[error("the file of {0} cannot be read; mend it first")]
    UnitUnreadable(UnitId),
    /// The record holds what must be mended before it is saved again.
    #[error("{id} must be mended first, in {path}")]
    Unmended {
        /// Whose record.
        id: String,
        /// Its file, from the data directory down.
        path: String,
        /// What is wrong with it.
        why: Box<Message>,
    },
    /// The person was erased for good meanwhile.
    #[error("{0} was erased for good")]
    Erased(CandidateId),
    /// The organisation still has others below it.
    #[error("{0} still has units below it")]
    HasChildren(UnitId),
    /// The organisation still has candidates.
    #[error("{0} still has candidates")]
    HasCandidates(UnitId),
    /// The root of the book stays.
    #[error("the book's root unit cannot be removed")]
    IsRoot,
    /// The parent would be the unit itself or one below it.
    #[error("a unit cannot stand below itself")]
    Cycle,
    /// A name is needed.
    #[error("a name is needed")]
    Empty,
    /// Longer than the field allows.
    #[error("longer than {limit} characters")]
    TooLong {
        /// The most characters.
        limit: usize,
    },
    /// Not NFC, or with invisible characters or double spaces.
    #[error("the text holds characters that cannot be kept")]
    Untidy,
    /// A letter of another script in a Latin word.
    #[error("a letter only looks Latin")]
    Lookalike(char),
    /// Perhaps not what was meant; taken as it is if it is given once more, or with an option.
    #[error("{} doubtful values", .0.len())]
    Doubtful(Vec<Message>),
    /// A number that is none of its kind.
    #[error("not a number of this kind")]
    Malformed(Box<Message>),
    /// No such day, or not a date.
    #[error("not a date")]
    BadDate(DateFault),
    /// The day lies ahead of today.
    #[error("{0} has not come yet")]
    Future(NaiveDate),
    /// Dates run backwards.
    #[error("{later} lies before {earlier}")]
    OutOfOrder {
        /// The day that must come first.
        earlier: NaiveDate,
        /// The day that was given.
        later: NaiveDate,
    },
    /// A whole number is needed.
    #[error("a whole number from {least} to {most} is needed")]
    NotANumber {
        /// The least allowed.
        least: i64,
        /// The most allowed.
        most: i64,
    },
    /// Two numbers are needed.
    #[error("two numbers are needed, as 32/30")]
    NotAPair,
    /// More of a part than of the whole.
    #[error("{part} of {whole} cannot be")]
    PartOfWhole {
        /// The part.
        part: u32,
        /// The whole.
        whole: u32,
    },
    /// More votes than members present.
    #[error("{agree} in favour and {against} against are more than {present} present")]
    VotesOver {
        /// In favour.
        agree: u32,
        /// Against.
        against: u32,
        /// Members present.
        present: u32,
    },
    /// A word that is not one of the known ones.
    #[error("{given} is not known; known are: {known}")]
    Unknown {
        /// The word given.
        given: String,
        /// The known words, separated by commas.
        known: String,
    },
    /// A short name that is none.
    #[error("{0} is not a short name")]
    NotACode(String),
    /// Such a field does not exist.
    #[error("there is no field {field}")]
    NoField {
        /// The name given.
        field: String,
        /// The names there are, separated by commas.
        known: String,
    },
    /// Organisations of this kind hold no candidates.
    #[error("this kind of unit holds no candidates; choose a cell")]
    NotACell,
    /// This kind may not stand below that one.
    #[error("this kind may not stand below its parent's kind")]
    KindBelow,
    /// There is no next stage.
    #[error("this is the last stage")]
    LastStage,
    /// Already there.
    #[error("already at this stage")]
    SameStage,
    /// Paused or ended: resume first.
    #[error("the file is paused or closed; resume it first")]
    NotActive,
    /// Active, so there is nothing to resume.
    #[error("the file is active already")]
    NotStopped,
    /// A reason is needed.
    #[error("a reason is needed")]
    NeedsReason,
    /// What the step owes is not all there; it can be taken with a reason.
    #[error("something is missing for this step")]
    Missing(Vec<Arg>),
    /// Followed by that cell already.
    #[error("followed by this cell already")]
    SameCell,
    /// This way out does not lead from the present stage.
    #[error("this way out does not lead from here")]
    NoSuchExitHere,
    /// Nothing stands below the organisation.
    #[error("{0} has no units below it")]
    NoChildren(UnitId),
    /// The organisation has no quota that could be handed down.
    #[error("there is no quota to hand down")]
    NoTarget,
    /// This group's quota is not due by a day of enlistment.
    #[error("this group has no day of enlistment")]
    NoEnlistment,
    /// Nothing left to undo.
    #[error("nothing to undo")]
    NothingToUndo,
    /// Nothing left to redo.
    #[error("nothing to redo")]
    NothingToRedo,
    /// What would be undone was changed again by someone else.
    #[error("changed again since; undoing would lose the later change")]
    ChangedSince,
    /// The edit was taken back already.
    #[error("edit {n} was taken back by {by} already")]
    TakenBack {
        /// Its number.
        n: u64,
        /// The number of the one that took it back.
        by: u64,
    },
    /// Newer edits of the same fields stand on it.
    #[error("edit {n} was overtaken")]
    Overtaken {
        /// Its number.
        n: u64,
        /// Theirs, the newest first.
        by: Vec<u64>,
    },
    /// What it changed is not as it left it, and no journal says why.
    #[error("edit {0} does not apply any more")]
    NoLonger(u64),
    /// What takes it back is not kept here.
    #[error("what takes edit {0} back is not kept")]
    Forgotten(u64),
    /// The edit before this one is not saved yet.
    #[error("the edit before is still being saved")]
    StillSaving,
    /// The book is open for reading only.
    #[error("opened for reading only")]
    ReadOnly,
    /// Up to four numbers are needed.
    #[error("up to four numbers are needed, as 40/12/8/5")]
    NotFour,
    /// In a source group, more of a part than of the whole; both by the text row that names them.
    #[error("{} of {} cannot be", .part.1, .whole.1)]
    MoreThan {
        /// The source group.
        group: Label,
        /// The part.
        part: (&'static str, u32),
        /// The whole.
        whole: (&'static str, u32),
    },
    /// A visit that was not held has no results.
    #[error("a visit that was not held has no results")]
    NotHeld,
    /// A day to do something by, without something to do.
    #[error("nothing was agreed, so there is no day for it")]
    NothingAgreed,
}

impl Refusal {
    /// The sentence for the user: what happened and what to do.
    pub fn message(&self) -> Message {
        use Refusal::*;
        let key = match self {
            NoUnit(_) => "refused.no-unit",
            NoCandidate(_) => "refused.no-candidate",
            UnitExists(_) => "refused.unit-exists",
            CandidateExists(_) => "refused.candidate-exists",
            Ambiguous(_) => "refused.ambiguous",
            UnitUnreadable(_) => "refused.unreadable",
            Unmended { .. } => "refused.unmended",
            Erased(_) => "refused.erased",
            HasChildren(_) => "refused.has-children",
            HasCandidates(_) => "refused.has-candidates",
            IsRoot => "refused.is-root",
            Cycle => "refused.cycle",
            Empty => "refused.empty",
            TooLong { .. } => "refused.too-long",
            Lookalike(_) => "refused.lookalike",
            Untidy => "refused.untidy",
            Doubtful(_) => "refused.doubtful",
            Malformed(_) => "refused.malformed",
            BadDate(fault) => fault.key(),
            Future(_) => "refused.future",
            OutOfOrder { .. } => "refused.out-of-order",
            NotANumber { .. } => "refused.not-a-number",
            NotAPair => "refused.not-a-pair",
            PartOfWhole { .. } => "refused.part-of-whole",
            VotesOver { .. } => "refused.votes-over",
            Unknown { .. } => "refused.unknown",
            NotACode(_) => "refused.not-a-code",
            NoField { .. } => "refused.no-field",
            NotACell => "refused.not-a-cell",
            KindBelow => "refused.kind-below",
            LastStage => "refused.last-stage",
            SameStage => "refused.same-stage",
            NotActive => "refused.not-active",
            NotStopped => "refused.not-stopped",
            NeedsReason => "refused.needs-reason",
            Missing(_) => "refused.missing",
            SameCell => "refused.same-cell",
            NoSuchExitHere => "refused.no-such-exit-here",
            NoChildren(_) => "refused.no-children",
            NoTarget => "refused.no-target",
            NoEnlistment => "refused.no-enlistment",
            NothingToUndo => "refused.nothing-to-undo",
            NothingToRedo => "refused.nothing-to-redo",
            ChangedSince => "refused.changed-since",
            TakenBack { .. } => "refused.taken-back",
            Overtaken { .. } => "refused.overtaken",
            NoLonger(_) => "refused.no-longer",
            Forgotten(_) => "refused.forgotten",
            StillSaving => "refused.still-saving",
            ReadOnly => "refused.read-only",
            NotFour => "refused.not-four",
            MoreThan { .. } => "refused.more-than",
            NotHeld => "refused.not-held",
            NothingAgreed => "refused.nothing-agreed",
        };
        let message = Message::warning(key);
        match self {
            NoUnit(id) | UnitExists(id) | UnitUnreadable(id) | HasChildren(id)
            | HasCandidates(id) | NoChildren(id) => message.with("id", id.as_str()),
            NoCandidate(id) | CandidateExists(id) | Ambiguous(id) | Erased(id) => {
                message.with("id", id.as_str())
            }
            Unmended { id, path, why } => message
                .with("id", id.as_str())
                .with("path", path.as_str())
                .with("why", Message::clone(why)),
            TakenBack { n, by } => message.with("number", *n).with("by", *by),
            Overtaken { n, by } => {
                let by: Vec<String> = by.iter().map(u64::to_string).collect();
                message.with("number", *n).with("by", by.join(", "))
            }
            NoLonger(n) | Forgotten(n) => message.with("number", *n),
            TooLong { limit } => message.with("limit", *limit),
            Lookalike(letter) => message.with("letter", letter.to_string()),
            Future(day) => message.with("date", *day),
            OutOfOrder { earlier, later } => {
                message.with("earlier", *earlier).with("later", *later)
            }
            NotANumber { least, most } => message.with("least", *least).with("most", *most),
            PartOfWhole { part, whole } => message.with("part", *part).with("whole", *whole),
            VotesOver {
                agree,
                against,
                present,
            } => message
                .with("agree", *agree)
                .with("against", *against)
                .with("sum", agree.saturating_add(*against))
                .with("present", *present),
            Malformed(what) => message.with("what", Message::clone(what)),
            Missing(what) => message.with("what", what.clone()),
            Doubtful(what) => message.with("what", what.clone()),
            Unknown { given, known } => message
                .with("given", given.as_str())
                .with("known", known.as_str()),
            NotACode(given) => message.with("given", given.as_str()),
            NoField { field, known } => message
                .with("field", field.as_str())
                .with("known", known.as_str()),
            MoreThan { group, part, whole } => message
                .with("group", group.clone())
                .with("part", Arg::Key(part.0))
                .with("parts", part.1)
                .with("whole", Arg::Key(whole.0))
                .with("wholes", whole.1),
            _ => message,
        }
    }
}
