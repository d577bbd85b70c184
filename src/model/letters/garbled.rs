//! A text whose letters were garbled on the way: in which way, and what it was before.

use super::syllable::{is_plausible, is_syllable, is_tone};
use super::tables::{WINDOWS_1252, WINDOWS_1258};
use super::{Letters, decode};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// How a text was garbled, and what it perhaps was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Garbled {
    /// Whose bytes were taken for other letters; none where letters were lost.
    pub looks: Option<Letters>,
    /// What it was, where that can be told.
    pub perhaps: Option<String>,
}

/// How often one text may have been garbled on top of itself.
const LAYERS: usize = 3;

fn byte_in(page: &[char; 128], c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0..0x80 => u8::try_from(code).ok(),
        code => match page.iter().position(|known| *known == c) {
            Some(at) => u8::try_from(at + 0x80).ok(),
            // Programs that know only Latin-1 hand the lowest ones through.
            None if code < 0xa0 => u8::try_from(code).ok(),
            None => None,
        },
    }
}

/// The bytes that were shown as this text in a code page. Tones that were joined to their letters
/// since are taken apart again.
pub(super) fn bytes_in(page: &[char; 128], text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        if let Some(byte) = byte_in(page, c) {
            bytes.push(byte);
            continue;
        }
        let (tones, letter): (String, String) =
            std::iter::once(c).nfd().partition(|part| is_tone(*part));
        for part in letter.nfc().chain(tones.chars()) {
            bytes.push(byte_in(page, part).filter(|_| !tones.is_empty())?);
        }
    }
    Some(bytes)
}

/// Stretches of a text that a test holds for.
fn runs(text: &str, holds: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| holds(*c)) {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(run) if run.end == at => run.end = end,
            _ => found.push(at..end),
        }
    }
    found
}

/// The text with some stretches put anew.
fn with(text: &str, anew: &[(Range<usize>, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (run, put) in anew {
        out.push_str(&text[at..run.start]);
        out.push_str(put);
        at = run.end;
    }
    out.push_str(&text[at..]);
    out.nfc().collect()
}

/// UTF-8 read as single bytes, once: every stretch beyond ASCII that is valid UTF-8 of letters.
fn from_utf8_once(text: &str, page: &[char; 128]) -> Option<String> {
    let mended = runs(text, |c| !c.is_ascii()).into_iter().filter_map(|run| {
        let bytes = bytes_in(page, &text[run.clone()])?;
        let meant = String::from_utf8(bytes).ok()?;
        Some((run, meant))
    });
    let mended: Vec<_> = mended.collect();
    let letters =
        |(_, put): &(_, String)| put.chars().any(|c| c.is_alphabetic() || super::is_mark(c));
    mended.iter().any(letters).then(|| with(text, &mended))
}

pub(super) fn from_utf8(text: &str) -> Option<Garbled> {
    let once = |text: &str| {
        let pages = [&WINDOWS_1252, &WINDOWS_1258];
        pages
            .into_iter()
            .find_map(|page| from_utf8_once(text, page))
    };
    let mut meant = once(text)?;
    for _ in 1..LAYERS {
        match once(&meant) {
            Some(deeper) => meant = deeper,
            None => break,
        }
    }
    let whole = !left_of_utf8(&meant);
    Some(Garbled {
        looks: Some(Letters::Utf8),
        perhaps: whole.then_some(meant),
    })
}

/// Whether a text may hold UTF-8 read as single bytes: two signs beyond ASCII beside each other.
pub(super) fn may_be_mended(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|c| {
        let beyond = !c.is_ascii();
        std::mem::replace(&mut before, beyond) && beyond
    })
}

/// First bytes of letters in UTF-8 whose other bytes were lost on the way.
fn left_of_utf8(text: &str) -> bool {
    let pairs = text.chars().zip(text.chars().skip(1));
    let mut pairs = pairs.chain(text.chars().last().map(|c| (c, ' ')));
    pairs.any(|pair| matches!(pair, ('á', '»' | 'º') | ('Ä' | 'Æ', _)))
}

/// Letters that were lost: the sign that stands for what could not be read, or a question mark
/// inside a word.
fn lost(text: &str) -> bool {
    let inside = |word: &str| {
        let all: Vec<char> = word.chars().collect();
        let asked =
            |three: &[char]| three[1] == '?' && three[0].is_alphabetic() && three[2].is_lowercase();
        !word.contains(['/', '=', '&']) && all.windows(3).any(asked)
    };
    text.contains('\u{fffd}') || text.split_whitespace().any(inside)
}

/// Whether a character may stand for a letter of another code page.
fn may_be_letter(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphabetic()
    } else {
        !matches!(c, '\u{80}'..='\u{a0}' | '\u{2000}'..='\u{2bff}') && !c.is_whitespace()
    }
}

