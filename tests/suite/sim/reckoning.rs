//! The second reckoning: what must be in the book after a run, worked out from what was done and said, without the program's own arithmetic.

use super::players::{Came, DATA, Deed};
use super::port::Placed;
use super::script::Act;
use crate::world::{code, day};
use ketnap::model::{Book, Log, LogEdit, Outcome, Place, Step};
use ketnap::store::read_files;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A field of a record, or one remark or step of it by the word that is in it.
type Key = (String, String);
/// What may stand there; nothing else may.
type May = BTreeSet<Option<String>>;

/// Whatever stands there is right.
const ANY: &str = "*";

fn any() -> May {
    May::from([Some(ANY.to_owned())])
}

fn only(value: Option<String>) -> May {
    May::from([value])
}

/// The word in a text that no other text holds.
fn word(text: &str) -> Option<String> {
    let start = text.match_indices('x').map(|(at, _)| at);
    for at in start {
        let rest = &text[at + 1..];
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        if digits > 0 && rest[digits..].starts_with('x') {
            return Some(text[at..=at + digits + 1].to_owned());
        }
    }
    None
}

/// All that stands in a record.
fn fields(record: &str, value: &Value, found: &mut BTreeMap<Key, String>) {
    for (field, value) in value.as_object().unwrap() {
        if field == "candidates" {
            continue;
        }
        let rows = value
            .as_array()
            .filter(|_| field == "notes" || field == "steps");
        let Some(rows) = rows else {
            found.insert((record.to_owned(), field.clone()), value.to_string());
            continue;
        };
        for row in rows {
            let text = row.to_string();
            let word = word(&text).unwrap_or(text);
            let field = format!("{field} {word}");
            *found.entry((record.to_owned(), field)).or_default() += "I";
        }
    }
}

/// All that stands in a book.
fn standing(book: &Book) -> BTreeMap<Key, String> {
    let mut found = BTreeMap::new();
    let head = ("book".to_owned(), "head".to_owned());
    found.insert(head, format!("{:?}", book.header()));
    for unit in book.units() {
        fields(
            unit.id.as_str(),
            &serde_json::to_value(unit).unwrap(),
            &mut found,
        );
        for person in &unit.candidates {
            let id = person.id.as_str();
            fields(id, &serde_json::to_value(person).unwrap(), &mut found);
            found.insert((id.to_owned(), "home".to_owned()), unit.id.to_string());
        }
    }
    found
}

/// What one edit did to one field.
#[derive(Debug, Clone)]
struct Did {
    key: Key,
    before: May,
    after: May,
}

/// The reckoning as far as it has come.
struct Reckoning<'a> {
    now: BTreeMap<Key, May>,
    did: BTreeMap<u64, Vec<Did>>,
    /// Which edits were taken back, and by which.
    taken: BTreeMap<u64, u64>,
    /// Edits that took one back which has come again since.
    redone: BTreeSet<u64>,
    edits: BTreeMap<u64, (&'a LogEdit, &'a Deed)>,
    wrong: Vec<String>,
}

/// The fields that an edit has touched, each with its record.
pub(super) fn touched(edit: &LogEdit) -> BTreeSet<(String, String)> {
    let of = |row: &ketnap::model::LogRecord| {
        let record = row.record.clone();
        row.fields
            .iter()
            .map(move |field| (record.clone(), field.clone()))
            .collect::<Vec<_>>()
    };
    edit.records.iter().flat_map(of).collect()
}

