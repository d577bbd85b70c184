//! Counting time limits: working days without week-ends and public holidays, and calendar months.

use super::holiday::{Holiday, in_lieu, is_weekend, needless};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A length of time, as a limit states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Length {
    /// Days that are neither week-end nor public holiday.
    WorkingDays(u32),
    /// Calendar months; a day that the month has not becomes its last one.
    Months(u32),
}

/// A day off on Monday to Friday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOff {
    /// The day.
    pub day: NaiveDate,
    /// The place of its row in [`Calendar::rows`]; of a day in lieu that of its holiday.
    pub row: usize,
    /// Whether it is given for a holiday on a week-end.
    pub lieu: bool,
}

/// A due day, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCount {
    /// The last day of the length.
    pub due: NaiveDate,
    /// Days off on Monday to Friday within the count; none for months.
    pub skipped: Vec<DayOff>,
    /// Week-end days left out; none for months.
    pub weekend_days: u32,
    /// Whether every skipped holiday was announced.
    pub confirmed: bool,
    /// Whether the calendar knows every year of the count; months need no calendar.
    pub covered: bool,
}

/// A day on which the count departs from Monday to Friday.
#[derive(Debug, Clone, Copy)]
struct Exception {
    day: i64,
    /// Working days up to and with it.
    ordinal: i64,
    /// By how much all exceptions up to and with it alter the number of working days.
    shift: i64,
}

/// The working days; without rows, every Monday to Friday.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    rows: Vec<Holiday>,
    /// Days off on Monday to Friday, each once.
    off: Vec<DayOff>,
    /// Ascending.
    exceptions: Vec<Exception>,
    /// Years with a holiday, ascending.
    years: Vec<i32>,
}

impl Calendar {
    /// Makes ready to count; rows may stand in any order and name a day twice.
    pub fn new(rows: Vec<Holiday>) -> Self {
        let off = |(day, row), lieu| DayOff { day, row, lieu };
        let named = rows.iter().enumerate().flat_map(|(row, holiday)| {
            let days = holiday.days.iter();
            days.map(move |day| off((*day, row), false))
        });
        let lieu = in_lieu(&rows).into_iter().map(|given| off(given, true));
        let mut all: Vec<DayOff> = named.chain(lieu).collect();
        // Of two rows for a day, an announced one speaks for it.
        all.sort_unstable_by_key(|off| (off.day, !rows[off.row].confirmed, !off.lieu, off.row));
        all.dedup_by_key(|off| off.day);
        let mut years: Vec<i32> = all.iter().map(|off| off.day.year()).collect();
        years.dedup();

        let mut worked: Vec<_> = rows.iter().flat_map(|row| &row.worked).copied().collect();
        worked.retain(|day| is_weekend(*day) && all.binary_search_by_key(day, |o| o.day).is_err());
        worked.sort_unstable();
        worked.dedup();
        let mut off = all;
        off.retain(|off| !is_weekend(off.day));

        let mut steps: Vec<(i64, i64)> = off.iter().map(|off| (number(off.day), -1)).collect();
        steps.extend(worked.iter().map(|day| (number(*day), 1)));
        steps.sort_unstable();
        let mut shift = 0;
        let exceptions = steps.into_iter().map(|(day, step)| {
            shift += step;
            let ordinal = weekdays(day) + shift;
            Exception {
                day,
                ordinal,
                shift,
            }
        });
        let exceptions = exceptions.collect();
        Self {
            rows,
            off,
            exceptions,
            years,
        }
    }

    /// The holidays, in the order given.
    pub fn rows(&self) -> &[Holiday] {
        &self.rows
    }

    /// The places of the user's rows that alter nothing any more.
    pub fn needless(&self) -> Vec<usize> {
        needless(&self.rows)
    }

