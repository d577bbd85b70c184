//! `ketnap`: who is on the way to admission, cell by cell, and whether the year's quota will be met.
//!
//! The map of the house, in the order in which one layer may use another:
//! - [`model`]: what exists, and the one door for changing it
//! - [`rules`]: what ought to be: the procedure, the quota arithmetic, the findings
//! - [`text`]: words and formats per language
//! - [`store`]: the disk
//! - [`exchange`]: reports and tables, out and in
//! - [`config`]: the built-in data and the user's rows over it
//! - [`app`]: the state of the screens and the pure update
//! - [`ui`]: drawing
//! - [`terminal`]: the loop around them
//! - [`cli`]: arguments and subcommands

pub mod model;
pub mod rules;
pub mod store;
pub mod text;
