//! How many people are in each class, of an organisation alone.

use super::class::{Class, Outlook};
use crate::model::{Chain, UnitId};
use chrono::NaiveDate;

/// How many people are in each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes {
    /// Admitted in time, also without a record here.
    pub done: u32,
    /// In time at the usual pace.
    pub on_track: u32,
    /// In time if nothing slips.
    pub tight: u32,
    /// Not in time.
    pub not_this_year: u32,
    /// Nothing to forecast.
    pub closed: u32,
}

impl Classes {
    /// How many are in a class.
    pub fn of(&self, class: Class) -> u32 {
        match class {
            Class::Done => self.done,
            Class::OnTrack => self.on_track,
            Class::Tight => self.tight,
            Class::NotThisYear => self.not_this_year,
            Class::Closed => self.closed,
        }
    }

    /// All of them.
    pub fn all(&self) -> u32 {
        let all = Class::ALL.map(|class| self.of(class));
        all.into_iter().fold(0, u32::saturating_add)
    }

    pub(super) fn of_mut(&mut self, class: Class) -> &mut u32 {
        match class {
            Class::Done => &mut self.done,
            Class::OnTrack => &mut self.on_track,
            Class::Tight => &mut self.tight,
            Class::NotThisYear => &mut self.not_this_year,
            Class::Closed => &mut self.closed,
        }
    }

    pub(super) fn add(&mut self, class: Class, people: u32) {
        let sum = self.of_mut(class);
        *sum = sum.saturating_add(people);
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for class in Class::ALL {
            self.add(class, other.of(class));
        }
    }
}

/// What is known of an organisation alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Own {
    /// None where it follows nobody.
    pub(super) chain: Option<Chain>,
    /// By the person's place in the unit.
    pub(super) outlooks: Vec<Outlook>,
    pub(super) classes: Classes,
    pub(super) apart: Vec<Apart>,
}

/// Somebody whose admission counts by itself for all that stood above the cell on its day: one that
/// handed the file over since, or has not always stood where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Apart {
    /// The person's place in the unit.
    pub(super) slot: u32,
    pub(super) cell: UnitId,
    pub(super) on: NaiveDate,
}
