//! Screen 5: the journal, newest first: who changed which fields of what, and what became of it.

use crate::app::command::Command;
use crate::app::screens::search::around;
use crate::app::{App, Effect, Pane, Screen, World};
use crate::model::{
    Arg, Book, CandidateId, Log, LogEdit, LogRecord, Message, UnitId, field_key, matches_key,
};
use crate::rules::Line;
use chrono::NaiveDate;

/// Of more records than these a sentence says only how many they are.
const NAMED: usize = 4;

/// A row of screen 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalRow {
    /// A damaged place, by its place in the log.
    Damage(usize),
    /// An edit, by its place in the log.
    Edit(usize),
}

/// The state of screen 5.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    /// What the journals tell; only while the screen is open.
    pub log: Log,
    /// The rows shown.
    pub rows: Vec<JournalRow>,
    /// The selected row.
    pub at: usize,
    /// Only what concerns the person or the organisation selected on the board.
    pub narrow: bool,
}

impl Journal {
    /// The selected edit.
    pub fn edit(&self) -> Option<&LogEdit> {
        match self.rows.get(self.at) {
            Some(JournalRow::Edit(at)) => self.log.edits.get(*at),
            _ => None,
        }
    }

    pub(in crate::app) fn select(&mut self, at: usize) {
        self.at = at.min(self.rows.len().saturating_sub(1));
    }

    /// The next edit by a person, or of a record, whose name holds the folded needle.
    pub(in crate::app) fn find(
        &self,
        (book, today): (&Book, NaiveDate),
        needle: &str,
        forward: bool,
        skip: usize,
    ) -> Option<usize> {
        let named = |record: &LogRecord| {
            let name = record.name(book, today).unwrap_or(&record.record);
            matches_key(name, needle)
        };
        let matches =
            |edit: &LogEdit| matches_key(&edit.who, needle) || edit.records.iter().any(named);
        around(self.at, self.rows.len(), forward, skip).find(|at| match self.rows[*at] {
            JournalRow::Edit(edit) => matches(&self.log.edits[edit]),
            JournalRow::Damage(_) => false,
        })
    }
}

impl App {
    /// Takes in what the journals tell; the selection stays on the same edit.
    pub(in crate::app) fn show_journal(&mut self, log: Log) {
        let selected = self
            .journal
            .edit()
            .map(|edit| (edit.replica.clone(), edit.n));
        self.journal.log = log;
        self.list_journal();
        let edits = &self.journal.log.edits;
        let same = |row: &JournalRow| {
            matches!(row, JournalRow::Edit(at)
                if selected.as_ref().is_some_and(|(replica, n)| edits[*at].replica == *replica && edits[*at].n == *n))
        };
        let at = self.journal.rows.iter().position(same);
        self.journal.select(at.unwrap_or(self.journal.at));
    }

    /// Whom or what the narrow journal is about.
    pub fn journal_of(&self) -> Option<String> {
        if !self.journal.narrow {
            return None;
        }
        let line = self.board.pipeline.line();
        match line.filter(|_| self.board.focus == Pane::Pipeline) {
            Some(line) => Some(line.person(&self.book).name.clone()),
            None => self.board.tree.node().map(|node| self.name_of(node)),
        }
    }

    fn list_journal(&mut self) {
        let line = self.board.pipeline.line();
        let line = line.filter(|_| self.board.focus == Pane::Pipeline);
        let node = self.board.tree.node();
        let concerns = |record: &LogRecord| match (line, node) {
            _ if !self.journal.narrow => true,
            (Some(line), _) => record.record == line.person(&self.book).id.as_str(),
            (None, Some(node)) => {
                let id = UnitId::new(&record.unit).ok();
                let at = id.and_then(|id| self.book.position(&id));
                let of = at.and_then(|at| self.figures.tree.node_of(at));
                of.is_some_and(|of| (node..self.figures.tree.nodes[node].end).contains(&of))
            }
            (None, None) => false,
        };
        let edits = self.journal.log.edits.iter().enumerate();
        let edits = edits.filter(|(_, edit)| edit.records.iter().any(concerns));
        let damage = (0..self.journal.log.damage.len()).map(JournalRow::Damage);
        let rows = damage.chain(edits.map(|(at, _)| JournalRow::Edit(at)));
        self.journal.rows = rows.collect();
        self.journal.select(self.journal.at);
    }

    /// A command of screen 5.
    pub(in crate::app) fn journal_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        match command {
            Command::Jump => self.go_to_record(world),
            Command::Scope => {
                self.journal.narrow = !self.journal.narrow;
                self.list_journal();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Opens the board on the first record of the selected edit that is still there.
    fn go_to_record(&mut self, world: &World) {
        let records = self.journal.edit().map(|edit| edit.records.clone());
        for record in records.into_iter().flatten() {
            let Ok(unit) = UnitId::new(&record.unit) else {
                continue;
            };
            let person = CandidateId::new(&record.record).ok();
            // A person may have been handed over since.
            let home = person.as_ref().and_then(|id| self.book.home(id));
            let home = home.cloned().unwrap_or(unit);
            let line = person.and_then(|id| Line::find(&self.book, &home, &id));
            if let Some(line) = line {
                return self.go_to_person(world, line);
            }
            if let Some(at) = self.book.position(&home) {
                return self.go_to_unit(world, at);
            }
        }
        self.say(Message::warning("log.gone"));
    }

    /// What the selected row says, in a sentence.
    pub fn journal_sentence(&self, today: NaiveDate) -> Vec<Message> {
        match self.journal.rows.get(self.journal.at) {
            Some(JournalRow::Damage(at)) => vec![self.journal.log.damage[*at].say()],
            Some(JournalRow::Edit(at)) => {
                let edit = &self.journal.log.edits[*at];
                let what = edit.records.iter().take(NAMED);
                let what = what.map(|record| self.told_record(record, today));
                let more = edit.records.len().saturating_sub(NAMED);
                let more = (more > 0).then(|| Message::info("log.more").with("count", more));
                let number = i64::try_from(edit.n).unwrap_or(i64::MAX);
                let told = Message::info("log.sentence")
                    .with("number", number)
                    .with("when", edit.minute())
                    .with("who", edit.who.as_str())
                    .with("what", what.chain(more).collect::<Vec<_>>());
                std::iter::once(told).chain(edit.told()).collect()
            }
            None => Vec::new(),
        }
    }

    /// A record and its fields.
    pub fn told_record(&self, record: &LogRecord, today: NaiveDate) -> Message {
        let name = record.name(&self.book, today).unwrap_or(&record.record);
        let field = |field: &String| Message::info(field_key(field));
        let fields: Vec<Message> = record.fields.iter().map(field).collect();
        Message::info("said.what")
            .with("name", name)
            .with("field", Arg::from(fields))
    }

    /// Whether the journal is on the screen, so that it must follow what is saved.
    pub(in crate::app) fn shows_journal(&self) -> bool {
        self.screen == Screen::Journal
    }
}
