//! The whole state of the program, and what is derived of it.

use super::ahead::Ahead;
use super::command::Context;
use super::overlay::Overlay;
use super::saving::history::{History, SaveMark};
use super::screens::Screen;
use super::screens::agenda::Agenda;
use super::screens::analysis::Insight;
use super::screens::board::{Board, Pane};
use super::screens::journal::Journal;
use super::screens::quotas::Quotas;
use super::screens::search::Search;
use super::screens::welcome::{Welcome, no_book};
use super::see::See;
use super::sheet::shown::Reveal;
use super::typing::draft::Draft;
use super::world::World;
use crate::model::{Book, Message};
use crate::rules::Figures;
use chrono::Datelike;

/// What a pane may look at, without the panes themselves: one of them is at work meanwhile.
macro_rules! see {
    ($app:expr, $world:expr) => {
        $crate::app::see::See {
            world: $world,
            book: &$app.book,
            figures: &$app.figures,
            track: $app
                .book
                .settings()
                .tracks
                .get($app.quotas.track)
                .map(|track| &track.id),
            node: $app.board.tree.node(),
            line: $app.board.line_with_keys(),
            ahead: &$app.ahead,
            revealed: $app.revealed.as_ref(),
        }
    };
}
pub(super) use see;

/// The whole state of the program.
#[derive(Debug)]
pub struct App {
    /// The data.
    pub book: Book,
    /// The numbers derived from it.
    pub figures: Figures,
    /// Which screen is open.
    pub screen: Screen,
    /// Screen 1.
    pub board: Board,
    /// Screen 2.
    pub quotas: Quotas,
    /// Screen 3.
    pub agenda: Agenda,
    /// Screen 4.
    pub insight: Insight,
    /// Screen 5.
    pub journal: Journal,
    /// The choices of a first start.
    pub welcome: Welcome,
    /// What is open above the screen.
    pub overlays: Vec<Overlay>,
    /// The last search.
    pub search: Search,
    /// What was just said; gone with the next key.
    pub notice: Option<Message>,
    /// How saving stands.
    pub saved: SaveMark,
    /// Nothing may be changed.
    pub read_only: bool,
    /// Nobody was at the keys for a while, so nothing is shown until the next one.
    pub covered: bool,
    /// The one hidden number that is shown whole now.
    pub revealed: Option<Reveal>,
    /// The drafts that are offered.
    pub(super) offered: Vec<Draft>,
    pub(super) history: History,
    pub(super) ahead: Ahead,
    pub(super) ids: fastrand::Rng,
    /// Rows that a page holds.
    pub(super) page: usize,
}

impl App {
    /// Opens the board on a book. `seed` makes new ids.
    pub fn new(book: Book, world: &World, read_only: bool, seed: u64) -> Self {
        let figures = Figures::new(world.known(&book), world.today.year());
        let mut app = Self {
            book,
            figures,
            screen: Screen::Board,
            board: Board::default(),
            quotas: Quotas::default(),
            agenda: Agenda::default(),
            insight: Insight::default(),
            journal: Journal::default(),
            welcome: Welcome::default(),
            overlays: Vec::new(),
            search: Search::default(),
            notice: None,
            saved: SaveMark::Clean,
            read_only,
            covered: false,
            revealed: None,
            history: History::default(),
            offered: Vec::new(),
            ahead: Ahead::default(),
            ids: fastrand::Rng::with_seed(seed),
            page: 10,
        };
        app.board.tree.unfold_first(&app.book, &app.figures);
        app.rebuild(world);
        app.warn_of_bad_files();
        app
    }

    /// What a pane may look at now.
    pub fn see<'a>(&'a self, world: &'a World) -> See<'a> {
        see!(self, world)
    }

    /// Counts another book for this year and shows it from its root on.
    pub(super) fn start_on(&mut self, world: &World) {
        self.figures = Figures::new(world.known(&self.book), world.today.year());
        self.ahead = Ahead::default();
        self.board.tree.unfold_first(&self.book, &self.figures);
        self.rebuild(world);
    }

    /// Says at the start that files could not be read.
    fn warn_of_bad_files(&mut self) {
        let count = self.book.unreadable().len();
        if count > 0 {
            self.say(Message::error("said.unreadable").with("count", count));
        }
    }

