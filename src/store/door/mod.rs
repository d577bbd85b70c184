//! The one door to a data directory: what the board and the command line ask of it.

mod back;
mod clock;
mod erase;
mod join;
mod news;
mod open;

pub use join::Saved;

use crate::model::fault::{line_and_column, words_in};
use crate::model::{
    Book, CandidateId, Damage, Edit, GivenOut, Gone, Header, Imported, Log, Unit, UnitId,
};
use crate::store::copies::copied::Copied;
use crate::store::copies::pack::Packed;
use crate::store::copies::piece::Same;
use crate::store::copies::restore::Restored;
use crate::store::copies::{copied, pack, restore};
use crate::store::disk::fences::Unfenced;
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::{Layout, is_record, make_dir};
use crate::store::disk::modes::Exposed;
use crate::store::disk::real::Disk;
use crate::store::disk::{fences, file, git, give_out, lock, modes};
use crate::store::error::StoreError;
use crate::store::journal::line::Stamp;
use crate::store::journal::replica::Replica;
use crate::store::journal::{log, replica, touched, verify, written};
use crate::store::read::head::Head;
use crate::store::read::load::Reading;
use crate::store::read::strays::Strays;
use crate::store::read::{gone, load, look, strays};
use crate::store::save::back::Undoes;
use crate::store::save::session::{Left, Session, Visitor};
use crate::store::save::undo::Undoable;
use crate::store::save::{self, imports, origins, session, shown, undo};
use crate::store::snapshots;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

/// What may be done with the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    ReadWrite,
    /// Looking only.
    ReadOnly,
}

/// What is in a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// No directory, or no `book.ron` in it.
    Empty,
    /// A book, readable or not.
    Book,
}

/// A data directory.
#[derive(Debug)]
pub struct Store {
    fs: Arc<dyn Fs>,
    layout: Layout,
    access: Access,
    /// The files as they were last looked at.
    seen: Mutex<look::Seen>,
    reading: Arc<Reading>,
    daily: snapshots::Daily,
    patience: Duration,
    /// From where it is used.
    seat: session::Seat,
    /// Whether it is known if a group shares the book, and so has what is written here.
    shared: Once,
}

impl Store {
    /// The store of a directory, which need not exist. Nothing is looked at yet.
    pub fn new(dir: PathBuf, access: Access) -> Self {
        Self::on(Arc::new(Disk::default()), dir, access)
    }

    /// The store of a directory on another file system than this machine's.
    pub fn on(fs: Arc<dyn Fs>, dir: PathBuf, access: Access) -> Self {
        fs.enter(&dir);
        Self {
            layout: Layout::new(dir),
            access,
            seen: Mutex::new(look::Seen::since(fs.now())),
            reading: Arc::default(),
            daily: snapshots::Daily::default(),
            fs,
            patience: lock::PATIENCE,
            seat: session::Seat::default(),
            shared: Once::new(),
        }
    }

    /// Waits no longer than this for another who saves: for those who have more to do meanwhile,
    /// and ask again.
    pub fn wait_at_most(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        self.layout.root()
    }

