//! The whole book in one file: a tar archive that begins with the list of what is in it and ends with its own seal.

use super::copied;
use super::piece::{Content, Piece, Same, not_packed};
use super::readback::read_back;
use super::seal::{self, Sealing};
use super::unpack::Wrong;
use crate::model::{Fault, FaultKind};
use crate::store::disk::file::{NoBytes, Stream, kind_of, names_in, read_into};
use crate::store::disk::fs::Fs;
use crate::store::disk::give_out::{Existing, give_out};
use crate::store::disk::layout::{Layout, is_record};
use crate::store::disk::lock;
use crate::store::error::StoreError;
use crate::store::format::head::read_header;
use crate::store::journal::Journal;
use crate::store::journal::month::{Month, is_journal};
use crate::store::journal::replica::known_replica;
use crate::store::read::load::look;
use crate::store::save::recover::settle;
use crate::store::snapshots::manifest::{self, ALL, Listed, Manifest, Part};
use chrono::{DateTime, FixedOffset};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tar::{Builder, EntryType, Header};

/// How often a book that is only read is read again because somebody saved meanwhile.
const TRIES: usize = 3;

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Where it is.
    pub path: PathBuf,
    /// How many files of the book are in it.
    pub files: usize,
    /// Files beside the book's that are no part of it and so are not in the copy.
    pub left_out: Vec<String>,
    /// Files that are in the copy as they are, but cannot be read, so that it cannot be put back.
    pub unreadable: Vec<String>,
}

/// The files of a book, and the names of others beside them.
#[derive(Debug, Default)]
struct Gathered {
    files: Vec<Piece>,
    left_out: Vec<String>,
    size: u64,
}

