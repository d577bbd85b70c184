//! What a pane answers to a command: what is to be said, asked, opened, changed or gone to. It is carried out in one place.

use super::command::Command;
use super::effect::Effect;
use super::sheet::row::SheetRow;
use super::sheet::shown::Reveal;
use super::taking::answer::Answer;
use super::typing::form::{Form, FormFor};
use super::typing::pick::{PickFor, Picker};
use super::typing::prompt::Prompt;
use crate::model::{CandidateId, Change, Message, Refusal, Subject};
use crate::rules::Line;

/// What is to come of a command.
#[derive(Debug)]
pub enum Reply {
    /// Nothing more.
    Done,
    /// Something is said.
    Say(Message),
    /// A line is typed, unless nothing may be changed.
    Ask(Prompt),
    /// Something is chosen, unless nothing may be changed.
    Offer(Picker),
    /// The same, with what there is to choose now.
    Pick(PickFor),
    /// Something is chosen that changes nothing of the book.
    Suppose(Picker),
    /// A form for something is filled in.
    Form(FormFor),
    /// The same, with what stands in it already.
    Filled(Form),
    /// A record's sheet is opened, on a row.
    Sheet(Subject, Option<SheetRow>),
    /// A row of the open sheet is gone to and edited.
    EditRow(SheetRow),
    /// A number is shown whole, once the journal says to whom.
    Reveal(Reveal),
    /// The arithmetic of a person's limits is shown.
    Why(CandidateId),
    /// The people behind the numbers of a node are shown.
    Outlooks(usize),
    /// Some commands are offered, or all.
    Palette(&'static [Command]),
    /// The keys are shown.
    Help,
    /// The window in front is closed.
    Close,
    /// A change is made.
    Make(Change),
    /// A step of a person is made, and then said where it led.
    Step(Change, Option<Message>),
    /// Steps of marked people are made; those who are held stay marked.
    StepMany(Vec<Change>, Vec<(CandidateId, Refusal)>),
    /// The board is opened on a person.
    ToPerson(Line),
    /// The board is opened on an organisation, by its place in the book.
    ToUnit(usize),
    /// What the two versions come to is accepted, or dropped.
    Settle(bool),
    /// What is asked of a list is answered.
    Answer(Answer),
    /// The open list is taken over.
    TakeOver,
    /// The open list is given up.
    CloseList,
    /// The last answer to what a list asks is taken back.
    Unanswer,
    /// The path of a list that cannot be read is asked for again.
    AskListAgain,
    /// Something is asked of the shell.
    Effect(Effect),
}

impl Reply {
    /// A warning, by its row of the text files.
    pub(super) fn warn(key: &'static str) -> Self {
        Self::Say(Message::warning(key))
    }

    /// A refusal.
    pub(super) fn refused(refusal: &Refusal) -> Self {
        Self::Say(refusal.message())
    }

    /// A change, or why it cannot be made.
    pub(super) fn make(change: Result<Change, Refusal>) -> Self {
        change.map_or_else(|refusal| Self::refused(&refusal), Self::Make)
    }
}
