//! The terminal's output on a thread of its own: a line that is frozen must not hold up typing and saving.

use super::came::{Came, Event, is_gone};
use super::colours::Colours;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What the writing thread has still to do.
#[derive(Debug, Default)]
struct Backlog {
    frames: usize,
    failed: bool,
}

type Shared = Arc<(Mutex<Backlog>, Condvar)>;

/// Takes what is written in, and hands it over at each flush.
#[derive(Debug)]
pub(super) struct Output {
    buffer: Vec<u8>,
    frames: Sender<Vec<u8>>,
    backlog: Shared,
    colours: Colours,
}

impl Output {
    /// Starts the thread that writes to a terminal. It says [`Event::Drawn`] when all is written.
    pub(super) fn start(to: File, colours: Colours, events: Sender<Came>) -> io::Result<Self> {
        let (frames, waiting) = channel();
        let backlog = Shared::default();
        let of_thread = Arc::clone(&backlog);
        thread::Builder::new()
            .name("output".to_owned())
            .spawn(move || write(&to, &waiting, &of_thread, &events))?;
        Ok(Self {
            buffer: Vec::new(),
            frames,
            backlog,
            colours,
        })
    }

    /// How far the writing is, to be asked from elsewhere.
    pub(super) fn progress(&self) -> Progress {
        Progress(Arc::clone(&self.backlog))
    }
}

/// How far the writing of an [`Output`] is.
#[derive(Debug)]
pub(super) struct Progress(Shared);

impl Progress {
    /// Whether all that was handed over is written.
    pub(super) fn is_idle(&self) -> bool {
        let backlog = self.0.0.lock();
        backlog.unwrap_or_else(PoisonError::into_inner).frames == 0
    }

    /// Waits until all is written, no longer than a while. True if it is.
    pub(super) fn drain(&self, patience: Duration) -> bool {
        let (lock, written) = &*self.0;
        let backlog = lock.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = |backlog: &mut Backlog| backlog.frames > 0 && !backlog.failed;
        let waited = written.wait_timeout_while(backlog, patience, behind);
        let (backlog, _) = waited.unwrap_or_else(PoisonError::into_inner);
        backlog.frames == 0
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut backlog = self
            .backlog
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if backlog.failed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        backlog.frames += 1;
        drop(backlog);
        let frame = self.colours.fit(&std::mem::take(&mut self.buffer));
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.frames.send(frame).map_err(gone)
    }
}

/// Writes all, also where the terminal was left so that it does not wait.
fn write_all(to: &File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(to, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => wait_for_room(to)?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn wait_for_room(to: &File) -> io::Result<()> {
    let mut fds = [PollFd::new(to, PollFlags::OUT)];
    match poll(&mut fds, None) {
        Ok(_) if is_gone(&fds[0]) => Err(io::ErrorKind::BrokenPipe.into()),
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn write(to: &File, waiting: &Receiver<Vec<u8>>, backlog: &Shared, events: &Sender<Came>) {
    let (lock, written) = &**backlog;
    while let Ok(frame) = waiting.recv() {
        let done = write_all(to, &frame);
        let mut state = lock.lock().unwrap_or_else(PoisonError::into_inner);
        state.frames -= 1;
        state.failed |= done.is_err();
        let idle = state.frames == 0;
        drop(state);
        written.notify_all();
        let told = match (done, idle) {
            (Err(_), _) => events.send(Event::HangUp.into()),
            (Ok(()), true) => events.send(Event::Drawn.into()),
            (Ok(()), false) => Ok(()),
        };
        if told.is_err() {
            return;
        }
    }
}
