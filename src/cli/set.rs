//! `ketnap set`: fields of a candidate, all or none.

use super::exit::{Exit, Failure, Outcome};
use super::ids::candidate_id;
use super::open::Ground;
use crate::model::{Change, Message, ScalarField};
use crate::rules::{ask_numbers, set_scalar};

pub(super) fn run(ground: Ground, candidate: &str, fields: &[String], as_typed: bool) -> Outcome {
    let mut open = ground.open()?;
    let id = candidate_id(candidate)?;
    let mut changes = Vec::with_capacity(fields.len());
    for field in fields {
        let Some((key, value)) = field.split_once('=') else {
            let message = Message::error("cli.bad-pair").with("text", field.as_str());
            return Err(Failure::usage(message));
        };
        let field = ScalarField::named(key.trim())?;
        changes.push(set_scalar(open.known(), &id, field, value)?);
    }
    let change = Change::Many(changes);
    ask_numbers(&open.book, &change, open.today, as_typed)?;
    let edit = open.commit(change, None)?;
    open.tell_twins(&edit.change);
    Ok(Exit::Done)
}
