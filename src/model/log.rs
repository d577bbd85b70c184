//! What the journals tell of the edits: who touched which fields of which record when, and no value.

use super::{Book, CandidateId, Message, UnitId};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A record that an edit touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRecord {
    /// The organisation; empty for the book itself.
    pub unit: String,
    /// The candidate, or the organisation again, or `book`.
    pub record: String,
    /// The fields; `added` or `removed` where the record itself came or went.
    pub fields: Vec<String>,
}

/// What became of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the files.
    Done,
    /// It was broken off, and the files were left or put back as they were.
    Undone,
    /// It was broken off, and the files have changed since, so that nobody can tell.
    Unclear,
    /// Its end is not written down: it goes on now, or the next start mends it.
    Open,
    /// It was no edit: somebody was shown the fields, which are hidden otherwise.
    Shown,
}

/// What was given out of the records, and with what word for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenOut {
    /// The list or the form.
    pub form: String,
    /// Why numbers that are hidden otherwise stand in it; none where they do not.
    pub unmasked: Option<String>,
}

impl GivenOut {
    /// The sentence for it.
    pub fn message(&self) -> Message {
        let key = match &self.unmasked {
            Some(_) => "log.given-out-unmasked",
            None => "log.given-out",
        };
        let message = Message::warning(key).with("form", self.form.as_str());
        message.with("reason", self.unmasked.as_deref().unwrap_or_default())
    }
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEdit {
    /// Whose journal tells it: the name of a machine that shares the book.
    pub replica: String,
    /// Its number there.
    pub n: u64,
    /// When, as it was written; RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The edit that this one takes back.
    pub undoes: Option<u64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Where it was no edit, what was given out of the records.
    pub given_out: Option<GivenOut>,
    /// What it touched, in the order it did.
    pub records: Vec<LogRecord>,
}

impl LogRecord {
    /// The name that the record has now, if it is there.
    pub fn name<'a>(&self, book: &'a Book, today: NaiveDate) -> Option<&'a str> {
        let person = CandidateId::new(&self.record).ok();
        let person = person.and_then(|id| book.candidate(&id));
        let unit = || {
            let id = UnitId::new(&self.record).ok()?;
            book.unit(&id).map(|unit| unit.name_on(today))
        };
        let name = person.map(|(_, person)| person.name.as_str());
        name.or_else(unit)
    }
}

impl LogEdit {
    /// Day and minute where it was made; as it was written if that is no time.
    pub fn minute(&self) -> String {
        let time = self.time();
        let told = time.map(|time| time.format("%d/%m/%Y %H:%M").to_string());
        told.unwrap_or_else(|| self.at.clone())
    }

    /// What became of it, where that is to be said.
    pub fn told(&self) -> Option<Message> {
        if let Some(given) = &self.given_out {
            return Some(given.message());
        }
        let key = match (self.outcome, self.undoes) {
            (Outcome::Undone, _) => "log.undone",
            (Outcome::Unclear, _) => "log.unclear",
            (Outcome::Open, _) => "log.open",
            (Outcome::Shown, _) => "log.shown",
            (Outcome::Done, Some(n)) => {
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                return Some(Message::info("log.undoes").with("number", n));
            }
            (Outcome::Done, None) => return None,
        };
        Some(Message::warning(key))
    }

    /// When, if that can be read.
    pub fn time(&self) -> Option<DateTime<FixedOffset>> {
        DateTime::parse_from_rfc3339(&self.at).ok()
    }
}

/// What is wrong with a place of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// It is not as it was written.
    Altered,
    /// It could not be read, so that nobody knows what it tells.
    Unread,
    /// It holds the marks of a merge that is not ended.
    Conflict,
    /// It is not the one that this machine has written: an older or another one lies in its place.
    Older,
    /// It goes on from another place than where it stands: git has put branches together or away.
    Branch,
    /// It is of a month that is still to come: a clock has run ahead.
    Ahead,
}

/// A place where a journal is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// What kind.
    pub kind: DamageKind,
    /// The file, from the data directory down.
    pub path: String,
    /// Line, from 1; 0 if the whole file is meant.
    pub line: usize,
    /// The sentence.
    pub message: Message,
}

/// All journals of a book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    /// The edits, the newest first.
    pub edits: Vec<LogEdit>,
    /// Where a journal is damaged: what stood there is not among the edits.
    pub damage: Vec<Damage>,
}

impl Log {
    /// Whether something of the journals could not be read, so that edits may be missing.
    pub fn is_partial(&self) -> bool {
        let mut damage = self.damage.iter();
        damage.any(|damage| damage.kind == DamageKind::Unread)
    }
}

impl Damage {
    /// What is to be said of all of it together; nothing where branches are told apart and no more.
    pub fn in_short(all: &[Self]) -> Option<Message> {
        let of = |kind| all.iter().filter(move |damage| damage.kind == kind);
        let unread = of(DamageKind::Unread)
            .chain(of(DamageKind::Conflict))
            .next();
        let altered = of(DamageKind::Altered).count();
        unread.map(Self::say).or_else(|| {
            let message = Message::error("said.journal-damaged");
            (altered > 0).then(|| message.with("count", altered))
        })
    }

    /// Where it is and what it is.
    pub fn say(&self) -> Message {
        let place = match self.line {
            0 => self.path.clone(),
            line => format!("{}:{line}", self.path),
        };
        let message = Message::error("log.damage").with("place", place);
        message.with("why", self.message.clone())
    }
}
