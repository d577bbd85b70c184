//! What may go wrong with the disk, each with the sentence a user reads.

use crate::model::{Fault, Message, Refusal, UnitId, place};
use crate::store::disk::fs::{LIMIT, NotTheirs};
use rustix::io::Errno;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A book that could not be read or written. Unless it says otherwise, nothing on disk was altered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// A book is there already.
    #[error("there is a book already: {}", .0.display())]
    Exists(PathBuf),
    /// The name that a copy was to have is taken.
    #[error("there is a file already: {}", .0.display())]
    Taken(PathBuf),
    /// A file that was not written outside the data directory.
    #[error("{}: not written: {why:?}", .path.display())]
    NotGiven {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: NotGiven,
    },
    /// A copy that cannot be put in the place of the book.
    #[error("{}: no good copy: {}", .path.display(), .why.key)]
    BadCopy {
        /// The copy.
        path: PathBuf,
        /// What is wrong with it.
        why: Message,
    },
    /// A copy that was just written and is not what it was made from.
    #[error("{}: no good backup: {}", .path.display(), .why.key)]
    BadBackup {
        /// Where it was to be.
        path: PathBuf,
        /// What is wrong with it.
        why: Message,
    },
    /// A file of the book that cannot be read, so that no copy would hold all of the book.
    #[error("{}:{}:{}: not packed: {}", .path.display(), .fault.line, .fault.column, .fault.kind.text_key())]
    NotPacked {
        /// The file.
        path: PathBuf,
        /// Why it cannot be read.
        fault: Fault,
    },
    /// Of people who were to be erased something is left on this machine.
    #[error("not everything is erased: {why}")]
    HalfErased {
        /// The edit that took them out of the records; none where they were in none.
        record: Option<u64>,
        /// Why the rest is left.
        why: Box<StoreError>,
    },
    /// What was to be written is longer than any program would read.
    #[error("too long to be read again: {}: {size} bytes", .path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// How many bytes it would have.
        size: u64,
    },
    /// Unit files without a book: nobody's to overwrite.
    #[error("there are unit files without a book: {}", .0.display())]
    Leftovers(PathBuf),
    /// The folder that was to become a book is in use for something else.
    #[error("{} is no empty folder: {holds}", .dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
        /// Something that lies in it.
        holds: String,
    },
    /// No book is there.
    #[error("there is no book: {}", .0.display())]
    NoBook(PathBuf),
    /// `book.ron` cannot be read.
    #[error("{}:{}:{}: {}", .path.display(), .fault.line, .fault.column, .fault.kind.text_key())]
    Book {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A unit's file that was to be saved cannot be read, so it is not written over.
    #[error("{}:{}:{}: {}", .path.display(), .fault.line, .fault.column, .fault.kind.text_key())]
    Unit {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// What became of the rows of an import cannot be read.
    #[error("{}:{}:{}: {}", .path.display(), .fault.line, .fault.column, .fault.kind.text_key())]
    Import {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Somebody else has changed this organisation since it was read.
    #[error("the unit {unit} was changed elsewhere")]
    Clash {
        /// The organisation.
        unit: UnitId,
    },
    /// Somebody else has changed the head of the book since it was read.
    #[error("book.ron was changed elsewhere")]
    BookClash,
    /// What is to be looked through is a link, a pipe or a folder, so nobody can say what it holds.
    #[error("not a plain file: {}", .0.display())]
    NoFile(PathBuf),
    /// An edit so large that what takes it back could not be read again.
    #[error("too much for one edit")]
    TooMuch,
    /// What was to be taken back cannot be.
    #[error("{0}")]
    NotTaken(Refusal),
    /// Another program kept the lock for too long.
    #[error("another program is saving")]
    Locked,
    /// The book was opened, or the disk is mounted, for reading only.
    #[error("read-only")]
    ReadOnly,
    /// Not allowed.
    #[error("permission denied: {}", .0.display())]
    Denied(PathBuf),
    /// No space, or no inodes.
    #[error("no space left")]
    NoSpace,
    /// The account's share of the disk is used up.
    #[error("over quota")]
    OverQuota,
    /// Longer than the account's files may be.
    #[error("over the limit for the size of a file")]
    FileLimit,
    /// The disk itself reports an error.
    #[error("input/output error: {}", .0.display())]
    Failing(PathBuf),
    /// Written, but the disk did not say that it will last. Read the book again.
    #[error("written, perhaps not durably: {}", .0.display())]
    Unsure(PathBuf),
    /// Anything else the system says.
    #[error("{}: {kind}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What kind of error.
        kind: ErrorKind,
        /// The system's own number for it; none where it did not come from the system.
        code: Option<i32>,
    },
    /// Run by the system's own account, which could not give what it makes to the book's owner.
    #[error("not made for the owner of the folder: {}", .0.display())]
    NotTheirs(PathBuf),
    /// The clock shows what cannot be.
    #[error("the clock shows {0}")]
    Clock(String),
    /// The clock is so far behind the newest edit that it is not believed unasked.
    #[error("the clock shows {shown}, the newest edit is of {newest}")]
    ClockAhead {
        /// What it shows.
        shown: String,
        /// The year of the newest edit.
        newest: i32,
    },
    /// A newer program wrote this file; it is read here, never written.
    #[error("written by a newer program: {}", .0.display())]
    Newer(PathBuf),
    /// A newer program wrote this file, in a way that cannot be read here.
    #[error("written by a newer program, not readable here: {}", .0.display())]
    TooNew(PathBuf),
    /// What was about to be written does not say what was meant. A fault of this program.
    #[error("internal: a record does not survive its own file format")]
    Internal,
}

impl StoreError {
    pub(in crate::store) fn io(path: &Path, error: &io::Error) -> Self {
        if Errno::from_io_error(error) == Some(Errno::IO) {
            return Self::Failing(path.to_owned());
        }
        if error
            .get_ref()
            .is_some_and(<dyn std::error::Error + Send + Sync>::is::<NotTheirs>)
        {
            return Self::NotTheirs(path.to_owned());
        }
        match error.kind() {
            ErrorKind::PermissionDenied => Self::Denied(path.to_owned()),
            ErrorKind::StorageFull => Self::NoSpace,
            ErrorKind::QuotaExceeded => Self::OverQuota,
            ErrorKind::FileTooLarge => Self::FileLimit,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            kind => Self::Io {
                path: path.to_owned(),
                kind,
                code: error.raw_os_error(),
            },
        }
    }

    /// The sentence for it.
    pub fn message(&self) -> Message {
        let shown = |path: &Path| path.display().to_string();
        let with_path = |key, path: &Path| Message::error(key).with("path", shown(path));
        let faulty = |key, path: &Path, fault: &Fault| {
            let path = path.display().to_string();
            Message::error(key)
                .with("place", place(&path, fault.line, fault.column))
                .with("why", fault.message())
        };
        match self {
            Self::Exists(path) => with_path("store.exists", path),
            Self::Taken(path) => with_path("store.taken", path),
            Self::NotGiven { path, why } => {
                with_path("store.not-given", path).with("why", why.message())
            }
            Self::BadCopy { path, why } => {
                with_path("store.bad-copy", path).with("why", why.clone())
            }
            Self::BadBackup { path, why } => {
                with_path("store.bad-backup", path).with("why", why.clone())
            }
            Self::Leftovers(path) => with_path("store.leftovers", path),
            Self::NotEmpty { dir, holds } => {
                with_path("store.not-empty", dir).with("holds", holds.as_str())
            }
            Self::NoBook(path) => with_path("store.no-book", path),
            Self::Book { path, fault } => faulty("store.book-fault", path, fault),
            Self::Unit { path, fault } => faulty("store.unit-fault", path, fault),
            Self::Import { path, fault } => faulty("store.import-fault", path, fault),
            Self::NotPacked { path, fault } => faulty("store.not-packed", path, fault),
            Self::HalfErased { record, why } => match record {
                Some(n) => Message::error("erase.half-done")
                    .with("number", i64::try_from(*n).unwrap_or(i64::MAX)),
                None => Message::error("erase.rest-left"),
            }
            .with("why", why.message()),
            Self::TooLong { path, size } => {
                let shown = |bytes: u64| format!("{:.1}", bytes as f64 / f64::from(1 << 20));
                with_path("store.too-long", path)
                    .with("size", shown(*size))
                    .with("most", shown(LIMIT))
            }
            Self::Clash { unit } => Message::warning("store.clash").with("unit", unit.as_str()),
            Self::BookClash => Message::warning("store.book-clash"),
            Self::NoFile(path) => with_path("store.no-file", path),
            Self::TooMuch => Message::error("store.too-much"),
            Self::NotTaken(refusal) => refusal.message(),
            Self::Locked => Message::error("store.locked"),
            Self::ReadOnly => Message::warning("store.read-only"),
            Self::Denied(path) => with_path("store.denied", path),
            Self::NoSpace => Message::error("store.no-space"),
            Self::OverQuota => Message::error("store.over-quota"),
            Self::FileLimit => Message::error("store.file-limit"),
            Self::Failing(path) => with_path("store.failing", path),
            Self::Unsure(path) => with_path("store.unsure", path),
            Self::Io { path, kind, code } => {
                with_path("store.io", path).with("reason", reason(*kind, *code))
            }
            Self::NotTheirs(path) => with_path("store.not-theirs", path),
            Self::Clock(shown) => Message::error("store.clock").with("shown", shown.as_str()),
            Self::ClockAhead { shown, newest } => Message::error("store.clock-ahead")
                .with("shown", shown.as_str())
                .with("newest", i64::from(*newest)),
            Self::Newer(path) => with_path("store.newer", path),
            Self::TooNew(path) => with_path("store.too-new", path),
            Self::Internal => Message::error("store.internal"),
        }
    }
}

/// What the system says, in the program's own words: those of its libraries are English.
pub fn reason(kind: ErrorKind, code: Option<i32>) -> Message {
    let told = code.and_then(|code| {
        let is = |errno: &Errno| errno.raw_os_error() == code;
        FOREIGN.iter().find(|(errno, _)| is(errno))
    });
    let key = match (told, kind) {
        (Some((_, key)), _) => key,
        (_, ErrorKind::NotFound) => "io.gone",
        (_, ErrorKind::NotADirectory) => "io.no-folder",
        (_, ErrorKind::IsADirectory) => "io.a-folder",
        (_, ErrorKind::DirectoryNotEmpty) => "io.not-empty",
        (_, ErrorKind::AlreadyExists) => "io.there-already",
        (_, ErrorKind::PermissionDenied) => "io.denied",
        (_, ErrorKind::StorageFull) => "io.full",
        (_, ErrorKind::ReadOnlyFilesystem) => "io.read-only",
        (_, ErrorKind::InvalidFilename) => "io.bad-name",
        (_, ErrorKind::ResourceBusy) => "io.busy",
        (_, ErrorKind::Interrupted) => "io.broken-off",
        (_, ErrorKind::TimedOut) => "io.no-answer",
        (_, ErrorKind::StaleNetworkFileHandle) => "io.stale",
        (_, ErrorKind::UnexpectedEof) => "io.cut",
        (_, ErrorKind::OutOfMemory) => "io.no-memory",
        (_, ErrorKind::BrokenPipe) => "io.pipe",
        _ => {
            let number = code.map_or_else(|| "?".to_owned(), |code| code.to_string());
            return Message::error("io.other").with("number", number);
        }
    };
    Message::error(key)
}

/// What tells that something is not the book's own, or that its disk cannot hold a book.
const FOREIGN: [(Errno, &str); 6] = [
    (Errno::LOOP, "io.link"),
    (Errno::XDEV, "io.other-disk"),
    (Errno::MLINK, "io.second-name"),
    (Errno::NXIO, "io.no-file"),
    (Errno::OPNOTSUPP, "io.no-modes"),
    (Errno::NOLCK, "io.no-locks"),
];

/// Why a file was not written outside the data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotGiven {
    /// The path names no file.
    NoName,
    /// The folder is not there, or is none.
    NoFolder,
    /// It would lie in the data directory of the book.
    InBook,
    /// Something of this name is there that is no plain file.
    NotPlain,
    /// The account may not write there.
    Denied,
    /// The place is mounted for reading only.
    ReadOnly,
    /// No space, no quota, or a limit on the size of files.
    NoSpace,
    /// The place does not take this name.
    BadName,
    /// The disk reports an error.
    Failing,
    /// Anything else, by the number that the system gives it.
    System(i32),
}