impl Reckoning<'_> {
    fn at(&self, key: &Key) -> May {
        self.now.get(key).cloned().unwrap_or_else(|| only(None))
    }

    fn set(&mut self, n: u64, key: Key, after: May) {
        let before = self.at(&key);
        self.now.insert(key.clone(), after.clone());
        self.did
            .entry(n)
            .or_default()
            .push(Did { key, before, after });
    }

    fn wild(&mut self, record: &str) {
        for (key, may) in &mut self.now {
            if key.0 == record {
                *may = any();
            }
        }
        self.now.insert((record.to_owned(), ANY.to_owned()), any());
    }

    fn all_wild(&mut self) {
        let records: BTreeSet<String> = self.now.keys().map(|key| key.0.clone()).collect();
        for record in records.iter().filter(|record| *record != "book") {
            self.wild(record);
        }
    }

    fn say(&mut self, n: u64, what: &str) {
        let deed = self
            .edits
            .get(&n)
            .map(|(_, deed)| format!("{:?}", deed.act));
        self.wrong
            .push(format!("edit {n}: {what} ({})", deed.unwrap_or_default()));
    }

    /// Does what an edit of the journal did, as whoever did it wanted it.
    fn edit(&mut self, edit: &LogEdit, deed: &Deed) {
        let n = edit.n;
        if let Some(m) = edit.undoes {
            return self.take_back(n, m, deed);
        }
        match &deed.act {
            Act::Run(args) => self.command(edit, args),
            Act::Name(person, name) => {
                let key = (person.clone(), "name".to_owned());
                self.set(n, key, only(Some(Value::from(name.as_str()).to_string())));
            }
            Act::Note(person, text) => self.row(n, person, "notes", text),
            Act::StepAll => {
                let to = Place::Stage(code("course"));
                let step = Step::plain(day(2026, 11, 27), to);
                let step = serde_json::to_value(step).unwrap().to_string();
                for row in &edit.records {
                    let key = (row.record.clone(), format!("steps {step}"));
                    self.set(n, key, only(Some("I".to_owned())));
                }
            }
            Act::Redo => self.redo(edit, deed),
            other => self.say(n, &format!("nobody asks for that by {other:?}")),
        }
    }

    fn row(&mut self, n: u64, record: &str, field: &str, text: &str) {
        let word = word(text).unwrap_or_default();
        let key = (record.to_owned(), format!("{field} {word}"));
        self.set(n, key, only(Some("I".to_owned())));
    }

    fn command(&mut self, edit: &LogEdit, args: &[String]) {
        let n = edit.n;
        match args[0].as_str() {
            "set" => {
                for pair in &args[2..] {
                    let (field, value) = pair.split_once('=').unwrap();
                    let key = (args[1].clone(), field.to_owned());
                    self.set(n, key, only(Some(Value::from(value).to_string())));
                }
            }
            "note" => self.row(n, &args[1], "notes", &args[2]),
            "advance" => self.row(n, &args[1], "steps", &args[5]),
            "add" => {
                for row in &edit.records {
                    let id = &row.record;
                    let name = Value::from(args[4].as_str()).to_string();
                    let key = |field: &str| (id.clone(), field.to_owned());
                    self.set(n, key(ANY), any());
                    self.set(n, key("home"), only(Some(args[2].clone())));
                    self.set(n, key("name"), only(Some(name)));
                }
            }
            "erase" => {
                for row in &edit.records {
                    if row.record != args[1] {
                        self.wild(&row.record);
                        continue;
                    }
                    self.wild(&row.unit);
                    self.now.retain(|key, _| key.0 != args[1]);
                    // Nothing brings anything of them back.
                    for did in self.did.values_mut() {
                        did.retain(|did| did.key.0 != args[1]);
                    }
                }
            }
            // Another state of the book takes the place of this one.
            "restore" => self.all_wild(),
            "anonymise" => {
                for row in &edit.records {
                    self.wild(&row.record);
                    self.wild(&row.unit);
                }
            }
            other => self.say(n, &format!("`{other}` changes nothing")),
        }
    }

    fn take_back(&mut self, n: u64, m: u64, deed: &Deed) {
        let asked = matches!(&deed.act, Act::Undo | Act::Redo)
            || matches!(&deed.act, Act::Run(args) if args[0] == "undo");
        if !asked {
            self.say(n, "nobody asked to take something back");
        }
        if let Act::Run(args) = &deed.act
            && let Some(number) = args.get(1).and_then(|number| number.parse::<u64>().ok())
            && number != m
        {
            self.say(n, &format!("{m} was taken back instead of {number}"));
        }
        if deed.came == Came::Done && matches!(&deed.act, Act::Run(_)) {
            let numbers = deed.said.split(|c: char| !c.is_ascii_digit());
            if !numbers.skip(1).any(|number| number == m.to_string()) {
                self.say(
                    n,
                    &format!("it is not said that {m} is taken back: {}", deed.said),
                );
            }
        }
        if let Some(by) = self.taken.get(&m) {
            let by = *by;
            self.say(n, &format!("{m} is taken back twice, by {by} before"));
        }
        let Some(did) = self.did.get(&m).cloned() else {
            return self.say(n, &format!("{m} cannot be taken back: there is none"));
        };
        for did in &did {
            let now = self.at(&did.key);
            let wild = |may: &May| may.contains(&Some(ANY.to_owned()));
            let same = !now.is_disjoint(&did.after) || wild(&now) || wild(&did.after);
            if !same {
                let what = format!("takes {m} back over a later edit of {:?}: {now:?}", did.key);
                self.say(n, &what);
            }
        }
        self.taken.insert(m, n);
        if let Some(back) = self.edits.get(&m).and_then(|(edit, _)| edit.undoes) {
            self.taken.remove(&back);
        }
        for did in did {
            self.set(n, did.key, did.before);
        }
    }

    fn redo(&mut self, edit: &LogEdit, deed: &Deed) {
        let own = |by: &u64| {
            self.edits
                .get(by)
                .is_some_and(|(_, of)| of.account == deed.account)
        };
        let same = |m: &u64| {
            self.edits
                .get(m)
                .is_some_and(|(of, _)| touched(of) == touched(edit))
        };
        let taken = self
            .taken
            .iter()
            .filter(|(m, by)| own(by) && same(m) && !self.redone.contains(by));
        let Some((m, by)) = taken.max_by_key(|(_, by)| **by).map(|(m, by)| (*m, *by)) else {
            return self.say(edit.n, "does again what was not taken back");
        };
        self.redone.insert(by);
        for did in self.did.get(&m).cloned().unwrap_or_default() {
            self.set(edit.n, did.key, did.after);
        }
    }

    /// An editor wrote a file.
    fn wrote(&mut self, deed: &Deed, unit: &str, bytes: Option<&[u8]>, raced: bool) {
        let inside: BTreeSet<String> = self
            .now
            .iter()
            .filter_map(|(key, may)| {
                let home = key.1 == "home" && may.contains(&Some(unit.to_owned()));
                home.then(|| key.0.clone())
            })
            .collect();
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let head = "(format: 1, least_reader: 1, id: \"so-thu\", root: \"goc\", settings: ())";
        read_files(head, &[]).unwrap();
        let read = text.and_then(|text| read_files(head, &[text]).ok());
        for record in inside.iter().map(String::as_str).chain([unit]) {
            self.wild(record);
        }
        let Some((header, units)) = read else { return };
        let mut there = standing(&Book::new(header, units, Vec::new()));
        there.retain(|key, _| key.0 != "book");
        for key in there.keys() {
            self.wild(&key.0);
        }
        if raced || deed.came != Came::Done {
            return;
        }
        let records: BTreeSet<String> = there.keys().map(|key| key.0.clone()).collect();
        self.now
            .retain(|key, _| !records.contains(&key.0) && !inside.contains(&key.0));
        let known = there.into_iter();
        let known = known.map(|(key, value)| (key, only(Some(value))));
        self.now.extend(known);
    }
}

