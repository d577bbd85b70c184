//! The words that may be typed for a value, in every language at once: they stand in the text files.

use super::fold::fold;

/// The words for one value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    words: Vec<String>,
    folded: Vec<String>,
}

impl Spelling {
    /// Takes the words, the one that is shown first.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = words.into_iter().map(str::trim);
        let words = words.filter(|word| !word.is_empty()).map(str::to_owned);
        let words: Vec<String> = words.collect();
        let folded = words.iter().map(|word| fold(word)).collect();
        Self { words, folded }
    }

    /// The word that stands for the value where it is typed anew; empty where there is none.
    pub fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Whether a folded text is one of the words, with or without accents.
    pub(super) fn is(&self, folded: &str) -> bool {
        self.folded.iter().any(|word| word == folded)
    }
}

/// What may be typed for each value that has words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spellings {
    /// A man.
    pub male: Spelling,
    /// A woman.
    pub female: Spelling,
    /// That it is so.
    pub yes: Spelling,
    /// That it is not.
    pub no: Spelling,
    /// The day it is.
    pub today: Spelling,
    /// The day before.
    pub yesterday: Spelling,
    /// The days of the week, from Monday on.
    pub weekdays: [Spelling; 7],
}
