//! What keys and pasted text do where something is typed: a line, a list, the palette.

use super::burst::Front;
use super::form::{self, Form, Value, verdict};
use super::prompt::{Ask, edit_line, insert};
use crate::app::command::{Command, Entry};
use crate::app::cursor::moved;
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::state::App;
use crate::app::update::command_of;
use crate::app::world::World;
use crate::model::{Message, Refusal};

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
                | Overlay::Settle(_)
                | Overlay::Taking(_),
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
            Command::Complete if prompt.ask == Ask::ListFile => {
                return vec![Effect::Complete(prompt.input.value().to_owned())];
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
                | Overlay::Settle(_)
                | Overlay::Taking(_),
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

    /// Proposes the numbers of the form in front anew, if another way to spread was chosen.
    fn propose_again(&mut self, world: &World) {
        let Some(Overlay::Form(mut form)) =
            self.overlays.pop_if(|it| matches!(it, Overlay::Form(_)))
        else {
            return;
        };
        form::propose_again(self.see(world), &mut form);
        self.overlays.push(Overlay::Form(form));
    }

    pub(in crate::app) fn form_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        match command {
            Command::Accept => {
                let Some(Overlay::Form(form)) = self.overlays.pop() else {
                    return Vec::new();
                };
                self.accept_form(world, form)
            }
            Command::Cancel => {
                self.overlays.pop();
                Vec::new()
            }
            command => {
                if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
                    form.command(command);
                }
                self.propose_again(world);
                Vec::new()
            }
        }
    }

    /// Enter in a form: the change it means, or the form again with what is wrong.
    fn accept_form(&mut self, world: &World, form: Form) -> Vec<Effect> {
        let change = form::change(self.see(world), &form).and_then(|change| {
            form.ask_letters()?;
            Ok(change)
        });
        let typed = Overlay::Form(form.clone());
        match change.and_then(|change| self.commit(world, change, Some(typed))) {
            Ok(effects) => {
                if let Some(message) = verdict(&world.rules, &form, world.today) {
                    self.say(message);
                }
                effects
            }
            Err(refusal) => {
                let fault = Some(refusal.message());
                let doubtful = matches!(refusal, Refusal::Doubtful(_));
                let doubted = doubtful.then(|| form.words());
                self.overlays.push(Overlay::Form(Form {
                    fault,
                    doubted,
                    ..form
                }));
                Vec::new()
            }
        }
    }

    /// The commands that the palette shows now.
    pub fn palette_entries<'w>(&self, world: &'w World) -> Vec<&'w Entry> {
        let Some(Overlay::Palette(palette)) = self.overlays.last() else {
            return Vec::new();
        };
        palette.entries(&world.commands, self.context_below())
    }

    /// What has the keys now.
    pub fn front(&self) -> Front {
        match self.overlays.last() {
            Some(Overlay::Prompt(_)) => Front::Line,
            Some(Overlay::Pick(_) | Overlay::Palette(_)) => Front::Filter,
            Some(Overlay::Form(form)) => match form.selected() {
                Some(Value::Line(_)) => Front::Line,
                Some(Value::Choice(..)) | None => Front::Commands,
            },
            Some(
                Overlay::Sheet(_)
                | Overlay::Help(_)
                | Overlay::Why(_)
                | Overlay::Outlooks(_)
                | Overlay::Settle(_)
                | Overlay::Taking(_),
            )
            | None => Front::Commands,
        }
    }

    /// Says that keys which came at once were not done, or that no Enter among them was.
    pub(in crate::app) fn say_burst(&mut self, count: usize) {
        let key = match self.front() {
            Front::Commands => "said.burst",
            Front::Filter | Front::Line => "said.burst-text",
        };
        let message = Message::warning(key).with("count", count);
        match self.overlays.last_mut().and_then(Overlay::fault_mut) {
            Some(fault) => *fault = Some(message),
            None => self.say(message),
        }
    }
}
