//! People whose values leave every file of this machine: whole, or all but what is counted.

use super::erased_words::Words;
use crate::model::{Candidate, CandidateId, Deed};
use crate::store::disk::fs::Fs;
use crate::store::error::StoreError;
use crate::store::format::{parse_unit, print_unit};
use crate::store::journal::lines::{Lines, Piece, place_of};
use std::collections::BTreeSet;
use std::path::Path;

/// Longer than any identity may be, in bytes.
const LONG_WORD: usize = 1024;

/// What stays of the people's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Rest {
    /// Nothing.
    Nothing,
    /// What figures read.
    Figures,
}

/// Who leaves, and what stays.
#[derive(Debug)]
pub(in crate::store) struct Erasing<'a> {
    pub(in crate::store) people: &'a BTreeSet<CandidateId>,
    pub(in crate::store) rest: Rest,
    /// What they are known by in files that are not the program's own.
    pub(in crate::store) words: Words,
}

impl Erasing<'_> {
    /// What a journal says that was done to their records.
    pub(in crate::store) fn deed(&self) -> Deed {
        match self.rest {
            Rest::Nothing => Deed::Erased,
            Rest::Figures => Deed::Anonymised,
        }
    }

    /// Whether a text names one of them. An identity stands between quotes in every file of the
    /// program, so one look is enough for all of them.
    pub(super) fn named_in(&self, text: &str) -> bool {
        text.split('"').any(|word| self.people.contains(word))
    }

    /// How many lines of a file speak of them, records aside that hold no more than may stay.
    pub(super) fn lines_in(&self, bytes: &[u8]) -> usize {
        let text = String::from_utf8_lossy(bytes);
        // Asked of the whole first: nearly every file names them nowhere.
        if !self.named_in(&text) || self.may_stay(bytes) {
            return 0;
        }
        text.lines().filter(|line| self.named_in(line)).count()
    }

    /// How many lines of a file speak of them, whatever its size. A file that is too large to be
    /// read whole is no record, so none of it may stay.
    pub(super) fn lines_of(&self, fs: &dyn Fs, path: &Path) -> Result<usize, StoreError> {
        let Some(mut lines) = Lines::of(fs, path)? else {
            return Ok(0);
        };
        let mut held = 0;
        while let Some(piece) = lines.next()? {
            held += usize::from(self.named_by(&lines, &piece)?);
        }
        Ok(held)
    }

    /// Whether a line names one of them, however long it is.
    pub(in crate::store) fn named_by(
        &self,
        lines: &Lines,
        piece: &Piece,
    ) -> Result<bool, StoreError> {
        if let Some(line) = &piece.line {
            return Ok(self.named_in(&String::from_utf8_lossy(line)));
        }
        // Word by word between quotes, across the parts that are read.
        let (mut named, mut word) = (false, Vec::new());
        let is_one =
            |word: &[u8]| std::str::from_utf8(word).is_ok_and(|it| self.people.contains(it));
        lines.again(piece, |mut part| {
            while let Some(end) = place_of(b'"', part) {
                word.extend_from_slice(&part[..end]);
                named |= word.len() <= LONG_WORD && is_one(&word);
                word.clear();
                part = &part[end + 1..];
            }
            // What is too long already stays so.
            word.extend_from_slice(&part[..part.len().min(LONG_WORD + 1)]);
            word.truncate(LONG_WORD + 1);
            Ok(())
        })?;
        Ok(named)
    }

    pub(super) fn may_stay(&self, bytes: &[u8]) -> bool {
        self.rest == Rest::Figures
            && parse_unit(bytes).is_ok_and(|read| {
                let mut people = read.value.candidates.iter();
                !read.newer() && !people.any(|person| self.is_to_go(person))
            })
    }

    fn is_to_go(&self, person: &Candidate) -> bool {
        let named = self.people.contains(&person.id);
        named && (self.rest == Rest::Nothing || !person.is_anonymous())
    }

    /// The bytes of a unit's file without them; none where it is no such file or nothing is to go.
    pub(super) fn without_them(&self, bytes: &[u8]) -> Option<Result<Vec<u8>, StoreError>> {
        let mut unit = parse_unit(bytes).ok().filter(|read| !read.newer())?.value;
        if !unit.candidates.iter().any(|person| self.is_to_go(person)) {
            return None;
        }
        match self.rest {
            Rest::Nothing => unit.candidates.retain(|person| !self.is_to_go(person)),
            Rest::Figures => {
                let people = unit.candidates.iter_mut();
                let some = people.filter(|person| self.is_to_go(person));
                some.for_each(|person| *person = person.anonymous());
            }
        }
        Some(print_unit(&unit))
    }
}
