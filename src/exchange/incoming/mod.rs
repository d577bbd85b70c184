//! Lists that come in: a file is read, its tables are found, its columns known, its values understood, before anything of it goes into a book.

mod against;
mod bodies;
mod cells;
mod columns;
mod context;
mod days;
mod given;
pub mod grid;
mod known;
mod labels;
mod matching;
mod no_list;
mod parts;
mod people;
mod plan;
mod quota;
mod read;
mod record;
mod report;
mod stated;
mod tables;
mod titles;
mod totals;
mod understand;
mod units;
mod values;
mod way;

pub use crate::model::import::{
    Allotted, Alphabet, As, AsDay, Capitals, Cell, Column, DayOrder, Doubt, Given, Issue, Mark,
    Options, Person, Problem, Reading, Row, Table, Take, What,
};
pub use given::given;
pub use grid::Grid;
pub use labels::label;
pub use no_list::NoList;
pub use plan::{Plan, Taken, plan};
pub use read::{BYTES, COLUMNS, NotRead, Other, ROWS, SHEETS, read, take};
pub use report::ReadingReport;
pub use understand::understand;
