//! What a drawing reads, and what it remembers from one frame to the next.

use super::style::Styles;
use crate::app::{App, See, World};
use crate::config::Keymap;
use crate::text::Texts;

/// All that a drawing reads.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The state.
    pub app: &'a App,
    /// The day and the field.
    pub world: &'a World,
    /// Words.
    pub texts: &'a Texts,
    /// Keys, for footer and help.
    pub keys: &'a Keymap,
    /// Looks.
    pub styles: &'a Styles,
}

impl<'a> View<'a> {
    /// What the panes look at.
    pub(super) fn see(self) -> See<'a> {
        self.app.see(self.world)
    }
}

/// What the drawing remembers between frames: how far each list is scrolled, and page sizes.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub(super) tree: usize,
    pub(super) pipeline: usize,
    pub(super) quotas: usize,
    pub(super) agenda: usize,
    pub(super) insight: usize,
    pub(super) journal: usize,
    pub(super) outlook: usize,
    pub(super) sheet: usize,
    pub(super) form: usize,
    pub(super) pick: usize,
    pub(super) settle: usize,
    /// Rows that a page of the list with the keys holds.
    pub page: usize,
    /// How far the help can be scrolled.
    pub help_most: usize,
}

/// Moves an offset as little as needed to keep a row in view, with a row of context where there is room.
pub(super) fn scroll(offset: &mut usize, at: usize, height: usize, count: usize) {
    let margin = usize::from(height > 4);
    let least = (at + margin + 1).saturating_sub(height);
    let most = at.saturating_sub(margin);
    *offset = (*offset)
        .clamp(least.min(most), most)
        .min(count.saturating_sub(height));
}
