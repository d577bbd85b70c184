//! The screens and their panes, one file each, and what is looked for in them.

pub(in crate::app) mod agenda;
pub(in crate::app) mod analysis;
pub(in crate::app) mod board;
pub(in crate::app) mod journal;
pub(in crate::app) mod marks;
pub(in crate::app) mod outlook;
pub(in crate::app) mod pipeline;
pub(in crate::app) mod quotas;
pub(in crate::app) mod search;
pub(in crate::app) mod tree;
pub(in crate::app) mod welcome;
