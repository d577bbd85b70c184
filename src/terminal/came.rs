//! What comes in from the terminal, the files and the system.

use super::gathering::Burst;
use super::keys::Input;
use crate::model::Message;
use crate::store::{StoreError, Traces};
use rustix::event::{PollFd, PollFlags};
use std::time::Instant;

/// Something that came in.
#[derive(Debug)]
pub(super) enum Event {
    /// Keys that came within a breath of each other.
    Keys(Burst),
    /// Pasted text.
    Paste(String),
    /// Another size.
    Resize,
    /// All frames are written.
    Drawn,
    /// The files were looked at, since something may have changed.
    Look(Result<Traces, StoreError>),
    /// Boards have come or gone.
    Others,
    /// The journals are damaged in so many places.
    Damage(Message),
    /// The terminal is gone.
    HangUp,
    /// A signal that asks for the end.
    Signal(i32),
}

/// What the threads send.
#[derive(Debug)]
pub(super) enum Came {
    /// What a read of the terminal has brought, and when that was.
    Read(Vec<Input>, Instant),
    /// Anything else.
    Event(Event),
}

impl From<Event> for Came {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

pub(super) fn is_gone(fd: &PollFd<'_>) -> bool {
    fd.revents()
        .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}
