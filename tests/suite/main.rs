//! All tests of the house as one binary, one module per subject.

#![allow(clippy::unwrap_used)]

mod agenda;
mod analysis;
mod backplan;
mod bad_files;
mod ballots;
mod board;
mod careful;
mod chains;
mod cli;
mod clock;
mod data;
mod desk;
mod exchange;
mod faults;
mod forecast;
mod gates;
mod generate;
mod handing;
mod insight;
mod laws;
mod layers;
mod marks;
mod merge;
mod own_rules;
mod pty;
mod quota_forms;
mod quota_report;
mod quotas;
mod readme;
mod remedies;
mod rules;
mod same_numbers;
mod sample;
mod screens;
mod store;
mod surveys;
mod swift;
mod tasks;
mod together;
mod visit_sheets;
mod visits;
mod whatif;
mod words;
mod world;
