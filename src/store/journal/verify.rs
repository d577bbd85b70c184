//! Whether the journals are as they were written: every line under its seal, after the line it was written after.

use super::line::{Line, is_conflict, is_sealed};
use super::lines::Lines;
use super::month::is_journal;
use crate::model::{Damage, DamageKind, Message};
use crate::store::disk::file::{NoBytes, names_in};
use crate::store::disk::fs::Fs;
use crate::store::disk::git;
use crate::store::disk::layout::Layout;
use crate::store::journal::{Journal, files};
use std::path::{Path, PathBuf};

/// Of so many lines of one journal it is asked whether they go on from an earlier one.
const ASKED: usize = 32;

/// Every damage of every journal of the book.
pub(in crate::store) fn verify(fs: &dyn Fs, layout: &Layout) -> Vec<Damage> {
    walk(fs, layout, |_, _| {})
}

/// Shows every line of every journal that can be read with the name of its replica, and gives
/// every damage, and what could not be read.
pub(in crate::store) fn walk(
    fs: &dyn Fs,
    layout: &Layout,
    mut show: impl FnMut(&str, Line),
) -> Vec<Damage> {
    let above = layout.journal_dir();
    let unread = |path: &Path, why: Message| Damage {
        kind: DamageKind::Unread,
        path: shown(layout, path),
        line: 0,
        message: why,
    };
    let mut names = match names_in(fs, &above) {
        Ok(names) => names,
        Err(error) => return vec![unread(&above, error.message())],
    };
    names.sort();
    let in_git = git::is_there(fs, layout);
    let mut found = Vec::new();
    let names = names.iter().filter_map(|name| name.to_str());
    for name in names.filter(|name| is_journal(fs, layout, name)) {
        let dir = layout.journals(name);
        let tail = Journal::read(fs, layout, name);
        let torn = tail.ok().and_then(|journal| journal.torn());
        match files(fs, &dir) {
            Ok(files) => {
                let mut chain = Chain::new(fs, in_git);
                for (at, file) in files.iter().enumerate() {
                    // A torn end was left by a crash; the next save puts it aside.
                    let whole = torn.filter(|_| at + 1 == files.len());
                    let (damaged, end) = chain.follow(file, whole, |line| show(name, line));
                    found.extend(damaged.into_iter().map(|(kind, line, message)| Damage {
                        kind,
                        path: shown(layout, file),
                        line,
                        message,
                    }));
                    found.extend(end.map(|why| unread(file, why)));
                }
            }
            Err(error) => found.push(unread(&dir, error.message())),
        }
    }
    found
}

pub(in crate::store) fn shown(layout: &Layout, path: &Path) -> String {
    let below = path.strip_prefix(layout.root()).unwrap_or(path);
    below.display().to_string()
}

/// The lines of one replica from the first month to the last.
struct Chain<'a> {
    fs: &'a dyn Fs,
    in_git: bool,
    /// The files followed so far.
    files: Vec<PathBuf>,
    last: Vec<u8>,
    /// The number of the last edit that could be read.
    number: Option<u64>,
    /// Whether nothing can be said of the next line's place: the one before it was damaged, or what
    /// stood there could not be read.
    broken: bool,
    asked: usize,
}

impl<'a> Chain<'a> {
    fn new(fs: &'a dyn Fs, in_git: bool) -> Self {
        Self {
            fs,
            in_git,
            files: Vec::new(),
            last: Vec::new(),
            number: None,
            broken: false,
            asked: 0,
        }
    }

    /// The damaged lines of the next file, as far as it is said to be whole, and why it could not
    /// be read to its end; each line is shown.
    fn follow(
        &mut self,
        file: &Path,
        whole: Option<u64>,
        mut show: impl FnMut(Line),
    ) -> (Vec<(DamageKind, usize, Message)>, Option<Message>) {
        let mut damaged = Vec::new();
        self.files.push(file.to_owned());
        let mut lines = match Lines::open(self.fs, file, whole) {
            Ok(lines) => lines,
            Err(why) => return (damaged, self.unread(why)),
        };
        let altered = || Message::error("check.journal-damaged");
        let (mut at, mut conflict) = (0, false);
        loop {
            at += 1;
            let line = match lines.next_held() {
                Ok(Some(line)) => line,
                Ok(None) => return (damaged, None),
                Err(why) => return (damaged, self.unread(why)),
            };
            let Some(line) = line.strip_suffix(b"\n") else {
                damaged.push((DamageKind::Altered, at, altered()));
                return (damaged, None);
            };
            if is_conflict(line) {
                if !conflict {
                    let message = Message::error("check.journal-conflict");
                    damaged.push((DamageKind::Conflict, at, message));
                }
                conflict = true;
                continue;
            }
            let read = Line::parse(line);
            let number = read.as_ref().and_then(Line::number);
            let sealed = read.is_some() && is_sealed(&self.last, line);
            let known = read.is_some();
            read.into_iter().for_each(&mut show);
            let elsewhere = !sealed && !self.broken && known && self.goes_on_from_earlier(line, at);
            if elsewhere && !conflict {
                let message = Message::warning("check.journal-joined");
                damaged.push((DamageKind::Branch, at, message));
            } else if !sealed && !elsewhere && !self.broken {
                damaged.push((DamageKind::Altered, at, altered()));
            }
            // An end that was cut off between two lines breaks no seal.
            if let (Some(last), Some(now)) = (self.number, number)
                && now > last.saturating_add(1)
                && sealed
            {
                damaged.push(self.gap(at, last + 1, now - 1));
            }
            self.number = number.or(self.number);
            self.broken = !sealed && !elsewhere && !self.broken;
            line.clone_into(&mut self.last);
        }
    }

    /// Edits are lost before a line that was written after them: git has brought back what was
    /// there before them, or somebody has cut them off.
    fn gap(&self, at: usize, from: u64, until: u64) -> (DamageKind, usize, Message) {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let (kind, message) = if self.in_git {
            (
                DamageKind::Branch,
                Message::warning("check.journal-gap-git"),
            )
        } else {
            (DamageKind::Altered, Message::error("check.journal-gap"))
        };
        let message = message.with("from", number(from));
        (kind, at, message.with("until", number(until)))
    }

    fn unread(&mut self, why: NoBytes) -> Option<Message> {
        self.broken = true;
        self.number = None;
        match why {
            NoBytes::Missing => None,
            NoBytes::Fault(fault) => Some(fault.message()),
            NoBytes::Failed(error) => Some(error.message()),
        }
    }

    /// Whether a line was written after one that stands further up: two branches of a journal one
    /// after the other, each line as it was written.
    fn goes_on_from_earlier(&mut self, line: &[u8], at: usize) -> bool {
        self.asked += 1;
        if self.asked > ASKED {
            return false;
        }
        let mut found = is_sealed(b"", line);
        for (turn, file) in self.files.iter().enumerate() {
            let Ok(mut lines) = Lines::open(self.fs, file, None) else {
                return false;
            };
            let last = turn + 1 == self.files.len();
            let mut left = if last { at - 1 } else { usize::MAX };
            while left > 0
                && let Ok(Some(earlier)) = lines.next_held()
            {
                left -= 1;
                let earlier = earlier.strip_suffix(b"\n").unwrap_or(earlier);
                // A line that stands twice is somebody's doing.
                if earlier == line {
                    return false;
                }
                found |= is_sealed(earlier, line);
            }
        }
        found
    }
}
