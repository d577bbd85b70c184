//! What is kept about one person beside the record: drafts, undo values, snapshots.

use super::file::{NoBytes, kind_of, names_in, read_into};
use super::format::parse_unit;
use super::fs::{Fs, Kind};
use super::layout::Layout;
use super::leaving::{Leaving, Rest};
use super::{Store, StoreError};
use crate::model::CandidateId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a place is that keeps something about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeping {
    /// A unit's file that cannot be read, so that the person cannot be seen in it.
    Unreadable,
    /// What was being typed.
    Draft,
    /// Values that take edits back.
    Undo,
    /// Bytes that a crash left, put aside.
    Aside,
    /// A snapshot of a day.
    Snapshot,
    /// A file that the program did not make.
    Other,
}

/// A place that keeps something about a person, the record itself aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub keeping: Keeping,
    /// The file, or the folder of a snapshot, from the data directory down.
    pub path: String,
    /// How many lines or files of it.
    pub count: usize,
}

impl Store {
    /// What else of the data directory keeps something about a person.
    pub fn kept_about(&self, id: &CandidateId) -> Result<Vec<Kept>, StoreError> {
        let people = BTreeSet::from([id.clone()]);
        let whole = Leaving {
            people: &people,
            rest: Rest::Nothing,
        };
        kept(&*self.fs, &self.layout, &whole)
    }

    /// What else of the data directory keeps more about people than what is counted.
    pub fn kept_of_anonymous(
        &self,
        people: &BTreeSet<CandidateId>,
    ) -> Result<Vec<Kept>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let rest = Rest::Figures;
        kept(&*self.fs, &self.layout, &Leaving { people, rest })
    }
}

/// What else than the records speaks of people of whom it should not. A file that cannot be read
/// is told: nobody can say that it holds nothing.
pub(super) fn kept(
    fs: &dyn Fs,
    layout: &Layout,
    leaving: &Leaving<'_>,
) -> Result<Vec<Kept>, StoreError> {
    let mut places: BTreeMap<(Keeping, String), usize> = BTreeMap::new();
    let mut bytes = Vec::new();
    for path in all_files(fs, layout)? {
        match read_into(fs, &path, &mut bytes) {
            Ok(_) => {}
            Err(NoBytes::Failed(error)) => return Err(error),
            Err(NoBytes::Missing | NoBytes::Fault(_)) => continue,
        }
        let lines = leaving.lines_in(&bytes);
        let place = place(layout, &path, &bytes).filter(|_| lines > 0);
        if let Some((keeping, path)) = place {
            let more = if keeping == Keeping::Undo { lines } else { 1 };
            *places.entry((keeping, path)).or_default() += more;
        }
    }
    let kept = places.into_iter().map(|((keeping, path), count)| Kept {
        keeping,
        path,
        count,
    });
    Ok(kept.collect())
}

/// What a file is that speaks of a person; none where that is the record.
fn place(layout: &Layout, path: &Path, bytes: &[u8]) -> Option<(Keeping, String)> {
    let below = path.strip_prefix(layout.root()).unwrap_or(path);
    let mut parts = below.iter().map(|part| part.to_string_lossy());
    let (first, second) = (parts.next()?, parts.next().unwrap_or_default());
    let shown = below.display().to_string();
    Some(match &*first {
        "units" if parse_unit(bytes).is_ok() => return None,
        "units" => (Keeping::Unreadable, shown),
        ".local" if second.starts_with("draft-") => (Keeping::Draft, shown),
        ".local" if second == "undo.ron" => (Keeping::Undo, shown),
        ".local" => (Keeping::Aside, shown),
        ".backup" => (Keeping::Snapshot, format!("{first}/{second}")),
        _ => (Keeping::Other, shown),
    })
}

/// Every file of the data directory that may hold values: all but the journals, which hold none.
/// Links are not followed.
fn all_files(fs: &dyn Fs, layout: &Layout) -> Result<Vec<PathBuf>, StoreError> {
    let mut folders = vec![layout.root().to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for name in names_in(fs, &folder)? {
            let path = folder.join(name);
            match kind_of(fs, &path)? {
                Some(Kind::Dir) if path != layout.journal_dir() => folders.push(path),
                Some(Kind::File) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}
