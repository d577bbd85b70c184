//! In which class a file is, and why.

use chrono::NaiveDate;

/// Whether somebody is admitted in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Admitted in the year, and by the deadline.
    Done,
    /// In time at the usual pace from where the file stands, and every limit allows it: no deadline
    /// of it is missed, certificate and dossier are still worth something on the usual day of the
    /// vote, nothing stands against it. The usual time of every step still to be made is known.
    OnTrack,
    /// Not so, but in time if nothing slips: if each step takes no longer than the quickest files
    /// of the book took (no time where nobody knows), from today, and no earlier than lawful. What
    /// has lost its worth, or would before that, is first made anew, as quickly as ever.
    Tight,
    /// Not even then; or the file rests.
    NotThisYear,
    /// Nothing to forecast: closed, admitted in another year, or on track for a day before a year
    /// that is to come.
    Closed,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Done,
        Self::OnTrack,
        Self::Tight,
        Self::NotThisYear,
        Self::Closed,
    ];
}

/// Why a file is in its class. Limits and conditions are places in the set in force today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Admitted, in time or too late.
    Admitted,
    /// Closed, or admitted in another year.
    Apart,
    /// On track for a day before the year.
    Earlier,
    /// The pace alone.
    Pace,
    /// Nobody knows how long a stage takes: neither enough files nor a limit tell.
    Unknown(usize),
    /// The file has been in its stage longer than all but a few ever were.
    Stalled,
    /// A deadline is missed.
    Missed(usize),
    /// At the usual pace it would be missed, and consent from above be needed.
    Consent(usize),
    /// What it is about is worth something only up to a day.
    Expires(usize),
    /// What it is about is worth nothing any more, or will not be when it is needed at the earliest.
    Expired(usize),
    /// It must be waited for.
    Waits(usize),
    /// A condition that is met only from a day on.
    NotBefore(usize),
    /// A condition that is met only up to a day.
    NotAfter(usize),
    /// A condition that is not met.
    Bars(usize),
    /// The file rests.
    Paused,
    /// Where the file stands is not known.
    Lost,
}

/// What is to be expected of one person's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// The class.
    pub class: Class,
    /// Why.
    pub why: Why,
    /// The stage that decides, by its place in [`crate::rules::Rules::procedure`]: the present one,
    /// unless a day of its own binds a later one more; of [`Why::Expired`] the one that makes it anew.
    pub stage: usize,
    /// The last day to leave that stage: on track, with the usual pace after it; else with the
    /// quickest, and past where that is too late. Of [`Why::NotBefore`] and [`Why::Waits`] the
    /// first day; of who is admitted, the day of that.
    pub by: Option<NaiveDate>,
    /// The day of the admission at the usual pace, were nothing against it; none where that is not
    /// known.
    pub expected: Option<NaiveDate>,
}

impl Outlook {
    /// Whether the file may still come into another class.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.class, Class::Done | Class::Closed) || self.why == Why::Earlier
    }

    pub(super) const fn plain(class: Class, why: Why, stage: usize) -> Self {
        Self {
            class,
            why,
            stage,
            by: None,
            expected: None,
        }
    }
}
