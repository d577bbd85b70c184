//! What stands between the messages and the disk: effects are carried out, the files and the clock looked at; without a terminal too.

use super::clock::{Seen, Watch, office_time};
use super::disk::{ask_copy, ask_why, attempt, news, no_snapshot, recall, reveal};
use super::lists::Lists;
use super::paths::completed;
use super::remembering::{keep_import, remember_columns};
use super::session::Session;
use super::typing::Typing;
use super::waiting::{ATTEMPT, Waiting};
use crate::app::command::{Chord, Key, Stroke};
use crate::app::{App, Effect, Msg, Screen as Shown, Start, Timer, update};
use crate::model::import::Preview;
use crate::model::{Level, Message};
use crate::store::{Stamp, StoreError, Traces};
use crate::ui::Memory;
use std::io;
use std::time::Duration;

/// How often the clock and the terminal are looked at when nothing happens.
const REST: Duration = Duration::from_secs(10);

/// What a board is seen on.
pub trait Glass {
    /// Draws everything anew.
    fn clear(&mut self) -> io::Result<()>;

    /// Gives the terminal to the shell until the board is brought back. False if there is nobody who
    /// could bring it back, so that it went on at once.
    fn suspend(&mut self) -> io::Result<bool>;
}

/// A board between its terminal and the disk.
pub struct Shell<'a> {
    pub(super) typing: Typing,
    pub(super) session: &'a mut Session,
    memory_page: usize,
    /// Why the files cannot be looked at, so that it is said once.
    trouble: Option<StoreError>,
    /// What is to be told, and when, as the shell has been running.
    timers: Vec<(Timer, Duration)>,
    /// What could not be saved yet, because another was saving.
    pub(super) waiting: Option<Waiting>,
    watch: Watch,
    /// The list that is being read.
    pub(super) lists: Lists,
    /// The last key was Ctrl+C.
    interrupted: bool,
    /// The board is ended by force, so that what is being typed is kept.
    forced: bool,
}

impl<'a> Shell<'a> {
    /// Begins: offers what boards that were cut off left half typed, and says who is here too.
    pub fn start(session: &'a mut Session, app: &mut App) -> Self {
        session.store.wait_at_most(ATTEMPT);
        session.store.open_board();
        let running = (session.running)();
        let mut watch = Watch::default();
        let (store, settings) = (&session.store, &session.config.settings);
        let seen = watch.look(office_time(store, settings, session.fixed_today), running);
        let shell = Self {
            typing: Typing::new(store, &session.who, (seen.now.ok(), running)),
            session,
            memory_page: 0,
            trouble: None,
            timers: Vec::new(),
            waiting: None,
            watch,
            lists: Lists::default(),
            interrupted: false,
            forced: false,
        };
        app.notice = app.notice.take().or(seen.trouble.map(|why| why.message()));
        app.offer_drafts(shell.typing.offered());
        let others = || shell.typing.others();
        app.notice = app.notice.take().or_else(others);
        shell
    }

    /// Ends. Who leaves by choice keeps nothing of what is being typed.
    pub fn end(mut self, app: &mut App, by_choice: bool) {
        self.give_up_waiting(app);
        self.typing.end(app, by_choice && !self.forced);
    }

    /// Takes in what a look at the files found, unless an edit waits.
    pub fn looked(
        &mut self,
        app: &mut App,
        looked: Result<Traces, StoreError>,
        glass: &mut dyn Glass,
    ) -> io::Result<bool> {
        let looked = self.keep_unheard(looked);
        let msg = looked.and_then(|looked| self.hear(app, looked.map(Some)));
        let some = msg.is_some();
        if let Some(msg) = msg {
            self.take(app, msg, glass)?;
        }
        Ok(some)
    }

    /// Hears what waited for the end of an edit.
    pub fn heard_late(&mut self, app: &mut App, glass: &mut dyn Glass) -> io::Result<bool> {
        if self.waiting.is_some() {
            return Ok(false);
        }
        let msg = self.hear(app, Ok(None));
        let some = msg.is_some();
        if let Some(msg) = msg {
            self.take(app, msg, glass)?;
        }
        Ok(some)
    }

    /// The running clock.
    pub(super) fn now(&self) -> Duration {
        (self.session.running)()
    }

    /// Whether an edit waits for another who saves.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether Ctrl+C came twice in a row: it ends the board, whatever the user's keys are.
    pub(super) fn interrupted_twice(&mut self, strokes: &[Stroke]) -> bool {
        let interrupt = Chord {
            ctrl: true,
            alt: false,
            key: Key::Char('c'),
        };
        let mut twice = false;
        for stroke in strokes {
            let again = std::mem::replace(&mut self.interrupted, stroke.chord == interrupt);
            twice |= again && self.interrupted;
        }
        twice
    }

    /// The board is ended by force: what is being typed is kept.
    pub(super) fn keep_the_typing(&mut self) {
        self.forced = true;
    }

    /// Tells something when its time is over, as the settings have it.
    fn tell_after(&mut self, timer: Timer) {
        let settings = &self.session.config.settings;
        let time = match timer {
            Timer::Hide => Duration::from_secs(u64::from(settings.reveal_for)),
        };
        let due = self.now() + time;
        self.timers.retain(|(known, _)| *known != timer);
        self.timers.push((timer, due));
    }

    /// How long nothing need be done if nothing happens.
    pub(super) fn rest(&self) -> Duration {
        let now = self.now();
        let left = self.timers.iter().map(|(_, due)| due.saturating_sub(now));
        left.min().map_or(REST, |left| left.min(REST))
    }

