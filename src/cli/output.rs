//! Where the words of a command go: to the standard streams, or to somebody who keeps them.

use super::exit::{Exit, Failure};
use crate::model::Message;
use crate::store::reason;
use crate::text::Texts;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// What a command has printed and said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// Data.
    pub data: String,
    /// Messages, a line each.
    pub said: String,
}

/// Standard output for data and standard error for messages, or one who keeps both.
#[derive(Debug, Clone, Default)]
pub(super) struct Output(Option<Arc<Mutex<Printed>>>);

impl Output {
    /// Keeps the words instead of writing them.
    pub(super) fn kept() -> Self {
        Self(Some(Arc::default()))
    }

    /// Whether somebody at a terminal may be asked.
    pub(super) fn is_standard(&self) -> bool {
        self.0.is_none()
    }

    /// What was kept.
    pub(super) fn taken(&self) -> Printed {
        let kept = self.0.as_ref().map(|kept| kept.lock());
        let kept = kept.map(|kept| kept.unwrap_or_else(PoisonError::into_inner).clone());
        kept.unwrap_or_default()
    }

    /// Prints data.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        if let Some(kept) = &self.0 {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.data.push_str(text);
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Says what was done: standard output is for data.
    pub(super) fn tell(&self, texts: &Texts, message: &Message) {
        self.line(&texts.say(message));
    }

    /// Says why nothing was done.
    pub(super) fn fail(&self, why: &str) {
        self.line(&format!("ketnap: {why}"));
    }

    fn line(&self, line: &str) {
        self.say(&format!("{line}\n"));
    }

    /// Says lines that are whole already.
    pub(super) fn say(&self, lines: &str) {
        match &self.0 {
            Some(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.said.push_str(lines);
            }
            None => _ = io::stderr().write_all(lines.as_bytes()),
        }
    }
}

impl Failure {
    /// Says it and gives the exit code. A closed pipe is no error.
    pub(super) fn tell(self, texts: &Texts, output: &Output) -> Exit {
        match self {
            Self::Said(exit, message) => {
                output.fail(&texts.say(&message));
                exit
            }
            Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Io(error) => {
                let reason = reason(error.kind(), error.raw_os_error());
                let message = Message::error("cli.not-printed").with("reason", reason);
                Self::from(message).tell(texts, output)
            }
        }
    }
}

/// What is said on a panic, with the `{place}` of it still to be filled in.
pub(super) fn panic_words(texts: &Texts) -> String {
    let version = env!("CARGO_PKG_VERSION");
    texts.fill("cli.panic", &[("version", version), ("place", "{place}")])
}
