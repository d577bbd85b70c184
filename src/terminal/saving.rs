//! Saving while another saves: asked again and again between the keys, so that a stopped holder of the lock stops no screen.

use super::disk::{attempt, locked};
use super::lists::ASK;
use super::shell::{Glass, Shell};
use super::waiting::Waiting;
use crate::app::{App, Msg, SaveMark, update};
use crate::model::{Edit, Message};
use crate::store::{PATIENCE, StoreError, Traces};
use std::io;
use std::time::Duration;

/// How long after an attempt the next one is made.
const AGAIN: Duration = Duration::from_millis(50);

impl Shell<'_> {
    /// Begins to wait for another who saves.
    pub(super) fn wait_for_the_lock(&mut self, edit: Box<Edit>, undoes: Option<u64>) -> Msg {
        self.waiting = Some(Waiting {
            edit,
            undoes,
            until: self.now() + PATIENCE,
            unheard: None,
        });
        Msg::Trouble(Message::warning("said.waiting"))
    }

    /// How long to wait for events, at the most.
    pub(super) fn patience(&self, longest: Duration) -> Duration {
        let longest = self.typing.wait(longest, self.now());
        let longest = if self.lists.is_running() {
            longest.min(ASK)
        } else {
            longest
        };
        match self.waiting {
            Some(_) => longest.min(AGAIN),
            None => longest,
        }
    }

    /// Tries again what waits, if something does. True if it waits no more.
    pub fn go_on_saving(&mut self, app: &mut App, glass: &mut dyn Glass) -> io::Result<bool> {
        let Some(waiting) = self.waiting.take() else {
            return Ok(false);
        };
        let stamp = self.stamp();
        let (store, book) = (&self.session.store, &app.book);
        let saved = attempt(store, book, &waiting.edit, waiting.undoes, stamp);
        let over = self.now() >= waiting.until;
        let Some(msg) = saved.or_else(|| over.then(locked)) else {
            self.waiting = Some(waiting);
            return Ok(false);
        };
        self.take(app, msg, glass)?;
        if let Some(looked) = waiting.unheard
            && let Some(msg) = self.hear(app, looked.map(Some))
        {
            self.take(app, msg, glass)?;
        }
        Ok(true)
    }

    /// Keeps what the files say for later, if an edit waits: the board holds what they do not yet.
    pub(super) fn keep_unheard(
        &mut self,
        looked: Result<Traces, StoreError>,
    ) -> Option<Result<Traces, StoreError>> {
        match &mut self.waiting {
            Some(waiting) => {
                waiting.unheard = Some(looked);
                None
            }
            None => Some(looked),
        }
    }

    /// Nobody leaves while an edit waits, or after it could not be saved.
    pub fn may_leave(&mut self, app: &mut App, glass: &mut dyn Glass) -> io::Result<bool> {
        if self.waiting.is_none() {
            return Ok(true);
        }
        while self.waiting.is_some() {
            self.go_on_saving(app, glass)?;
        }
        Ok(app.saved != SaveMark::Failed)
    }

    /// The terminal is gone, or the end was asked for: tried once more, else what was typed is
    /// given back, so that it is kept as what was being typed.
    pub(super) fn give_up_waiting(&mut self, app: &mut App) {
        if let Some(Waiting { edit, undoes, .. }) = self.waiting.take() {
            let stamp = self.stamp();
            let saved = attempt(&self.session.store, &app.book, &edit, undoes, stamp);
            update(app, &self.session.world, saved.unwrap_or_else(locked));
        }
    }
}
