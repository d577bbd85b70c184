//! Headings of lists that come in, and what is wrong with a user's rows of them.

use super::rows::{Reader, Row, Wrong};
use crate::model::Message;
use crate::rules::{Heading, Of, ROW_MARKS, field_names, heading_words, is_field};

const BUILT_IN: &str = include_str!("../../config/headings.ron");

impl Row for Heading {
    type Id = String;

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn word(&self) -> String {
        self.id.to_string()
    }

    fn wrong(&self, _: Option<&Self>, all: &[Self]) -> Option<Wrong> {
        if let Some(field) = self.fills.iter().find(|field| !is_field(field)) {
            let known = field_names();
            return Some(Wrong::unknown(
                "fills",
                field,
                known.iter().map(String::as_str),
            ));
        }
        let id = self.id.as_str();
        if self.of == Of::Row && !ROW_MARKS.contains(&id) {
            return Some(Wrong::unknown("id", id, ROW_MARKS));
        }
        // What has no letters fits no heading; an exact sign can stand in a cell.
        let silent = |text: &&str| heading_words(text).is_empty();
        let words = self.words.iter().map(String::as_str);
        let mut words = words.chain(self.whole());
        if let Some(silent) = words.find(silent).filter(|_| self.of != Of::Row) {
            return Some(Wrong {
                field: "words",
                word: silent.to_owned(),
                why: Message::error("config.no-words").with("given", silent),
            });
        }
        claimed(self, all)
    }

    fn names(&self) -> Vec<(&'static str, &str)> {
        let beside = self.beside.iter();
        beside.map(|id| ("beside", id.as_str())).collect()
    }
}

/// Whether two rows can meet in one table.
fn meet(a: Of, b: Of) -> bool {
    a == b || (a != Of::Row && b != Of::Row && (a == Of::Both || b == Of::Both))
}

/// A heading that another row of the program takes whole already: no column could be told.
fn claimed(row: &Heading, all: &[Heading]) -> Option<Wrong> {
    let others = all
        .iter()
        .filter(|other| other.id != row.id && other.beside == row.beside && meet(other.of, row.of));
    let texts = |row: &Heading| -> Vec<Vec<String>> {
        let words = row.words.iter().map(String::as_str);
        row.whole().chain(words).map(heading_words).collect()
    };
    let taken: Vec<_> = others.map(|other| (other, texts(other))).collect();
    let own = row.exact.iter().map(|text| ("exact", text));
    let mut own = own.chain(row.words.iter().map(|text| ("words", text)));
    own.find_map(|(field, text)| {
        let words = heading_words(text);
        let mut taken = taken.iter();
        let (other, _) = taken.find(|(_, all)| !words.is_empty() && all.contains(&words))?;
        Some(Wrong {
            field,
            word: text.clone(),
            why: Message::error("config.heading-taken")
                .with("given", text.as_str())
                .with("row", other.id.as_str()),
        })
    })
}

/// The headings of the program with the user's over them.
pub(super) fn headings(reader: &mut Reader) -> Vec<Heading> {
    reader.naming("headings.ron", BUILT_IN, None)
}