/// When an edit was put in place.
fn place_of(deed: &Deed, placed: &[Placed]) -> Option<usize> {
    let units = format!("{DATA}/units/");
    let own = placed.iter().filter(|one| {
        one.who == deed.who
            && (deed.steps.0..=deed.steps.1).contains(&one.step)
            && one.path.starts_with(&units)
    });
    own.map(|one| one.step).max()
}

/// What is wrong with a book after a run, if something is.
pub(super) fn reckon(
    first: &Book,
    deeds: &[Deed],
    placed: &[Placed],
    (log, last): (&Log, &Book),
) -> Vec<String> {
    let by_second: BTreeMap<u64, &Deed> = deeds.iter().map(|deed| (deed.second, deed)).collect();
    let mut wrong = Vec::new();
    let mut edits: BTreeMap<u64, (&LogEdit, &Deed)> = BTreeMap::new();
    for edit in log.edits.iter().rev() {
        let second = edit.time().map_or(0, |time| time.timestamp() as u64);
        match (edit.outcome, by_second.get(&second)) {
            (Outcome::Shown | Outcome::Undone, _) => {}
            (Outcome::Unclear | Outcome::Open, deed) => {
                let editor = deeds.iter().any(|deed| deed.wrote.is_some());
                if !editor {
                    wrong.push(format!("edit {} has no end: {deed:?}", edit.n));
                }
            }
            (_, None) => wrong.push(format!("edit {} was made by nobody: {edit:?}", edit.n)),
            (_, Some(deed)) => {
                if deed.came == Came::Refused {
                    wrong.push(format!(
                        "edit {} was refused, and is there: {deed:?}",
                        edit.n
                    ));
                }
                if let Some((_, other)) = edits.insert(edit.n, (edit, deed)) {
                    wrong.push(format!("number {} twice: {deed:?}, {other:?}", edit.n));
                }
            }
        }
    }
    wrong.extend(unkept(deeds, &edits));
    let mut state = Reckoning {
        now: standing(first)
            .into_iter()
            .map(|(key, value)| (key, only(Some(value))))
            .collect(),
        did: BTreeMap::new(),
        taken: BTreeMap::new(),
        redone: BTreeSet::new(),
        edits: edits.clone(),
        wrong,
    };
    let mut written: Vec<(usize, &Deed)> = Vec::new();
    written.extend(
        deeds
            .iter()
            .filter(|deed| deed.wrote.is_some())
            .map(|deed| (deed.steps.1, deed)),
    );
    written.sort_by_key(|(step, _)| *step);
    let mut written = written.into_iter().peekable();
    let mut at = 0;
    for (edit, deed) in edits.values() {
        at = at.max(place_of(deed, placed).unwrap_or(at));
        while let Some((_, theirs)) = written.next_if(|(step, _)| *step < at) {
            write_over(&mut state, theirs, deeds);
        }
        state.edit(edit, deed);
    }
    written.for_each(|(_, theirs)| write_over(&mut state, theirs, deeds));
    let mut wrong = std::mem::take(&mut state.wrong);
    let there = standing(last);
    let keys: BTreeSet<&Key> = there.keys().chain(state.now.keys()).collect();
    for key in keys.into_iter().filter(|key| key.1 != ANY) {
        let value = there.get(key).cloned();
        let may = state.at(key);
        let whole = (key.0.clone(), ANY.to_owned());
        let loose = state.at(&whole) == any() && !state.now.contains_key(key);
        if !loose && !may.contains(&value) && !may.contains(&Some(ANY.to_owned())) {
            wrong.push(format!("{key:?} is {value:?} and must be one of {may:?}"));
        }
    }
    wrong
}

