//! The disk: one directory, one file for each organisation, and the one door to them.

mod copies;
mod disk;
mod door;
mod error;
mod format;
mod journal;
mod privacy;
mod read;
mod save;
mod snapshots;

pub use crate::model::Fault;
pub use copies::copied::Copied;
pub use copies::pack::Packed;
pub use copies::piece::Same;
pub use copies::restore::Restored;
pub use disk::fences::{Carrier, Unfenced};
pub use disk::fs::{About, Fs, Handle, Held, Here, Kind, Listening, Reader, Rights};
pub use disk::lock::PATIENCE;
pub use disk::modes::{Exposed, Openness};
pub use disk::real::Disk;
pub use door::{Access, Presence, Saved, Store};
pub use error::{NotGiven, StoreError, reason};
pub use format::{read_by_both, read_files, read_head_by_both};
pub use journal::line::{Entry, Stamp};
pub use journal::replica::Replica;
pub use privacy::erase::Erased;
pub use privacy::held::{Keeping, Kept};
pub use read::head::Head;
pub use read::load::Reading;
pub use read::look::{Traces, Watch};
pub use read::strays::Strays;
pub use save::back::{After, Later, Offer, Undone};
pub use save::session::{Left, Session, Visitor};
pub use save::undo::Undoable;
