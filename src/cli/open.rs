//! What every command begins with: the folders, the settings, the book, the day.

use super::args::{Global, Language, Today};
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::app::World;
use crate::config::{Config, MAPPINGS, Problem, absolute, default_paths, relative_variable};
use crate::model::{Arg, Book, Change, Edit, Joined, Message, Refusal, in_reach, parse_loose};
use crate::rules::{Counted, Figures, Known, Rules, admit, twins};
use crate::store::{Access, Replica, Saved, Stamp, Store, StoreError};
use crate::terminal::{no_snapshot, office_time};
use crate::text::Lang;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders and settings, before a book is read.
pub(super) struct Ground {
    pub(super) data: PathBuf,
    pub(super) config_dir: Option<PathBuf>,
    pub(super) config: Config,
    pub(super) store: Store,
    pub(super) read_only: bool,
    /// Says that a newer program wrote the book, so that it is only looked at.
    pub(super) newer: Option<StoreError>,
    /// The day given on the command line.
    pub(super) given_today: Option<NaiveDate>,
    asked_today: Option<Today>,
    account: String,
    pub(super) output: Output,
}

/// The language asked for, before the command line is read as a whole.
pub(super) fn lang(language: Option<Language>) -> Option<Lang> {
    language.map(|language| match language {
        Language::Vi => Lang::Vi,
        Language::En => Lang::En,
    })
}

/// The account that runs the program.
fn account() -> String {
    let account = std::env::var("USER").or_else(|_| std::env::var("LOGNAME"));
    let account = account.ok().filter(|account| !account.is_empty());
    account.unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()))
}

impl Ground {
    pub(super) fn new(global: &Global, config: Config) -> Result<Self, Failure> {
        let mut ignored = Vec::new();
        let data = if let Some(dir) = &global.data_dir {
            path(dir)?
        } else {
            ignored.push("XDG_DATA_HOME");
            default_paths().data.map_err(|why| why.message())?
        };
        if global.config_dir.is_none() {
            ignored.push("XDG_CONFIG_HOME");
        }
        let config_dir = config_dir(global.config_dir.as_deref())?;
        let access = if global.read_only {
            Access::ReadOnly
        } else {
            Access::ReadWrite
        };
        let store = Store::new(data.clone(), access);
        let ground = Self {
            config_dir,
            ..Self::on(store, account(), global, config)
        };
        if ground.config_dir.is_none() {
            ground.tell(&Message::warning("path.no-config"));
        }
        for name in ignored {
            if let Some(value) = relative_variable(name) {
                let message = Message::warning("path.ignored").with("name", name);
                ground.tell(&message.with("path", value.display().to_string()));
            }
        }
        Ok(ground)
    }

    /// The ground of an account on a store that is there already.
    pub(super) fn on(store: Store, account: String, global: &Global, config: Config) -> Self {
        Self {
            data: store.dir().to_owned(),
            store,
            config_dir: None,
            config,
            read_only: global.read_only,
            newer: None,
            given_today: None,
            asked_today: global.today.clone(),
            account,
            output: Output::default(),
        }
    }

    /// The same folders and settings on another book.
    pub(super) fn at(self, data: PathBuf) -> Self {
        Self {
            store: Store::new(data.clone(), Access::ReadWrite),
            data,
            ..self
        }
    }

    /// Who stands in the journal: the account, after the name that is set.
    pub(super) fn who(&self) -> String {
        match &self.config.settings.who {
            Some(name) if *name != self.account => format!("{name} ({})", self.account),
            _ => self.account.clone(),
        }
    }

    /// Says something to whoever runs the command.
    pub(super) fn tell(&self, message: &Message) {
        self.output.tell(&self.config.texts, message);
    }

