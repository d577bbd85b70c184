//! The board without a terminal: the sample book, a fixed day, keys in, state and screens out.

use crate::world::{day, stamp};
use ketnap::app::command::{Chord, Command, Key};
use ketnap::app::{App, Effect, Form, Msg, Overlay, World, update};
use ketnap::config::{Config, demo};
use ketnap::model::{Book, Change, Edit};
use ketnap::store::{Store, read_files};
use ketnap::terminal;
use ketnap::text::Lang;
use ketnap::ui::{Memory, Styles, View, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::sync::Arc;

pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) world: World,
    pub(crate) config: Config,
    /// Edits that were asked to be saved.
    pub(crate) saves: Vec<Edit>,
    /// The numbers under which edits were saved.
    pub(crate) numbers: Vec<u64>,
    /// Other effects, in order.
    pub(crate) effects: Vec<Effect>,
    /// What the disk answers instead of "saved".
    pub(crate) disk: Option<Msg>,
    /// A real one, on which edits are saved and whose files are looked at.
    pub(crate) store: Option<Store>,
    memory: Memory,
}

/// The sample book in memory.
pub(crate) fn sample() -> Book {
    let (header, units) = read_files(demo::BOOK, demo::UNITS).unwrap();
    Book::new(header, units, Vec::new())
}

pub(crate) fn world(config: &Config) -> World {
    World {
        today: day(2022, 11, 27),
        rules: Arc::clone(&config.rules),
        commands: config.entries(),
    }
}

/// The key of each command that opens a screen.
pub(crate) fn screen_keys() -> Vec<String> {
    let config = Config::load(None, Some(Lang::En));
    let opens = |command: &&Command| command.text_key().ends_with("-screen");
    let key = |command: &Command| {
        let row = config
            .keys
            .rows()
            .iter()
            .find(|row| row.command == *command);
        let key = row.and_then(|row| row.keys.first());
        let key = key.unwrap_or_else(|| panic!("no key for {command:?}"));
        key.to_string()
    };
    Command::ALL.iter().filter(opens).map(key).collect()
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(sample(), Lang::Vi)
    }

    pub(crate) fn with(book: Book, lang: Lang) -> Self {
        let config = Config::load(None, Some(lang));
        let world = world(&config);
        let app = App::new(book, &world, false, 1);
        Self {
            app,
            world,
            config,
            saves: Vec::new(),
            numbers: Vec::new(),
            effects: Vec::new(),
            disk: None,
            store: None,
            memory: Memory::default(),
        }
    }

    /// A board on the book of a store.
    pub(crate) fn on(mut store: Store) -> Self {
        store.open_board();
        let book = store.load().unwrap();
        Self {
            store: Some(store),
            ..Self::with(book, Lang::Vi)
        }
    }

    /// Looks at the files, as the loop does every two seconds.
    pub(crate) fn look(&mut self) -> &mut Self {
        let store = self.store.as_ref().unwrap();
        let traces = store.watch().look().unwrap();
        if let Some(msg) = terminal::news(store, &self.app, traces).unwrap() {
            self.send(msg);
        }
        self
    }

    /// Takes a message in, as the loop does.
    pub(crate) fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.app, &self.world, msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Save(edit, undoes) => {
                    self.saves.push(*edit.clone());
                    let number = self.saves.len() as u64;
                    let saved = self.store.as_ref().map(|store| {
                        terminal::save(store, &self.app.book, &edit, undoes, &stamp())
                    });
                    self.effects.push(Effect::Save(edit, undoes));
                    let answer = self.disk.take().or(saved);
                    let answer = answer.unwrap_or(Msg::Saved(number));
                    if let Msg::Saved(number) | Msg::Merged(number, ..) = answer {
                        self.numbers.push(number);
                    }
                    self.send(answer);
                }
                Effect::Recall(turn) if self.store.is_some() => {
                    let store = self.store.as_ref().unwrap();
                    self.send(terminal::recall(store, &self.app, turn));
                }
                Effect::AskWhy(n) if self.store.is_some() => {
                    let store = self.store.as_ref().unwrap();
                    self.send(terminal::ask_why(store, n));
                }
                Effect::AskCopy => {
                    if let Some(store) = self.store.as_ref() {
                        self.send(terminal::ask_copy(store));
                    }
                }
                Effect::Reveal(asked) if self.store.is_some() => {
                    let store = self.store.as_ref().unwrap();
                    self.send(terminal::reveal(store, &self.app.book, asked, &stamp()));
                }
                Effect::ReadJournal if self.store.is_some() => {
                    let log = self.store.as_ref().map(Store::log);
                    self.send(Msg::Journal(Box::new(log.unwrap_or_default())));
                }
                Effect::ListTaken(list) if self.store.is_some() => {
                    let store = self.store.as_ref().unwrap();
                    let told = terminal::keep_import(store, &list.reading, &list.plan);
                    assert_eq!(told, None);
                    let said = &list.reading.mappings;
                    terminal::remember_columns(store, &self.config, said);
                    self.config.learn(said);
                }
                Effect::Complete(typed) => {
                    self.effects.push(Effect::Complete(typed.clone()));
                    self.send(terminal::completed(typed));
                }
                Effect::ReadList(ask) => {
                    let read = terminal::read_list(&ask, &self.app.book, &self.world, &self.config);
                    self.effects.push(Effect::ReadList(ask));
                    self.send(read);
                }
                other => self.effects.push(other),
            }
        }
    }

    /// Makes a change, as if a line of its own had been typed.
    pub(crate) fn make(&mut self, change: Change) -> &mut Self {
        let effects = self.app.commit(&self.world, change, None).unwrap();
        self.carry_out(effects);
        self
    }

    /// Presses keys, named as in the keymap: `"↓ ↓ → Enter"`.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let chord = Chord::try_from(key.to_owned()).unwrap();
            let here = self.app.context();
            let msg = match (self.config.keys.command(here, chord), chord.key) {
                (Some(command), _) => Msg::Do(command),
                (None, Key::Char(c)) if here.takes_text() => Msg::Type(c),
                (None, _) => panic!("{key} does nothing in {here:?}"),
            };
            self.send(msg);
        }
        self
    }

    /// Types text, spaces too.
    pub(crate) fn write(&mut self, text: &str) -> &mut Self {
        assert!(self.app.context().takes_text(), "nothing is being typed");
        text.chars().for_each(|c| self.send(Msg::Type(c)));
        self
    }

    /// The open form.
    pub(crate) fn form(&self) -> &Form {
        match self.app.overlays.last() {
            Some(Overlay::Form(form)) => form,
            other => panic!("no form: {other:?}"),
        }
    }

    /// What was last said, in words.
    pub(crate) fn said(&self) -> String {
        self.app
            .notice
            .as_ref()
            .map(|m| self.config.texts.say(m))
            .unwrap_or_default()
    }

    /// The screen as text.
    pub(crate) fn screen(&mut self, width: u16, height: u16) -> String {
        let styles = Styles::new(&self.config.theme, true);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let view = View {
            app: &self.app,
            world: &self.world,
            texts: &self.config.texts,
            keys: &self.config.keys,
            styles: &styles,
        };
        terminal
            .draw(|frame| draw(frame, view, &mut self.memory))
            .unwrap();
        let buffer = terminal.backend().buffer();
        let mut lines = Vec::new();
        for y in 0..height {
            let row: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            lines.push(row.trim_end().to_owned());
        }
        lines.join("\n")
    }
}
