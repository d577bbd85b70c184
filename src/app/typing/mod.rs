//! What is typed: lines, lists and forms of several values.

pub(in crate::app) mod accept;
pub(in crate::app) mod burst;
pub(in crate::app) mod draft;
pub(super) mod form;
mod keys;
pub(super) mod number;
pub(in crate::app) mod palette;
pub(in crate::app) mod pick;
pub(in crate::app) mod prompt;
mod taken_up;
