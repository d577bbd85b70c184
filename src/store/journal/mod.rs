//! The journals, one a replica: the end read without the rest, lines added under their seals; and what they tell.

pub(super) mod line;
pub(super) mod lines;
pub(super) mod log;
pub(super) mod month;
pub(super) mod replica;
pub(super) mod series;
pub(super) mod tail;
pub(super) mod touched;
pub(super) mod verify;
pub(super) mod written;

use crate::store::disk::fs::Fs;
use crate::store::disk::layout::{Layout, make_dir};
use crate::store::error::StoreError;
use crate::store::journal::line::Stamp;
use line::{Line, Mark, Planned, is_conflict, seal};
use month::Month;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tail::{Backwards, append, cut, put_torn_aside, renew};

/// From this size on the next edit begins a new file: every program that reads the last release's
/// journals takes one of four times the size.
const LONG: u64 = 16 << 20;

/// The format of the lines, which the first line of each file bears. Files begun before it had a
/// number bear none.
const FORMAT: u32 = 2;

/// An edit whose end the journal does not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) n: u64,
    pub(super) token: String,
    pub(super) files: Vec<Planned>,
    /// Whether it will be put in place, whatever happens.
    pub(super) committed: bool,
    /// Whether it puts back what the edit had done already.
    pub(super) back: bool,
}

/// The journal of one replica, as far as the next line needs it.
#[derive(Debug)]
pub(super) struct Journal<'a> {
    fs: &'a dyn Fs,
    layout: &'a Layout,
    dir: PathBuf,
    /// The newest file there is, and how long it is.
    newest: Option<(PathBuf, u64)>,
    /// The file that the next line goes to.
    path: Option<PathBuf>,
    /// Where the torn end of the newest file begins.
    torn: Option<u64>,
    last: Vec<u8>,
    number: u64,
    open: Option<Open>,
    /// How long the file was before this program added to it.
    before: Option<u64>,
    /// Whether making it durable has failed.
    doubtful: bool,
}

impl<'a> Journal<'a> {
    /// Reads back to the last edit whose end is known.
    pub(super) fn read(
        fs: &'a dyn Fs,
        layout: &'a Layout,
        replica: &str,
    ) -> Result<Self, StoreError> {
        let dir = layout.journals(replica);
        let files = files(fs, &dir)?;
        let mut journal = Self {
            fs,
            layout,
            dir,
            newest: None,
            path: None,
            torn: None,
            last: Vec::new(),
            number: 0,
            open: None,
            before: None,
            doubtful: false,
        };
        let mut story = Story::default();
        for file in files.iter().rev() {
            let Some(mut lines) = Backwards::open(fs, file)? else {
                continue;
            };
            if journal.newest.is_none() {
                journal.newest = Some((file.clone(), lines.size()));
                journal.path = Some(file.clone());
                journal.torn = lines.torn();
            }
            while let Some(line) = lines.previous()? {
                // Zeros stand where bytes never reached the disk before the power went. What an
                // edit wrote after them is of no more use than a last line without its end.
                if line.contains(&0) && files.last() == Some(file) {
                    journal.torn = Some(lines.at());
                    journal.last.clear();
                    story = Story::default();
                    continue;
                }
                if is_conflict(&line) {
                    continue;
                }
                if journal.last.is_empty() {
                    journal.last.clone_from(&line);
                }
                if story.told_by(Line::parse(&line)) {
                    journal.number = story.number.unwrap_or_default();
                    journal.open = story.open;
                    return Ok(journal);
                }
            }
        }
        journal.number = story.number.unwrap_or_default();
        Ok(journal)
    }

