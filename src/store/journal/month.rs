//! How the files of a journal are named: by their month, and from a month's second file on by a number too.

use crate::store::disk::fs::{Fs, Kind};
use crate::store::disk::layout::Layout;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

/// A month's file of a journal. The names sort as the files follow each other, also for a program
/// that knows of no second one: it goes on in the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Month {
    year: i32,
    of_year: u32,
    /// 1 is not written.
    part: u32,
}

impl Month {
    pub(in crate::store) fn of(at: &DateTime<FixedOffset>) -> Self {
        Self {
            // Beyond these the name would be none of a month's.
            year: at.year().clamp(0, 9999),
            of_year: at.month(),
            part: 1,
        }
    }

    /// None for what is named otherwise: an editor's or a sync program's copy is no journal.
    pub(in crate::store) fn parse(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".ron")?;
        let (month, part) = match stem.split_once('_') {
            Some((month, part)) => (month, Some(part)),
            None => (stem, None),
        };
        let first = day_of(&format!("{month}-01"))?;
        let part = part.map_or(Some(1), |part| part.parse().ok().filter(|part| *part > 1))?;
        let found = Self {
            year: first.year(),
            of_year: first.month(),
            part,
        };
        (found.name() == name).then_some(found)
    }

    pub(in crate::store) fn name(self) -> String {
        let Self {
            year,
            of_year: month,
            part,
        } = self;
        match part {
            1 => format!("{year:04}-{month:02}.ron"),
            part => format!("{year:04}-{month:02}_{part:03}.ron"),
        }
    }

    /// As it is read: month and year.
    pub(in crate::store) fn shown(self) -> String {
        format!("{:02}/{:04}", self.of_year, self.year)
    }

    /// The file that follows when this one is long enough.
    pub(in crate::store) fn next(self) -> Self {
        Self {
            part: self.part.saturating_add(1),
            ..self
        }
    }
}

/// Whether a name is one that machines have which share a book.
pub(in crate::store) fn is_replica(name: &str) -> bool {
    name.len() == 8 && name.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether a name in the folder of all journals stands for one machine's.
pub(in crate::store) fn is_journal(fs: &dyn Fs, layout: &Layout, name: &str) -> bool {
    let about = || fs.about(&layout.journals(name));
    // What cannot be looked at is told by whoever reads it.
    is_replica(name) && about().map_or(true, |about| about.kind == Kind::Dir)
}

/// The day that a name stands for, if it is written as days are.
pub(in crate::store) fn day_of(name: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(name, "%Y-%m-%d").ok()?;
    (day.to_string() == name).then_some(day)
}
