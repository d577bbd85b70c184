//! What lies in the book's folders and is no file of it: an editor's copy, a sync program's, a renamed one.

use crate::store::disk::atomic::is_temp;
use crate::store::disk::file::names_in;
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::{Layout, is_record};
use crate::store::journal::month::{Month, is_journal};
use std::path::Path;

/// What is not read, by the folder it lies in; from the data directory down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strays {
    /// Among the journals.
    pub journal: Vec<String>,
    /// Among the organisations' files.
    pub units: Vec<String>,
}

/// Everything in the folders of journals and organisations that nothing reads. A folder that
/// cannot be listed is told where it is read.
pub(in crate::store) fn strays(fs: &dyn Fs, layout: &Layout) -> Strays {
    let mut found = Strays::default();
    for name in names(fs, &layout.journal_dir()) {
        if !is_journal(fs, layout, &name) {
            found.journal.push(format!("journal/{name}"));
            continue;
        }
        let strange = names(fs, &layout.journals(&name)).into_iter();
        let strange = strange.filter(|file| Month::parse(file).is_none());
        found
            .journal
            .extend(strange.map(|file| format!("journal/{name}/{file}")));
    }
    let units = names(fs, &layout.units()).into_iter();
    let units = units.filter(|name| !is_record(name.as_ref()) && !is_temp(name.as_ref()));
    found.units = units.map(|name| format!("units/{name}")).collect();
    found
}

fn names(fs: &dyn Fs, dir: &Path) -> Vec<String> {
    let names = names_in(fs, dir).unwrap_or_default().into_iter();
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}
