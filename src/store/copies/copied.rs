//! The newest copy of the book that was laid on another disk and read back there, as far as this machine knows.

use crate::model::{Message, show_date};
use crate::store::disk::atomic;
use crate::store::disk::file::read_into;
use crate::store::disk::fs::{Fs, Rights};
use crate::store::disk::layout::Layout;
use crate::store::format::{parse_line, print_line};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// A copy on another disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Where it was written.
    pub path: String,
    /// When it was written and read back.
    pub at: DateTime<FixedOffset>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    at: String,
}

impl Copied {
    /// How many days ago it was written.
    pub fn days(&self, now: DateTime<Utc>) -> i64 {
        let now = now.with_timezone(self.at.offset()).date_naive();
        now.signed_duration_since(self.at.date_naive()).num_days()
    }

    /// What is to be said of the newest copy, if any is known; how old it is only where the clock
    /// can be believed.
    pub fn told(newest: Option<&Self>, now: Option<DateTime<Utc>>) -> Message {
        let Some(copied) = newest else {
            return Message::warning("copied.none");
        };
        let message = match now {
            Some(now) => Message::info("copied.newest").with("days", copied.days(now)),
            None => Message::info("copied.newest-on"),
        };
        message
            .with("day", show_date(copied.at.date_naive()))
            .with("path", copied.path.as_str())
    }
}

/// Keeps in mind that a copy was written and read back, if it lies on another disk than the book.
/// Losing it costs a sentence.
pub(in crate::store) fn note(
    fs: &dyn Fs,
    layout: &Layout,
    path: &Path,
    at: &DateTime<FixedOffset>,
) {
    let (Ok(book), Ok(copy)) = (fs.about(layout.root()), path.metadata()) else {
        return;
    };
    if book.place.0 == copy.dev() {
        return;
    }
    let line = print_line(&Line {
        path: path.display().to_string(),
        at: at.to_rfc3339_opts(SecondsFormat::Secs, true),
    });
    let _ = line
        .and_then(|line| atomic::write_soon(fs, &layout.copied(), line.as_bytes(), Rights::CLOSED));
}

/// The newest copy on another disk that is known.
pub(in crate::store) fn newest(fs: &dyn Fs, layout: &Layout) -> Option<Copied> {
    let mut bytes = Vec::new();
    read_into(fs, &layout.copied(), &mut bytes).ok()?;
    let line: Line = parse_line(&bytes)?;
    Some(Copied {
        at: DateTime::parse_from_rfc3339(&line.at).ok()?,
        path: line.path,
    })
}
