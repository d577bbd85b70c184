//! Days typed loosely, as a clerk writes them: `15/3`, a word for today, `+30`.

use super::fold::fold;
use super::refusal::{DateFault, Refusal};
use super::spellings::Spellings;
use chrono::{Datelike, Days, NaiveDate};

/// Years that a date of this book can have.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A day as Vietnamese offices write it: `27/11/2022`.
pub fn show(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// Reads a day: `27/11/2022`, `27/11` (this year), `27` (this month), `2022-11-27`, a word
/// for today or yesterday, `+30`, `-3` (days from today). `/`, `-` and `.` separate alike; a year of two
/// digits is of this century up to next year, else of the last.
pub fn parse_loose(
    text: &str,
    today: NaiveDate,
    spellings: &Spellings,
) -> Result<NaiveDate, Refusal> {
    read(text, today, spellings).map_err(Refusal::BadDate)
}

fn read(text: &str, today: NaiveDate, spellings: &Spellings) -> Result<NaiveDate, DateFault> {
    let text = fold(text.trim());
    if spellings.today.is(&text) {
        return Ok(today);
    }
    if spellings.yesterday.is(&text) {
        return today.pred_opt().ok_or(DateFault::YearOutOfRange);
    }
    if let Some(days) = text.strip_prefix('+') {
        let moved = days.trim().parse().ok().map(Days::new);
        return moved
            .and_then(|d| today.checked_add_days(d))
            .map_or(Err(DateFault::NotADate), in_range);
    }
    if let Some(days) = text.strip_prefix('-') {
        let moved = days.trim().parse().ok().map(Days::new);
        return moved
            .and_then(|d| today.checked_sub_days(d))
            .map_or(Err(DateFault::NotADate), in_range);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let number = |s: &str| {
        let digits = !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
        if digits {
            s.parse::<u32>().map_err(|_| DateFault::NotADate)
        } else {
            Err(DateFault::NotADate)
        }
    };
    let (day, month, year) = match parts[..] {
        [year, month, day] if year.len() == 4 => {
            (number(day)?, number(month)?, number(year)? as i32)
        }
        [day, month, year] => (
            number(day)?,
            number(month)?,
            full_year(number(year)?, year.len(), today),
        ),
        [day, month] => (number(day)?, number(month)?, today.year()),
        [day] => (number(day)?, today.month(), today.year()),
        _ => return Err(DateFault::NotADate),
    };
    if !YEARS.contains(&year) {
        return Err(DateFault::YearOutOfRange);
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::NoSuchDay)
}

/// Refuses a day of a year that nothing here can be of.
pub fn in_reach(day: NaiveDate) -> Result<NaiveDate, Refusal> {
    in_range(day).map_err(Refusal::BadDate)
}

fn in_range(day: NaiveDate) -> Result<NaiveDate, DateFault> {
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        Err(DateFault::YearOutOfRange)
    }
}

fn full_year(year: u32, digits: usize, today: NaiveDate) -> i32 {
    let year = year as i32;
    if digits > 2 {
        return year;
    }
    let this = today.year() / 100 * 100 + year;
    if this > today.year() + 1 {
        this - 100
    } else {
        this
    }
}
