//! Days as lists write them, with the order of day and month decided by the whole column.

use super::grid::Value;
use crate::model::import::DayOrder;
use crate::model::{PartialDay, Spellings, fold, in_reach, parse_loose};
use chrono::{Days, NaiveDate};

/// A day as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// As far as it is known, in whatever order.
    Sure(PartialDay),
    /// Two small numbers and a year, of which the order is the column's.
    Numbers(u32, u32, String),
    /// No day.
    None,
}

/// A day as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// This one.
    Day(PartialDay),
    /// It would be one if the month came first.
    MonthFirst(NaiveDate),
    /// None.
    None,
}

/// The serial numbers that stand for days in lists of living people.
const SERIALS: std::ops::RangeInclusive<f64> = 7_000.0..=80_000.0;

/// The years that a number alone can be.
const YEARS: std::ops::RangeInclusive<f64> = 1_900.0..=2_200.0;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

fn of_serial(serial: f64) -> Option<PartialDay> {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let day = epoch.checked_add_days(Days::new(serial as u64))?;
    Some(PartialDay::from(day))
}

fn of_number(number: f64) -> Written {
    let whole = number.fract() == 0.0;
    let read = if whole && YEARS.contains(&number) {
        PartialDay::of_year(number as i32)
    } else if SERIALS.contains(&number) {
        of_serial(number)
    } else {
        None
    };
    read.map_or(Written::None, Written::Sure)
}

fn ymd(year: u32, month: u32, day: u32) -> Option<PartialDay> {
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    in_reach(day).ok().map(PartialDay::from)
}

fn year_of(text: &str) -> Option<i32> {
    let year = (text.len() == 4)
        .then(|| text.parse::<i32>().ok())
        .flatten()?;
    YEARS.contains(&f64::from(year)).then_some(year)
}

/// A day with the word for its month: `15 Aug 2001`, `Aug 15, 2001`.
fn with_word(words: &[&str]) -> Option<PartialDay> {
    let month = |word: &str| {
        let short = word
            .get(..3)
            .filter(|_| word.chars().all(char::is_alphabetic))?;
        let at = MONTHS.iter().position(|month| *month == short)?;
        u32::try_from(at + 1).ok()
    };
    let number = |word: &str| word.parse::<u32>().ok();
    match *words {
        [a, b, year] => {
            let year = u32::try_from(year_of(year)?).ok()?;
            let (day, month) = match (month(a), month(b)) {
                (Some(month), _) => (number(b)?, month),
                (_, Some(month)) => (number(a)?, month),
                _ => return None,
            };
            ymd(year, month, day)
        }
        [a, year] => PartialDay::of_month(year_of(year)?, month(a)?),
        _ => None,
    }
}

