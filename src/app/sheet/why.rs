//! The arithmetic of a person's limits, open above the screen.

use crate::model::CandidateId;

/// The arithmetic of a person's limits, open above the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Whose.
    pub id: CandidateId,
    /// Lines scrolled.
    pub scroll: usize,
}
