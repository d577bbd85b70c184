//! Lists that come in: a file is read, its tables are found, its columns known, its values understood, before anything of it goes into a book.

mod against;
mod bodies;
mod cells;
mod columns;
mod context;
mod days;
pub mod grid;
mod issue;
mod known;
mod matching;
mod options;
mod parts;
mod people;
mod quota;
mod read;
mod reading;
mod report;
mod stated;
mod tables;
mod titles;
mod totals;
mod understand;
mod units;
mod values;
mod way;

pub use issue::{Code as Issue, Problem};
pub use options::{As, AsDay, Capitals, DayOrder, NoList, Options};
pub use read::{BYTES, COLUMNS, NotRead, Other, ROWS, SHEETS, read, take};
pub use reading::{Allotted, Cell, Column, Doubt, Given, Mark, Person, Reading, Row, Table, What};
pub use report::ReadingReport;
pub use understand::understand;
