//! Vietnamese letters of before Unicode: what their bytes mean, how Vietnamese a text reads, and what a text was before it was garbled.

mod garbled;
mod old;
mod syllable;
mod tables;

pub use garbled::{Garbled, garbled};
pub use old::{Old, Reading, from_wrong_page, is_readable, may_be_old};
pub use syllable::is_syllable;

pub(super) use tables::plain_dj;

use tables::{TCVN3, VNI_PAIRS, VNI_SINGLE, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

/// How a text's letters were written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Unicode, as everybody writes it now.
    Utf8,
    /// The code page of a Vietnamese Windows: letters, then tones.
    Windows1258,
    /// TCVN 5712, of the fonts `.VnTime`.
    Tcvn3,
    /// VNI for Windows, of the fonts VNI-Times.
    Vni,
}

impl Letters {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Windows1258, Self::Tcvn3, Self::Vni];

    /// Its name in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1258 => "windows-1258",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
        }
    }
}

/// Whether a text holds a letter that only looks like đ, so that typing đ would not have written it.
pub fn holds_other_dj(text: &str) -> bool {
    text.chars().any(|c| plain_dj(c) != c)
}

fn of_page(page: &[char; 128], byte: u8) -> char {
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(at) => page[usize::from(at)],
    }
}

/// Bytes as programs read them that know only the letters of Western Europe (windows-1252).
pub fn from_latin(bytes: &[u8]) -> String {
    let read = bytes.iter().map(|byte| of_page(&WINDOWS_1252, *byte));
    read.collect()
}

fn is_high_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic()
}

/// VNI: a letter and the sign after it are one.
fn of_vni(signs: impl Iterator<Item = char>) -> Option<String> {
    let mut out = String::new();
    let mut signs = signs.peekable();
    while let Some(c) = signs.next() {
        let small = |c: char| c.to_lowercase().next().unwrap_or(c);
        let cased = |letter: char| {
            if c.is_uppercase() {
                letter.to_uppercase().next().unwrap_or(letter)
            } else {
                letter
            }
        };
        let pair = signs.peek().and_then(|sign| {
            let mut pairs = VNI_PAIRS.iter();
            pairs.find(|(base, mark, _)| *base == small(c) && *mark == small(*sign))
        });
        if let Some((_, _, letter)) = pair {
            signs.next();
            out.push(cased(*letter));
        } else if let Some((_, letter)) = VNI_SINGLE.iter().find(|(sign, _)| *sign == small(c)) {
            out.push(cased(*letter));
        } else if is_high_letter(c) {
            return None;
        } else {
            out.push(c);
        }
    }
    Some(out)
}

/// The text that bytes mean, in NFC. None where they mean none: bytes that are no UTF-8, a letter
/// that no Vietnamese text has. To be done before any tidying: in TCVN3 ư is a soft hyphen.
pub fn decode(bytes: &[u8], letters: Letters) -> Option<String> {
    let page = |page: &'static [char; 128]| bytes.iter().map(move |byte| of_page(page, *byte));
    let text = match letters {
        Letters::Utf8 => std::str::from_utf8(bytes).ok()?.to_owned(),
        Letters::Windows1258 => page(&WINDOWS_1258).collect(),
        Letters::Tcvn3 => page(&TCVN3).collect(),
        Letters::Vni => of_vni(page(&WINDOWS_1252))?,
    };
    let text: String = text.nfc().collect();
    let explained = |c: char| !is_high_letter(c) || syllable::is_letter(c);
    (letters == Letters::Utf8 || text.chars().all(explained)).then_some(text)
}

/// The words of a text that hold letters beyond ASCII.
fn marked_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphabetic() || is_mark(c)));
    words.filter(|word| !word.is_ascii())
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// How many of the words with letters beyond ASCII are well-formed syllables, and how many there are.
pub fn score(text: &str) -> (usize, usize) {
    marked_words(text).fold((0, 0), |(good, all), word| {
        (good + usize::from(is_syllable(word)), all + 1)
    })
}

/// Which letters a whole text is written in, with the text: valid UTF-8 first, else those in which
/// every letter is explained and most words are well-formed syllables, more than in any other.
pub fn detect(bytes: &[u8]) -> Option<(Letters, String)> {
    if let Some(text) = decode(bytes, Letters::Utf8) {
        return Some((Letters::Utf8, text));
    }
    let old = Letters::ALL.into_iter().skip(1);
    let read = old.filter_map(|letters| {
        let text = decode(bytes, letters)?;
        let (good, all) = score(&text);
        (good * 2 > all).then(|| (letters, text, good * 1_000 / all))
    });
    let mut read: Vec<_> = read.collect();
    read.sort_by_key(|(.., share)| std::cmp::Reverse(*share));
    let even = matches!(&read[..], [first, second, ..] if first.2 == second.2);
    let (letters, text, _) = read.into_iter().next().filter(|_| !even)?;
    Some((letters, text))
}
