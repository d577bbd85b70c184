//! What is to go wrong with a simulated disk: the power goes, or an operation fails, once or for good.

use rustix::io::Errno;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Look,
    Read,
    Make,
    Write,
    Cut,
    Sync,
    Rename,
    Remove,
    Lock,
}

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// No space is left.
    NoSpace,
    /// The device does not answer.
    Device,
    /// A signal came.
    Signal,
    /// Not all bytes are written.
    Short,
    /// Names cannot be given.
    Rename,
    /// Nothing is made durable.
    Sync,
    /// The account's share is used up.
    Quota,
    /// Longer than a file may be.
    TooLong,
    /// Mounted for reading only.
    Sealed,
    /// Another's.
    Denied,
    /// Files cannot be kept private, as on a stick.
    NoModes,
    /// Files cannot be locked, as on some network disks.
    NoLocks,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
        Self::NoSpace,
        Self::Device,
        Self::Signal,
        Self::Short,
        Self::Rename,
        Self::Sync,
    ];

    /// Further reasons for which nothing more is taken.
    pub(crate) const REFUSALS: [Self; 4] = [Self::Quota, Self::TooLong, Self::Sealed, Self::Denied];

    /// Whether it can befall such an operation.
    pub(crate) fn befalls(self, verb: Verb) -> bool {
        match self {
            Self::NoSpace | Self::Quota | Self::Sealed => {
                matches!(verb, Verb::Make | Verb::Write | Verb::Rename)
            }
            Self::Denied => matches!(verb, Verb::Make | Verb::Rename),
            Self::NoModes => verb == Verb::Make,
            Self::NoLocks => verb == Verb::Lock,
            Self::Device => true,
            Self::Signal => matches!(verb, Verb::Read | Verb::Write | Verb::Sync),
            Self::Short | Self::TooLong => verb == Verb::Write,
            Self::Rename => verb == Verb::Rename,
            Self::Sync => verb == Verb::Sync,
        }
    }

    pub(crate) fn error(self) -> io::Error {
        let errno = match self {
            Self::NoSpace => Errno::NOSPC,
            Self::Signal => Errno::INTR,
            Self::Rename => Errno::XDEV,
            Self::Quota => Errno::DQUOT,
            Self::TooLong => Errno::FBIG,
            Self::Sealed => Errno::ROFS,
            Self::Denied => Errno::ACCESS,
            Self::NoModes => Errno::OPNOTSUPP,
            Self::NoLocks => Errno::NOLCK,
            Self::Device | Self::Sync | Self::Short => Errno::IO,
        };
        errno.into()
    }
}

/// The trouble that is to come, and what has happened so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trouble {
    /// The power goes before this operation.
    power_goes: Option<usize>,
    /// This operation of those that it can befall fails; and, if so told, all later ones too.
    fault: Option<(Kind, usize, bool)>,
    /// Before this operation somebody else puts something into a file.
    intrusion: Option<(usize, PathBuf, Vec<u8>)>,
    /// How many operations there were that the fault could befall.
    met: usize,
    short: bool,
    /// How often the fault came.
    pub(crate) came: usize,
    /// Every operation.
    pub(crate) log: Vec<(Verb, String)>,
}

impl Trouble {
    /// The power goes before an operation, counted from 0.
    pub(crate) fn power_goes(before: usize) -> Self {
        Self {
            power_goes: Some(before),
            ..Self::default()
        }
    }

    /// An operation fails.
    pub(crate) fn fails(kind: Kind, at: usize, for_good: bool) -> Self {
        Self {
            fault: Some((kind, at, for_good)),
            ..Self::default()
        }
    }

    /// Besides, the power goes.
    pub(crate) fn and_power_goes(self, before: usize) -> Self {
        Self {
            power_goes: Some(before),
            ..self
        }
    }

    /// Somebody else puts something into a file before an operation.
    pub(crate) fn intrudes(before: usize, path: &Path, bytes: &[u8]) -> Self {
        Self {
            intrusion: Some((before, path.to_owned(), bytes.to_vec())),
            ..Self::default()
        }
    }

    /// What somebody else puts into a file before the operation that is to begin.
    pub(crate) fn intrusion(&self) -> Option<(PathBuf, Vec<u8>)> {
        let (before, path, bytes) = self.intrusion.as_ref()?;
        (*before == self.log.len()).then(|| (path.clone(), bytes.clone()))
    }

    /// What an operation meets when it begins.
    pub(crate) fn meet(&mut self, verb: Verb, path: &Path) -> io::Result<()> {
        if self.power_goes.is_some_and(|at| self.log.len() >= at) {
            return Err(Errno::IO.into());
        }
        self.log.push((verb, path.display().to_string()));
        self.short = false;
        let Some((kind, at, for_good)) = self.fault.filter(|fault| fault.0.befalls(verb)) else {
            return Ok(());
        };
        let comes = self.met == at || (for_good && self.met > at);
        self.met += 1;
        if !comes {
            return Ok(());
        }
        self.came += 1;
        if kind == Kind::Short {
            self.short = true;
            return Ok(());
        }
        Err(kind.error())
    }

    /// How many of some bytes are written by the operation that has begun.
    pub(crate) fn shorten(&self, count: usize) -> usize {
        if self.short { count.div_ceil(3) } else { count }
    }
}
