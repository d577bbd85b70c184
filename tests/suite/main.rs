//! One binary for all tests that look at the program from outside.

#![allow(clippy::unwrap_used)]

mod data;
