//! Keeps what is being typed on disk while it is typed, so that a cut line costs two seconds of it at the most.

use crate::app::{App, Draft};
use crate::model::Message;
use crate::store::{Left, Session, Store, StoreError, Visitor};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use std::time::Duration;

/// How often a line that is being typed is written down.
const EVERY: Duration = Duration::from_secs(1);

/// What is kept of the typing in this board, and what others left behind.
pub(super) struct Typing {
    session: Option<Session>,
    left: Vec<Option<Left<Draft>>>,
    offered: Vec<Draft>,
    /// Who else has the book open.
    others: Vec<Visitor>,
    /// Why old edits could not be forgotten.
    kept_too_long: Option<Message>,
    /// As it is on disk.
    kept: Option<Draft>,
    /// When, on the running clock.
    written: Duration,
    /// It differs from what is on disk.
    behind: bool,
}

impl Typing {
    /// Begins; without a place to write (read-only, no book yet) nothing is kept.
    pub(super) fn new(
        store: &Store,
        who: &str,
        (at, now): (Option<DateTime<FixedOffset>>, Duration),
    ) -> Self {
        let visitor = Visitor {
            who: who.to_owned(),
            since: at
                .map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
                .unwrap_or_default(),
        };
        let kept_too_long = match at.map(|at| store.forget_old_edits(at)) {
            // What cannot be done now is done by the next board.
            None | Some(Ok(()) | Err(StoreError::Locked | StoreError::ReadOnly)) => None,
            Some(Err(fault)) => {
                let message = Message::warning("said.kept-too-long");
                Some(message.with("why", fault.message()))
            }
        };
        let there = matches!(store.presence(), Ok(crate::store::Presence::Book));
        let session = there.then(|| store.open_session(&visitor).ok()).flatten();
        let left: Vec<Left<Draft>> = match &session {
            Some(_) => store.left_drafts(),
            None => Vec::new(),
        };
        let others = session.as_ref();
        let others = others.map(|own| store.visitors(Some(own)));
        Self {
            others: others.unwrap_or_default(),
            kept_too_long,
            session,
            offered: left.iter().map(|left| left.draft.clone()).collect(),
            left: left.into_iter().map(Some).collect(),
            kept: None,
            written: now,
            behind: false,
        }
    }

    /// What was left half typed by boards that were cut off.
    pub(super) fn offered(&self) -> Vec<Draft> {
        self.offered.clone()
    }

    /// Says that old edits could not be forgotten, else who else has the book open, if anybody.
    pub(super) fn others(&self) -> Option<Message> {
        let others = || open_too(&self.others);
        self.kept_too_long.clone().or_else(others)
    }

    /// Says who has opened the book since this was last asked.
    pub(super) fn arrived(&mut self, store: &Store) -> Option<Message> {
        let now = store.visitors(Some(self.session.as_ref()?));
        let new = now.iter().filter(|one| !self.others.contains(one));
        let new: Vec<Visitor> = new.cloned().collect();
        self.others = now;
        open_too(&new)
    }

    /// One of these was taken up.
    pub(super) fn done(&mut self, at: usize) {
        if let Some(left) = self.left.get_mut(at).and_then(Option::take) {
            left.done();
        }
    }

    /// How long to wait for events, so that nothing waits too long to be written down.
    pub(super) fn wait(&self, longest: Duration, now: Duration) -> Duration {
        if self.behind {
            EVERY
                .saturating_sub(now.saturating_sub(self.written))
                .min(longest)
        } else {
            longest
        }
    }

    /// Writes down what is being typed, if it is time.
    pub(super) fn look(&mut self, app: &App, now: Duration) {
        let draft = app.draft();
        if draft.is_none() && self.kept.take().is_some() {
            self.forget();
        }
        self.behind = draft.is_some() && draft != self.kept;
        if self.behind && now.saturating_sub(self.written) >= EVERY {
            self.written = now;
            self.write(draft);
        }
    }

    /// Writes down what is still being typed at the end; who leaves by choice keeps nothing.
    pub(super) fn end(&mut self, app: &App, by_choice: bool) {
        match app.draft() {
            Some(draft) if !by_choice => self.write(Some(draft)),
            _ => self.forget(),
        }
    }

    fn forget(&mut self) {
        self.behind = false;
        if let Some(session) = &self.session {
            session.forget();
        }
    }

    fn write(&mut self, draft: Option<Draft>) {
        self.behind = false;
        // Where it cannot be written there is nothing to be done: the line itself stays on screen.
        if let (Some(session), Some(now)) = (&self.session, &draft)
            && session.keep(now).is_ok()
        {
            self.kept = draft;
        }
    }
}

/// Says who has the book open, if anybody.
fn open_too(others: &[Visitor]) -> Option<Message> {
    let first = others.first()?;
    let more = others.len() - 1;
    let key = if more == 0 {
        "said.also-open"
    } else {
        "said.also-open-many"
    };
    let since = first.since.get(11..16).unwrap_or_default();
    let message = Message::info(key).with("who", first.who.as_str());
    Some(message.with("since", since).with("more", more))
}
