//! `ketnap add`: a new candidate in a cell; prints the id.

use super::exit::{Exit, Outcome};
use super::ids::unit_id;
use super::open::Ground;
use crate::model::{Change, ScalarField, check_candidate, fresh_candidate_id};
use crate::rules::{ask_numbers, fresh_record, typed_scalar};

pub(super) fn run(
    ground: Ground,
    unit: &str,
    name: &str,
    (born, source): (Option<&str>, Option<&str>),
    as_typed: bool,
) -> Outcome {
    let mut open = ground.open()?;
    let cell = unit_id(unit)?;
    let id = fresh_candidate_id(fastrand::u64(..));
    let (rules, today) = (open.rules(), open.today);
    let mut person = fresh_record(open.known(), &cell, id.clone(), name)?;
    check_candidate(&person)?;
    for (field, typed) in [(ScalarField::Born, born), (ScalarField::Source, source)] {
        if let Some(typed) = typed {
            typed_scalar(rules, field, typed, today)?.put(&mut person);
            check_candidate(&person)?;
        }
    }
    let change = Change::AddCandidate(cell, Box::new(person));
    ask_numbers(&open.book, &change, today, as_typed)?;
    let edit = open.commit(change, None)?;
    open.tell_twins(&edit.change);
    open.ground.print(&format!("{id}\n"))?;
    Ok(Exit::Done)
}
