//! A list that comes in, as data: what was read and understood of it, what is told and asked, what was answered.

/// Kinds with a word each: for programs, for files, and for the row of the text files that names it.
macro_rules! worded {
    (
        $(#[$of:meta])*
        pub enum $kind:ident as $group:literal {
            $($(#[$about:meta])* $one:ident = $word:literal,)+
        }
    ) => {
        $(#[$of])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $kind {
            $($(#[$about])* $one,)+
        }

        impl $kind {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$one),+];

            /// Its word for programs.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$one => $word,)+
                }
            }

            /// The one of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                let mut all = Self::ALL.iter();
                all.find(|kind| kind.word() == word).copied()
            }

            /// The row of the text files that names it.
            pub fn text_key(self) -> &'static str {
                match self {
                    $(Self::$one => concat!($group, ".", $word),)+
                }
            }
        }
    };
}

mod answered;
mod issue;
mod mapping;
mod options;
mod preview;
mod reading;

pub use issue::{Issue, Problem};
pub use mapping::{Mapped, Mapping};
pub use options::{As, AsDay, Body, Capitals, DayOrder, Differing, Options, RowAt, Take};
pub use preview::{Fills, Plan, Preview, ReadList, Source, Taken};
pub use reading::{
    Allotted, Alphabet, Cell, Column, Given, Mark, Person, Reading, Row, Table, What,
};
