//! One binary for all tests, so that they are linked once.

#![allow(clippy::unwrap_used)]

mod bad_files;
mod store;
mod world;
