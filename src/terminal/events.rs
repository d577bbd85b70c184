//! What comes in: keys, pastes, resizes and signals, read on threads of their own.

use super::came::{Came, Event, is_gone};
use super::gathering::{Gathered, Gathering};
use super::keys::Decoder;
use super::screen::give_up;
use crate::app::command::Stroke;
use crate::store::Watch;
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

/// The stream of events.
pub(super) struct Events {
    received: Receiver<Came>,
    sender: Sender<Came>,
    gathering: Gathering,
    /// Received, but to be taken after those that are ready.
    put_off: Option<Came>,
    /// Those that can be taken.
    ready: VecDeque<Event>,
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
                let _ = from_signals.send(Event::Signal(signal).into());
                // The loop may hang in a disk that does not answer. Every save is whole before it
                // is said to be, so leaving here loses nothing that was.
                thread::sleep(GRACE);
                give_up();
                signal_hook::low_level::exit(128 + signal);
            })?;
        Ok(Self {
            received,
            sender,
            gathering: Gathering::default(),
            put_off: None,
            ready: VecDeque::new(),
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
                let _ = from_watch.send(Event::Damage(damage).into());
            }
            loop {
                let others = watch.sessions_changed().then_some(Event::Others);
                let looked = watch.look().transpose().map(Event::Look);
                let mut news = others.into_iter().chain(looked);
                if news.any(|event| from_watch.send(event.into()).is_err()) {
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
        self.ready.push_back(event);
    }

    /// For others who have something to tell the loop.
    pub(super) fn sender(&self) -> Sender<Came> {
        self.sender.clone()
    }

    /// The next event, if one comes in time. `harmless` says which keys may be done before it is
    /// known what follows them.
    pub(super) fn wait(
        &mut self,
        time: Duration,
        harmless: impl Fn(Stroke) -> bool,
    ) -> Option<Event> {
        let until = Instant::now() + time;
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let now = Instant::now();
            let left = until.saturating_duration_since(now);
            let patience = self.gathering.patience(now);
            let came = match self.put_off.take() {
                Some(came) => Ok(came),
                None => (self.received).recv_timeout(patience.map_or(left, |it| it.min(left))),
            };
            match came {
                Ok(Came::Read(inputs, at)) => {
                    if let Some(burst) = self.gathering.end_if_over(at) {
                        // It may alter what the next key means.
                        self.ready.push_back(Event::Keys(burst));
                        self.put_off = Some(Came::Read(inputs, at));
                        continue;
                    }
                    let gathered = self.gathering.add(inputs, at, &harmless).into_iter();
                    self.ready.extend(gathered.map(|one| match one {
                        Gathered::Keys(burst) => Event::Keys(burst),
                        Gathered::Paste(text) => Event::Paste(text),
                    }));
                }
                Ok(Came::Event(event)) => {
                    if matches!(event, Event::HangUp) {
                        // What was typed before the terminal went is done.
                        self.ready.extend(self.gathering.end().map(Event::Keys));
                    }
                    self.ready.push_back(event);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let over = self.gathering.end_if_over(Instant::now());
                    self.ready.extend(over.map(Event::Keys));
                    if left.is_zero() {
                        return self.ready.pop_front();
                    }
                }
                // Cannot be: one sender is held here.
                Err(RecvTimeoutError::Disconnected) => return Some(Event::HangUp),
            }
        }
    }

    /// An event that has come in already.
    pub(super) fn more(&mut self, harmless: impl Fn(Stroke) -> bool) -> Option<Event> {
        self.wait(Duration::ZERO, harmless)
    }
}

/// Whether the terminal has hung up, in case no signal came.
pub fn terminal_is_gone() -> bool {
    let stdin = io::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    poll(&mut fds, Some(&Timespec::default())).is_err() || is_gone(&fds[0])
}

/// Has the terminal's size told. The handler writes a byte for each change.
fn changes_of_size() -> io::Result<UnixStream> {
    let (woken, waker) = UnixStream::pair()?;
    woken.set_nonblocking(true)?;
    pipe::register(SIGWINCH, waker)?;
    Ok(woken)
}

/// What there was to wait for.
enum Woken {
    Input,
    Size,
    Nothing,
    End,
}

/// Waits for input or another size, so long at the most.
fn wait(woken: &UnixStream, patience: Option<Duration>) -> Woken {
    let stdin = io::stdin();
    let mut fds = [
        PollFd::new(&stdin, PollFlags::IN),
        PollFd::new(woken, PollFlags::IN),
    ];
    let patience = patience.and_then(|time| Timespec::try_from(time).ok());
    match poll(&mut fds, patience.as_ref()) {
        Ok(_) if is_gone(&fds[0]) => Woken::End,
        Ok(_) if fds[1].revents().contains(PollFlags::IN) => Woken::Size,
        Ok(_) if fds[0].revents().contains(PollFlags::IN) => Woken::Input,
        Ok(_) | Err(Errno::INTR) => Woken::Nothing,
        Err(_) => Woken::End,
    }
}

/// Reads the terminal until it is gone.
fn read(sender: &Sender<Came>, woken: &UnixStream) {
    let mut decoder = Decoder::default();
    let mut last = Instant::now();
    let mut bytes = vec![0; 1 << 16];
    loop {
        // A sequence that is not whole is waited for.
        let left = |patience| (last + patience).saturating_duration_since(Instant::now());
        let told = match wait(woken, decoder.patience().map(left)) {
            Woken::End => break,
            Woken::Size => {
                let mut news = [0; 64];
                while matches!((&*woken).read(&mut news), Ok(1..)) {}
                Some(Event::Resize.into())
            }
            Woken::Nothing => None,
            Woken::Input => match rustix::io::read(io::stdin(), &mut bytes) {
                Ok(0) => break,
                Ok(count) => {
                    last = Instant::now();
                    Some(Came::Read(decoder.take(&bytes[..count]), last))
                }
                // The terminal may have been left so that it does not wait.
                Err(Errno::AGAIN | Errno::INTR) => None,
                Err(_) => break,
            },
        };
        let whole = decoder.patience().is_some_and(|it| last.elapsed() >= it);
        let rest = whole.then(|| Came::Read(decoder.give_up(), last));
        if told
            .into_iter()
            .chain(rest)
            .any(|came| sender.send(came).is_err())
        {
            return;
        }
    }
    let _ = sender.send(Event::HangUp.into());
}