impl NotGiven {
    pub(super) fn of(error: &io::Error) -> Self {
        match Errno::from_io_error(error) {
            Some(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Self::NoFolder,
            Some(Errno::ISDIR) => Self::NotPlain,
            Some(Errno::ACCESS | Errno::PERM) => Self::Denied,
            Some(Errno::ROFS) => Self::ReadOnly,
            Some(Errno::NOSPC | Errno::DQUOT | Errno::FBIG) => Self::NoSpace,
            Some(Errno::NAMETOOLONG | Errno::ILSEQ) => Self::BadName,
            Some(Errno::IO) => Self::Failing,
            Some(other) => Self::System(other.raw_os_error()),
            None => Self::System(0),
        }
    }

    pub(in crate::store) fn message(self) -> Message {
        let key = match self {
            Self::NoName => "give.no-name",
            Self::NoFolder => "give.no-folder",
            Self::InBook => "give.in-book",
            Self::NotPlain => "give.not-plain",
            Self::Denied => "give.denied",
            Self::ReadOnly => "give.read-only",
            Self::NoSpace => "give.no-space",
            Self::BadName => "give.bad-name",
            Self::Failing => "give.failing",
            Self::System(number) => {
                return Message::error("give.system").with("number", i64::from(number));
            }
        };
        Message::error(key)
    }
}
