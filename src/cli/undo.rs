//! `ketnap undo`: the last change back, if nothing has changed there since.

use super::exit::{Exit, Outcome};
use super::open::Ground;
use crate::app::told_change;
use crate::model::{Message, Refusal};

pub(super) fn run(ground: Ground) -> Outcome {
    let mut open = ground.open()?;
    let last = open
        .ground
        .store
        .last_undoable()?
        .ok_or(Refusal::NothingToUndo)?;
    open.book.may_take_back(&last.inverse, &last.change)?;
    open.commit(last.inverse.clone(), Some(last.n))?;
    let number = i64::try_from(last.n).unwrap_or(i64::MAX);
    let known = (&open.book, open.today);
    let what = told_change(known, &last.change, &last.inverse);
    let own = last.who.is_empty() || last.who == open.ground.who();
    let message = if own {
        Message::info("cli.undone")
    } else {
        Message::info("cli.undone-of").with("who", last.who.as_str())
    };
    let message = message.with("number", number).with("what", what);
    open.ground.tell(&message);
    Ok(Exit::Done)
}
