//! The first start on an empty data directory: the sample, a new book, or leave.

use crate::app::command::Command;
use crate::app::typing::pick::{Offer, PickFor, PickItem, Picker};
use crate::app::{App, Effect, Overlay, World};
use crate::model::{Book, BookSettings, Code, Header, UnitId};

/// The state of the first screen.
#[derive(Debug, Clone, Default)]
pub struct Welcome {
    /// The selected choice.
    pub at: usize,
}

impl Welcome {
    /// How many choices there are.
    pub const CHOICES: [&'static str; 3] = ["welcome.sample", "welcome.new", "welcome.quit"];
}

/// Which book to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The sample book.
    Sample,
    /// An empty book for an organisation of a kind.
    New {
        /// The organisation's name.
        name: String,
        /// Its kind.
        kind: Code,
    },
}

/// A book with nothing in it, until one is made.
pub(in crate::app) fn no_book() -> Book {
    let root = UnitId::new("none").expect("a plain word is an id");
    let id = Code::new("none").expect("a plain word is a code");
    Book::new(
        Header {
            id,
            root,
            settings: BookSettings::default(),
        },
        Vec::new(),
        Vec::new(),
    )
}

impl App {
    pub(in crate::app) fn welcome_command(
        &mut self,
        world: &World,
        command: Command,
    ) -> Vec<Effect> {
        match (command, self.welcome.at) {
            (Command::Accept, 0) => return vec![Effect::Create(Start::Sample)],
            (Command::Accept, 1) => {
                let kinds = world.rules.kinds.iter().filter(|k| !k.below.is_empty());
                let items = kinds
                    .map(|k| PickItem {
                        offers: Offer::Row(k.id.clone()),
                        label: k.name.clone(),
                        marked: k.id.as_str() == "ward",
                    })
                    .collect();
                self.overlays
                    .push(Overlay::Pick(Picker::new(PickFor::RootKind, items)));
            }
            (Command::Accept, _) => return vec![Effect::Quit],
            _ => {}
        }
        Vec::new()
    }
}
