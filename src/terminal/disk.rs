//! What the disk says, as messages for the state: after a save, and at each look at the files.

use crate::app::{App, Done, Msg, Reveal, Turn};
use crate::model::{Book, Edit, Message};
use crate::store::{Saved, Stamp, Store, StoreError, Traces, Undoable};

/// Saves an edit that the book has taken, and says what came of it.
pub fn save(store: &Store, book: &Book, edit: &Edit, undoes: Option<u64>, stamp: &Stamp) -> Msg {
    attempt(store, book, edit, undoes, stamp).unwrap_or_else(locked)
}

/// Another kept the lock for too long.
pub(super) fn locked() -> Msg {
    Msg::NotSaved(StoreError::Locked.message())
}

/// The same; none if another has the lock.
pub(super) fn attempt(
    store: &Store,
    book: &Book,
    edit: &Edit,
    undoes: Option<u64>,
    stamp: &Stamp,
) -> Option<Msg> {
    Some(match store.save_merged(book, edit, undoes, stamp) {
        Ok(Saved::AsMade(number)) => Msg::Saved(number),
        Ok(Saved::Merged(number, edit, book)) => Msg::Merged(number, edit, book),
        Ok(Saved::Asked(joined, book)) => Msg::Conflict(joined, book),
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

/// What a person did in earlier sessions, or took back there.
pub fn recall(store: &Store, turn: Turn, who: &str) -> Msg {
    let found = match turn {
        Turn::Undo => store
            .own_undoable(who)
            .map(|found| found.into_iter().collect()),
        Turn::Redo => store.own_undone(who),
    };
    let done = |edit: Undoable| Done {
        number: edit.n,
        change: edit.change,
        inverse: edit.inverse,
    };
    match found {
        Ok(found) => Msg::Recalled(turn, found.into_iter().map(done).collect()),
        Err(fault) => Msg::Trouble(fault.message()),
    }
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
