//! Whatever a file holds, nothing of it acts: every screen and window, every command in every format.

pub(crate) mod board;
mod book;
mod commands;
mod lists;
mod payload;
mod taking;
mod words;

pub(crate) use book::{places, read};
pub(crate) use payload::found;

/// A place whose book is hostile wherever it holds text.
pub(crate) fn hostile() -> crate::help::place::Place {
    book::place(true)
}
