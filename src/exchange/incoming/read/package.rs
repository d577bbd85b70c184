//! A packed file: its parts by name, never unpacked further than they say and than is read at all.

use super::limits::{PARTS, UNPACKED};
use super::not_read::NotRead;
use super::xml::Xml;
use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// What the head of each part in the directory of a packed file begins with.
const ENTRY: &[u8] = b"PK\x01\x02";

/// A packed file.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Parts by name in small letters, parted by `/`.
    names: HashMap<String, usize>,
    left: u64,
}

fn broken(part: &str) -> NotRead {
    NotRead::Broken(part.to_owned())
}

/// Parts by their names as programs write them: any case, either stroke.
fn plain(name: &str) -> String {
    let name = name.replace('\\', "/");
    name.trim_start_matches('/').to_lowercase()
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, NotRead> {
        let entries = bytes.windows(ENTRY.len()).filter(|four| *four == ENTRY);
        if entries.take(PARTS + 1).count() > PARTS {
            return Err(NotRead::TooManyParts);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken("zip"))?;
        let mut names = HashMap::new();
        let mut sum = 0_u64;
        for at in 0..zip.len() {
            let part = zip.by_index_data(at).map_err(|_| broken("zip"))?;
            sum = sum.saturating_add(part.size());
            if let Ok(name) = part.name() {
                names.entry(plain(&name)).or_insert(at);
            }
        }
        if sum > UNPACKED {
            return Err(NotRead::Bomb);
        }
        Ok(Self {
            zip,
            names,
            left: UNPACKED,
        })
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    pub(super) fn holds_below(&self, folder: &str) -> bool {
        self.names.keys().any(|name| name.starts_with(folder))
    }

    /// A part to be read as XML; none where there is none of this name.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, NotRead> {
        let Some(at) = self.names.get(&plain(name)) else {
            return Ok(None);
        };
        let part = self.zip.by_index(*at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
            | ZipError::InvalidPassword => NotRead::Locked,
            _ => broken(name),
        })?;
        // Parts may be read again and again; together no more than a file may hold.
        let size = part.size();
        self.left = self.left.checked_sub(size).ok_or(NotRead::Bomb)?;
        let source = BufReader::with_capacity(64 << 10, part);
        let source: Box<dyn std::io::BufRead> = Box::new(source);
        Ok(Some(Xml::new(source, size, name)))
    }

    /// The first bytes of a part, as text.
    pub(super) fn head(&mut self, name: &str) -> Option<String> {
        let at = *self.names.get(&plain(name))?;
        let mut text = String::new();
        let part = self.zip.by_index(at).ok()?;
        part.take(256).read_to_string(&mut text).ok()?;
        Some(text)
    }
}
