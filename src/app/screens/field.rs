//! The fields of a candidate's row that can be edited in place.

use serde::{Deserialize, Serialize};

/// A field of a row that can be edited in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Field {
    #[default]
    Name,
    Stage,
    Since,
    Source,
    Cause,
    Helper,
    Note,
}

impl Field {
    /// In the order in which the cursor walks.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Stage,
        Self::Since,
        Self::Source,
        Self::Cause,
        Self::Helper,
        Self::Note,
    ];

    pub(in crate::app) fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|f| *f == self).unwrap_or(0);
        Self::ALL[at.saturating_add_signed(by).min(Self::ALL.len() - 1)]
    }
}
