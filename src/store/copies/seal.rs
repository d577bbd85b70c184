//! The seal at the end of a packed book: one sum over every byte before it, so that no damage goes unseen.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// In the header of the first file of an archive that has a seal: whose it is, which no reader of
/// older archives asks.
pub(super) const MARK: &str = "ketnap-sealed";

/// What stands before the sum. All of it comes after the end of the archive, where other readers
/// do not look.
const WORD: &[u8] = b"ketnap-sha256 ";
const LENGTH: usize = WORD.len() + 64 + 1;

/// Where the name of the owner stands in the header of an archive's file.
const OWNER: std::ops::Range<usize> = 265..297;

/// Whether all of an archive is as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// It is.
    Sealed,
    /// It is from before there were seals; its files have their sums.
    Unsealed,
    /// It is not.
    Damaged,
}

fn line(sum: Sha256) -> Vec<u8> {
    let mut line = WORD.to_vec();
    line.extend(format!("{:x}\n", sum.finalize()).bytes());
    line
}

/// Sums up what is written.
pub(super) struct Sealing<W> {
    out: W,
    sum: Sha256,
}

impl<W: Write> Sealing<W> {
    pub(in crate::store) fn new(out: W) -> Self {
        let sum = Sha256::new();
        Self { out, sum }
    }

    /// Writes the seal.
    pub(in crate::store) fn end(mut self) -> io::Result<W> {
        self.out.write_all(&line(self.sum))?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reads an archive from its first byte to its last, and leaves it at its beginning.
pub(in crate::store) fn look(mut file: &File) -> io::Result<Whole> {
    let size = file.seek(SeekFrom::End(0))?;
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(512).read_to_end(&mut head)?;
    let owner = head.get(OWNER).unwrap_or_default();
    let marked = owner.strip_prefix(MARK.as_bytes()) == Some(&[0; 32 - MARK.len()]);
    let rest = size.saturating_sub(LENGTH as u64);
    file.seek(SeekFrom::Start(rest))?;
    let mut seal = Vec::new();
    file.read_to_end(&mut seal)?;
    let sealed = seal.starts_with(WORD);
    file.seek(SeekFrom::Start(0))?;
    if !marked && !sealed {
        return Ok(Whole::Unsealed);
    }
    let mut sum = Sha256::new();
    io::copy(&mut file.take(rest), &mut sum)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(if marked && seal == line(sum) {
        Whole::Sealed
    } else {
        Whole::Damaged
    })
}
