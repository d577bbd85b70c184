//! What comes in: keys, pastes, resizes and signals, read on threads of their own.

use super::gathering::{Gathered, Gathering};
use super::keys::Decoder;
use super::screen::give_up;
use crate::app::command::Stroke;
use crate::model::Message;
use crate::store::{StoreError, Traces, Watch};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::pipe;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Something that came in.
#[derive(Debug)]
pub(super) enum Event {
    /// Keys that came within a breath of each other.
    Keys(Vec<Stroke>),
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
    Damage(Message),
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

/// The signals that ask for the end. Left to themselves they would leave the terminal as the board
/// has it.
const ENDS: [i32; 7] = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2];

impl Events {
    /// Listens to signals.
    pub(super) fn start() -> io::Result<Self> {
        let (sender, received) = channel();
        let mut signals = Signals::new(ENDS)?;
        let from_signals = sender.clone();
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
                give_up();
                signal_hook::low_level::exit(128 + signal);
            })?;
        Ok(Self {
            received,
            sender,
            early: VecDeque::new(),
        })
    }

    /// Listens to a terminal that was taken.
    pub(super) fn listen(&self) -> io::Result<()> {
        let woken = changes_of_size()?;
        let sender = self.sender();
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || read(&sender, &woken))?;
        Ok(())
    }

    /// Has the files looked at so often, and the journals once.
    pub(super) fn look(&self, mut watch: Watch, every: Duration) -> io::Result<()> {
        let from_watch = self.sender();
        let watching = move || {
            thread::sleep(every);
            if let Some(damage) = watch.journal_damage() {
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
pub fn terminal_is_gone() -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    poll(&mut fds, Some(&Timespec::default())).is_err() || is_gone(&fds[0])
}

pub(super) fn is_gone(fd: &PollFd<'_>) -> bool {
    fd.revents()
        .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

/// Has the terminal's size told. The handler writes a byte for each change.
fn changes_of_size() -> io::Result<UnixStream> {
    let (woken, waker) = UnixStream::pair()?;
    woken.set_nonblocking(true)?;
    pipe::register(SIGWINCH, waker)?;
    Ok(woken)
}

/// What there was to wait for.
enum Came {
    Input,
    Size,
    Nothing,
    End,
}

/// Waits for input or another size, so long at the most.
fn wait(woken: &UnixStream, patience: Option<Duration>) -> Came {
    let stdin = io::stdin();
    let mut fds = [
        PollFd::new(&stdin, PollFlags::IN),
        PollFd::new(woken, PollFlags::IN),
    ];
    let patience = patience.and_then(|time| Timespec::try_from(time).ok());
    match poll(&mut fds, patience.as_ref()) {
        Ok(_) if is_gone(&fds[0]) => Came::End,
        Ok(_) if fds[1].revents().contains(PollFlags::IN) => Came::Size,
        Ok(_) if fds[0].revents().contains(PollFlags::IN) => Came::Input,
        Ok(_) | Err(Errno::INTR) => Came::Nothing,
        Err(_) => Came::End,
    }
}

/// Reads the terminal until it is gone.
fn read(sender: &Sender<Event>, woken: &UnixStream) {
    let mut keys = Keys::default();
    let mut bytes = vec![0; 1 << 16];
    loop {
        let came = wait(woken, keys.patience(Instant::now()));
        let told = match came {
            Came::End => break,
            Came::Size => {
                let mut news = [0; 64];
                while matches!((&*woken).read(&mut news), Ok(1..)) {}
                vec![Event::Resize]
            }
            Came::Nothing => Vec::new(),
            Came::Input => match rustix::io::read(io::stdin(), &mut bytes) {
                Ok(0) => break,
                Ok(count) => keys.take(&bytes[..count], Instant::now()),
                // The terminal may have been left so that it does not wait.
                Err(Errno::AGAIN | Errno::INTR) => Vec::new(),
                Err(_) => break,
            },
        };
        let told = told.into_iter().chain(keys.look(Instant::now()));
        for event in told {
            if sender.send(event).is_err() {
                return;
            }
        }
    }
    for event in keys.end() {
        let _ = sender.send(event);
    }
    let _ = sender.send(Event::HangUp);
}

/// What was read and is not told yet.
#[derive(Default)]
struct Keys {
    decoder: Decoder,
    gathering: Gathering,
    /// When something was last read.
    last: Option<Instant>,
}

impl Keys {
    fn patience(&self, now: Instant) -> Option<Duration> {
        let whole = self.left_to_be_whole(now);
        let more = self.gathering.patience(now);
        whole.into_iter().chain(more).min()
    }

    fn left_to_be_whole(&self, now: Instant) -> Option<Duration> {
        let (patience, last) = (self.decoder.patience()?, self.last?);
        Some((last + patience).saturating_duration_since(now))
    }

    fn take(&mut self, bytes: &[u8], now: Instant) -> Vec<Event> {
        self.last = Some(now);
        let inputs = self.decoder.take(bytes);
        events(self.gathering.add(inputs, now))
    }

    /// What is due by now.
    fn look(&mut self, now: Instant) -> Vec<Event> {
        let mut told = Vec::new();
        if self.left_to_be_whole(now) == Some(Duration::ZERO) {
            let inputs = self.decoder.give_up();
            told.extend(self.gathering.add(inputs, now));
        }
        if self.gathering.patience(now) == Some(Duration::ZERO) {
            told.extend(self.gathering.end());
        }
        events(told)
    }

    fn end(&mut self) -> Vec<Event> {
        events(self.gathering.end().into_iter().collect())
    }
}

fn events(gathered: Vec<Gathered>) -> Vec<Event> {
    let event = |one| match one {
        Gathered::Keys(strokes) => Event::Keys(strokes),
        Gathered::Paste(text) => Event::Paste(text),
    };
    gathered.into_iter().map(event).collect()
}
