//! What a pane may look at: the book, the day, what was counted, and what is selected on the board.

use super::ahead::Ahead;
use super::sheet::shown::Reveal;
use super::world::World;
use crate::model::{Book, CandidateId, Code, Refusal, ScalarField, UnitId};
use crate::rules::{Case, Counted, Figures, Forecast, Known, Line, Pace, Spot, as_of};
use chrono::NaiveDate;

/// All that a pane reads and never alters.
#[derive(Debug, Clone, Copy)]
pub struct See<'a> {
    /// The day, the field, the commands.
    pub world: &'a World,
    /// The data.
    pub book: &'a Book,
    /// The numbers of the year shown.
    pub figures: &'a Figures,
    /// The track that is shown.
    pub track: Option<&'a Code>,
    /// The organisation selected on the board, by its place in the tree.
    pub node: Option<usize>,
    /// The candidate selected there; none while the organisations have the keys.
    pub line: Option<Line>,
    pub(super) ahead: &'a Ahead,
    pub(super) revealed: Option<&'a Reveal>,
}

/// The id of a node, readable or not.
pub(super) fn id_of(book: &Book, figures: &Figures, node: usize) -> Option<UnitId> {
    figures.tree.nodes.get(node).map(|n| match n.spot {
        Spot::Unit(at) => book.units()[at].id.clone(),
        Spot::Unreadable(at) => book.unreadable()[at].id.clone(),
    })
}

impl<'a> See<'a> {
    /// A book of which nothing is selected yet and nothing hidden is shown.
    pub fn new(world: &'a World, book: &'a Book, figures: &'a Figures, ahead: &'a Ahead) -> Self {
        Self {
            world,
            book,
            figures,
            track: None,
            node: None,
            line: None,
            ahead,
            revealed: None,
        }
    }

    /// What is known now.
    pub fn known(self) -> Known<'a> {
        self.world.known(self.book)
    }

    /// What is known now and was counted for the year shown.
    pub fn counted(self) -> Counted<'a> {
        self.world.counted(self.book, self.figures)
    }

    /// The day it is.
    pub fn today(self) -> NaiveDate {
        self.world.today
    }

    /// The day on which the shown year's figures stand.
    pub fn day(self) -> NaiveDate {
        as_of(self.figures.year, self.figures.today)
    }

    /// A person's case; where the person stands was counted.
    pub fn case(self, id: &CandidateId) -> Result<Case<'a>, Refusal> {
        let missing = || Refusal::NoCandidate(id.clone());
        let home = self.book.home(id).ok_or_else(missing)?;
        let line = Line::find(self.book, home, id).ok_or_else(missing)?;
        Ok(Case::counted(self.counted(), line))
    }

    /// The book's usual pace today.
    pub fn pace(self) -> &'a Pace {
        self.ahead.pace(self.counted())
    }

    /// The forecast for the year shown.
    pub fn forecast(self) -> &'a Forecast {
        self.ahead.forecast(self.counted())
    }

    /// The name of a node on the day of the figures; of one that cannot be read, its id.
    pub fn name_of(self, node: usize) -> String {
        match self.figures.tree.nodes[node].spot {
            Spot::Unit(at) => self.book.units()[at].name_on(self.day()).to_owned(),
            Spot::Unreadable(at) => self.book.unreadable()[at].id.to_string(),
        }
    }

    /// The id of a node.
    pub fn id_of(self, node: usize) -> Option<UnitId> {
        id_of(self.book, self.figures, node)
    }

    /// An organisation's place in the tree.
    pub fn node_of(self, id: &UnitId) -> Option<usize> {
        let place = self.book.position(id)?;
        self.figures.tree.node_of(place)
    }

    /// Whether a field of a person is shown as it is.
    pub fn shows(self, id: &CandidateId, field: ScalarField) -> bool {
        let this = |shown: &Reveal| shown.id == *id && shown.field == field;
        !field.is_masked() || self.revealed.is_some_and(this)
    }
}
