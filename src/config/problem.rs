//! What of the user's folder could not be used.

use crate::model::Message;

/// Something of the user's folder that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// Line and column, from 1; none where the whole file is meant.
    pub at: Option<(usize, usize)>,
    /// The whole sentence: where, what, and what holds instead.
    pub message: Message,
}