    /// Opens the choices of a first start.
    pub fn first_start(world: &World, seed: u64) -> Self {
        let mut app = Self::new(no_book(), world, false, seed);
        app.screen = Screen::Welcome;
        app
    }

    /// Where the keys hold now.
    pub fn context(&self) -> Context {
        self.context_under(self.overlays.len())
    }

    /// Where the keys held before the front window was opened.
    pub fn context_below(&self) -> Context {
        self.context_under(self.overlays.len().saturating_sub(1))
    }

    /// Where the keys hold if only so many windows are open.
    fn context_under(&self, windows: usize) -> Context {
        match self.overlays[..windows].last() {
            Some(Overlay::Sheet(_)) => Context::Sheet,
            Some(Overlay::Outlooks(_)) => Context::Outlook,
            Some(Overlay::Prompt(_)) => Context::Typing,
            Some(Overlay::Form(_)) => Context::Form,
            Some(Overlay::Pick(_) | Overlay::Palette(_)) => Context::Pick,
            Some(Overlay::Help(_) | Overlay::Why(_)) => Context::Help,
            Some(Overlay::Settle(_)) => Context::Settle,
            None => self.screen_context(),
        }
    }

    /// Where the keys of the screen itself hold.
    fn screen_context(&self) -> Context {
        match (self.screen, self.board.focus) {
            (Screen::Welcome, _) => Context::Welcome,
            (Screen::Board, Pane::Tree) => Context::Tree,
            (Screen::Board, Pane::Pipeline) => Context::Pipeline,
            (Screen::Quotas, _) => Context::Quotas,
            (Screen::Agenda, _) => Context::Agenda,
            (Screen::Analysis, _) => Context::Analysis,
            (Screen::Journal, _) => Context::Journal,
        }
    }

    /// Derives the visible rows again, keeping the selections by what they stand for.
    pub(super) fn rebuild(&mut self, world: &World) {
        self.board.tree.rebuild(&self.book, &self.figures);
        self.list_people(world, true);
        self.list_quotas(world);
        let see = see!(self, world);
        for overlay in &mut self.overlays {
            if let Overlay::Outlooks(open) = overlay {
                open.relist(see);
            }
        }
        self.list_tasks(world);
        self.look_into(world);
        let see = see!(self, world);
        if let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut() {
            let rows = sheet.rows(see);
            sheet.select(sheet.at, &rows);
        }
    }

    /// Counts everything anew, for another year, tree or book.
    pub(super) fn recount(&mut self, world: &World, year: i32) {
        self.figures = Figures::new(world.known(&self.book), year);
        self.ahead = Ahead::default();
        self.rebuild(world);
    }

    /// Lists the people of the selected organisation again.
    pub(super) fn list_people(&mut self, world: &World, keep: bool) {
        let see = see!(self, world);
        self.board.list_people(see, keep);
    }

    /// Lists the organisations of screen 2 again.
    pub(super) fn list_quotas(&mut self, world: &World) {
        let see = see!(self, world);
        self.quotas.list(see, self.screen == Screen::Quotas);
    }

    /// Looks for what is to be done, if screen 3 is open.
    pub(super) fn list_tasks(&mut self, world: &World) {
        let see = see!(self, world);
        if self.screen == Screen::Agenda {
            self.agenda.list(see);
        }
    }

    /// Looks at the selected organisation, if screen 4 is open.
    pub(super) fn look_into(&mut self, world: &World) {
        let see = see!(self, world);
        if self.screen == Screen::Analysis {
            self.insight.look(see);
        }
    }

    /// Goes to an organisation of the tree.
    pub(super) fn reveal(&mut self, world: &World, node: usize) {
        let see = see!(self, world);
        self.board.reveal(see, node);
    }

    /// Lets go what only the screen that is left needs.
    pub(super) fn leave(&mut self) {
        self.agenda.close();
        self.insight.data = None;
        if self.screen != Screen::Journal {
            self.journal.close();
        }
    }

    /// The organisation selected on the open screen, by its place in the tree.
    pub fn node(&self) -> Option<usize> {
        match self.screen {
            Screen::Quotas => self.quotas.node(&self.figures),
            Screen::Welcome
            | Screen::Board
            | Screen::Agenda
            | Screen::Analysis
            | Screen::Journal => self.board.tree.node(),
        }
    }

    pub(super) fn say(&mut self, message: Message) {
        self.notice = Some(message);
    }
}
