//! What the shell is asked to do.

use super::sheet::shown::Reveal;
use crate::model::import::{Preview, ReadList};
use crate::model::{Code, Edit};
use std::sync::Arc;

/// What the shell is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Make an edit durable.
    Save(Box<Edit>, Option<u64>),
    /// Make a book in the empty data directory.
    Create(Start),
    /// A draft that was offered, by its place, is taken up or has no record any more.
    DraftDone(usize),
    /// Look for what is to be taken back, or done again, that is not remembered here.
    Recall(Turn),
    /// Look why the edit of a number cannot be taken back.
    AskWhy(u64),
    /// Read the journals.
    ReadJournal,
    /// Ask what is known of copies on other disks.
    AskCopy,
    /// Write down that a hidden number is shown.
    Reveal(Reveal),
    /// Tell it once its time is over; asked for again, its time begins anew.
    After(Timer),
    /// Stop the process until it is brought back.
    Suspend,
    /// Read a list that is to be taken over, and show what it would come to:
    /// [`super::Msg::ListGoesOn`], then [`super::Msg::ListRead`].
    ReadList(Box<ReadList>),
    /// Complete the path of a list that is being typed: [`super::Msg::Completed`].
    Complete(String),
    /// A list was taken over and that is durable: what became of it is to be remembered.
    ListTaken(Arc<Preview>),
    /// Nobody waits for the list any more.
    StopList,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}

/// What is told after a time that the settings name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// That a hidden number has been shown long enough: [`super::Msg::Hide`].
    Hide,
}

/// Taking back, or doing again what was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Back.
    Undo,
    /// Again.
    Redo,
}

/// Which book to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The sample book.
    Sample,
    /// An empty book for an organisation of a kind.
    New {
        /// The organisation's name.
        name: String,
        /// Its kind.
        kind: Code,
    },
}
