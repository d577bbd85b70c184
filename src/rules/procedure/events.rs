//! The dated events of one person's file, looked up by what the rows of the procedure name.

use crate::model::{Candidate, Letter, Paper, PaperState, PartialDay, Place, Step};
use crate::rules::Rules;
use crate::rules::count::standing::Way;
use crate::rules::procedure::ballot::{carried, rule_of};
use crate::rules::procedure::{Event, Limit};
use chrono::NaiveDate;
use std::cell::OnceCell;

/// A person's file with the way walked by a day.
#[derive(Debug)]
pub(in crate::rules) struct File<'a> {
    pub(in crate::rules) rules: &'a Rules,
    pub(in crate::rules) person: &'a Candidate,
    day: NaiveDate,
    /// Where the way ends, where that is known: no stage beyond was reached.
    stage: Option<usize>,
    /// Walked when first asked for.
    way: OnceCell<Option<Way>>,
}

impl<'a> File<'a> {
    /// None where the way holds a stage that is not known.
    pub(in crate::rules) fn on(
        rules: &'a Rules,
        person: &'a Candidate,
        day: NaiveDate,
    ) -> Option<Self> {
        let way = Way::walked(person, &rules.procedure, day)?;
        Some(Self {
            rules,
            person,
            day,
            stage: None,
            way: OnceCell::from(Some(way)),
        })
    }

    /// The file of a person who is known to stand at a stage on the day.
    pub(in crate::rules) fn at(
        rules: &'a Rules,
        person: &'a Candidate,
        stage: usize,
        day: NaiveDate,
    ) -> Self {
        Self {
            rules,
            person,
            day,
            stage: Some(stage),
            way: OnceCell::new(),
        }
    }

    /// The way walked; `None` where it leads to a stage that is not known.
    pub(in crate::rules) fn way(&self) -> Option<&Way> {
        let walked = || Way::walked(self.person, &self.rules.procedure, self.day);
        self.way.get_or_init(walked).as_ref()
    }

    /// Whether something of a day is of the way that is being walked: what an earlier one left, before
    /// the file was closed and begun anew, starts and stops no clock.
    fn is_of_way(&self, last: NaiveDate) -> bool {
        let ends = |step: &Step| matches!(step.to, Place::Exit(_));
        // Few files were ever closed; for the others the way is not walked.
        let mut steps = self.person.steps.iter();
        let begun = steps.any(ends).then(|| self.way()?.begun(self.person));
        begun.flatten().is_none_or(|begun| begun <= last)
    }

    /// The day of an event: a vote that carried, else the day on the paper, else the day on which
    /// the stage that begins with it, or one beyond, was first reached. Letters have events of
    /// their own, see [`File::day_for`].
    pub(in crate::rules) fn day(&self, event: Event) -> Option<NaiveDate> {
        let Self { rules, person, .. } = self;
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
            let set = rules.on(vote.on);
            // Few events are votes; the words are compared only for these.
            let mut rows = set.votes.iter().filter(|row| row.event == Some(event));
            rows.any(|row| rule_of(set, vote).is_some_and(|rule| rule.id == row.id))
                && carried(rules, vote)
                && self.is_of_way(vote.on)
        });
        let on_paper = || {
            let days = self.papers(event).filter_map(|paper| paper.on?.day());
            days.max()
        };
        let reached = || {
            let stages = &rules.procedure.stages;
            let stage = stages.iter().position(|s| s.enters == Some(event))?;
            let short = self.stage.is_some_and(|here| here < stage);
            if short {
                None
            } else {
                self.way()?.reached(stage)
            }
        };
        let voted = voted.map(|vote| vote.on).max();
        let known = voted.or_else(on_paper);
        // A step whose day the paper's month or year speaks against is not that event's.
        let fits = |day: &NaiveDate| {
            let loosely = self.loosely(event);
            loosely.is_none_or(|known| known.meets(PartialDay::from(*day)))
        };
        known.or_else(|| reached().filter(fits))
    }

    /// The month or the year of an event, where the valid papers that bear it tell no more.
    pub(in crate::rules) fn loosely(&self, event: Event) -> Option<PartialDay> {
        let days = self.papers(event).filter_map(|paper| paper.on);
        days.max().filter(|known| known.day().is_none())
    }

    /// The day of an event that may be a letter's own.
    pub(in crate::rules) fn day_for(
        &self,
        event: Event,
        letter: Option<&Letter>,
    ) -> Option<NaiveDate> {
        match (event, letter) {
            (Event::LetterReceived, Some(letter)) => letter.received,
            (Event::LetterAnswered, Some(letter)) => letter.answered,
            _ => self.day(event),
        }
    }

    /// The valid papers that bear the day of an event. A certificate is one whenever it was got.
    pub(in crate::rules) fn papers(&self, event: Event) -> impl Iterator<Item = &'a Paper> {
        let of_way = move |paper: &Paper| {
            let last = paper.on.map(PartialDay::last);
            event == Event::Certificate || last.is_none_or(|last| self.is_of_way(last))
        };
        let rows = self.rules.procedure.papers.iter();
        let rows = rows.filter(move |row| row.event == Some(event));
        self.person.papers.iter().filter(move |paper| {
            let mut rows = rows.clone();
            let bears = rows.any(|row| row.id == paper.form);
            bears && paper.state == PaperState::Valid && of_way(paper)
        })
    }

    /// The letters a limit runs for, each apart; one that knows of no letter runs once.
    pub(in crate::rules) fn clocks(&self, limit: &Limit) -> Vec<Option<usize>> {
        if limit.clock.from == Event::LetterReceived {
            let letters = self.person.letters.iter().enumerate();
            let ours = letters.filter(|(_, letter)| {
                let known = letter.received.or(letter.sent);
                known.is_none_or(|day| self.is_of_way(day))
            });
            ours.map(|(at, _)| Some(at)).collect()
        } else {
            vec![None]
        }
    }
}