    /// Prints data.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        self.output.print(text)
    }

    /// When and by whom something is done now.
    pub(super) fn stamp(&self) -> Result<Stamp, StoreError> {
        Ok(Stamp {
            at: self.now()?,
            who: self.who(),
        })
    }

    /// The time in the office.
    pub(super) fn now(&self) -> Result<DateTime<FixedOffset>, StoreError> {
        office_time(&self.store, &self.config.settings, self.given_today)
    }

    /// The day given, else the clock's.
    pub(super) fn today(&self) -> Result<NaiveDate, StoreError> {
        match self.given_today {
            Some(day) => Ok(day),
            None => Ok(self.now()?.date_naive()),
        }
    }

    /// What of the remembered columns of lists could not be used.
    pub(super) fn mappings_problems(&self) -> impl Iterator<Item = &Problem> {
        let path = self.config_dir.as_ref().map(|dir| dir.join(MAPPINGS));
        let path = path.map(|path| path.display().to_string());
        let problems = self.config.problems.iter();
        problems.filter(move |problem| Some(&problem.path) == path.as_ref())
    }

    /// Settles which day was given on the command line.
    pub(super) fn settle_today(&mut self) -> Result<(), Failure> {
        let wrong = |refused: Refusal| Failure::usage(refused.message());
        self.given_today = match &self.asked_today {
            None => None,
            Some(Today::On(day)) => Some(in_reach(*day).map_err(wrong)?),
            Some(Today::Away(days)) => {
                let today = self.now()?.date_naive();
                Some(parse_loose(days, today, &self.config.rules.spellings).map_err(wrong)?)
            }
        };
        Ok(())
    }

    /// Reads the book, and says if some of it cannot be read.
    pub(super) fn open(self) -> Result<Opened, Failure> {
        let open = self.open_as_it_is()?;
        let count = open.book.unreadable().len();
        if count > 0 {
            let message = Message::warning("cli.unreadable").with("count", count);
            open.ground.tell(&message);
        }
        Ok(open)
    }

    /// Reads the book and settles which day it is: the one given, the book's own, the clock's.
    pub(super) fn open_as_it_is(mut self) -> Result<Opened, Failure> {
        let head = self.store.open()?;
        self.newer = head.newer();
        let book = self.store.load_opened(head)?;
        self.config.settings.follow(book.settings());
        let today = match fixed_day(self.given_today, &book) {
            Some(day) => day,
            None => self.today()?,
        };
        Ok(Opened {
            ground: self,
            book,
            today,
        })
    }
}

/// The day that is kept whatever the clock says: the one given, else the book's own.
pub(super) fn fixed_day(given: Option<NaiveDate>, book: &Book) -> Option<NaiveDate> {
    given.or(book.settings().today)
}

/// Where the user's rows are; none where there is no home for them.
pub(super) fn config_dir(given: Option<&Path>) -> Result<Option<PathBuf>, Failure> {
    given.map_or_else(
        || Ok(default_paths().config.ok()),
        |dir| path(dir).map(Some),
    )
}

/// A path that was given, from the root of the file system down.
pub(super) fn path(given: &Path) -> Result<PathBuf, Failure> {
    absolute(given).map_err(|why| why.message().into())
}

/// That the journal of this folder is a copy's, and whose it was.
pub(super) fn replica_told(replica: &Replica) -> Option<Message> {
    if replica.unsaved_copy {
        return Some(Message::warning("replica.unsaved-copy").with("name", replica.name.as_str()));
    }
    let other = replica.copy_of.as_deref()?;
    let message = Message::info("replica.copy").with("name", replica.name.as_str());
    Some(message.with("other", other))
}

/// That there is no folder where the user's rows are said to be.
pub(super) fn no_such_folder(dir: &Path) -> Problem {
    let path = dir.display().to_string();
    let message = Message::error("config.no-such-folder").with("path", path.as_str());
    Problem {
        path,
        at: None,
        message,
    }
}

/// A book that is open.
pub(super) struct Opened {
    pub(super) ground: Ground,
    pub(super) book: Book,
    pub(super) today: NaiveDate,
}

