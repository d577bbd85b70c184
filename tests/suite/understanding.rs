//! Lists that come in, understood: tables, columns, values, people and quotas, by the cells of a file.

mod files;
mod grids;
mod lists;
mod matching;
mod others;
mod quotas;

use crate::world::{code, day, unit_id};
use ketnap::config::Config;
use ketnap::exchange::incoming::grid::Grid;
use ketnap::exchange::incoming::{NoList, Options, Reading, ReadingReport, understand};
use ketnap::model::{Book, BookSettings, Dated, Header, Unit};
use ketnap::rules::Known;
use ketnap::text::Lang;
use serde_json::Value as Json;

/// A new book: a root that may stand above cells, and cells by their ids and names.
fn book_with(cells: &[(&str, &str)]) -> Book {
    let root = Unit::new(unit_id("goc"), code("committee"), "Đảng bộ xã Mẫu".into());
    let cells = cells.iter().map(|(id, name)| {
        let mut unit = Unit::new(unit_id(id), code("cell"), (*name).into());
        unit.parents = vec![Dated::ever(unit_id("goc"))];
        unit
    });
    let units = std::iter::once(root).chain(cells).collect();
    let header = Header::new(code("so-thu"), unit_id("goc"), BookSettings::default());
    Book::new(header, units, Vec::new())
}

/// A file against a book, on a day after all examples.
fn read_in(book: &Book, grid: &Grid, options: &Options) -> Result<Reading, NoList> {
    let config = Config::load(None, Some(Lang::En));
    let known = Known::new(book, &config.rules, day(2026, 11, 27));
    understand(grid, known, &config.headings, options)
}

/// A reading as programs get it.
fn json(reading: &Reading, file: &str) -> Json {
    let config = Config::load(None, Some(Lang::En));
    serde_json::to_value(ReadingReport::new(reading, file, &config.texts)).unwrap()
}
