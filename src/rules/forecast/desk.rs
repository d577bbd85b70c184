//! Looks at the files of a book one unit after the other, and keeps what many of them have in common.

use super::class::{Class, Outlook, Why};
use super::classes::{Apart, Own};
use super::outlook::{Ask, Term};
use super::road::Road;
use crate::model::{Book, Chain, Code};
use crate::rules::count::above::is_steady;
use crate::rules::count::figures::Figures;
use crate::rules::count::line::Line;
use crate::rules::count::standing::{Standing, State, standing};
use crate::rules::count::year::as_of;
use crate::rules::forecast::pace::Pace;
use crate::rules::procedure::route::passage;
use crate::rules::{Counted, Known, Rules};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

/// Looks at files one unit after the other, and keeps what many have in common.
pub(super) struct Desk<'a> {
    pub(super) book: &'a Book,
    pub(super) rules: &'a Rules,
    pub(super) figures: &'a Figures,
    pub(super) pace: Arc<Pace>,
    pub(super) term: Term,
    /// The stage in which those begin who are admitted as the book counts.
    pub(super) admitted: usize,
    /// By the committee above and the kind of the unit, where no row of its own says another.
    chains: HashMap<(usize, Option<&'a Code>), Chain>,
    pub(super) roads: Vec<Road<'a>>,
    /// Of the roads, by the committee above, the chain, and a stage off the route.
    places: HashMap<(Option<usize>, Chain, Option<usize>), usize>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(counted: Counted<'a>, pace: Arc<Pace>, deadline: NaiveDate) -> Self {
        let Counted {
            book,
            rules,
            figures,
        } = counted;
        let first = NaiveDate::from_ymd_opt(figures.year, 1, 1);
        Self {
            book,
            rules,
            figures,
            pace,
            term: Term {
                today: figures.today,
                opens: first.unwrap_or(NaiveDate::MIN),
                deadline,
            },
            admitted: rules.admitted_at(book.settings().counting),
            chains: HashMap::new(),
            roads: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// The chain of a unit that follows people.
    pub(super) fn chain(&mut self, at: usize) -> Option<Chain> {
        let follows = !self.book.units()[at].candidates.is_empty();
        follows.then(|| self.chain_of(at))
    }

    /// The chain of a unit, whether it follows people or not.
    pub(super) fn chain_of(&mut self, at: usize) -> Chain {
        let (book, rules, today) = (self.book, self.rules, self.term.today);
        let unit = &book.units()[at];
        let found = || passage(Known::new(book, rules, today), unit, today).chain;
        let above = self.pace.above(at).filter(|_| unit.routes.is_empty());
        let alike = |above| {
            *self
                .chains
                .entry((above, unit.kind_on(today)))
                .or_insert_with(found)
        };
        above.map_or_else(found, alike)
    }

    pub(super) fn look(&mut self, at: usize) -> Own {
        let unit = &self.book.units()[at];
        let year = self.figures.year;
        let mut own = Own {
            chain: self.chain(at),
            ..Own::default()
        };
        let steady = is_steady(self.book, unit);
        let unlisted = unit.unlisted.iter();
        let unlisted = unlisted.filter(|row| steady && row.year == year);
        unlisted.for_each(|row| own.classes.add(Class::Done, row.count));
        own.outlooks.reserve(unit.candidates.len());
        let road = own.chain.map(|chain| self.road(at, chain, None));
        let lines: Vec<Line> = self.figures.lines(at).collect();
        for line in lines {
            let outlook = self.person(line, road);
            match self.figures.made_of(line) {
                Some((on, Some(cell))) if outlook.class == Class::Done => own.apart.push(Apart {
                    slot: line.slot,
                    cell: cell.clone(),
                    on,
                }),
                _ => own.classes.add(outlook.class, 1),
            }
            own.outlooks.push(outlook);
        }
        own
    }

    /// What becomes of one person of a unit.
    pub(super) fn again(&mut self, line: Line) -> Outlook {
        let unit = line.unit as usize;
        let road = self.chain(unit).map(|chain| self.road(unit, chain, None));
        self.person(line, road)
    }

    fn person(&mut self, line: Line, road: Option<usize>) -> Outlook {
        let (book, rules, figures) = (self.book, self.rules, self.figures);
        let day = as_of(figures.year, figures.today);
        let counting = book.settings().counting;
        let then = (day < figures.today)
            .then(|| standing(line.person(book), &rules.procedure, counting, day))
            .flatten();
        let Some(now) = then.as_ref().or(figures.standing(line)) else {
            return Outlook::plain(Class::NotThisYear, Why::Lost, 0);
        };
        let over = day < figures.today;
        let plain = |class, why| Outlook::plain(class, why, now.stage);
        if let Some((on, _)) = figures.made_of(line) {
            let class = if on <= self.term.deadline {
                Class::Done
            } else {
                Class::NotThisYear
            };
            return Outlook {
                by: Some(on),
                expected: Some(on),
                ..plain(class, Why::Admitted)
            };
        }
        match now.admitted {
            Some(_) => plain(Class::Closed, Why::Apart),
            None if over || matches!(now.state, State::Ended(..)) || self.admitted <= now.stage => {
                plain(Class::Closed, Why::Apart)
            }
            None => {
                let asked = road.and_then(|road| self.ask(line, road, now, 0));
                asked.unwrap_or_else(|| plain(Class::NotThisYear, Why::Lost))
            }
        }
    }

    /// What becomes of a file that is on its way, on the road of its unit.
    pub(super) fn ask(
        &mut self,
        line: Line,
        road: usize,
        now: &Standing,
        delay: u32,
    ) -> Option<Outlook> {
        let unit = line.unit as usize;
        let road = self.road_by(unit, road, now.stage);
        let ask = Ask {
            road: &self.roads[road],
            pace: &self.pace,
            term: self.term,
            unit: (unit, line.unit(self.book)),
            now,
            delay,
        };
        ask.outlook(Some(line.person(self.book)))
    }

    /// The road of a unit's files on a chain; a stage off the route may be kept in it.
    pub(super) fn road(&mut self, unit: usize, chain: Chain, off: Option<usize>) -> usize {
        let above = self.pace.above(unit);
        let next = self.roads.len();
        let at = *self.places.entry((above, chain, off)).or_insert(next);
        if at == next {
            let route = (chain, self.book.settings().counting, off);
            let days = (self.term.deadline, self.term.today);
            let road = Road::new(self.rules, &self.pace, unit, route, days);
            self.roads.push(road);
        }
        at
    }

    /// The road by a stage: the unit's own, or one that goes by a stage off its route.
    pub(super) fn road_by(&mut self, unit: usize, road: usize, stage: usize) -> usize {
        if self.roads[road].path.place(stage).is_some() {
            return road;
        }
        let chain = self.roads[road].path.chain;
        self.road(unit, chain, Some(stage))
    }
}
