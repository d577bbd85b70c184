//! What keys that came at once ask for, one message after the other.

use super::gathering::Burst;
use crate::app::command::{Command, Stroke};
use crate::app::{App, Front, Msg, Verdict, edits_a_line, judge};
use crate::config::Keymap;
use std::collections::VecDeque;

/// Keys that came at once, on their way.
#[derive(Debug)]
pub struct Heard {
    rest: VecDeque<Stroke>,
    count: usize,
    verdict: Verdict,
    /// A line's end is in it that is not to be taken for an Enter.
    ends: bool,
    /// Something more is to be said at the end.
    last: Option<Msg>,
}

impl Heard {
    /// Judges the keys by what has them now.
    pub fn new(burst: Burst, app: &App, keys: &Keymap) -> Self {
        let Burst { mut strokes, done } = burst;
        let first = strokes.first().filter(|_| done == 0);
        let first = first.and_then(|stroke| keys.command(app.context(), stroke.chord));
        let verdict = judge(&strokes, app.front(), first);
        let count = match verdict {
            Verdict::Refused => strokes.len() - done,
            _ => strokes.len(),
        };
        let mut last = None;
        if verdict == Verdict::TextAndEnter {
            strokes.pop();
            last = Some(Msg::Do(Command::Accept));
        }
        Self {
            ends: strokes.iter().any(|stroke| stroke.ends_a_line()),
            rest: strokes.into_iter().skip(done).collect(),
            count,
            verdict,
            last,
        }
    }

    /// The next message, if there is one, where the state is now.
    pub fn next(&mut self, app: &App, keys: &Keymap) -> Option<Msg> {
        match self.verdict {
            Verdict::Typed => {
                while let Some(stroke) = self.rest.pop_front() {
                    let msg = typed(stroke, app, keys);
                    if msg.is_some() {
                        return msg;
                    }
                }
                None
            }
            Verdict::Refused => {
                self.rest.clear();
                self.verdict = Verdict::Typed;
                Some(Msg::Burst(self.count))
            }
            Verdict::TextBehindTheFirst => {
                let first = self.rest.pop_front()?;
                self.verdict = Verdict::Text;
                typed(first, app, keys)
            }
            Verdict::Text | Verdict::TextAndEnter => self.text(app, keys),
        }
    }

    fn text(&mut self, app: &App, keys: &Keymap) -> Option<Msg> {
        if app.front() == Front::Commands {
            // The first key has opened nothing.
            self.rest.clear();
            self.verdict = Verdict::Typed;
            return Some(Msg::Burst(self.count));
        }
        let mut text = String::new();
        while let Some(stroke) = self.rest.front() {
            let letter = stroke
                .letter
                .or_else(|| stroke.may_be_pasted().then_some(' '));
            let command = keys.command(app.context(), stroke.chord);
            let edits = letter.is_none() && command.is_some_and(edits_a_line);
            if edits && !text.is_empty() {
                break;
            }
            self.rest.pop_front();
            match letter {
                Some(letter) => text.push(letter),
                None if edits => return command.map(Msg::Do),
                // No other key is text.
                None => {}
            }
        }
        if self.rest.is_empty() && self.ends {
            text.truncate(text.trim_end().len());
        }
        if !text.is_empty() {
            return Some(Msg::Paste(text));
        }
        if std::mem::take(&mut self.ends) {
            return Some(Msg::Burst(self.count));
        }
        self.verdict = Verdict::Typed;
        self.last.take()
    }
}

/// What a key asks for by itself.
fn typed(stroke: Stroke, app: &App, keys: &Keymap) -> Option<Msg> {
    let here = app.context();
    match keys.command(here, stroke.chord) {
        Some(command) => Some(Msg::Do(command)),
        None if here.takes_text() => stroke.letter.map(Msg::Type),
        None => None,
    }
}

/// Whether a key only moves or types here, so that it may be done before it is known what follows
/// it.
pub fn is_harmless(stroke: Stroke, app: &App, keys: &Keymap) -> bool {
    match keys.command(app.context(), stroke.chord) {
        Some(command) => app.front() == Front::Commands && command.only_moves(),
        None => app.front() != Front::Commands && stroke.letter.is_some(),
    }
}
