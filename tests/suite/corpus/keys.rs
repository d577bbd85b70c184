//! Any text as pairs of keys on the sample book, with the screen drawn in between: no panic, and nothing but inert text.

use chrono::NaiveDate;
use ketnap::app::command::Command;
use ketnap::app::{App, Effect, Msg, World, update};
use ketnap::config::{Config, demo};
use ketnap::model::{Book, is_inert};
use ketnap::store::read_files;
use ketnap::ui::{Memory, Styles, View, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::sync::{Arc, LazyLock};

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::load(None, None));

/// What two letters do: the first names a command by its place in the list, or a long paste of the
/// second; else the second is typed.
fn message(what: char, letter: char) -> Option<Msg> {
    let what = what as usize;
    match Command::ALL.get(what) {
        Some(Command::Quit | Command::Suspend) => None,
        Some(command) => Some(Msg::Do(*command)),
        None if what > 250 => Some(Msg::Paste(letter.to_string().repeat(300))),
        None => Some(Msg::Type(letter)),
    }
}

pub(crate) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (header, units) = read_files(demo::BOOK, demo::UNITS).expect("the sample");
    let world = World {
        today: NaiveDate::from_ymd_opt(2022, 11, 27).expect("a day"),
        rules: Arc::clone(&CONFIG.rules),
        commands: CONFIG.entries(),
    };
    let mut app = App::new(Book::new(header, units, Vec::new()), &world, false, 1);
    let mut memory = Memory::default();
    let styles = Styles::new(&CONFIG.theme, true);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a screen");
    let mut number = 0;
    let mut letters = text.chars().take(400);
    while let (Some(what), Some(letter)) = (letters.next(), letters.next()) {
        let mut messages: Vec<Msg> = message(what, letter).into_iter().collect();
        while let Some(message) = messages.pop() {
            for effect in update(&mut app, &world, message) {
                if let Effect::Save(..) = effect {
                    number += 1;
                    messages.push(Msg::Saved(number));
                }
            }
        }
        let view = View {
            app: &app,
            world: &world,
            texts: &CONFIG.texts,
            keys: &CONFIG.keys,
            styles: &styles,
        };
        terminal
            .draw(|frame| draw(frame, view, &mut memory))
            .expect("a frame");
        let cells = terminal.backend().buffer().content().iter();
        for cell in cells {
            assert!(cell.symbol().chars().all(is_inert), "{:?}", cell.symbol());
        }
    }
}
