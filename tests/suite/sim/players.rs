//! Those who work on the book: boards, command lines and an editor, each carrying out the acts of its part.

use super::port::Port;
use super::script::{Act, Part};
use crate::help::simdisk::SimDisk;
use crate::world::{code, day, person_id, unit_id};
use ketnap::app::command::{Chord, Command, Key};
use ketnap::app::{App, Field, Msg, Pane, SaveMark, World};
use ketnap::config::Config;
use ketnap::model::{Book, Candidate, CandidateId, Dated, Guide, GuideKind, Unit};
use ketnap::store::{Access, Fs, Rights, Store};
use ketnap::terminal::{Colours, Glass, Session, Shell};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where the book lies.
pub(super) const DATA: &str = "/srv/data";

/// What came of something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// It was said to be done.
    Done,
    /// It was said not to be done.
    Refused,
    /// Nobody was there any more to say anything, or it was said that nobody knows.
    Unsaid,
}

/// Something that was done, as whoever did it saw it.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    pub(super) who: usize,
    pub(super) account: String,
    /// The second in which it was done: nothing else was.
    pub(super) second: u64,
    pub(super) act: Act,
    pub(super) came: Came,
    pub(super) said: String,
    /// From which step to which.
    pub(super) steps: (usize, usize),
    /// What an editor wrote: the file, and what it holds from then on.
    pub(super) wrote: Option<(String, Option<Vec<u8>>)>,
}

/// No terminal.
pub(super) struct Nowhere;

impl Glass for Nowhere {
    fn clear(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<bool> {
        Ok(true)
    }
}

/// One who works on the book.
pub(super) struct Player {
    port: Port,
    part: Part,
    config: Config,
    /// The first act that is still to be done.
    pub(super) next: usize,
    pub(super) deeds: Vec<Deed>,
    kept: BTreeMap<String, Vec<u8>>,
}

/// What a message of the board has come to.
struct Told {
    came: Came,
    said: String,
}

impl Player {
    pub(super) fn new(port: Port, part: &Part, config: &Config) -> Self {
        Self {
            port,
            part: part.clone(),
            config: config.clone(),
            next: 0,
            deeds: Vec::new(),
            kept: BTreeMap::new(),
        }
    }

    fn store(&self) -> Store {
        Store::on(
            Arc::new(self.port.clone()),
            PathBuf::from(DATA),
            Access::ReadWrite,
        )
    }

    /// Goes on with the disk that the power cut left.
    pub(super) fn moved_to(&mut self, disk: &SimDisk) {
        self.port.disk = disk.clone();
    }

    fn gone(&self) -> bool {
        self.port.baton.is_dead(self.port.who)
    }

    /// Does everything, or as much as can be done until the power goes.
    pub(super) fn play(&mut self) {
        self.port.baton.begin(self.port.who);
        while self.next < self.part.acts.len() && !self.port.baton.is_dark() {
            self.port.baton.revive(self.port.who);
            if self.part.acts[self.next].is_on_board() {
                self.at_a_board();
            } else {
                let act = self.take();
                self.alone(act);
            }
        }
        self.port.let_go();
        self.port.baton.end(self.port.who);
    }

    fn take(&mut self) -> Act {
        self.next += 1;
        self.part.acts[self.next - 1].clone()
    }

    fn deed(&mut self, act: Act, (second, from): (u64, usize), told: Told) {
        let baton = &self.port.baton;
        let came = if self.gone() { Came::Unsaid } else { told.came };
        let deed = Deed {
            who: self.port.who,
            account: self.part.account.clone(),
            second,
            came,
            said: told.said,
            steps: (from, baton.steps()),
            wrote: None,
            act,
        };
        baton.note(format!(
            "{} {:?} {:?}: {}",
            deed.who, deed.act, deed.came, deed.said
        ));
        self.deeds.push(deed);
    }

    fn begin(&self) -> (u64, usize) {
        let second = self.port.baton.second(self.port.who);
        (second, self.port.baton.steps())
    }

    /// Without a board.
    fn alone(&mut self, act: Act) {
        let begun = self.begin();
        match &act {
            Act::Run(args) => {
                let told = self.command(args);
                self.deed(act, begun, told);
            }
            Act::Wait(minutes) => {
                self.port
                    .baton
                    .pause(self.port.who, u64::from(*minutes) * 60_000_000);
            }
            _ => {
                let wrote = self.edit(&act);
                let came = if wrote.is_ok() {
                    Came::Done
                } else {
                    Came::Unsaid
                };
                let said = wrote
                    .as_ref()
                    .err()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                self.deed(act, begun, Told { came, said });
                let deed = self.deeds.last_mut();
                deed.unwrap().wrote = wrote.unwrap_or_default();
            }
        }
    }

