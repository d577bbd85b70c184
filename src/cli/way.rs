//! Where data goes: printed or into a file, in which form, and how wide.

use super::exit::Failure;
use super::open::{Ground, path};
use super::out_args::Out;
use crate::exchange::{Format, Report, Room, separated, workbook};
use crate::model::Message;
use chrono::NaiveDate;
use rustix::termios::tcgetwinsize;
use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// What spreadsheets need to see before letters of Vietnamese.
const MARK: char = '\u{feff}';

/// Where data goes, settled before anything is read.
pub(super) struct Way {
    pub(super) format: Format,
    pub(super) room: Room,
    file: Option<PathBuf>,
    mark: bool,
}

/// Where a list goes that a spreadsheet may take.
pub(super) enum ListWay {
    /// As text, perhaps with values parted by another sign than a comma.
    Text(Way, Option<u8>),
    /// As a workbook in this file.
    Workbook(PathBuf),
}

impl Out {
    /// Settles the form of a list: a workbook by the file's ending, else as any other data.
    pub(super) fn list_way(&self, separator: Option<u8>) -> Result<ListWay, Failure> {
        let file = self.file.as_deref().filter(|file| is_workbook(file));
        if let Some(file) = file {
            let alone = self.format.is_none() && !self.bom && separator.is_none();
            return if alone {
                Ok(ListWay::Workbook(path(file)?))
            } else {
                Err(Failure::usage(Message::error("cli.workbook-alone")))
            };
        }
        let way = self.way_or("cli.which-list-form")?;
        if separator.is_some() && way.format != Format::Csv {
            return Err(Failure::usage(Message::error("cli.separator-only-csv")));
        }
        Ok(ListWay::Text(way, separator))
    }

    /// Settles the form: the one that is named, else by the file's ending, else a table.
    pub(super) fn way(&self) -> Result<Way, Failure> {
        self.way_or("cli.which-form")
    }

    /// The same, with the sentence for an ending that tells nothing.
    fn way_or(&self, unknown: &'static str) -> Result<Way, Failure> {
        let file = self.file.as_deref();
        let file = file.filter(|file| file.as_os_str() != "-");
        let file = file.map(path).transpose()?;
        let format = match (self.format, &file) {
            (Some(format), _) => format.into(),
            (None, None) => Format::Table,
            (None, Some(file)) => by_ending(file).ok_or_else(|| {
                let message = Message::error(unknown);
                Failure::usage(message.with("path", file.display().to_string()))
            })?,
        };
        if self.bom && format != Format::Csv {
            return Err(Failure::usage(Message::error("cli.bom-only-csv")));
        }
        Ok(Way {
            format,
            room: room(file.is_none()),
            mark: format == Format::Csv && (self.bom || file.is_some()),
            file,
        })
    }
}

impl Way {
    /// Prints the data, or writes it to the file and says so.
    pub(super) fn give(&self, ground: &Ground, text: &str) -> Result<(), Failure> {
        let text: Cow<'_, str> = if self.mark {
            format!("{MARK}{text}").into()
        } else {
            text.into()
        };
        let Some(file) = &self.file else {
            return ground.print(&text);
        };
        give_file(ground, file, text.as_bytes())
    }
}

/// Writes a file outside the data directory and says so.
fn give_file(ground: &Ground, file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let path = ground.store.give_out(file, bytes)?;
    let message = Message::info("cli.given-out").with("path", path.display().to_string());
    ground.tell(&message);
    Ok(())
}

impl ListWay {
    /// Prints a list, or writes it to the file and says so.
    pub(super) fn give(
        &self,
        ground: &Ground,
        list: &impl Report,
        made: NaiveDate,
    ) -> Result<(), Failure> {
        let texts = &ground.config.texts;
        match self {
            Self::Text(way, Some(separator)) => {
                way.give(ground, &separated(&list.table(texts), *separator))
            }
            Self::Text(way, None) => way.give(ground, &list.print_in(way.room, way.format, texts)),
            Self::Workbook(file) => {
                let name = texts.get("export.sheet");
                let bytes = workbook(&list.table(texts), name, made);
                let bytes = bytes.map_err(|why| Failure::from(why.message()))?;
                give_file(ground, file, &bytes)
            }
        }
    }
}

fn is_workbook(file: &Path) -> bool {
    file.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

fn by_ending(file: &Path) -> Option<Format> {
    match &*file.extension()?.to_str()?.to_ascii_lowercase() {
        "txt" => Some(Format::Table),
        "csv" => Some(Format::Csv),
        "json" => Some(Format::Json),
        "md" => Some(Format::Md),
        _ => None,
    }
}

/// `COLUMNS` where it is set; else the width of the terminal that shows it; else as much as it
/// takes.
pub(super) fn room(printed: bool) -> Room {
    let columns = |n: u64| (n > 0).then(|| Room::Columns(u16::try_from(n).unwrap_or(u16::MAX)));
    let set = std::env::var("COLUMNS").ok();
    let set = set
        .and_then(|set| set.trim().parse().ok())
        .and_then(columns);
    if let Some(room) = set {
        return room;
    }
    let out = io::stdout();
    if !printed || !out.is_terminal() {
        return Room::Endless;
    }
    let size = tcgetwinsize(&out).ok();
    let room = size.and_then(|size| columns(size.ws_col.into()));
    room.unwrap_or_default()
}
