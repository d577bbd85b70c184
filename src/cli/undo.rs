//! `ketnap undo`: the last change back, if nothing has changed there since.

use super::exit::{Exit, Outcome, tell};
use super::open::Ground;
use crate::model::{Message, Refusal};

pub(super) fn run(ground: Ground) -> Outcome {
    let mut open = ground.open()?;
    let last = open
        .ground
        .store
        .last_undoable()?
        .ok_or(Refusal::NothingToUndo)?;
    open.book.may_take_back(&last.inverse, &last.change)?;
    open.commit(last.inverse, Some(last.n))?;
    let number = i64::try_from(last.n).unwrap_or(i64::MAX);
    let message = Message::info("cli.undone").with("number", number);
    tell(&open.ground.config.texts, &message);
    Ok(Exit::Done)
}
