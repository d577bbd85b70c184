//! What a step owes and the file has not, and where it belongs.

use crate::model::{Arg, Code, Message, ScalarField};

/// Where in a file it is put on record what a step owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A paper, by its form number.
    Paper(Code),
    /// A vote, by its word.
    Vote(Code),
    /// A letter, by its place in the file.
    Letter(usize),
    /// The helper.
    Helper,
    /// Who introduces.
    Introducer,
    /// A field with one value.
    Field(ScalarField),
    /// The membership that ended before.
    Former,
    /// Nowhere: it is a matter of time, or of the cell.
    Nowhere,
}

/// Something that a step owes and the file has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What, as a few words.
    pub what: Arg,
    /// By which regulation.
    pub basis: Message,
    /// Where it belongs.
    pub place: Place,
}
