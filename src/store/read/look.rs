//! A look at the files of an open book: which were changed by somebody else, found without reading
//! those that were not.

use crate::model::{Book, Damage, Message, UnitId, fit};
use crate::store::disk::fs::{About, Fs, Listening};
use crate::store::disk::layout::{Layout, is_record};
use crate::store::error::StoreError;
use crate::store::journal::verify::verify;
use crate::store::save::session;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Two changes this close together may bear one time, so such a file is read once more.
pub(in crate::store) const CLOSE: Duration = Duration::from_secs(2);

/// The system may fail to tell of a change, so all files are looked at now and then.
const ANYWAY: Duration = Duration::from_secs(30);

/// From this many changed files on the whole book is read: that is done on two threads.
pub(in crate::store) const MANY: usize = 64;

/// What is known of a file without reading it. The time of the change of its state cannot be set
/// back, so neither an older day nor an equal size hides another content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Trace {
    place: (u64, u64),
    size: u64,
    written: (i64, i64),
    changed: (i64, i64),
    links: u64,
}

impl Trace {
    fn of(about: &About) -> Self {
        Self {
            place: about.place,
            size: about.size,
            written: about.written,
            changed: about.changed,
            links: about.links,
        }
    }

    /// Whether it is the same content. A snapshot gives a file another name, which alters the time
    /// of the change of its state and nothing else.
    fn is_as(&self, then: &Self) -> bool {
        let same = |one: &Self| (one.place, one.size, one.written);
        let linked = self.links != then.links;
        same(self) == same(then) && (self.changed == then.changed || linked)
    }

    fn changed_after(&self, time: SystemTime) -> bool {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let last = if self.links > 1 {
            self.written
        } else {
            self.changed
        };
        last >= (since.as_secs() as i64, i64::from(since.subsec_nanos()))
    }
}

/// The files of a book as they are at a moment.
#[derive(Debug)]
pub struct Traces {
    pub(in crate::store) at: SystemTime,
    pub(in crate::store) files: Files,
}

/// The files of the organisations, and `book.ron` under an empty name, by their names.
#[derive(Debug)]
pub(in crate::store) struct Files(Vec<(OsString, Trace)>);

impl Files {
    fn trace(&self, name: &OsStr) -> Option<Trace> {
        let at = self.0.binary_search_by(|(other, _)| (**other).cmp(name));
        at.ok().map(|at| self.0[at].1)
    }
}

/// What was known of the files before a look at them.
pub(in crate::store) enum Before<'a> {
    Looked(&'a Files),
    /// Only that this book was read from them.
    Read(&'a Book),
}

impl Before<'_> {
    /// The names of files that may not be as they were.
    pub(in crate::store) fn changed(&self, now: &Files, recent: SystemTime) -> BTreeSet<OsString> {
        let other = |(name, trace): &&(OsString, Trace)| {
            self.differs(name, *trace) || trace.changed_after(recent)
        };
        let others = now.0.iter().filter(other).map(|(name, _)| name.clone());
        let gone = |name: &OsString| now.trace(name).is_none();
        match self {
            Self::Looked(then) => {
                let then = then.0.iter().map(|(name, _)| name.clone());
                others.chain(then.filter(gone)).collect()
            }
            Self::Read(book) => {
                let then = book.units().iter().map(|unit| file_of(&unit.id));
                let then = then.chain(bad_files(book).map(OsString::from));
                others.chain(then.filter(gone)).collect()
            }
        }
    }

    fn differs(&self, name: &OsStr, trace: Trace) -> bool {
        match self {
            Self::Looked(then) => then.trace(name).is_none_or(|then| !trace.is_as(&then)),
            Self::Read(_) if name.is_empty() => false,
            Self::Read(book) => {
                let read = id_of(name).is_some_and(|id| book.unit(&id).is_some());
                !read && !bad_files(book).any(|bad| bad == name)
            }
        }
    }
}

/// Looks at the files beside the board: a slow disk keeps nobody's keys waiting.
#[derive(Debug)]
pub struct Watch {
    fs: Arc<dyn Fs>,
    layout: Layout,
    hints: Option<Hints>,
    looked: Option<SystemTime>,
    /// The sessions there were, with the sizes of their files; none before the first look.
    sessions: Option<Vec<(OsString, u64)>>,
}

/// The files of a book as they were last looked at.
#[derive(Debug)]
pub(in crate::store) struct Seen {
    /// When the book was read, or the files last looked at.
    pub(in crate::store) at: SystemTime,
    /// None before the first look.
    pub(in crate::store) files: Option<Files>,
    /// Files that were changed but not taken over yet.
    pub(in crate::store) left: BTreeSet<OsString>,
}

