//! A board that has the book open: seen by the others while it lives, and what was being typed in it kept.

use crate::store::disk::atomic;
use crate::store::disk::fs::{Fs, Held, Here, Rights, write_all};
use crate::store::disk::layout::{DRAFT, Layout, make_dir};
use crate::store::error::StoreError;
use crate::store::format::{parse_line, print_line};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(in crate::store) const SESSION: &str = "session-";
/// A draft is a page of typing at the most; what is larger is nobody's.
const MOST: u64 = 1 << 20;

/// From where a store is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::store) enum Seat {
    /// From a shell, one command at a time.
    #[default]
    Shell,
    /// From a board.
    Board {
        /// What tells this board from others.
        session: String,
        /// The number of the last edit before it began; none where that could not be read.
        since: Option<u64>,
    },
}

/// Who has the book open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visitor {
    /// The clerk's login or set name.
    pub who: String,
    /// Since when, as RFC 3339.
    pub since: String,
}

/// An open board. Its file is locked for as long as the process lives, whatever ends it.
#[derive(Debug)]
pub struct Session {
    fs: Arc<dyn Fs>,
    file: PathBuf,
    draft: PathBuf,
    _lock: Box<dyn Held>,
}

/// What was being typed, with where and by whom: it is offered to nobody else.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept<T> {
    machine: String,
    boot: String,
    account: u32,
    draft: T,
}

/// What was being typed in a board that was cut off.
#[derive(Debug)]
pub struct Left<T> {
    /// What it was.
    pub draft: T,
    fs: Arc<dyn Fs>,
    file: PathBuf,
    _lock: Box<dyn Held>,
}

/// The files of `.local` whose names begin with a word, with what follows it.
pub(in crate::store) fn named(fs: &dyn Fs, layout: &Layout, word: &str) -> Vec<(String, PathBuf)> {
    let local = layout.local();
    let names = fs.list(&local).unwrap_or_default().into_iter();
    let mut found: Vec<_> = names
        .filter_map(|name| {
            let name = name.into_string().ok()?;
            let id = name.strip_prefix(word)?.trim_end_matches(".ron");
            Some((id.to_owned(), local.join(&name)))
        })
        .collect();
    found.sort();
    found
}

fn read<T: DeserializeOwned>(fs: &dyn Fs, path: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    fs.read(path, MOST, &mut bytes).ok()?;
    parse_line(&bytes)
}

/// The lock of a board that lives no more.
fn locked(fs: &dyn Fs, path: &Path) -> Option<Box<dyn Held>> {
    fs.lock(path).ok().flatten()
}

impl Session {
    /// Says that somebody has the book open.
    pub(in crate::store) fn start(
        fs: &Arc<dyn Fs>,
        layout: &Layout,
        visitor: &Visitor,
        seat: &Seat,
    ) -> Result<Self, StoreError> {
        make_dir(&**fs, &layout.local())?;
        let id = match seat {
            Seat::Board { session, .. } => session.clone(),
            Seat::Shell => atomic::token(),
        };
        let path = |word: &str, end: &str| layout.local().join(format!("{word}{id}{end}"));
        let file = path(SESSION, "");
        let fail = |error| StoreError::io(&file, &error);
        let lock = fs.lock(&file).map_err(fail)?.ok_or(StoreError::Locked)?;
        let line = print_line(visitor)?;
        let mut handle = fs.append(&file).map_err(fail)?;
        write_all(&mut *handle, line.as_bytes()).map_err(fail)?;
        Ok(Self {
            fs: Arc::clone(fs),
            draft: path(DRAFT, ".ron"),
            file,
            _lock: lock,
        })
    }

    /// Keeps what is being typed.
    pub fn keep<T: Serialize>(&self, draft: &T) -> Result<(), StoreError> {
        let Here {
            machine,
            boot,
            account,
        } = self.fs.here();
        let kept = Kept {
            machine,
            boot,
            account,
            draft,
        };
        atomic::write_soon(
            &*self.fs,
            &self.draft,
            print_line(&kept)?.as_bytes(),
            Rights::PRIVATE,
        )
    }

    /// Nothing is being typed any more.
    pub fn forget(&self) {
        // A draft that stays is offered once too often: no harm.
        let _ = self.fs.remove(&self.draft);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A draft that is still there stands for typing that did not end.
        let _ = self.fs.remove(&self.file);
    }
}

impl<T> Left<T> {
    /// It was taken up, or is not wanted.
    pub fn done(self) {
        let _ = self.fs.remove(&self.file);
    }
}

/// Who has the book open now, but for one session.
pub(in crate::store) fn visitors(
    fs: &dyn Fs,
    layout: &Layout,
    but: Option<&Session>,
) -> Vec<Visitor> {
    let others = named(fs, layout, SESSION).into_iter();
    let others = others.filter(|(_, path)| but.is_none_or(|own| own.file != *path));
    others
        .filter_map(|(_, path)| {
            if locked(fs, &path).is_some() {
                // Of a board that was cut off. One that just starts has it locked before it writes.
                let _ = fs.remove(&path);
                return None;
            }
            read(fs, &path)
        })
        .collect()
}

/// Whether a board is open.
pub(in crate::store) fn lives(fs: &dyn Fs, layout: &Layout, id: &str) -> bool {
    let path = layout.local().join(format!("{SESSION}{id}"));
    // One that offers what another left behind holds its lock, but the file is empty then.
    let there = fs.about(&path).is_ok_and(|about| about.size > 0);
    there && locked(fs, &path).is_none()
}

/// What was being typed, if it is this account's, of this machine.
fn own<T: DeserializeOwned>(fs: &dyn Fs, path: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    let about = fs.read(path, MOST, &mut bytes).ok()?;
    let here = fs.here();
    match parse_line::<Kept<T>>(&bytes) {
        Some(kept) => {
            let own = kept.account == here.account && kept.machine == here.machine;
            (own && about.owner == here.account).then_some(kept.draft)
        }
        // The release before wrote nobody's name on it: whose the file is tells.
        None if about.owner == here.account => parse_line(&bytes),
        None => None,
    }
}

/// What was being typed in boards that were cut off, by this account. Each is held until it is dropped or done, so
/// that two boards do not offer the same.
pub(in crate::store) fn left<T: DeserializeOwned>(
    fs: &Arc<dyn Fs>,
    layout: &Layout,
) -> Vec<Left<T>> {
    let drafts = named(&**fs, layout, DRAFT).into_iter();
    drafts
        .filter_map(|(id, path)| {
            let draft = own(&**fs, &path)?;
            let session = layout.local().join(format!("{SESSION}{id}"));
            let lock = locked(&**fs, &session)?;
            // Locked again from here on, but by nobody who has the book open.
            fs.append(&session).and_then(|mut file| file.cut(0)).ok()?;
            Some(Left {
                draft,
                fs: Arc::clone(fs),
                file: path,
                _lock: lock,
            })
        })
        .collect()
}
