//! A list that comes in, as data: what was read and understood of it, what is told and asked, what was answered.

mod answered;
mod issue;
mod mapping;
mod options;
mod preview;
mod reading;

pub use issue::{Issue, Problem};
pub use mapping::{Mapped, Mapping};
pub use options::{As, AsDay, Body, Capitals, DayOrder, Differing, Options, RowAt, Take};
pub use preview::{Fills, Plan, Preview, ReadList, Source, Taken};
pub use reading::{
    Allotted, Alphabet, Cell, Column, Given, Mark, Person, Reading, Row, Table, What,
};
