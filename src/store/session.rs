//! A board that has the book open: seen by the others while it lives, and what was being typed in it kept.

use super::atomic;
use super::error::StoreError;
use super::format::{parse_line, print_line};
use super::layout::{Layout, make_dir};
use rustix::fs::{FlockOperation, OFlags, flock};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const SESSION: &str = "session-";
const DRAFT: &str = "draft-";
/// A draft is a page of typing at the most; what is larger is nobody's.
const MOST: u64 = 1 << 20;

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
    file: PathBuf,
    draft: PathBuf,
    _lock: File,
}

/// What was being typed in a board that was cut off.
#[derive(Debug)]
pub struct Left<T> {
    /// What it was.
    pub draft: T,
    file: PathBuf,
    _lock: File,
}

fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32)
        .open(path)
}

fn locked(path: &Path) -> Option<File> {
    let file = open(path).ok()?;
    let lock = flock(&file, FlockOperation::NonBlockingLockExclusive);
    lock.is_ok().then_some(file)
}

/// The files of `.local` whose names begin with a word, with what follows it.
fn named(layout: &Layout, word: &str) -> Vec<(String, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(layout.local()) else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let id = name.strip_prefix(word)?.trim_end_matches(".ron");
            Some((id.to_owned(), entry.path()))
        })
        .collect();
    found.sort();
    found
}

fn small_text(path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = open_for_reading(path).ok()?;
    file.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn open_for_reading(path: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32)
        .open(path)
}

impl Session {
    /// Says that somebody has the book open.
    pub(super) fn start(layout: &Layout, visitor: &Visitor) -> Result<Self, StoreError> {
        make_dir(&layout.local())?;
        let id: String = (0..8).map(|_| fastrand::lowercase()).collect();
        let path = |word: &str, end: &str| layout.local().join(format!("{word}{id}{end}"));
        let file = path(SESSION, "");
        let fail = |error| StoreError::io(&file, &error);
        let mut lock = open(&file).map_err(fail)?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|e| fail(e.into()))?;
        let line = print_line(visitor)?;
        lock.write_all(line.as_bytes()).map_err(fail)?;
        Ok(Self {
            draft: path(DRAFT, ".ron"),
            file,
            _lock: lock,
        })
    }

    /// Keeps what is being typed.
    pub fn keep<T: Serialize>(&self, draft: &T) -> Result<(), StoreError> {
        atomic::write_soon(&self.draft, print_line(draft)?.as_bytes())
    }

    /// Nothing is being typed any more.
    pub fn forget(&self) {
        // A draft that stays is offered once too often: no harm.
        let _ = std::fs::remove_file(&self.draft);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A draft that is still there stands for typing that did not end.
        let _ = std::fs::remove_file(&self.file);
    }
}

impl<T> Left<T> {
    /// It was taken up, or is not wanted.
    pub fn done(self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

/// Who has the book open now, but for one session.
pub(super) fn visitors(layout: &Layout, but: Option<&Session>) -> Vec<Visitor> {
    let others = named(layout, SESSION).into_iter();
    let others = others.filter(|(_, path)| but.is_none_or(|own| own.file != *path));
    others
        .filter_map(|(_, path)| {
            if locked(&path).is_some() {
                // Of a board that was cut off. One that just starts has it locked before it writes.
                let _ = std::fs::remove_file(&path);
                return None;
            }
            parse_line(small_text(&path)?.as_bytes())
        })
        .collect()
}

/// What was being typed in boards that were cut off. Each is held until it is dropped or done, so
/// that two boards do not offer the same.
pub(super) fn left<T: DeserializeOwned>(layout: &Layout) -> Vec<Left<T>> {
    let drafts = named(layout, DRAFT).into_iter();
    drafts
        .filter_map(|(id, path)| {
            let session = layout.local().join(format!("{SESSION}{id}"));
            let lock = locked(&session)?;
            let draft = parse_line(small_text(&path)?.as_bytes())?;
            Some(Left {
                draft,
                file: path,
                _lock: lock,
            })
        })
        .collect()
}
