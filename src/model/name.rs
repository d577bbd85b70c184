//! Names as people write them: kept in NFC, found without accents, ordered by given name.

use super::clean::{is_inert, is_usual};
use super::fold::push_folded;
use super::letters::plain_dj;
use super::refusal::Refusal;
use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use std::cmp::Ordering;
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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

/// One line of text as it is stored: NFC, no invisible characters, single spaces, none at the ends,
/// đ for the letters that look the same. Refuses what is longer than `limit` characters, and words
/// that only look Latin; never cuts.
pub fn tidy(text: &str, limit: usize) -> Result<String, Refusal> {
    let line = tidy_but_letters(text, limit)?;
    Ok(line.chars().map(plain_dj).collect())
}

/// The same with every letter as it stands: what a file that was written before may hold.
pub(super) fn tidy_but_letters(text: &str, limit: usize) -> Result<String, Refusal> {
    if is_tidy(text) && text.chars().count() <= limit {
        return Ok(text.to_owned());
    }
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

/// Whether a text is as it is stored, told by its letters alone: none of them that goes with another,
/// is invisible or only looks Latin, and single blanks between words.
fn is_tidy(text: &str) -> bool {
    let mut blank = true;
    let usual = text.chars().all(|c| {
        let after = std::mem::replace(&mut blank, c == ' ');
        is_usual(c) && !(blank && after)
    });
    usual && !blank
}

/// The marks that people, keyboards and word processors write for an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2b9}'..='\u{2bd}'
            | '\u{2c8}'
            | '\u{2ca}'
            | '\u{2cb}'
            | '\u{2018}'..='\u{201b}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{a78c}'
            | '\u{ff07}'
    )
}

/// Hyphens and dashes of all kinds. The soft one is not inert and goes with what is invisible.
fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// What search compares, of the needle and of what it is looked for in: folded, every apostrophe
/// alike, no hyphens and nothing invisible, one blank between words and none at the ends.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut apart = false;
    for c in text.chars() {
        if !apart && c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
            continue;
        }
        let kept = match c {
            // Nearly all that a name holds.
            'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{c0}'..='\u{1b0}' | '\u{1ea0}'..='\u{1ef9}' => {
                Some(c)
            }
            ' ' | '\t'..='\r' | '\u{85}' => {
                apart = !key.is_empty();
                None
            }
            '-' => None,
            _ if c.is_whitespace() => {
                apart = !key.is_empty();
                None
            }
            _ if !is_inert(c) || is_hyphen(c) || is_combining_mark(c) => None,
            _ if is_apostrophe(c) => Some('\''),
            _ => Some(c),
        };
        if let Some(c) = kept {
            if apart {
                key.push(' ');
                apart = false;
            }
            push_folded(&mut key, c);
        }
    }
    key
}

/// Whether a text holds a needle that is a [`search_key`] already.
pub fn matches_key(text: &str, needle: &str) -> bool {
    needle.is_empty() || search_key(text).contains(needle)
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