/// Fonts that draw small letters as capitals leave the text in small ones.
pub(super) fn recased(word: &str, meant: String) -> String {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    if capitals > 1 && !word.chars().any(|c| c.is_ascii_lowercase()) {
        meant.to_uppercase()
    } else {
        meant
    }
}

/// A sign that is no letter between two letters: nobody writes that in Unicode.
fn holds_sign(word: &str) -> bool {
    let all: Vec<char> = word.chars().collect();
    all.windows(3).any(|three| {
        let sign = matches!(three[1], '\u{a1}'..='\u{bf}' | '\u{d7}' | '\u{f7}');
        sign && three[0].is_ascii_alphabetic() && three[2].is_ascii_alphabetic()
    })
}

/// A word as other letters read it.
pub(super) enum Read {
    /// As a word that it was not before.
    Mended,
    /// As a syllable that it may have been before.
    Fits,
    /// As letters only.
    Explained,
}

pub(super) fn read(word: &str, meant: &str) -> Read {
    let is_word = meant.chars().count() > 1 && is_syllable(meant);
    match is_plausible(word) {
        false if is_word || (holds_sign(word) && is_plausible(meant)) => Read::Mended,
        _ if is_word => Read::Fits,
        _ => Read::Explained,
    }
}

/// The words with letters beyond ASCII.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = runs(text, may_be_letter).into_iter();
    words.filter(|run| !text[run.clone()].is_ascii())
}

/// One reading of a text: how many words it mends, how many it reads, and the text.
fn reading(text: &str, letters: Letters, page: &[char; 128]) -> Option<(usize, usize, String)> {
    let words: Vec<_> = words(text).collect();
    let (mut all, mut bad) = (Vec::new(), Vec::new());
    let (mut fits, mut unknown) = (0, 0);
    for run in &words {
        let word = &text[run.clone()];
        let bytes = bytes_in(page, word);
        let Some(meant) = bytes.and_then(|bytes| decode(&bytes, letters)) else {
            unknown += 1;
            continue;
        };
        let meant = recased(word, meant);
        let found = (run.clone(), meant);
        match read(word, &found.1) {
            Read::Mended => bad.push(found.clone()),
            Read::Fits => fits += 1,
            Read::Explained => {}
        }
        all.push(found);
    }
    let whole = unknown == 0 && (fits + bad.len()) * 2 >= words.len();
    let anew = if whole { &all } else { &bad };
    (!bad.is_empty()).then(|| (bad.len(), fits + bad.len(), with(text, anew)))
}

/// Whether a text looks as if its letters had been garbled. What can be read as it stands never
/// does, whatever else it could be.
pub fn garbled(text: &str) -> Option<Garbled> {
    if lost(text) {
        return Some(Garbled {
            looks: None,
            perhaps: None,
        });
    }
    if text.is_ascii() {
        return None;
    }
    if let Some(found) = from_utf8(text) {
        return Some(found);
    }
    if words(text).all(|run| is_plausible(&text[run])) {
        return None;
    }
    let old = [Letters::Tcvn3, Letters::Vni, Letters::Windows1258];
    let mut best: Option<(usize, usize, String, Letters)> = None;
    for page in [&WINDOWS_1252, &WINDOWS_1258] {
        for letters in old {
            let Some((mended, fits, meant)) = reading(text, letters, page) else {
                continue;
            };
            if best
                .as_ref()
                .is_none_or(|(m, f, ..)| (mended, fits) > (*m, *f))
            {
                best = Some((mended, fits, meant, letters));
            }
        }
    }
    if let Some((_, _, meant, letters)) = best {
        return Some(Garbled {
            looks: Some(letters),
            perhaps: Some(meant),
        });
    }
    left_of_utf8(text).then_some(Garbled {
        looks: Some(Letters::Utf8),
        perhaps: None,
    })
}
