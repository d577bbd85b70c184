//! `ketnap` alone: the board on the data directory, or the choices of a first start.

use super::exit::{Exit, Failure, Outcome};
use super::init;
use super::open::{Ground, Opened, clock, world};
use crate::app::App;
use crate::model::Message;
use crate::store::Presence;
use crate::terminal::{End, Session, panic_message, run as run_terminal};
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
    let seed = fastrand::u64(..);
    let read_only = ground.read_only;
    let (mut session, mut app) = if ground.store.presence()? == Presence::Empty && !read_only {
        let today = ground.given_today;
        let session = session(ground, today);
        let app = App::first_start(&session.world, seed);
        (session, app)
    } else {
        let Opened {
            ground,
            book,
            fixed,
            ..
        } = ground.open()?;
        let session = session(ground, fixed);
        let app = App::new(book, &session.world, read_only, seed);
        (session, app)
    };
    if let Some(problem) = problem {
        app.notice = Some(problem);
    }
    match run_terminal(&mut session, app)? {
        End::Quit | End::HangUp => Ok(Exit::Done),
        End::Signal(_) => Ok(Exit::Failed),
    }
}

fn session(ground: Ground, fixed_today: Option<chrono::NaiveDate>) -> Session {
    let who = ground.who();
    let today = fixed_today.unwrap_or_else(clock);
    let Ground { config, store, .. } = ground;
    let world = world(&config, today);
    let color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Session {
        store,
        config,
        world,
        who,
        fixed_today,
        color,
        create: init::create,
    }
}
