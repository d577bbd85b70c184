//! What is told or asked of a row of a list: its stable word, whether it waits for an answer, and its sentence.

use crate::model::Message;

/// Something to be told or asked, as programs name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Issue {
    /// A step needs a whole day.
    StepNeedsDay,
    /// A quota row has no number.
    NoTarget,
    /// The book says otherwise.
    Differs,
    /// The cell that is named is not in the book.
    UnknownUnit,
    /// No cell is named.
    NoUnit,
    /// Decision or ceremony?
    WhichDay,
    /// A date with the month first.
    AmericanDate,
    /// An identity number of another length.
    ShortId,
    /// A step before an earlier one.
    StepsOrder,
    /// Perhaps the same person as another.
    PossibleTwin,
    /// No birth is given.
    NoBirth,
    /// The order of day and month cannot be proved.
    AmbiguousDay,
    /// A telephone that lost a zero.
    ShortPhone,
    /// A name in capitals.
    Capitals,
    /// Words in brackets beside a name.
    NameNote,
    /// The row is hidden in the file.
    HiddenRow,
    /// A total is not the sum of the rows.
    SumDiffers,
    /// Left out: numbers of the columns.
    Numbering,
    /// Left out: heading of the rows below.
    Section,
    /// Left out: a total.
    Total,
    /// Left out: a remark.
    Note,
    /// Left out: signatures.
    Signature,
    /// A value that is none of its kind.
    Unreadable,
    /// A day that has not come yet.
    FutureDay,
    /// A row with values and without a name, or with one that cannot be taken.
    NoName,
    /// Of which year a quota is, is not said.
    NoYear,
    /// By which plan a quota is, is not said.
    NoTrack,
    /// The plan that is named is not in the book.
    UnknownTrack,
    /// Its values do not go together in one record.
    Refused,
}

impl Issue {
    /// All of them.
    const ALL: [Self; 29] = [
        Self::StepNeedsDay,
        Self::NoTarget,
        Self::Differs,
        Self::UnknownUnit,
        Self::NoUnit,
        Self::WhichDay,
        Self::AmericanDate,
        Self::ShortId,
        Self::StepsOrder,
        Self::PossibleTwin,
        Self::NoBirth,
        Self::AmbiguousDay,
        Self::ShortPhone,
        Self::Capitals,
        Self::NameNote,
        Self::HiddenRow,
        Self::SumDiffers,
        Self::Numbering,
        Self::Section,
        Self::Total,
        Self::Note,
        Self::Signature,
        Self::Unreadable,
        Self::FutureDay,
        Self::NoName,
        Self::NoYear,
        Self::NoTrack,
        Self::UnknownTrack,
        Self::Refused,
    ];

