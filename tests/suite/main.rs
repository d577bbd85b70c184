//! All tests of the house as one binary, one module per subject.

#![allow(clippy::unwrap_used)]

mod data;
mod exchange;
mod generate;
mod layers;
