//! The loop around the pure middle: events become messages, effects are carried out, frames are drawn.

mod disk;
mod events;
mod output;
mod reading;
mod saving;
mod screen;
mod shell;
mod typing;

pub use disk::{news, no_snapshot, recall, reveal, save};
pub use reading::beside;
pub use screen::{Screen, panic_message};
pub use shell::{Glass, Shell};

use crate::app::{App, Msg, Start, World, update};
use crate::config::Config;
use crate::model::Message;
use crate::store::Store;
use crate::ui::{Memory, Styles, View, draw};
use chrono::NaiveDate;
use events::{Event, Events, terminal_is_gone};
use std::io;
use std::time::{Duration, Instant};

/// Everything the loop works with.
pub struct Session {
    /// The disk.
    pub store: Store,
    /// Words, keys, looks.
    pub config: Config,
    /// The day and the field.
    pub world: World,
    /// Who stands in the journal.
    pub who: String,
    /// The day given by the user or the book; none follows the clock.
    pub fixed_today: Option<NaiveDate>,
    /// Whether colours are wanted.
    pub color: bool,
    /// What is told at the start where nothing else is.
    pub remark: Option<Message>,
    /// Makes a book where there is none, for a first start.
    pub create: fn(&Store, &Config, &Start, NaiveDate) -> Result<(), Message>,
}

/// How the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The user left.
    Quit,
    /// The terminal is gone.
    HangUp,
    /// A signal asked for the end.
    Signal(i32),
}

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// The terminal, taken: what comes in from it and what goes out.
pub struct Desk {
    events: Events,
    screen: Screen,
}

impl Desk {
    /// Takes the terminal.
    fn take() -> io::Result<Self> {
        let events = Events::start()?;
        let screen = Screen::enter(events.sender())?;
        Ok(Self { events, screen })
    }

    /// Gives it back as the end asks.
    fn end(self, end: End) {
        match end {
            // Nobody reads any more: writing could only block.
            End::HangUp => self.screen.abandon(),
            // What the user asked for is done, also where the terminal cannot be told.
            _ => self.screen.leave().unwrap_or_default(),
        }
    }
}

/// Runs the board until it is left, at a desk if there is one already. The terminal is restored on
/// every way out.
pub fn run(session: &mut Session, mut app: App, desk: Option<Desk>) -> io::Result<End> {
    let mut desk = desk.map_or_else(Desk::take, Ok)?;
    let Desk { events, screen } = &mut desk;
    events.look(session.store.watch(), LOOK)?;
    let styles = Styles::new(&session.config.theme, session.color);
    let mut memory = Memory::default();
    let remark = session.remark.take();
    let mut shell = Shell::start(session, &mut app);
    app.notice = app.notice.or(remark);
    let mut stale = true;
    let mut touched = Instant::now();
    let patience = Duration::from_secs(60 * u64::from(shell.session.config.settings.cover_after));
    let end = 'run: loop {
        // A terminal that does not take the last frame yet is given the next one when it has.
        if stale && screen.is_idle() {
            let view = View {
                app: &app,
                world: &shell.session.world,
                texts: &shell.session.config.texts,
                keys: &shell.session.config.keys,
                styles: &styles,
            };
            if screen.draw(|frame| draw(frame, view, &mut memory)).is_err() {
                break End::HangUp;
            }
            shell.told(&mut app, &memory);
            stale = false;
        }

        // Whatever has come in by now is taken in before the next frame.
        let Some(first) = events.wait(shell.patience(shell.rest(&app))) else {
            stale |= shell.go_on_saving(&mut app, screen)?;
            shell.look_at_the_typing(&app);
            if terminal_is_gone() {
                break End::HangUp;
            }
            stale |= shell.look_at_the_clock(&mut app);
            stale |= shell.hide(&mut app);
            if !app.covered && !patience.is_zero() && touched.elapsed() >= patience {
                update(&mut app, &shell.session.world, Msg::Cover);
                stale = true;
            }
            continue;
        };
        let mut next = Some(first);
        while let Some(event) = next {
            match event {
                Event::HangUp => break 'run End::HangUp,
                Event::Signal(signal) => break 'run End::Signal(signal),
                Event::Drawn => {}
                Event::Resize => {
                    if screen.autoresize().is_err() {
                        break 'run End::HangUp;
                    }
                    stale = true;
                }
                Event::Others => {
                    if let Some(told) = shell.typing.arrived(&shell.session.store) {
                        stale = true;
                        shell.take(&mut app, Msg::Trouble(told), screen)?;
                    }
                }
                Event::Damage(count) => {
                    stale = true;
                    let message = Message::error("said.journal-damaged");
                    let told = Msg::Trouble(message.with("count", count));
                    shell.take(&mut app, told, screen)?;
                }
                Event::Look(looked) => {
                    stale |= shell.looked(&mut app, looked, screen)?;
                }
                event => {
                    stale = true;
                    touched = Instant::now();
                    if let Some(msg) = message(&shell.session.config, &app, event)
                        && shell.take(&mut app, msg, screen)?
                        && shell.may_leave(&mut app, screen)?
                    {
                        break 'run End::Quit;
                    }
                }
            }
            next = events.more();
        }
        stale |= shell.go_on_saving(&mut app, screen)?;
        shell.look_at_the_typing(&app);
        stale |= shell.look_at_the_clock(&mut app) | shell.hide(&mut app);
        stale |= shell.heard_late(&mut app, screen)?;
    };
    shell.end(&mut app, end == End::Quit);
    desk.end(end);
    Ok(end)
}

/// What a key or a paste asks for here.
fn message(config: &Config, app: &App, event: Event) -> Option<Msg> {
    match event {
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Key(chord, letter) => {
            let here = app.context();
            match config.keys.command(here, chord) {
                Some(command) => Some(Msg::Do(command)),
                None if here.takes_text() => letter.map(Msg::Type),
                None => None,
            }
        }
        _ => None,
    }
}
