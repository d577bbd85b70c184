//! The pane of organisations: what is folded, what is selected.

use crate::app::cursor::{Places, around};
use crate::app::see::{See, id_of};
use crate::model::{Book, UnitId, matches_key};
use crate::rules::{Figures, Spot};
use std::collections::BTreeSet;

/// The state of the left pane.
#[derive(Debug, Clone, Default)]
pub struct TreePane {
    /// The visible nodes, in order.
    pub rows: Vec<usize>,
    /// The selected one among them.
    pub at: usize,
    open: BTreeSet<UnitId>,
    selected: Option<UnitId>,
}

fn has_children(figures: &Figures, node: usize) -> bool {
    figures.tree.nodes[node].end > node + 1
}

impl TreePane {
    /// The selected node.
    pub fn node(&self) -> Option<usize> {
        self.rows.get(self.at).copied()
    }

    /// Whether a node's children are shown.
    pub fn is_open(&self, book: &Book, figures: &Figures, node: usize) -> bool {
        id_of(book, figures, node).is_some_and(|id| self.open.contains(&id))
    }

    /// Shows the level below the root.
    pub(in crate::app) fn unfold_first(&mut self, book: &Book, figures: &Figures) {
        self.open.extend(id_of(book, figures, 0));
    }

    /// Lists the visible nodes again and keeps the selection on what it stood for.
    pub(in crate::app) fn rebuild(&mut self, book: &Book, figures: &Figures) {
        self.rows.clear();
        let nodes = &figures.tree.nodes;
        let mut node = 0;
        while node < nodes.len() {
            self.rows.push(node);
            node = if self.is_open(book, figures, node) {
                node + 1
            } else {
                nodes[node].end
            };
        }
        let kept = self.selected.as_ref().and_then(|id| {
            self.rows
                .iter()
                .position(|n| id_of(book, figures, *n).as_ref() == Some(id))
        });
        self.at = kept
            .unwrap_or(self.at)
            .min(self.rows.len().saturating_sub(1));
    }

    /// Selects a visible row.
    pub(in crate::app) fn select(&mut self, at: usize, book: &Book, figures: &Figures) {
        self.at = at.min(self.rows.len().saturating_sub(1));
        self.selected = self.node().and_then(|node| id_of(book, figures, node));
    }

    /// Selects a node, opening all above it.
    pub(in crate::app) fn reveal(&mut self, node: usize, book: &Book, figures: &Figures) {
        let mut above = figures.tree.nodes[node].parent;
        while let Some(parent) = above {
            self.open.extend(id_of(book, figures, parent));
            above = figures.tree.nodes[parent].parent;
        }
        self.selected = id_of(book, figures, node);
        self.rebuild(book, figures);
    }

    /// Opens the selected node. False if there is nothing (more) to open.
    pub(in crate::app) fn unfold(&mut self, book: &Book, figures: &Figures) -> bool {
        let Some(node) = self.node().filter(|node| has_children(figures, *node)) else {
            return false;
        };
        let fresh = id_of(book, figures, node).is_some_and(|id| self.open.insert(id));
        self.rebuild(book, figures);
        fresh
    }

    /// Closes the selected node, or goes to the one above.
    pub(in crate::app) fn fold(&mut self, book: &Book, figures: &Figures) {
        let Some(node) = self.node() else { return };
        let closed = id_of(book, figures, node).is_some_and(|id| self.open.remove(&id));
        if closed && has_children(figures, node) {
            self.rebuild(book, figures);
        } else if let Some(parent) = figures.tree.nodes[node].parent {
            self.reveal(parent, book, figures);
        }
    }
}

/// The next node from one on whose name holds the folded needle, in tree order, wrapping around.
pub(in crate::app) fn find(
    see: See<'_>,
    needle: &str,
    from: usize,
    places: Places,
) -> Option<usize> {
    let See { book, figures, .. } = see;
    let day = see.day();
    around(from, figures.tree.nodes.len(), places).find(|node| {
        match figures.tree.nodes[*node].spot {
            Spot::Unit(at) => matches_key(book.units()[at].name_on(day), needle),
            Spot::Unreadable(at) => matches_key(book.unreadable()[at].id.as_str(), needle),
        }
    })
}
