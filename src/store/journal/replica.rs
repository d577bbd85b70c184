//! The name under which this machine writes its journal, and the place to which it is bound: a copy takes another.

use super::line::hash;
use crate::store::disk::atomic;
use crate::store::disk::file::{NoBytes, read_into};
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::format::{parse_line, print_line};
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::Path;

/// The name of this machine in the journals of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replica {
    /// The name.
    pub name: String,
    /// The name that was left to another place, because this is a copy of that one.
    pub copy_of: Option<String>,
    /// Whether the folder is a copy that has not been saved in: `name` is still the other's.
    pub unsaved_copy: bool,
}

/// To which machine and folder a name is bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bound {
    replica: String,
    /// A hash of what tells the machine from others.
    machine: String,
    /// The number of `.local`, which a move keeps and a copy does not: unlike the data directory's
    /// own, it is the same whether that is reached through a link or not.
    inode: u64,
    path: String,
    #[serde(default)]
    copy_of: Option<String>,
}

/// What is known of the binding.
enum Binding {
    /// Of a book that an earlier release wrote.
    Missing,
    Damaged,
    To(Bound),
}

/// This machine's name among those that share the book, if it has one.
pub(in crate::store) fn known_replica(
    fs: &dyn Fs,
    layout: &Layout,
) -> Result<Option<String>, StoreError> {
    let mut bytes = Vec::new();
    match read_into(fs, &layout.replica(), &mut bytes) {
        Ok(_) => {}
        Err(NoBytes::Missing | NoBytes::Fault(_)) => return Ok(None),
        Err(NoBytes::Failed(error)) => return Err(error),
    }
    let name = String::from_utf8_lossy(&bytes).trim().to_owned();
    let sound = name.len() == 8 && name.bytes().all(|b| b.is_ascii_lowercase());
    Ok(sound.then_some(name))
}

/// This machine's name in this place, made and bound if need be. Only under the lock.
pub(in crate::store) fn own_name(fs: &dyn Fs, layout: &Layout) -> Result<String, StoreError> {
    let known = known_replica(fs, layout)?;
    let named = |name: &str| {
        if known.as_deref() == Some(name) {
            return Ok(());
        }
        atomic::write(fs, &layout.replica(), format!("{name}\n").as_bytes())
    };
    match (binding(fs, layout)?, &known) {
        (Binding::To(bound), _) if leads_here(fs, layout, &bound)? => {
            let now = here(fs, layout, bound.replica.clone(), bound.copy_of.clone())?;
            if now != bound && !is_one_folder(fs, layout, &bound) {
                bind(fs, layout, &now)?;
            }
            named(&bound.replica)?;
            Ok(bound.replica)
        }
        (Binding::Missing, Some(name)) => {
            bind(fs, layout, &here(fs, layout, name.clone(), None)?)?;
            Ok(name.clone())
        }
        _ => {
            let name = atomic::token();
            // The binding comes first: with it, a start after a crash goes on from here.
            bind(fs, layout, &here(fs, layout, name.clone(), known.clone())?)?;
            named(&name)?;
            Ok(name)
        }
    }
}

/// Whether the name that the folder carries is bound to another place.
fn is_copy(fs: &dyn Fs, layout: &Layout) -> Result<bool, StoreError> {
    Ok(match binding(fs, layout)? {
        Binding::Missing => false,
        Binding::Damaged => true,
        Binding::To(bound) => !leads_here(fs, layout, &bound)?,
    })
}

/// What is known of this machine's name, without changing anything.
pub(in crate::store) fn look(fs: &dyn Fs, layout: &Layout) -> Result<Option<Replica>, StoreError> {
    let Some(name) = known_replica(fs, layout)? else {
        return Ok(None);
    };
    let unsaved_copy = is_copy(fs, layout)?;
    let copy_of = match binding(fs, layout)? {
        Binding::To(bound) if !unsaved_copy => bound.copy_of,
        _ => None,
    };
    Ok(Some(Replica {
        name,
        copy_of,
        unsaved_copy,
    }))
}

fn binding(fs: &dyn Fs, layout: &Layout) -> Result<Binding, StoreError> {
    let mut bytes = Vec::new();
    match read_into(fs, &layout.replica_place(), &mut bytes) {
        Ok(_) => Ok(parse_line(&bytes).map_or(Binding::Damaged, Binding::To)),
        Err(NoBytes::Missing) => Ok(Binding::Missing),
        Err(NoBytes::Fault(_)) => Ok(Binding::Damaged),
        Err(NoBytes::Failed(error)) => Err(error),
    }
}

fn bind(fs: &dyn Fs, layout: &Layout, bound: &Bound) -> Result<(), StoreError> {
    let line = print_line(bound)?;
    atomic::write(fs, &layout.replica_place(), line.as_bytes())
}

/// The binding of a name to this place.
fn here(
    fs: &dyn Fs,
    layout: &Layout,
    replica: String,
    copy_of: Option<String>,
) -> Result<Bound, StoreError> {
    let local = layout.local();
    let about = fs.about(&local);
    let about = about.map_err(|error| StoreError::io(&local, &error))?;
    let path = std::path::absolute(layout.root());
    let path = path.unwrap_or_else(|_| layout.root().to_owned());
    Ok(Bound {
        replica,
        machine: hash(&[fs.here().machine.as_bytes()]),
        inode: about.place.1,
        path: path.to_string_lossy().into_owned(),
        copy_of,
    })
}

/// Whether a binding is to this place, wherever it was moved on this machine.
fn leads_here(fs: &dyn Fs, layout: &Layout, bound: &Bound) -> Result<bool, StoreError> {
    let now = here(fs, layout, String::new(), None)?;
    if (&now.machine, now.inode) != (&bound.machine, bound.inode) {
        return Ok(false);
    }
    Ok(now.path == bound.path
        || is_one_folder(fs, layout, bound)
        || !is_claimed(fs, &Layout::new(bound.path.clone().into()), bound))
}

/// Whether the bound path leads to this same folder.
fn is_one_folder(fs: &dyn Fs, layout: &Layout, bound: &Bound) -> bool {
    let there = Layout::new(bound.path.clone().into());
    let place = |layout: &Layout| fs.about(&layout.local()).map(|about| about.place);
    matches!((place(&there), place(layout)), (Ok(there), Ok(now)) if there == now)
}

/// Whether a book lies at the bound path that goes by the name: two disks may give two folders
/// the same number, and what was restored has taken the name along. What cannot be looked into
/// may be one.
fn is_claimed(fs: &dyn Fs, there: &Layout, bound: &Bound) -> bool {
    let gone = |path: &Path| {
        let about = fs.about(path);
        matches!(about, Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
    };
    if gone(&there.replica()) {
        return false;
    }
    known_replica(fs, there).map_or(true, |name| name.as_deref() == Some(&bound.replica))
}