    fn command(&self, args: &[String]) -> Told {
        let today = ["--today", "2026-11-27", "--lang", "en"].map(str::to_owned);
        let args: Vec<String> = args.iter().cloned().chain(today).collect();
        let (store, config) = (self.store(), self.config.clone());
        let (code, printed) = ketnap::cli::run_on(store, &self.part.account, config, &args);
        let said = format!("{code} {}{}", printed.data, printed.said);
        let begins = |key| {
            let text = self.config.texts.get(key).split('{').next();
            text.is_some_and(|text| said.contains(text))
        };
        let came = match code {
            0 | 1 => Came::Done,
            _ if begins("store.unsure") || begins("erase.half-done") => Came::Unsaid,
            _ => Came::Refused,
        };
        Told { came, said }
    }

    /// What an editor does: the file that it wrote, and what it holds now.
    fn edit(&mut self, act: &Act) -> io::Result<Option<(String, Option<Vec<u8>>)>> {
        let path = |unit: &str| PathBuf::from(format!("{DATA}/units/{unit}.ron"));
        let read = |path: &Path| {
            let mut bytes = Vec::new();
            self.port.read(path, 1 << 20, &mut bytes).map(|_| bytes)
        };
        match act {
            Act::Write {
                unit,
                person,
                word,
                in_place,
            } => {
                let path = path(unit);
                let text = String::from_utf8(read(&path)?).map_err(io::Error::other)?;
                let at = text.find(&format!("id: \"{person}\""));
                let name = at.and_then(|at| Some(at + text[at..].find("name: \"")? + 7));
                let Some(name) = name else { return Ok(None) };
                let end = name + text[name..].find('"').unwrap_or_default();
                let new = format!("{}{word}{}", &text[..name], &text[end..]).into_bytes();
                self.put(&path, &new, *in_place)?;
                Ok(Some((unit.clone(), Some(new))))
            }
            Act::Keep(unit) => {
                let bytes = read(&path(unit))?;
                self.kept.insert(unit.clone(), bytes);
                Ok(None)
            }
            Act::Older(unit) => {
                let Some(bytes) = self.kept.get(unit).cloned() else {
                    return Ok(None);
                };
                self.put(&path(unit), &bytes, false)?;
                Ok(Some((unit.clone(), Some(bytes))))
            }
            Act::Unlock => {
                let lock = PathBuf::from(format!("{DATA}/.local/lock"));
                let _ = self.port.remove(&lock);
                Ok(None)
            }
            Act::Conflict(unit) => {
                let bytes = read(&path(unit))?;
                let name = format!("{unit}.sync-conflict-20261123-101112-ABCDEFG");
                self.put(&path(&name), &bytes, false)?;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn put(&self, path: &Path, bytes: &[u8], in_place: bool) -> io::Result<()> {
        let write = |file: &mut dyn ketnap::store::Handle| {
            let mut left = bytes;
            while !left.is_empty() {
                let count = file.write(left)?;
                left = &left[count..];
            }
            file.sync()
        };
        if in_place {
            let mut file = self.port.append(path)?;
            file.cut(0)?;
            return write(&mut *file);
        }
        let temp = path.with_extension("ron~new");
        let _ = self.port.remove(&temp);
        let mut file = self.port.create(&temp, Rights::CLOSED)?;
        write(&mut *file)?;
        self.port.rename(&temp, path)
    }

    /// Opens a board and works on it as long as there is something to be done on it.
    fn at_a_board(&mut self) {
        let mut store = self.store();
        let opened = store.open().and_then(|head| {
            store.spare_shut();
            store.load_opened(head)
        });
        let book = match opened {
            Ok(book) => book,
            Err(fault) => {
                let act = self.take();
                let begun = self.begin();
                let said = self.config.texts.say(&fault.message());
                self.deed(
                    act,
                    begun,
                    Told {
                        came: Came::Refused,
                        said,
                    },
                );
                return;
            }
        };
        let world = World {
            today: crate::world::day(2026, 11, 27),
            rules: Arc::clone(&self.config.rules),
            commands: Vec::new(),
        };
        let seed = self.port.baton.second(self.port.who);
        let mut app = App::new(book, &world, false, seed);
        let (baton, who) = (self.port.baton.clone(), self.port.who);
        let mut watch = store.watch();
        let mut session = Session {
            store,
            config: self.config.clone(),
            world,
            who: self.part.account.clone(),
            fixed_today: Some(crate::world::day(2026, 11, 27)),
            colours: Colours::None,
            remark: None,
            create: |_, _, _, _| Ok(()),
            running: Box::new(move || Duration::from_micros(baton.now(who).1)),
        };
        let mut shell = Shell::start(&mut session, &mut app);
        loop {
            if self.next >= self.part.acts.len() || !self.part.acts[self.next].is_on_board() {
                break;
            }
            let act = self.take();
            if act == Act::Reopen {
                break;
            }
            let begun = self.begin();
            let told = match &act {
                Act::Look => {
                    if let Some(looked) = watch.look().transpose() {
                        let looked = shell.looked(&mut app, looked, &mut Nowhere);
                        looked.unwrap();
                    }
                    None
                }
                act => self.press(&mut shell, &mut app, act),
            };
            shell.heard_late(&mut app, &mut Nowhere).unwrap();
            shell.look_at_the_typing(&app);
            if let Some(told) = told {
                self.deed(act, begun, told);
            }
            if self.gone() {
                break;
            }
        }
        shell.end(&mut app, true);
    }

    /// Presses the keys of an act. None if it cannot be done on this board.
    fn press(&self, shell: &mut Shell<'_>, app: &mut App, act: &Act) -> Option<Told> {
        let mut hand = Hand {
            shell,
            app,
            config: &self.config,
        };
        hand.app.overlays.clear();
        hand.app.saved = SaveMark::Clean;
        hand.app.notice = None;
        match act {
            Act::Name(person, name) => {
                hand.go(person, Field::Name)?;
                hand.keys("e Ctrl+U").write(name).keys("Enter");
            }
            Act::Note(person, text) => {
                hand.go(person, Field::Note)?;
                hand.keys("e").write(text).keys("Enter");
            }
            Act::StepAll => {
                hand.go("p1", Field::Name)
                    .or_else(|| hand.go("p3", Field::Name))?;
                hand.keys("v >");
                hand.app.screens.board.pipeline.marked.clear();
            }
            Act::Undo => _ = hand.keys("u"),
            Act::Redo => _ = hand.keys("Ctrl+R"),
            _ => return None,
        }
        // As the loop does until there is an answer.
        while hand.shell.is_waiting() {
            hand.shell.go_on_saving(hand.app, &mut Nowhere).unwrap();
            self.port.baton.pause(self.port.who, 50_000);
        }
        let said = hand.app.notice.as_ref().map(|notice| notice.key);
        let came = match hand.app.saved {
            SaveMark::Saved => Came::Done,
            SaveMark::Failed if said == Some("store.unsure") => Came::Unsaid,
            _ => Came::Refused,
        };
        let said = hand.app.notice.as_ref().map(|m| self.config.texts.say(m));
        Some(Told {
            came,
            said: said.unwrap_or_default(),
        })
    }
}

impl Act {
    pub(super) fn is_on_board(&self) -> bool {
        matches!(
            self,
            Self::Name(..)
                | Self::Note(..)
                | Self::StepAll
                | Self::Undo
                | Self::Redo
                | Self::Look
                | Self::Reopen
        )
    }
}

/// A hand on the keys of a board.
struct Hand<'h, 's> {
    shell: &'h mut Shell<'s>,
    app: &'h mut App,
    config: &'h Config,
}

impl Hand<'_, '_> {
    fn send(&mut self, msg: Msg) {
        self.shell.take(self.app, msg, &mut Nowhere).unwrap();
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let chord = Chord::try_from(key.to_owned()).unwrap();
            let here = self.app.context();
            match (self.config.keys.command(here, chord), chord.key) {
                (Some(command), _) => self.send(Msg::Do(command)),
                (None, Key::Char(c)) if here.takes_text() => self.send(Msg::Type(c)),
                (None, _) => {}
            }
        }
        self
    }

    fn write(&mut self, text: &str) -> &mut Self {
        if self.app.context().takes_text() {
            text.chars().for_each(|c| self.send(Msg::Type(c)));
        }
        self
    }

    /// Goes to a field of a person. None if the person is not there.
    fn go(&mut self, person: &str, field: Field) -> Option<()> {
        let id = CandidateId::new(person).ok()?;
        let name = self.app.book.candidate(&id)?.1.name.clone();
        if self.app.screens.board.focus == Pane::Tree {
            self.keys("Tab");
        }
        self.keys("/").write(&name).keys("Enter");
        let line = self.app.screens.board.pipeline.line()?;
        if line.person(&self.app.book).id != id {
            return None;
        }
        for _ in 0..Field::ALL.len() {
            let place = |one: Field| Field::ALL.iter().position(|other| *other == one);
            let now = self.app.screens.board.pipeline.field;
            match place(now).cmp(&place(field)) {
                std::cmp::Ordering::Less => self.send(Msg::Do(Command::Right)),
                std::cmp::Ordering::Greater => self.send(Msg::Do(Command::Left)),
                std::cmp::Ordering::Equal => return Some(()),
            }
        }
        None
    }
}

/// The book that a run begins with.
pub(super) fn book() -> Book {
    let root = Unit::new(unit_id("goc"), code("ward"), "Đảng bộ Mẫu".into());
    let cell = |id: &str, people: &[(&str, &str)]| {
        let mut unit = Unit::new(unit_id(id), code("cell"), format!("Chi bộ {id}"));
        let value = unit_id("goc");
        unit.parents = vec![Dated { from: None, value }];
        for (id, name) in people {
            let (id, on) = (person_id(id), day(2026, 1, 5));
            let mut person = Candidate::new(id, (*name).into(), code("source"), on);
            person.helpers.push(Guide {
                from: Some(on.into()),
                ..Guide::new("Đảng viên Mẫu".into(), GuideKind::Member)
            });
            unit.candidates.push(person);
        }
        unit
    };
    let units = vec![
        root,
        cell("a", &[("p1", "Nguyễn Ất"), ("p2", "Trần Đỏ")]),
        cell("b", &[("p3", "Lê Ừng"), ("p4", "Phạm Giáp")]),
    ];
    Book::new(crate::world::header(), units, Vec::new())
}
