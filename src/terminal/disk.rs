//! What the disk says, as messages for the state: after a save, and at each look at the files.

use crate::app::{App, Done, Msg, Reveal, Turn, Undone};
use crate::model::{Book, Edit, Message, Refusal};
use crate::store::{Copied, Saved, Stamp, Store, StoreError, Traces, Undoable};

/// Saves an edit that the book has taken, and says what came of it.
pub fn save(store: &Store, book: &Book, edit: &Edit, undoes: Option<u64>, stamp: &Stamp) -> Msg {
    attempt(store, book, edit, undoes, Ok(stamp.clone())).unwrap_or_else(locked)
}

/// Another kept the lock for too long.
pub(super) fn locked() -> Msg {
    Msg::NotSaved(StoreError::Locked.message())
}

/// The same at an hour that the clock may not tell; none if another has the lock.
pub(super) fn attempt(
    store: &Store,
    book: &Book,
    edit: &Edit,
    undoes: Option<u64>,
    stamp: Result<Stamp, StoreError>,
) -> Option<Msg> {
    let saved = stamp.and_then(|stamp| store.save_merged(book, edit, undoes, &stamp));
    Some(match saved {
        Ok(Saved::AsMade(number)) => Msg::Saved(number),
        Ok(Saved::Merged(number, edit, book)) => Msg::Merged(number, edit, book),
        Ok(Saved::Asked(joined, book)) => Msg::Conflict(joined, book),
        Ok(Saved::Refused(why, book)) if undoes.is_some() => Msg::NotTaken(why, book),
        Ok(Saved::Refused(refusal, book)) => Msg::Clash(refusal.message(), book),
        // The disk holds something else than this board thinks, so it is read again.
        Err(fault @ (StoreError::Clash { .. } | StoreError::BookClash)) => {
            reloaded(store, |book| Msg::Clash(fault.message(), book))
        }
        Err(fault @ StoreError::Unsure(_)) => {
            reloaded(store, |book| Msg::Unsure(fault.message(), book))
        }
        Err(StoreError::Locked) => return None,
        Err(fault) => Msg::NotSaved(fault.message()),
    })
}

/// Why the copy of the book before the day's first change could not be made, said once.
pub fn no_snapshot(store: &Store) -> Option<Message> {
    let why = store.snapshot_trouble()?.message();
    Some(Message::warning("said.no-snapshot").with("why", why))
}

fn reloaded(store: &Store, msg: impl FnOnce(Box<Book>) -> Msg) -> Msg {
    match store.load() {
        Ok(book) => msg(Box::new(book)),
        Err(worse) => Msg::NotSaved(worse.message()),
    }
}

/// What is to be taken back, or done again, that the board itself does not remember.
pub fn recall(store: &Store, app: &App, turn: Turn) -> Msg {
    let found = match turn {
        Turn::Undo => store.next_of_board(app.passed_over()).map(|found| {
            let found = found.into_iter().map(done);
            Msg::Recalled(found.collect())
        }),
        Turn::Redo => store.undone_by_board().map(|found| {
            let found = found.into_iter().map(|undone| Undone {
                done: done(undone.edit),
                by: done(undone.by),
            });
            Msg::Regained(found.collect())
        }),
    };
    found.unwrap_or_else(|fault| Msg::Trouble(fault.message()))
}

fn done(edit: Undoable) -> Done {
    Done {
        number: edit.n,
        who: edit.who,
        whose: edit.whose,
        change: edit.change,
        inverse: edit.inverse,
    }
}

/// Why an edit cannot be taken back, as far as the journals tell.
pub fn ask_why(store: &Store, n: u64) -> Msg {
    let why = store.undoable(n).and_then(|edit| match edit {
        Some(edit) => store.after(&edit).map(|after| after.refusal(n)),
        None => Ok(Refusal::Forgotten(n)),
    });
    match why {
        Ok(why) => Msg::Why(why),
        Err(fault) => Msg::Trouble(fault.message()),
    }
}

/// What is known of copies on other disks.
pub fn ask_copy(store: &Store) -> Msg {
    let copied = store.newest_copy();
    Msg::Copied(Copied::told(copied.as_ref(), store.now().ok()))
}

/// Writes down that a hidden number is shown; only then it is.
pub fn reveal(store: &Store, book: &Book, asked: Reveal, stamp: &Stamp) -> Msg {
    let Some(home) = book.home(&asked.id) else {
        return Msg::Hide;
    };
    let noted = store.note_shown((home, &asked.id), vec![asked.field.key()], stamp);
    match noted {
        Ok(_) => Msg::Revealed(asked),
        Err(fault) => {
            let why = Message::warning("refused.reveal-unwritten");
            Msg::Trouble(why.with("why", fault.message()))
        }
    }
}

/// What a look at the files found that somebody else has changed of the open book.
pub fn news(store: &Store, app: &App, traces: Option<Traces>) -> Result<Option<Msg>, StoreError> {
    let news = store.news(traces, &app.book, &app.being_edited())?;
    let some = !news.is_empty();
    Ok(some.then(|| Msg::News(Box::new(news))))
}
