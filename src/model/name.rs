//! Names as people write them: kept in NFC, found without accents, ordered by given name.

use super::clean::is_inert;
use super::refusal::Refusal;
use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use std::cmp::Ordering;
use std::fmt;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest name, in characters.
pub const NAME_LIMIT: usize = 120;
/// The longest note or reason, in characters.
pub const NOTE_LIMIT: usize = 2_000;

/// Letters of other scripts, of which many look like Latin ones: Greek, Cyrillic, Armenian, Cherokee,
/// Lisu, full-width and mathematical letters.
fn is_lookalike(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c,
            '\u{370}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{1c80}'..='\u{1c8f}'
            | '\u{1f00}'..='\u{1fff}' | '\u{a4d0}'..='\u{a4ff}' | '\u{a640}'..='\u{a69f}'
            | '\u{ab70}'..='\u{abbf}' | '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}')
}

/// A letter in the middle of Latin ones that is none: a word so written is never found by typing it.
fn lookalike(line: &str) -> Option<char> {
    let words = line.split(|c: char| !c.is_alphabetic());
    let strange = |word: &str| word.chars().find(|c| is_lookalike(*c));
    let mixed = |word: &&str| word.chars().any(|c| !is_lookalike(c));
    words.filter(mixed).find_map(strange)
}

/// One line of text as it is stored: NFC, no invisible characters, single spaces, none at the ends.
/// Refuses what is longer than `limit` characters, and words that only look Latin; never cuts.
pub fn tidy(text: &str, limit: usize) -> Result<String, Refusal> {
    // Reading stops well past the limit, so a megabyte pasted costs no more than a page.
    let spaced = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut inert = spaced.filter(|c| is_inert(*c));
    let shown: String = inert.by_ref().take(limit.saturating_mul(4)).nfc().collect();
    if inert.next().is_some() {
        return Err(Refusal::TooLong { limit });
    }
    let words: Vec<&str> = shown.split(' ').filter(|w| !w.is_empty()).collect();
    let line = words.join(" ");
    if line.chars().count() > limit {
        return Err(Refusal::TooLong { limit });
    }
    if let Some(letter) = lookalike(&line) {
        return Err(Refusal::Lookalike(letter));
    }
    Ok(line)
}

/// Lower case without accents, đ as d: what search compares. Old and new tone placement
/// (`hòa`, `hoà`) fold to the same.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Whether a text holds an already folded needle, accent-free.
pub fn matches_folded(text: &str, needle: &str) -> bool {
    needle.is_empty() || fold(text).contains(needle)
}

/// The given name, by which Vietnamese lists are ordered: the last word.
pub fn given_name(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// Vietnamese order: by given name, then by the whole name; numbers in names by their value.
pub struct NameOrder(CollatorBorrowed<'static>);

impl NameOrder {
    /// The order for names, from the Unicode collation data for Vietnamese.
    pub fn new() -> Self {
        let mut preferences =
            icu_collator::CollatorPreferences::from(icu_locale_core::locale!("vi"));
        preferences.numeric_ordering =
            Some(icu_collator::preferences::CollationNumericOrdering::True);
        let collator = CollatorBorrowed::try_new(preferences, CollatorOptions::default())
            .expect("the collation data for Vietnamese is compiled in");
        Self(collator)
    }

    /// People: given name first.
    pub fn people(&self, a: &str, b: &str) -> Ordering {
        self.0
            .compare(given_name(a), given_name(b))
            .then_with(|| self.0.compare(a, b))
            .then_with(|| a.cmp(b))
    }

    /// Organisations and other things: as written.
    pub fn things(&self, a: &str, b: &str) -> Ordering {
        self.0.compare(a, b).then_with(|| a.cmp(b))
    }
}

impl Default for NameOrder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for NameOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameOrder(vi)")
    }
}
