//! The terminal while a large book is still being read: how far that is, and a way out.

use super::came::Event;
use super::{Colours, Desk, End};
use crate::app::by_no_hand;
use crate::app::command::{Command, Context, Stroke};
use crate::config::Config;
use crate::store::Reading;
use crate::ui::{Styles, draw_reading};
use std::io;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A book that is read within this time is not announced: the board is the first to be seen.
const SOON: Duration = Duration::from_millis(30);

/// From this many files on it is announced at once.
const LARGE: usize = 2_000;

/// How often is asked whether it is read or large.
const ASK: Duration = Duration::from_millis(3);

/// How often it is drawn how far the reading is.
const EVERY: Duration = Duration::from_millis(50);

/// Opens something beside the terminal, which is taken if that lasts and is then part of what comes
/// of it. What is typed meanwhile is kept for the board, but for the key that leaves: then, or when
/// the terminal is gone, it is not waited for.
pub fn beside<T: Send + 'static>(
    config: &Config,
    colours: Colours,
    reading: &Reading,
    open: impl FnOnce() -> T + Send + 'static,
) -> io::Result<Result<(T, Option<Desk>), End>> {
    let (sender, opened) = channel();
    let opening = thread::Builder::new()
        .name("opening".to_owned())
        .spawn(move || sender.send(open()))?;
    let mut desk: Option<Desk> = None;
    let styles = Styles::new(&config.theme, colours != Colours::None);
    let begun = Instant::now();
    let mut drawn = false;
    loop {
        match opened.recv_timeout(if drawn { EVERY } else { ASK }) {
            Ok(done) => return Ok(Ok((done, desk))),
            Err(RecvTimeoutError::Timeout) => {}
            // Said what was to be said, and gave the terminal back.
            Err(RecvTimeoutError::Disconnected) => match opening.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(_) => return Ok(Err(End::Quit)),
            },
        }
        if desk.is_none() && begun.elapsed() < SOON && reading.so_far().1 < LARGE {
            continue;
        }
        let mut here = desk.take().map_or_else(|| Desk::take(colours), Ok)?;
        match attend(&mut here, config, &styles, reading) {
            Ok(now) => drawn = now,
            Err(end) => {
                here.end(end);
                return Ok(Err(end));
            }
        }
        desk = Some(here);
    }
}

/// Whether the key that leaves was typed.
fn leaves(strokes: &[Stroke], config: &Config) -> bool {
    let asks = |stroke: &Stroke| config.keys.command(Context::Tree, stroke.chord);
    !by_no_hand(strokes) && strokes.iter().any(|it| asks(it) == Some(Command::Quit))
}

/// Takes in what has come in, and draws how far it is unless the terminal is not ready for it.
fn attend(
    desk: &mut Desk,
    config: &Config,
    styles: &Styles,
    reading: &Reading,
) -> Result<bool, End> {
    let Desk { events, screen } = desk;
    let mut kept = Vec::new();
    while let Some(event) = events.more(|_| false) {
        match event {
            Event::HangUp => return Err(End::HangUp),
            Event::Signal(signal) => return Err(End::Signal(signal)),
            Event::Keys(burst) if leaves(&burst.strokes, config) => return Err(End::Quit),
            Event::Keys(_) | Event::Paste(_) => kept.push(event),
            Event::Resize if screen.autoresize().is_err() => return Err(End::HangUp),
            Event::Resize | Event::Drawn | Event::Look(_) | Event::Others | Event::Damage(_) => {}
        }
    }
    for event in kept {
        events.keep(event);
    }
    let far = reading.so_far();
    if !screen.is_idle() {
        return Ok(false);
    }
    let looks = (&config.texts, &config.keys, styles);
    let drawn = screen.draw(|frame| draw_reading(frame, looks, far));
    drawn.map(|()| true).map_err(|_| End::HangUp)
}
