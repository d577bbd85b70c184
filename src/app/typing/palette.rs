//! The palette: every command that works here, by name, with its keys.

use crate::app::command::{Command, Context, Entry, Shared};
use crate::model::{matches_key, search_key};
use tui_input::Input;

/// The palette, open above a screen.
#[derive(Debug, Clone, Default)]
pub struct Palette {
    /// The filter.
    pub input: Input,
    /// The selected row among the shown.
    pub at: usize,
    /// Only these, in this order; none named means all.
    only: &'static [Command],
}

impl Palette {
    /// All commands, narrowed by what was typed.
    pub(in crate::app) fn narrowed(text: String) -> Self {
        Self {
            input: Input::new(text),
            ..Self::default()
        }
    }

    /// A palette of a few commands that belong together.
    pub(in crate::app) fn only(commands: &'static [Command]) -> Self {
        Self {
            only: commands,
            ..Self::default()
        }
    }

    /// The row of the text files that heads it: the few are what `a` adds to a sheet.
    pub fn text_key(&self) -> &'static str {
        if self.only.is_empty() {
            "ui.palette"
        } else {
            "ui.palette-add"
        }
    }
}

/// What of the commands that work everywhere works above a sheet too.
fn works_on_sheets(command: Command) -> bool {
    matches!(
        command,
        Command::Up
            | Command::Down
            | Command::PageUp
            | Command::PageDown
            | Command::Top
            | Command::Bottom
            | Command::Undo
            | Command::Redo
            | Command::Help
            | Command::Redraw
            | Command::Suspend
    )
}

impl Palette {
    /// The commands that it shows above a place where the keys hold.
    pub fn entries<'w>(&self, commands: &'w [Entry], here: Context) -> Vec<&'w Entry> {
        let needle = search_key(self.input.value());
        let everywhere = |command| match here.shares() {
            Shared::All => true,
            Shared::Moves => works_on_sheets(command),
            Shared::Nothing => false,
        };
        let works =
            |e: &&Entry| e.on == here || (e.on == Context::Everywhere && everywhere(e.command));
        let mut entries: Vec<&Entry> = commands
            .iter()
            .filter(works)
            .filter(|e| e.command != Command::Palette)
            .filter(|e| self.only.is_empty() || self.only.contains(&e.command))
            .filter(|e| matches_key(&e.title, &needle))
            .collect();
        // What is special to this place comes first.
        entries.sort_by_key(|e| {
            let place = self.only.iter().position(|only| *only == e.command);
            (e.on == Context::Everywhere, place)
        });
        entries
    }
}
