//! What is typed: lines, lists and forms of several values.

pub(super) mod form;
mod keys;
