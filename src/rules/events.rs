//! The dated events of one person's file, looked up by what the rows of the procedure name.

use super::Rules;
use super::ballot::{carried, rule_of};
use super::procedure::{Event, Limit};
use super::standing::Way;
use crate::model::{Candidate, Letter, PaperState};
use chrono::NaiveDate;

/// A person's file with the way walked by a day.
pub(super) struct File<'a> {
    pub(super) rules: &'a Rules,
    pub(super) person: &'a Candidate,
    way: Way,
}

impl<'a> File<'a> {
    /// None where the way holds a stage that is not known.
    pub(super) fn on(rules: &'a Rules, person: &'a Candidate, day: NaiveDate) -> Option<Self> {
        let way = Way::walked(person, &rules.procedure, day)?;
        Some(Self { rules, person, way })
    }

    /// The day of an event: a vote that carried, else the day on the paper, else the day on which
    /// the stage that begins with it, or one beyond, was first reached. Letters have events of
    /// their own, see [`File::day_for`].
    pub(super) fn day(&self, event: Event) -> Option<NaiveDate> {
        let Self { rules, person, way } = self;
        match event {
            Event::DecisionReceived => {
                let received = self
                    .papers(Event::DecisionIssued)
                    .filter_map(|p| p.received);
                return received.max().or_else(|| self.day(Event::DecisionIssued));
            }
            Event::ProbationEnd => {
                let start = self.day(Event::Ceremony)?;
                let mut wait = rules.on(start).limits.iter();
                let length = wait.find(|l| l.clock.to == event)?.length;
                return Some(rules.calendar.due(start, length));
            }
            _ => {}
        }
        let voted = person.votes.iter().filter(|vote| {
            let rule = rule_of(rules.on(vote.on), vote);
            rule.is_some_and(|rule| rule.event == Some(event)) && carried(rules, vote)
        });
        let on_paper = || self.papers(event).filter_map(|paper| paper.on).max();
        let reached = || {
            let stages = &rules.procedure.stages;
            let stage = stages.iter().position(|s| s.enters == Some(event))?;
            way.reached(stage)
        };
        let voted = voted.map(|vote| vote.on).max();
        voted.or_else(on_paper).or_else(reached)
    }

    /// The day of an event that may be a letter's own.
    pub(super) fn day_for(&self, event: Event, letter: Option<&Letter>) -> Option<NaiveDate> {
        match (event, letter) {
            (Event::LetterReceived, Some(letter)) => letter.received,
            (Event::LetterAnswered, Some(letter)) => letter.answered,
            _ => self.day(event),
        }
    }

    /// The valid papers that bear the day of an event.
    pub(super) fn papers(&self, event: Event) -> impl Iterator<Item = &'a crate::model::Paper> {
        let procedure = &self.rules.procedure;
        self.person.papers.iter().filter(move |paper| {
            paper.state == PaperState::Valid
                && procedure.paper(&paper.form).and_then(|row| row.event) == Some(event)
        })
    }

    /// The letters a limit runs for, each apart; one that knows of no letter runs once.
    pub(super) fn clocks(&self, limit: &Limit) -> Vec<Option<usize>> {
        if limit.clock.from == Event::LetterReceived {
            (0..self.person.letters.len()).map(Some).collect()
        } else {
            vec![None]
        }
    }
}
