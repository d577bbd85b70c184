//! How far an organisation is with a quota, for everybody or for a group.

use crate::model::{Book, Code, Exemption, Quota, Unit};
use crate::rules::Known;
use crate::rules::count::figures::{Figures, percent_tenths};
use crate::rules::count::tree::Spot;
use crate::rules::count::year::as_of;

/// How far an organisation is with one quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// People admitted.
    pub admitted: u32,
    /// People to admit; none where no quota is on record.
    pub target: Option<u32>,
    /// The organisation owes nobody this year.
    pub exempt: bool,
}

impl Progress {
    /// Still missing; 0 when reached. None where nobody is owed.
    pub fn missing(self) -> Option<u32> {
        let owed = self.target.filter(|_| !self.exempt);
        owed.map(|t| t.saturating_sub(self.admitted))
    }

    /// People a month that would make the quota in the days left, in tenths, rounded up; a month
    /// has 30 days here. None where nobody is missing or no day is left.
    pub fn per_month(self, days_left: i64) -> Option<u64> {
        let days = u64::try_from(days_left).ok().filter(|days| *days > 0)?;
        let missing = self.missing().filter(|missing| *missing > 0)?;
        Some((u64::from(missing) * 300).div_ceil(days))
    }

    /// Percent in tenths; over 1000 when over-fulfilled.
    pub fn percent_tenths(self) -> Option<u64> {
        self.target.and_then(|t| percent_tenths(self.admitted, t))
    }
}

impl Figures {
    /// A node's quota of a track, for a group or for everybody, on the day of the figures.
    pub fn quota<'a>(
        &self,
        book: &'a Book,
        node: usize,
        (track, group): (&Code, Option<&Code>),
    ) -> Option<&'a Quota> {
        let unit = self.unit(book, node)?;
        let day = as_of(self.year, self.today);
        unit.quota_on(self.year, track, group, day)
    }

    fn target(&self, book: &Book, node: usize, of: (&Code, Option<&Code>)) -> Option<u32> {
        self.quota(book, node, of).map(|quota| quota.target)
    }

    fn unit<'a>(&self, book: &'a Book, node: usize) -> Option<&'a Unit> {
        match self.tree.nodes[node].spot {
            Spot::Unit(at) => Some(&book.units()[at]),
            Spot::Unreadable(_) => None,
        }
    }

    /// What exempts a node from the year's quota.
    pub fn exemption<'a>(&self, book: &'a Book, node: usize) -> Option<&'a Exemption> {
        let day = as_of(self.year, self.today);
        let unit = self.unit(book, node)?;
        unit.exemption_on(self.year, day)
    }

    /// How far a node is with a track's quota.
    pub fn progress(&self, book: &Book, node: usize, track: &Code) -> Progress {
        Progress {
            admitted: self.tally(node).admitted(),
            target: self.target(book, node, (track, None)),
            exempt: self.exemption(book, node).is_some(),
        }
    }

    /// How far a node is with a track's quota for a group. Only admissions with a record here
    /// can be told to be of it.
    pub fn group_progress(
        &self,
        known: Known<'_>,
        node: usize,
        track: &Code,
        group: &Code,
    ) -> Progress {
        let Known { book, rules, .. } = known;
        let place = rules.groups.iter().position(|row| row.id == *group);
        Progress {
            admitted: place.map_or(0, |at| self.of_group(node, at)),
            target: self.target(book, node, (track, Some(group))),
            exempt: self.exemption(book, node).is_some(),
        }
    }

    /// What the organisations directly below a node were given of a track together; none if none
    /// was given any.
    pub fn allotted(&self, book: &Book, node: usize, track: &Code) -> Option<u32> {
        self.tree
            .children(node)
            .filter_map(|child| self.target(book, child, (track, None)))
            .reduce(u32::saturating_add)
    }
}
