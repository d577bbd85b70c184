//! What one cell gives: values for the fields of its column, and what is to be told or asked.

use super::cells::{self, is_blank};
use super::columns::Column;
use super::days::{Order, Read, Written, range, written};
use super::grid::Value;
use super::parts::{Brackets, apart, letter, names, number_and_day, vote};
use crate::model::import::{Given, Issue as Code, Problem};
use crate::model::{
    Candidate, CandidateField, Message, NAME_LIMIT, NOTE_LIMIT, PartialDay, ScalarField, Sex, fold,
    tidy,
};
use crate::rules::{Known, Taken};
use std::collections::BTreeMap;

/// What the cells of a row give.
pub(super) struct Taking<'a> {
    known: Known<'a>,
    row: u32,
    /// Values by the names of fields.
    pub(super) fields: BTreeMap<String, Given>,
    /// The cells that they come from.
    pub(super) from: BTreeMap<String, String>,
    /// What is told and asked.
    pub(super) problems: Vec<Problem>,
}

/// Where a value stands: its column, its cell, and how the days of the column are read.
#[derive(Clone, Copy)]
struct Spot<'c> {
    column: &'c Column,
    cell: &'c str,
    order: Order,
}

/// The last word of a field's name.
fn part(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or_default()
}

/// Whether a field needs a whole day.
fn needs_whole_day(key: &str) -> bool {
    key.starts_with("steps.")
        || matches!(key, "letter.sent" | "letter.answered" | "card.on")
        || (key.starts_with("vote.") && part(key) == "on")
}

