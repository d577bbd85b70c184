//! What a quota still needs: how many more people, at which stage, by which day.

use super::{Desk, Forecast};
use crate::model::Code;
use crate::rules::Counted;
use crate::rules::count::tree::Spot;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a node still needs for its quota of a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The quota without who is admitted and who is on track.
    pub missing: u32,
    /// The same if everything that is tight succeeds.
    pub if_tight: u32,
    /// Where new people must stand, and by when it must be left: the earliest stage that is not too
    /// late today. None where every stage is too late.
    pub at: Option<(usize, NaiveDate)>,
    /// Of each stage, by its place in [`crate::rules::Rules::procedure`], the last day to leave it at the usual
    /// pace, or the last safe day where that is not known; where cells differ, the earliest.
    pub days: Vec<(usize, NaiveDate)>,
}

/// What the nodes of a book need, asked of one after the other: what they have in common is worked
/// out once.
pub struct Needs<'a> {
    forecast: &'a Forecast,
    desk: Desk<'a>,
    /// The last days of the node that was asked about last.
    days: Option<(usize, Vec<(usize, NaiveDate)>)>,
}

impl Forecast {
    /// What a node needs for its quota of a track, see [`Needs::of`].
    pub fn needed(&self, counted: Counted<'_>, node: usize, track: &Code) -> Option<Need> {
        self.needs(counted).of(node, track)
    }

    /// What the nodes need.
    pub fn needs<'a>(&'a self, counted: Counted<'a>) -> Needs<'a> {
        Needs {
            forecast: self,
            desk: Desk::new(counted, self.pace.clone(), self.deadline),
            days: None,
        }
    }
}

impl Needs<'_> {
    /// What a node needs for its quota of a track; none where it has no quota or enough people are
    /// admitted or on track.
    pub fn of(&mut self, node: usize, track: &Code) -> Option<Need> {
        let (book, figures) = (self.desk.book, self.desk.figures);
        let target = figures.progress(book, node, track).target?;
        let classes = self.forecast.count(node);
        let missing = target.saturating_sub(classes.done.saturating_add(classes.on_track));
        if missing == 0 {
            return None;
        }
        let days = match self.days.take() {
            Some((of, days)) if of == node => days,
            _ => self.last_days(node),
        };
        self.days = Some((node, days.clone()));
        let open = days.iter().find(|(_, day)| figures.today <= *day);
        Some(Need {
            missing,
            if_tight: missing.saturating_sub(classes.tight),
            at: open.copied(),
            days,
        })
    }

    /// The last day to leave each stage for a new file of a node, see [`Need::days`].
    fn last_days(&mut self, node: usize) -> Vec<(usize, NaiveDate)> {
        let (book, rules, figures) = (self.desk.book, self.desk.rules, self.desk.figures);
        let mut days: Vec<Option<NaiveDate>> = vec![None; rules.procedure.stages.len()];
        let mut seen = BTreeSet::new();
        for below in &figures.tree.nodes[node..figures.tree.nodes[node].end] {
            let Spot::Unit(at) = below.spot else { continue };
            if !rules.is_cell(&book.units()[at], figures.today) {
                continue;
            }
            let chain = self.desk.chain_of(at);
            let road = self.desk.road(at, chain, None);
            if !seen.insert(road) {
                continue;
            }
            for leg in &self.desk.roads[road].legs {
                // Where nobody knows how long what follows takes, there is no day to tell.
                let Some(by) = leg.usual_by.or(leg.known.then_some(leg.leave_by)) else {
                    continue;
                };
                let day = days[leg.stage].get_or_insert(by);
                *day = by.min(*day);
            }
        }
        let days = days.into_iter().enumerate();
        days.filter_map(|(stage, day)| Some((stage, day?)))
            .collect()
    }
}
