//! Search: accent-free, incremental; Esc clears it and keeps the row.

use super::board::Pane;
use super::tree::TreePane;

/// Where the selections stood when a search began: each letter looks from there anew.
#[derive(Debug, Clone)]
pub(in crate::app) struct Origin {
    pub(in crate::app) focus: Pane,
    pub(in crate::app) tree: TreePane,
    pub(in crate::app) pipeline: usize,
    pub(in crate::app) quotas: usize,
    pub(in crate::app) agenda: usize,
    pub(in crate::app) journal: usize,
}

/// The last search.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// As typed.
    pub typed: String,
    /// Folded; empty when there is no search.
    pub needle: String,
    pub(in crate::app) origin: Option<Origin>,
}

impl Search {
    pub(in crate::app) fn clear(&mut self) {
        *self = Self::default();
    }
}
