//! Keys that come within a breath of each other, held together until it is over: they may be a paste.

use super::keys::Input;
use crate::app::by_no_hand;
use crate::app::command::Stroke;
use std::time::{Duration, Instant};

/// How long a key that may be the first of a paste waits for the next. Nobody types two in it.
const BREATH: Duration = Duration::from_millis(25);

/// How long it is waited for more once it is a paste.
const LONG_BREATH: Duration = Duration::from_millis(60);

/// How long a key that is held down is gathered.
const LONGEST: Duration = Duration::from_millis(60);

/// More are judged as they are.
const MOST: usize = 1 << 14;

/// Keys that came at once. Those that only move or type may have been done before it was known
/// what followed them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Burst {
    /// All of them.
    pub strokes: Vec<Stroke>,
    /// How many of them, from the first, are done.
    pub done: usize,
}

/// The keys gathered so far.
#[derive(Debug, Default)]
pub struct Gathering {
    burst: Burst,
    begun: Option<Instant>,
    last: Option<Instant>,
}

/// What came at once.
#[derive(Debug, PartialEq, Eq)]
pub enum Gathered {
    /// Keys.
    Keys(Burst),
    /// A paste that the terminal told as one.
    Paste(String),
}

impl Gathering {
    /// Takes in what a read has brought, and gives what can be done at once. `harmless` says it of
    /// a key. What is over by then must have been taken out.
    pub fn add(
        &mut self,
        inputs: Vec<Input>,
        at: Instant,
        harmless: impl Fn(Stroke) -> bool,
    ) -> Vec<Gathered> {
        let mut out = Vec::new();
        let before = self.burst.strokes.len();
        for input in inputs {
            match input {
                Input::Key(stroke) => {
                    self.burst.strokes.push(stroke);
                    self.begun.get_or_insert(at);
                    self.last = Some(at);
                    if self.burst.strokes.len() >= MOST {
                        out.extend(self.end().map(Gathered::Keys));
                    }
                }
                Input::Paste(text) => {
                    out.extend(self.end().map(Gathered::Keys));
                    out.push(Gathered::Paste(text));
                }
            }
        }
        let new = self.burst.strokes.get(before..).unwrap_or_default();
        let follow = out.is_empty() && self.burst.done == before && !new.is_empty();
        // A key that is no text may alter what is harmless after it.
        let at_once = new.iter().all(|stroke| !stroke.may_be_pasted())
            || new.iter().all(|stroke| harmless(*stroke));
        if follow && at_once && !by_no_hand(&self.burst.strokes) {
            out.push(Gathered::Keys(self.burst.clone()));
            self.burst.done = self.burst.strokes.len();
        }
        out
    }

    /// How long to wait for more; none if nothing waits.
    pub fn patience(&self, now: Instant) -> Option<Duration> {
        let waits = self.burst.done < self.burst.strokes.len();
        Some(
            self.until()
                .filter(|_| waits)?
                .saturating_duration_since(now),
        )
    }

    /// When what comes does not belong to these any more.
    fn until(&self) -> Option<Instant> {
        let (begun, last) = (self.begun?, self.last?);
        Some(if by_no_hand(&self.burst.strokes) {
            last + LONG_BREATH
        } else {
            (last + BREATH).min(begun + LONGEST)
        })
    }

    /// Gives what waits if nothing more belongs to it.
    pub fn end_if_over(&mut self, now: Instant) -> Option<Burst> {
        let over = self.until().is_some_and(|until| until <= now);
        over.then(|| self.end()).flatten()
    }

    /// Gives what waits.
    pub fn end(&mut self) -> Option<Burst> {
        self.begun = None;
        self.last = None;
        let burst = std::mem::take(&mut self.burst);
        (burst.done < burst.strokes.len()).then_some(burst)
    }
}
