//! The file system: what is asked of it, how it is reached, and the one way to read and to write a file.

pub(super) mod atomic;
mod beneath;
pub(super) mod fences;
pub(super) mod file;
pub(super) mod fs;
pub(super) mod git;
pub(super) mod give_out;
mod hint;
pub(super) mod layout;
pub(super) mod lock;
pub(super) mod modes;
pub(super) mod real;
