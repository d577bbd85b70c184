//! What is told or asked of a row of a list: its stable word, whether it waits for an answer, and its sentence.

use crate::model::Message;

worded! {
    /// Something to be told or asked, as programs name it.
    pub enum Issue as "issue" {
        /// A step needs a whole day.
        StepNeedsDay = "step-needs-day",
        /// A quota row has no number.
        NoTarget = "no-target",
        /// The book says otherwise.
        Differs = "differs",
        /// The cell that is named is not in the book.
        UnknownUnit = "unknown-unit",
        /// No cell is named.
        NoUnit = "no-unit",
        /// Decision or ceremony?
        WhichDay = "which-day",
        /// A date with the month first.
        AmericanDate = "american-date",
        /// An identity number of another length.
        ShortId = "short-id",
        /// A step before an earlier one.
        StepsOrder = "steps-order",
        /// Perhaps the same person as another.
        PossibleTwin = "possible-twin",
        /// No birth is given.
        NoBirth = "no-birth",
        /// The order of day and month cannot be proved.
        AmbiguousDay = "ambiguous-day",
        /// A telephone that lost a zero.
        ShortPhone = "short-phone",
        /// A name in capitals.
        Capitals = "capitals",
        /// Words in brackets beside a name.
        NameNote = "name-note",
        /// The row is hidden in the file.
        HiddenRow = "hidden-row",
        /// A total is not the sum of the rows.
        SumDiffers = "sum-differs",
        /// Left out: numbers of the columns.
        Numbering = "numbering",
        /// Left out: heading of the rows below.
        Section = "section",
        /// Left out: a total.
        Total = "total",
        /// Left out: a remark.
        Note = "note",
        /// Left out: signatures.
        Signature = "signature",
        /// A value that is none of its kind.
        Unreadable = "unreadable",
        /// A day that has not come yet.
        FutureDay = "future-day",
        /// A row with values and without a name, or with one that cannot be taken.
        NoName = "no-name",
        /// Of which year a quota is, is not said.
        NoYear = "no-year",
        /// By which plan a quota is, is not said.
        NoTrack = "no-track",
        /// The plan that is named is not in the book.
        UnknownTrack = "unknown-track",
        /// Its values do not go together in one record.
        Refused = "refused",
    }
}

impl Issue {
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
