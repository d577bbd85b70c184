//! Lists that come in: a file is read, its tables are found, its columns known, its values understood, before anything of it goes into a book.

pub mod grid;
mod read;

pub use read::{BYTES, COLUMNS, NotRead, Other, ROWS, SHEETS, read, take};
