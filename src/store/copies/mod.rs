//! Copies of a whole book: packed into one file, read back, taken apart, put in the place of the book.

pub(super) mod copied;
pub(super) mod pack;
pub(super) mod piece;
mod readback;
pub(super) mod restore;
mod seal;
mod unpack;
