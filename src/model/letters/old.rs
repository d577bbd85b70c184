//! Texts that were taken for Unicode and may be old letters: each text's reading in them, and what speaks for it and against it.

use super::garbled::{Read, bytes_in, from_utf8, may_be_mended, read, recased, words};
use super::syllable::is_plausible;
use super::tables::{WINDOWS_1252, WINDOWS_1258};
use super::{Letters, decode};
use std::collections::HashMap;

/// A text as old letters read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The text, in NFC.
    pub text: String,
    /// How many of its words nobody could read before, and everybody can now.
    pub mended: usize,
    /// How many everybody could read before, and nobody can now.
    pub spoilt: usize,
    /// How many nobody can read either way.
    pub odd: usize,
}

/// What one word says.
#[derive(Clone, Copy)]
enum Says {
    Mended,
    Spoilt,
    Odd,
    Nothing,
}

/// One way in which texts may be old letters. Keeps what it found out about words.
pub struct Old {
    letters: Letters,
    page: &'static [char; 128],
    known: HashMap<String, Says>,
}

impl Old {
    /// Every way: the letters, and the code page in which their bytes were taken for Unicode.
    pub fn ways() -> Vec<Self> {
        let of = |page| move |letters| Self::new(letters, page);
        let letters = [Letters::Tcvn3, Letters::Vni, Letters::Windows1258];
        let western = letters.into_iter().map(of(&WINDOWS_1252));
        western
            .chain(letters.into_iter().map(of(&WINDOWS_1258)))
            .collect()
    }

    fn new(letters: Letters, page: &'static [char; 128]) -> Self {
        Self {
            letters,
            page,
            known: HashMap::new(),
        }
    }

    /// Which letters.
    pub fn letters(&self) -> Letters {
        self.letters
    }

    /// The text in these letters; none where one of its letters is none of them.
    pub fn read(&mut self, text: &str) -> Option<Reading> {
        let decoded = decode(&bytes_in(self.page, text)?, self.letters)?;
        let mut reading = Reading {
            text: String::with_capacity(decoded.len()),
            mended: 0,
            spoilt: 0,
            odd: 0,
        };
        for word in words(text) {
            match self.says(&text[word]) {
                Says::Mended => reading.mended += 1,
                Says::Spoilt => reading.spoilt += 1,
                Says::Odd => reading.odd += 1,
                Says::Nothing => {}
            }
        }
        let before = text.split(' ');
        for (at, (word, meant)) in before.zip(decoded.split(' ')).enumerate() {
            if at > 0 {
                reading.text.push(' ');
            }
            reading.text.push_str(&recased(word, meant.to_owned()));
        }
        Some(reading)
    }

    fn says(&mut self, word: &str) -> Says {
        if let Some(says) = self.known.get(word) {
            return *says;
        }
        let bytes = bytes_in(self.page, word);
        let says = match bytes.and_then(|bytes| decode(&bytes, self.letters)) {
            None => Says::Odd,
            Some(meant) => {
                let meant = recased(word, meant);
                match (read(word, &meant), is_plausible(word), is_plausible(&meant)) {
                    (Read::Mended, ..) => Says::Mended,
                    (_, true, false) => Says::Spoilt,
                    (_, false, false) => Says::Odd,
                    _ => Says::Nothing,
                }
            }
        };
        self.known.insert(word.to_owned(), says);
        says
    }
}

/// Whether a text has letters beyond ASCII that could be others than they seem: not where one is of
/// those that only Unicode has.
pub fn may_be_old(text: &str) -> bool {
    let only_unicode = |c| matches!(c, '\u{1ea0}'..='\u{1ef9}');
    !text.is_ascii() && !text.contains(only_unicode)
}

/// Whether every word of a text can be read as it stands.
pub fn is_readable(text: &str) -> bool {
    words(text).all(|word| is_plausible(&text[word]))
}

/// A text whose UTF-8 was taken for single bytes, as it was before; none for any other.
pub fn from_wrong_page(text: &str) -> Option<String> {
    if !may_be_mended(text) {
        return None;
    }
    from_utf8(text)?.perhaps
}
