//! The pane of candidates: their rows, the selected one, and the field the cursor is on.

use super::field::Field;
use crate::app::command::Command;
use crate::app::cursor::{Places, around};
use crate::app::hands::{
    advance_all, ask_new_candidate, edit_field, person_command, stages_for_marked,
};
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::model::{Book, CandidateId, Message, Subject, UnitId, matches_key};
use crate::rules::{Arrange, Counted, Line, Rows, Show};
use std::collections::BTreeSet;

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
    pub fn enter(&mut self, data: Counted<'_>, node: Option<usize>) {
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
    pub(in crate::app) fn find(&self, book: &Book, needle: &str, places: Places) -> Option<usize> {
        let matches = |line: Line| matches_key(&line.person(book).name, needle);
        around(self.at, self.rows.len(), places).find(|at| self.rows.line(*at).is_some_and(matches))
    }

    /// Marks the selected person, or takes the mark off, and goes on to the next one.
    fn mark(&mut self, book: &Book) -> Reply {
        let Some(id) = self.line().map(|line| line.person(book).id.clone()) else {
            return Reply::Done;
        };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.select(self.at + 1, book);
        self.say_marks()
    }

    /// Marks everybody who is listed and not marked, and the other way round.
    fn mark_all(&mut self, book: &Book) -> Reply {
        for line in self.rows.lines() {
            let id = &line.person(book).id;
            if !self.marked.remove(id) {
                self.marked.insert(id.clone());
            }
        }
        self.say_marks()
    }

    fn say_marks(&self) -> Reply {
        Reply::Say(Message::info("said.marked").with("count", self.marked.len()))
    }

    /// The marked people who are still there.
    pub(in crate::app) fn marked_in(&self, book: &Book) -> Vec<CandidateId> {
        let there = self.marked.iter().filter(|id| book.candidate(id).is_some());
        there.cloned().collect()
    }

    /// A command of the pane.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        match command {
            Command::Right => self.step_field(1),
            Command::Left => self.step_field(-1),
            Command::Sort => {
                self.order = self.order.next();
                self.rebuild(see.counted(), see.node, false);
                return Reply::Say(Message::info(match self.order {
                    Arrange::Stages => "said.by-stage",
                    Arrange::Name => "said.by-name",
                    Arrange::Wait => "said.by-wait",
                }));
            }
            Command::Filter => {
                self.show = self.show.next();
                self.rebuild(see.counted(), see.node, false);
                return Reply::Say(Message::info(match self.show {
                    Show::Open => "said.show-open",
                    Show::All => "said.show-all",
                    Show::Paused => "said.show-paused",
                }));
            }
            Command::Add => return ask_new_candidate(see),
            Command::Mark => return self.mark(see.book),
            Command::MarkAll => return self.mark_all(see.book),
            Command::Unmark => self.marked.clear(),
            command => {
                let Some(line) = self.line() else {
                    return Reply::warn("refused.nobody-selected");
                };
                let id = &line.person(see.book).id;
                let marked = self.marked_in(see.book);
                return match command {
                    Command::Open => Reply::Sheet(Subject::Person(id.clone()), None),
                    Command::NextStep if !marked.is_empty() => advance_all(see, &marked, None),
                    Command::PickStage if !marked.is_empty() => {
                        Reply::Offer(stages_for_marked(see))
                    }
                    Command::BackStep | Command::Pause | Command::Stop | Command::Resume
                        if !marked.is_empty() =>
                    {
                        let message = Message::warning("refused.one-at-a-time");
                        Reply::Say(message.with("count", marked.len()))
                    }
                    Command::Edit => edit_field(see, id, self.field),
                    command => person_command(see, id, command),
                };
            }
        }
        Reply::Done
    }
}
