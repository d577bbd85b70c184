//! Where each edit was made, a shell or a board, and what was passed over when edits were taken back: on this machine only, and nothing of anybody's record.

use super::session::{self, Seat};
use crate::model::Whose;
use crate::store::disk::fs::Fs;
use crate::store::disk::layout::Layout;
use crate::store::error::StoreError;
use crate::store::format::{parse_line, print_line};
use crate::store::journal::series::{self, Newest};
use crate::store::journal::tail::drop_last;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum Note {
    Made(Made),
    Passed { n: u64 },
}

/// Where an edit was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    n: u64,
    machine: String,
    account: u32,
    /// The board; none for a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    board: Option<String>,
}

fn add(fs: &dyn Fs, layout: &Layout, n: u64, note: &Note) -> Result<(), StoreError> {
    let line = print_line(note)? + "\n";
    series::add(fs, layout, &layout.origins(), n, line.as_bytes())
}

/// Says where an edit is made, before anything else of it can be taken back.
pub(in crate::store) fn note(
    fs: &dyn Fs,
    layout: &Layout,
    n: u64,
    seat: &Seat,
) -> Result<(), StoreError> {
    let here = fs.here();
    let board = match seat {
        Seat::Shell => None,
        Seat::Board { session, .. } => Some(session.clone()),
    };
    let made = Made {
        n,
        machine: here.machine,
        account: here.account,
        board,
    };
    add(fs, layout, n, &Note::Made(made))
}

/// Says that an edit was named as one that cannot be taken back as things are.
/// `last` is the number of the last edit that can be taken back.
pub(in crate::store) fn pass_over(
    fs: &dyn Fs,
    layout: &Layout,
    n: u64,
    last: u64,
) -> Result<(), StoreError> {
    add(fs, layout, last.max(n), &Note::Passed { n })
}

/// Forgets the last edit if it is this one: it did not come about.
pub(super) fn forget(fs: &dyn Fs, layout: &Layout, n: u64) -> Result<(), StoreError> {
    let meant = |line: &[u8]| match parse_line(line) {
        Some(Note::Made(made)) => made.n == n,
        Some(Note::Passed { .. }) | None => false,
    };
    drop_last(fs, &layout.origins(), meant)
}

/// Forgets where edits were made that are forgotten themselves.
pub(in crate::store) fn prune(fs: &dyn Fs, layout: &Layout, oldest: u64) -> Result<(), StoreError> {
    let origins = layout.origins();
    for path in series::files(fs, layout, &origins)? {
        let name = path.file_name().unwrap_or_default();
        if series::number_of(&origins, name).is_some_and(|after| after <= oldest) {
            series::remove(fs, layout, &path)?;
        }
    }
    Ok(())
}

/// What is known of edits, asked from the newest to the oldest.
#[derive(Debug)]
pub(in crate::store) struct Origins<'a> {
    fs: &'a dyn Fs,
    layout: &'a Layout,
    seat: &'a Seat,
    lines: Newest<'a>,
    held: Option<Made>,
    passed: BTreeSet<u64>,
}

impl<'a> Origins<'a> {
    pub(in crate::store) fn open(
        fs: &'a dyn Fs,
        layout: &'a Layout,
        seat: &'a Seat,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            fs,
            layout,
            seat,
            lines: Newest::open(fs, layout, &layout.origins())?,
            held: None,
            passed: BTreeSet::new(),
        })
    }

    /// Whose an edit is, and whether it was passed over.
    pub(in crate::store) fn of(&mut self, n: u64) -> Result<(Whose, bool), StoreError> {
        let whose = match self.made(n)? {
            Some(made) => self.whose(&made),
            // An earlier release wrote nothing of it down, or the power took it.
            None => Whose::Other,
        };
        Ok((whose, self.passed.contains(&n)))
    }

    fn made(&mut self, n: u64) -> Result<Option<Made>, StoreError> {
        loop {
            match &self.held {
                Some(made) if made.n == n => return Ok(Some(made.clone())),
                Some(made) if made.n < n => return Ok(None),
                _ => {}
            }
            let Some(line) = self.lines.previous()? else {
                self.held = None;
                return Ok(None);
            };
            match parse_line(&line) {
                Some(Note::Made(made)) => self.held = Some(made),
                Some(Note::Passed { n }) => _ = self.passed.insert(n),
                None => {}
            }
        }
    }

    fn whose(&self, made: &Made) -> Whose {
        let here = self.fs.here();
        if (made.account, &made.machine) != (here.account, &here.machine) {
            return Whose::Other;
        }
        match (self.seat, &made.board) {
            (Seat::Shell, None) => Whose::Own,
            (Seat::Shell, Some(_)) => Whose::Other,
            (Seat::Board { session, .. }, Some(board)) if session == board => Whose::Own,
            (Seat::Board { since, .. }, board) => {
                let earlier = since.is_some_and(|since| made.n <= since);
                let lives = |board| session::lives(self.fs, self.layout, board);
                if earlier && !board.as_deref().is_some_and(lives) {
                    Whose::Earlier
                } else {
                    Whose::Other
                }
            }
        }
    }
}