    /// The folder it is in.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn fs(&self) -> &'a dyn Fs {
        self.fs
    }

    pub(super) fn layout(&self) -> &'a Layout {
        self.layout
    }

    /// The number of the last edit.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The last edit, if its end is not known.
    pub(super) fn open(&self) -> Option<&Open> {
        self.open.as_ref()
    }

    /// Where the torn end of the newest file begins, if it is torn.
    pub(super) fn torn(&self) -> Option<u64> {
        self.torn
    }

    /// What tells one state of the journal from another.
    pub(super) fn state(&self) -> Option<&(PathBuf, u64)> {
        self.newest.as_ref()
    }

    /// The last line that can be read, without its end.
    pub(super) fn last(&self) -> &[u8] {
        &self.last
    }

    /// Goes on in the file of this month, unless there is a later one: a clock put back must not
    /// break the order of the lines. After a long file comes the next of the same month.
    pub(super) fn turn_to(&mut self, stamp: &Stamp) {
        let now = Month::of(&stamp.at);
        let newest = self.newest.as_ref();
        let month = newest.and_then(|(path, size)| Some((month_of(path)?, *size)));
        let month = match month {
            Some((last, size)) if last >= now && size >= LONG => last.next(),
            Some((last, _)) => last.max(now),
            None => now,
        };
        self.path = Some(self.dir.join(month.name()));
    }

    /// Adds lines. What was torn before them is put aside.
    pub(super) fn add(&mut self, lines: &[Line]) -> Result<(), StoreError> {
        self.add_all(lines, false)
    }

    /// Adds lines and makes them durable.
    pub(super) fn add_durably(&mut self, lines: &[Line]) -> Result<(), StoreError> {
        self.add_all(lines, true)
    }

    fn add_all(&mut self, lines: &[Line], durably: bool) -> Result<(), StoreError> {
        let Some(path) = self.path.clone() else {
            return Err(StoreError::Internal);
        };
        let (mut last, mut bytes) = (self.last.clone(), Vec::new());
        let goes_on = self.newest.as_ref().is_some_and(|(file, _)| *file == path);
        let head = (!goes_on).then(|| {
            Line::Mark(Mark::Head {
                format: FORMAT,
                seal: String::new(),
            })
        });
        for line in head.iter().chain(lines) {
            last = seal(&last, &line.print()?)?.into_bytes();
            bytes.extend_from_slice(&last);
            bytes.push(b'\n');
        }
        if let (Some((newest, _)), Some(whole)) = (&self.newest, self.torn) {
            put_torn_aside(self.fs, newest, whole, self.layout, self.number + 1)?;
            self.torn = None;
        }
        if !goes_on {
            make_dir(self.fs, &self.dir)?;
        }
        let (mut file, before) = append(self.fs, &path, &bytes)?;
        self.before.get_or_insert(before);
        if durably {
            let synced = file.sync();
            self.doubtful |= synced.is_err();
            synced.map_err(|error| StoreError::io(&path, &error))?;
            // A name whose first line could not be written is not durable either.
            if before == 0 {
                self.sync_dirs()?;
            }
        }
        self.newest = Some((path, before + bytes.len() as u64));
        self.last = last;
        Ok(())
    }

    /// Makes the names on the way to the journal durable.
    fn sync_dirs(&self) -> Result<(), StoreError> {
        let dirs = [&self.dir, &self.layout.journal_dir(), self.layout.root()];
        dirs.into_iter().try_for_each(|dir| {
            let fail = |error| StoreError::io(dir, &error);
            self.fs.sync_dir(dir).map_err(fail)
        })
    }

    /// Takes back, durably, what was added, because nothing came of it.
    pub(super) fn drop_added(&self) -> Result<(), StoreError> {
        match (&self.path, self.before) {
            (Some(path), Some(before)) if self.doubtful => renew(self.fs, path, Some(before)),
            (Some(path), Some(before)) => cut(self.fs, path, before),
            _ => Ok(()),
        }
    }

    /// Makes what is there durable, whatever became of it before.
    pub(super) fn make_durable(&self) -> Result<(), StoreError> {
        if let Some((newest, _)) = &self.newest {
            renew(self.fs, newest, None)?;
        }
        self.sync_dirs()
    }
}

/// What the last lines tell, read from the last to the first.
#[derive(Debug, Default)]
struct Story {
    number: Option<u64>,
    committed: bool,
    open: Option<Open>,
}

impl Story {
    /// Takes in a line; true when the story of the last edit is known. Damaged lines are passed over.
    fn told_by(&mut self, line: Option<Line>) -> bool {
        match line {
            // They say nothing of how an edit ended.
            None
            | Some(Line::Mark(
                Mark::Head { .. }
                | Mark::Named { .. }
                | Mark::ErasedHere { .. }
                | Mark::Event { .. }
                | Mark::TakenOver { .. }
                | Mark::GivenOut { .. }
                | Mark::Copied { .. },
            )) => false,
            Some(Line::Entry(entry)) => *self.number.get_or_insert(entry.n) != entry.n,
            Some(Line::Mark(Mark::Commit { n, .. })) => {
                self.committed = *self.number.get_or_insert(n) == n;
                !self.committed
            }
            Some(Line::Mark(Mark::Intent {
                n,
                token,
                files,
                back,
                ..
            })) => {
                if *self.number.get_or_insert(n) != n {
                    return true;
                }
                // What was never committed did not begin to put anything back.
                if back && !self.committed {
                    return false;
                }
                self.open = Some(Open {
                    n,
                    token,
                    files,
                    committed: self.committed,
                    back,
                });
                true
            }
            Some(Line::Mark(
                Mark::Done { n, .. }
                | Mark::Undone { n, .. }
                | Mark::Unclear { n, .. }
                | Mark::Shown { n, .. },
            )) => {
                self.number.get_or_insert(n);
                true
            }
        }
    }
}

fn month_of(path: &Path) -> Option<Month> {
    Month::parse(path.file_name()?.to_str()?)
}

/// The journal files of one replica, oldest first. What is named otherwise is none.
pub(super) fn files(fs: &dyn Fs, dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let names = match fs.list(dir) {
        Ok(names) => names,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(dir, &error)),
    };
    let paths = names.into_iter().map(|name| dir.join(name));
    let mut found: Vec<(Month, PathBuf)> = paths
        .filter_map(|path| Some((month_of(&path)?, path)))
        .collect();
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}
