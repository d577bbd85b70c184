//! How records stand in files: the one place that knows RON.

pub(super) mod head;

use crate::model::{
    BookSettings, BornOf, Code, Counting, Dated, Event, Fault, FaultKind, Fit as _, Floor, Header,
    Import, Track, Unit, UnitId, stored_dated,
};
use crate::model::{fast, fault};
use crate::store::error::StoreError;
use chrono::NaiveDate;
use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// The format this program writes.
pub(super) const FORMAT: u32 = 2;

/// A unit's file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile<'a> {
    format: u32,
    unit: Cow<'a, Unit>,
}

/// The book's own file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BookFile {
    format: u32,
    least_reader: u32,
    id: Code,
    #[serde(alias = "root", deserialize_with = "roots")]
    roots: Vec<Dated<UnitId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    born_of: Option<BornOf>,
    settings: BookSettings,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<Event>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    imports: Vec<Import>,
}

/// What stands at the top, each from a day; the first format held one, without a day.
fn roots<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Dated<UnitId>>, D::Error> {
    let rows = stored_dated(from, "an organisation, or organisations each from a day")?;
    if rows.is_empty() {
        return Err(D::Error::custom("nothing stands at the top"));
    }
    Ok(rows)
}

/// The book's own file as a newer program may write it: what is not known here is passed over.
#[derive(Deserialize)]
struct NewerBookFile {
    id: Code,
    #[serde(alias = "root", deserialize_with = "roots")]
    roots: Vec<Dated<UnitId>>,
    #[serde(default)]
    born_of: Option<BornOf>,
    #[serde(with = "NewerSettings")]
    settings: BookSettings,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    imports: Vec<Import>,
}

/// Its settings likewise; the fields are those of the settings themselves, or it does not compile.
#[derive(Deserialize)]
#[serde(remote = "BookSettings")]
struct NewerSettings {
    #[serde(default)]
    counting: Counting,
    #[serde(default)]
    tracks: Vec<Track>,
    #[serde(default)]
    floors: Vec<Floor>,
    #[serde(default)]
    today: Option<NaiveDate>,
    #[serde(default)]
    recorded_from: Option<i32>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    group_shared: bool,
    #[serde(default)]
    utc_offset: Option<i16>,
}

/// What a file says about itself before anything else is believed.
#[derive(Deserialize)]
struct Leading {
    format: u32,
    least_reader: Option<u32>,
}

/// A record read from a file, and in which format it stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read<T> {
    pub(super) value: T,
    format: u32,
}

impl<T> Read<T> {
    /// Whether a newer program wrote it.
    pub(super) fn newer(&self) -> bool {
        self.format > FORMAT
    }

