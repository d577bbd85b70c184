//! Entering and leaving the terminal: restored on quit, panic and signals, given up when it is gone.

use super::came::{Came, is_gone};
use super::colours::Colours;
use super::output::{Output, Progress};
use super::shell::Glass;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGTERM};
use signal_hook::flag;
use signal_hook::low_level::unregister;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::panic::PanicHookInfo;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

/// How long a frozen terminal may hold up leaving it.
const PATIENCE: Duration = Duration::from_millis(500);

/// The terminal, while the board has it.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Output>>,
    progress: Progress,
    held: bool,
}

/// What tells the terminal that it is given back.
fn farewell() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    execute!(
        bytes,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    )?;
    Ok(bytes)
}

fn restore(out: &mut impl Write) -> io::Result<()> {
    let written = farewell().and_then(|bytes| out.write_all(&bytes).and_then(|()| out.flush()));
    let modes = disable_raw_mode();
    written.and(modes)
}

/// Gives the terminal back from wherever the program ends. A terminal that takes nothing, since it
/// is frozen or gone, is not waited for long.
pub(super) fn give_up() {
    let until = Instant::now() + PATIENCE;
    let stdout = io::stdout();
    for byte in farewell().unwrap_or_default() {
        if !takes_a_byte(&stdout, until) || rustix::io::write(&stdout, &[byte]).is_err() {
            break;
        }
    }
    let _ = disable_raw_mode();
}

/// Whether something can be written now, or soon enough.
fn takes_a_byte(stdout: &io::Stdout, until: Instant) -> bool {
    let left = until.saturating_duration_since(Instant::now());
    let mut fds = [PollFd::new(stdout, PollFlags::OUT)];
    let left = Timespec::try_from(left).unwrap_or_default();
    matches!(poll(&mut fds, Some(&left)), Ok(1..)) && !is_gone(&fds[0])
}

fn take(out: &mut impl Write) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(out, EnterAlternateScreen, EnableBracketedPaste)
}

/// Stops with everybody in the foreground, until brought back. False if that cannot be: the system
/// stops nobody whom no shell would bring back.
fn stop() -> io::Result<bool> {
    let back = Arc::new(AtomicBool::new(false));
    let heard = flag::register(SIGCONT, Arc::clone(&back))?;
    kill_current_process_group(Signal::TSTP)?;
    // Another thread may be the one that hears the signal. While stopped no turn is counted.
    for _ in 0..30 {
        if back.load(Ordering::SeqCst) {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    unregister(heard);
    Ok(back.load(Ordering::SeqCst))
}

impl Screen {
    /// Takes the terminal; events tell when what was drawn has been written.
    pub(super) fn enter(colours: Colours, events: Sender<Came>) -> io::Result<Self> {
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut out = Output::start(out, colours, events)?;
        let progress = out.progress();
        if let Err(error) = take(&mut out) {
            give_up();
            return Err(error);
        }
        let terminal = match Terminal::new(CrosstermBackend::new(out)) {
            Ok(terminal) => terminal,
            Err(error) => {
                give_up();
                return Err(error);
            }
        };
        Ok(Self {
            terminal,
            progress,
            held: true,
        })
    }

    /// Whether the last frame is written, so that another one makes sense.
    pub(super) fn is_idle(&self) -> bool {
        self.progress.is_idle()
    }

    /// Gives the terminal back once all is written, or has no hope to be.
    fn give_back(&mut self) -> io::Result<()> {
        restore(self.terminal.backend_mut())?;
        self.progress.drain(PATIENCE);
        Ok(())
    }

    /// Draws a frame.
    pub fn draw(&mut self, draw: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(draw).map(|_| ())
    }

    /// Takes another size over.
    pub fn autoresize(&mut self) -> io::Result<()> {
        self.terminal.autoresize()
    }

    /// Gives the terminal back.
    pub fn leave(mut self) -> io::Result<()> {
        self.held = false;
        self.terminal.show_cursor()?;
        self.give_back()
    }

    /// Leaves a terminal that is gone, without a word to it; in case it is not, as it was.
    pub fn abandon(self) {
        give_up();
        // Dropping it would write to the dead terminal, and complain to it when that fails.
        std::mem::forget(self);
    }
}

impl Glass for Screen {
    fn clear(&mut self) -> io::Result<()> {
        // The library's own `clear` asks the terminal for its cursor and would wait for an answer
        // that the input thread reads.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    fn suspend(&mut self) -> io::Result<bool> {
        self.give_back()?;
        let stopped = stop();
        take(self.terminal.backend_mut())?;
        self.clear()?;
        stopped
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.held {
            let _ = self.give_back();
        }
    }
}

/// Where in a source file, without the folders of the machine that built the program.
fn place(info: &PanicHookInfo<'_>) -> String {
    let Some(location) = info.location() else {
        return String::new();
    };
    let file = match location.file().rsplit_once("/src/") {
        Some((krate, file)) if krate.starts_with('/') => {
            let krate = krate.rsplit('/').next().unwrap_or_default();
            format!("{krate}/src/{file}")
        }
        _ => location.file().to_owned(),
    };
    format!("{file}:{}:{}", location.line(), location.column())
}

fn tell(sentence: &str, info: &PanicHookInfo<'_>) {
    let _ = writeln!(
        io::stderr(),
        "{}",
        sentence.replace("{place}", &place(info))
    );
}

/// On a panic where no board is open: the sentence alone.
pub fn panic_sentence(sentence: String) {
    std::panic::set_hook(Box::new(move |info| tell(&sentence, info)));
}

/// On a panic: the terminal restored, then one sentence with the place, never the panic's own
/// text, which may hold somebody's data. `{place}` in the sentence is filled in. A thread that only
/// serves the board takes it along: it would go on without keys, without looks or unseen.
pub fn panic_message(sentence: String) {
    std::panic::set_hook(Box::new(move |info| {
        give_up();
        tell(&sentence, info);
        if std::thread::current().name() != Some("main") {
            // The board ends as at this signal: what is being typed is kept.
            let _ = signal_hook::low_level::raise(SIGTERM);
        }
    }));
}
