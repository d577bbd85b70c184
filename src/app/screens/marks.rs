//! Marked people: one step for many at once, through the same gates, as one change.

use crate::app::{App, Effect, World};
use crate::model::{CandidateId, Change, Code, Message};
use crate::rules::StepTo;

impl App {
    /// Marks the selected person, or takes the mark off, and goes on to the next one.
    pub(in crate::app) fn mark(&mut self) {
        let Some(id) = self.candidate_id() else {
            return;
        };
        let pane = &mut self.board.pipeline;
        if !pane.marked.remove(&id) {
            pane.marked.insert(id);
        }
        let next = pane.at + 1;
        pane.select(next, &self.book);
        self.say_marks();
    }

    /// Marks everybody who is listed and not marked, and the other way round.
    pub(in crate::app) fn mark_all(&mut self) {
        let listed = self.board.pipeline.rows.lines().iter();
        let listed = listed.map(|line| line.person(&self.book).id.clone());
        let listed: Vec<CandidateId> = listed.collect();
        let marked = &mut self.board.pipeline.marked;
        for id in listed {
            if !marked.remove(&id) {
                marked.insert(id);
            }
        }
        self.say_marks();
    }

    /// Takes every mark off.
    pub(in crate::app) fn unmark(&mut self) {
        self.board.pipeline.marked.clear();
    }

    fn say_marks(&mut self) {
        let count = self.board.pipeline.marked.len();
        self.say(Message::info("said.marked").with("count", count));
    }

    /// The marked people who are still there.
    pub(in crate::app) fn marked(&self) -> Vec<CandidateId> {
        let marked = self.board.pipeline.marked.iter();
        let there = marked.filter(|id| self.book.candidate(id).is_some());
        there.cloned().collect()
    }

    /// Takes all marked people to a stage, or each to the next one. Those whose gate is closed stay
    /// marked and are told; the others are one change, taken back by one undo.
    pub(in crate::app) fn advance_marked(
        &mut self,
        world: &World,
        to: Option<&Code>,
    ) -> Vec<Effect> {
        let mut changes = Vec::new();
        let mut held = Vec::new();
        for id in self.marked() {
            let step = StepTo {
                to,
                ..StepTo::next(world.today)
            };
            let case = self.case(world, &id);
            match case.and_then(|case| case.advance(step)) {
                Ok(change) => changes.push(change),
                Err(refusal) => held.push((id, refusal)),
            }
        }
        let moved = changes.len();
        let effects = if moved == 0 {
            Vec::new()
        } else {
            self.run(world, Ok(Change::Many(changes)), None)
        };
        if moved > 0 && effects.is_empty() {
            return effects;
        }
        let message = match held.first() {
            None => Message::info("said.moved-many"),
            Some((id, refusal)) => {
                let person = self
                    .book
                    .candidate(id)
                    .map(|(_, person)| person.name.clone());
                Message::warning("said.moved-some")
                    .with("held", held.len())
                    .with("name", person.unwrap_or_default())
                    .with("why", refusal.message())
            }
        };
        self.say(message.with("count", moved));
        self.board.pipeline.marked = held.into_iter().map(|(id, _)| id).collect();
        effects
    }
}
