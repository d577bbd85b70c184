//! What of a list is listed: its rows, all or those with something to be settled, and its columns.

use super::Taking;
use super::fate::{Fate, Sums, is_noted};
use crate::model::import::{Column, Given, Mark, Row, Table, Take, What};
use crate::model::search_key;
use crate::rules::{Known, on_record};

/// A value of a row: in the file, in the book, and what will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The field, by its name in lists.
    pub key: String,
    /// What the file says.
    pub file: Given,
    /// What the book says.
    pub book: Option<Given>,
    /// What stands in the end; none where that is still to be said.
    pub will: Option<Given>,
}

impl Taking {
    /// What becomes of a row.
    pub fn fate(&self, row: &Row) -> Fate {
        if row.what != What::Nothing && self.options.leaves(row) {
            Fate::Left
        } else if row.mark == Mark::Conflict && self.is_settled(row) {
            Fate::Settled
        } else {
            Fate::Marked(row.mark)
        }
    }

    /// What the rows come to, as they were last read.
    pub fn sums(&self) -> &Sums {
        &self.sums
    }

    /// Counts the rows again, after they were read: of a long list that is too much for each drawing.
    pub(super) fn count(&mut self) {
        let rows = self.preview().map_or(&[][..], |shown| &shown.reading.rows);
        let mut sums = Sums::default();
        for row in rows {
            *sums.fates.entry(self.fate(row)).or_default() += 1;
            sums.noted += usize::from(is_noted(row));
        }
        self.sums = sums;
    }

    /// Whether something of a row is still to be settled.
    pub fn is_open(&self, row: &Row) -> bool {
        match row.mark {
            Mark::Asked | Mark::Error => !self.options.leaves(row),
            Mark::Conflict => !self.options.leaves(row) && !self.is_settled(row),
            Mark::New | Mark::Filled | Mark::Same | Mark::Skipped => false,
        }
    }

    /// Whether it was said for all differences of a row what stands.
    pub fn is_settled(&self, row: &Row) -> bool {
        let mut fields = row.differing();
        fields.all(|field| self.options.take(row, field).is_some())
    }

    /// The rows that are listed, by their places in the reading.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Lists the rows again, after they were read or others of them are to be listed.
    pub(super) fn list(&mut self) {
        let rows = self.preview().map_or(&[][..], |shown| &shown.reading.rows);
        let rows = rows.iter().enumerate();
        let listed = rows.filter(|(_, row)| !self.only_open || self.is_open(row));
        self.rows = listed.map(|(at, _)| at).collect();
    }

    /// The first row with something to be settled, else the first that is a record.
    pub(super) fn first_to_see(&self) -> usize {
        let rows = self.preview().map_or(&[][..], |shown| &shown.reading.rows);
        let open = rows.iter().position(|row| self.is_open(row));
        let record = || rows.iter().position(|row| row.what != What::Nothing);
        open.or_else(record).unwrap_or(0)
    }

    /// All columns, each with its table.
    pub fn columns(&self) -> Vec<(&Table, &Column)> {
        let tables = self
            .preview()
            .map_or(&[][..], |shown| &shown.reading.tables);
        let columns = tables.iter().flat_map(|table| {
            let columns = table.columns.iter();
            columns.map(move |column| (table, column))
        });
        columns.collect()
    }

    /// The selected column, with its table.
    pub fn selected_column(&self) -> Option<(&Table, &Column)> {
        self.columns().get(self.column).copied()
    }

    /// What a column is called when it is said what it fills: its heading, or its letters where
    /// another of its table has the same heading or it has none.
    pub(super) fn called(table: &Table, column: &Column) -> String {
        let own = search_key(&column.heading);
        let same = |other: &&Column| search_key(&other.heading) == own;
        if own.is_empty() || table.columns.iter().filter(same).count() > 1 {
            column.letters.clone()
        } else {
            column.heading.clone()
        }
    }

    /// The values of a person's row, in the order of the columns.
    pub fn held(&self, known: Known<'_>, row: &Row) -> Vec<Held> {
        let What::Person(person) = &row.what else {
            return Vec::new();
        };
        let of_book = person.of_book.as_ref();
        let of_book = of_book.and_then(|id| known.book.candidate(id));
        let of_book = of_book.map(|(_, person)| person);
        let place = |key: &str| {
            let columns = self.columns();
            let fills =
                |(_, column): &(&Table, &Column)| column.field.split('+').any(|it| it == key);
            columns.iter().position(fills)
        };
        let mut fields: Vec<(&String, &Given)> = person.fields.iter().collect();
        fields.sort_by_cached_key(|(key, _)| (place(key).unwrap_or(usize::MAX), (*key).clone()));
        let differing: Vec<&str> = row.differing().collect();
        let held = |key: &str, file: &Given| {
            let book = of_book.and_then(|person| on_record(known, person, key));
            let differs = differing.contains(&key);
            let will = match (&book, self.options.take(row, key)) {
                (Some(book), Some(Take::Book)) if differs => Some(book.clone()),
                (Some(_), None) if differs => None,
                (Some(book), _) if !differs => Some(book.clone()),
                _ => Some(file.clone()),
            };
            Held {
                key: key.to_owned(),
                file: file.clone(),
                book,
                will,
            }
        };
        let mut all: Vec<Held> = fields.iter().map(|(key, file)| held(key, file)).collect();
        if let Some(own) = of_book
            && differing.contains(&"name")
        {
            let file = Given::Text(person.name.clone());
            let book = Given::Text(own.name.clone());
            let will = match self.options.take(row, "name") {
                Some(Take::File) => Some(file.clone()),
                Some(Take::Book) => Some(book.clone()),
                None => None,
            };
            let name = Held {
                key: "name".to_owned(),
                file,
                book: Some(book),
                will,
            };
            all.insert(0, name);
        }
        all
    }
}
