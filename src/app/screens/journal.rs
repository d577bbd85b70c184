//! Screen 5: the journal, newest first: who changed which fields of what, and what became of it.

use crate::app::command::Command;
use crate::app::cursor::{Places, around};
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::model::{
    Arg, Book, CandidateId, Log, LogEdit, LogRecord, Message, UnitId, field_key, matches_key,
};
use crate::rules::Line;

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
    pub(in crate::app) fn find(&self, see: See<'_>, needle: &str, places: Places) -> Option<usize> {
        let (book, today) = (see.book, see.figures.today);
        let named = |record: &LogRecord| {
            let name = record.name(book, today).unwrap_or(&record.record);
            matches_key(name, needle)
        };
        let matches =
            |edit: &LogEdit| matches_key(&edit.who, needle) || edit.records.iter().any(named);
        around(self.at, self.rows.len(), places).find(|at| match self.rows[*at] {
            JournalRow::Edit(edit) => matches(&self.log.edits[edit]),
            JournalRow::Damage(_) => false,
        })
    }

    /// Lets go what only the open screen needs.
    pub(in crate::app) fn close(&mut self) {
        self.log = Log::default();
        self.rows = Vec::new();
    }

    /// Takes in what the journals tell; the selection stays on the same edit.
    pub(in crate::app) fn show(&mut self, see: See<'_>, log: Log) {
        let selected = self.edit().map(|edit| (edit.replica.clone(), edit.n));
        self.log = log;
        self.list(see);
        let edits = &self.log.edits;
        let same = |row: &JournalRow| {
            matches!(row, JournalRow::Edit(at)
                if selected.as_ref().is_some_and(|(replica, n)| edits[*at].replica == *replica && edits[*at].n == *n))
        };
        let at = self.rows.iter().position(same);
        self.select(at.unwrap_or(self.at));
    }

    fn list(&mut self, see: See<'_>) {
        let See { book, figures, .. } = see;
        let concerns = |record: &LogRecord| match (see.line, see.node) {
            _ if !self.narrow => true,
            (Some(line), _) => record.record == line.person(book).id.as_str(),
            (None, Some(node)) => {
                let id = UnitId::new(&record.unit).ok();
                let of = id.and_then(|id| see.node_of(&id));
                of.is_some_and(|of| (node..figures.tree.nodes[node].end).contains(&of))
            }
            (None, None) => false,
        };
        let edits = self.log.edits.iter().enumerate();
        let edits = edits.filter(|(_, edit)| edit.records.iter().any(concerns));
        let damage = (0..self.log.damage.len()).map(JournalRow::Damage);
        let rows = damage.chain(edits.map(|(at, _)| JournalRow::Edit(at)));
        self.rows = rows.collect();
        self.select(self.at);
    }

    /// Whom or what the narrow journal is about.
    pub fn about(&self, see: See<'_>) -> Option<String> {
        if !self.narrow {
            return None;
        }
        match see.line {
            Some(line) => Some(line.person(see.book).name.clone()),
            None => see.node.map(|node| see.name_of(node)),
        }
    }

    /// A command of screen 5.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        match command {
            Command::Jump => return self.jump(see.book),
            Command::Scope => {
                self.narrow = !self.narrow;
                self.list(see);
            }
            _ => {}
        }
        Reply::Done
    }

    /// The first record of the selected edit that is still there.
    fn jump(&self, book: &Book) -> Reply {
        let records = self.edit().map_or(&[][..], |edit| &edit.records);
        for record in records {
            let Ok(unit) = UnitId::new(&record.unit) else {
                continue;
            };
            let person = CandidateId::new(&record.record).ok();
            // A person may have been handed over since.
            let home = person.as_ref().and_then(|id| book.home(id));
            let home = home.cloned().unwrap_or(unit);
            let line = person.and_then(|id| Line::find(book, &home, &id));
            if let Some(line) = line {
                return Reply::ToPerson(line);
            }
            if let Some(at) = book.position(&home) {
                return Reply::ToUnit(at);
            }
        }
        Reply::warn("log.gone")
    }

    /// What the selected row says, in a sentence.
    pub fn sentence(&self, see: See<'_>) -> Vec<Message> {
        match self.rows.get(self.at) {
            Some(JournalRow::Damage(at)) => vec![self.log.damage[*at].say()],
            Some(JournalRow::Edit(at)) => {
                let edit = &self.log.edits[*at];
                let what = edit.records.iter().take(NAMED);
                let what = what.map(|record| told_record(see, record));
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
}

/// A record and its fields.
fn told_record(see: See<'_>, record: &LogRecord) -> Message {
    let name = record.name(see.book, see.today()).unwrap_or(&record.record);
    let field = |field: &String| Message::info(field_key(field));
    let fields: Vec<Message> = record.fields.iter().map(field).collect();
    Message::info("said.what")
        .with("name", name)
        .with("field", Arg::from(fields))
}
