//! What comes in: keys, pastes, resizes and signals, read on threads of their own.

use crate::app::command::{Chord, Key};
use crate::store::{StoreError, Traces, Watch};
use ratatui::crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::pipe;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// Something that came in.
#[derive(Debug)]
pub(super) enum Event {
    /// A key, and the letter it types if it types one.
    Key(Chord, Option<char>),
    /// Pasted text.
    Paste(String),
    /// Another size.
    Resize,
    /// All frames are written.
    Drawn,
    /// The files were looked at, since something may have changed.
    Look(Result<Traces, StoreError>),
    /// Boards have come or gone.
    Others,
    /// The journals are damaged in so many places.
    Damage(usize),
    /// The terminal is gone.
    HangUp,
    /// A signal that asks for the end.
    Signal(i32),
}

/// The stream of events.
pub(super) struct Events {
    received: Receiver<Event>,
    sender: Sender<Event>,
    /// What came before anybody could take it.
    early: VecDeque<Event>,
}

/// How long a stalled disk may keep the program after it was asked to end: what is being typed is
/// still to be written down.
const GRACE: Duration = Duration::from_secs(3);

impl Events {
    /// Listens to the terminal and to signals.
    pub(super) fn start() -> io::Result<Self> {
        let (sender, received) = channel();
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        let (from_signals, kept) = (sender.clone(), sender.clone());
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                let Some(signal) = signals.forever().next() else {
                    return;
                };
                let _ = from_signals.send(Event::Signal(signal));
                // The loop may hang in a disk that does not answer. Every save is whole before it
                // is said to be, so leaving here loses nothing that was.
                thread::sleep(GRACE);
                signal_hook::low_level::exit(128 + signal);
            })?;
        // The library's own handler of a resize must be there first: handlers run in the order
        // they came, so when ours wakes the reader, the library's news is ready to be taken.
        event::poll(Duration::ZERO)?;
        let (woken, waker) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        pipe::register(SIGWINCH, waker)?;
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || read(&sender, &woken))?;
        Ok(Self {
            received,
            sender: kept,
            early: VecDeque::new(),
        })
    }

    /// Has the files looked at so often, and the journals once.
    pub(super) fn look(&self, mut watch: Watch, every: Duration) -> io::Result<()> {
        let from_watch = self.sender();
        let watching = move || {
            thread::sleep(every);
            let damage = watch.journal_damage();
            if damage > 0 {
                let _ = from_watch.send(Event::Damage(damage));
            }
            loop {
                let others = watch.sessions_changed().then_some(Event::Others);
                let looked = watch.look().transpose().map(Event::Look);
                let mut news = others.into_iter().chain(looked);
                if news.any(|event| from_watch.send(event).is_err()) {
                    return;
                }
                thread::sleep(every);
            }
        };
        let thread = thread::Builder::new().name("watch".to_owned());
        thread.spawn(watching).map(|_| ())
    }

    /// Keeps an event that came too early: it is the next one then, after those kept before it.
    pub(super) fn keep(&mut self, event: Event) {
        self.early.push_back(event);
    }

    /// For others who have something to tell the loop.
    pub(super) fn sender(&self) -> Sender<Event> {
        self.sender.clone()
    }

    /// The next event, if one comes in time.
    pub(super) fn wait(&mut self, time: Duration) -> Option<Event> {
        if let Some(event) = self.early.pop_front() {
            return Some(event);
        }
        match self.received.recv_timeout(time) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            // Cannot be: one sender is held here.
            Err(RecvTimeoutError::Disconnected) => Some(Event::HangUp),
        }
    }

    /// An event that has come in already.
    pub(super) fn more(&mut self) -> Option<Event> {
        let early = self.early.pop_front();
        early.or_else(|| self.received.try_recv().ok())
    }
}

/// Whether the terminal has hung up, in case no signal came.
pub(super) fn terminal_is_gone() -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    poll(&mut fds, Some(&Timespec::default())).is_err() || is_gone(&fds[0])
}

fn is_gone(fd: &PollFd<'_>) -> bool {
    fd.revents()
        .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

/// Waits for input or a resize; false when the terminal is gone.
fn wait(woken: &UnixStream) -> bool {
    let stdin = io::stdin();
    let mut fds = [
        PollFd::new(&stdin, PollFlags::IN),
        PollFd::new(woken, PollFlags::IN),
    ];
    match poll(&mut fds, None) {
        Ok(_) => {
            let mut news = [0; 64];
            while matches!((&*woken).read(&mut news), Ok(1..)) {}
            !is_gone(&fds[0])
        }
        Err(error) => error == rustix::io::Errno::INTR,
    }
}

/// How long to wait when there is input that the library does not take yet.
const BREATH: Duration = Duration::from_millis(20);

/// The library's own reading never returns on a dead terminal and burns a processor, so it is
/// asked only when the system says that there is something to read and somebody at the other end.
/// It must also be asked at every resize: left lying, that news makes it overlook the next key.
fn read(sender: &Sender<Event>, woken: &UnixStream) {
    while wait(woken) {
        let mut taken = false;
        while event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = event::read() else { break };
            taken = true;
            let sent = translate(event).is_none_or(|event| sender.send(event).is_ok());
            if !sent {
                return;
            }
        }
        if !taken {
            thread::sleep(BREATH);
        }
    }
    let _ = sender.send(Event::HangUp);
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => chord(key),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(..) => Some(Event::Resize),
        _ => None,
    }
}

fn chord(event: KeyEvent) -> Option<Event> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let key = match event.code {
        KeyCode::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    let letter = match event.code {
        KeyCode::Char(c) if !ctrl && !alt => Some(c),
        _ => None,
    };
    Some(Event::Key(Chord { ctrl, alt, key }, letter))
}