fn write_over(state: &mut Reckoning<'_>, theirs: &Deed, deeds: &[Deed]) {
    let Some((unit, bytes)) = &theirs.wrote else {
        return;
    };
    let raced = deeds.iter().any(|deed| meet(deed, theirs));
    state.wrote(theirs, unit, bytes.as_deref(), raced);
}

/// Whether two do something at the same time.
fn meet(one: &Deed, other: &Deed) -> bool {
    one.who != other.who && one.steps.0 <= other.steps.1 && other.steps.0 <= one.steps.1
}

/// What was said to be done and is not in the journal, or in another order than it was done.
fn unkept(deeds: &[Deed], edits: &BTreeMap<u64, (&LogEdit, &Deed)>) -> Vec<String> {
    let mut wrong = Vec::new();
    let number = |deed: &Deed| {
        let mut of = edits
            .iter()
            .filter(|(_, (_, other))| other.second == deed.second);
        of.next().map(|(n, _)| *n)
    };
    for deed in deeds.iter().filter(|deed| deed.came == Came::Done) {
        let changes = match &deed.act {
            // Two who take the same step on the same day have taken one.
            Act::Name(..) | Act::Note(..) => true,
            // An editor may have taken it back meanwhile: then nothing is left to be written.
            Act::Run(args) if args[0] == "undo" => {
                let editor = |other: &Deed| other.wrote.is_some() && meet(other, deed);
                !deeds.iter().any(editor)
            }
            Act::Run(args) => ["set", "note", "add", "advance"].contains(&args[0].as_str()),
            _ => false,
        };
        if changes && number(deed).is_none() {
            wrong.push(format!(
                "it was said to be done, and is not there: {deed:?}"
            ));
        }
    }
    let ordered: Vec<(u64, &Deed)> = edits.iter().map(|(n, (_, deed))| (*n, *deed)).collect();
    for (n, deed) in &ordered {
        for (m, other) in &ordered {
            if n < m && other.steps.1 < deed.steps.0 && other.came == Came::Done {
                wrong.push(format!("{m} was done before {n}"));
            }
        }
    }
    wrong
}
