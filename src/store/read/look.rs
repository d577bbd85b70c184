//! A look at the files of an open book: which were changed by somebody else, found without reading
//! those that were not.

use super::load::{Found, is_record, read_header, read_one};
use crate::model::{Book, Damage, Message, News, UnitId, fit};
use crate::store::Store;
use crate::store::disk::fs::{About, Fs, Listening};
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::journal::verify::verify;
use crate::store::save::session;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Two changes this close together may bear one time, so such a file is read once more.
const CLOSE: Duration = Duration::from_secs(2);

/// The system may fail to tell of a change, so all files are looked at now and then.
const ANYWAY: Duration = Duration::from_secs(30);

/// From this many changed files on the whole book is read: that is done on two threads.
const MANY: usize = 64;

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
    at: SystemTime,
    files: Files,
}

/// The files of the organisations, and `book.ron` under an empty name, by their names.
#[derive(Debug)]
struct Files(Vec<(OsString, Trace)>);

impl Files {
    fn trace(&self, name: &OsStr) -> Option<Trace> {
        let at = self.0.binary_search_by(|(other, _)| (**other).cmp(name));
        at.ok().map(|at| self.0[at].1)
    }
}

/// What was known of the files before a look at them.
enum Before<'a> {
    Looked(&'a Files),
    /// Only that this book was read from them.
    Read(&'a Book),
}

impl Before<'_> {
    /// The names of files that may not be as they were.
    fn changed(&self, now: &Files, recent: SystemTime) -> BTreeSet<OsString> {
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
    at: SystemTime,
    /// None before the first look.
    files: Option<Files>,
    /// Files that were changed but not taken over yet.
    left: BTreeSet<OsString>,
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
fn id_of(name: &OsStr) -> Option<UnitId> {
    let stem = name.to_str()?.strip_suffix(".ron")?;
    UnitId::new(stem).ok()
}

fn file_of(id: &UnitId) -> OsString {
    format!("{id}.ron").into()
}

/// The files of organisations that could not be read.
fn bad_files(book: &Book) -> impl Iterator<Item = &str> {
    let bad = book.unreadable().iter();
    bad.filter_map(|row| row.file.strip_prefix("units/"))
}

impl Watch {
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

impl Store {
    /// What looks at the files of this book.
    pub fn watch(&self) -> Watch {
        Watch {
            fs: Arc::clone(&self.fs),
            layout: self.layout.clone(),
            hints: None,
            looked: None,
            sessions: None,
        }
    }

    /// What somebody else has changed since `book` was read or the last look, whatever the day of
    /// the files says. Organisations that are being edited are left for later.
    pub fn news(
        &self,
        now: Option<Traces>,
        book: &Book,
        edited: &BTreeSet<UnitId>,
    ) -> Result<News, StoreError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |name: &OsString| id_of(name).is_some_and(|id| edited.contains(&id));
        let mut names = seen.left.clone();
        names.retain(|name| !waits(name));
        if let Some(now) = now {
            let recent = seen.at.checked_sub(CLOSE).unwrap_or(UNIX_EPOCH);
            let then = seen.files.as_ref();
            let then = then.map_or(Before::Read(book), Before::Looked);
            names.extend(then.changed(&now.files, recent));
            seen.files = Some(now.files);
            seen.at = now.at;
        }
        // What cannot be read now is tried again.
        let told = seen.left.clone();
        seen.left.extend(names.iter().cloned());
        let nameless = |name: &OsString| !name.is_empty() && id_of(name).is_none();
        let mut news = if names.len() >= MANY || names.iter().any(nameless) {
            News::between(book, &self.read(None)?, edited)
        } else {
            self.read_again(&names, book, edited)?
        };
        if !news.gone.is_empty() {
            let gone = news.gone.clone();
            news.lost = self.gone(|id| !gone.contains(id));
        }
        // What waits is told once.
        seen.left = told.iter().filter(|name| waits(name)).cloned().collect();
        seen.left.extend(news.waiting.iter().map(file_of));
        news.waiting.retain(|id| !told.contains(&file_of(id)));
        Ok(news)
    }

    /// The open book is another one now, as it was read when this began.
    pub(in crate::store) fn looked(&self, seen: Seen) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    }

    fn read_again(
        &self,
        names: &BTreeSet<OsString>,
        book: &Book,
        edited: &BTreeSet<UnitId>,
    ) -> Result<News, StoreError> {
        let mut news = News::default();
        let mut bytes = Vec::new();
        for name in names {
            let Some(id) = id_of(name) else {
                let header = read_header(&*self.fs, &self.layout.book(), &mut bytes)?.value;
                news.header = Some(header).filter(|header| header != book.header());
                continue;
            };
            let bad = book.unreadable().iter().find(|row| row.id == id);
            let there = self.fs.about(&self.layout.unit(&id)).is_ok();
            let place = (&*self.layout.units(), &**name);
            let found = there.then(|| read_one(&*self.fs, place, None, &mut bytes));
            let same = match &found {
                Some(Found::Unit(unit)) => book.unit(&id) == Some(unit),
                Some(Found::Bad(row)) => bad == Some(row),
                Some(Found::Strange(_)) => true,
                None => book.unit(&id).is_none() && bad.is_none(),
            };
            match found {
                _ if same => {}
                _ if edited.contains(&id) => news.waiting.push(id),
                Some(Found::Unit(unit)) => news.units.push(*unit),
                Some(Found::Bad(row)) => news.unreadable.push(row),
                _ => news.gone.push(id),
            }
        }
        Ok(news)
    }
}