    /// The one of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.word() == word)
    }

    /// The row of the text files that names it in short.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::StepNeedsDay => "issue.step-needs-day",
            Self::NoTarget => "issue.no-target",
            Self::Differs => "issue.differs",
            Self::UnknownUnit => "issue.unknown-unit",
            Self::NoUnit => "issue.no-unit",
            Self::WhichDay => "issue.which-day",
            Self::AmericanDate => "issue.american-date",
            Self::ShortId => "issue.short-id",
            Self::StepsOrder => "issue.steps-order",
            Self::PossibleTwin => "issue.possible-twin",
            Self::NoBirth => "issue.no-birth",
            Self::AmbiguousDay => "issue.ambiguous-day",
            Self::ShortPhone => "issue.short-phone",
            Self::Capitals => "issue.capitals",
            Self::NameNote => "issue.name-note",
            Self::HiddenRow => "issue.hidden-row",
            Self::SumDiffers => "issue.sum-differs",
            Self::Numbering => "issue.numbering",
            Self::Section => "issue.section",
            Self::Total => "issue.total",
            Self::Note => "issue.note",
            Self::Signature => "issue.signature",
            Self::Unreadable => "issue.unreadable",
            Self::FutureDay => "issue.future-day",
            Self::NoName => "issue.no-name",
            Self::NoYear => "issue.no-year",
            Self::NoTrack => "issue.no-track",
            Self::UnknownTrack => "issue.unknown-track",
            Self::Refused => "issue.refused",
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::StepNeedsDay => "step-needs-day",
            Self::NoTarget => "no-target",
            Self::Differs => "differs",
            Self::UnknownUnit => "unknown-unit",
            Self::NoUnit => "no-unit",
            Self::WhichDay => "which-day",
            Self::AmericanDate => "american-date",
            Self::ShortId => "short-id",
            Self::StepsOrder => "steps-order",
            Self::PossibleTwin => "possible-twin",
            Self::NoBirth => "no-birth",
            Self::AmbiguousDay => "ambiguous-day",
            Self::ShortPhone => "short-phone",
            Self::Capitals => "capitals",
            Self::NameNote => "name-note",
            Self::HiddenRow => "hidden-row",
            Self::SumDiffers => "sum-differs",
            Self::Numbering => "numbering",
            Self::Section => "section",
            Self::Total => "total",
            Self::Note => "note",
            Self::Signature => "signature",
            Self::Unreadable => "unreadable",
            Self::FutureDay => "future-day",
            Self::NoName => "no-name",
            Self::NoYear => "no-year",
            Self::NoTrack => "no-track",
            Self::UnknownTrack => "unknown-track",
            Self::Refused => "refused",
        }
    }

    /// Whether the row waits for an answer.
    pub fn asks(self) -> bool {
        self.waits() != Waits::No
    }

    /// The row of the text files that says by which options of the command it is answered.
    pub fn hint(self) -> Option<&'static str> {
        Some(match self {
            Self::AmericanDate => "hint.dates",
            Self::NoTrack => "hint.track",
            Self::UnknownTrack => "hint.track-or-new",
            Self::NoUnit => "hint.unit",
            Self::UnknownUnit => "hint.unit-or-new",
            Self::NoYear => "hint.year",
            Self::WhichDay => "hint.as-day",
            _ => return None,
        })
    }

    /// Whether a row may be taken with it on record: what it is of is known all the same.
    pub fn can_be_accepted(self) -> bool {
        self.waits() != Waits::ForAnswer
    }

    fn waits(self) -> Waits {
        match self {
            Self::StepNeedsDay
            | Self::WhichDay
            | Self::AmericanDate
            | Self::ShortId
            | Self::StepsOrder
            | Self::PossibleTwin
            | Self::Unreadable
            | Self::FutureDay => Waits::UnlessAccepted,
            Self::UnknownUnit
            | Self::NoUnit
            | Self::NoYear
            | Self::NoTrack
            | Self::UnknownTrack => Waits::ForAnswer,
            Self::NoTarget
            | Self::Differs
            | Self::NoBirth
            | Self::AmbiguousDay
            | Self::ShortPhone
            | Self::Capitals
            | Self::NameNote
            | Self::HiddenRow
            | Self::SumDiffers
            | Self::Numbering
            | Self::Section
            | Self::Total
            | Self::Note
            | Self::Signature
            | Self::NoName
            | Self::Refused => Waits::No,
        }
    }
}

/// Whether a row waits until something is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waits {
    /// It is only told.
    No,
    /// Until it is answered, or the row is taken all the same.
    UnlessAccepted,
    /// Until it is answered: without that nobody knows what the row is of.
    ForAnswer,
}

/// Something told or asked of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The cell, as `F12`.
    pub cell: String,
    /// What kind.
    pub code: Issue,
    /// The field, where it is about one that the book has otherwise.
    pub field: Option<String>,
    /// In words.
    pub message: Message,
}

impl Problem {
    /// One of a cell.
    pub fn new(cell: String, code: Issue, message: Message) -> Self {
        Self {
            cell,
            code,
            field: None,
            message,
        }
    }

    /// The same of a field, by its name in lists.
    #[must_use]
    pub fn of_field(self, key: &str) -> Self {
        Self {
            field: Some(key.to_owned()),
            ..self
        }
    }
}
