//! The few things the store asks of a file system: a seam, so that tests can put one in its place that forgets and fails.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// The largest file that is read, in bytes.
pub(in crate::store) const LIMIT: u64 = 64 << 20;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Dir,
    /// A link, a pipe, a device.
    Other,
}

/// What is known about a name without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What it stands for.
    pub kind: Kind,
    /// How many bytes it holds.
    pub size: u64,
    /// Who may do what with it.
    pub mode: u32,
    /// Whose it is.
    pub owner: u32,
    /// Whose group it is.
    pub group: u32,
    /// How many names it has.
    pub links: u64,
    /// The device and the number that it has there: what tells it from all others.
    pub place: (u64, u64),
    /// When its bytes were last written, in seconds and nanoseconds since 1970.
    pub written: (i64, i64),
    /// When anything about it was last changed.
    pub changed: (i64, i64),
}

impl About {
    /// To whom it belongs and who may do what with it.
    pub fn rights(&self) -> Rights {
        Rights {
            mode: self.mode,
            of: Some((self.owner, self.group)),
            private: false,
        }
    }
}

/// Who may do what with a file that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// The mode, whatever the umask.
    pub mode: u32,
    /// Owner and group; none for those of the directory that it lies in.
    pub of: Option<(u32, u32)>,
    /// Only the account's that makes it, in a directory that is shared too.
    pub private: bool,
}

impl Rights {
    /// Nobody's but the account's that makes it, wherever it lies.
    pub const PRIVATE: Self = Self {
        mode: 0o600,
        of: None,
        private: true,
    };

    /// Nobody's but its owner's.
    pub const CLOSED: Self = Self {
        mode: 0o600,
        of: None,
        private: false,
    };
}

/// The system's own account could not give what it made to the owner of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was made could not be given to the owner of the folder")]
pub(in crate::store) struct NotTheirs;

/// Where a program runs, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// What tells this machine from others: its machine-id, else its name after `host:`.
    pub machine: String,
    /// What tells this start of the machine from earlier ones; empty where the system does not say.
    pub boot: String,
    /// The account's number.
    pub account: u32,
}

/// Reads a file of a directory by its name, as [`Fs::read`] does.
pub type Reader<'a> = dyn Fn(&OsStr, u64, &mut Vec<u8>) -> io::Result<About> + Sync + 'a;

/// A file system. Nothing is retried here: what fails is told, and the store decides.
pub trait Fs: fmt::Debug + Send + Sync {
    /// What a name stands for; a link is not followed.
    fn about(&self, path: &Path) -> io::Result<About>;

    /// Where this is, and for whom.
    fn here(&self) -> Here;

    /// What the clock says.
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits.
    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }

    /// From a directory down no link is followed any more, and no other disk is entered, whatever
    /// anybody puts in the place of what lies there meanwhile. The directory itself may be reached
    /// through links.
    fn enter(&self, _root: &Path) {}

    /// Listens for changes of what lies in two directories; none where the system tells of no
    /// changes, or not of all, as on a network disk.
    fn listen(&self, _dirs: [&Path; 2]) -> Option<Box<dyn Listening>> {
        None
    }

    /// Reads a file whole into a buffer that is used again and again. The buffer stays empty
    /// where there is no regular file, or one longer than `most`; a pipe is not waited for.
    fn read(&self, path: &Path, most: u64, into: &mut Vec<u8>) -> io::Result<About>;

    /// Reads files of one directory, each as [`Fs::read`] does: for thousands of them, of which the way
    /// to the directory is the same.
    fn reader<'a>(&'a self, dir: &'a Path) -> Box<Reader<'a>> {
        Box::new(move |name, most, into| self.read(&dir.join(name), most, into))
    }

    /// The names in a directory, in no order.
    fn list(&self, dir: &Path) -> io::Result<Vec<OsString>>;

    /// The names in a directory with what they stand for, in no order.
    fn list_about(&self, dir: &Path) -> io::Result<Vec<(OsString, About)>> {
        let names = self.list(dir)?.into_iter();
        let about = names.map(|name| match self.about(&dir.join(&name)) {
            Ok(about) => Ok(Some((name, about))),
            // Somebody took it away between the two questions.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        });
        about.filter_map(Result::transpose).collect()
    }

    /// Gives a file or a directory to the group that another path belongs to, to change it. What
    /// is made below such a directory from then on is the group's too.
    fn share(&self, path: &Path, like: &Path) -> io::Result<()>;

    /// Gives what is there to whom another path belongs to, where the account may: what the system's
    /// own account makes for somebody is to be theirs.
    fn belong(&self, _path: &Path, _like: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Whether the system says beforehand that nothing can be made in a directory.
    fn is_shut(&self, _dir: &Path) -> bool {
        false
    }

    /// Makes a directory, closed to others whatever the umask.
    fn make_dir(&self, path: &Path) -> io::Result<()>;

    /// Makes a file that is not there yet, with these rights as far as the account may give them; in
    /// a shared directory open to the group.
    fn create(&self, path: &Path, rights: Rights) -> io::Result<Box<dyn Handle>>;

    /// Opens a file to read in it.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>>;

    /// Opens a file to grow; makes it, closed to others, if it is missing.
    fn append(&self, path: &Path) -> io::Result<Box<dyn Handle>>;

    /// Gives a file another name, in place of what has that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a second name, one that is not taken.
    fn link(&self, file: &Path, name: &Path) -> io::Result<()>;

    /// Lets two directories change names in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Removes a directory that is empty.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a directory durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;

    /// Takes the lock that a file stands for, which is made if it is missing; none if another
    /// holds it, or if the file was cleaned away meanwhile and so is nobody's lock any more.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>>;

    /// Takes the lock that a directory itself stands for; none if another holds it, or if another
    /// directory has that name by now. Told as `ENOLCK` where only files can be locked.
    fn lock_dir(&self, dir: &Path) -> io::Result<Option<Box<dyn Held>>>;
}

/// An open file.
pub trait Handle: fmt::Debug + Send {
    /// How many bytes it holds.
    fn size(&self) -> io::Result<u64>;

    /// Fills a buffer from a place in the file.
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()>;

    /// Adds bytes at the end, perhaps not all; tells how many.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Cuts the file off at a length.
    fn cut(&mut self, size: u64) -> io::Result<()>;

    /// Makes the bytes durable. Once it has failed, the file must be opened anew: the system may
    /// have dropped what it could not write, and a second call would say that all is well.
    fn sync(&mut self) -> io::Result<()>;
}

/// What the system tells of changes in directories.
pub trait Listening: fmt::Debug + Send {
    /// Whether it has told of any since it was asked last.
    fn any(&mut self) -> bool;
}

/// A lock that is held until it is dropped.
pub trait Held: fmt::Debug + Send {}

/// How often in a row a write may be broken off by a signal.
const BREAKS: usize = 100;

/// Writes all bytes, however many turns it takes.
pub(in crate::store) fn write_all(file: &mut dyn Handle, mut bytes: &[u8]) -> io::Result<()> {
    let mut breaks = 0;
    while !bytes.is_empty() {
        match file.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                bytes = &bytes[count..];
                breaks = 0;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted && breaks < BREAKS => {
                breaks += 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
