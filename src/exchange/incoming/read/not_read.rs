//! Why a file was not read: its kind, the reason, and the way out as a sentence.

use super::limits::{BYTES, COLUMNS, PARTS, ROWS, SHEETS};
use crate::model::Message;
use thiserror::Error;

/// What a file is that is no spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// A picture: JPEG, PNG, GIF, TIFF, WebP, HEIC.
    Picture,
    /// PDF.
    Pdf,
    /// A document of a word processor.
    Document,
    /// Slides.
    Slides,
    /// A packed folder.
    Archive,
    /// A workbook of the binary format xlsb.
    Xlsb,
    /// A workbook of Excel 4 or older.
    OldExcel,
    /// Bytes that are no text and of no kind that is known.
    Unknown,
}

impl Other {
    fn key(self) -> &'static str {
        match self {
            Self::Picture => "incoming.picture",
            Self::Pdf => "incoming.pdf",
            Self::Document => "incoming.document",
            Self::Slides => "incoming.slides",
            Self::Archive => "incoming.archive",
            Self::Xlsb => "incoming.xlsb",
            Self::OldExcel => "incoming.old-excel",
            Self::Unknown => "incoming.unknown-kind",
        }
    }
}

/// A file that was not read. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotRead {
    /// More bytes than are read at all.
    #[error("too large")]
    TooLarge,
    /// A sheet with more rows than are read; without a name a text file.
    #[error("too many rows in {0:?}")]
    TooManyRows(Option<String>),
    /// A sheet with a cell beyond the last column that is read; without a name a text file.
    #[error("too many columns in {0:?}")]
    TooManyColumns(Option<String>),
    /// More cells, text or merged cells than are read, in a sheet or in the whole file.
    #[error("too many cells in {0:?}")]
    TooManyCells(Option<String>),
    /// More sheets than are read.
    #[error("too many sheets")]
    TooManySheets,
    /// A packed file of more parts than are read.
    #[error("too many parts")]
    TooManyParts,
    /// It unpacks to more than is read, or to more than it says.
    #[error("unpacks to too much")]
    Bomb,
    /// Encrypted, or under a password.
    #[error("locked by a password")]
    Locked,
    /// Nothing is in it.
    #[error("empty")]
    Empty,
    /// Of a kind that is no spreadsheet.
    #[error("no spreadsheet: {0:?}")]
    NoSpreadsheet(Other),
    /// A web page, often one that a program saved under the ending of a workbook.
    #[error("a web page")]
    WebPage,
    /// XML, also a workbook saved as XML.
    #[error("XML")]
    Xml,
    /// Damaged: the part that cannot be read.
    #[error("damaged: {0}")]
    Broken(String),
    /// Text whose letters cannot be told, or that are not those that were named.
    #[error("letters unknown")]
    Letters,
    /// Nobody wanted it any more.
    #[error("stopped")]
    Stopped,
}

impl NotRead {
    /// As a sentence: what it is, and what to do.
    pub fn message(&self) -> Message {
        let sheet_or_file = |sheet: &Option<String>, in_sheet, in_file| match sheet {
            Some(name) => Message::error(in_sheet).with("sheet", name.as_str()),
            None => Message::error(in_file),
        };
        match self {
            Self::TooLarge => Message::error("incoming.too-large").with("most", BYTES >> 20),
            Self::TooManyRows(sheet) => {
                let keys = ("incoming.too-many-rows", "incoming.text-too-many-rows");
                sheet_or_file(sheet, keys.0, keys.1).with("most", ROWS)
            }
            Self::TooManyColumns(sheet) => {
                let keys = (
                    "incoming.too-many-columns",
                    "incoming.text-too-many-columns",
                );
                sheet_or_file(sheet, keys.0, keys.1).with("most", COLUMNS)
            }
            Self::TooManyCells(sheet) => {
                let keys = ("incoming.too-many-cells", "incoming.file-too-many-cells");
                sheet_or_file(sheet, keys.0, keys.1)
            }
            Self::TooManySheets => Message::error("incoming.too-many-sheets").with("most", SHEETS),
            Self::TooManyParts => Message::error("incoming.too-many-parts").with("most", PARTS),
            Self::Bomb => Message::error("incoming.bomb"),
            Self::Locked => Message::error("incoming.locked"),
            Self::Empty => Message::error("incoming.empty"),
            Self::NoSpreadsheet(other) => Message::error(other.key()),
            Self::WebPage => Message::error("incoming.web-page"),
            Self::Xml => Message::error("incoming.xml"),
            Self::Broken(part) => Message::error("incoming.broken").with("part", part.as_str()),
            Self::Letters => Message::error("incoming.letters"),
            Self::Stopped => Message::error("incoming.stopped"),
        }
    }
}
