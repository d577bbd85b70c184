//! A packed book read back before anybody is told that it is one: every byte, every record, what they show.

use super::piece::{Content, Piece, Same};
use super::unpack::{Goal, Held, Wrong, from_file};
use crate::model::{Book, Header, Message, Unit};
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::format::{parse_header, parse_unit};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;

/// A copy that is unpacked in memory and compared with what was packed.
struct Comparing<'a> {
    fs: &'a dyn Fs,
    layout: &'a Layout,
    pieces: BTreeMap<&'a str, &'a Piece>,
    header: Option<Header>,
    units: Vec<Unit>,
}

/// Restores an archive in memory and compares it with what it was made from.
pub(super) fn read_back(
    (fs, layout): (&dyn Fs, &Layout),
    archive: &File,
    pieces: &[Piece],
    same: Same<'_>,
) -> Result<(), Wrong> {
    let named = pieces.iter().map(|piece| (&*piece.listed.path, piece));
    let mut goal = Comparing {
        fs,
        layout,
        pieces: named.collect(),
        header: None,
        units: Vec::new(),
    };
    from_file(archive, &mut goal)?;
    let other = || Wrong::Copy(Message::error("copy.other"));
    let header = goal.header.take().ok_or_else(other)?;
    let back = Book::new(header, goal.units, Vec::new());
    let packed = book_of(pieces).ok_or_else(other)?;
    if back == packed && same(&packed, &back) {
        Ok(())
    } else {
        Err(other())
    }
}

/// The records that were packed.
fn book_of(pieces: &[Piece]) -> Option<Book> {
    let (mut header, mut units) = (None, Vec::new());
    for piece in pieces.iter().filter(|piece| piece.is_readable()) {
        match &piece.content {
            Content::Record(bytes) if piece.listed.path == "book.ron" => {
                header = Some(parse_header(bytes).ok()?.value);
            }
            Content::Record(bytes) => units.push(parse_unit(bytes).ok()?.value),
            Content::Journal => {}
        }
    }
    Some(Book::new(header?, units, Vec::new()))
}

impl Goal for Comparing<'_> {
    fn receive(&mut self, path: &str, held: Held<'_>) -> Result<(), Wrong> {
        let other = || Wrong::Copy(Message::error("copy.other"));
        let piece = self.pieces.remove(path).ok_or_else(other)?;
        let mut packed = piece.open(self.fs, self.layout)?;
        let same = match held {
            Held::Book(bytes, header) => {
                self.header = Some(*header);
                are_same(&mut *packed, &mut &*bytes)
            }
            Held::Unit(bytes, unit) => {
                self.units.push(*unit);
                are_same(&mut *packed, &mut &*bytes)
            }
            Held::Broken(bytes) => are_same(&mut *packed, &mut &*bytes),
            Held::Journal(bytes) => are_same(&mut *packed, bytes),
        };
        match same {
            Ok(true) => Ok(()),
            Ok(false) => Err(other()),
            Err(error) => Err(StoreError::io(&self.layout.root().join(path), &error).into()),
        }
    }

    fn is_broken(&self, path: &str) -> bool {
        let piece = self.pieces.get(path);
        piece.is_some_and(|piece| !piece.is_readable())
    }
}

/// Whether two readers give the same bytes; both are read to their ends.
fn are_same(one: &mut dyn Read, other: &mut dyn Read) -> std::io::Result<bool> {
    let (mut first, mut second) = (vec![0; 1 << 16], Vec::new());
    loop {
        let count = one.read(&mut first)?;
        second.clear();
        if count == 0 {
            return Ok(other.read(&mut first)? == 0);
        }
        (&mut *other).take(count as u64).read_to_end(&mut second)?;
        if first[..count] != second {
            return Ok(false);
        }
    }
}
