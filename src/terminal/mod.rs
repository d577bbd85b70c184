//! The loop around the pure middle: events become messages, effects are carried out, frames are drawn.

mod came;
mod clock;
mod colours;
mod disk;
mod events;
mod gathering;
mod hearing;
mod keys;
mod lists;
mod output;
mod paths;
mod reading;
mod remembering;
mod saving;
mod screen;
mod session;
mod shell;
mod typing;
mod waiting;

pub use clock::office_time;
pub use colours::{Colours, colours_in};
pub use disk::{ask_copy, ask_why, news, no_snapshot, recall, reveal, save};
pub use events::terminal_is_gone;
pub use gathering::{Burst, Gathered, Gathering};
pub use hearing::{Heard, is_harmless};
pub use keys::{Decoder, Input};
pub use lists::{read_file, read_list};
pub use paths::{completed, typed_path};
pub use reading::beside;
pub use remembering::{keep_import, remember_columns};
pub use screen::{Screen, panic_message, panic_sentence};
pub use session::Session;
pub use shell::{Glass, Shell};

use crate::app::{App, Msg, update};
use crate::ui::{Memory, Styles, View, draw};
use came::Event;
use events::Events;
use std::io;
use std::time::{Duration, Instant};

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
    fn take(colours: Colours) -> io::Result<Self> {
        let events = Events::start()?;
        let screen = Screen::enter(colours, events.sender())?;
        events.listen()?;
        Ok(Self { events, screen })
    }

    /// Gives it back as the end asks.
    fn end(self, end: End) {
        match end {
            // Nobody reads any more: drawing could only block.
            End::HangUp => self.screen.abandon(),
            // What the user asked for is done, also where the terminal cannot be told.
            _ => self.screen.leave().unwrap_or_default(),
        }
    }
}

/// Runs the board until it is left, at a desk if there is one already. The terminal is restored on
/// every way out.
pub fn run(session: &mut Session, mut app: App, desk: Option<Desk>) -> io::Result<End> {
    let colours = session.colours;
    let mut desk = desk.map_or_else(|| Desk::take(colours), Ok)?;
    desk.events.look(session.store.watch(), LOOK)?;
    let remark = session.remark.take();
    let mut shell = Shell::start(session, &mut app);
    app.notice = app.notice.or(remark);
    let ended = match go_on(&mut shell, &mut app, &mut desk) {
        Err(_) if terminal_is_gone() => Ok(End::HangUp),
        ended => ended,
    };
    shell.end(&mut app, matches!(ended, Ok(End::Quit)));
    let end = ended?;
    desk.end(end);
    Ok(end)
}

/// Takes in what comes and draws what follows, until the end.
fn go_on(shell: &mut Shell<'_>, app: &mut App, desk: &mut Desk) -> io::Result<End> {
    let Desk { events, screen } = desk;
    let Session {
        config, colours, ..
    } = &*shell.session;
    let styles = Styles::new(&config.theme, *colours != Colours::None);
    let patience = Duration::from_secs(60 * u64::from(config.settings.cover_after));
    let mut memory = Memory::default();
    let mut stale = true;
    let mut touched = Instant::now();
    loop {
        // A terminal that does not take the last frame yet is given the next one when it has.
        if stale && screen.is_idle() {
            let view = View {
                app,
                world: &shell.session.world,
                texts: &shell.session.config.texts,
                keys: &shell.session.config.keys,
                styles: &styles,
            };
            screen.draw(|frame| draw(frame, view, &mut memory))?;
            shell.told(app, &memory);
            stale = false;
        }

        // Whatever has come in by now is taken in before the next frame.
        let harmless = |stroke| is_harmless(stroke, app, &shell.session.config.keys);
        let mut next = events.wait(shell.patience(shell.rest()), harmless);
        let idle = next.is_none();
        if idle && terminal_is_gone() {
            return Ok(End::HangUp);
        }
        while let Some(event) = next {
            if matches!(event, Event::Keys(_) | Event::Paste(_)) {
                touched = Instant::now();
            }
            match carry_out(shell, app, event, screen)? {
                Followed::End(end) => return Ok(end),
                Followed::News => stale = true,
                Followed::Nothing => {}
            }
            next = events.more(|stroke| is_harmless(stroke, app, &shell.session.config.keys));
        }
        stale |= shell.go_on_saving(app, screen)?;
        stale |= shell.hear_of_lists(app, screen)?;
        shell.look_at_the_typing(app);
        stale |= shell.look_at_the_clock(app) | shell.ring(app);
        stale |= !idle && shell.heard_late(app, screen)?;
        if !app.covered && !patience.is_zero() && touched.elapsed() >= patience {
            update(app, &shell.session.world, Msg::Cover);
            stale = true;
        }
    }
}

/// What came of something that came in.
enum Followed {
    /// Nothing that can be seen.
    Nothing,
    /// Something to draw.
    News,
    /// The end.
    End(End),
}

/// Carries out what came in.
fn carry_out(
    shell: &mut Shell<'_>,
    app: &mut App,
    event: Event,
    screen: &mut Screen,
) -> io::Result<Followed> {
    let told = match event {
        Event::HangUp => return Ok(Followed::End(End::HangUp)),
        Event::Signal(signal) => return Ok(Followed::End(End::Signal(signal))),
        Event::Drawn => return Ok(Followed::Nothing),
        Event::Resize => {
            screen.autoresize()?;
            None
        }
        Event::Others => match shell.typing.arrived(&shell.session.store) {
            None => return Ok(Followed::Nothing),
            Some(told) => Some(Msg::Trouble(told)),
        },
        Event::Damage(told) => Some(Msg::Trouble(told)),
        Event::Look(looked) => {
            let some = shell.looked(app, looked, screen)?;
            return Ok(if some {
                Followed::News
            } else {
                Followed::Nothing
            });
        }
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Keys(burst) => {
            let twice = shell.interrupted_twice(&burst.strokes[burst.done..]);
            let mut heard = Heard::new(burst, app, &shell.session.config.keys);
            while let Some(msg) = heard.next(app, &shell.session.config.keys) {
                if shell.take(app, msg, screen)? && shell.may_leave(app, screen)? {
                    return Ok(Followed::End(End::Quit));
                }
            }
            if twice {
                shell.keep_the_typing();
                return Ok(Followed::End(End::Quit));
            }
            None
        }
    };
    if let Some(msg) = told {
        shell.take(app, msg, screen)?;
    }
    Ok(Followed::News)
}
