//! What a quota still needs: how many more people, at which stage, by which day.

use super::{Desk, Forecast};
use crate::model::Code;
use crate::rules::Counted;
use crate::rules::count::tree::Spot;
use crate::rules::procedure::route::passage;
use chrono::NaiveDate;

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

impl Forecast {
    /// What a node needs for its quota of a track; none where it has no quota or enough people are
    /// admitted or on track.
    pub fn needed(&self, counted: Counted<'_>, node: usize, track: &Code) -> Option<Need> {
        let Counted { book, figures, .. } = counted;
        let target = figures.progress(book, node, track).target?;
        let classes = self.count(node);
        let missing = target.saturating_sub(classes.done.saturating_add(classes.on_track));
        if missing == 0 {
            return None;
        }
        let days = self.last_days(counted, node);
        let open = days.iter().find(|(_, day)| figures.today <= *day);
        Some(Need {
            missing,
            if_tight: missing.saturating_sub(classes.tight),
            at: open.copied(),
            days,
        })
    }

    /// The last day to leave each stage for a new file of a node, see [`Need::days`].
    pub fn last_days(&self, counted: Counted<'_>, node: usize) -> Vec<(usize, NaiveDate)> {
        let Counted {
            book,
            rules,
            figures,
        } = counted;
        let mut desk = Desk::new(counted, self.pace.clone(), self.deadline);
        let mut days: Vec<Option<NaiveDate>> = vec![None; rules.procedure.stages.len()];
        let below = &figures.tree.nodes[node..figures.tree.nodes[node].end];
        let mut seen = Vec::new();
        for spot in below.iter().map(|node| node.spot) {
            let Spot::Unit(at) = spot else { continue };
            let unit = &book.units()[at];
            let kind = rules.kind(&unit.kind);
            if !kind.is_some_and(|kind| kind.holds_candidates) {
                continue;
            }
            let chain = passage(counted.known(), unit, figures.today).chain;
            let road = desk.road(at, chain, None);
            if seen.contains(&road) {
                continue;
            }
            seen.push(road);
            for leg in &desk.roads[road].legs {
                let by = leg.usual_by.unwrap_or(leg.leave_by);
                let day = days[leg.stage].get_or_insert(by);
                *day = by.min(*day);
            }
        }
        let days = days.into_iter().enumerate();
        days.filter_map(|(stage, day)| Some((stage, day?)))
            .collect()
    }
}
