//! What is known, with the figures that were counted of it.

use super::figures::Figures;
use crate::model::Book;
use crate::rules::{Known, Rules};

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
