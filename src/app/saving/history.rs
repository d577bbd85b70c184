//! What was done and undone in this session, and what waits for the disk.

use crate::app::overlay::Overlay;
use crate::model::{Change, Edit, Whose};
use std::collections::BTreeSet;

/// How saving stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveMark {
    /// Nothing was changed yet.
    Clean,
    /// On its way.
    Saving,
    /// Durable.
    Saved,
    /// Refused by the disk; the change was taken back.
    Failed,
}

/// A change that is durable, with its number in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The number.
    pub number: u64,
    /// Who made it.
    pub who: String,
    /// Whose it is, seen from this board.
    pub whose: Whose,
    /// What was done.
    pub change: Change,
    /// What takes it back.
    pub inverse: Change,
}

/// An edit that waits for the disk, with the line it came from.
#[derive(Debug)]
pub(in crate::app) struct Pending {
    pub(in crate::app) edit: Edit,
    pub(in crate::app) way: Way,
    pub(in crate::app) typed: Option<Overlay>,
}

/// What was done in this session.
#[derive(Debug, Default)]
pub(in crate::app) struct History {
    pub(in crate::app) done: Vec<Done>,
    pub(in crate::app) undone: Vec<Undone>,
    /// What was told to be no more to take back.
    pub(in crate::app) passed: BTreeSet<u64>,
    /// An edit of somebody else that is taken back if it is confirmed.
    pub(in crate::app) named: Option<Done>,
    pub(in crate::app) pending: Option<Pending>,
    /// The line that named a book which is being made.
    pub(in crate::app) creating: Option<Overlay>,
}

/// A change that was taken back, and the one that did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// What was taken back.
    pub done: Done,
    /// What took it back: taking that back does it again.
    pub by: Done,
}

/// What an edit is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Way {
    New,
    Undo(Done),
    Redo(Undone),
}
