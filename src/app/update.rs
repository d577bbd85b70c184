//! The one way in: a message alters the state and asks for effects.

use super::command::{Command, Context};
use super::{App, Effect, Front, Msg, Overlay, Palette, Pane, SaveMark, Screen, Welcome, World};
use crate::rules::Figures;
use chrono::Datelike;

/// Takes a message in.
pub fn update(app: &mut App, world: &World, msg: Msg) -> Vec<Effect> {
    let typed = matches!(
        msg,
        Msg::Do(_) | Msg::Type(_) | Msg::Paste(_) | Msg::Burst(_) | Msg::Page(_)
    );
    let follows = !typed && !matches!(msg, Msg::Journal(_));
    let mut effects = take(app, world, msg);
    app.hide_what_was_left(world);
    // The journal on the screen follows what is saved, here or elsewhere.
    if follows && app.shows_journal() {
        effects.push(Effect::ReadJournal);
    }
    effects
}

fn take(app: &mut App, world: &World, msg: Msg) -> Vec<Effect> {
    let by_hand = matches!(
        msg,
        Msg::Do(_) | Msg::Type(_) | Msg::Paste(_) | Msg::Burst(_)
    );
    if app.covered && by_hand {
        // Whoever comes back does not know what the key would have done.
        app.covered = false;
        return Vec::new();
    }
    match msg {
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
                app.say_burst(text.chars().count());
            } else {
                app.typed(world, &text);
            }
            Vec::new()
        }
        Msg::Burst(count) => {
            app.say_burst(count);
            Vec::new()
        }
        Msg::Saved(number) => {
            app.saved(number);
            Vec::new()
        }
        Msg::NotSaved(why) => {
            app.not_saved(world, why);
            Vec::new()
        }
        Msg::Clash(why, book) => {
            app.clash(world, why, *book);
            Vec::new()
        }
        Msg::Merged(number, edit, book) => {
            app.merged(world, number, *edit, *book);
            Vec::new()
        }
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
            app.agenda.copy = Some(said);
            Vec::new()
        }
        Msg::Why(why) => {
            app.tell_why(&why);
            Vec::new()
        }
        Msg::Journal(log) => {
            app.show_journal(*log);
            Vec::new()
        }
        Msg::Revealed(reveal) => {
            app.revealed(world, reveal);
            Vec::new()
        }
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
    }
}

pub(super) fn command_of(app: &mut App, world: &World, command: Command) -> Vec<Effect> {
    // These work wherever one is.
    match command {
        Command::Redraw => return vec![Effect::Redraw],
        Command::Suspend => return vec![Effect::Suspend],
        _ => {}
    }
    let own: fn(&mut App, &World, Command) -> Vec<Effect> = match app.context() {
        // Nothing else works where something is typed or asked.
        Context::Typing => return app.typing_command(world, command),
        Context::Form => return app.form_command(world, command),
        Context::Pick => return app.pick_command(world, command),
        Context::Settle => return app.settle_command(world, command),
        Context::Help => {
            app.help_command(command);
            return Vec::new();
        }
        Context::Outlook => App::outlook_command,
        Context::Sheet => App::sheet_command,
        Context::Welcome => App::welcome_command,
        Context::Tree => App::tree_command,
        Context::Pipeline => App::pipeline_command,
        Context::Agenda => App::agenda_command,
        Context::Analysis => App::analysis_command,
        Context::Journal => App::journal_command,
        Context::Quotas => App::quota_command,
        // No place is everywhere.
        Context::Everywhere => return Vec::new(),
    };
    let common = app.common_command(world, command);
    common.unwrap_or_else(|| own(app, world, command))
}

