//! `ketnap add`: a new candidate in a cell; prints the id.

use super::exit::{Exit, Outcome};
use super::open::Ground;
use super::unit_id;
use crate::model::{Change, Refusal, ScalarField, fresh_candidate_id};
use crate::rules::{ask_numbers, new_candidate, set_scalar};

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
    let added = new_candidate(&open.book, rules, &cell, id.clone(), name, today)?;
    // The other fields go through the same door, on a copy that holds the person already.
    let mut trial = open.book.clone();
    trial.apply(added)?;
    for (field, typed) in [(ScalarField::Born, born), (ScalarField::Source, source)] {
        if let Some(typed) = typed {
            let change = set_scalar(&trial, rules, &id, field, typed, today)?;
            trial.apply(change)?;
        }
    }
    let person = trial.candidate(&id).map(|(_, person)| person.clone());
    let person = person.ok_or_else(|| Refusal::NoCandidate(id.clone()))?;
    let change = Change::AddCandidate(cell, Box::new(person));
    ask_numbers(&open.book, &change, today, as_typed)?;
    let edit = open.commit(change, None)?;
    open.tell_twins(&edit.change);
    open.ground.print(&format!("{id}\n"))?;
    Ok(Exit::Done)
}