    /// Whether it is of a format before the one that is written now.
    pub(super) fn older(&self) -> bool {
        self.format < FORMAT
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn print<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let pretty = PrettyConfig::new()
        .new_line("\n")
        .indentor("  ")
        .struct_names(false);
    let mut text = options()
        .to_string_pretty(value, pretty)
        .map_err(|_| StoreError::Internal)?;
    text.push('\n');
    Ok(text.into_bytes())
}

/// The bytes of a unit's file. What `ron` reads in them has been compared with the unit: what is
/// saved does not rest on the quick reader.
pub(super) fn print_unit(unit: &Unit) -> Result<Vec<u8>, StoreError> {
    let bytes = print(&UnitFile {
        format: FORMAT,
        unit: Cow::Borrowed(unit),
    })?;
    match text_of(&bytes).and_then(careful).map(unit_of) {
        Ok(read) if read.value == *unit => Ok(bytes),
        _ => Err(StoreError::Internal),
    }
}

/// The bytes of `book.ron`, compared likewise.
pub(super) fn print_header(header: &Header) -> Result<Vec<u8>, StoreError> {
    let bytes = print(&BookFile {
        format: FORMAT,
        least_reader: FORMAT,
        id: header.id.clone(),
        roots: header.roots.clone(),
        born_of: header.born_of.clone(),
        settings: header.settings.clone(),
        events: header.events.clone(),
        imports: header.imports.clone(),
    })?;
    match text_of(&bytes).and_then(careful).map(header_of) {
        Ok(read) if read.value == *header => Ok(bytes),
        _ => Err(StoreError::Internal),
    }
}

/// Reads a unit's file; its candidates come sorted by id.
pub(super) fn parse_unit(bytes: &[u8]) -> Result<Read<Unit>, Fault> {
    text_of(bytes).and_then(strict).map(unit_of)
}

fn unit_of(file: UnitFile<'_>) -> Read<Unit> {
    let mut unit = file.unit.into_owned();
    if !unit.candidates.is_sorted_by(|a, b| a.id <= b.id) {
        unit.candidates.sort_by(|a, b| a.id.cmp(&b.id));
    }
    unit.fit();
    Read {
        value: unit,
        format: file.format,
    }
}

fn header_of(file: BookFile) -> Read<Header> {
    Read {
        value: Header {
            id: file.id,
            roots: file.roots,
            born_of: file.born_of,
            settings: file.settings,
            events: file.events,
            imports: file.imports,
        },
        format: file.format,
    }
}

/// What the quick reader makes of the bytes of a unit's file, where it takes them, and what `ron`
/// makes of them: for those who look for bytes of which the two say different things.
pub fn read_by_both(bytes: &[u8]) -> (Option<Unit>, Result<Unit, Fault>) {
    let quickly = |text| fast::read(text).ok().map(unit_of);
    let fast = text_of(bytes).ok().and_then(quickly);
    let slow = text_of(bytes).and_then(careful).map(unit_of);
    (fast.map(|read| read.value), slow.map(|read| read.value))
}

/// The same of the bytes of `book.ron`.
pub fn read_head_by_both(bytes: &[u8]) -> (Option<Header>, Result<Header, Fault>) {
    let quickly = |text| fast::read(text).ok().map(header_of);
    let fast = text_of(bytes).ok().and_then(quickly);
    let slow = text_of(bytes).and_then(careful).map(header_of);
    (fast.map(|read| read.value), slow.map(|read| read.value))
}

/// Reads `book.ron`.
pub(super) fn parse_header(bytes: &[u8]) -> Result<Read<Header>, Fault> {
    let text = text_of(bytes)?;
    let file: BookFile = match strict(text) {
        Err(fault) if fault.kind == FaultKind::Newer => {
            return newer_header(text).ok_or(fault);
        }
        read => read?,
    };
    if file.least_reader > FORMAT {
        return Err(newer());
    }
    Ok(header_of(file))
}

/// What this program knows of a newer `book.ron`, if that says that it may be read here.
fn newer_header(text: &str) -> Option<Read<Header>> {
    let head: Leading = options().from_str(text).ok()?;
    head.least_reader.filter(|least| *least <= FORMAT)?;
    let file: NewerBookFile = options().from_str(text).ok()?;
    Some(Read {
        value: Header {
            id: file.id,
            roots: file.roots,
            born_of: file.born_of,
            settings: file.settings,
            events: file.events,
            imports: file.imports,
        },
        format: head.format,
    })
}

/// One record on one line, without the line's end.
pub(super) fn print_line<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let pretty = PrettyConfig::new()
        .new_line("")
        .struct_names(false)
        .compact_arrays(true)
        .compact_structs(true)
        .compact_maps(true);
    let text = options()
        .to_string_pretty(value, pretty)
        .map_err(|_| StoreError::Internal)?;
    if text.contains('\n') {
        return Err(StoreError::Internal);
    }
    Ok(text)
}

/// Reads a line printed by [`print_line`]; none if it is damaged.
pub(super) fn parse_line<T: for<'de> Deserialize<'de>>(line: &[u8]) -> Option<T> {
    options().from_str(std::str::from_utf8(line).ok()?).ok()
}

/// A list with one row on each line.
pub(super) fn print_list<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let pretty = PrettyConfig::new()
        .new_line("\n")
        .indentor("  ")
        .struct_names(false)
        .depth_limit(2);
    let mut text = options()
        .to_string_pretty(value, pretty)
        .map_err(|_| StoreError::Internal)?;
    text.push('\n');
    Ok(text.into_bytes())
}

/// Reads a list printed by [`print_list`].
pub(super) fn parse_list<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, Fault> {
    careful(text_of(bytes)?)
}

fn text_of(bytes: &[u8]) -> Result<&str, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = simdutf8::basic::from_utf8(bytes);
    // The quick way does not say where it is wrong.
    let text = text.or_else(|_| std::str::from_utf8(bytes));
    text.map_err(|error| fault::not_text(bytes, error))
}

fn strict<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Fault> {
    if let Ok(value) = fast::read(text) {
        return Ok(value);
    }
    careful(text)
}

/// Reads what only the library can read, or says where and why it cannot.
fn careful<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Fault> {
    options().from_str(text).map_err(|error| {
        let raw = fault::in_the_raw(text);
        raw.or_else(|| head_is_newer(text).then(newer))
            .unwrap_or_else(|| fault::in_the_text(text, &error, fault::misread))
    })
}

fn head_is_newer(text: &str) -> bool {
    let head: Result<Leading, _> = options().from_str(text);
    head.is_ok_and(|head| head.format > FORMAT || head.least_reader.is_some_and(|r| r > FORMAT))
}

fn newer() -> Fault {
    Fault::whole(FaultKind::Newer)
}

/// Reads a book from texts, as the sample that is part of the program.
pub fn read_files(book: &str, units: &[&str]) -> Result<(Header, Vec<Unit>), Fault> {
    let header = parse_header(book.as_bytes())?.value;
    let units = units
        .iter()
        .map(|text| parse_unit(text.as_bytes()).map(|unit| unit.value));
    Ok((header, units.collect::<Result<_, _>>()?))
}
