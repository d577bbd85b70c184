//! The one way in: a message alters the state and asks for effects.

use super::command::Command;
use super::cursor::{Places, moved};
use super::effect::Effect;
use super::msg::Msg;
use super::overlay::Overlay;
use super::saving::history::SaveMark;
use super::screens::Screen;
use super::screens::board::Pane;
use super::sheet::why::Why;
use super::state::{App, see};
use super::typing::burst::Front;
use super::typing::palette::Palette;
use super::world::World;
use chrono::Datelike;

/// Takes a message in.
pub fn update(app: &mut App, world: &World, msg: Msg) -> Vec<Effect> {
    let by_hand = matches!(
        msg,
        Msg::Do(_) | Msg::Type(_) | Msg::Paste(_) | Msg::Burst(_)
    );
    if app.covered && by_hand {
        // Whoever comes back does not know what the key would have done.
        app.covered = false;
        return Vec::new();
    }
    let follows = !by_hand && !matches!(msg, Msg::Page(_) | Msg::Journal(_));
    // What a list would come to rests on the book as it was.
    let another_book = matches!(
        msg,
        Msg::News(_)
            | Msg::Clash(..)
            | Msg::Merged(..)
            | Msg::Conflict(..)
            | Msg::NotTaken(..)
            | Msg::Unsure(..)
            | Msg::NewDay
    );
    let mut effects = match msg {
        Msg::Do(command) => {
            app.notice = None;
            // A failure stays in sight for as long as what it is about can be tried again.
            let over = app.saved == SaveMark::Failed && app.draft().is_none();
            if app.saved == SaveMark::Saved || over {
                app.saved = SaveMark::Clean;
            }
            command_of(app, world, command)
        }
        Msg::Type(c) => {
            app.notice = None;
            app.typed(world, c.encode_utf8(&mut [0; 4]));
            Vec::new()
        }
        Msg::Paste(text) => {
            app.notice = None;
            if app.front() == Front::Commands {
                let list = app.paste_list(&text);
                return list.unwrap_or_else(|| {
                    app.say_burst(text.chars().count());
                    Vec::new()
                });
            }
            app.typed(world, &text);
            Vec::new()
        }
        Msg::Burst(count) => {
            app.say_burst(count);
            Vec::new()
        }
        Msg::Saved(number) => app.saved(number),
        Msg::NotSaved(why) => {
            app.not_saved(world, why);
            Vec::new()
        }
        Msg::Clash(why, book) => {
            app.clash(world, why, *book);
            Vec::new()
        }
        Msg::Merged(number, edit, book) => app.merged(world, number, *edit, *book),
        Msg::Conflict(joined, book) => app.conflict(world, *joined, *book),
        Msg::NotTaken(why, book) => {
            app.not_taken(world, &why, *book);
            Vec::new()
        }
        Msg::News(news) => {
            app.hear(world, *news);
            Vec::new()
        }
        Msg::Recalled(found) => app.recalled(world, found),
        Msg::Regained(found) => app.regained(world, found),
        Msg::Copied(said) => {
            app.screens.agenda.copy = Some(said);
            Vec::new()
        }
        Msg::Why(why) => {
            app.tell_why(&why);
            Vec::new()
        }
        Msg::Journal(log) => {
            let see = see!(app, world);
            app.screens.journal.show(see, *log);
            Vec::new()
        }
        Msg::Revealed(reveal) => app.revealed(world, reveal),
        Msg::Hide => {
            app.revealed = None;
            Vec::new()
        }
        Msg::Trouble(why) => {
            app.say(why);
            Vec::new()
        }
        Msg::Unsure(why, book) => {
            app.unsure(world, why, *book);
            Vec::new()
        }
        Msg::Completed(typed, path, said) => {
            app.completed(&typed, &path, said);
            Vec::new()
        }
        Msg::ListGoesOn(asked, rows) => {
            app.list_goes_on(asked, rows);
            Vec::new()
        }
        Msg::ListRead(asked, read) => {
            app.list_read(asked, *read);
            Vec::new()
        }
        Msg::Opened(book) => {
            app.opened(world, *book);
            Vec::new()
        }
        Msg::NewDay => {
            // Who looks at the year that it is goes on looking at it when another begins.
            let current = app.figures.year == app.figures.today.year();
            let year = if current {
                world.today.year()
            } else {
                app.figures.year
            };
            app.recount(world, year);
            Vec::new()
        }
        Msg::Cover => {
            app.covered = true;
            Vec::new()
        }
        Msg::Page(rows) => {
            app.page = rows.max(1);
            Vec::new()
        }
    };
    if another_book {
        effects.extend(app.read_list());
    }
    app.hide_what_was_left(world);
    // The journal on the screen follows what is saved, here or elsewhere.
    if follows && app.screens.open == Screen::Journal {
        effects.push(Effect::ReadJournal);
    }
    effects
}

