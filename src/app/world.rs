//! What the update may look at but never alters: the day, the field, the commands in words.

use super::command::Entry;
use crate::model::Book;
use crate::rules::{Counted, Figures, Known, Rules};
use chrono::NaiveDate;
use std::sync::Arc;

/// What the update may look at but never alters.
#[derive(Debug)]
pub struct World {
    /// The day.
    pub today: NaiveDate,
    /// What is known of the field.
    pub rules: Arc<Rules>,
    /// The commands in words, for the palette.
    pub commands: Vec<Entry>,
}

impl World {
    /// What is known with a book.
    pub fn known<'a>(&'a self, book: &'a Book) -> Known<'a> {
        Known::new(book, &self.rules, self.today)
    }

    /// What is known with a book and was counted of it.
    pub fn counted<'a>(&'a self, book: &'a Book, figures: &'a Figures) -> Counted<'a> {
        Counted::new(book, &self.rules, figures)
    }
}