    /// Tells what is due; true if there was something.
    pub(super) fn ring(&mut self, app: &mut App) -> bool {
        let now = self.now();
        let due = self.timers.extract_if(.., |(_, due)| *due <= now);
        let due: Vec<Timer> = due.map(|(timer, _)| timer).collect();
        for timer in &due {
            let msg = match timer {
                Timer::Hide => Msg::Hide,
            };
            update(app, &self.session.world, msg);
        }
        !due.is_empty()
    }

    /// Takes a message in and carries out what follows from it. True if that is the end.
    pub fn take(&mut self, app: &mut App, msg: Msg, glass: &mut dyn Glass) -> io::Result<bool> {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            for effect in update(app, &self.session.world, msg) {
                match effect {
                    Effect::Quit => return Ok(true),
                    Effect::Redraw => glass.clear()?,
                    Effect::Suspend => {
                        if !glass.suspend()? {
                            let message = Message::warning("said.nowhere-to-go");
                            waiting.push(Msg::Trouble(message));
                        }
                    }
                    Effect::Save(edit, undoes) => {
                        let stamp = self.stamp();
                        let saved = attempt(&self.session.store, &app.book, &edit, undoes, stamp)
                            .unwrap_or_else(|| self.wait_for_the_lock(edit, undoes));
                        // Heard after the other, so that it stays in sight.
                        waiting.extend(no_snapshot(&self.session.store).map(Msg::Trouble));
                        waiting.push(saved);
                    }
                    Effect::Create(start) => waiting.push(self.create(&start)),
                    Effect::DraftDone(at) => self.typing.done(at),
                    Effect::Recall(turn) => {
                        waiting.push(recall(&self.session.store, app, turn));
                    }
                    Effect::AskWhy(n) => waiting.push(ask_why(&self.session.store, n)),
                    Effect::AskCopy => waiting.push(ask_copy(&self.session.store)),
                    Effect::ReadJournal => waiting.push(self.journal()),
                    Effect::ReadList(ask) => {
                        let Session { world, config, .. } = &*self.session;
                        self.lists.begin(*ask, &app.book, world, config);
                    }
                    Effect::ListTaken(list) => {
                        waiting.extend(self.list_taken(&list).map(Msg::Trouble));
                    }
                    Effect::StopList => self.lists.stop(),
                    Effect::Complete(typed) => waiting.push(completed(typed)),
                    Effect::After(timer) => self.tell_after(timer),
                    Effect::Reveal(asked) => {
                        let shown = self
                            .stamp()
                            .map(|stamp| reveal(&self.session.store, &app.book, asked, &stamp));
                        waiting.push(shown.unwrap_or_else(|why| Msg::Trouble(why.message())));
                    }
                }
            }
        }
        Ok(false)
    }

    /// A line that waits to be saved stays written down.
    pub fn look_at_the_typing(&mut self, app: &App) {
        if self.waiting.is_none() {
            self.typing.look(app, (self.session.running)());
        }
    }

    /// Hears how far the reading of a list is. True if there is something to be seen.
    pub fn hear_of_lists(&mut self, app: &mut App, glass: &mut dyn Glass) -> io::Result<bool> {
        let news = self.lists.news();
        let some = news.is_some();
        if let Some(msg) = news {
            self.take(app, msg, glass)?;
        }
        Ok(some)
    }

    /// Remembers what became of a list, and what was said of its columns for the next one. Says what
    /// cannot be.
    fn list_taken(&mut self, list: &Preview) -> Option<Message> {
        let Session { store, config, .. } = &mut *self.session;
        let Preview { reading, plan, .. } = list;
        let kept = keep_import(store, reading, plan);
        let told = remember_columns(store, config, &reading.mappings);
        config.learn(&reading.mappings);
        kept.or(told.filter(|told| told.level != Level::Info))
    }

    /// When and by whom something is done now.
    pub(super) fn stamp(&mut self) -> Result<Stamp, StoreError> {
        Ok(Stamp {
            at: self.look_at_the_time().now?,
            who: self.session.who.clone(),
        })
    }

    fn look_at_the_time(&mut self) -> Seen {
        let Session {
            store,
            config,
            fixed_today,
            ..
        } = &*self.session;
        let clock = office_time(store, &config.settings, *fixed_today);
        self.watch.look(clock, (self.session.running)())
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
    pub(super) fn told(&mut self, app: &mut App, memory: &Memory) {
        app.clamp_help(memory.help_most);
        if self.memory_page != memory.page {
            self.memory_page = memory.page;
            update(app, &self.session.world, Msg::Page(memory.page));
        }
    }

    /// What a look at the files found, if it is something.
    pub(super) fn hear(
        &mut self,
        app: &App,
        looked: Result<Option<Traces>, StoreError>,
    ) -> Option<Msg> {
        if app.screens.open == Shown::Welcome {
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

    /// True if another day has begun, or the clock has gone wrong.
    pub fn look_at_the_clock(&mut self, app: &mut App) -> bool {
        let seen = self.look_at_the_time();
        let wrong = seen.trouble.is_some();
        if let Some(why) = seen.trouble {
            update(app, &self.session.world, Msg::Trouble(why.message()));
        }
        let Ok(now) = seen.now else {
            return wrong;
        };
        let today = now.date_naive();
        let new = self.session.fixed_today.is_none() && today != self.session.world.today;
        if new {
            self.session.world.today = today;
            update(app, &self.session.world, Msg::NewDay);
        }
        new || wrong
    }
}
