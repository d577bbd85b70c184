//! What is typed: forms of several values.

pub(super) mod form;
