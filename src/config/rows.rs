//! Reading a data file and the user's file of the same name over it, row by row.

use super::folder::Folder;
use super::piece::{Field, File};
use super::problem::Problem;
use crate::model::{Message, fast};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;

/// A row that a user's row of the same id replaces.
pub(super) trait Row: DeserializeOwned {
    /// What makes two rows the same.
    type Id: Ord;
    /// What is said of a value that the row's own types refuse.
    const REFUSED: &'static str = "file.bad-value";
    /// Its id.
    fn id(&self) -> Self::Id;
    /// Its id in words.
    fn word(&self) -> String;
    /// What is wrong with a user's row, which stands over this one among these of the program.
    fn wrong(&self, _under: Option<&Self>, _all: &[Self]) -> Option<Wrong> {
        None
    }
    /// The rows that it names, of its own file or of another, with the field that names them.
    fn names(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}

/// What is wrong with a row that could be read.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The field.
    pub(super) field: &'static str,
    /// The word in it.
    pub(super) word: String,
    /// Why.
    pub(super) why: Message,
}

impl Wrong {
    /// A word that is none of those that are known.
    pub(super) fn unknown<'a>(
        field: &'static str,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
        Self {
            field,
            word: word.to_owned(),
            why: Message::error("config.unknown-name")
                .with("field", field)
                .with("given", word)
                .with("known", known.join(", ")),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowsFile<T> {
    #[allow(dead_code)]
    format: u32,
    rows: Vec<T>,
}

/// Parses a file that is part of the program.
pub(super) fn built_in<T: DeserializeOwned>(text: &str) -> T {
    fast::read(text).expect("the built-in data files are plain, and loaded by a test")
}

/// The rows of a file that is part of the program.
pub(super) fn built_in_rows<T: Row>(text: &str) -> Vec<T> {
    built_in::<RowsFile<T>>(text).rows
}

/// A user's row, and where it stands.
#[derive(Debug)]
pub(super) struct Placed<T> {
    pub(super) row: T,
    pub(super) file: Rc<File>,
    pub(super) value: Range<usize>,
}

impl<T> Placed<T> {
    /// Line and column of the row.
    pub(super) fn at(&self) -> (usize, usize) {
        self.file.place(self.value.start)
    }

    /// That it is not taken, and why.
    pub(super) fn problem(&self, wrong: Wrong) -> Problem {
        let at = self.file.place_of(&self.value, wrong.field, &wrong.word);
        self.file.told("config.bad-row", Some(at), wrong.why)
    }
}

/// That a place sets what another sets too, so that neither holds.
pub(super) fn twice(
    (file, at): (&File, (usize, usize)),
    (first, first_at): (&File, (usize, usize)),
    word: &str,
) -> Problem {
    let message = Message::error("config.twice")
        .with("place", file.shown(Some(at)))
        .with("row", word)
        .with("first", first.shown(Some(first_at)));
    Problem {
        path: file.path.clone(),
        at: Some(at),
        message,
    }
}

/// The fields of a file that has a few of its own.
#[derive(Debug)]
pub(super) struct Fields {
    file: File,
    fields: Vec<Field>,
}

/// Reads files of the user's folder and collects what is wrong with them.
pub(super) struct Reader {
    pub(super) folder: Folder,
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(dir: Option<&Path>) -> Self {
        Self {
            folder: Folder::new(dir),
            problems: Vec::new(),
        }
    }

    /// What was read, if it could be; else it is told.
    pub(super) fn told<T>(&mut self, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// The user's file, if there is one.
    pub(super) fn file(&mut self, name: &str) -> Option<File> {
        let read = self.folder.file(name);
        self.told(read).flatten()
    }

    /// The user's file with its fields, each to be asked for by [`Self::field`]. One that is not
    /// known, or stands there twice, is told and not among them.
    pub(super) fn fields(&mut self, name: &str, known: &[&str]) -> Option<Fields> {
        let file = self.file(name)?;
        let fields = self.told(file.fields())?;
        if let Some(newer) = file.newer(&fields) {
            self.problems.push(newer);
            return None;
        }
        let mut kept: Vec<Field> = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let place = file.place(field.at);
            let same = |other: &Field| other.name == field.name;
            if let Some(first) = fields[..at].iter().find(|other| same(other)) {
                let first = (&file, file.place(first.at));
                self.problems
                    .push(twice((&file, place), first, &field.name));
            } else if field.name != "format" && !known.contains(&field.name.as_str()) {
                let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
                let why = Message::error("file.unknown-field")
                    .with("field", field.name.as_str())
                    .with("known", words.join(", "));
                self.problems
                    .push(file.told("config.bad-row", Some(place), why));
            } else if fields.iter().filter(|other| same(other)).count() == 1 {
                kept.push(field.clone());
            }
        }
        Some(Fields { file, fields: kept })
    }

    /// A field's value, if it is there and does; else it is told.
    pub(super) fn field<T: DeserializeOwned, U>(
        &mut self,
        of: Option<&Fields>,
        name: &str,
        take: impl FnOnce(T) -> Result<U, Message>,
    ) -> Option<U> {
        let Fields { file, fields } = of?;
        let field = fields.iter().find(|field| field.name == name)?;
        let value = self.told(file.value(&field.value, "file.bad-value"))?;
        let at = Some(file.place(field.value.start));
        self.told(take(value).map_err(|why| file.told("config.bad-row", at, why)))
    }

    /// The user's rows of a file, each with its place; what is wrong with one alone is told, and it
    /// is left out. Two that set the same are both left out.
    pub(super) fn users<T: Row>(&mut self, name: &str) -> Vec<Placed<T>> {
        let Some(file) = self.file(name) else {
            return Vec::new();
        };
        let Some(values) = self.values(&file) else {
            return Vec::new();
        };
        let file = Rc::new(file);
        let mut rows: Vec<Placed<T>> = Vec::new();
        for value in values {
            if let Some(row) = self.told(file.value(&value, T::REFUSED)) {
                let file = Rc::clone(&file);
                rows.push(Placed { row, file, value });
            }
        }
        let mut same: BTreeMap<T::Id, Vec<usize>> = BTreeMap::new();
        for (at, placed) in rows.iter().enumerate() {
            same.entry(placed.row.id()).or_default().push(at);
        }
        for places in same.values() {
            for more in &places[1..] {
                let (row, first) = (&rows[*more], &rows[places[0]]);
                let problem = twice((&file, row.at()), (&file, first.at()), &row.row.word());
                self.problems.push(problem);
            }
        }
        rows.retain(|placed| same[&placed.row.id()].len() == 1);
        rows
    }

    /// The places of the rows of a file.
    fn values(&mut self, file: &File) -> Option<Vec<Range<usize>>> {
        let fields = self.told(file.fields())?;
        if let Some(newer) = file.newer(&fields) {
            self.problems.push(newer);
            return None;
        }
        // The fields of the file itself are few, so that a wrong one spoils it.
        let odd = |field: &&Field| !matches!(field.name.as_str(), "format" | "rows");
        if let Some(odd) = fields.iter().find(odd) {
            let why = Message::error("file.unknown-field")
                .with("field", odd.name.as_str())
                .with("known", "`format`, `rows`");
            let at = Some(file.place(odd.at));
            self.problems.push(file.told("config.bad-file", at, why));
            return None;
        }
        let mut lists = fields.iter().filter(|field| field.name == "rows");
        let (list, more) = (lists.next()?, lists.next());
        if let Some(more) = more {
            let why = Message::error("file.doubled-field").with("field", "rows");
            let at = Some(file.place(more.at));
            self.problems.push(file.told("config.bad-file", at, why));
            return None;
        }
        self.told(file.list(&list.value))
    }

    /// The built-in rows, with the user's rows in the place of those of the same id and new ones
    /// behind them.
    pub(super) fn rows<T: Row>(&mut self, name: &str, text: &str) -> Vec<T> {
        self.over(name, built_in_rows(text))
    }

    /// Looks at the user's rows of a file whose rows are not wanted now.
    pub(super) fn look_at<T: Row>(&mut self, name: &str, text: &str) {
        let users = self.users::<T>(name);
        if !users.is_empty() {
            self.sound(users, &built_in_rows(text));
        }
    }

    /// The user's rows over built-in ones that are read already.
    pub(super) fn over<T: Row>(&mut self, name: &str, rows: Vec<T>) -> Vec<T> {
        let users = self.over_these(name, &rows);
        if users.is_empty() {
            return rows;
        }
        laid(rows, users.into_iter().map(|placed| placed.row))
    }

    /// The user's rows that have nothing wrong in them beside these of the program.
    pub(super) fn over_these<T: Row>(&mut self, name: &str, rows: &[T]) -> Vec<Placed<T>> {
        let users = self.users::<T>(name);
        if users.is_empty() {
            return users;
        }
        self.sound(users, rows)
    }

    /// The same for rows that name others: of a file that is read already, or of their own. A
    /// user's row that names one that is not there is told and left out.
    pub(super) fn naming<T: Row>(
        &mut self,
        name: &str,
        text: &str,
        others: Option<&[String]>,
    ) -> Vec<T> {
        let rows = built_in_rows::<T>(text);
        let users = self.users::<T>(name);
        if users.is_empty() {
            return rows;
        }
        let mut users = self.sound(users, &rows);
        loop {
            // What names a row that is left out is left out too.
            let own = || rows.iter().chain(users.iter().map(|placed| &placed.row));
            let known = others.map_or_else(|| own().map(Row::word).collect(), <[_]>::to_vec);
            let dangling = users.iter().enumerate().find_map(|(at, placed)| {
                let mut named = placed.row.names().into_iter();
                let (field, word) = named.find(|(_, word)| !known.iter().any(|id| id == word))?;
                let wrong = Wrong::unknown(field, word, known.iter().map(String::as_str));
                Some((at, placed.problem(wrong)))
            });
            let Some((at, problem)) = dangling else {
                return laid(rows, users.into_iter().map(|placed| placed.row));
            };
            self.problems.push(problem);
            users.remove(at);
        }
    }

    /// Those of the user's rows that have nothing wrong in them beside the program's.
    fn sound<T: Row>(&mut self, mut users: Vec<Placed<T>>, rows: &[T]) -> Vec<Placed<T>> {
        let places = places(rows);
        users.retain(|placed| {
            let under = places.get(&placed.row.id()).map(|at| &rows[*at]);
            let wrong = placed.row.wrong(under, rows);
            let sound = wrong.is_none();
            self.problems
                .extend(wrong.map(|wrong| placed.problem(wrong)));
            sound
        });
        users
    }
}

/// Where each row stands, by its id.
fn places<T: Row>(rows: &[T]) -> BTreeMap<T::Id, usize> {
    let numbered = rows.iter().enumerate();
    numbered.map(|(at, row)| (row.id(), at)).collect()
}

/// Rows with others in the place of those of the same id, and new ones behind them.
pub(super) fn laid<T: Row>(mut rows: Vec<T>, over: impl IntoIterator<Item = T>) -> Vec<T> {
    let places = places(&rows);
    for row in over {
        match places.get(&row.id()) {
            Some(at) => rows[*at] = row,
            None => rows.push(row),
        }
    }
    rows
}
