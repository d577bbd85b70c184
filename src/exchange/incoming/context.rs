//! What the rows of a file are read by: the book and the rules, the headings, the answers given.

use super::known::Headings;
use super::units::Units;
use crate::model::import::Options;
use crate::model::{Code, search_key};
use crate::rules::Known;

/// All that a table is read by.
pub(super) struct Context<'a> {
    pub(super) known: Known<'a>,
    pub(super) options: &'a Options,
    /// Headings of lists of people.
    pub(super) people: &'a Headings<'a>,
    /// Headings of tables of quotas.
    pub(super) quota: &'a Headings<'a>,
    /// The words of rows that are no record.
    pub(super) marks: &'a Headings<'a>,
    /// The cells of the book.
    pub(super) units: &'a Units,
    /// All organisations of the book.
    pub(super) bodies: &'a Units,
}

impl Context<'_> {
    /// The track of the book that is called by an id or by the number of its plan.
    pub(super) fn track(&self, named: &str) -> Option<&Code> {
        let named = search_key(named);
        let signs: &[char] = &['(', ')', ',', ';', '.', ':', '"'];
        let tracks = &self.known.book.settings().tracks;
        let mut tracks = tracks.iter().filter(|track| {
            let name = search_key(&track.name);
            let mut words = name.split(' ').map(|word| word.trim_matches(signs));
            search_key(track.id.as_str()) == named
                || name == named
                || words.any(|word| word == named)
        });
        match (tracks.next(), tracks.next()) {
            (Some(one), None) => Some(&one.id),
            _ => None,
        }
    }
}
