//! The loop around the pure middle: events become messages, effects are carried out, frames are drawn.

mod disk;
mod events;
mod output;
mod reading;
mod saving;
mod screen;
mod typing;

pub use disk::{news, no_snapshot, recall, reveal, save};
pub use reading::beside;
pub use screen::{Screen, panic_message};

use crate::app::{App, Effect, Msg, Screen as Shown, Start, World, update};
use crate::config::Config;
use crate::model::Message;
use crate::store::{Stamp, Store, StoreError, Traces};
use crate::ui::{Memory, Styles, View, draw};
use chrono::NaiveDate;
use events::{Event, Events, terminal_is_gone};
use std::io;
use std::time::{Duration, Instant};
use typing::Typing;

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

/// How often the clock and the terminal are looked at when nothing happens.
const REST: Duration = Duration::from_secs(10);

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
    session.store.wait_at_most(saving::ATTEMPT);
    let mut shell = Shell {
        typing: Typing::new(&session.store, &session.who),
        session,
        memory_page: 0,
        trouble: None,
        revealed: None,
        waiting: None,
    };
    app.offer_drafts(shell.typing.offered());
    let others = || shell.typing.others();
    app.notice = app.notice.or_else(others).or(shell.session.remark.take());
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
                    if let Some(looked) = shell.keep_unheard(looked)
                        && let Some(msg) = shell.hear(&app, looked.map(Some))
                    {
                        stale = true;
                        shell.take(&mut app, msg, screen)?;
                    }
                }
                event => {
                    stale = true;
                    touched = Instant::now();
                    if let Some(msg) = shell.message(&app, event)
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
        // What waited for the end of an edit.
        if shell.waiting.is_none()
            && let Some(msg) = shell.hear(&app, Ok(None))
        {
            stale = true;
            shell.take(&mut app, msg, screen)?;
        }
    };
    shell.give_up_waiting(&mut app);
    shell.typing.end(&app, end == End::Quit);
    desk.end(end);
    Ok(end)
}

struct Shell<'a> {
    typing: Typing,
    session: &'a mut Session,
    memory_page: usize,
    /// Why the files cannot be looked at, so that it is said once.
    trouble: Option<StoreError>,
    /// When a hidden number was shown.
    revealed: Option<Instant>,
    /// What could not be saved yet, because another was saving.
    waiting: Option<saving::Waiting>,
}

impl Shell<'_> {
    /// For how long a number that was shown may stay so.
    fn left_to_show(&self, app: &App) -> Option<Duration> {
        let whole = self.session.config.settings.reveal_for;
        let whole = Duration::from_secs(u64::from(whole));
        let since = self.revealed.filter(|_| app.revealed.is_some())?;
        Some(whole.saturating_sub(since.elapsed()))
    }

    /// How long nothing need be done if nothing happens.
    fn rest(&self, app: &App) -> Duration {
        self.left_to_show(app).map_or(REST, |left| left.min(REST))
    }

    /// Hides a number that has been shown long enough; true if it did.
    fn hide(&mut self, app: &mut App) -> bool {
        let over = self.left_to_show(app) == Some(Duration::ZERO);
        if over {
            update(app, &self.session.world, Msg::Hide);
        }
        over
    }

    fn message(&self, app: &App, event: Event) -> Option<Msg> {
        match event {
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Key(chord, letter) => {
                let here = app.context();
                match self.session.config.keys.command(here, chord) {
                    Some(command) => Some(Msg::Do(command)),
                    None if here.takes_text() => letter.map(Msg::Type),
                    None => None,
                }
            }
            _ => None,
        }
    }

    /// Takes a message in and carries out what follows from it. True if that is the end.
    fn take(&mut self, app: &mut App, msg: Msg, screen: &mut Screen) -> io::Result<bool> {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            for effect in update(app, &self.session.world, msg) {
                match effect {
                    Effect::Quit => return Ok(true),
                    Effect::Redraw => screen.clear()?,
                    Effect::Suspend => screen.suspend()?,
                    Effect::Save(edit, undoes) => {
                        let saved = self.save(app, edit, undoes);
                        // Heard after the other, so that it stays in sight.
                        waiting.extend(no_snapshot(&self.session.store).map(Msg::Trouble));
                        waiting.push(saved);
                    }
                    Effect::Create(start) => waiting.push(self.create(&start)),
                    Effect::DraftDone(at) => self.typing.done(at),
                    Effect::Recall(turn) => {
                        waiting.push(recall(&self.session.store, turn, &self.session.who));
                    }
                    Effect::ReadJournal => waiting.push(self.journal()),
                    Effect::Reveal(asked) => {
                        self.revealed = Some(Instant::now());
                        let Session { store, .. } = &*self.session;
                        waiting.push(reveal(store, &app.book, asked, &self.stamp()));
                    }
                }
            }
        }
        Ok(false)
    }

    /// A line that waits to be saved stays written down.
    fn look_at_the_typing(&mut self, app: &App) {
        if self.waiting.is_none() {
            self.typing.look(app);
        }
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            at: chrono::Local::now().fixed_offset(),
            who: self.session.who.clone(),
        }
    }

    fn journal(&self) -> Msg {
        Msg::Journal(Box::new(self.session.store.log()))
    }

    fn create(&mut self, start: &Start) -> Msg {
        let Session {
            store,
            config,
            world,
            ..
        } = &*self.session;
        let made = (self.session.create)(store, config, start, world.today);
        let opened = made.and_then(|()| self.session.store.load().map_err(|f| f.message()));
        match opened {
            Ok(book) => {
                if let (None, Some(day)) = (self.session.fixed_today, book.settings().today) {
                    self.session.fixed_today = Some(day);
                    self.session.world.today = day;
                }
                Msg::Opened(Box::new(book))
            }
            Err(why) => Msg::NotSaved(why),
        }
    }

    /// Tells the state what only the drawing knows.
    fn told(&mut self, app: &mut App, memory: &Memory) {
        app.clamp_help(memory.help_most);
        if self.memory_page != memory.page {
            self.memory_page = memory.page;
            update(app, &self.session.world, Msg::Page(memory.page));
        }
    }

    /// What a look at the files found, if it is something.
    fn hear(&mut self, app: &App, looked: Result<Option<Traces>, StoreError>) -> Option<Msg> {
        if app.screen == Shown::Welcome {
            return None;
        }
        let found = looked.and_then(|traces| news(&self.session.store, app, traces));
        let trouble = found.as_ref().err().cloned();
        let msg = match found {
            Ok(msg) => msg,
            Err(fault) if self.trouble.as_ref() == Some(&fault) => None,
            Err(fault) => Some(Msg::Trouble(fault.message())),
        };
        self.trouble = trouble;
        msg
    }

    /// True if another day has begun.
    fn look_at_the_clock(&mut self, app: &mut App) -> bool {
        let today = chrono::Local::now().date_naive();
        let new = self.session.fixed_today.is_none() && today != self.session.world.today;
        if new {
            self.session.world.today = today;
            update(app, &self.session.world, Msg::NewDay);
        }
        new
    }
}
