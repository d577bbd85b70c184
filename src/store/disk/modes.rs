//! Whether the files of a book are open to those they are to be open to, and to nobody else.

use super::fs::{Fs, Kind};
use super::layout::{DRAFT, Layout};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

/// What is wrong with who may open something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Openness {
    /// Everybody on the machine may open it.
    Others,
    /// The group may open it, but the book is not declared to be shared.
    Undeclared,
    /// The book is shared with a group that cannot open or change it.
    Closed,
}

/// Files or directories in one directory with the same thing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// What is wrong.
    pub openness: Openness,
    /// The first of them, from the data directory down; `.` is that itself.
    pub path: String,
    /// Its mode.
    pub mode: u32,
    /// How many.
    pub count: usize,
}

/// What a mode has to be in a shared book.
pub(super) const SHARED_DIR: u32 = 0o2770;
pub(super) const SHARED_FILE: u32 = 0o660;

/// Everything in the data directory that is open to the wrong people.
pub(in crate::store) fn exposed(fs: &dyn Fs, layout: &Layout, shared: bool) -> Vec<Exposed> {
    let root = layout.root();
    let Ok(about) = fs.about(root) else {
        return Vec::new();
    };
    let mut walk = Walk {
        fs,
        root,
        shared,
        group: about.group,
        found: BTreeMap::new(),
    };
    walk.look(root, "");
    walk.found.into_values().collect()
}

/// Whether a file is one account's alone in a shared book too: what is being typed.
fn is_private(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    name.trim_start_matches('.').starts_with(DRAFT)
}

struct Walk<'a> {
    fs: &'a dyn Fs,
    root: &'a Path,
    shared: bool,
    group: u32,
    found: BTreeMap<(String, Openness), Exposed>,
}

impl Walk<'_> {
    /// Looks at one thing, counted under the directory it lies in, and at what lies in it.
    fn look(&mut self, path: &Path, above: &str) {
        let Ok(about) = self.fs.about(path) else {
            return;
        };
        let wanted = match about.kind {
            Kind::Dir => SHARED_DIR & 0o070,
            Kind::File => SHARED_FILE & 0o070,
            Kind::Other => return,
        };
        let closed = about.mode & wanted != wanted || about.group != self.group;
        let wrong = match self.shared {
            _ if about.mode & 0o007 != 0 => Some(Openness::Others),
            false if about.mode & 0o070 != 0 => Some(Openness::Undeclared),
            true if closed && !is_private(path) => Some(Openness::Closed),
            _ => None,
        };
        let below = path.strip_prefix(self.root).unwrap_or(path);
        let name = below.display().to_string();
        if let Some(openness) = wrong {
            let known = self.found.entry((above.to_owned(), openness));
            let first = || Exposed {
                openness,
                path: if name.is_empty() {
                    ".".into()
                } else {
                    name.clone()
                },
                mode: about.mode,
                count: 0,
            };
            known.or_insert_with(first).count += 1;
        }
        if about.kind == Kind::Dir {
            let mut names = self.fs.list(path).unwrap_or_default();
            names.sort_unstable();
            for child in names {
                self.look(&path.join(child), &name);
            }
        }
    }
}
