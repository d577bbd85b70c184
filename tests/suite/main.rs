//! One binary for all tests, so that they are linked once.

mod store;
mod world;
