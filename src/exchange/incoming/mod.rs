//! Lists that come in: a file is read, its tables are found, its columns known, its values understood, before anything of it goes into a book.

mod against;
mod bodies;
mod cells;
mod columns;
mod context;
mod days;
pub mod grid;
mod known;
mod last;
mod matching;
mod no_list;
mod parts;
mod people;
mod plan;
mod preview;
mod quota;
mod read;
mod record;
mod report;
mod spans;
mod standing;
mod stated;
mod tables;
mod titles;
mod totals;
mod understand;
mod units;
mod values;
mod way;

pub use crate::model::import::{
    Allotted, Alphabet, As, AsDay, Body, Capitals, Cell, Column, DayOrder, Differing, Given, Issue,
    Mark, Options, Person, Plan, Preview, Problem, Reading, Row, RowAt, Table, Take, What,
};
pub use grid::Grid;
pub use last::{LastReport, LastRow, imported};
pub use no_list::NoList;
pub use preview::preview;
pub use read::{BYTES, COLUMNS, NotRead, Other, Progress, ROWS, SHEETS, read, read_on, take};
pub use report::ReadingReport;
pub use understand::understand;
