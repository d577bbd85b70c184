//! Looking for people in the raw bytes of files that are not the program's: by their ids, names and numbers, in any form they may be written in.

use crate::model::{Candidate, CandidateId, ScalarField, Spellings, fold};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Read};
use unicode_normalization::UnicodeNormalization;

/// How many bytes are looked at in one go.
const TURN: usize = 1 << 18;

/// A number with fewer digits stands in too many files to tell anything.
const DIGITS: usize = 6;

/// How files begin in which bytes are not what they say: packed or enciphered.
const PACKED: [&[u8]; 10] = [
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"\x28\xb5\x2f\xfd",
    b"Rar!",
    b"%PDF",
    b"Salted__",
    b"VimCrypt~",
];

/// What was found in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Seen {
    Nothing,
    Somebody,
    /// It cannot be told: what the file says is packed.
    Packed,
}

/// The words that people are known by.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Words {
    all: Vec<Word>,
    /// The words by their first byte, a capital letter by its small one.
    first: HashMap<u8, Vec<usize>>,
    longest: usize,
}

#[derive(Debug, Clone)]
struct Word {
    bytes: Vec<u8>,
    /// Not in the middle of a longer one: an id, or a number.
    alone: bool,
}

/// Text as other programs may keep it.
fn encodings(text: &str) -> [Vec<u8>; 3] {
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    [
        text.as_bytes().to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
    ]
}

impl Words {
    /// The ids of people, and what their records know them by.
    pub(in crate::store) fn of<'a>(
        ids: &BTreeSet<CandidateId>,
        records: impl IntoIterator<Item = &'a Candidate>,
    ) -> Self {
        let mut found = Self::default();
        for id in ids {
            found.add_all(id.as_str(), true);
        }
        for person in records {
            found.add_name(&person.name);
            for field in ScalarField::ALL.into_iter().filter(|it| it.is_masked()) {
                found.add_number(&field.read(person, &Spellings::default()));
            }
        }
        found
    }

    /// A number as it was typed, without what stands between its digits, and as it is often
    /// grouped.
    fn add_number(&mut self, number: &str) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < DIGITS {
            return;
        }
        self.add_all(number, true);
        self.add_all(&digits, true);
        let (head, tail) = digits.split_at(digits.len() - 6);
        let (middle, end) = tail.split_at(3);
        for between in [" ", ".", "-"] {
            let grouped = [head, middle, end].join(between);
            self.add_all(grouped.trim_matches([' ', '.', '-']), true);
        }
    }

    fn add_name(&mut self, name: &str) {
        if name.trim().is_empty() {
            return;
        }
        let plain: String = fold(name);
        for cased in [name.to_owned(), name.to_lowercase(), name.to_uppercase()] {
            let forms = [cased.nfc().collect::<String>(), cased.nfd().collect()];
            for form in forms {
                self.add_all(&form, false);
            }
        }
        self.add_all(&plain, false);
    }

    fn add_all(&mut self, text: &str, alone: bool) {
        for bytes in encodings(text) {
            self.add(bytes, alone);
        }
    }

    fn add(&mut self, bytes: Vec<u8>, alone: bool) {
        let Some(first) = bytes.first().map(u8::to_ascii_lowercase) else {
            return;
        };
        let known = self.all.iter().any(|word| word.bytes == bytes);
        if known {
            return;
        }
        self.longest = self.longest.max(bytes.len());
        self.first.entry(first).or_default().push(self.all.len());
        self.all.push(Word { bytes, alone });
    }

    /// Looks through all that is read, whatever its size.
    pub(in crate::store) fn look(&self, bytes: &mut dyn Read) -> io::Result<Seen> {
        // One byte more on either side tells where a word ends.
        let overlap = self.longest + 2;
        let (mut held, mut begins) = (Vec::new(), true);
        loop {
            let old = held.len();
            let read = (&mut *bytes).take(TURN as u64).read_to_end(&mut held)?;
            if begins && PACKED.iter().any(|mark| held.starts_with(mark)) {
                return Ok(Seen::Packed);
            }
            if self.is_in(&held, begins, read == 0) {
                return Ok(Seen::Somebody);
            }
            if read == 0 && held.len() == old {
                return Ok(Seen::Nothing);
            }
            let gone = held.len().saturating_sub(overlap);
            begins &= gone == 0;
            held.drain(..gone);
        }
    }

    /// Whether a word stands in a part of a text that may go on at either end.
    fn is_in(&self, text: &[u8], begins: bool, ends: bool) -> bool {
        (0..text.len()).any(|at| {
            let first = self.first.get(&text[at].to_ascii_lowercase());
            first.into_iter().flatten().any(|word| {
                let Word { bytes, alone } = &self.all[*word];
                let end = at + bytes.len();
                let there = text.get(at..end);
                if !there.is_some_and(|there| there.eq_ignore_ascii_case(bytes)) {
                    return false;
                }
                let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
                let before = match at.checked_sub(1) {
                    Some(before) => goes_on(text[before]),
                    // What stood there was in the part before, which found it if it is alone.
                    None => !begins,
                };
                let after = match text.get(end) {
                    Some(byte) => goes_on(*byte),
                    None => !ends,
                };
                !alone || (!before && !after)
            })
        })
    }
}
