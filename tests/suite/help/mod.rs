//! What the tests share and hold no test themselves: books, places, disks, and the program at work.

#[path = "../../../benches/generate.rs"]
pub(crate) mod books;
pub(crate) mod desk;
pub(crate) mod edits;
mod inode;
pub(crate) mod place;
pub(crate) mod simdisk;
pub(crate) mod stopped;
pub(crate) mod terminal;
pub(crate) mod trouble;
pub(crate) mod world;
