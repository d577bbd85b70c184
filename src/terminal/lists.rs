//! Lists that are taken over, read beside the board, so that it stays alive however large they are.

use super::paths::typed_path;
use crate::app::{Msg, World};
use crate::config::Config;
use crate::exchange::incoming::{Grid, Progress, preview, read_on, take};
use crate::model::import::{Alphabet, Mapping, Options, Preview, ReadList, Source};
use crate::model::{Book, Message};
use crate::rules::{Heading, Known, Rules};
use crate::store::reason;
use crate::text::Texts;
use chrono::NaiveDate;
use std::fs::{File, metadata};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often it is asked whether a list is read.
pub(super) const ASK: Duration = Duration::from_millis(50);

/// The list that is being read, and the cells of the last one.
#[derive(Debug, Default)]
pub(super) struct Lists {
    running: Option<Running>,
    kept: Option<Kept>,
}

/// A list that is being read.
#[derive(Debug)]
struct Running {
    asked: u64,
    progress: Arc<Progress>,
    /// How many rows were told of.
    told: usize,
    done: Receiver<(Option<Kept>, Result<Preview, Message>)>,
}

/// The cells of a list, for as long as it stays the same.
#[derive(Debug, Clone)]
struct Kept {
    source: Source,
    stamp: Option<(u64, SystemTime)>,
    grid: Arc<Grid>,
}

/// All that a list is understood with.
struct Ground {
    book: Book,
    rules: Arc<Rules>,
    today: NaiveDate,
    headings: Arc<[Heading]>,
    texts: Texts,
    mappings: Arc<[Mapping]>,
}

impl Ground {
    fn new(book: &Book, world: &World, config: &Config) -> Self {
        Self {
            book: book.clone(),
            rules: Arc::clone(&world.rules),
            today: world.today,
            headings: Arc::clone(&config.headings),
            texts: config.texts.clone(),
            mappings: Arc::clone(&config.mappings),
        }
    }
}

fn stamp(source: &Source) -> Option<(u64, SystemTime)> {
    match source {
        Source::File(typed) => {
            let held = metadata(typed_path(typed)).ok()?;
            Some((held.len(), held.modified().ok()?))
        }
        Source::Pasted(_) => None,
    }
}

/// Reads a file into its cells; says why if it cannot be read.
pub fn read_file(
    path: &Path,
    letters: Option<Alphabet>,
    progress: &Progress,
) -> Result<Grid, Message> {
    let shown = path.display().to_string();
    let bytes = File::open(path).and_then(take).map_err(|error| {
        let why = reason(error.kind(), error.raw_os_error());
        let message = Message::error("import.no-file").with("path", shown.as_str());
        message.with("why", why)
    })?;
    read_on(&bytes, letters, progress).map_err(|why| {
        let message = Message::error("import.not-read").with("path", shown);
        message.with("why", why.message())
    })
}

fn cells(source: &Source, progress: &Progress) -> Result<Grid, Message> {
    match source {
        Source::File(typed) => read_file(&typed_path(typed), None, progress),
        Source::Pasted(text) => {
            read_on(text.as_bytes(), None, progress).map_err(|why| why.message())
        }
    }
}

/// Reads a list and understands it; what was read before is not read again.
fn work(
    ask: &ReadList,
    kept: Option<Kept>,
    ground: &Ground,
    progress: &Progress,
) -> (Option<Kept>, Result<Preview, Message>) {
    let stamp = stamp(&ask.source);
    let same = |kept: &Kept| kept.source == ask.source && kept.stamp == stamp;
    let grid = match kept.filter(same) {
        Some(kept) => kept.grid,
        None => match cells(&ask.source, progress) {
            Ok(grid) => Arc::new(grid),
            Err(why) => return (None, Err(why)),
        },
    };
    let known = Known::new(&ground.book, &ground.rules, ground.today);
    let data = (&ground.headings[..], &ground.texts);
    let options = Options {
        remembered: ground.mappings.to_vec(),
        ..ask.options.clone()
    };
    let shown = preview(&grid, known, data, &options);
    let kept = Kept {
        source: ask.source.clone(),
        stamp,
        grid,
    };
    (Some(kept), shown.map_err(|why| why.message()))
}

/// Reads a list and shows what it would come to, at once.
pub fn read_list(ask: &ReadList, book: &Book, world: &World, config: &Config) -> Msg {
    let ground = Ground::new(book, world, config);
    let (_, shown) = work(ask, None, &ground, &Progress::default());
    Msg::ListRead(ask.asked, Box::new(shown))
}

impl Lists {
    /// Begins to read a list; one that is being read is given up.
    pub(super) fn begin(&mut self, ask: ReadList, book: &Book, world: &World, config: &Config) {
        let kept = self.kept.take();
        self.stop();
        let ground = Ground::new(book, world, config);
        let progress = Arc::new(Progress::default());
        let (sender, done) = channel();
        let (asked, own) = (ask.asked, Arc::clone(&progress));
        let reading = move || {
            // Whoever gave it up does not hear it.
            _ = sender.send(work(&ask, kept, &ground, &own));
        };
        // Where no thread is to be had nobody will send: that is heard as one that died.
        _ = thread::Builder::new()
            .name("list".to_owned())
            .spawn(reading);
        self.running = Some(Running {
            asked,
            progress,
            told: 0,
            done,
        });
    }

    /// Gives up what is being read, and lets go what was.
    pub(super) fn stop(&mut self) {
        self.kept = None;
        if let Some(running) = self.running.take() {
            running.progress.stop();
        }
    }

    /// Whether a list is being read.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// What has come of it since this was last asked.
    pub(super) fn news(&mut self) -> Option<Msg> {
        let running = self.running.as_mut()?;
        let asked = running.asked;
        match running.done.try_recv() {
            Ok((kept, shown)) => {
                self.kept = kept;
                self.running = None;
                Some(Msg::ListRead(asked, Box::new(shown)))
            }
            Err(TryRecvError::Empty) => {
                let rows = running.progress.rows();
                let more = rows != running.told;
                running.told = rows;
                more.then_some(Msg::ListGoesOn(asked, rows))
            }
            Err(TryRecvError::Disconnected) => {
                self.running = None;
                let why = Message::error("taking.reader-died");
                Some(Msg::ListRead(asked, Box::new(Err(why))))
            }
        }
    }
}

impl Drop for Lists {
    fn drop(&mut self) {
        self.stop();
    }
}
