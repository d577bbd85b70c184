//! The file system inside old office files (OLE): its streams by name.

use super::not_read::NotRead;

/// What such a file begins with.
pub(super) const HEAD: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Sectors from here on are no places: ends of chains, free ones.
const NO_PLACE: u32 = 0xffff_fffa;
/// Streams below this size lie in the small sectors.
const SMALL: usize = 4_096;

/// A stream as the directory lists it.
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// A file with streams.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    next_small: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let fours = bytes.chunks_exact(4);
    fours.map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

impl<'a> Ole<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, NotRead> {
        Self::read(bytes).ok_or_else(|| NotRead::Broken("OLE".to_owned()))
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut ole = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        let most = bytes.len() / sector + 1;
        // Where the table of sectors lies: in the head, then in a chain of sectors of its own.
        let mut tables: Vec<u32> = numbers(bytes.get(76..512)?).collect();
        let mut more = u32_at(bytes, 68)?;
        for _ in 0..most {
            if more >= NO_PLACE {
                break;
            }
            let mut listed: Vec<u32> = numbers(ole.at(more)?).collect();
            more = listed.pop()?;
            tables.extend(listed);
        }
        for table in tables
            .into_iter()
            .filter(|table| *table < NO_PLACE)
            .take(most)
        {
            // A table that was cut off leaves chains that break; they are found when followed.
            if let Some(table) = ole.at(table) {
                ole.next.extend(numbers(table));
            }
        }
        let directory = ole.chain(u32_at(bytes, 48)?, usize::MAX)?;
        for entry in directory.chunks_exact(128) {
            let length = usize::from(u16_at(entry, 64)?.min(64)).saturating_sub(2);
            let units = entry[..length]
                .chunks_exact(2)
                .map(|two| u16::from_le_bytes([two[0], two[1]]));
            let name = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}'));
            if entry[66] != 0 {
                ole.entries.push(Entry {
                    name: name.collect(),
                    start: u32_at(entry, 116)?,
                    size: u32_at(entry, 120)? as usize,
                });
            }
        }
        let root = ole.entries.first()?;
        if root.start < NO_PLACE {
            ole.small = ole.chain(root.start, root.size)?;
        }
        let small_table = u32_at(bytes, 60)?;
        if small_table < NO_PLACE {
            let table = ole.chain(small_table, usize::MAX)?;
            ole.next_small = numbers(&table).collect();
        }
        Some(ole)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let from = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(from..)?;
        // The last sector may have been cut where its content ends.
        (!rest.is_empty()).then(|| &rest[..rest.len().min(self.sector)])
    }

    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = start;
        while at < NO_PLACE && out.len() < size {
            if out.len() > self.bytes.len() {
                return None;
            }
            out.extend_from_slice(self.at(at)?);
            at = *self.next.get(at as usize)?;
        }
        out.truncate(size);
        Some(out)
    }

    fn small_chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = start;
        while at < NO_PLACE && out.len() < size {
            let from = (at as usize).checked_mul(64)?;
            let rest = self.small.get(from..)?;
            if rest.is_empty() || out.len() > self.small.len() {
                return None;
            }
            out.extend_from_slice(&rest[..rest.len().min(64)]);
            at = *self.next_small.get(at as usize)?;
        }
        out.truncate(size);
        Some(out)
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// A stream by its name; none where there is none.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, NotRead> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else {
            return Ok(None);
        };
        let stream = if entry.size < SMALL {
            self.small_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        };
        let stream = stream.filter(|stream| stream.len() >= entry.size);
        let stream = stream.ok_or_else(|| NotRead::Broken(name.to_owned()))?;
        Ok(Some(stream))
    }
}
