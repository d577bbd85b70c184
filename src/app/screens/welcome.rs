//! The first start on an empty data directory: the sample, a new book, one with a list taken over, or leave.

use crate::app::command::Command;
use crate::app::effect::{Effect, Start};
use crate::app::hands::picker_for;
use crate::app::reply::Reply;
use crate::app::see::See;
use crate::app::typing::pick::PickFor;
use crate::model::{Book, BookSettings, Code, Header, UnitId};

/// The state of the first screen.
#[derive(Debug, Clone, Default)]
pub struct Welcome {
    /// The selected choice.
    pub at: usize,
    /// Once the book is made, a list is taken over into it.
    pub(in crate::app) then_a_list: bool,
}

impl Welcome {
    /// How many choices there are.
    pub const CHOICES: [&'static str; 4] = [
        "welcome.sample",
        "welcome.new",
        "welcome.list",
        "welcome.quit",
    ];
}

/// A book with nothing in it, until one is made.
pub(in crate::app) fn no_book() -> Book {
    let root = UnitId::new("none").expect("a plain word is an id");
    let id = Code::new("none").expect("a plain word is a code");
    Book::new(
        Header::new(id, root, BookSettings::default()),
        Vec::new(),
        Vec::new(),
    )
}

impl Welcome {
    /// A command of the first screen.
    pub fn command(&mut self, see: See<'_>, command: Command) -> Reply {
        self.then_a_list = (command, self.at) == (Command::Accept, 2);
        match (command, self.at) {
            (Command::Accept, 0) => Reply::Effect(Effect::Create(Start::Sample)),
            (Command::Accept, 1 | 2) => picker_for(see, &PickFor::RootKind),
            (Command::Accept, _) => Reply::Effect(Effect::Quit),
            _ => Reply::Done,
        }
    }
}
