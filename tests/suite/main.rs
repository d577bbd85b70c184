//! All tests of the house as one binary, one module per subject.

#![allow(clippy::unwrap_used)]

mod board;
mod data;
mod desk;
mod exchange;
mod generate;
mod layers;
mod screens;
mod store;
mod swift;
mod words;
mod world;
