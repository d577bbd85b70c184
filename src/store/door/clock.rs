//! The machine's clock, as far as it can be right: what it says stands in journals and decides deadlines.

use crate::model::{Damage, DamageKind, Message};
use crate::store::door::Store;
use crate::store::error::StoreError;
use crate::store::journal::month::Month;
use chrono::{DateTime, Datelike, Days, Utc};
use std::time::{SystemTime, UNIX_EPOCH};

/// The first year that this program can run in: its oldest rule set in use is of then.
const FIRST: i32 = 2016;

/// The last year that a clock is believed.
const LAST: i32 = 2100;

/// How many years behind a book's newest edit a clock is believed without being asked about.
const REACH: i32 = 10;

/// A moment of the system as one of the calendar; none where the calendar has no such day.
fn moment(now: SystemTime) -> Option<DateTime<Utc>> {
    let seconds = |length: std::time::Duration| i64::try_from(length.as_secs()).ok();
    match now.duration_since(UNIX_EPOCH) {
        Ok(after) => DateTime::from_timestamp(seconds(after)?, after.subsec_nanos()),
        Err(before) => DateTime::from_timestamp(seconds(before.duration())?.checked_neg()?, 0),
    }
}

/// What a clock that cannot be right shows.
fn shown(moment: Option<DateTime<Utc>>) -> String {
    moment.map_or_else(
        || "?".to_owned(),
        |at| format!("{:02}/{:02}/{}", at.day(), at.month(), at.year()),
    )
}

impl Store {
    /// What the clock says, unless it cannot be right: a year that is past belief, or far behind
    /// the newest edit of the book.
    pub fn now(&self) -> Result<DateTime<Utc>, StoreError> {
        let now = self.plain_now()?;
        match self.newest_year() {
            Some(newest) if now.year() > newest + REACH => Err(StoreError::ClockAhead {
                shown: shown(Some(now)),
                newest,
            }),
            _ => Ok(now),
        }
    }

    /// The same where somebody says that it is right: only what nobody can mean is refused.
    pub fn plain_now(&self) -> Result<DateTime<Utc>, StoreError> {
        let now = moment(self.fs.now());
        now.filter(|now| (FIRST..=LAST).contains(&now.year()))
            .ok_or_else(|| StoreError::Clock(shown(now)))
    }

    /// Journals of a month that is still to come: a clock that has run ahead, and edits that go on
    /// there, because the order of the lines is not to be broken.
    pub fn journals_ahead(&self) -> Vec<Damage> {
        let Some(now) = moment(self.fs.now()) else {
            return Vec::new();
        };
        // No zone is further ahead than a day.
        let Some(last) = now.checked_add_days(Days::new(1)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (replica, name) in self.journals() {
            let Some(month) = Month::parse(&name).filter(|month| *month > Month::of(&last.into()))
            else {
                continue;
            };
            found.push(Damage {
                kind: DamageKind::Ahead,
                path: format!("journal/{replica}/{name}"),
                line: 0,
                message: Message::warning("check.journal-ahead")
                    .with("month", month.shown())
                    .with("shown", shown(Some(now))),
            });
        }
        found.sort_by(|one, other| one.path.cmp(&other.path));
        found
    }

    /// The names of what lies in the folders of the journals, each with its folder's.
    fn journals(&self) -> impl Iterator<Item = (String, String)> {
        let replicas = self.fs.list(&self.layout.journal_dir()).unwrap_or_default();
        replicas.into_iter().flat_map(|replica| {
            let dir = self.layout.journal_dir().join(&replica);
            let replica = replica.to_string_lossy().into_owned();
            let names = self.fs.list(&dir).unwrap_or_default().into_iter();
            names.filter_map(move |name| Some((replica.clone(), name.into_string().ok()?)))
        })
    }

    /// The year of the newest journal, of those that a clock which was right can have written.
    fn newest_year(&self) -> Option<i32> {
        let months = self.journals();
        let years = months.filter_map(|(_, name)| name.split_once('-')?.0.parse().ok());
        years.filter(|year| *year <= LAST).max()
    }
}
