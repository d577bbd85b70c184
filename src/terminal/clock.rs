//! What time it is in the office: the machine's clock at the office's offset, as long as it can be right.

use crate::config::Settings;
use crate::store::{Store, StoreError};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use std::time::Duration;

/// The time in the office, unless the clock cannot be right. Who gives the very day that a clock
/// far behind the newest edit shows says that it is.
pub fn office_time(
    store: &Store,
    settings: &Settings,
    given: Option<NaiveDate>,
) -> Result<DateTime<FixedOffset>, StoreError> {
    match store.now() {
        Err(StoreError::ClockAhead { shown, newest }) => {
            let at = settings.at(store.plain_now()?);
            let meant = given == Some(at.date_naive());
            meant
                .then_some(at)
                .ok_or(StoreError::ClockAhead { shown, newest })
        }
        now => now.map(|now| settings.at(now)),
    }
}

/// The clock of an open board. One that goes wrong meanwhile is not followed.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// When the clock was last believed, by itself and on the running clock.
    good: Option<(DateTime<FixedOffset>, Duration)>,
    /// Whether it was told that it is not believed.
    told: bool,
}

/// What a look at the clock found.
pub(super) struct Seen {
    /// The time in the office.
    pub(super) now: Result<DateTime<FixedOffset>, StoreError>,
    /// Why the clock is not followed, the first time.
    pub(super) trouble: Option<StoreError>,
}

impl Watch {
    /// The time, counted on from when the clock was last believed if it no longer is.
    pub(super) fn look(
        &mut self,
        clock: Result<DateTime<FixedOffset>, StoreError>,
        running: Duration,
    ) -> Seen {
        match clock {
            Ok(now) => {
                self.good = Some((now, running));
                self.told = false;
                Seen {
                    now: Ok(now),
                    trouble: None,
                }
            }
            Err(wrong) => {
                let first = !std::mem::replace(&mut self.told, true);
                let counted = self.good.map(|(good, at)| {
                    let since = running.saturating_sub(at);
                    let since = TimeDelta::from_std(since).unwrap_or_default();
                    good + since
                });
                Seen {
                    now: counted.ok_or_else(|| wrong.clone()),
                    trouble: first.then_some(wrong),
                }
            }
        }
    }
}
