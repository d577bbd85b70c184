//! One binary for all tests, so that they are linked once.

#![allow(clippy::unwrap_used)]

mod store;
mod world;
