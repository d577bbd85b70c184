//! What a sheet shows of its record beside the record itself.

use crate::model::{Floor, Unit};
use crate::rules::{Case, Leg, Running, SourceGap};

/// What a sheet shows of its record beside the record itself, derived once.
#[derive(Debug)]
pub enum Facts<'a> {
    /// Of a person.
    Person(Box<PersonFacts<'a>>),
    /// Of an organisation.
    Unit(UnitFacts<'a>),
}

/// What is derived of a person.
#[derive(Debug)]
pub struct PersonFacts<'a> {
    /// The person's case.
    pub case: Case<'a>,
    /// The limits that run, the one that presses first.
    pub limits: Vec<Running<'a>>,
    /// By when the remaining stages must be left.
    pub legs: Vec<Leg>,
}

/// What is derived of an organisation.
#[derive(Debug)]
pub struct UnitFacts<'a> {
    /// The organisation.
    pub unit: &'a Unit,
    /// The floors of the book, if it is its root.
    pub floors: &'a [Floor],
    /// The source groups in which the surveys of the shown year found somebody willing.
    pub gaps: Vec<SourceGap>,
    /// How many cells no survey covers.
    pub not_surveyed: usize,
}
