//! Screen 3: what is late or falls due, the most harmful delay first, and the way to the person's row.

use crate::app::command::Command;
use crate::app::screens::search::around;
use crate::app::{App, Effect, Overlay, Pane, Screen, Sheet, SheetRow, World};
use crate::model::{Book, CandidateId, Code, Log, Message, UnitId, matches_key};
use crate::rules::{About, Grouped, Harm, Line, Task, VisitTask, agenda_at};
use chrono::NaiveDate;

/// The spans that can be looked ahead, in days; one key goes round them.
const SPANS: [u32; 4] = [30, 60, 90, 7];

/// A task by what stays the same when the list is made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TaskKey {
    Limit(CandidateId, Code, Option<usize>),
    Visit(UnitId, usize),
}

/// The state of screen 3.
#[derive(Debug, Clone)]
pub struct Agenda {
    /// What is to be done; only while the screen is open.
    pub tasks: Vec<Task>,
    /// Their places under a head for each kind of harm.
    pub rows: Grouped<usize, Harm>,
    /// The selected row; never a head unless there is nothing else.
    pub at: usize,
    /// How many days it looks ahead.
    pub days: u32,
    /// The whole book, or only the organisation selected on the board.
    pub whole: bool,
    /// What is to be said of copies on other disks; none where nobody has asked for them.
    pub copy: Option<Message>,
    selected: Option<TaskKey>,
}

impl Default for Agenda {
    fn default() -> Self {
        Self {
            tasks: Vec::new(),
            rows: Grouped::default(),
            at: 0,
            days: SPANS[0],
            whole: true,
            copy: None,
            selected: None,
        }
    }
}

fn key_of(book: &Book, task: &Task) -> TaskKey {
    match &task.about {
        About::Limit(of) => {
            let id = of.line.person(book).id.clone();
            TaskKey::Limit(id, of.limit.clone(), of.letter)
        }
        About::Visit(of) => TaskKey::Visit(book.units()[of.unit].id.clone(), of.at),
    }
}

impl Agenda {
    /// The selected task.
    pub fn task(&self) -> Option<&Task> {
        self.rows.line(self.at).map(|place| &self.tasks[place])
    }

    /// Shows other tasks; the selection stays on the same one, else where it stood.
    fn show(&mut self, tasks: Vec<Task>, book: &Book) {
        self.rows = Grouped::default();
        for (place, task) in tasks.iter().enumerate() {
            self.rows.push_under(task.harm, place);
        }
        self.tasks = tasks;
        let selected = self.selected.as_ref();
        let same = |task: &Task| selected.is_some_and(|known_as| key_of(book, task) == *known_as);
        let kept = self.tasks.iter().position(same);
        let kept = kept.and_then(|place| self.rows.position(place));
        self.select(kept.unwrap_or(self.at), book);
    }

    pub(in crate::app) fn select(&mut self, at: usize, book: &Book) {
        self.at = self.rows.settle(at, at >= self.at);
        self.selected = self.task().map(|task| key_of(book, task));
    }

    /// The next task of a person or an organisation whose name holds the folded needle, wrapping around.
    pub(in crate::app) fn find(
        &self,
        (book, today): (&Book, NaiveDate),
        needle: &str,
        forward: bool,
        skip: usize,
    ) -> Option<usize> {
        let name = |task: &Task| match task.line() {
            Some(line) => line.person(book).name.as_str(),
            None => book.units()[task.unit()].name_on(today),
        };
        let matches = |place: usize| matches_key(name(&self.tasks[place]), needle);
        around(self.at, self.rows.len(), forward, skip)
            .find(|at| self.rows.line(*at).is_some_and(matches))
    }

    /// Lets the tasks go; the next time the screen is open they are looked for anew.
    fn close(&mut self) {
        self.tasks = Vec::new();
        self.rows = Grouped::default();
    }
}

impl App {
    /// Looks for what is to be done, if screen 3 is open.
    pub(in crate::app) fn list_tasks(&mut self, world: &World) {
        if self.screen != Screen::Agenda {
            return;
        }
        let node = if self.agenda.whole {
            0
        } else {
            self.board.tree.node().unwrap_or(0)
        };
        let tasks = agenda_at(
            self.counted(world),
            self.pace(world),
            node,
            self.agenda.days,
        );
        self.agenda.show(tasks, &self.book);
    }

    /// A command of screen 3.
    pub(in crate::app) fn agenda_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        match command {
            Command::Jump => match self.agenda.task().map(|task| task.about.clone()) {
                Some(About::Limit(of)) => self.go_to_person(world, of.line),
                Some(About::Visit(of)) => self.go_to_unit(world, of.unit),
                None => self.say(Message::warning("refused.nobody-selected")),
            },
            Command::Sheet => match self.agenda.task().map(|task| task.about.clone()) {
                Some(About::Limit(of)) => {
                    let id = of.line.person(&self.book).id.clone();
                    self.overlays.push(Overlay::Sheet(Sheet::person(id)));
                }
                Some(About::Visit(of)) => self.open_visit(world, of),
                None => self.say(Message::warning("refused.nobody-selected")),
            },
            Command::Scope => {
                self.agenda.whole = !self.agenda.whole;
                self.list_tasks(world);
            }
            Command::Filter => {
                let at = SPANS.iter().position(|days| *days == self.agenda.days);
                self.agenda.days = SPANS[at.map_or(0, |at| (at + 1) % SPANS.len())];
                self.list_tasks(world);
                let days = self.agenda.days;
                self.say(Message::info("said.days-ahead").with("days", days));
            }
            _ => return self.person_command(world, command),
        }
        Vec::new()
    }

    /// Lets go what only the screen that is left needs.
    pub(in crate::app) fn leave(&mut self) {
        self.agenda.close();
        self.insight.data = None;
        if self.screen != Screen::Journal {
            self.journal.log = Log::default();
            self.journal.rows = Vec::new();
        }
    }

    /// Opens the board on an organisation's row.
    pub(in crate::app) fn go_to_unit(&mut self, world: &World, unit: usize) {
        let Some(node) = self.figures.tree.node_of(unit) else {
            return;
        };
        self.leave();
        self.screen = Screen::Board;
        self.reveal(world, node);
        self.board.focus = Pane::Tree;
    }

    /// Opens the sheet of an organisation on the row of a visit.
    fn open_visit(&mut self, world: &World, of: VisitTask) {
        let id = self.book.units()[of.unit].id.clone();
        let mut sheet = Sheet::unit(id);
        let rows = sheet.rows(self, world);
        let row = SheetRow::Visit(of.at);
        sheet.at = rows.iter().position(|known| *known == row).unwrap_or(0);
        self.overlays.push(Overlay::Sheet(sheet));
    }

    /// Opens the board on a person's row, whatever the filter there says.
    pub(in crate::app) fn go_to_person(&mut self, world: &World, line: Line) {
        let Some(node) = self.figures.tree.node_of(line.unit as usize) else {
            return;
        };
        let id = line.person(&self.book).id.clone();
        self.leave();
        self.screen = Screen::Board;
        self.reveal(world, node);
        self.board.pipeline.select_person(&id, &self.book);
        self.list_people(world, true);
        self.board.focus = Pane::Pipeline;
    }
}