/// What a text says of a day.
fn of_text(text: &str) -> Written {
    let mut folded = fold(text);
    for (word, sign) in [("ngay", " "), ("thang", "/"), ("nam", "/")] {
        folded = folded.replace(word, sign);
    }
    // A time of day is no part of it.
    let folded = folded.trim().trim_matches(['.', ',', ';']);
    let folded = match folded.split_once([' ', 't']) {
        Some((day, time)) if time.contains(':') && day.contains(|c: char| c.is_ascii_digit()) => {
            day
        }
        _ => folded,
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let parts = folded.split(['/', '-', '.', '–', ' ', ',']);
    let parts: Vec<&str> = parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let small = |text: &str| {
        let text = text.strip_prefix('t').unwrap_or(text);
        (digits(text) && text.len() <= 2)
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let sure = |day: Option<PartialDay>| day.map_or(Written::None, Written::Sure);
    match parts[..] {
        [one] if digits(one) && one.len() == 8 => {
            let number = |from: usize, to: usize| one[from..to].parse::<u32>().unwrap_or(0);
            let year_first = ymd(number(0, 4), number(4, 6), number(6, 8));
            match (year_first, number(4, 8)) {
                (Some(day), _) if ymd(number(4, 8), number(2, 4), number(0, 2)).is_none() => {
                    Written::Sure(day)
                }
                (None, _) => Written::Numbers(number(0, 2), number(2, 4), one[4..].to_owned()),
                _ => Written::None,
            }
        }
        [one] if digits(one) => one.parse::<f64>().map_or(Written::None, of_number),
        [a, b] if digits(b) && year_of(b).is_some() && small(a).is_some() => {
            let month = small(a).zip(year_of(b));
            sure(month.and_then(|(month, year)| PartialDay::of_month(year, month)))
        }
        [a, b] if digits(a) && year_of(a).is_some() && small(b).is_some() => {
            let month = small(b).zip(year_of(a));
            sure(month.and_then(|(month, year)| PartialDay::of_month(year, month)))
        }
        [year, month, day] if digits(year) && year.len() == 4 => {
            let numbers = small(month).zip(small(day)).zip(year_of(year));
            sure(numbers.and_then(|((m, d), y)| ymd(y as u32, m, d)))
        }
        [a, b, year] if digits(year) && matches!(year.len(), 2 | 4) => match (small(a), small(b)) {
            (Some(a), Some(b)) => Written::Numbers(a, b, year.to_owned()),
            _ => sure(with_word(&parts)),
        },
        _ => sure(with_word(&parts)),
    }
}

/// What a cell says of a day.
pub(super) fn written(value: &Value) -> Written {
    match value {
        Value::Day(day) => match in_reach(day.first()) {
            Ok(_) => Written::Sure(*day),
            Err(_) => Written::None,
        },
        Value::Number(number) => of_number(*number),
        Value::Text(text) => of_text(&super::cells::line(text)),
        Value::Truth(_) | Value::Fault(_) => Written::None,
    }
}

/// The two ends of a range; the second is none where one day alone stands there.
pub(super) fn range(text: &str) -> (Written, Option<Written>) {
    let whole = of_text(text);
    if whole != Written::None {
        return (whole, None);
    }
    let folded = fold(text);
    for sign in [" - ", " – ", " — ", "den", "->", "→", " to ", "–", "-"] {
        let Some((from, to)) = folded.split_once(sign) else {
            continue;
        };
        let from = from
            .trim()
            .trim_start_matches("tu")
            .trim_start_matches("from")
            .trim();
        let to = to.trim();
        let until = of_text(to);
        if until == Written::None {
            continue;
        }
        // What the first lacks is as in the second: `09 - 18/9/2022`, `09/9 - 18/9/2022`.
        let lent = to.match_indices(['/', '.', '-']).map(|(at, _)| &to[at..]);
        let fuller = lent.map(|rest| of_text(&format!("{from}{rest}")));
        let first = std::iter::once(of_text(from)).chain(fuller);
        if let Some(first) = first.into_iter().find(|first| *first != Written::None) {
            return (first, Some(until));
        }
    }
    (Written::None, None)
}

/// How the days of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    month_first: bool,
    proved: bool,
    today: NaiveDate,
}

impl Order {
    /// Decided by all days of a column; the day comes first unless it is said otherwise.
    pub(super) fn of<'w>(
        column: impl IntoIterator<Item = &'w Written>,
        said: Option<DayOrder>,
        today: NaiveDate,
    ) -> Self {
        let mut days = column.into_iter();
        let proved = days.any(|day| matches!(day, Written::Numbers(first, ..) if *first > 12));
        Self {
            month_first: said == Some(DayOrder::MonthFirst),
            proved: said.is_some() || proved,
            today,
        }
    }

    /// Whether a day would be another if the month came first, and nothing proves that it does not.
    pub(super) fn doubts(self, day: &Written) -> bool {
        let Written::Numbers(first, second, _) = day else {
            return false;
        };
        !self.proved && first != second && *first <= 12 && *second <= 12
    }

    /// The day.
    pub(super) fn read(self, written: &Written) -> Read {
        match written {
            Written::Sure(day) => Read::Day(*day),
            Written::None => Read::None,
            Written::Numbers(first, second, year) => {
                let day = |day: u32, month: u32| {
                    let text = format!("{day}/{month}/{year}");
                    parse_loose(&text, self.today, &Spellings::default()).ok()
                };
                let (plain, turned) = (day(*first, *second), day(*second, *first));
                match (self.month_first, plain, turned) {
                    (false, Some(day), _) | (true, _, Some(day)) => Read::Day(day.into()),
                    (false, None, Some(day)) => Read::MonthFirst(day),
                    _ => Read::None,
                }
            }
        }
    }
}
