//! A line being typed: for which question, and what is wrong with it so far.

use crate::app::command::Command;
use crate::app::screens::field::Field;
use crate::app::sheet::row::SheetRow;
use crate::model::{
    CandidateId, Code, Message, NOTE_LIMIT, Refusal, ScalarField, Subject, UnitId, UnitScalar,
};
use serde::{Deserialize, Serialize};
use tui_input::{Input, InputRequest};

/// What a typed line answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// A field of a candidate's row on the board.
    Row(CandidateId, Field),
    /// A field on a person's sheet.
    Scalar(CandidateId, ScalarField),
    /// The present helper, on the sheet.
    Helper(CandidateId),
    /// The day the present stage was entered, on the sheet.
    Since(CandidateId),
    /// A remark, on the sheet.
    Note(CandidateId),
    /// Why a step leads back, and to which stage.
    BackReason(CandidateId, Code),
    /// Why the file rests.
    PauseReason(CandidateId),
    /// Why the file is closed, by which exit, and whether past what the exit owes.
    StopReason(CandidateId, Code, bool),
    /// Why a step is taken though something is missing; to a stage, or the next one.
    Force(CandidateId, Option<Code>),
    /// The day a file is handed over, and to which cell.
    HandOver(CandidateId, UnitId),
    /// The name of a new candidate in a cell.
    CandidateName(UnitId),
    /// The name of a new organisation of a kind below another.
    UnitName(UnitId, Code),
    /// Another name for an organisation.
    Rename(UnitId),
    /// A field on an organisation's sheet; before there were several it was the sector.
    #[serde(alias = "Sector")]
    UnitScalar(UnitId, #[serde(default = "sector")] UnitScalar),
    /// Members and full members today, as `32/30`.
    Members(UnitId),
    /// Officers and members among them today, as `12/11`.
    Officers(UnitId),
    /// A remark on an organisation.
    UnitNote(UnitId),
    /// The quota of a track for the shown year.
    Quota(UnitId, Code),
    /// Admissions without a record in the shown year.
    Unlisted(UnitId),
    /// A new track: its short name, then the document.
    Track,
    /// The name of the organisation of a new book, of a kind.
    BookName(Code),
    /// What to look for.
    Search,
    /// The file of a list that is to be taken over.
    ListFile,
    /// The year of the quotas of a list.
    ListYear,
}

fn sector() -> UnitScalar {
    UnitScalar::Sector
}

impl Ask {
    /// Whose record the answer belongs to.
    pub(in crate::app) fn subject(&self) -> Option<Subject> {
        match self {
            Self::Row(id, _)
            | Self::Scalar(id, _)
            | Self::Helper(id)
            | Self::Since(id)
            | Self::Note(id)
            | Self::BackReason(id, _)
            | Self::PauseReason(id)
            | Self::StopReason(id, ..)
            | Self::Force(id, _)
            | Self::HandOver(id, _) => Some(Subject::Person(id.clone())),
            Self::CandidateName(id)
            | Self::UnitName(id, _)
            | Self::Rename(id)
            | Self::UnitScalar(id, _)
            | Self::Members(id)
            | Self::Officers(id)
            | Self::UnitNote(id)
            | Self::Quota(id, _)
            | Self::Unlisted(id) => Some(Subject::Unit(id.clone())),
            Self::Track | Self::BookName(_) | Self::Search | Self::ListFile | Self::ListYear => {
                None
            }
        }
    }

    /// The row of a sheet in which it is typed, if it is typed there.
    pub(in crate::app) fn sheet_row(&self) -> Option<SheetRow> {
        Some(match self {
            Self::Scalar(_, field) => SheetRow::Scalar(*field),
            Self::Helper(_) => SheetRow::Helper,
            Self::Since(_) => SheetRow::Since,
            Self::Note(_) => SheetRow::Note,
            Self::UnitScalar(_, field) => SheetRow::UnitScalar(*field),
            Self::Members(_) => SheetRow::Members,
            Self::Officers(_) => SheetRow::Officers,
            Self::UnitNote(_) => SheetRow::UnitNote,
            _ => return None,
        })
    }

