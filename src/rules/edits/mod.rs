//! Edits as the field makes them, worded as changes.

pub(in crate::rules) mod anonymise;
pub(in crate::rules) mod dossier;
pub(in crate::rules) mod erase;
pub(in crate::rules) mod group;
pub(in crate::rules) mod moves;
pub(in crate::rules) mod outreach;
pub(in crate::rules) mod quotas;
pub(in crate::rules) mod remedy;
pub(in crate::rules) mod spread;
pub(in crate::rules) mod survey;
pub(in crate::rules) mod visit;