impl<'a> Taking<'a> {
    /// Nothing yet, of a row by its number.
    pub(super) fn new(known: Known<'a>, row: u32) -> Self {
        Self {
            known,
            row,
            fields: BTreeMap::new(),
            from: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn tell(&mut self, cell: &str, code: Code, message: Message) {
        self.problems
            .push(Problem::new(cell.to_owned(), code, message));
    }

    fn unreadable(&mut self, spot: Spot<'_>, text: &str) {
        let message = Message::warning("reading.unreadable")
            .with("heading", spot.column.heading.as_str())
            .with("value", text);
        self.tell(spot.cell, Code::Unreadable, message);
    }

    /// Puts a value in; one that is there already and says otherwise cannot be chosen between.
    fn put(&mut self, spot: Spot<'_>, key: &str, given: Given) {
        match self.fields.get(key) {
            Some(other) if *other != given => {
                let text = given.to_string();
                self.unreadable(spot, &text);
            }
            _ => {
                self.from.insert(key.to_owned(), spot.cell.to_owned());
                self.fields.insert(key.to_owned(), given);
            }
        }
    }

    /// Adds to what is there, behind a sign.
    fn add(&mut self, cell: &str, key: &str, text: String, between: &str) {
        let whole = match self.fields.get(key) {
            Some(before) => format!("{before}{between}{text}"),
            None => text,
        };
        self.from
            .entry(key.to_owned())
            .or_insert_with(|| cell.to_owned());
        self.fields.insert(key.to_owned(), Given::Text(whole));
    }

    /// Adds a remark.
    pub(super) fn note(&mut self, cell: &str, text: String) {
        self.add(cell, "note", text, "; ");
    }

    fn tidied(&mut self, spot: Spot<'_>, text: &str, limit: usize) -> Option<String> {
        let tidied = tidy(text, limit).ok().filter(|text| !text.is_empty());
        if tidied.is_none() {
            self.unreadable(spot, text);
        }
        tidied
    }

    /// Words, also of a number; a day in their place was words before a spreadsheet made it one.
    fn text(&mut self, spot: Spot<'_>, value: &Value, limit: usize) -> Option<String> {
        match value {
            Value::Text(_) | Value::Number(_) => {
                let shown = cells::shown(value);
                self.tidied(spot, &shown, limit)
            }
            other => {
                self.unreadable(spot, &cells::shown(other));
                None
            }
        }
    }

    /// A day into fields; those that need a whole one only get that.
    fn day(&mut self, spot: Spot<'_>, keys: &[String], day: PartialDay) {
        if day.first() > self.known.today {
            let message = Message::warning("reading.future-day").with("date", day);
            return self.tell(spot.cell, Code::FutureDay, message);
        }
        let mut lacking = false;
        for key in keys {
            if needs_whole_day(key) && day.day().is_none() {
                lacking = true;
            } else {
                self.put(spot, key, Given::Day(day));
            }
        }
        if lacking {
            let message = Message::warning("reading.step-needs-day").with("date", day);
            self.tell(spot.cell, Code::StepNeedsDay, message);
        }
    }

    /// A day as it is written, into fields.
    fn written(&mut self, spot: Spot<'_>, keys: &[String], day: &Written, shown: &str) -> bool {
        match spot.order.read(day) {
            Read::Day(day) => self.day(spot, keys, day),
            Read::MonthFirst(turned) => {
                let message = Message::warning("reading.american-date")
                    .with("value", shown)
                    .with("date", turned);
                self.tell(spot.cell, Code::AmericanDate, message);
            }
            Read::None => {
                self.unreadable(spot, shown);
                return false;
            }
        }
        true
    }

    /// Taken a cell that shows something.
    pub(super) fn take(&mut self, column: &Column, value: &Value, order: Order) {
        let cell = cells::name(column.at, self.row);
        let spot = Spot {
            column,
            cell: &cell,
            order,
        };
        let shown = cells::shown(value);
        let marked = cells::is_mark(value);
        if is_blank(&shown) && !marked {
            return;
        }
        if let Value::Fault(_) = value {
            return self.unreadable(spot, &shown);
        }
        let keys = &column.fills;
        let first = keys.first().map_or("", String::as_str);
        match column.takes {
            Taken::Text | Taken::People => {
                if let Some(text) = self.text(spot, value, NAME_LIMIT) {
                    self.put(spot, first, Given::Text(text));
                }
            }
            Taken::Place => {
                if let Some(text) = self.text(spot, value, NAME_LIMIT) {
                    self.add(&cell, first, text, ", ");
                }
            }
            Taken::Note => self.remark(spot, value),
            Taken::Paper if marked => {
                let key = first.strip_suffix(".on").unwrap_or(first);
                let yes = self.known.rules.spellings.yes.first().to_owned();
                self.put(spot, key, Given::Text(yes));
            }
            Taken::Day | Taken::Paper => _ = self.written(spot, keys, &written(value), &shown),
            Taken::DecisionOrCeremony => {
                let message = Message::warning("reading.which-day").with("value", &*shown);
                self.tell(&cell, Code::WhichDay, message);
            }
            Taken::DayOfMale => self.day_of(spot, value, marked, Sex::Male),
            Taken::DayOfFemale => self.day_of(spot, value, marked, Sex::Female),
            Taken::MarkOfMale => self.sex_of(spot, &shown, marked, Sex::Male),
            Taken::MarkOfFemale => self.sex_of(spot, &shown, marked, Sex::Female),
            Taken::Sex => self.word(spot, ScalarField::Sex, &shown),
            Taken::YesNo if marked => self.word(spot, ScalarField::YouthUnion, "x"),
            Taken::YesNo => self.word(spot, ScalarField::YouthUnion, &shown),
            Taken::PeopleAndReligion => self.people(spot, &shown),
            Taken::IdNumber => self.id_number(spot, value),
            Taken::Phone => self.phone(spot, value),
            Taken::Names => self.helpers(spot, value),
            Taken::Range => self.course(spot, value),
            Taken::NumberAndDay => self.numbered(spot, value),
            Taken::Vote => self.vote(spot, value),
            Taken::Letter => self.letter(spot, value),
            Taken::Cause => self.cause(spot, value),
            Taken::Count => self.count(spot, value),
            Taken::Nothing | Taken::Name | Taken::Unit | Taken::Target => {}
        }
    }

    fn remark(&mut self, spot: Spot<'_>, value: &Value) {
        let text = match value {
            Value::Day(day) => Some(day.show()),
            Value::Truth(_) => None,
            other => self.text(spot, other, NOTE_LIMIT),
        };
        if let Some(text) = text {
            self.note(spot.cell, text);
        }
    }

    fn count(&mut self, spot: Spot<'_>, value: &Value) {
        let shown = cells::shown(value);
        match (shown.trim().parse(), spot.column.fills.first()) {
            (Ok(number), Some(key)) => self.put(spot, key, Given::Number(number)),
            _ => self.unreadable(spot, &shown),
        }
    }

    fn sex_word(&self, sex: Sex) -> String {
        let spellings = &self.known.rules.spellings;
        match sex {
            Sex::Male => spellings.male.first().to_owned(),
            Sex::Female => spellings.female.first().to_owned(),
        }
    }

    fn day_of(&mut self, spot: Spot<'_>, value: &Value, marked: bool, sex: Sex) {
        let born = ["born".to_owned()];
        let known = marked || self.written(spot, &born, &written(value), &cells::shown(value));
        if known {
            let word = self.sex_word(sex);
            self.put(spot, "sex", Given::Text(word));
        }
    }

    fn sex_of(&mut self, spot: Spot<'_>, shown: &str, marked: bool, sex: Sex) {
        let word = self.sex_word(sex);
        if marked || fold(shown) == fold(&word) {
            self.put(spot, "sex", Given::Text(word));
        } else {
            self.unreadable(spot, shown);
        }
    }

    /// A word of the text files for a value.
    fn word(&mut self, spot: Spot<'_>, field: ScalarField, shown: &str) {
        let spellings = &self.known.rules.spellings;
        let read = field.parse(shown, self.known.today, spellings);
        let word = read
            .ok()
            .and_then(|read: CandidateField| read.read(spellings));
        match word.filter(|word| !word.is_empty()) {
            Some(word) => self.put(spot, field.key(), Given::Text(word)),
            None => self.unreadable(spot, shown),
        }
    }

    fn people(&mut self, spot: Spot<'_>, shown: &str) {
        let only = spot.column.fills.len() < 2;
        let parts: Vec<&str> = if only { vec![shown] } else { apart(shown) };
        match parts[..] {
            [one] => {
                if let Some(text) = self.tidied(spot, one, NAME_LIMIT) {
                    self.put(spot, "ethnicity", Given::Text(text));
                }
            }
            [people, religion] => {
                for (key, text) in [("ethnicity", people), ("religion", religion)] {
                    if is_blank(text) {
                        continue;
                    }
                    if let Some(text) = self.tidied(spot, text, NAME_LIMIT) {
                        self.put(spot, key, Given::Text(text));
                    }
                }
            }
            _ => self.unreadable(spot, shown),
        }
    }

    fn id_number(&mut self, spot: Spot<'_>, value: &Value) {
        let Some(text) = self.text(spot, value, NAME_LIMIT) else {
            return;
        };
        match crate::rules::id_digits(&text) {
            None => self.unreadable(spot, &text),
            Some(digits) if matches!(digits.len(), 9 | 12) => {
                self.put(spot, "id_number", Given::Text(digits));
            }
            Some(digits) => {
                // Whether zeros are missing is told once birth and sex are known.
                let message = Message::warning("reading.short-id").with("count", digits.len());
                self.tell(spot.cell, Code::ShortId, message);
                self.from.insert(SHORT_ID.to_owned(), digits);
            }
        }
    }

    /// Zeros that an identity number may have lost, once birth and sex are known.
    pub(super) fn offer_zeros(&mut self, bearer: impl FnOnce(&Self) -> Candidate) {
        let Some(digits) = self.from.remove(SHORT_ID) else {
            return;
        };
        let person = bearer(self);
        let Some(zeros) = crate::rules::lost_zeros(&digits, &person, self.known.today) else {
            return;
        };
        let offered = format!("{}{digits}", "0".repeat(zeros));
        let mut problems = self.problems.iter_mut();
        if let Some(problem) = problems.find(|problem| problem.code == Code::ShortId) {
            problem.message = Message::warning("reading.short-id-zeros")
                .with("count", digits.len())
                .with("offered", offered);
        }
    }

    fn phone(&mut self, spot: Spot<'_>, value: &Value) {
        let Some(text) = self.text(spot, value, NAME_LIMIT) else {
            return;
        };
        let signs = [' ', '.', '-', '(', ')'];
        let plain: String = text.chars().filter(|c| !signs.contains(c)).collect();
        let digits = plain.strip_prefix('+').unwrap_or(&plain);
        if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.len() > 15 {
            return self.unreadable(spot, &text);
        }
        if plain.len() == 9 && !plain.starts_with('0') {
            let message = Message::warning("reading.short-phone")
                .with("value", plain.as_str())
                .with("offered", format!("0{plain}"));
            self.tell(spot.cell, Code::ShortPhone, message);
        }
        self.put(spot, "phone", Given::Text(plain));
    }

    /// Tells of words in brackets, which go into the note.
    pub(super) fn brackets(&mut self, cell: &str, brackets: &[String]) {
        for text in brackets {
            let message = Message::info("reading.name-note").with("text", text.as_str());
            self.tell(cell, Code::NameNote, message);
            if let Ok(text) = tidy(text, NOTE_LIMIT) {
                self.note(cell, text);
            }
        }
    }

    /// Whether somebody is among the helpers already: two columns may name the same one.
    fn names_helper(&self, name: &str) -> bool {
        let known = self.fields.get("helper.name").map(Given::to_string);
        let known = known.unwrap_or_default();
        names(&known).iter().any(|one| fold(one) == fold(name))
    }

    fn helpers(&mut self, spot: Spot<'_>, value: &Value) {
        let Value::Text(text) = value else {
            return self.unreadable(spot, &cells::shown(value));
        };
        let Brackets { outside, inside } = Brackets::of(text);
        for name in names(&outside) {
            if let Some(name) = self.tidied(spot, &name, NAME_LIMIT)
                && !self.names_helper(&name)
            {
                self.add(spot.cell, "helper.name", name, "; ");
            }
        }
        self.brackets(spot.cell, &inside);
    }

    fn course(&mut self, spot: Spot<'_>, value: &Value) {
        let shown = cells::shown(value);
        let (from, until) = match value {
            Value::Text(text) => range(&cells::line(text)),
            other => (written(other), None),
        };
        let keys = &spot.column.fills;
        if self.written(spot, &keys[..1], &from, &shown)
            && let (Some(until), Some(_)) = (until, keys.get(1))
        {
            self.written(spot, &keys[1..2], &until, &shown);
        }
    }

    fn numbered(&mut self, spot: Spot<'_>, value: &Value) {
        let keys = &spot.column.fills;
        if let Value::Day(_) = value {
            self.written(spot, &keys[1..], &written(value), &cells::shown(value));
            return;
        }
        let Some(text) = self.text(spot, value, NAME_LIMIT) else {
            return;
        };
        let (number, day) = number_and_day(&text);
        if let Some(number) = number {
            self.put(spot, &keys[0], Given::Text(number));
        }
        if let Some(day) = day {
            self.written(spot, &keys[1..], &day, &text);
        }
    }

    fn vote(&mut self, spot: Spot<'_>, value: &Value) {
        let shown = cells::shown(value);
        let days: Vec<String> = of_days(&spot.column.fills);
        if !matches!(value, Value::Text(_)) {
            self.written(spot, &days, &written(value), &shown);
            return;
        }
        let Some(read) = vote(&shown) else {
            return self.unreadable(spot, &shown);
        };
        if let Some(day) = read.day {
            self.written(spot, &days, &day, &shown);
        }
        if let Some((agree, n)) = read.count {
            for key in &spot.column.fills {
                if part(key) == "agree" {
                    self.put(spot, key, Given::Number(agree));
                } else if key.starts_with("vote.") && part(key) == "n" {
                    self.put(spot, key, Given::Number(n));
                }
            }
        }
    }

    fn letter(&mut self, spot: Spot<'_>, value: &Value) {
        let Some(text) = self.text(spot, value, NOTE_LIMIT) else {
            return;
        };
        if cells::is_mark(value) {
            // A cross names no place and no day.
            return self.note(spot.cell, format!("{}: {text}", spot.column.heading));
        }
        let read = letter(&text);
        if let Some(place) = &read.place
            && let Some(place) = self.tidied(spot, place, NAME_LIMIT)
        {
            self.put(spot, "letter.place", Given::Text(place));
        }
        for (key, day) in [
            ("letter.sent", read.sent),
            ("letter.answered", read.answered),
        ] {
            if let Some(day) = day {
                self.written(spot, &[key.to_owned()], &day, &text);
            }
        }
    }

    /// A cause by its name in the rules; other words are a remark.
    fn cause(&mut self, spot: Spot<'_>, value: &Value) {
        let Some(text) = self.text(spot, value, NOTE_LIMIT) else {
            return;
        };
        let said = fold(&text);
        let mut causes = self.known.rules.causes.iter();
        let called = causes.find(|row| {
            [row.id.as_str(), &row.name.vi, &row.name.en]
                .iter()
                .any(|name| fold(name) == said)
        });
        match called {
            Some(row) => self.put(spot, "cause", Given::Text(row.id.to_string())),
            None => self.note(spot.cell, text),
        }
    }
}

/// Under what a short identity number is kept until birth and sex are known; no field.
const SHORT_ID: &str = "";

/// Those of a column's fields that are days.
pub(super) fn of_days(fills: &[String]) -> Vec<String> {
    let day = |key: &&String| key.starts_with("steps.") || part(key) == "on" || *key == "born";
    fills.iter().filter(day).cloned().collect()
}
