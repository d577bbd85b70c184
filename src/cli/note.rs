//! `ketnap note`: a remark on a candidate.

use super::exit::{Exit, Outcome};
use super::ids::candidate_id;
use super::open::Ground;
use crate::rules::add_note;

pub(super) fn run(ground: Ground, candidate: &str, text: &str) -> Outcome {
    let mut open = ground.open()?;
    let id = candidate_id(candidate)?;
    let change = add_note(&open.book, &id, text, open.today)?;
    open.commit(change, None)?;
    Ok(Exit::Done)
}
