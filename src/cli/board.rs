//! `ketnap` alone: the board on the data directory, or the choices of a first start.

use super::exit::{Exit, Failure, Outcome};
use super::init;
use super::open::{Ground, fixed_day, world};
use super::output::panic_words;
use crate::app::{App, World};
use crate::model::{BookSettings, Message};
use crate::rules::{Known, closed_too_long};
use crate::store::{Presence, Store, StoreError};
use crate::terminal::{
    Colours, End, Session, beside, panic_message, run as run_terminal, terminal_is_gone,
};
use chrono::NaiveDate;
use signal_hook::consts::SIGHUP;
use std::io::{self, IsTerminal};
use std::time::Instant;

/// A board needs a terminal that can show it.
fn require_terminal() -> Result<(), Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Message::error("cli.no-terminal").into());
    }
    match std::env::var("TERM") {
        Ok(term) if term == "dumb" => Err(Message::error("cli.dumb-terminal")
            .with("term", term)
            .into()),
        _ => Ok(()),
    }
}

pub(super) fn run(ground: Ground) -> Outcome {
    require_terminal()?;
    panic_message(panic_words(&ground.config.texts));
    let problem = ground
        .config
        .problems
        .first()
        .map(|problem| problem.message.clone());
    let who = ground.who();
    let clock = ground.now();
    let Ground {
        mut config,
        mut store,
        read_only,
        given_today,
        ..
    } = ground;
    let colours = Colours::of_the_terminal();
    let reading = store.reading();
    // Until the book is read, which may have a day of its own.
    let mut world = world(&config, NaiveDate::MIN);
    let mut settings = config.settings.clone();
    let opening = match beside(&config, colours, &reading, move || {
        let day = |book: Option<&BookSettings>| {
            if let Some(book) = book {
                settings.follow(book);
            }
            let shown = clock.map(|at| at.with_timezone(&settings.utc_offset).date_naive());
            given_today.map_or(shown, Ok)
        };
        let opened = open(&mut store, &mut world, (given_today, day), read_only);
        (store, world, opened)
    }) {
        Ok(Ok(done)) => done,
        Ok(Err(end)) => return exit(Ok(end)),
        Err(error) => return exit(Err(error)),
    };
    let ((store, world, opened), desk) = opening;
    // A desk gives the terminal back when it is dropped, so a failure can be told.
    let (mut app, fixed_today) = opened?;
    config.settings.follow(app.book.settings());
    let months = config.settings.anonymise_after;
    let mut session = Session {
        remark: past_the_period(&app, &world, months),
        store,
        config,
        world,
        who,
        fixed_today,
        colours,
        running: {
            let begun = Instant::now();
            Box::new(move || begun.elapsed())
        },
        create: init::create,
    };
    // That a book is only looked at comes before a mistake in the settings.
    let newer = app.read_only && !read_only;
    if let Some(problem) = problem.filter(|_| !newer) {
        app.notice = Some(problem);
    }
    exit(run_terminal(&mut session, app, desk))
}

/// How the program ends after the board has. A terminal that is gone is a hang-up, signal or not.
fn exit(ended: io::Result<End>) -> Outcome {
    match ended {
        Ok(End::Quit) => Ok(Exit::Done),
        Ok(End::Signal(signal)) => Ok(Exit::Signal(signal)),
        Ok(End::HangUp) => Ok(Exit::Signal(SIGHUP)),
        Err(_) if terminal_is_gone() => Ok(Exit::Signal(SIGHUP)),
        Err(error) => Err(error.into()),
    }
}

/// Reads the book and counts its figures, or prepares a first start; and the day that is fixed.
fn open(
    store: &mut Store,
    world: &mut World,
    (given, day): (
        Option<NaiveDate>,
        impl FnOnce(Option<&BookSettings>) -> Result<NaiveDate, StoreError>,
    ),
    read_only: bool,
) -> Result<(App, Option<NaiveDate>), Failure> {
    let seed = fastrand::u64(..);
    if store.presence()? == Presence::Empty && !read_only {
        world.today = day(None)?;
        let mut app = App::first_start(world, seed);
        if store.is_headless()? {
            let dir = store.dir().display().to_string();
            app.notice = Some(Message::error("welcome.headless").with("dir", dir));
        }
        return Ok((app, given));
    }
    let head = store.open()?;
    let newer = head.newer().map(|newer| newer.message());
    let shut = !read_only && store.spare_shut();
    let dir = store.dir().display().to_string();
    let shut = shut.then(|| Message::warning("said.shut").with("dir", dir));
    let only_looked_at = newer.or(shut);
    let book = store.load_opened(head)?;
    let fixed = fixed_day(given, &book);
    world.today = fixed.map_or_else(|| day(Some(book.settings())), Ok)?;
    let mut app = App::new(book, world, read_only || only_looked_at.is_some(), seed);
    let elsewhere = store.journal_elsewhere().map(|damage| damage.say());
    app.notice = only_looked_at.or(elsewhere).or(app.notice);
    Ok((app, fixed))
}

/// That closed files are kept past the period, and which command lists them.
fn past_the_period(app: &App, world: &World, months: u16) -> Option<Message> {
    let files = closed_too_long(Known::new(&app.book, &world.rules, world.today), months);
    let count = files.len();
    (count > 0).then(|| Message::warning("anonymise.notice").with("count", count))
}