/// A command: what works wherever one is, then what works on every screen and sheet alike, then what
/// is in front answers.
pub(super) fn command_of(app: &mut App, world: &World, command: Command) -> Vec<Effect> {
    match command {
        Command::Redraw => return vec![Effect::Redraw],
        Command::Suspend => return vec![Effect::Suspend],
        _ => {}
    }
    if let Some(effects) = app.shared_command(world, command) {
        return effects;
    }
    let page = app.page;
    let see = see!(app, world);
    let reply = match app.overlays.last_mut() {
        // Nothing else works where something is typed or asked.
        Some(Overlay::Prompt(_)) => return app.typing_command(world, command),
        Some(Overlay::Form(_)) => return app.form_command(world, command),
        Some(Overlay::Pick(_) | Overlay::Palette(_)) => return app.pick_command(world, command),
        Some(Overlay::Help(_) | Overlay::Why(_)) => return app.help_command(command),
        Some(Overlay::Settle(settle)) => settle.command(command),
        Some(Overlay::Taking(open)) => open.command(command, page),
        Some(Overlay::Outlooks(open)) => open.command(see, command),
        Some(Overlay::Sheet(sheet)) => sheet.command(see, command),
        None => app.screens.answer(see, command),
    };
    app.carry_out(world, reply)
}

impl App {
    /// What works on every screen and sheet alike.
    fn shared_command(&mut self, world: &World, command: Command) -> Option<Vec<Effect>> {
        let front = self.overlays.last();
        if front.is_some_and(|window| !window.shares_commands()) {
            return None;
        }
        let on_sheet = front.is_some();
        match command {
            Command::Up
            | Command::Down
            | Command::PageUp
            | Command::PageDown
            | Command::Top
            | Command::Bottom => self.move_selection(world, command),
            Command::Help => self.overlays.push(Overlay::Help(0)),
            Command::Palette => self.overlays.push(Overlay::Palette(Palette::default())),
            Command::Undo | Command::Redo => {
                let turned = if command == Command::Undo {
                    self.undo(world)
                } else {
                    self.redo(world)
                };
                return Some(self.said_if_refused(turned));
            }
            _ if on_sheet => return None,
            Command::Quit => return Some(vec![Effect::Quit]),
            _ if self.screens.open == Screen::Welcome => return None,
            Command::NextPane if self.screens.open == Screen::Board => {
                self.screens.board.focus = match self.screens.board.focus {
                    Pane::Tree => Pane::Pipeline,
                    Pane::Pipeline => Pane::Tree,
                };
            }
            Command::Zoom => self.screens.board.zoom = !self.screens.board.zoom,
            command if Screen::of(command).is_some() => {
                let screen = Screen::of(command)?;
                self.go(world, screen);
                return Some(screen.asks().into_iter().collect());
            }
            Command::YearBack => self.recount(world, self.figures.year - 1),
            Command::YearForward => self.recount(world, self.figures.year + 1),
            Command::Search => self.start_search(),
            Command::Import => self.ask_list(),
            Command::FindNext => self.find(world, Places::next(true)),
            Command::FindBack => self.find(world, Places::next(false)),
            Command::Cancel => {
                self.search.clear();
                self.screens.board.pipeline.marked.clear();
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Moves in the list that has the keys.
    fn move_selection(&mut self, world: &World, command: Command) {
        let page = self.page;
        let see = see!(self, world);
        let to = |at, count| moved(command, at, count, page);
        match self.overlays.last_mut() {
            Some(Overlay::Sheet(open)) => {
                let rows = open.rows(see);
                open.select(to(open.at, rows.len()), &rows);
            }
            Some(Overlay::Outlooks(open)) => open.select(to(open.at, open.rows.len())),
            None => self.screens.walk(see, to),
            // These move by themselves.
            Some(
                Overlay::Prompt(_)
                | Overlay::Form(_)
                | Overlay::Pick(_)
                | Overlay::Palette(_)
                | Overlay::Help(_)
                | Overlay::Why(_)
                | Overlay::Settle(_)
                | Overlay::Taking(_),
            ) => {}
        }
    }

    fn help_command(&mut self, command: Command) -> Vec<Effect> {
        let page = self.page;
        if let Some(Overlay::Help(scroll) | Overlay::Why(Why { scroll, .. })) =
            self.overlays.last_mut()
        {
            match command {
                Command::Cancel | Command::Quit | Command::Help | Command::Why => {
                    self.overlays.pop();
                }
                _ => *scroll = moved(command, *scroll, usize::MAX, page),
            }
        }
        Vec::new()
    }

    /// Tells the help screen how far it can be scrolled, once that is drawn.
    pub fn clamp_help(&mut self, most: usize) {
        if let Some(Overlay::Help(scroll) | Overlay::Why(Why { scroll, .. })) =
            self.overlays.last_mut()
        {
            *scroll = (*scroll).min(most);
        }
    }
}
