//! Ids typed on the command line.

use super::exit::Failure;
use super::open::Opened;
use crate::model::{CandidateId, Message, UnitId, search_key};

/// An id typed on the command line, or the refusal that names it.
pub(super) fn candidate_id(text: &str) -> Result<CandidateId, Failure> {
    CandidateId::new(text).map_err(|_| no_such("refused.no-candidate", text))
}

/// A unit's id typed on the command line.
pub(super) fn unit_id(text: &str) -> Result<UnitId, Failure> {
    UnitId::new(text).map_err(|_| no_such("refused.no-unit", text))
}

/// An organisation by its id, or by its name, number or alias where only one bears it.
pub(super) fn unit(open: &Opened, typed: &str) -> Result<UnitId, Failure> {
    let by_id = UnitId::new(typed).ok();
    if let Some(id) = by_id.filter(|id| open.book.unit(id).is_some()) {
        return Ok(id);
    }
    let key = search_key(typed);
    let called = open.book.units().iter().filter(|unit| {
        let dated = unit.names.iter().chain(&unit.codes).map(|row| &row.value);
        let mut all = dated.chain(&unit.aliases);
        all.any(|name| search_key(name) == key)
    });
    match called.collect::<Vec<_>>()[..] {
        [one] => Ok(one.id.clone()),
        _ => Err(no_such("refused.no-unit", typed)),
    }
}

fn no_such(key: &'static str, text: &str) -> Failure {
    Message::error(key).with("id", text).into()
}
