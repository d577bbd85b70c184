//! `ketnap` alone: the board on the data directory, or the choices of a first start.

use super::exit::{Exit, Failure, Outcome};
use super::init;
use super::open::{Ground, clock, fixed_day, world};
use crate::app::{App, World};
use crate::model::Message;
use crate::rules::closed_too_long;
use crate::store::{Presence, Store};
use crate::terminal::{End, Session, beside, panic_message, run as run_terminal};
use chrono::NaiveDate;
use std::io::{self, IsTerminal};

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
    let panic = ground
        .config
        .texts
        .fill("cli.panic", &[("version", env!("CARGO_PKG_VERSION"))]);
    panic_message(panic);
    let problem = ground
        .config
        .problems
        .first()
        .map(|problem| problem.message.clone());
    let who = ground.who();
    let Ground {
        config,
        mut store,
        read_only,
        given_today,
        ..
    } = ground;
    let color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let reading = store.reading();
    let mut world = world(&config, clock());
    let opening = beside(&config, color, &reading, move || {
        let opened = open(&mut store, &mut world, given_today, read_only);
        (store, world, opened)
    })?;
    let ((store, world, opened), desk) = match opening {
        Ok(done) => done,
        Err(end) => return Ok(exit(end)),
    };
    // A desk gives the terminal back when it is dropped, so a failure can be told.
    let (mut app, fixed_today) = opened?;
    let months = config.settings.anonymise_after;
    let mut session = Session {
        remark: past_the_period(&app, &world, months),
        store,
        config,
        world,
        who,
        fixed_today,
        color,
        create: init::create,
    };
    // That a book is only looked at comes before a mistake in the settings.
    let newer = app.read_only && !read_only;
    if let Some(problem) = problem.filter(|_| !newer) {
        app.notice = Some(problem);
    }
    Ok(exit(run_terminal(&mut session, app, desk)?))
}

fn exit(end: End) -> Exit {
    match end {
        End::Quit | End::HangUp => Exit::Done,
        End::Signal(_) => Exit::Failed,
    }
}

/// Reads the book and counts its figures, or prepares a first start; and the day that is fixed.
fn open(
    store: &mut Store,
    world: &mut World,
    given: Option<NaiveDate>,
    read_only: bool,
) -> Result<(App, Option<NaiveDate>), Failure> {
    let seed = fastrand::u64(..);
    if store.presence()? == Presence::Empty && !read_only {
        world.today = given.unwrap_or(world.today);
        let mut app = App::first_start(world, seed);
        if store.is_headless()? {
            let dir = store.dir().display().to_string();
            app.notice = Some(Message::error("welcome.headless").with("dir", dir));
        }
        return Ok((app, given));
    }
    let newer = store.spare_newer()?.map(|newer| newer.message());
    let shut = !read_only && store.spare_shut();
    let dir = store.dir().display().to_string();
    let shut = shut.then(|| Message::warning("said.shut").with("dir", dir));
    let only_looked_at = newer.or(shut);
    let book = store.load()?;
    let fixed = fixed_day(given, &book);
    world.today = fixed.unwrap_or(world.today);
    let mut app = App::new(book, world, read_only || only_looked_at.is_some(), seed);
    app.notice = only_looked_at.or(app.notice);
    Ok((app, fixed))
}

/// That closed files are kept past the period, and which command lists them.
fn past_the_period(app: &App, world: &World, months: u16) -> Option<Message> {
    let files = closed_too_long(&app.book, &world.rules, months, world.today);
    let count = files.len();
    (count > 0).then(|| Message::warning("anonymise.notice").with("count", count))
}
