//! The one way in: a message alters the state and asks for effects.

use super::command::{Command, Context};
use super::prompt::{Ask, edit_line, insert};
use super::{App, Effect, Front, Msg, Overlay, Palette, Pane, SaveMark, Screen, Welcome, World};
use crate::model::Message;
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

fn command_of(app: &mut App, world: &World, command: Command) -> Vec<Effect> {
    // These work wherever one is.
    match command {
        Command::Redraw => return vec![Effect::Redraw],
        Command::Suspend => return vec![Effect::Suspend],
        _ => {}
    }
    match app.context() {
        Context::Typing => app.typing_command(world, command),
        Context::Form => app.form_command(world, command),
        Context::Pick => app.pick_command(world, command),
        Context::Help => {
            app.help_command(command);
            Vec::new()
        }
        Context::Outlook => {
            if let Some(effects) = app.common_command(world, command) {
                return effects;
            }
            app.outlook_command(world, command)
        }
        Context::Settle => app.settle_command(world, command),
        Context::Sheet => {
            if let Some(effects) = app.common_command(world, command) {
                return effects;
            }
            app.sheet_command(world, command)
        }
        context => {
            if let Some(effects) = app.common_command(world, command) {
                return effects;
            }
            match context {
                Context::Welcome => app.welcome_command(world, command),
                Context::Tree => app.tree_command(world, command),
                Context::Pipeline => app.pipeline_command(world, command),
                Context::Agenda => app.agenda_command(world, command),
                Context::Analysis => app.analysis_command(world, command),
                Context::Journal => app.journal_command(world, command),
                _ => app.quota_command(world, command),
            }
        }
    }
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
        match (screen, node) {
            (Screen::Quotas, Some(node)) => {
                self.quotas.select(node, &self.figures, &self.book);
                self.list_quotas(world);
            }
            (_, Some(node)) if self.board.tree.node() != Some(node) => self.reveal(world, node),
            _ => {}
        }
        self.leave();
        self.list_tasks(&world.rules);
        self.look_into(&world.rules);
    }

    fn move_selection(&mut self, world: &World, command: Command) {
        let (at, count) = match (self.overlays.last(), self.screen) {
            (Some(Overlay::Sheet(sheet)), _) => (sheet.at, sheet.rows(self, world).len()),
            (Some(Overlay::Outlooks(open)), _) => (open.at, open.rows.len()),
            (_, Screen::Welcome) => (self.welcome.at, Welcome::CHOICES.len()),
            (_, Screen::Quotas) => (self.quotas.row(), self.quotas.rows.len()),
            (_, Screen::Agenda) => (self.agenda.at, self.agenda.rows.len()),
            (_, Screen::Analysis) => (self.insight.at, self.insight.len()),
            (_, Screen::Journal) => (self.journal.at, self.journal.rows.len()),
            _ if self.board.focus == Pane::Tree => (self.board.tree.at, self.board.tree.rows.len()),
            _ => (self.board.pipeline.at, self.board.pipeline.rows.len()),
        };
        let to = moved(command, at, count, self.page);
        let rows = match self.overlays.last() {
            Some(Overlay::Sheet(sheet)) => sheet.rows(self, world),
            _ => Vec::new(),
        };
        match (self.overlays.last_mut(), self.screen) {
            (Some(Overlay::Sheet(sheet)), _) => sheet.select(to, &rows),
            (Some(Overlay::Outlooks(open)), _) => open.at = open.rows.settle(to, to >= open.at),
            (_, Screen::Welcome) => self.welcome.at = to,
            (_, Screen::Quotas) => {
                let node = self.quotas.rows.get(to).copied().unwrap_or(0);
                self.quotas.select(node, &self.figures, &self.book);
            }
            (_, Screen::Agenda) => self.agenda.select(to, &self.book),
            (_, Screen::Analysis) => self.insight.at = to,
            (_, Screen::Journal) => self.journal.select(to),
            _ if self.board.focus == Pane::Tree => self.move_tree(world, to),
            _ => self.board.pipeline.select(to, &self.book),
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

    fn typed(&mut self, world: &World, text: &str) {
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
            _ => 0,
        };
        if cut > 0 {
            self.say(said(cut));
        }
        if let Some(typed) = search {
            self.look_for(world, &typed);
        }
        self.propose_again(world);
    }

    fn typing_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
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

    fn pick_command(&mut self, world: &World, command: Command) -> Vec<Effect> {
        let entries = self.palette_entries(world).len();
        let page = self.page;
        let (at, count, input) = match self.overlays.last_mut() {
            Some(Overlay::Pick(picker)) => {
                let count = picker.shown().len();
                (&mut picker.at, count, &mut picker.input)
            }
            Some(Overlay::Palette(palette)) => (&mut palette.at, entries, &mut palette.input),
            _ => return Vec::new(),
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
        let nothing = match self.overlays.last() {
            Some(Overlay::Pick(picker)) => picker.chosen().is_none(),
            Some(Overlay::Palette(_)) => self.palette_entries(world).is_empty(),
            _ => false,
        };
        if nothing {
            self.say(Message::warning("ui.no-choice"));
            return Vec::new();
        }
        let chosen = match self.overlays.last() {
            Some(Overlay::Palette(palette)) => self
                .palette_entries(world)
                .get(palette.at)
                .map(|entry| entry.command),
            _ => None,
        };
        match self.overlays.pop() {
            Some(Overlay::Pick(picker)) => self.accept_pick(world, &picker),
            _ => chosen.map_or_else(Vec::new, |command| command_of(self, world, command)),
        }
    }

    fn opened(&mut self, world: &World, book: crate::model::Book) {
        self.book = book;
        self.screen = Screen::Board;
        self.overlays.clear();
        self.saved = SaveMark::Clean;
        self.figures = Figures::new(&self.book, &world.rules, world.today.year(), world.today);
        self.board = super::Board::default();
        self.board.tree.unfold_first(&self.book, &self.figures);
        self.rebuild(world);
    }
}

fn moved(command: Command, at: usize, count: usize, page: usize) -> usize {
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
