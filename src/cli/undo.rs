//! `ketnap undo`: the last change from a shell back, or the one of a number, if nothing newer stands on it.

use super::exit::{Exit, Failure, Outcome};
use super::open::{Ground, Opened};
use crate::app::told_change;
use crate::model::{Message, Refusal, Whose};
use crate::store::{After, Later, StoreError, Undoable};

pub(super) fn run(ground: Ground, number: Option<u64>, yes: bool) -> Outcome {
    let mut open = ground.open()?;
    open.may_write()?;
    // Asked first: what comes in after this was named to nobody.
    let known = open.ground.store.last_number()?;
    let (edit, after) = match number {
        Some(n) => numbered(&mut open, n)?,
        None => newest(&mut open, yes)?,
    };
    open.commit(edit.inverse.clone(), Some((edit.n, known)))?;
    let own = edit.who.is_empty() || edit.who == open.ground.who();
    let message = if own {
        Message::info("cli.undone")
    } else {
        Message::info("cli.undone-of").with("who", edit.who.as_str())
    };
    let message = message.with("number", edit.n);
    open.ground.tell(&message.with("what", what(&open, &edit)));
    if !after.later.is_empty() {
        let message = Message::warning("cli.undone-over");
        open.ground
            .tell(&message.with("newer", named(&after.later)));
    }
    Ok(Exit::Done)
}

fn what(open: &Opened, edit: &Undoable) -> Message {
    told_change((&open.book, open.today), &edit.change, &edit.inverse)
}

/// Edits by number and name.
fn named(edits: &[Later]) -> Vec<Message> {
    let named = edits.iter().map(|edit| {
        let message = match &edit.replica {
            None => Message::info("cli.edit-of"),
            Some(replica) => Message::info("cli.edit-at").with("replica", replica.as_str()),
        };
        message
            .with("number", edit.n)
            .with("who", edit.who.as_str())
    });
    named.collect()
}

/// The edit of a number, whoever made it.
fn numbered(open: &mut Opened, n: u64) -> Result<(Undoable, After), Failure> {
    let store = &open.ground.store;
    let edit = store.undoable(n)?.ok_or(Refusal::Forgotten(n))?;
    let after = store.after(&edit)?;
    let applies = open.book.may_take_back(&edit.inverse, &edit.change);
    if after.by.is_some() || applies.is_err() {
        return Err(after.refusal(n).into());
    }
    Ok((edit, after))
}

/// What `undo` alone comes upon.
enum Found {
    /// Nothing newer stands on it.
    Plain(Undoable, After),
    /// One that cannot be taken back as things are, or not without asking; with what may be taken
    /// in its place if that is confirmed.
    Blocked(Undoable, After, Option<Undoable>),
}

/// The newest edit that a shell of this account made; what stands in its way is named first.
fn newest(open: &mut Opened, yes: bool) -> Result<(Undoable, After), Failure> {
    let (found, other) = look(open, yes)?;
    match found {
        Some(Found::Plain(edit, after)) => Ok((edit, after)),
        Some(Found::Blocked(_, _, Some(edit))) if yes => {
            let after = open.ground.store.after(&edit)?;
            Ok((edit, after))
        }
        Some(Found::Blocked(edit, after, instead)) => {
            let message = blocked(open, &edit, &after, instead.as_ref());
            open.ground.store.pass_over(edit.n)?;
            Err(message.into())
        }
        None => match other {
            None => Err(Refusal::NothingToUndo.into()),
            Some(edit) if yes => {
                let after = open.ground.store.after(&edit)?;
                Ok((edit, after))
            }
            Some(edit) => {
                let message = Message::warning("cli.undo-others");
                let message = message.with("number", edit.n);
                let message = message.with("who", edit.who.as_str());
                Err(message.with("what", what(open, &edit)).into())
            }
        },
    }
}

/// The first own edit that is to be taken back or named, and the first of anybody else that could be.
fn look(open: &mut Opened, yes: bool) -> Result<(Option<Found>, Option<Undoable>), StoreError> {
    let (store, book) = (&open.ground.store, &mut open.book);
    let (mut found, mut other) = (None, None);
    let mut applies = |edit: &Undoable| book.may_take_back(&edit.inverse, &edit.change).is_ok();
    store.newest_edits(|offer| {
        let own = offer.whose == Whose::Own;
        if !own && other.is_some() {
            return Ok(true);
        }
        let Some(edit) = offer.edit() else {
            return Ok(true);
        };
        let after = store.after(&edit)?;
        if after.by.is_some() {
            return Ok(true);
        }
        let as_it_was = applies(&edit);
        if !own {
            other = as_it_was.then_some(edit);
            return Ok(true);
        }
        let newer = after.later.iter().filter(|one| one.whose != Whose::Own);
        let newer: Vec<&Later> = newer.collect();
        if as_it_was && newer.is_empty() {
            found = Some(Found::Plain(edit, After::default()));
            return Ok(false);
        }
        if offer.passed && !yes {
            return Ok(true);
        }
        let mut instead = None;
        for one in newer.iter().filter(|one| one.replica.is_none()) {
            instead = store.undoable(one.n)?.filter(&mut applies);
            if instead.is_some() {
                break;
            }
        }
        let instead = instead.or_else(|| as_it_was.then(|| edit.clone()));
        if offer.passed && instead.is_none() {
            return Ok(true);
        }
        found = Some(Found::Blocked(edit, after, instead));
        Ok(false)
    })?;
    Ok((found, other))
}

/// What stands in the way of an edit, and what can be done.
fn blocked(open: &Opened, edit: &Undoable, after: &After, instead: Option<&Undoable>) -> Message {
    let Some(instead) = instead else {
        let message = Message::warning("cli.undo-passed");
        return message.with("why", after.refusal(edit.n).message());
    };
    Message::warning("cli.undo-newer")
        .with("number", edit.n)
        .with("what", what(open, edit))
        .with("newer", named(&after.later))
        .with("instead", instead.n)
}
