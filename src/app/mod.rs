//! The state of the screens and the pure update: a message in, effects out, no clock, disk or terminal.

mod ahead;
mod carry;
pub mod command;
mod cursor;
mod effect;
mod find;
mod hands;
mod msg;
mod overlay;
mod reply;
mod saving;
pub mod screens;
mod see;
mod sheet;
mod state;
mod typing;
mod update;
mod world;

pub use ahead::Ahead;
pub use effect::{Effect, Start, Timer, Turn};
pub use msg::Msg;
pub use overlay::Overlay;
pub use reply::Reply;
pub use saving::history::{Done, SaveMark, Undone};
pub use saving::settle::Settle;
pub use saving::told::told_change;
pub use screens::agenda::Agenda;
pub use screens::analysis::{Insight, Part};
pub use screens::board::{Board, Pane};
pub use screens::field::Field;
pub use screens::journal::{Journal, JournalRow};
pub use screens::outlook::Outlooks;
pub use screens::pipeline::PipelinePane;
pub use screens::quotas::{QuotaColumn, QuotaOrder, Quotas};
pub use screens::search::Search;
pub use screens::tree::TreePane;
pub use screens::welcome::Welcome;
pub use screens::{Screen, Screens};
pub use see::See;
pub use sheet::Sheet;
pub use sheet::facts::{Facts, PersonFacts, UnitFacts};
pub use sheet::row::SheetRow;
pub use sheet::shown::Reveal;
pub use sheet::why::Why;
pub use state::App;
pub use typing::burst::{Front, Verdict, by_no_hand, judge};
pub use typing::draft::{Draft, Typed};
pub use typing::form::{
    Choice, Entry as FormEntry, Form, FormFor, Handing, Slot, Value, Words, hint, verdict,
};
pub use typing::palette::Palette;
pub use typing::pick::{Offer, PickFor, PickItem, Picker};
pub use typing::prompt::{Ask, Prompt, edits_a_line};
pub use update::update;
pub use world::World;
