//! The state of the screens and the pure update: a message in, effects out, no clock, disk or terminal.

pub mod command;
mod edit;
mod saving;
mod screens;
mod sheet;
mod typing;
mod update;

pub use saving::commit::{Done, SaveMark, told_change};
pub use saving::settle::Settle;
pub use saving::turns::{Turn, Undone};
pub use screens::agenda::Agenda;
pub use screens::analysis::{Insight, Part};
pub use screens::board::{Board, Pane};
pub use screens::journal::{Journal, JournalRow};
pub use screens::outlook::Outlooks;
pub use screens::pipeline::{Field, PipelinePane};
pub use screens::quotas::{QuotaColumn, QuotaOrder, Quotas};
pub use screens::search::Search;
pub use screens::tree::TreePane;
pub use screens::welcome::{Start, Welcome};
pub use sheet::person::Why;
pub use sheet::reveal::Reveal;
pub use sheet::{Facts, PersonFacts, Sheet, SheetRow, UnitFacts};
pub use typing::burst::{Front, Verdict, by_no_hand, judge};
pub use typing::draft::{Draft, Typed};
pub use typing::form::{
    Choice, Entry as FormEntry, Form, FormFor, Handing, Slot, Value, Words, hint, verdict,
};
pub use typing::palette::Palette;
pub use typing::pick::{Offer, PickFor, PickItem, Picker};
pub use typing::prompt::{Ask, Prompt, edits_a_line};
pub use update::update;

use crate::model::{Book, CandidateId, Edit, Joined, Log, Message, News, Refusal, UnitId};
use crate::rules::{self, Case, Counted, Figures, Forecast, Known, Line, Pace, Rules, Spot};
use chrono::{Datelike, NaiveDate};
use command::{Command, Context, Entry};
use saving::commit::History;
use std::cell::OnceCell;
use std::sync::Arc;

/// What the update may look at but never alters.
#[derive(Debug)]
pub struct World {
    /// The day.
    pub today: NaiveDate,
    /// What is known of the field.
    pub rules: Arc<Rules>,
    /// The commands in words, for the palette.
    pub commands: Vec<Entry>,
}

impl World {
    /// What is known with a book.
    pub fn known<'a>(&'a self, book: &'a Book) -> Known<'a> {
        Known::new(book, &self.rules, self.today)
    }

    /// What is known with a book and was counted of it.
    pub fn counted<'a>(&'a self, book: &'a Book, figures: &'a Figures) -> Counted<'a> {
        Counted::new(book, &self.rules, figures)
    }
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key asked for this.
    Do(Command),
    /// A letter was typed.
    Type(char),
    /// Text was pasted.
    Paste(String),
    /// So many keys came at once, and not all of them were done.
    Burst(usize),
    /// The last effect `Save` is durable, under this number in the journal.
    Saved(u64),
    /// The last effect `Save` failed; the book on disk is as it was.
    NotSaved(Message),
    /// Somebody else changed the file meanwhile; here is the book as it is now.
    Clash(Message, Box<Book>),
    /// The last effect `Save` is durable together with what somebody else had changed: its number,
    /// the edit as it came to be, the book that holds both.
    Merged(u64, Box<Edit>, Box<Book>),
    /// The last effect `Save` and the book on disk do not agree; nothing was written.
    Conflict(Box<Joined>, Box<Book>),
    /// Somebody else has changed files of the open book.
    News(Box<News>),
    /// Nothing was taken back, and why; here is the book as it is now.
    NotTaken(Refusal, Box<Book>),
    /// What is taken back next that is not remembered here, if there is anything.
    Recalled(Vec<Done>),
    /// What earlier sessions took back, with the last one at the end.
    Regained(Vec<Undone>),
    /// Why something could not be taken back.
    Why(Refusal),
    /// What is to be said of copies on other disks.
    Copied(Message),
    /// What the journals tell.
    Journal(Box<Log>),
    /// The journal says that a hidden number is shown.
    Revealed(Reveal),
    /// It has been shown long enough.
    Hide,
    /// The files of the open book cannot be looked at.
    Trouble(Message),
    /// The edit is on disk, but perhaps not for good; here is the book as it is there.
    Unsure(Message, Box<Book>),
    /// A book was made or opened.
    Opened(Box<Book>),
    /// Rows a page holds, told after each drawing.
    Page(usize),
    /// Another day has begun.
    NewDay,
    /// Nobody has been at the keys for a while.
    Cover,
}

/// What the shell is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Make an edit durable.
    Save(Box<Edit>, Option<u64>),
    /// Make a book in the empty data directory.
    Create(Start),
    /// A draft that was offered, by its place, is taken up or has no record any more.
    DraftDone(usize),
    /// Look for what is to be taken back, or done again, that is not remembered here.
    Recall(Turn),
    /// Look why the edit of a number cannot be taken back.
    AskWhy(u64),
    /// Read the journals.
    ReadJournal,
    /// Ask what is known of copies on other disks.
    AskCopy,
    /// Write down that a hidden number is shown.
    Reveal(Reveal),
    /// Stop the process until it is brought back.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}

/// Which screen is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// First start.
    Welcome,
    /// 1: the two panes.
    Board,
    /// 2: the quotas.
    Quotas,
    /// 3: what is to be done.
    Agenda,
    /// 4: why the year goes as it goes.
    Analysis,
    /// 5: who changed what when.
    Journal,
}