/// Packs the book into a file that is not there yet: the one named, else one in the current
/// directory that is named by the book and the day. It is there only after it was read back.
pub(in crate::store) fn pack(
    fs: &dyn Fs,
    layout: &Layout,
    may_lock: bool,
    (out, same): (Option<&Path>, Same<'_>),
    at: &DateTime<FixedOffset>,
) -> Result<Packed, StoreError> {
    let header = read_header(fs, &layout.book(), &mut Vec::new())?.value;
    let named = || PathBuf::from(format!("ketnap-{}-{}.tar", header.id, at.date_naive()));
    let path = out.map_or_else(named, Path::to_owned);
    if path.symlink_metadata().is_ok() {
        return Err(StoreError::Taken(path));
    }
    let gathered = if may_lock {
        gather_alone(fs, layout)?
    } else {
        gather_beside(fs, layout)?
    };
    let path = write((fs, layout), &path, &gathered.files, (at, same))?;
    let unreadable = gathered.files.iter().filter(|piece| !piece.is_readable());
    let unreadable: Vec<String> = unreadable.map(|piece| piece.listed.path.clone()).collect();
    // What cannot be put back is no copy to count on.
    if may_lock && unreadable.is_empty() {
        copied::note(fs, layout, &path, at);
    }
    Ok(Packed {
        files: gathered.files.len(),
        unreadable,
        left_out: gathered.left_out,
        path,
    })
}

/// Under the lock, and after what was broken off has been ended.
fn gather_alone(fs: &dyn Fs, layout: &Layout) -> Result<Gathered, StoreError> {
    let _lock = lock::take(fs, layout, lock::PATIENCE)?;
    if let Some(replica) = known_replica(fs, layout)? {
        settle(&mut Journal::read(fs, layout, &replica)?)?;
    }
    gather(fs, layout)
}

/// Without the lock, until nobody has saved meanwhile.
fn gather_beside(fs: &dyn Fs, layout: &Layout) -> Result<Gathered, StoreError> {
    let state = || {
        let journal = look(fs, layout);
        let open = journal.as_ref().is_some_and(|j| j.open().is_some());
        (open, journal.and_then(|journal| journal.state().cloned()))
    };
    for _ in 0..TRIES {
        let before = state();
        let gathered = gather(fs, layout)?;
        if !before.0 && before == state() {
            return Ok(gathered);
        }
    }
    Err(StoreError::Locked)
}

fn gather(fs: &dyn Fs, layout: &Layout) -> Result<Gathered, StoreError> {
    let mut found = Gathered::default();
    found.add_record(fs, layout, "book.ron".to_owned())?;
    for name in names(fs, &layout.units())? {
        if is_record(name.as_ref()) {
            found.add_record(fs, layout, format!("units/{name}"))?;
        }
    }
    for replica in names(fs, &layout.journal_dir())? {
        if !is_journal(fs, layout, &replica) {
            found.left_out.push(format!("journal/{replica}"));
            continue;
        }
        for name in names(fs, &layout.journals(&replica))? {
            let path = format!("journal/{replica}/{name}");
            if Month::parse(&name).is_some() {
                found.add_journal(fs, layout, path)?;
            } else {
                found.left_out.push(path);
            }
        }
    }
    Ok(found)
}

impl Gathered {
    fn add_record(&mut self, fs: &dyn Fs, layout: &Layout, path: String) -> Result<(), StoreError> {
        if Part::of(&path).is_none() {
            self.left_out.push(path);
            return Ok(());
        }
        let (mut bytes, whole) = (Vec::new(), layout.root().join(&path));
        match read_into(fs, &whole, &mut bytes) {
            Ok(_) => {
                let listed = Listed::new(path, &bytes);
                self.add(whole, listed, Content::Record(bytes))
            }
            Err(NoBytes::Missing) => Ok(()),
            Err(why) => Err(not_packed(whole, why)),
        }
    }

    fn add_journal(
        &mut self,
        fs: &dyn Fs,
        layout: &Layout,
        path: String,
    ) -> Result<(), StoreError> {
        let whole = layout.root().join(&path);
        let mut stream = match Stream::open(fs, &whole, None) {
            Ok(stream) => stream,
            Err(NoBytes::Missing) => return Ok(()),
            Err(why) => return Err(not_packed(whole, why)),
        };
        let listed = Listed::of(path, &mut stream);
        let listed = listed.map_err(|error| StoreError::io(&whole, &error))?;
        self.add(whole, listed, Content::Journal)
    }

    /// Adds a file unless all would be more than a copy may hold.
    fn add(&mut self, path: PathBuf, listed: Listed, content: Content) -> Result<(), StoreError> {
        self.size = self.size.saturating_add(listed.size);
        if self.size > ALL {
            let fault = Fault::whole(FaultKind::TooMuch);
            return Err(StoreError::NotPacked { path, fault });
        }
        self.files.push(Piece { listed, content });
        Ok(())
    }
}

/// The names in a directory, sorted; none where there is no directory.
fn names(fs: &dyn Fs, dir: &Path) -> Result<Vec<String>, StoreError> {
    if kind_of(fs, dir)?.is_none() {
        return Ok(Vec::new());
    }
    let names = names_in(fs, dir)?.into_iter();
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Writes the archive where nothing is yet, and reads it back before it has its name; gives its path.
fn write(
    (fs, layout): (&dyn Fs, &Layout),
    path: &Path,
    files: &[Piece],
    (at, same): (&DateTime<FixedOffset>, Same<'_>),
) -> Result<PathBuf, StoreError> {
    let mut wrong = None;
    let given = give_out(layout.root(), path, Existing::Kept, |file| {
        let filled = fill((fs, layout), &mut *file, files, at);
        let checked = filled.and_then(|()| {
            file.sync_all()?;
            Ok(read_back((fs, layout), file, files, same)?)
        });
        checked.map_err(|why| match why {
            Unfilled::Io(error) => error,
            Unfilled::Wrong(why) => {
                wrong = Some(why);
                io::ErrorKind::InvalidData.into()
            }
        })
    });
    match wrong {
        None => given,
        Some(wrong) => {
            let path = path.to_owned();
            Err(wrong.or(|why| StoreError::BadBackup { path, why }))
        }
    }
}

/// Why an archive is not there: the place does not take it, or it would not be what it is to be.
enum Unfilled {
    Io(io::Error),
    Wrong(Wrong),
}

impl From<io::Error> for Unfilled {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Wrong> for Unfilled {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<StoreError> for Unfilled {
    fn from(error: StoreError) -> Self {
        Self::Wrong(error.into())
    }
}

/// Writes all of the archive.
fn fill(
    (fs, layout): (&dyn Fs, &Layout),
    file: &mut File,
    files: &[Piece],
    at: &DateTime<FixedOffset>,
) -> Result<(), Unfilled> {
    let listed = files.iter().map(|piece| piece.listed.clone()).collect();
    let manifest = Manifest::new(at, listed).print()?;
    let mut archive = Builder::new(Sealing::new(BufWriter::new(file)));
    let mtime = u64::try_from(at.timestamp()).unwrap_or_default();
    let header = |size: u64| {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(mtime);
        header
    };
    let mut first = header(manifest.len() as u64);
    first.set_username(seal::MARK)?;
    archive.append_data(&mut first, manifest::NAME, &manifest[..])?;
    for piece in files {
        let bytes = piece.open(fs, layout)?;
        let mut header = header(piece.listed.size);
        archive.append_data(&mut header, &piece.listed.path, bytes)?;
    }
    archive.into_inner().and_then(Sealing::end)?.flush()?;
    Ok(())
}