    /// Whether a day counts.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let day = number(day);
        self.ordinal(day) > self.ordinal(day - 1)
    }

    /// The last day of a length; the start day itself is not counted.
    ///
    /// A due day by months stays where it falls, also on a week-end. What lies beyond the last day
    /// that can be named is that day.
    pub fn due(&self, start: NaiveDate, length: Length) -> NaiveDate {
        match length {
            Length::WorkingDays(0) => start,
            Length::WorkingDays(n) => date(self.nth(self.ordinal(number(start)) + i64::from(n))),
            Length::Months(n) => start
                .checked_add_months(Months::new(n))
                .unwrap_or(NaiveDate::MAX),
        }
    }

    /// The last day of a length, and what was left out on the way there.
    pub fn count(&self, start: NaiveDate, length: Length) -> DayCount {
        let due = self.due(start, length);
        if let Length::Months(_) = length {
            return DayCount {
                due,
                skipped: Vec::new(),
                weekend_days: 0,
                confirmed: true,
                covered: true,
            };
        }
        let from = self.off.partition_point(|off| off.day <= start);
        let upto = self.off.partition_point(|off| off.day <= due);
        let skipped = self.off[from..upto].to_vec();
        let days = (number(due) - number(start)) as u32;
        let weekend_days = days - self.working_days(start, due) - skipped.len() as u32;
        let confirmed = skipped.iter().all(|off| self.rows[off.row].confirmed);
        DayCount {
            due,
            skipped,
            weekend_days,
            confirmed,
            covered: self.covers(start, due),
        }
    }

    /// Working days after the one day, up to and with the other.
    pub fn working_days(&self, after: NaiveDate, upto: NaiveDate) -> u32 {
        let days = self.ordinal(number(upto)) - self.ordinal(number(after));
        days.max(0) as u32
    }

    /// The last start day from which a length is over no later than the due day.
    pub fn back(&self, due: NaiveDate, length: Length) -> NaiveDate {
        match length {
            Length::WorkingDays(0) => due,
            Length::WorkingDays(n) => {
                let left = self.ordinal(number(due)) - i64::from(n);
                date(self.nth(left + 1) - 1)
            }
            Length::Months(n) => {
                let start = due
                    .checked_sub_months(Months::new(n))
                    .unwrap_or(NaiveDate::MIN);
                // From all later days of a longer month, the length ends on the same last day.
                if due.day() == u32::from(due.num_days_in_month()) {
                    let last = u32::from(start.num_days_in_month());
                    start.with_day(last).unwrap_or(start)
                } else {
                    start
                }
            }
        }
    }

    /// Working days from a fixed Monday up to and with a day.
    fn ordinal(&self, day: i64) -> i64 {
        let before = self.exceptions.partition_point(|e| e.day <= day);
        weekdays(day) + self.shift(before)
    }

    /// The working day with an ordinal.
    fn nth(&self, ordinal: i64) -> i64 {
        let before = self.exceptions.partition_point(|e| e.ordinal < ordinal);
        let plain = nth_weekday(ordinal - self.shift(before));
        // A worked week-end day may come before the Monday that the plain week gives.
        match self.exceptions.get(before) {
            Some(next) => plain.min(next.day),
            None => plain,
        }
    }

    fn shift(&self, exceptions: usize) -> i64 {
        let last = exceptions.checked_sub(1).map(|at| &self.exceptions[at]);
        last.map_or(0, |e| e.shift)
    }

    fn covers(&self, start: NaiveDate, due: NaiveDate) -> bool {
        let first = (start + Days::new(u64::from(start < due))).year();
        let (Ok(from), Ok(upto)) = (
            self.years.binary_search(&first),
            self.years.binary_search(&due.year()),
        ) else {
            return start == due;
        };
        (upto - from) as i32 == due.year() - first
    }
}

/// Days since Monday 1/1/0001.
fn number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - 1
}

/// The day of a number; the first or the last one that can be named if it is beyond.
fn date(number: i64) -> NaiveDate {
    let named = i32::try_from(number + 1).ok();
    let beyond = if number < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    };
    named
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(beyond)
}

/// Mondays to Fridays from day 0 up to and with a day.
fn weekdays(day: i64) -> i64 {
    5 * day.div_euclid(7) + (day.rem_euclid(7) + 1).min(5)
}

/// The first day by which that many Mondays to Fridays have passed.
fn nth_weekday(count: i64) -> i64 {
    7 * (count - 1).div_euclid(5) + (count - 1).rem_euclid(5)
}
