//! `ketnap set`: fields of a candidate or of an organisation, all or none.

use super::exit::{Exit, Failure, Outcome};
use super::ids::candidate_id;
use super::open::Ground;
use crate::model::{Change, Message, ScalarField, Subject, UnitId, UnitScalar};
use crate::rules::{ask_numbers, set_scalar, set_unit_scalar};

pub(super) fn run(ground: Ground, record: &str, fields: &[String], as_typed: bool) -> Outcome {
    let mut open = ground.open()?;
    let unit = UnitId::new(record).ok();
    let whose = match unit.filter(|id| open.book.unit(id).is_some()) {
        Some(id) => Subject::Unit(id),
        None => Subject::Person(candidate_id(record)?),
    };
    let mut changes = Vec::with_capacity(fields.len());
    for field in fields {
        let Some((key, value)) = field.split_once('=') else {
            let message = Message::error("cli.bad-pair").with("text", field.as_str());
            return Err(Failure::usage(message));
        };
        let (known, key) = (open.known(), key.trim());
        changes.push(match &whose {
            Subject::Unit(id) => set_unit_scalar(known, id, UnitScalar::named(key)?, value)?,
            Subject::Person(id) => set_scalar(known, id, ScalarField::named(key)?, value)?,
        });
    }
    let change = Change::Many(changes);
    ask_numbers(&open.book, &change, open.today, as_typed)?;
    let edit = open.commit(change, None)?;
    open.tell_twins(&edit.change);
    Ok(Exit::Done)
}
