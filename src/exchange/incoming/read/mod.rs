//! From the bytes of a file to its cells: the kind is told by content, what is too large or no list is refused before anything is unpacked.

mod biff;
mod days;
mod kinds;
mod limits;
mod not_read;
mod ods;
mod old_letters;
mod ole;
mod package;
mod plain;
mod room;
mod text;
mod xls;
mod xlsx;
mod xlsx_cells;
mod xlsx_parts;
mod xml;

pub use limits::{BYTES, COLUMNS, ROWS, SHEETS};
pub use not_read::{NotRead, Other};
pub use room::Progress;

use super::grid::{Alphabet, Grid, Sheet};
use kinds::Kind;
use ole::Ole;
use package::Package;
use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// The bytes of a file, of a longer one only so many that [`read`] refuses it.
pub fn take(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the bytes of a file as [`read_on`] does, with nobody looking on.
pub fn read(bytes: &[u8], given: Option<Alphabet>) -> Result<Grid, NotRead> {
    read_on(bytes, given, &Progress::default())
}

/// Reads the bytes of a file, whatever its name: xlsx, xls, ods, and text parted by tabs, semicolons,
/// commas or strokes. Its letters are found out; where they are given no others are tried. What
/// cannot be read whole is not read at all: then the error says why.
pub fn read_on(
    bytes: &[u8],
    given: Option<Alphabet>,
    progress: &Progress,
) -> Result<Grid, NotRead> {
    if bytes.len() > BYTES {
        return Err(NotRead::TooLarge);
    }
    let (mut sheets, mut alphabet, tells_hidden) = match kinds::of(bytes)? {
        Kind::Packed => (packed(bytes, progress)?, Alphabet::Unicode, true),
        Kind::Ole => (old(bytes, progress)?, Alphabet::Unicode, false),
        Kind::Text => {
            let (sheet, alphabet) = plain::sheet(bytes, given, progress)?;
            // Text hides nothing.
            (vec![sheet], alphabet, true)
        }
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(NotRead::Empty);
    }
    // Text that was old letters as bytes is Unicode now, all of it.
    if matches!(
        alphabet,
        Alphabet::Unicode | Alphabet::Utf8 | Alphabet::Utf16
    ) {
        alphabet = old_letters::mend(&mut sheets, given).unwrap_or(alphabet);
    }
    Ok(Grid {
        sha256: format!("{:x}", Sha256::digest(bytes)),
        alphabet,
        tells_hidden,
        sheets,
    })
}

fn packed(bytes: &[u8], progress: &Progress) -> Result<Vec<Sheet>, NotRead> {
    let mut package = Package::open(bytes)?;
    if let Some(main) = xlsx::workbook(&mut package)? {
        return xlsx::sheets(&mut package, &main, progress);
    }
    let kind = package.head("mimetype").unwrap_or_default();
    if kind.contains("opendocument.spreadsheet") {
        return ods::sheets(&mut package, progress);
    }
    Err(NotRead::NoSpreadsheet(
        if package.holds_below("word/") || kind.contains("opendocument.text") {
            Other::Document
        } else if package.holds_below("ppt/") || kind.contains("opendocument.presentation") {
            Other::Slides
        } else if package.holds("xl/workbook.bin") {
            Other::Xlsb
        } else {
            Other::Archive
        },
    ))
}

fn old(bytes: &[u8], progress: &Progress) -> Result<Vec<Sheet>, NotRead> {
    let ole = Ole::open(bytes)?;
    if ole.holds("EncryptedPackage") || ole.holds("EncryptionInfo") {
        return Err(NotRead::Locked);
    }
    for name in ["Workbook", "Book"] {
        if let Some(stream) = ole.stream(name)? {
            return xls::sheets(&stream, progress);
        }
    }
    Err(NotRead::NoSpreadsheet(if ole.holds("WordDocument") {
        Other::Document
    } else if ole.holds("PowerPoint Document") {
        Other::Slides
    } else {
        Other::Unknown
    }))
}
