//! What everything here rests on, handed on as one: the book, the rules and the day.

use crate::model::Book;
use crate::rules::Rules;
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
