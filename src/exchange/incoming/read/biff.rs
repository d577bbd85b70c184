//! The records that an old workbook (xls) is made of, and the texts in them, also those that go on in the next record.

use crate::model::letters::{Letters, decode, from_latin};

/// A record with the ones that continue it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) parts: Vec<&'a [u8]>,
}

/// What continues a record.
const GOES_ON: u16 = 0x3c;

/// The records of a stream from a place on; they end where the stream does.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    fn head(&self) -> Option<(u16, &'a [u8], &'a [u8])> {
        let [k0, k1, l0, l1, rest @ ..] = self.rest else {
            return None;
        };
        let length = usize::from(u16::from_le_bytes([*l0, *l1]));
        let (data, rest) = rest.split_at_checked(length)?;
        Some((u16::from_le_bytes([*k0, *k1]), data, rest))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, data, rest) = self.head()?;
        self.rest = rest;
        let mut parts = vec![data];
        while let Some((GOES_ON, data, rest)) = self.head() {
            parts.push(data);
            self.rest = rest;
        }
        Some(Record { kind, parts })
    }
}

impl<'a> Record<'a> {
    /// The record without what continues it.
    pub(super) fn data(&self) -> &'a [u8] {
        self.parts[0]
    }

    /// How many bytes it takes in the stream, with what continues it.
    pub(super) fn size(&self) -> usize {
        self.parts.iter().map(|part| part.len() + 4).sum()
    }

    pub(super) fn u16_at(&self, at: usize) -> Option<u16> {
        let two = self.data().get(at..at + 2)?;
        Some(u16::from_le_bytes(two.try_into().ok()?))
    }

    pub(super) fn u32_at(&self, at: usize) -> Option<u32> {
        let four = self.data().get(at..at + 4)?;
        Some(u32::from_le_bytes(four.try_into().ok()?))
    }

    pub(super) fn f64_at(&self, at: usize) -> Option<f64> {
        let eight = self.data().get(at..at + 8)?;
        Some(f64::from_le_bytes(eight.try_into().ok()?))
    }
}

/// How a workbook writes its texts.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    /// Unicode (Excel 97 and later), else bytes of a code page.
    pub(super) unicode: bool,
    pub(super) page: u16,
}

impl Writing {
    /// Bytes of a code page as text.
    fn bytes(self, bytes: &[u8]) -> String {
        let vietnamese = (self.page == 1258).then(|| decode(bytes, Letters::Windows1258));
        vietnamese.flatten().unwrap_or_else(|| from_latin(bytes))
    }
}

/// Reads texts over the parts of a record.
pub(super) struct Texts<'r, 'a> {
    parts: &'r [&'a [u8]],
    at: usize,
    part: usize,
    writing: Writing,
}

impl<'r, 'a> Texts<'r, 'a> {
    /// From a place in the first part on.
    pub(super) fn new(parts: &'r [&'a [u8]], at: usize, writing: Writing) -> Self {
        Self {
            parts,
            at,
            part: 0,
            writing,
        }
    }

    fn here(&self) -> &'a [u8] {
        let part = self.parts.get(self.part).copied().unwrap_or_default();
        part.get(self.at..).unwrap_or_default()
    }

    /// Goes on with the next part where this one is read to its end.
    fn settle(&mut self) -> Option<()> {
        while self.here().is_empty() {
            self.part += 1;
            self.at = 0;
            if self.part >= self.parts.len() {
                return None;
            }
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.settle()?;
        let byte = self.here()[0];
        self.at += 1;
        Some(byte)
    }

    fn number<const N: usize>(&mut self) -> Option<u32> {
        let mut number = 0;
        for place in 0..N {
            number |= u32::from(self.byte()?) << (8 * place);
        }
        Some(number)
    }

    fn pass(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            self.settle()?;
            let taken = self.here().len().min(bytes);
            self.at += taken;
            bytes -= taken;
        }
        Some(())
    }

    /// A text with its length before it, in two bytes or in one.
    pub(super) fn text(&mut self, short: bool) -> Option<String> {
        let length = if short {
            self.number::<1>()?
        } else {
            self.number::<2>()?
        } as usize;
        if !self.writing.unicode {
            self.settle().or((length == 0).then_some(()))?;
            let bytes = self.here().get(..length)?;
            self.at += length;
            return Some(self.writing.bytes(bytes));
        }
        // Some writers leave the flags of an empty text away.
        if length == 0 && self.settle().is_none() {
            return Some(String::new());
        }
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 {
            self.number::<2>()?
        } else {
            0
        };
        let more = if flags & 4 != 0 {
            self.number::<4>()?
        } else {
            0
        };
        let units = self.units(length, flags & 1 != 0)?;
        self.pass(runs as usize * 4)?;
        self.pass(more as usize)?;
        let text = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}'));
        Some(text.collect())
    }

    /// So many letters; each part says anew whether they are written in two bytes.
    fn units(&mut self, length: usize, mut wide: bool) -> Option<Vec<u16>> {
        let mut units = Vec::new();
        while units.len() < length {
            if self.here().is_empty() {
                self.settle()?;
                wide = self.byte()? & 1 != 0;
            }
            let size = if wide { 2 } else { 1 };
            let here = self.here();
            let count = (here.len() / size).min(length - units.len());
            if count == 0 {
                // A letter cut in two, or an empty part.
                if !here.is_empty() {
                    return None;
                }
                continue;
            }
            let letters = here[..count * size].chunks_exact(size);
            units.extend(letters.map(|two| match two {
                [low, high] => u16::from_le_bytes([*low, *high]),
                one => u16::from(one[0]),
            }));
            self.at += count * size;
        }
        Some(units)
    }

    pub(super) fn is_done(&mut self) -> bool {
        self.settle().is_none()
    }
}
