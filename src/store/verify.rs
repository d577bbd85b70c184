//! Whether the journals are as they were written: every line under its seal, after the line it was written after.

use super::file::{NoBytes, read_into};
use super::fs::Fs;
use super::journal::{Journal, files};
use super::layout::Layout;
use super::line::{Line, is_sealed};
use crate::model::{Damage, Message};
use std::path::Path;

/// Every damage of every journal of the book.
pub(crate) fn verify(fs: &dyn Fs, layout: &Layout) -> Vec<Damage> {
    walk(fs, layout, |_, _| {})
}

/// Shows every line of every journal that can be read with the name of its replica, and gives
/// every damage.
pub(crate) fn walk(fs: &dyn Fs, layout: &Layout, mut show: impl FnMut(&str, Line)) -> Vec<Damage> {
    let mut replicas = fs.list(&layout.journal_dir()).unwrap_or_default();
    replicas.sort();
    let mut found = Vec::new();
    for replica in replicas {
        let dir = layout.journal_dir().join(&replica);
        let name = replica.to_string_lossy();
        let tail = Journal::read(fs, layout, &name);
        let torn = tail.ok().and_then(|journal| journal.torn());
        let say = |path: &Path, line: usize, message: Message| Damage {
            path: shown(layout, path),
            line,
            message,
        };
        match files(fs, &dir) {
            Ok(files) => {
                let mut chain = Chain::default();
                for (at, file) in files.iter().enumerate() {
                    // A torn end was left by a crash; the next save puts it aside.
                    let whole = torn.filter(|_| at + 1 == files.len());
                    let damaged = chain.follow(fs, file, whole, |line| show(&name, line));
                    found.extend(damaged.into_iter().map(|(n, why)| say(file, n, why)));
                }
            }
            Err(error) => found.push(say(&dir, 0, error.message())),
        }
    }
    found
}

fn shown(layout: &Layout, path: &Path) -> String {
    let below = path.strip_prefix(layout.root()).unwrap_or(path);
    below.display().to_string()
}

/// The lines of one replica from the first month to the last.
#[derive(Debug, Default)]
struct Chain {
    last: Vec<u8>,
    /// The number of the last edit that could be read.
    number: Option<u64>,
    /// Whether the last line was damaged, so that nothing can be said of the next one's place.
    broken: bool,
}

impl Chain {
    /// The damaged lines of the next file, as far as it is said to be whole; each line is shown.
    fn follow(
        &mut self,
        fs: &dyn Fs,
        file: &Path,
        whole: Option<u64>,
        mut show: impl FnMut(Line),
    ) -> Vec<(usize, Message)> {
        let mut bytes = Vec::new();
        match read_into(fs, file, &mut bytes) {
            Ok(_) => {}
            Err(NoBytes::Missing) => return Vec::new(),
            Err(NoBytes::Fault(fault)) => return vec![(0, fault.message)],
            Err(NoBytes::Failed(error)) => return vec![(0, error.message())],
        }
        bytes.truncate(whole.map_or(usize::MAX, |whole| whole as usize));
        let mut damaged = Vec::new();
        for (at, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
            let Some(line) = line.strip_suffix(b"\n") else {
                damaged.push((at + 1, Message::error("check.journal-damaged")));
                break;
            };
            let read = Line::parse(line);
            let number = read.as_ref().map(Line::number);
            let whole = read.is_some() && is_sealed(&self.last, line);
            read.into_iter().for_each(&mut show);
            if !whole && !self.broken {
                damaged.push((at + 1, Message::error("check.journal-damaged")));
            }
            // An end that was cut off between two lines breaks no seal.
            if let (Some(last), Some(now)) = (self.number, number)
                && now > last.saturating_add(1)
                && whole
            {
                let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
                let message = Message::error("check.journal-gap");
                let message = message.with("from", number(last + 1));
                damaged.push((at + 1, message.with("until", number(now - 1))));
            }
            self.number = number.or(self.number);
            self.broken = !whole && !self.broken;
            line.clone_into(&mut self.last);
        }
        damaged
    }
}
