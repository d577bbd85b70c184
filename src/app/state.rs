//! The whole state of the program, and what is derived of it.

use super::ahead::Ahead;
use super::command::Context;
use super::overlay::Overlay;
use super::saving::history::{History, SaveMark};
use super::screens::search::Search;
use super::screens::welcome::no_book;
use super::screens::{Screen, Screens};
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
                .get($app.screens.quotas.track)
                .map(|track| &track.id),
            node: $app.screens.board.tree.node(),
            line: $app.screens.board.line_with_keys(),
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
    /// The screens, and which is open.
    pub screens: Screens,
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
            screens: Screens::default(),
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
        app.lay_out(world);
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
        self.lay_out(world);
    }

    /// Shows what was counted from the root on.
    fn lay_out(&mut self, world: &World) {
        let tree = &mut self.screens.board.tree;
        tree.unfold_first(&self.book, &self.figures);
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
        app.screens.open = Screen::Welcome;
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
            Some(Overlay::Taking(_)) => Context::Taking,
            None => self.screens.context(),
        }
    }

    /// Derives the visible rows again, keeping the selections by what they stand for.
    pub(super) fn rebuild(&mut self, world: &World) {
        self.screens.board.tree.rebuild(&self.book, &self.figures);
        self.list_people(world, true);
        self.list_quotas(world);
        let see = see!(self, world);
        for overlay in &mut self.overlays {
            if let Overlay::Outlooks(open) = overlay {
                open.relist(see);
            }
        }
        self.look(world);
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
        self.screens.board.list_people(see, keep);
    }

    /// Lists the organisations of screen 2 again.
    pub(super) fn list_quotas(&mut self, world: &World) {
        let see = see!(self, world);
        self.screens
            .quotas
            .list(see, self.screens.open == Screen::Quotas);
    }

    /// Derives what the open screen shows of the selected organisation.
    pub(super) fn look(&mut self, world: &World) {
        let see = see!(self, world);
        self.screens.look(see);
    }

    /// Goes to an organisation of the tree.
    pub(super) fn reveal(&mut self, world: &World, node: usize) {
        let see = see!(self, world);
        self.screens.board.reveal(see, node);
    }

    /// The organisation selected on the open screen, by its place in the tree.
    pub fn node(&self) -> Option<usize> {
        self.screens.node(&self.figures)
    }

    pub(super) fn say(&mut self, message: Message) {
        self.notice = Some(message);
    }
}