    /// Whether a book is there.
    pub fn presence(&self) -> Result<Presence, StoreError> {
        let path = self.layout.book();
        match self.fs.about(&path) {
            Ok(_) => Ok(Presence::Book),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Presence::Empty),
            Err(error) => Err(StoreError::io(&path, &error)),
        }
    }

    /// Whether there are files of organisations without the book's own.
    pub fn is_headless(&self) -> Result<bool, StoreError> {
        let names = self.fs.list(&self.layout.units()).unwrap_or_default();
        let some = names.iter().any(|name| is_record(name));
        Ok(some && self.presence()? == Presence::Empty)
    }

    /// Makes a book; refuses where one is.
    pub fn create(&self, header: &Header, units: &[Unit]) -> Result<(), StoreError> {
        self.may_write()?;
        save::create(&*self.fs, &self.layout, header, units)
    }

    /// Looks only from here on, if this account cannot write where the book is; true then.
    pub fn spare_shut(&mut self) -> bool {
        let layout = &self.layout;
        let dirs = [
            layout.root().to_owned(),
            layout.units(),
            layout.journal_dir(),
            layout.local(),
        ];
        let shut = dirs.iter().any(|dir| self.fs.is_shut(dir));
        if shut {
            self.access = Access::ReadOnly;
        }
        shut
    }

    /// How far a reading is that goes on elsewhere.
    pub fn reading(&self) -> Arc<Reading> {
        Arc::clone(&self.reading)
    }

    /// Reads the book, as far as it is not read yet, and mends it first where it may be.
    fn read(&self, head: Option<Head>) -> Result<Book, StoreError> {
        let newer = head.as_ref().is_some_and(Head::is_newer);
        let mend = self.access == Access::ReadWrite && !newer;
        load::load(&*self.fs, &self.layout, (mend, head), &self.reading)
    }

    /// Saves an edit that `book` has taken already, durably, and gives its number. `undoes` is
    /// the number of the edit that this one takes back.
    pub fn save(
        &self,
        book: &Book,
        edit: &Edit,
        undoes: Option<u64>,
        stamp: &Stamp,
    ) -> Result<u64, StoreError> {
        self.may_write()?;
        let undoes = undoes.map(Undoes::alone);
        save::save_edit(self.at(), book, edit, save::Way::Edit { undoes }, stamp)
    }

    /// Where a save is made.
    fn at(&self) -> save::At<'_> {
        save::At {
            fs: &*self.fs,
            layout: &self.layout,
            seat: &self.seat,
            daily: &self.daily,
            patience: self.patience,
        }
    }

    /// The days of which there are snapshots, oldest first.
    pub fn snapshots(&self) -> Vec<NaiveDate> {
        snapshots::days(&*self.fs, &self.layout)
    }

    /// Why the snapshot of the day could not be made, told once. What was to be saved is saved.
    pub fn snapshot_trouble(&self) -> Option<StoreError> {
        self.daily.trouble()
    }

    /// The newest edit of anybody on this machine that is no undo and has not been taken back. An
    /// undo that was itself taken back counts as not having happened.
    pub fn last_undoable(&self) -> Result<Option<Undoable>, StoreError> {
        let mut last = None;
        self.newest_edits(|offer| {
            last = offer.edit();
            Ok(last.is_none())
        })?;
        Ok(last)
    }

    /// Line and column in `book.ron` of a word in a field, behind so many that are the same.
    pub fn place_in_head(&self, field: &str, word: &str, before: usize) -> Option<(usize, usize)> {
        let mut bytes = Vec::new();
        file::read_into(&*self.fs, &self.layout.book(), &mut bytes).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let at = words_in(text, field, word).nth(before)?;
        Some(line_and_column(text, at))
    }

    /// Forgets what takes back edits that are older than thirty days, unless somebody saves now.
    pub fn forget_old_edits(&self, now: DateTime<FixedOffset>) -> Result<(), StoreError> {
        self.may_write()?;
        if self.presence()? == Presence::Empty {
            return Ok(());
        }
        let _lock = lock::take(&*self.fs, &self.layout, lock::GLANCE)?;
        undo::prune(&*self.fs, &self.layout, now)?;
        match undo::first_number(&*self.fs, &self.layout)? {
            Some(oldest) => origins::prune(&*self.fs, &self.layout, oldest),
            None => Ok(()),
        }
    }

    /// Writes down, durably, that fields of a person which are hidden otherwise are shown.
    pub fn note_shown(
        &self,
        (unit, person): (&UnitId, &CandidateId),
        fields: Vec<&'static str>,
        stamp: &Stamp,
    ) -> Result<u64, StoreError> {
        self.may_write()?;
        let record = record((unit, person), fields);
        shown::note_shown(&*self.fs, &self.layout, &record, stamp, self.patience)
    }

    /// Writes down, durably, that fields of people are given out which are hidden otherwise, as what
    /// and why.
    pub fn note_given_out<'a>(
        &self,
        people: impl IntoIterator<Item = ((&'a UnitId, &'a CandidateId), Vec<&'static str>)>,
        what: &GivenOut,
        stamp: &Stamp,
    ) -> Result<u64, StoreError> {
        self.may_write()?;
        let people = people.into_iter();
        let records: Vec<_> = people.map(|(who, fields)| record(who, fields)).collect();
        let by = (stamp, self.patience);
        shown::note_given_out(&*self.fs, &self.layout, &records, what, by)
    }

    /// Keeps, on this machine only, what became of the rows of an import.
    pub fn keep_import(&self, imported: &Imported) -> Result<(), StoreError> {
        self.may_write()?;
        let _lock = lock::take(&*self.fs, &self.layout, self.patience)?;
        imports::keep(&*self.fs, &self.layout, imported)
    }

    /// What became of the rows of the newest import that was made on this machine.
    pub fn last_import(&self) -> Result<Option<Imported>, StoreError> {
        imports::last(&*self.fs, &self.layout)
    }

    /// What in the data directory is open to the wrong people, by the settings of the book.
    pub fn exposed(&self, book: &Book) -> Vec<Exposed> {
        modes::exposed(&*self.fs, &self.layout, book.settings().group_shared)
    }

    /// Where the journals of this book are not as they were written.
    pub fn verify_journal(&self) -> Vec<Damage> {
        verify::verify(&*self.fs, &self.layout)
    }

    /// The newest copy of the book on another disk, as far as this machine knows.
    pub fn newest_copy(&self) -> Option<Copied> {
        copied::newest(&*self.fs, &self.layout)
    }

    /// That the journal of this machine is not the one it has written: another branch of git, or
    /// an older copy of the book, lies in its place.
    pub fn journal_elsewhere(&self) -> Option<Damage> {
        written::elsewhere(&*self.fs, &self.layout)
    }

    /// The organisations that should be in the book and have no file, but for those that are there.
    pub fn gone(&self, is_there: impl Fn(&UnitId) -> bool) -> Vec<Gone> {
        gone::gone(&*self.fs, &self.layout, is_there)
    }

    /// Whether the book's folder is one that git keeps.
    pub fn is_in_git(&self) -> bool {
        git::is_there(&*self.fs, &self.layout)
    }

    /// What lies among the files of this book and is none of them.
    pub fn strays(&self) -> Strays {
        strays::strays(&*self.fs, &self.layout)
    }

    /// All edits that the journals of this book tell of.
    pub fn log(&self) -> Log {
        log::read(&*self.fs, &self.layout)
    }

    /// The name under which this machine writes its journal, if it has one.
    pub fn replica(&self) -> Result<Option<Replica>, StoreError> {
        replica::look(&*self.fs, &self.layout)
    }

    /// What carries this machine's own files to other machines.
    pub fn unfenced(&self) -> Vec<Unfenced> {
        fences::unfenced(&*self.fs, &self.layout)
    }

    /// Says that a board has the book open.
    pub fn open_session(&self, visitor: &Visitor) -> Result<Session, StoreError> {
        self.may_write()?;
        Session::start(&self.fs, &self.layout, visitor, &self.seat)
    }

    /// Who else has the book open now.
    pub fn visitors(&self, but: Option<&Session>) -> Vec<Visitor> {
        session::visitors(&*self.fs, &self.layout, but)
    }

    /// What was being typed in boards that were cut off.
    pub fn left_drafts<T: serde::de::DeserializeOwned>(&self) -> Vec<Left<T>> {
        match self.access {
            Access::ReadWrite => session::left(&self.fs, &self.layout),
            Access::ReadOnly => Vec::new(),
        }
    }

    /// Writes a file outside the data directory, in place of a plain file of that name or of none;
    /// gives its path from the root of the file system down.
    pub fn give_out(&self, to: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let existing = give_out::Existing::Replaced;
        give_out::give_out(self.dir(), to, existing, |file| file.write_all(bytes))
    }

    /// Makes a folder outside the data directory, closed to others, and those above it that are missing.
    pub fn make_folder(&self, dir: &Path) -> Result<(), StoreError> {
        make_dir(&Disk::default(), dir)
    }

    /// Packs the whole book into one file that is not there yet: the one named, else one in the
    /// current directory. It is read back before it is there.
    pub fn backup(
        &self,
        out: Option<&Path>,
        at: &DateTime<FixedOffset>,
    ) -> Result<Packed, StoreError> {
        self.backup_if(out, at, &|_, _| true)
    }

    /// The same, and only where the book that was read back also shows what the packed one does.
    pub fn backup_if(
        &self,
        out: Option<&Path>,
        at: &DateTime<FixedOffset>,
        same: Same<'_>,
    ) -> Result<Packed, StoreError> {
        let may_lock = self.access == Access::ReadWrite;
        if may_lock {
            self.share_if_told()?;
        }
        pack::pack(&*self.fs, &self.layout, may_lock, (out, same), at)
    }

    /// Puts a copy, a packed one or a snapshot, in the place of the book, which is kept beside it.
    pub fn restore(&self, from: &Path, stamp: &Stamp) -> Result<Restored, StoreError> {
        if self.access == Access::ReadOnly {
            return Err(StoreError::ReadOnly);
        }
        // A book that cannot be read is what a copy is for.
        let _ = self.share_if_told();
        restore::restore(&*self.fs, &self.layout, from, stamp)
    }

    fn may_write(&self) -> Result<(), StoreError> {
        match self.access {
            Access::ReadWrite => self.share_if_told(),
            Access::ReadOnly => Err(StoreError::ReadOnly),
        }
    }
}

/// What a journal says of fields of a person.
fn record((unit, person): (&UnitId, &CandidateId), fields: Vec<&'static str>) -> touched::Record {
    touched::Record {
        unit: unit.to_string(),
        id: person.to_string(),
        fields,
    }
}