/// Something open above the screen. The last one has the keys.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// A person or an organisation with all fields.
    Sheet(Sheet),
    /// A line being typed.
    Prompt(Prompt),
    /// Several values being typed.
    Form(Form),
    /// A choice.
    Pick(Picker),
    /// All commands.
    Palette(Palette),
    /// The keys; the number of lines scrolled.
    Help(usize),
    /// Why the limits of a person end when they do.
    Why(Why),
    /// The people behind the numbers of a forecast.
    Outlooks(Outlooks),
    /// What somebody else has changed to something else.
    Settle(Settle),
}

impl Overlay {
    /// The sheet, if it is one.
    fn sheet(&self) -> Option<&Sheet> {
        if let Self::Sheet(sheet) = self {
            Some(sheet)
        } else {
            None
        }
    }

    /// Where it says what is wrong with what is typed, if something is typed in it: beside a line
    /// nothing else is shown.
    fn fault_mut(&mut self) -> Option<&mut Option<Message>> {
        match self {
            Self::Prompt(prompt) => Some(&mut prompt.fault),
            Self::Form(form) => Some(&mut form.fault),
            Self::Sheet(_)
            | Self::Pick(_)
            | Self::Palette(_)
            | Self::Help(_)
            | Self::Why(_)
            | Self::Outlooks(_)
            | Self::Settle(_) => None,
        }
    }
}

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
    history: History,
    pace: OnceCell<Pace>,
    forecast: OnceCell<Forecast>,
    ids: fastrand::Rng,
    page: usize,
}

impl App {
    /// Opens the board on a book. `seed` makes new ids.
    pub fn new(book: Book, world: &World, read_only: bool, seed: u64) -> Self {
        let figures = Figures::new(
            Known::new(&book, &world.rules, world.today),
            world.today.year(),
        );
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
            pace: OnceCell::new(),
            forecast: OnceCell::new(),
            ids: fastrand::Rng::with_seed(seed),
            page: 10,
        };
        app.board.tree.unfold_first(&app.book, &app.figures);
        app.rebuild(world);
        app.warn_of_bad_files();
        app
    }

    /// What is known now.
    pub fn known<'a>(&'a self, world: &'a World) -> Known<'a> {
        world.known(&self.book)
    }

    /// What is known now and was counted for the year shown.
    pub fn counted<'a>(&'a self, world: &'a World) -> Counted<'a> {
        world.counted(&self.book, &self.figures)
    }

    /// A person's case; where the person stands was counted.
    pub fn case<'a>(&'a self, world: &'a World, id: &CandidateId) -> Result<Case<'a>, Refusal> {
        let missing = || Refusal::NoCandidate(id.clone());
        let home = self.book.home(id).ok_or_else(missing)?;
        let line = Line::find(&self.book, home, id).ok_or_else(missing)?;
        Ok(Case::counted(self.counted(world), line))
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
        let mut app = Self::new(screens::welcome::no_book(), world, false, seed);
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
    fn rebuild(&mut self, world: &World) {
        self.board.tree.rebuild(&self.book, &self.figures);
        self.list_people(world, true);
        self.list_quotas(world);
        self.relist_outlooks(world);
        self.list_tasks(world);
        self.look_into(world);
        if let Some(Overlay::Sheet(sheet)) = self.overlays.last() {
            let rows = sheet.rows(self, world);
            if let Some(Overlay::Sheet(sheet)) = self.overlays.last_mut() {
                sheet.select(sheet.at, &rows);
            }
        }
    }

    /// Counts everything anew, for another year, tree or book.
    fn recount(&mut self, world: &World, year: i32) {
        self.figures = Figures::new(world.known(&self.book), year);
        self.pace.take();
        self.forecast.take();
        self.rebuild(world);
    }

    /// The book's usual pace today, measured when it is first asked for after an edit.
    pub fn pace(&self, world: &World) -> &Pace {
        match self.forecast.get() {
            Some(forecast) => forecast.pace(),
            None => self
                .pace
                .get_or_init(|| Pace::in_figures(self.counted(world))),
        }
    }

    /// The forecast for the year shown, worked out when it is first asked for and kept up with edits.
    pub fn forecast(&self, world: &World) -> &Forecast {
        self.forecast.get_or_init(|| {
            let pace = match self.pace.get() {
                Some(pace) => pace.clone(),
                None => Pace::in_figures(self.counted(world)),
            };
            Forecast::new(self.counted(world), pace, None)
        })
    }

    /// The organisation selected on the open screen, by its place in the tree.
    pub fn node(&self) -> Option<usize> {
        match self.screen {
            Screen::Quotas => {
                (self.quotas.at < self.figures.tree.nodes.len()).then_some(self.quotas.at)
            }
            Screen::Welcome
            | Screen::Board
            | Screen::Agenda
            | Screen::Analysis
            | Screen::Journal => self.board.tree.node(),
        }
    }

    /// The name of a node on the day of the figures; of one that cannot be read, its id.
    pub fn name_of(&self, node: usize) -> String {
        let day = rules::as_of(self.figures.year, self.figures.today);
        match self.figures.tree.nodes[node].spot {
            Spot::Unit(at) => self.book.units()[at].name_on(day).to_owned(),
            Spot::Unreadable(at) => self.book.unreadable()[at].id.to_string(),
        }
    }

    /// The day on which the shown year's figures stand.
    fn day(&self) -> NaiveDate {
        rules::as_of(self.figures.year, self.figures.today)
    }

    /// The id of the organisation selected on the open screen.
    fn unit_id(&self) -> Option<UnitId> {
        self.node()
            .and_then(|node| screens::tree::id_of(&self.book, &self.figures, node))
    }

    fn say(&mut self, message: Message) {
        self.notice = Some(message);
    }
}
