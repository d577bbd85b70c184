//! The keymap: rows of keys per command and place; help, footer and README are read from it.

use super::rows::Row;
use crate::app::command::{Chord, Command, Context};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The keys of one command in one place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRow {
    /// Where they hold.
    pub on: Context,
    /// What they ask for.
    pub command: Command,
    /// The keys; the first is the one the footer shows. None switches the command's keys off.
    pub keys: Vec<Chord>,
    /// Whether the footer shows it.
    #[serde(default)]
    pub footer: bool,
}

impl KeyRow {
    /// The keys in words.
    pub fn shown(&self) -> String {
        self.keys
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Row for KeyRow {
    type Id = (Context, Command);
    const REFUSED: &'static str = "config.bad-key";

    fn id(&self) -> Self::Id {
        (self.on, self.command)
    }

    fn word(&self) -> String {
        format!("{:?} {:?}", self.on, self.command)
    }
}

/// All keys.
#[derive(Debug, Clone)]
pub struct Keymap {
    rows: Vec<KeyRow>,
    map: BTreeMap<(Context, Chord), Command>,
}

impl Keymap {
    pub(super) fn new(rows: Vec<KeyRow>) -> Self {
        let chords = |row: &KeyRow| {
            let (on, command) = (row.on, row.command);
            row.keys
                .clone()
                .into_iter()
                .map(move |chord| ((on, chord), command))
        };
        let map = rows.iter().flat_map(chords).collect();
        Self { rows, map }
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[KeyRow] {
        &self.rows
    }

    /// What a key asks for in a place; where letters are text, only that place's own keys hold.
    pub fn command(&self, on: Context, chord: Chord) -> Option<Command> {
        let here = self.map.get(&(on, chord));
        let everywhere = || self.map.get(&(Context::Everywhere, chord));
        here.or_else(|| if on.takes_text() { None } else { everywhere() })
            .copied()
    }
}
