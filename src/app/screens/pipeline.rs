//! The pane of candidates: their rows, the selected one, and the field the cursor is on.

use crate::app::screens::search::around;
use crate::model::{Book, CandidateId, UnitId, matches_key};
use crate::rules::{Arrange, Counted, Line, Rows, Show};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

    fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|f| *f == self).unwrap_or(0);
        Self::ALL[at.saturating_add_signed(by).min(Self::ALL.len() - 1)]
    }
}

/// The state of the right pane.
#[derive(Debug, Clone, Default)]
pub struct PipelinePane {
    /// All rows, heads too; only the visible ones are drawn.
    pub rows: Rows,
    /// The selected row; never a head unless there is nothing else.
    pub at: usize,
    /// The field under the cursor.
    pub field: Field,
    /// The order.
    pub order: Arrange,
    /// Which files are shown.
    pub show: Show,
    /// Marked people.
    pub marked: BTreeSet<CandidateId>,
    selected: Option<(UnitId, CandidateId)>,
}

impl PipelinePane {
    /// The selected person's row.
    pub fn line(&self) -> Option<Line> {
        self.rows.line(self.at)
    }

    fn list(&mut self, data: Counted<'_>, node: Option<usize>, keep: Option<Line>) {
        match node {
            Some(node) => self.rows.arrange(data, node, (self.order, self.show, keep)),
            None => self.rows = Rows::default(),
        }
    }

    /// Lists another organisation's rows, from the first one on.
    pub(in crate::app) fn enter(&mut self, data: Counted<'_>, node: Option<usize>) {
        self.list(data, node, None);
        self.select(0, data.book);
    }

    /// Lists the rows again. After an edit the selected person is kept in sight even where the
    /// filter would now leave them out, so that the next key does not fall on somebody else.
    pub(in crate::app) fn rebuild(&mut self, data: Counted<'_>, node: Option<usize>, keep: bool) {
        let selected = self.selected.as_ref();
        let selected = selected.and_then(|(unit, person)| Line::find(data.book, unit, person));
        self.list(data, node, selected.filter(|_| keep));
        let kept = selected.and_then(|line| self.rows.position(line));
        self.at = self.rows.settle(kept.unwrap_or(self.at), true);
        self.remember(data.book);
    }

    fn remember(&mut self, book: &Book) {
        self.selected = self.line().map(|line| {
            let unit = line.unit(book).id.clone();
            (unit, line.person(book).id.clone())
        });
    }

    /// Goes to a row.
    pub(in crate::app) fn select(&mut self, at: usize, book: &Book) {
        self.at = self.rows.settle(at, at >= self.at);
        self.remember(book);
    }

    /// Goes to a person, if listed.
    pub(in crate::app) fn select_person(&mut self, id: &CandidateId, book: &Book) {
        let Some(unit) = book.home(id) else { return };
        let line = Line::find(book, unit, id);
        if let Some(at) = line.and_then(|line| self.rows.position(line)) {
            self.at = at;
        }
        self.selected = Some((unit.clone(), id.clone()));
    }

    /// Moves the cursor to another field.
    pub(in crate::app) fn step_field(&mut self, by: isize) {
        self.field = self.field.step(by);
    }

    /// The next person whose name holds the folded needle, wrapping around.
    pub(in crate::app) fn find(
        &self,
        book: &Book,
        needle: &str,
        forward: bool,
        skip: usize,
    ) -> Option<usize> {
        let matches = |line: Line| matches_key(&line.person(book).name, needle);
        around(self.at, self.rows.len(), forward, skip)
            .find(|at| self.rows.line(*at).is_some_and(matches))
    }
}
