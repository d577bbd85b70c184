//! Entering and leaving the terminal: restored on quit, panic and signals, given up when it is gone.

use super::events::Event;
use super::output::{Output, Progress};
use super::shell::Glass;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};
use signal_hook::consts::{SIGTERM, SIGTSTP};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// How long a frozen terminal may hold up leaving it.
const PATIENCE: Duration = Duration::from_millis(500);

/// The terminal, while the board has it.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Output>>,
    progress: Progress,
    held: bool,
}

fn restore(out: &mut impl Write) -> io::Result<()> {
    let written = execute!(
        out,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let modes = disable_raw_mode();
    written.and(modes)
}

fn take(out: &mut impl Write) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(out, EnterAlternateScreen, EnableBracketedPaste)
}

impl Screen {
    /// Takes the terminal; events tell when what was drawn has been written.
    pub(super) fn enter(events: Sender<Event>) -> io::Result<Self> {
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut out = Output::start(out, events)?;
        let progress = out.progress();
        take(&mut out)?;
        let terminal = match Terminal::new(CrosstermBackend::new(out)) {
            Ok(terminal) => terminal,
            Err(error) => {
                let _ = restore(&mut io::stdout());
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

    /// Leaves a terminal that is gone, without a word to it.
    pub fn abandon(self) {
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

    fn suspend(&mut self) -> io::Result<()> {
        self.give_back()?;
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        take(self.terminal.backend_mut())?;
        self.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.held {
            let _ = self.give_back();
        }
    }
}

/// On a panic: the terminal restored, then one sentence with the place, never the panic's own
/// text, which may hold somebody's data. `{place}` in the sentence is filled in. A thread that only
/// serves the board takes it along: it would go on without keys, without looks or unseen.
pub fn panic_message(sentence: String) {
    std::panic::set_hook(Box::new(move |info| {
        let _ = restore(&mut io::stdout());
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(io::stderr(), "{}", sentence.replace("{place}", &place));
        if std::thread::current().name() != Some("main") {
            // The board ends as at this signal: what is being typed is kept.
            let _ = signal_hook::low_level::raise(SIGTERM);
        }
    }));
}
