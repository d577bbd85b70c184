//! What comes in: a key's command, what is typed, and what the shell has to tell.

use super::command::Command;
use super::saving::history::{Done, Undone};
use super::sheet::shown::Reveal;
use crate::model::import::Preview;
use crate::model::{Book, Edit, Joined, Log, Message, News, Refusal};

/// What happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key asked for this.
    Do(Command),
    /// A letter was typed.
    Type(char),
    /// Text was pasted.
    Paste(String),
    /// So many keys came at once, and not all of them were done.
    Burst(usize),
    /// The last effect `Save` is durable, under this number in the journal.
    Saved(u64),
    /// The last effect `Save` failed; the book on disk is as it was.
    NotSaved(Message),
    /// Somebody else changed the file meanwhile; here is the book as it is now.
    Clash(Message, Box<Book>),
    /// The last effect `Save` is durable together with what somebody else had changed: its number,
    /// the edit as it came to be, the book that holds both.
    Merged(u64, Box<Edit>, Box<Book>),
    /// The last effect `Save` and the book on disk do not agree; nothing was written.
    Conflict(Box<Joined>, Box<Book>),
    /// Somebody else has changed files of the open book.
    News(Box<News>),
    /// Nothing was taken back, and why; here is the book as it is now.
    NotTaken(Refusal, Box<Book>),
    /// What is taken back next that is not remembered here, if there is anything.
    Recalled(Vec<Done>),
    /// What earlier sessions took back, with the last one at the end.
    Regained(Vec<Undone>),
    /// Why something could not be taken back.
    Why(Refusal),
    /// What is to be said of copies on other disks.
    Copied(Message),
    /// What the journals tell.
    Journal(Box<Log>),
    /// The journal says that a hidden number is shown.
    Revealed(Reveal),
    /// It has been shown long enough.
    Hide,
    /// The files of the open book cannot be looked at.
    Trouble(Message),
    /// The edit is on disk, but perhaps not for good; here is the book as it is there.
    Unsure(Message, Box<Book>),
    /// The path that was being typed, what it was completed to, and what is said of it.
    Completed(String, String, Option<Message>),
    /// Of the list that is asked for under this number so many rows were read.
    ListGoesOn(u64, usize),
    /// The list that is asked for under this number, or why it cannot be taken over.
    ListRead(u64, Box<Result<Preview, Message>>),
    /// A book was made or opened.
    Opened(Box<Book>),
    /// Rows a page holds, told after each drawing.
    Page(usize),
    /// Another day has begun.
    NewDay,
    /// Nobody has been at the keys for a while.
    Cover,
}
