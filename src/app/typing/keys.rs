//! What keys and pasted text do where something is typed: a line, a list, the palette.

use crate::app::command::Command;
use crate::app::typing::prompt::{Ask, edit_line, insert};
use crate::app::update::{command_of, moved};
use crate::app::{App, Effect, Overlay, World};
use crate::model::Message;

impl App {
    pub(in crate::app) fn typed(&mut self, world: &World, text: &str) {
        let mut search = None;
        let said = |cut| Message::warning("said.cut").with("count", cut);
        let cut = match self.overlays.last_mut() {
            Some(Overlay::Prompt(prompt)) => {
                let cut = insert(&mut prompt.input, text);
                // Beside a line only what is wrong with it is shown.
                prompt.fault = (cut > 0).then(|| said(cut));
                if prompt.ask == Ask::Search {
                    search = Some(prompt.input.value().to_owned());
                }
                cut
            }
            Some(Overlay::Pick(picker)) => {
                picker.at = 0;
                insert(&mut picker.input, text)
            }
            Some(Overlay::Palette(palette)) => {
                palette.at = 0;
                insert(&mut palette.input, text)
            }
            Some(Overlay::Form(form)) => form.insert(text),
            Some(
                Overlay::Sheet(_)
                | Overlay::Help(_)
                | Overlay::Why(_)
                | Overlay::Outlooks(_)
                | Overlay::Settle(_),
            )
            | None => 0,
        };
        if cut > 0 {
            self.say(said(cut));
        }
        if let Some(typed) = search {
            self.look_for(world, &typed);
        }
        self.propose_again(world);
    }

    pub(in crate::app) fn typing_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        let Some(Overlay::Prompt(prompt)) = self.overlays.last_mut() else {
            return Vec::new();
        };
        match command {
            Command::Accept => {
                let Some(Overlay::Prompt(prompt)) = self.overlays.pop() else {
                    return Vec::new();
                };
                return self.accept_prompt(world, prompt);
            }
            Command::Cancel => {
                let search = prompt.ask == Ask::Search;
                self.overlays.pop();
                if search {
                    self.search.clear();
                }
            }
            command => {
                prompt.fault = None;
                let search = edit_line(&mut prompt.input, command) && prompt.ask == Ask::Search;
                if search {
                    let typed = prompt.input.value().to_owned();
                    self.look_for(world, &typed);
                }
            }
        }
        Vec::new()
    }

    pub(in crate::app) fn pick_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        let entries = self.palette_entries(world).len();
        let page = self.page;
        let (at, count, input) = match self.overlays.last_mut() {
            Some(Overlay::Pick(picker)) => {
                let count = picker.shown().len();
                (&mut picker.at, count, &mut picker.input)
            }
            Some(Overlay::Palette(palette)) => (&mut palette.at, entries, &mut palette.input),
            Some(
                Overlay::Sheet(_)
                | Overlay::Prompt(_)
                | Overlay::Form(_)
                | Overlay::Help(_)
                | Overlay::Why(_)
                | Overlay::Outlooks(_)
                | Overlay::Settle(_),
            )
            | None => return Vec::new(),
        };
        match command {
            Command::Accept => return self.accept_choice(world),
            Command::Cancel => {
                self.overlays.pop();
            }
            Command::Up | Command::Down | Command::PageUp | Command::PageDown => {
                *at = moved(command, *at, count, page);
            }
            command => {
                if edit_line(input, command) {
                    *at = 0;
                }
            }
        }
        Vec::new()
    }

    fn accept_choice(&mut self, world: &World) -> Vec<Effect> {
        let command = self.palette_command(world);
        let picked = |overlay: &Overlay| matches!(overlay, Overlay::Pick(picker) if picker.chosen().is_some());
        if command.is_none() && !self.overlays.last().is_some_and(picked) {
            self.say(Message::warning("ui.no-choice"));
            return Vec::new();
        }
        match (self.overlays.pop(), command) {
            (Some(Overlay::Pick(picker)), _) => self.accept_pick(world, &picker),
            (_, Some(command)) => command_of(self, world, command),
            (_, None) => Vec::new(),
        }
    }

    /// The command that is selected in the palette, if that is in front.
    fn palette_command(&self, world: &World) -> Option<Command> {
        let Some(Overlay::Palette(palette)) = self.overlays.last() else {
            return None;
        };
        let entries = self.palette_entries(world);
        entries.get(palette.at).map(|entry| entry.command)
    }
}
