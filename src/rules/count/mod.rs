//! What is counted of a book: the tree of a day, where everybody stands, the figures, the rows of the pipeline.

pub(in crate::rules) mod above;
pub(in crate::rules) mod admissions;
pub(in crate::rules) mod aim;
pub(in crate::rules) mod counted;
pub(in crate::rules) mod figures;
pub(in crate::rules) mod grouped;
pub(in crate::rules) mod line;
pub(in crate::rules) mod own;
pub(in crate::rules) mod pipeline;
pub(in crate::rules) mod progress;
pub(in crate::rules) mod standing;
pub(in crate::rules) mod tree;
pub(in crate::rules) mod year;
