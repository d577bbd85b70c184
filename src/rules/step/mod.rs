//! A person's case and its steps: what the next one owes, what it says, which changes it comes to.

pub(in crate::rules) mod admit;
pub(in crate::rules) mod case;
pub(in crate::rules) mod gate;
pub(in crate::rules) mod limits;
pub(in crate::rules) mod missing;
pub(in crate::rules) mod next;
pub(in crate::rules) mod steps;
