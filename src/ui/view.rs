//! What a drawing reads, and what it remembers from one frame to the next.

use super::style::Styles;
use crate::app::command::Context;
use crate::app::{App, See, World};
use crate::config::Keymap;
use crate::text::Texts;
use std::collections::BTreeMap;

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
    /// The first row shown of the list of each place.
    tops: BTreeMap<Context, usize>,
    /// Rows that a page of the list with the keys holds.
    pub page: usize,
    /// How far the help can be scrolled.
    pub help_most: usize,
}

impl Memory {
    /// Scrolls the list of a place as little as needed to keep a row in view, with a row of context
    /// where there is room; gives the first row shown.
    pub(super) fn scroll(&mut self, of: Context, at: usize, height: usize, count: usize) -> usize {
        let top = self.tops.entry(of).or_default();
        let margin = usize::from(height > 4);
        let least = (at + margin + 1).saturating_sub(height);
        let most = at.saturating_sub(margin);
        *top = (*top)
            .clamp(least.min(most), most)
            .min(count.saturating_sub(height));
        *top
    }
}
