//! What became of the rows of imports: a file for each, on this machine only, without any value.

use crate::model::{Fault, FaultKind, Imported, ImportedRow};
use crate::store::disk::atomic;
use crate::store::disk::file::{NoBytes, fits, names_in, read_into};
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::{Layout, make_dir};
use crate::store::error::StoreError;
use crate::store::format::{FORMAT, parse_list, print_list};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportFile<'a> {
    format: u32,
    n: u32,
    sha256: Cow<'a, str>,
    rows: Cow<'a, [ImportedRow]>,
}

fn print(imported: &Imported) -> Result<Vec<u8>, StoreError> {
    print_list(&ImportFile {
        format: FORMAT,
        n: imported.n,
        sha256: Cow::Borrowed(&imported.sha256),
        rows: Cow::Borrowed(&imported.rows),
    })
}

fn parse(bytes: &[u8]) -> Result<Imported, Fault> {
    let file: ImportFile<'_> = parse_list(bytes)?;
    if file.format > FORMAT {
        return Err(Fault::whole(FaultKind::Newer));
    }
    Ok(Imported {
        n: file.n,
        sha256: file.sha256.into_owned(),
        rows: file.rows.into_owned(),
    })
}

/// The number of the import that a file of this name is of.
fn number(name: &OsStr) -> Option<u32> {
    let digits = name.to_str()?.strip_suffix(".ron")?;
    digits.parse().ok()
}

/// The numbers of the imports that are kept.
fn numbers(fs: &dyn Fs, layout: &Layout) -> Result<Vec<u32>, StoreError> {
    let names = names_in(fs, &layout.imports())?;
    Ok(names.iter().filter_map(|name| number(name)).collect())
}

/// Keeps what became of an import's rows. Later imports than the newest of the book were taken back,
/// so that what is kept of them goes.
pub(in crate::store) fn keep(
    fs: &dyn Fs,
    layout: &Layout,
    imported: &Imported,
) -> Result<(), StoreError> {
    let path = layout.import(imported.n);
    let bytes = print(imported)?;
    fits(&path, &bytes)?;
    make_dir(fs, &layout.imports())?;
    for later in numbers(fs, layout)? {
        if later > imported.n {
            let path = layout.import(later);
            fs.remove(&path)
                .map_err(|error| StoreError::io(&path, &error))?;
        }
    }
    atomic::write(fs, &path, &bytes)
}

/// What is kept of the newest import that this machine made; none where it made none.
pub(in crate::store) fn last(fs: &dyn Fs, layout: &Layout) -> Result<Option<Imported>, StoreError> {
    let Some(n) = numbers(fs, layout)?.into_iter().max() else {
        return Ok(None);
    };
    let path = layout.import(n);
    let mut bytes = Vec::new();
    let read = match read_into(fs, &path, &mut bytes) {
        Ok(_) => parse(&bytes),
        Err(NoBytes::Missing) => return Ok(None),
        Err(NoBytes::Fault(fault)) => Err(fault),
        Err(NoBytes::Failed(error)) => return Err(error),
    };
    read.map(Some)
        .map_err(|fault| StoreError::Import { path, fault })
}

/// Takes the rows of people out of a file. One that cannot be read goes as a whole: nothing else rests on it.
pub(in crate::store) fn without(
    fs: &dyn Fs,
    path: &Path,
    is_to_go: impl Fn(&ImportedRow) -> bool,
) -> Result<(), StoreError> {
    let mut bytes = Vec::new();
    let read = read_into(fs, path, &mut bytes).ok();
    if let Some(mut imported) = read.and_then(|_| parse(&bytes).ok()) {
        imported.rows.retain(|row| !is_to_go(row));
        return atomic::write(fs, path, &print(&imported)?);
    }
    let fail = |error| StoreError::io(path, &error);
    fs.remove(path).map_err(fail)?;
    fs.sync_dir(path.parent().unwrap_or(path)).map_err(fail)
}
