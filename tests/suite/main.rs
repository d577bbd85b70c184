//! All tests of the house as one binary, one module per subject.

mod exchange;
mod generate;
mod layers;