impl Opened {
    pub(super) fn rules(&self) -> &Rules {
        &self.ground.config.rules
    }

    /// What is known on the day.
    pub(super) fn known(&self) -> Known<'_> {
        Known::new(&self.book, self.rules(), self.today)
    }

    /// The same without what came after the day: reports of a past day tell what was known on it.
    pub(super) fn of_its_day(self) -> Self {
        Self {
            book: self.book.known_by(self.today),
            ..self
        }
    }

    /// What is known and was counted.
    pub(super) fn counted<'a>(&'a self, figures: &'a Figures) -> Counted<'a> {
        Counted::new(&self.book, self.rules(), figures)
    }

    pub(super) fn figures(&self, year: Option<i32>) -> Figures {
        let year = year.unwrap_or_else(|| self.today.year());
        Figures::new(Known::new(&self.book, self.rules(), self.today), year)
    }

    /// Ends a command. The system takes a whole process back sooner than a book is let go piece by piece.
    pub(super) fn done(self) -> Exit {
        if self.ground.output.is_standard() {
            std::mem::forget(self);
        }
        Exit::Done
    }

    /// Refuses where the book is only looked at, and says why.
    pub(super) fn may_write(&self) -> Result<(), Failure> {
        match &self.ground.newer {
            _ if self.ground.read_only => Err(Refusal::ReadOnly.into()),
            Some(newer) => Err(newer.clone().into()),
            None => Ok(()),
        }
    }

    /// Says who may be the same person as those whom a change has added, renamed or renumbered.
    pub(super) fn tell_twins(&self, change: &Change) {
        let others = twins(&self.book, change, self.today);
        if !others.is_empty() {
            let message = Message::warning("said.twin").with("others", others);
            self.ground.tell(&message);
        }
    }

    /// Makes a change and saves it. Where it takes an edit back, the numbers are that one's and the
    /// last one of which the user was told.
    pub(super) fn commit(
        &mut self,
        change: Change,
        undoes: Option<(u64, u64)>,
    ) -> Result<Edit, Failure> {
        self.may_write()?;
        let edit = if undoes.is_some() {
            self.book.edit_back(change)?
        } else {
            admit(
                &mut self.book,
                &self.ground.config.rules,
                change,
                self.today,
            )?
        };
        let stamp = self.ground.stamp()?;
        let store = &self.ground.store;
        let saved = match undoes {
            Some(undoes) => store.take_back(&self.book, &edit, undoes, &stamp)?,
            None => store.save_merged(&self.book, &edit, None, &stamp)?,
        };
        if let Some(message) = no_snapshot(store) {
            self.ground.tell(&message);
        }
        match saved {
            Saved::AsMade(_) => Ok(edit),
            Saved::Merged(_, merged, book) => {
                self.book = *book;
                Ok(*merged)
            }
            Saved::Asked(joined, _) => Err(asked(&joined).into()),
            Saved::Refused(refusal, _) => Err(refusal.into()),
        }
    }
}

/// Which fields somebody else has changed meanwhile to something else, by the records' ids: a
/// person's name does not belong into a terminal's log.
fn asked(joined: &Joined) -> Message {
    let what = joined.conflicts.iter().map(|conflict| {
        let record = conflict.candidate.as_ref().map(ToString::to_string);
        let unit = || conflict.unit.as_ref().map(ToString::to_string);
        let message = Message::info("said.what");
        message
            .with("name", record.or_else(unit).unwrap_or_default())
            .with("field", Arg::Key(conflict.text_key()))
    });
    Message::warning("cli.conflict").with("what", what.collect::<Vec<_>>())
}

/// What the board's update may look at.
pub(super) fn world(config: &Config, today: NaiveDate) -> World {
    World {
        today,
        rules: Arc::clone(&config.rules),
        commands: config.entries(),
    }
}