impl App {
    /// What works on every screen and sheet alike.
    fn common_command(&mut self, world: &World, command: Command) -> Option<Vec<Effect>> {
        let on_sheet = matches!(
            self.overlays.last(),
            Some(Overlay::Sheet(_) | Overlay::Outlooks(_))
        );
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
                return Some(turned.unwrap_or_else(|refusal| {
                    self.say(refusal.message());
                    Vec::new()
                }));
            }
            _ if on_sheet => return None,
            Command::Quit => return Some(vec![Effect::Quit]),
            _ if self.screen == Screen::Welcome => return None,
            Command::NextPane if self.screen == Screen::Board => {
                self.board.focus = match self.board.focus {
                    Pane::Tree => Pane::Pipeline,
                    Pane::Pipeline => Pane::Tree,
                };
            }
            Command::Zoom => self.board.zoom = !self.board.zoom,
            Command::BoardScreen => self.go(world, Screen::Board),
            Command::QuotaScreen => self.go(world, Screen::Quotas),
            Command::AgendaScreen => {
                self.go(world, Screen::Agenda);
                return Some(vec![Effect::AskCopy]);
            }
            Command::AnalysisScreen => self.go(world, Screen::Analysis),
            Command::JournalScreen => {
                self.go(world, Screen::Journal);
                return Some(vec![Effect::ReadJournal]);
            }
            Command::YearBack => self.recount(world, self.figures.year - 1),
            Command::YearForward => self.recount(world, self.figures.year + 1),
            Command::Search => self.start_search(),
            Command::FindNext => self.find(world, true, 1),
            Command::FindBack => self.find(world, false, 1),
            Command::Cancel => {
                self.search.clear();
                self.unmark();
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Changes the screen and stays with the selected organisation.
    pub(super) fn go(&mut self, world: &World, screen: Screen) {
        let node = self.node();
        self.screen = screen;
        if let Some(node) = node {
            match screen {
                Screen::Quotas => {
                    self.quotas.select(node, &self.figures, &self.book);
                    self.list_quotas(world);
                }
                Screen::Welcome
                | Screen::Board
                | Screen::Agenda
                | Screen::Analysis
                | Screen::Journal => {
                    if self.board.tree.node() != Some(node) {
                        self.reveal(world, node);
                    }
                }
            }
        }
        self.leave();
        self.list_tasks(world);
        self.look_into(world);
    }

    /// Moves in the list that has the keys.
    fn move_selection(&mut self, world: &World, command: Command) {
        let here = self.context();
        let sheet = self.overlays.last().and_then(Overlay::sheet);
        let sheet = sheet.map_or_else(Vec::new, |sheet| sheet.rows(self, world));
        let (at, count) = match (here, self.overlays.last()) {
            (Context::Sheet, Some(Overlay::Sheet(open))) => (open.at, sheet.len()),
            (Context::Outlook, Some(Overlay::Outlooks(open))) => (open.at, open.rows.len()),
            (Context::Welcome, _) => (self.welcome.at, Welcome::CHOICES.len()),
            (Context::Quotas, _) => (self.quotas.row(), self.quotas.rows.len()),
            (Context::Agenda, _) => (self.agenda.at, self.agenda.rows.len()),
            (Context::Analysis, _) => (self.insight.at, self.insight.len()),
            (Context::Journal, _) => (self.journal.at, self.journal.rows.len()),
            (Context::Tree, _) => (self.board.tree.at, self.board.tree.rows.len()),
            (Context::Pipeline, _) => (self.board.pipeline.at, self.board.pipeline.rows.len()),
            // These move by themselves.
            (
                Context::Sheet
                | Context::Outlook
                | Context::Everywhere
                | Context::Help
                | Context::Settle
                | Context::Typing
                | Context::Form
                | Context::Pick,
                _,
            ) => return,
        };
        let to = moved(command, at, count, self.page);
        match (here, self.overlays.last_mut()) {
            (Context::Sheet, Some(Overlay::Sheet(open))) => open.select(to, &sheet),
            (Context::Outlook, Some(Overlay::Outlooks(open))) => {
                open.at = open.rows.settle(to, to >= open.at);
            }
            (Context::Welcome, _) => self.welcome.at = to,
            (Context::Quotas, _) => {
                let node = self.quotas.rows.get(to).copied().unwrap_or(0);
                self.quotas.select(node, &self.figures, &self.book);
            }
            (Context::Agenda, _) => self.agenda.select(to, &self.book),
            (Context::Analysis, _) => self.insight.at = to,
            (Context::Journal, _) => self.journal.select(to),
            (Context::Tree, _) => self.move_tree(world, to),
            (Context::Pipeline, _) => self.board.pipeline.select(to, &self.book),
            (
                Context::Sheet
                | Context::Outlook
                | Context::Everywhere
                | Context::Help
                | Context::Settle
                | Context::Typing
                | Context::Form
                | Context::Pick,
                _,
            ) => {}
        }
    }

    fn help_command(&mut self, command: Command) {
        let page = self.page;
        let Some(Overlay::Help(scroll) | Overlay::Why(super::Why { scroll, .. })) =
            self.overlays.last_mut()
        else {
            return;
        };
        match command {
            Command::Cancel | Command::Quit | Command::Help | Command::Why => {
                self.overlays.pop();
            }
            _ => *scroll = moved(command, *scroll, usize::MAX, page),
        }
    }

    /// Tells the help screen how far it can be scrolled, once that is drawn.
    pub fn clamp_help(&mut self, most: usize) {
        if let Some(Overlay::Help(scroll) | Overlay::Why(super::Why { scroll, .. })) =
            self.overlays.last_mut()
        {
            *scroll = (*scroll).min(most);
        }
    }

    fn opened(&mut self, world: &World, book: crate::model::Book) {
        self.book = book;
        self.screen = Screen::Board;
        self.overlays.clear();
        self.saved = SaveMark::Clean;
        self.figures = Figures::new(world.known(&self.book), world.today.year());
        self.board = super::Board::default();
        self.board.tree.unfold_first(&self.book, &self.figures);
        self.rebuild(world);
    }
}

pub(super) fn moved(command: Command, at: usize, count: usize, page: usize) -> usize {
    let last = count.saturating_sub(1);
    match command {
        Command::Up => at.saturating_sub(1),
        Command::Down => at.saturating_add(1),
        Command::PageUp => at.saturating_sub(page),
        Command::PageDown => at.saturating_add(page),
        Command::Top => 0,
        Command::Bottom => last,
        _ => at,
    }
    .min(last)
}
