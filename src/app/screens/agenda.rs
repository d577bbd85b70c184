//! Screen 3: what is late or falls due, the most harmful delay first, and the way to the person's row.

use crate::app::command::Command;
use crate::app::cursor::{Places, around};
use crate::app::hands::person_command;
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::app::sheet::row::SheetRow;
use crate::model::{Book, CandidateId, Code, Message, Subject, UnitId, matches_key};
use crate::rules::{About, Grouped, Harm, Task, agenda_at};

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
    pub(in crate::app) fn find(&self, see: See<'_>, needle: &str, places: Places) -> Option<usize> {
        let (book, today) = (see.book, see.figures.today);
        let name = |task: &Task| match task.line() {
            Some(line) => line.person(book).name.as_str(),
            None => book.units()[task.unit()].name_on(today),
        };
        let matches = |place: usize| matches_key(name(&self.tasks[place]), needle);
        around(self.at, self.rows.len(), places).find(|at| self.rows.line(*at).is_some_and(matches))
    }

    /// Lets the tasks go; the next time the screen is open they are looked for anew.
    pub(in crate::app) fn close(&mut self) {
        self.tasks = Vec::new();
        self.rows = Grouped::default();
    }

    /// Looks for what is to be done.
    pub fn list(&mut self, see: See<'_>) {
        let node = if self.whole { 0 } else { see.node.unwrap_or(0) };
        let tasks = agenda_at(see.counted(), see.pace(), node, self.days);
        self.show(tasks, see.book);
    }

    /// A command of screen 3.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        match command {
            Command::Jump => match self.task().map(|task| &task.about) {
                Some(About::Limit(of)) => Reply::ToPerson(of.line),
                Some(About::Visit(of)) => Reply::ToUnit(of.unit),
                None => Reply::warn("refused.nobody-selected"),
            },
            Command::Sheet => match self.task().map(|task| &task.about) {
                Some(About::Limit(of)) => {
                    let id = of.line.person(see.book).id.clone();
                    Reply::Sheet(Subject::Person(id), None)
                }
                Some(About::Visit(of)) => {
                    let id = see.book.units()[of.unit].id.clone();
                    Reply::Sheet(Subject::Unit(id), Some(SheetRow::Visit(of.at)))
                }
                None => Reply::warn("refused.nobody-selected"),
            },
            Command::Scope => {
                self.whole = !self.whole;
                self.list(see);
                Reply::Done
            }
            Command::Filter => {
                let at = SPANS.iter().position(|days| *days == self.days);
                self.days = SPANS[at.map_or(0, |at| (at + 1) % SPANS.len())];
                self.list(see);
                Reply::Say(Message::info("said.days-ahead").with("days", self.days))
            }
            command => match self.task().and_then(Task::line) {
                Some(line) => person_command(see, &line.person(see.book).id, command),
                None => Reply::warn("refused.nobody-selected"),
            },
        }
    }
}
