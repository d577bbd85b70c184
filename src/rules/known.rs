//! What everything here rests on, handed on as one: the book, the rules and the day, or the figures of a year.

use crate::model::Book;
use crate::rules::{Figures, Rules};
use chrono::NaiveDate;

/// What is known on a day.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The records.
    pub book: &'a Book,
    /// The field.
    pub rules: &'a Rules,
    /// The day it is.
    pub today: NaiveDate,
}

impl<'a> Known<'a> {
    /// All three.
    pub fn new(book: &'a Book, rules: &'a Rules, today: NaiveDate) -> Self {
        Self { book, rules, today }
    }
}

/// What is known, and what was counted of it.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// The records.
    pub book: &'a Book,
    /// The field.
    pub rules: &'a Rules,
    /// The figures of a year; their day is the day it is.
    pub figures: &'a Figures,
}

impl<'a> Counted<'a> {
    /// All three.
    pub fn new(book: &'a Book, rules: &'a Rules, figures: &'a Figures) -> Self {
        Self {
            book,
            rules,
            figures,
        }
    }

    /// What was counted.
    pub fn known(self) -> Known<'a> {
        Known::new(self.book, self.rules, self.figures.today)
    }
}
