//! What somebody else has changed in the files of an open book.

use super::Store;
use crate::model::{Book, News, UnitId};
use crate::store::error::StoreError;
use crate::store::format::head::read_header;
use crate::store::read::load::{Found, read_one};
use crate::store::read::look::{Before, CLOSE, MANY, Seen, Traces, Watch, file_of, id_of};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::sync::{Arc, PoisonError};
use std::time::UNIX_EPOCH;

impl Store {
    /// What looks at the files of this book.
    pub fn watch(&self) -> Watch {
        Watch::on(Arc::clone(&self.fs), self.layout.clone())
    }

    /// What somebody else has changed since `book` was read or the last look, whatever the day of
    /// the files says. Organisations that are being edited are left for later.
    pub fn news(
        &self,
        now: Option<Traces>,
        book: &Book,
        edited: &BTreeSet<UnitId>,
    ) -> Result<News, StoreError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |name: &OsString| id_of(name).is_some_and(|id| edited.contains(&id));
        let mut names = seen.left.clone();
        names.retain(|name| !waits(name));
        if let Some(now) = now {
            let recent = seen.at.checked_sub(CLOSE).unwrap_or(UNIX_EPOCH);
            let then = seen.files.as_ref();
            let then = then.map_or(Before::Read(book), Before::Looked);
            names.extend(then.changed(&now.files, recent));
            seen.files = Some(now.files);
            seen.at = now.at;
        }
        // What cannot be read now is tried again.
        let told = seen.left.clone();
        seen.left.extend(names.iter().cloned());
        let nameless = |name: &OsString| !name.is_empty() && id_of(name).is_none();
        let mut news = if names.len() >= MANY || names.iter().any(nameless) {
            News::between(book, &self.read(None)?, edited)
        } else {
            self.read_again(&names, book, edited)?
        };
        if !news.gone.is_empty() {
            let gone = news.gone.clone();
            news.lost = self.gone(|id| !gone.contains(id));
        }
        // What waits is told once.
        seen.left = told.iter().filter(|name| waits(name)).cloned().collect();
        seen.left.extend(news.waiting.iter().map(file_of));
        news.waiting.retain(|id| !told.contains(&file_of(id)));
        Ok(news)
    }

    /// The open book is another one now, as it was read when this began.
    pub(in crate::store) fn looked(&self, seen: Seen) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    }

    fn read_again(
        &self,
        names: &BTreeSet<OsString>,
        book: &Book,
        edited: &BTreeSet<UnitId>,
    ) -> Result<News, StoreError> {
        let mut news = News::default();
        let mut bytes = Vec::new();
        let units = self.layout.units();
        let reader = self.fs.reader(&units);
        for name in names {
            let Some(id) = id_of(name) else {
                let header = read_header(&*self.fs, &self.layout.book(), &mut bytes)?.value;
                news.header = Some(header).filter(|header| header != book.header());
                continue;
            };
            let bad = book.unreadable().iter().find(|row| row.id == id);
            let there = self.fs.about(&self.layout.unit(&id)).is_ok();
            let found = there.then(|| read_one(&reader, (&units, name), None, &mut bytes));
            let same = match &found {
                Some(Found::Unit(unit)) => book.unit(&id) == Some(unit),
                Some(Found::Bad(row)) => bad == Some(row),
                Some(Found::Strange(_)) => true,
                None => book.unit(&id).is_none() && bad.is_none(),
            };
            match found {
                _ if same => {}
                _ if edited.contains(&id) => news.waiting.push(id),
                Some(Found::Unit(unit)) => news.units.push(*unit),
                Some(Found::Bad(row)) => news.unreadable.push(row),
                _ => news.gone.push(id),
            }
        }
        Ok(news)
    }
}
