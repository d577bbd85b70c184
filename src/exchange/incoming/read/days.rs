//! Days as spreadsheets store them: a count of days and a number format that shows it as one.

use crate::model::PartialDay;
use chrono::{Days, NaiveDate};

/// The last serial number: 9999-12-31.
const LAST: f64 = 2_958_466.0;
/// From the day that Excel counts from in 1904 books to the one of all others.
const FROM_1904: f64 = 1_462.0;

/// The day of a serial number; none for a number that is no day, such as a time alone.
pub(super) fn of_serial(serial: f64, since_1904: bool) -> Option<PartialDay> {
    let serial = if since_1904 {
        serial + FROM_1904
    } else {
        serial
    };
    if !(1.0..LAST).contains(&serial) {
        return None;
    }
    // Excel counts 29 February 1900, a day that never was, as its 60th.
    let days = match serial as u64 {
        60 => return None,
        early @ ..60 => early + 1,
        late => late,
    };
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    Some(PartialDay::from(first.checked_add_days(Days::new(days))?))
}

/// The day of `2003-07-12` or `2003-07-12T00:00:00`.
pub(super) fn of_iso(text: &str) -> Option<PartialDay> {
    let day = text.split(['T', ' ']).next()?.trim_end_matches('Z');
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    Some(PartialDay::from(day))
}

/// Whether a number format of Excel's own shows a day.
pub(super) fn is_built_in(format: u32) -> bool {
    matches!(format, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=58)
}

/// Whether a number format shows a day: it draws a day, a year, or a month that is no minute.
pub(super) fn is_format(format: &str) -> bool {
    if ["general", "standard"]
        .iter()
        .any(|name| format.eq_ignore_ascii_case(name))
    {
        return false;
    }
    let (mut month, mut clock) = (false, false);
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => break,
            '"' => while signs.next().is_some_and(|c| c != '"') {},
            '[' => {
                let inside: String = signs.by_ref().take_while(|c| *c != ']').collect();
                clock |= inside
                    .chars()
                    .all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S'));
            }
            '\\' | '_' | '*' => {
                signs.next();
            }
            'd' | 'D' | 'y' | 'Y' => return true,
            'm' | 'M' => month = true,
            'h' | 'H' | 's' | 'S' => clock = true,
            _ => {}
        }
    }
    month && !clock
}
