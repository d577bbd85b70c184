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

/// The keys gathered so far.
#[derive(Debug, Default)]
pub struct Gathering {
    strokes: Vec<Stroke>,
    begun: Option<Instant>,
    last: Option<Instant>,
}

/// What came at once.
#[derive(Debug, PartialEq, Eq)]
pub enum Gathered {
    /// Keys.
    Keys(Vec<Stroke>),
    /// A paste that the terminal told as one.
    Paste(String),
}

impl Gathering {
    /// Takes in what a read has brought, and gives what it ends.
    pub fn add(&mut self, inputs: Vec<Input>, now: Instant) -> Vec<Gathered> {
        let mut out = Vec::new();
        for input in inputs {
            match input {
                Input::Key(stroke) => {
                    self.strokes.push(stroke);
                    self.begun.get_or_insert(now);
                    self.last = Some(now);
                    if self.strokes.len() >= MOST {
                        out.extend(self.end());
                    }
                }
                Input::Paste(text) => {
                    out.extend(self.end());
                    out.push(Gathered::Paste(text));
                }
            }
        }
        out
    }

    /// How long to wait for more; none if nothing was gathered.
    pub fn patience(&self, now: Instant) -> Option<Duration> {
        let (begun, last) = (self.begun?, self.last?);
        let until = if !self.strokes.iter().any(|stroke| stroke.may_be_pasted()) {
            now
        } else if by_no_hand(&self.strokes) {
            last + LONG_BREATH
        } else {
            (last + BREATH).min(begun + LONGEST)
        };
        Some(until.saturating_duration_since(now))
    }

    /// Gives what was gathered.
    pub fn end(&mut self) -> Option<Gathered> {
        self.begun = None;
        self.last = None;
        let strokes = std::mem::take(&mut self.strokes);
        (!strokes.is_empty()).then_some(Gathered::Keys(strokes))
    }
}
