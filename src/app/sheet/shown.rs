//! A number of which only the end is shown, and who wants to see it whole.

use crate::model::{CandidateId, ScalarField};

/// A number that somebody wants to see whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// Whose.
    pub id: CandidateId,
    /// Which.
    pub field: ScalarField,
    /// Whether it is to be edited then.
    pub to_edit: bool,
}
