//! A list that comes in, as data: what was read and understood of it, what is told and asked, what was answered.

mod issue;
mod options;
mod reading;

pub use issue::{Issue, Problem};
pub use options::{As, AsDay, Capitals, DayOrder, Options, Take};
pub use reading::{
    Allotted, Alphabet, Cell, Column, Doubt, Given, Mark, Person, Reading, Row, Table, What,
};
