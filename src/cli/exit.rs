//! Exit codes, and failures with the sentence a user reads.

use crate::model::{Message, Refusal};
use crate::store::StoreError;
use std::io;
use std::process::ExitCode;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// `check` found errors.
    Found,
    /// The command line was wrong.
    Usage,
    /// Refused or failed; nothing was changed.
    Failed,
    /// Ended by a signal, or as if by one.
    Signal(i32),
}

impl Exit {
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Usage => 2,
            Self::Failed => 3,
            Self::Signal(signal) => 128 + signal as u8,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// With a sentence of the text files.
    Said(Exit, Message),
    /// Of the terminal or of standard output.
    Io(io::Error),
}

impl Failure {
    pub(super) fn usage(message: Message) -> Self {
        Self::Said(Exit::Usage, message)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let message = match refusal {
            Refusal::Doubtful(what) => Message::warning("cli.doubtful").with("what", what),
            refusal => refusal.message(),
        };
        Self::Said(Exit::Failed, message)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Said(Exit::Failed, error.message())
    }
}

impl From<Message> for Failure {
    fn from(message: Message) -> Self {
        Self::Said(Exit::Failed, message)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What a command returns.
pub(super) type Outcome = Result<Exit, Failure>;