    /// The question.
    pub fn question(&self) -> Message {
        let key = match self {
            Self::Scalar(_, field) => return field.question(),
            Self::UnitScalar(_, field) => return field.question(),
            Self::Row(_, Field::Name) | Self::CandidateName(_) => "ask.name",
            Self::Row(_, Field::Since) | Self::Since(_) => "ask.since",
            Self::Row(_, Field::Helper) | Self::Helper(_) => "ask.helper",
            Self::Row(..) | Self::Note(_) | Self::UnitNote(_) => "ask.note",
            Self::BackReason(..) => "ask.back-reason",
            Self::PauseReason(_) => "ask.pause-reason",
            Self::StopReason(..) => "ask.stop-reason",
            Self::Force(..) => "ask.force",
            Self::HandOver(..) => "ask.hand-over",
            Self::UnitName(..) | Self::Rename(_) | Self::BookName(_) => "ask.unit-name",
            Self::Members(_) => "ask.members",
            Self::Officers(_) => "ask.officers",
            Self::Quota(..) => "ask.quota",
            Self::Unlisted(_) => "ask.unlisted",
            Self::Track => "ask.track",
            Self::Search => "ask.search",
            Self::ListFile => "ask.list-file",
            Self::ListYear => "ask.list-year",
        };
        Message::info(key)
    }
}

/// A line being typed.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// The question.
    pub ask: Ask,
    /// The line and its caret.
    pub input: Input,
    /// Why the last Enter was refused; gone with the next letter.
    pub fault: Option<Message>,
    /// The line that was asked about: a second Enter on the same one takes it as it is.
    pub(in crate::app) doubted: Option<String>,
    /// What stood there before anything was typed.
    pub(in crate::app) before: String,
}

impl Prompt {
    /// Asks, with a value to start from.
    pub fn new(ask: Ask, value: &str) -> Self {
        Self {
            ask,
            input: Input::new(value.to_owned()),
            fault: None,
            doubted: None,
            before: value.to_owned(),
        }
    }
}

impl Prompt {
    /// Whether the line was asked about and is given once more, or is what stood there before.
    pub(in crate::app) fn is_meant(&self) -> bool {
        let line = self.input.value();
        self.doubted.as_deref() == Some(line) || line == self.before
    }

    /// The line, if it was refused only because it is doubtful.
    pub(in crate::app) fn doubted_by(&self, refusal: &Refusal) -> Option<String> {
        let doubtful = matches!(refusal, Refusal::Doubtful(_));
        doubtful.then(|| self.input.value().to_owned())
    }
}

/// The edit of a line that a command stands for.
fn request(command: Command) -> Option<InputRequest> {
    Some(match command {
        Command::CursorLeft => InputRequest::GoToPrevChar,
        Command::CursorRight => InputRequest::GoToNextChar,
        Command::WordLeft => InputRequest::GoToPrevWord,
        Command::WordRight => InputRequest::GoToNextWord,
        Command::CursorStart => InputRequest::GoToStart,
        Command::CursorEnd => InputRequest::GoToEnd,
        Command::DeleteBack => InputRequest::DeletePrevChar,
        Command::DeleteForward => InputRequest::DeleteNextChar,
        Command::DeleteWord => InputRequest::DeletePrevWord,
        Command::DeleteToEnd => InputRequest::DeleteTillEnd,
        Command::ClearLine => InputRequest::DeleteLine,
        _ => return None,
    })
}

/// Whether a command edits a line that is being typed.
pub fn edits_a_line(command: Command) -> bool {
    request(command).is_some()
}

/// Edits a line by a command. False if the command is none of editing.
pub(in crate::app) fn edit_line(input: &mut Input, command: Command) -> bool {
    request(command).map(|r| input.handle(r)).is_some()
}

/// Puts typed or pasted text in at the caret, as one line, without control characters, up to the
/// longest field. Says how many characters did not fit.
pub(in crate::app) fn insert(input: &mut Input, text: &str) -> usize {
    let room = NOTE_LIMIT.saturating_sub(input.value().chars().count());
    // Terminals send a line's end inside a paste as a carriage return.
    let line = |c: char| {
        if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        }
    };
    let mut kept = text.chars().map(line).filter(|c| !c.is_control());
    let taken: String = kept.by_ref().take(room).collect();
    let left_out = kept.count();
    if taken.chars().count() == 1 {
        taken.chars().for_each(|c| {
            input.handle(InputRequest::InsertChar(c));
        });
    } else if !taken.is_empty() {
        let caret = input.cursor();
        let value: String = input.value().chars().take(caret).collect::<String>()
            + &taken
            + &input.value().chars().skip(caret).collect::<String>();
        let after = caret + taken.chars().count();
        *input = Input::new(value).with_cursor(after);
    }
    left_out
}
