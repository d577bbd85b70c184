//! Everything that is held about one person: the record, who changed what of it, and what else keeps something.

use super::Report;
use super::table::{Cell, Table};
use crate::model::{
    Arg, Between, Candidate, CandidateId, Message, ScalarField, Unit, UnitId, clean,
};
use crate::rules::Known;
use crate::text::Texts;
use crate::words::{Row, Telling, Words};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// All that is held about a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonReport {
    /// The person.
    pub candidate: CandidateId,
    /// The organisation that follows the person; none where there is no record.
    pub unit: Option<UnitId>,
    /// The record under the names of its fields.
    pub record: Option<Value>,
    /// Who changed which fields and when, and who was shown the numbers that are masked otherwise.
    pub journal: Vec<TraceRow>,
    /// What else on this machine keeps something about the person.
    pub kept: Vec<KeptRow>,
    #[serde(skip)]
    said: Vec<Row>,
}

/// One entry of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceRow {
    /// The machine that wrote it.
    pub replica: String,
    /// The number of the change there.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// The fields.
    pub fields: Vec<String>,
    /// The rows of the text files that name the fields.
    #[serde(skip)]
    pub keys: Vec<&'static str>,
    /// The change that it took back.
    pub undoes: Option<u64>,
    /// Nothing was changed: the fields were shown.
    pub shown: bool,
    /// As what they were given out, and why, in a sentence.
    #[serde(skip)]
    pub given_out: Option<Message>,
}

impl TraceRow {
    fn say(&self) -> Arg {
        let fields = self.keys.iter().copied().map(Arg::Key).collect();
        let undoes = self.undoes;
        let undoes = undoes.map(|n| Message::info("show.undoes").with("number", n).into());
        let given = self.given_out.clone().map(Arg::from);
        let shown = given.or(self.shown.then_some(Arg::Key("log.shown")));
        let said = [
            Arg::from(self.at.as_str()),
            Arg::from(self.who.as_str()),
            Arg::Several(Between::Commas, fields),
        ];
        let said = said.into_iter().chain(undoes.or(shown));
        Arg::Several(Between::Dots, said.collect())
    }
}

/// One place that keeps something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptRow {
    /// `draft`, `import`, `undo`, `snapshot`, `aside`, `unreadable` or `other`.
    pub kind: &'static str,
    /// The row of the text files that names it.
    #[serde(skip)]
    pub key: &'static str,
    /// The file, or the folder of a snapshot, from the data directory down.
    pub path: String,
    /// How many lines or files of it.
    pub count: usize,
}

/// How the numbers are shown that are masked on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// As they are: the journal says to whom.
    Whole,
    /// Their ends only.
    Masked,
}

impl Numbers {
    fn of(self, person: &Candidate) -> Cow<'_, Candidate> {
        if self == Self::Whole {
            return Cow::Borrowed(person);
        }
        let mut person = person.clone();
        let masked = ScalarField::ALL.into_iter().filter(|it| it.is_masked());
        masked.for_each(|field| field.mask(&mut person));
        Cow::Owned(person)
    }
}

impl PersonReport {
    /// Puts it together; the record may be gone while something else is left. Numbers are masked
    /// unless the journal says to whom they are shown.
    pub fn new(
        known: Known<'_>,
        id: &CandidateId,
        (journal, kept): (Vec<TraceRow>, Vec<KeptRow>),
        numbers: Numbers,
    ) -> Self {
        let Known { book, today, .. } = known;
        let held = book.candidate(id);
        let held = held.map(|(unit, person)| (unit, numbers.of(person)));
        let held = held.as_ref();
        let words = Words {
            known,
            names_of: today,
            telling: Telling::All,
        };
        let said = held.map(|(unit, person)| {
            let rows = words.person(person).into_iter().flat_map(|part| part.rows);
            std::iter::once(home(unit)).chain(rows).collect()
        });
        Self {
            candidate: id.clone(),
            unit: held.map(|(unit, _)| unit.id.clone()),
            record: held.and_then(|(_, person)| value_of(person.as_ref())),
            journal,
            kept,
            said: said.unwrap_or_default(),
        }
    }
}

/// The organisation by its newest name.
fn home(unit: &Unit) -> Row {
    let newest = unit.names.last().map(|name| name.value.as_str());
    let said = newest.into_iter().chain([unit.id.as_str()]);
    let said = said.map(Arg::from).collect();
    Row::new(Arg::Key("col.unit"), Arg::Several(Between::Dots, said))
}

/// The record as it stands, its texts cleaned for terminals.
fn value_of(person: &Candidate) -> Option<Value> {
    let mut value = serde_json::to_value(person).ok()?;
    clean_all(&mut value);
    Some(value)
}

fn clean_all(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean(text).into_owned(),
        Value::Array(all) => all.iter_mut().for_each(clean_all),
        Value::Object(all) => all.values_mut().for_each(clean_all),
        _ => {}
    }
}

impl Report for PersonReport {
    fn table(&self, texts: &Texts) -> Table {
        let head = |key: &str| vec![Cell::text(texts.get(key)), Cell::Empty];
        let row =
            |label: &str, value: String| vec![Cell::text(format!("  {label}")), Cell::Text(value)];
        let mut rows = vec![head("show.record")];
        rows.push(row(texts.get("col.id"), self.candidate.to_string()));
        if self.record.is_none() {
            rows.push(row("", texts.get("show.no-record").to_owned()));
        }
        let said = self.said.iter();
        rows.extend(said.map(|said| row(&texts.arg(&said.label), texts.arg(&said.value))));
        rows.push(head("show.journal"));
        if self.journal.is_empty() {
            rows.push(row("", texts.get("show.no-entry").to_owned()));
        }
        rows.extend(self.journal.iter().map(|entry| {
            let number = format!("{} {}", entry.replica, entry.number);
            row(&number, texts.arg(&entry.say()))
        }));
        rows.push(head("show.kept"));
        if self.kept.is_empty() {
            rows.push(row("", texts.get("show.nothing-kept").to_owned()));
        }
        rows.extend(self.kept.iter().map(|kept| {
            let count = kept.count.to_string();
            row(&kept.path, texts.fill(kept.key, &[("count", &count)]))
        }));
        Table {
            headers: ["info.what", "info.value"]
                .map(|key| texts.get(key).to_owned())
                .to_vec(),
            rows,
            ..Table::default()
        }
    }
}
