//! The stages between a file and its admission on the route of its cell, and the limits over them.

use crate::model::{Chain, Counting};
use crate::rules::Rules;
use crate::rules::forecast::pace::{Pace, SaidBy, Takes, Usual};
use crate::rules::procedure::clock::Length;
use crate::rules::procedure::{Check, Event, Limit, LimitKind, Procedure};
use chrono::NaiveDate;

/// The way of a chain to an admission, by the set of one day.
pub(in crate::rules) struct Path<'a> {
    pub(in crate::rules) rules: &'a Rules,
    /// The set.
    pub(in crate::rules) set: &'a Procedure,
    pub(in crate::rules) chain: Chain,
    /// Places in [`Rules::procedure`], in order: what is to be left before or with the admission.
    pub(in crate::rules) stages: Vec<usize>,
    /// The stage that begins with the admission.
    end: usize,
}

/// A deadline from the end of one stage of the path to the end of a later one.
pub(in crate::rules) struct Span<'a> {
    pub(in crate::rules) from: usize,
    pub(in crate::rules) to: usize,
    pub(in crate::rules) limit: &'a Limit,
    /// Its place in the set.
    place: usize,
}

impl Span<'_> {
    /// Whether a place of the path lies between the two.
    pub(in crate::rules) fn holds(&self, at: usize) -> bool {
        (self.from..self.to).contains(&at)
    }
}

impl<'a> Path<'a> {
    /// The stages on a chain by the set of a day, up to the event that the book counts by; the
    /// stage in which a file stands stays in it, whatever the chain says.
    pub(in crate::rules) fn new(
        rules: &'a Rules,
        (chain, counting): (Chain, Counting),
        day: NaiveDate,
        here: Option<usize>,
    ) -> Self {
        let set = rules.on(day);
        let stages = &rules.procedure.stages;
        let end = rules.admitted_at(counting);
        let on = |at: &usize| here == Some(*at) || set.walks(&stages[*at].id, chain);
        Self {
            rules,
            set,
            chain,
            stages: (0..end).filter(on).collect(),
            end,
        }
    }

    /// The place on the path of a stage.
    pub(in crate::rules) fn place(&self, stage: usize) -> Option<usize> {
        self.stages.binary_search(&stage).ok()
    }

    /// The place on the path of the stage that ends with an event.
    pub(in crate::rules) fn ends_with(&self, event: Event) -> Option<usize> {
        let event = match event {
            Event::DecisionReceived => Event::DecisionIssued,
            other => other,
        };
        let stages = &self.rules.procedure.stages;
        let next = stages.iter().position(|s| s.enters == Some(event))?;
        let within = self.stages.iter().rposition(|stage| *stage < next);
        within.filter(|_| next <= self.end)
    }

    /// The deadlines of the set that run over its stages.
    pub(in crate::rules) fn spans(&self) -> Vec<Span<'a>> {
        let limits = self.set.limits.iter().enumerate();
        let deadlines = limits.filter(|(_, limit)| limit.kind == LimitKind::Deadline);
        let span = |(place, limit): (usize, &'a Limit)| {
            let from = self.ends_with(limit.clock.from)?;
            let to = self.ends_with(limit.clock.to)?;
            (from < to).then_some(Span {
                from,
                to,
                limit,
                place,
            })
        };
        deadlines.filter_map(span).collect()
    }

    /// How long each stage usually takes: as the files did, else as long as a limit allows. Of a
    /// limit over several stages each has an equal part, rounded up; the limit of a letter belongs
    /// to the stage that waits for the letters. None where neither speaks.
    pub(in crate::rules) fn usual(&self, pace: &Pace, unit: usize) -> Vec<Option<Usual>> {
        let spans = self.spans();
        let by_limit = |at: usize| {
            let before = |at: usize| spans.iter().find(|span| span.holds(at));
            let span = at.checked_sub(1).and_then(before);
            let of = span.map(|span| {
                let all = (span.to - span.from) as u32;
                (part(span.limit.length, 1, all), span.place)
            });
            let (length, place) = of.or_else(|| self.letters(at))?;
            Some(Usual {
                takes: Takes::Length(length),
                files: 0,
                said_by: SaidBy::Limit(place),
            })
        };
        let stages = self.stages.iter().enumerate();
        let usual = stages.map(|(at, stage)| pace.usual(unit, *stage, 0).or_else(|| by_limit(at)));
        usual.collect()
    }

    /// How long a letter may take, where a stage of the path waits for the letters.
    fn letters(&self, at: usize) -> Option<(Length, usize)> {
        let id = &self.rules.procedure.stages[self.stages[at]].id;
        let mut rows = self.set.criteria.iter();
        rows.find(|row| row.check == Check::Letters && row.stage == *id)?;
        let mut limits = self.set.limits.iter();
        let place = limits.position(|limit| limit.clock.from == Event::LetterReceived)?;
        Some((self.set.limits[place].length, place))
    }
}

/// So many of all the equal parts of a length, rounded up.
pub(in crate::rules) fn part(length: Length, some: u32, all: u32) -> Length {
    let of = |whole: u32| (whole.saturating_mul(some)).div_ceil(all.max(1));
    match length {
        Length::WorkingDays(days) => Length::WorkingDays(of(days)),
        Length::Months(months) => Length::Months(of(months)),
    }
}