impl Seen {
    /// Nothing was looked at yet; the book is being read now.
    pub(in crate::store) fn since(at: SystemTime) -> Self {
        Self {
            at,
            files: None,
            left: BTreeSet::new(),
        }
    }
}

/// What tells of changes in the two folders of a book, and which folders those were.
#[derive(Debug)]
struct Hints {
    told: Box<dyn Listening>,
    places: [Option<(u64, u64)>; 2],
}

impl Hints {
    fn on(fs: &dyn Fs, layout: &Layout) -> Option<Self> {
        let (root, units) = (layout.root(), layout.units());
        let places = places(fs, layout);
        let told = fs.listen([root, &units])?;
        Some(Self { told, places })
    }

    /// Whether the folders are still the ones that are listened to.
    fn stand(&self, fs: &dyn Fs, layout: &Layout) -> bool {
        places(fs, layout) == self.places
    }
}

fn places(fs: &dyn Fs, layout: &Layout) -> [Option<(u64, u64)>; 2] {
    [layout.root().to_owned(), layout.units()]
        .map(|dir| fs.about(&dir).ok().map(|about| about.place))
}

/// The organisation a file is named for.
pub(in crate::store) fn id_of(name: &OsStr) -> Option<UnitId> {
    let stem = name.to_str()?.strip_suffix(".ron")?;
    UnitId::new(stem).ok()
}

pub(in crate::store) fn file_of(id: &UnitId) -> OsString {
    format!("{id}.ron").into()
}

/// The files of organisations that could not be read.
fn bad_files(book: &Book) -> impl Iterator<Item = &str> {
    let bad = book.unreadable().iter();
    bad.filter_map(|row| row.file.strip_prefix("units/"))
}

impl Watch {
    pub(in crate::store) fn on(fs: Arc<dyn Fs>, layout: Layout) -> Self {
        Self {
            fs,
            layout,
            hints: None,
            looked: None,
            sessions: None,
        }
    }

    /// Looks at every file, unless the system told of no change since the last time.
    pub fn look(&mut self) -> Result<Option<Traces>, StoreError> {
        let (fs, layout) = (&*self.fs, &self.layout);
        let stand = |hints: &Hints| hints.stand(fs, layout);
        let told = self.hints.as_mut().is_none_or(|hints| hints.told.any());
        let stands = self.hints.as_ref().is_some_and(stand);
        let lately = |then: SystemTime| {
            let passed = self.fs.now().duration_since(then);
            passed.is_ok_and(|passed| passed < ANYWAY)
        };
        if !told && stands && self.looked.is_some_and(lately) {
            return Ok(None);
        }
        // Listened to from before the look on, so that nothing falls between the two.
        if !stands {
            self.hints = Hints::on(fs, layout);
        }
        self.looked = None;
        let traces = self.traces()?;
        self.looked = Some(self.fs.now());
        Ok(Some(traces))
    }

    /// Whether boards have come or gone since the last time it was asked.
    pub fn sessions_changed(&mut self) -> bool {
        // One that has not said yet who it is will be longer when it has.
        let size = |path: PathBuf| self.fs.about(&path).map_or(0, |about| about.size);
        let now = session::named(&*self.fs, &self.layout, session::SESSION).into_iter();
        let now = now.map(|(id, path)| (id.into(), size(path))).collect();
        let changed = self.sessions.as_ref() != Some(&now);
        self.sessions = Some(now);
        changed
    }

    /// What is to be said of the journals, if they are not as they were written.
    pub fn journal_damage(&self) -> Option<Message> {
        Damage::in_short(&verify(&*self.fs, &self.layout))
    }

    fn traces(&self) -> Result<Traces, StoreError> {
        let at = self.fs.now();
        let head = self.layout.book();
        let about = match self.fs.about(&head) {
            Ok(about) => about,
            // Without its head the directory is no book: emptied, or not mounted any more.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(StoreError::NoBook(self.layout.root().to_owned()));
            }
            Err(error) => return Err(StoreError::io(&head, &error)),
        };
        let mut files = vec![(OsString::new(), Trace::of(&about))];
        let units = self.layout.units();
        let fail = |error| StoreError::io(&units, &error);
        let all = self.fs.list_about(&units).map_err(fail)?.into_iter();
        let records = all.filter(|(name, _)| is_record(name));
        files.extend(records.map(|(name, about)| (name, Trace::of(&about))));
        files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        fit(&mut files);
        Ok(Traces {
            at,
            files: Files(files),
        })
    }
}
