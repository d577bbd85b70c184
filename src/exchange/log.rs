//! The log report: who touched which fields of which record when, as the journals tell it.

use super::Report;
use super::table::{Cell, Shape, Table};
use crate::model::{Book, CandidateId, Log, LogEdit, LogRecord, Message, Outcome, clean};
use crate::text::Texts;
use chrono::NaiveDate;
use serde::Serialize;

/// The journals of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogReport {
    /// The records touched, those of the newest edit first.
    pub rows: Vec<LogRow>,
    /// Where a journal is damaged, so that something may be missing above.
    pub damage: Vec<DamageRow>,
}

/// A record touched by an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogRow {
    /// The edit's number in the journal of its replica.
    pub n: u64,
    /// The machine that made it.
    pub replica: String,
    /// When; RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The organisation; none for the book itself.
    pub unit: Option<String>,
    /// The candidate, the organisation again, or `book`.
    pub record: String,
    /// The name of the record now; none where it is gone.
    pub name: Option<String>,
    /// The fields, by their names in the files; `added` or `removed` for the record itself.
    pub fields: Vec<String>,
    /// The edit that this one takes back.
    pub undoes: Option<u64>,
    /// `done`, `undone`, `unclear`, `open`, or `shown` where nothing was changed.
    pub outcome: &'static str,
    /// As what the fields were given out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_out: Option<String>,
    /// Why they were given out, where they are hidden otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip)]
    words: Vec<String>,
    #[serde(skip)]
    told: Option<Message>,
    #[serde(skip)]
    minute: String,
}

/// A damaged place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DamageRow {
    /// The file, from the data directory down.
    pub path: String,
    /// The line, from 1; 0 for the whole file.
    pub line: usize,
    /// The sentence.
    pub message: String,
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Undone => "undone",
        Outcome::Unclear => "unclear",
        Outcome::Open => "open",
        Outcome::Shown => "shown",
    }
}

impl LogReport {
    /// Puts the journals into words, all or those of one candidate; `label` says under which key of
    /// the text files a field is named.
    pub fn new(
        log: &Log,
        (book, today): (Option<&Book>, NaiveDate),
        candidate: Option<&CandidateId>,
        label: impl Fn(&str) -> &'static str,
        texts: &Texts,
    ) -> Self {
        let asked = |record: &&LogRecord| candidate.is_none_or(|id| id.as_str() == record.record);
        let row = |edit: &LogEdit, record: &LogRecord| LogRow {
            n: edit.n,
            replica: edit.replica.clone(),
            at: edit.at.clone(),
            who: edit.who.clone(),
            unit: Some(record.unit.clone()).filter(|unit| !unit.is_empty()),
            record: record.record.clone(),
            name: book
                .and_then(|book| record.name(book, today))
                .map(|name| clean(name).into_owned()),
            fields: record.fields.clone(),
            undoes: edit.undoes,
            outcome: outcome(edit.outcome),
            given_out: edit.given_out.as_ref().map(|given| given.form.clone()),
            reason: edit.given_out.as_ref().and_then(|it| it.unmasked.clone()),
            told: edit.told(),
            minute: edit.minute(),
            words: record
                .fields
                .iter()
                .map(|field| texts.get(label(field)).to_owned())
                .collect(),
        };
        let rows = log.edits.iter().flat_map(|edit| {
            let records = edit.records.iter().filter(asked);
            records.map(move |record| row(edit, record))
        });
        let damage = log.damage.iter().map(|damage| DamageRow {
            path: clean(&damage.path).into_owned(),
            line: damage.line,
            message: texts.say(&damage.message),
        });
        Self {
            rows: rows.collect(),
            damage: damage.collect(),
        }
    }
}

impl LogRow {
    fn cells(&self, texts: &Texts) -> Vec<Cell> {
        let name = self.name.as_ref().filter(|name| **name != self.record);
        let record = name.map_or_else(
            || self.record.clone(),
            |name| format!("{name} ({})", self.record),
        );
        let told = self.told.as_ref().map(|message| texts.say(message));
        vec![
            Cell::Number(i64::try_from(self.n).unwrap_or(i64::MAX)),
            Cell::text(self.minute.as_str()),
            Cell::text(self.who.as_str()),
            Cell::Text(record),
            Cell::Text(self.words.join(", ")),
            told.map_or(Cell::Empty, Cell::Text),
        ]
    }
}

impl Report for LogReport {
    fn table(&self, texts: &Texts) -> Table {
        let headers = [
            "col.number",
            "col.when",
            "col.who",
            "col.record",
            "col.fields",
            "col.outcome",
        ];
        Table {
            headers: headers.map(|key| texts.get(key).to_owned()).to_vec(),
            rows: self.rows.iter().map(|row| row.cells(texts)).collect(),
            shape: Shape::Grid,
        }
    }
}
